"""An organisation's own criteria, conditions, limits and placements, laid over the shipped pack and shown as such."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from typing import Any, Literal

from sammeter.data.pack import Pack
from sammeter.data.reader import Mistakes, locate, read, structure
from sammeter.errors import DataError
from sammeter.facts.vocabulary import REACHES, Reach
from sammeter.rules import Overlay, Rule, Tree
from sammeter.text import Node

FOLDER = "sammeter-overlay"
FILES = ("conditions.yaml", "criteria.yaml", "limits.yaml", "placement.yaml")
_SHARES = ("inside", "most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A criterion of the organisation's own with its rule; it never changes a SAMM score."""

    id: str
    says: str
    when: str
    advice: str
    class_: Literal["observable", "supported"] = "observable"
    scope: Literal["unit", "org"] = "unit"
    fresh_days: int = 90
    pitfalls: str = "A criterion of the organisation's own; nobody else compares with it"
    no_occasion: str = ""
    confirm: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A condition that replaces that of a shipped rule, or one that is asked beside it; and why."""

    rule: str
    because: str
    replace: str = ""
    and_: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a measure is to be shown."""

    practice: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaFile:
    """criteria.yaml."""

    criteria: tuple[Own, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionsFile:
    """conditions.yaml."""

    conditions: tuple[Changed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsFile:
    """limits.yaml."""

    profile: str = ""
    limits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFile:
    """placement.yaml."""

    placement: Mapping[str, Place]


def apply(pack: Pack, files: Mapping[str, bytes], *, name: str = FOLDER) -> Pack:
    """Return the pack with an overlay laid over it; `name` is what reports call it.

    Raises one DataError that lists every mistake of all files.
    """
    mistakes = Mistakes()
    reading = _Reading(pack, name, mistakes)
    for file in sorted(set(files) - set(FILES)):
        mistakes.add("is no file of an overlay", where=f"{name}/{file}", hint=f"an overlay holds {', '.join(FILES)}")
    if not set(files) & set(FILES):
        mistakes.add("an overlay without a file", where=name, hint=f"write one of {', '.join(FILES)}")
    for file in FILES:
        if file in files:
            reading.take(file, files[file])
    mistakes.settle(name)
    digest = hashlib.sha256(b"".join(f"{k}\0{hashlib.sha256(files[k]).hexdigest()}\n".encode() for k in sorted(files)))
    book = replace(pack.book, rules=tuple(reading.rules.values()), limits=reading.limits, profile=reading.profile,
                   overlay=Overlay(name=name, digest=digest.hexdigest(), **reading.counts))  # fmt: skip
    return replace(pack, book=book)


class _Reading:
    """What becomes of rules and limits while the files are read."""

    def __init__(self, pack: Pack, name: str, mistakes: Mistakes) -> None:
        self.pack, self.name, self.mistakes = pack, name, mistakes
        self.rules: dict[str, Rule] = pack.book.by_id()
        self.limits: dict[str, float] = dict(pack.book.limits)
        self.profile = pack.book.profile
        self.counts: dict[str, int] = {}

    def take(self, file: str, data: bytes) -> None:
        """Read one file and lay it over what is there."""
        types: dict[str, tuple[type[Any], Callable[[Any, Node], int]]] = {
            "criteria.yaml": (CriteriaFile, self._criteria), "conditions.yaml": (ConditionsFile, self._conditions),
            "limits.yaml": (LimitsFile, self._limits), "placement.yaml": (PlacementFile, self._placements),
        }  # fmt: skip
        type_, lay = types[file]
        before = len(self.mistakes.found)
        node = read(data, f"{self.name}/{file}", self.mistakes)
        if len(self.mistakes.found) > before:
            return
        content = structure(node, type_, self.mistakes)
        if content is not None:
            count = lay(content, node)
            self.counts[{"placement": "placements"}.get(file[:-5], file[:-5])] = count

    def _criteria(self, file: CriteriaFile, node: Node) -> int:
        for n, own in enumerate(file.criteria):
            place = locate(node, f"$.criteria[{n}]")
            activity, _, last = own.id.rpartition(".")
            if self.pack.model.activity(activity) is None or not re.fullmatch(r"x[1-9][0-9]{0,2}", last):
                self.mistakes.add(f"'{own.id[:60]}' is no id for a criterion of your own", where=place.where,
                                  hint="name the activity and a number of your own: I-SB-2-A.x1")  # fmt: skip
            elif own.id in self.rules:
                self.mistakes.add(
                    f"there are two criteria {own.id}", where=place.where, hint="give one of them another number"
                )
            else:
                self.rules[own.id] = self._own(own, activity, place)
        return len(file.criteria)

    def _own(self, own: Own, activity: str, place: Node) -> Rule:
        tree = self._tree(own.when, locate(place, "$.when"))
        occasion = self._tree(own.no_occasion, locate(place, "$.no_occasion")) if own.no_occasion else None
        for text in ("says", "advice"):
            if not getattr(own, text).strip():
                self.mistakes.add(
                    f"'{text}' is empty", where=locate(place, f"$.{text}").where, hint="write one sentence"
                )
        return Rule(id=own.id, class_=own.class_, scope=own.scope, reach=self._reach(tree), says=own.says, when=own.when,
                    fresh_days=own.fresh_days, pitfalls=own.pitfalls, advice=own.advice, no_occasion=own.no_occasion,
                    supports=(activity,), confirm=own.confirm, proof=own.proof, tree=tree, no_occasion_tree=occasion,
                    origin=self.name)  # fmt: skip

    def _conditions(self, file: ConditionsFile, node: Node) -> int:
        seen: set[str] = set()
        for n, changed in enumerate(file.conditions):
            place = locate(node, f"$.conditions[{n}]")
            rule = self.pack.book.by_id().get(changed.rule)
            problem = self._problem(changed, rule, seen)
            seen.add(changed.rule)
            if problem is not None or rule is None:
                problem = problem or ("there is no such rule", "")
                self.mistakes.add(problem[0], where=place.where, hint=problem[1])
                continue
            where = locate(place, "$.and" if changed.and_ else "$.replace")
            tree = self._tree(changed.and_ or changed.replace, where)
            if tree is not None:
                self.rules[rule.id] = self._changed(rule, changed, tree)
        return len(file.conditions)

    def _problem(self, changed: Changed, rule: Rule | None, seen: set[str]) -> tuple[str, str] | None:
        if rule is None:
            return f"there is no rule '{changed.rule[:60]}'", _near(changed.rule, self.pack.book.by_id())
        if rule.class_ == "attested" or rule.tree is None:
            return f"{rule.id} is stated by people; no condition decides it", "leave it out"
        if bool(changed.replace.strip()) == bool(changed.and_.strip()):
            return f"{rule.id} needs either 'replace' or 'and'", "'and' keeps the shipped condition and asks for more"
        if not changed.because.strip():
            return f"{rule.id} is changed without a reason", "say why under 'because'; reports show it"
        return (f"{rule.id} is changed twice", "join the two conditions") if rule.id in seen else None

    def _changed(self, rule: Rule, changed: Changed, tree: Tree) -> Rule:
        reach = self._reach(tree)
        if changed.replace:
            return replace(
                rule, when=changed.replace, tree=tree, reach=reach, origin=self.name, because=changed.because
            )
        parts = [part for side in (rule.tree or [], tree) for part in (side[1:] if side[0] == "and" else [side])]
        return replace(rule, when=f"({rule.when.strip()}) && ({changed.and_.strip()})", tree=["and", *parts],
                       reach=max(rule.reach, reach, key=REACHES.index), origin=self.name, because=changed.because)  # fmt: skip

    def _limits(self, file: LimitsFile, node: Node) -> int:
        if file.profile and file.profile not in self.pack.profiles:
            self.mistakes.add(f"there is no profile '{file.profile[:60]}'", where=locate(node, "$.profile").where,
                              hint=f"one of {', '.join(self.pack.profiles)}")  # fmt: skip
        elif file.profile:
            self.profile, self.limits = file.profile, dict(self.pack.profiles[file.profile])
        for name, value in file.limits.items():
            where = locate(node, f"$.limits.{name}").where
            highest = 1 if name in _SHARES else 36_500
            if name not in self.limits:
                self.mistakes.add(f"there is no limit '{name[:60]}'", where=where, hint=_near(name, self.limits))
            elif isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= highest:
                self.mistakes.add(
                    f"{name} is no number above 0, up to {highest:,}",
                    where=where,
                    hint=f"shipped: {self.limits[name]:g}",
                )
            else:
                self.limits[name] = float(value)
        return len(file.limits)

    def _placements(self, file: PlacementFile, node: Node) -> int:
        practices = [practice.id for practice in self.pack.model.practices]
        for name, place in file.placement.items():
            where = locate(node, f"$.placement.{name}").where
            if name not in self.rules or name in self.pack.model.criteria():
                self.mistakes.add(f"there is no measure '{name[:60]}'", where=where, hint=_near(name, self.rules))
            elif place.practice not in practices:
                self.mistakes.add(
                    f"there is no practice '{place.practice[:60]}'", where=where, hint=_near(place.practice, practices)
                )
            elif place.level not in (1, 2, 3):
                self.mistakes.add(f"there is no level {place.level}", where=where, hint="1, 2 or 3")
            else:
                self.rules[name] = replace(self.rules[name], placed=f"{place.practice}, level {place.level}")
        return len(file.placement)

    def _tree(self, text: str, place: Node) -> Tree | None:
        try:
            tree = condition(text, self.pack, frozenset(self.limits), where=place.where)
        except DataError as error:
            self.mistakes.add(error.message, where=error.where, hint=error.hint or "see docs/how-to/overlay.md")
            return None
        if not any(True for _ in kinds(tree)):
            self.mistakes.add(
                "a condition that looks at no fact", where=place.where, hint="name a fact kind, such as ci.pipelines"
            )
        return tree

    def _reach(self, tree: Tree | None) -> Reach:
        known = self.pack.vocabulary.by_name()
        return max((known[kind].reach for kind in kinds(tree)), key=REACHES.index, default="clone") if tree else "clone"


def condition(text: str, pack: Pack, limits: frozenset[str], *, where: str) -> Tree:
    """Return the tree of a condition. Raises DataError, also if the reader of conditions is not installed."""
    if find_spec("celpy") is None:
        raise DataError(
            "conditions cannot be read: cel-python is not installed",
            where=where,
            hint="pip install 'sammeter[overlay]'",
        )
    from sammeter.rules.parse import parse

    if not text.strip():
        raise DataError("an empty condition", where=where, hint="write one, such as size(vcs.releases) > 0")
    return parse(text, pack.vocabulary, limits, where=where)


def kinds(tree: Tree) -> Iterator[str]:
    """Yield the fact kinds that a condition reads."""
    if tree[0] == "kind":
        yield str(tree[1])
    for child in tree[1:]:
        if isinstance(child, list):
            yield from kinds(child)


def _near(name: str, names: Any) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(names), n=1)
    return f"did you mean '{near[0]}'?" if near else "sammeter model list shows the ids"
