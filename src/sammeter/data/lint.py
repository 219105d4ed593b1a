"""What must agree between model, rules and vocabulary, beyond the shape of the files."""

import re
from collections import Counter
from collections.abc import Iterator

from sammeter.errors import DataError
from sammeter.facts import Vocabulary
from sammeter.model import Model
from sammeter.rules import Rule, RuleBook, Tree

_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]*[A-Z][A-Z0-9]*s?\b")
_WORDS = re.compile(r"\bgate[sd]?\b", re.IGNORECASE)


def lint(model: Model, book: RuleBook, vocabulary: Vocabulary) -> Iterator[DataError]:
    """Yield what is wrong: ids that do not match, repeated texts, undefined terms, banned words, unsound conditions."""
    yield from _ids(model, book)
    yield from _texts(model)
    yield from _terms(model, book)
    for rule in book.rules:
        yield from _rule(rule)
    kinds = vocabulary.by_name()
    for answering in book.answerings:
        if answering.population and answering.population not in kinds:
            yield DataError(f"unknown population '{answering.population}'", where=answering.id)


def _ids(model: Model, book: RuleBook) -> Iterator[DataError]:
    criteria, rules = list(model.criteria()), [rule.id for rule in book.rules]
    for name, count in Counter(rules).items():
        if count > 1:
            yield DataError("has more than one rule", where=name, hint="join them with || or &&")
    for missing in [name for name in criteria if name not in set(rules)]:
        yield DataError("has no rule", where=missing)
    for extra in [name for name in rules if name not in set(criteria) and not name.startswith("X-")]:
        yield DataError("is no criterion of the model", where=extra)
    activities = {activity.id for activity in model.activities()}
    for activity in model.activities():
        yield from (DataError(f"needs unknown activity '{n}'", where=activity.id) for n in activity.needs if n not in activities)
    for gone in activities ^ {answering.id for answering in book.answerings}:
        yield DataError("stands in only one of model and rules", where=gone)


def _texts(model: Model) -> Iterator[DataError]:
    seen: dict[tuple[str, str], str] = {}
    for kind, place, text in _all_texts(model):
        if not text.strip():
            yield DataError(f"{kind} is empty", where=place)
        elif (kind, text) in seen:
            yield DataError(f"{kind} repeats that of {seen[kind, text]}", where=place)
        elif _WORDS.search(text):
            yield DataError(f"{kind} speaks of gates", where=place, hint="say check, pass, stop (R100)")
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


def _terms(model: Model, book: RuleBook) -> Iterator[DataError]:
    """An acronym that no glossary entry explains leaves a reader alone (R36)."""
    known = {term.upper() for entry in model.glossary for term in re.split(r"[\s/,()]+", entry)} | _COMMON
    texts = [(place, text) for _, place, text in _all_texts(model)]
    texts += [(r.id, f"{r.says} {r.pitfalls} {r.advice} {r.confirm} {r.proof}") for r in book.rules]
    reported: set[str] = set()
    for place, text in texts:
        for term in _ACRONYM.findall(text):
            name = term.rstrip("s")
            if name.upper() not in known and term.upper() not in known and name not in reported:
                reported.add(name)
                yield DataError(f"'{name}' is not in the glossary", where=place, hint="add it to model/glossary.yaml")


_COMMON = {"ID", "OK", "IT", "HTTP", "HTTPS", "URL", "HTML", "PDF", "OWASP", "SAMM"}


def _rule(rule: Rule) -> Iterator[DataError]:
    if rule.tree is None and rule.class_ != "attested":
        yield DataError("has no condition", where=rule.id)
    if not (rule.says and rule.advice and rule.pitfalls):
        yield DataError("lacks says, advice or pitfalls", where=rule.id)
    if rule.class_ != "observable" and not rule.id.startswith("X-") and not (rule.confirm and rule.proof):
        yield DataError("lacks the question to confirm or the proof", where=rule.id)
    for tree in (rule.tree, rule.no_occasion_tree):
        if tree is not None:
            yield from _shares(rule.id, tree)


def _shares(name: str, tree: Tree) -> Iterator[DataError]:
    """The numerator of a share must be a filter of its denominator, or the share means nothing."""
    if tree[0] == "call" and tree[1] == "share" and not _is_filter_of(tree[2], tree[3]):
        yield DataError("share(): the part is no filter of the whole", where=name)
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
