"""Makes pack.json from the YAML files: ``python -m sammeter.data.compile``. Needs cel-python."""

import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from sammeter.data.checks import read_checks
from sammeter.data.editions import Edition
from sammeter.data.lint import lint
from sammeter.data.pack import NAME, Pack
from sammeter.data.places import places
from sammeter.data.reader import Mistakes, locate, read, structure, under
from sammeter.data.starters import lint_starters
from sammeter.defects.types import Deadlines
from sammeter.errors import DataError
from sammeter.facts import Vocabulary
from sammeter.model import AnswerSet, Function, Level, Model, Practice
from sammeter.roadmap.template import Template
from sammeter.rules import Answering, Rule, RuleBook, Tree
from sammeter.rules.parse import parse
from sammeter.text import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """The head of the model: everything that is not of one practice."""

    version: str
    functions: tuple[Function, ...]
    levels: tuple[Level, ...]
    answer_sets: tuple[AnswerSet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """The rules of one practice."""

    practice: str
    activities: tuple[Answering, ...]
    rules: tuple[Rule, ...]


def sources(root: Traversable | None = None) -> dict[str, bytes]:
    """Return the content of every YAML file of the package's data, by its path from there."""
    found: dict[str, bytes] = {}

    def walk(place: Traversable, prefix: str) -> None:
        for item in sorted(place.iterdir(), key=lambda child: child.name):
            if item.is_dir():
                walk(item, f"{prefix}{item.name}/")
            elif item.name.endswith(".yaml"):
                found[f"{prefix}{item.name}"] = item.read_bytes()

    walk(root or files("sammeter.data"), "")
    return found


def compile_pack(found: Mapping[str, bytes]) -> Pack:
    """Return the pack made from YAML files. Raises one DataError that lists every mistake of all of them."""
    mistakes = Mistakes()
    vocabulary = _one(found, "facts.yaml", Vocabulary, mistakes)
    model = read_model(found, mistakes)
    profiles = _one(found, "profiles.yaml", dict[str, dict[str, float]], mistakes) or {}
    upstream = _one(found, "upstream.yaml", dict[str, Edition], mistakes) or {}
    efforts = _one(found, "efforts.yaml", dict[str, dict[str, str]], mistakes) or {}
    templates = _one(found, "templates.yaml", dict[str, Template], mistakes) or {}
    sla = _one(found, "sla.yaml", dict[str, Deadlines], mistakes) or {}
    mistakes.settle("data files")
    assert vocabulary is not None and model is not None  # noqa: S101, PT018 - settled
    book = read_rules(found, vocabulary, profiles["assessor"], mistakes)
    reader = _Conditions(vocabulary, frozenset(), mistakes)
    checks = read_checks(read(found["checks.yaml"], "checks.yaml", mistakes), model, profiles["assessor"],
                         lambda text, names, place: replace(reader, limits=names).tree(text, place), mistakes)  # fmt: skip
    mistakes.settle("data files")
    pack = Pack(model=model, book=book, vocabulary=vocabulary, profiles=profiles, upstream=upstream, efforts=efforts,
                templates=templates, checks=checks, sla=sla,
                sources={name: hashlib.sha256(data).hexdigest() for name, data in sorted(found.items())})  # fmt: skip
    mistakes.found += lint(pack.model, pack.book, pack.vocabulary, places(found))
    mistakes.found += lint_starters(pack, found)
    mistakes.settle("data files")
    return pack


def _one(found: Mapping[str, bytes], name: str, type_: Any, mistakes: Mistakes) -> Any:
    if name not in found:
        mistakes.add("the file is missing", where=name, hint="add it, or take it from sammeter's own data")
        return None
    node = read(found[name], name, mistakes)
    return structure(node, type_, mistakes) if node else None


def read_model(found: Mapping[str, bytes], mistakes: Mistakes) -> Model | None:
    """Return the model of a folder of files; keeps all mistakes."""
    head: ModelFile | None = _one(found, "model/model.yaml", ModelFile, mistakes)
    glossary = _one(found, "model/glossary.yaml", dict[str, str], mistakes) or {}
    practices: list[Practice] = []
    for name, data in under(found, "model/practices/"):
        practice = structure(read(data, name, mistakes), Practice, mistakes)
        if practice is not None:
            practices.append(practice)
    if head is None:
        return None
    order = {"G": ("SM", "PC", "EG"), "D": ("TA", "SR", "SA"), "I": ("SB", "SD", "DM"), "V": ("AA", "RT", "ST"),
             "O": ("IM", "EM", "OM")}  # fmt: skip
    places = {f"{function}-{short}": n for n, (function, short) in enumerate((f, s) for f in order for s in order[f])}
    practices.sort(key=lambda practice: places.get(practice.id, len(places)))
    return Model(version=head.version, functions=head.functions, levels=head.levels, answer_sets=head.answer_sets,
                 practices=tuple(practices), glossary=glossary)  # fmt: skip


def read_rules(
    found: Mapping[str, bytes], vocabulary: Vocabulary, limits: Mapping[str, float], mistakes: Mistakes
) -> RuleBook:
    """Return all rules with their conditions parsed; keeps all mistakes."""
    reader = _Conditions(vocabulary, frozenset(limits), mistakes)
    rules: list[Rule] = []
    answerings: list[Answering] = []
    for name, data in under(found, "rules/"):
        node = read(data, name, mistakes)
        file = structure(node, RuleFile, mistakes)
        if file is None:
            continue
        rules += [reader.rule(rule, locate(node, f"$.rules[{n}]")) for n, rule in enumerate(file.rules)]
        answerings += [
            reader.answering(one, locate(node, f"$.activities[{n}]")) for n, one in enumerate(file.activities)
        ]
    return RuleBook(rules=tuple(rules), answerings=tuple(answerings), limits=dict(limits))


@dataclass(slots=True)
class _Conditions:
    """Parses conditions and keeps what is wrong with them."""

    vocabulary: Vocabulary
    limits: frozenset[str]
    mistakes: Mistakes

    def tree(self, text: str, place: Node) -> Tree | None:
        if not text.strip():
            return None
        try:
            return parse(text, self.vocabulary, self.limits, where=place.where)
        except DataError as error:
            hint = error.hint or "see the language in docs/reference/model-files.md"
            self.mistakes.add(error.message, where=error.where, hint=hint)
            return None

    def rule(self, rule: Rule, node: Node) -> Rule:
        return replace(rule, tree=self.tree(rule.when, locate(node, "$.when")),
                       no_occasion_tree=self.tree(rule.no_occasion, locate(node, "$.no_occasion")))  # fmt: skip

    def answering(self, one: Answering, node: Node) -> Answering:
        texts = {"filter": one.filter, "counts_when": one.counts_when}
        for name in ("share", "times", "automated", "steps"):
            value = one.answer.get(name, "")
            texts |= {f"{name}.{n}": text for n, text in enumerate(value)} if isinstance(value, list) else {name: value}
        trees = {
            name: self.tree(str(text), locate(node, f"$.{name}")) for name, text in texts.items() if str(text).strip()
        }
        return replace(one, trees={name: tree for name, tree in trees.items() if tree is not None})


def main(arguments: Sequence[str] = ()) -> int:
    """Write pack.json beside the YAML files, or with ``--check`` say whether it is current.

    Prints every mistake and returns 2 if there are any, 1 if the pack is not current.
    """
    try:
        pack = compile_pack(sources())
    except DataError as error:
        for mistake in error.mistakes or (error,):
            sys.stderr.write(f"{mistake}{f' ({mistake.hint})' if mistake.hint else ''}\n")
        return 2
    target = Path(str(files("sammeter.data"))) / NAME
    made = msgspec.json.encode(pack) + b"\n"
    if "--check" in arguments:
        current = target.exists() and target.read_bytes() == made
        sys.stderr.write("" if current else f"{NAME} is not current: run make data\n")
        return 0 if current else 1
    target.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
