"""What must agree between model, rules and vocabulary, beyond the shape of the files."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from sammeter.errors import DataError
from sammeter.facts import Vocabulary
from sammeter.model import Model
from sammeter.rules import Rule, RuleBook, Tree

_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*s?\b")
_WORDS = re.compile(r"\bgate[sd]?\b", re.IGNORECASE)


def lint(
    model: Model, book: RuleBook, vocabulary: Vocabulary, places: Mapping[str, str] | None = None
) -> Iterator[DataError]:
    """Yield what is wrong: ids that do not match, repeated texts, undefined terms, banned words, unsound conditions.

    `places` gives ``file:line`` of the model's ids and, under ``rule:id``, of the rules.
    """
    known = places or {}
    in_model = chain(_unruled(model, book), _needs(model), _texts(model), _terms(_all_texts(model), model))
    in_rules = chain(_unknown(model, book), _terms(_rule_texts(book), model), *map(_rule, book.rules),
                     _populations(book, vocabulary))  # fmt: skip
    for first, second, errors in (("", "rule:", in_model), ("rule:", "", in_rules)):
        for error in errors:
            where = known.get(first + error.where) or known.get(second + error.where)
            yield DataError(f"{error.where} {error.message}" if where else error.message, where=where or error.where,
                            hint=error.hint or "see docs/reference/model-files.md")  # fmt: skip


def _unruled(model: Model, book: RuleBook) -> Iterator[DataError]:
    ruled, answered = {rule.id for rule in book.rules}, {answering.id for answering in book.answerings}
    for missing in [name for name in model.criteria() if name not in ruled]:
        yield DataError("has no rule", where=missing, hint=f"add one to rules/{missing[:4]}.yaml")
    for activity in model.activities():
        if activity.id not in answered:
            yield DataError(
                "is not among the activities of the rules",
                where=activity.id,
                hint=f"add it to rules/{activity.id[:4]}.yaml",
            )


def _unknown(model: Model, book: RuleBook) -> Iterator[DataError]:
    criteria = set(model.criteria())
    for name, count in Counter(rule.id for rule in book.rules).items():
        if count > 1:
            yield DataError("has more than one rule", where=name, hint="join them with || or &&")
        if name not in criteria and not name.startswith("X-"):
            yield DataError(
                "is no criterion of the model", where=name, hint="write the id as in: sammeter model show I-SB-2-A"
            )
    activities = {activity.id for activity in model.activities()}
    for answering in book.answerings:
        if answering.id not in activities:
            yield DataError("is no activity of the model", where=answering.id, hint="sammeter model list shows the ids")


def _needs(model: Model) -> Iterator[DataError]:
    activities = {activity.id for activity in model.activities()}
    for activity in model.activities():
        for name in activity.needs:
            if name not in activities:
                yield DataError(
                    f"needs unknown activity '{name}'", where=activity.id, hint="sammeter model list shows the ids"
                )


def _populations(book: RuleBook, vocabulary: Vocabulary) -> Iterator[DataError]:
    kinds = vocabulary.by_name()
    for answering in book.answerings:
        if answering.population and answering.population not in kinds:
            yield DataError(
                f"has the unknown population '{answering.population}'",
                where=answering.id,
                hint="name a fact kind of facts.yaml",
            )


def _texts(model: Model) -> Iterator[DataError]:
    seen: dict[tuple[str, str], str] = {}
    for kind, place, text in _all_texts(model):
        if not text.strip():
            yield DataError(f"has an empty {kind}", where=place, hint="write one sentence")
        elif (kind, text) in seen:
            yield DataError(
                f"repeats the {kind} of {seen[kind, text]}", where=place, hint="say what sets this one apart"
            )
        elif _WORDS.search(text):
            yield DataError(f"has a {kind} that speaks of gates", where=place, hint="say check, pass, stop (R100)")
        seen[kind, text] = place


def _all_texts(model: Model) -> Iterator[tuple[str, str, str]]:
    for function in model.functions:
        yield "function summary", function.id, function.summary
    for practice in model.practices:
        yield "practice summary", practice.id, practice.summary
        for level, objective in practice.objectives.items():
            yield "objective", f"{practice.id}-{level}", objective
        for stream in practice.streams:
            yield "stream summary", stream.id, stream.summary
    for activity in model.activities():
        for kind in ("title", "summary", "benefit", "question", "show"):
            yield kind, activity.id, getattr(activity, kind)
    for name, text in model.criteria().items():
        yield "criterion", name, text


def _rule_texts(book: RuleBook) -> Iterator[tuple[str, str, str]]:
    for rule in book.rules:
        yield "rule", rule.id, f"{rule.says} {rule.pitfalls} {rule.advice} {rule.confirm} {rule.proof}"


def _terms(texts: Iterable[tuple[str, str, str]], model: Model) -> Iterator[DataError]:
    """An acronym that no glossary entry explains leaves a reader alone (R36)."""
    known = {term.upper() for entry in model.glossary for term in re.split(r"[\s/,()]+", entry)} | _COMMON
    reported: set[str] = set()
    for _, place, text in texts:
        for term in _ACRONYM.findall(text):
            name = term.rstrip("s")
            if name.upper() not in known and term.upper() not in known and name not in reported:
                reported.add(name)
                yield DataError(
                    f"uses '{name}', which is not in the glossary", where=place, hint="add it to model/glossary.yaml"
                )


_COMMON = {"ID", "OK", "IT", "HTTP", "HTTPS", "URL", "HTML", "PDF", "OWASP", "SAMM"}


def _rule(rule: Rule) -> Iterator[DataError]:
    if rule.tree is None and rule.class_ != "attested":
        yield DataError("has no condition", where=rule.id, hint="write one under `when`, or class: attested")
    if not (rule.says and rule.advice and rule.pitfalls):
        empty = [name for name in ("says", "advice", "pitfalls") if not getattr(rule, name)]
        yield DataError(f"lacks {', '.join(empty)}", where=rule.id, hint="write one sentence each")
    if rule.class_ != "observable" and not rule.id.startswith("X-") and not (rule.confirm and rule.proof):
        yield DataError("lacks the question to confirm or the proof", where=rule.id, hint="fill in confirm and proof")
    for tree in (rule.tree, rule.no_occasion_tree):
        if tree is not None:
            yield from _shares(rule.id, tree)


def _shares(name: str, tree: Tree) -> Iterator[DataError]:
    """The numerator of a share must be a filter of its denominator, or the share means nothing."""
    if tree[0] == "call" and tree[1] == "share" and not _is_filter_of(tree[2], tree[3]):
        yield DataError(
            "has a share() whose part is no filter of the whole", where=name, hint="write share(x.filter(a, c), x)"
        )
    for child in tree[1:]:
        if isinstance(child, list):
            yield from _shares(name, child)


def _is_filter_of(part: Tree, whole: Tree) -> bool:
    """A filter of the same base whose conditions include those of the whole."""
    if part[0] != "filter":
        return False
    base = whole
    wanted: list[Tree] = []
    while base[0] == "filter":
        wanted += _conjuncts(_renamed(base))
        base = base[1]
    held: list[Tree] = []
    inner = part
    while inner[0] == "filter":
        held += _conjuncts(_renamed(inner))
        inner = inner[1]
    return inner == base and all(one in held for one in wanted)


def _renamed(tree: Tree) -> Tree:
    """Return the condition of a filter with its variable under one name, so that two filters compare."""

    def walk(node: Tree) -> Tree:
        if node == ["name", tree[2]]:
            return ["name", "_"]
        return [walk(child) if isinstance(child, list) else child for child in node]

    return walk(tree[3])


def _conjuncts(tree: Tree) -> list[Tree]:
    return [one for child in tree[1:] for one in _conjuncts(child)] if tree[0] == "and" else [tree]
