"""Requirements and policies as YAML: those that ship, and an organisation's own that extend them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Literal

from sammeter.checks.types import MODES, Checks, Mode, Point, Policy, Requirement
from sammeter.data.reader import Mistakes, locate, structure
from sammeter.model import Model
from sammeter.rules import Tree
from sammeter.text import Node

RANKS = {"none": 0, "info": 1, "low": 2, "medium": 3, "high": 4, "critical": 5}
"""Severities as limits: the numbers that the function ``sev`` gives them."""
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?\Z")
Parse = Callable[[str, frozenset[str], Node], Tree | None]
"""Takes a condition, the limits it may name and its place; keeps what is wrong with it and returns its tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One requirement of a policy's file: a shipped one by the name of its `check`, or one of one's own under an `id`."""

    check: str = ""
    id: str = ""
    says: str = ""
    advice: str = ""
    bring: str = ""
    when: str = ""
    known: tuple[str, ...] = ()
    criterion: str = ""
    at_least: Literal["met", "indicated"] = "met"
    practice: str = ""
    score: str = ""
    mode: Mode | None = None
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFile:
    """A policy as it is written; what it leaves out it has from the one that it extends."""

    point: Point
    says: str
    requirements: tuple[Asked, ...] = ()
    extends: str = ""
    without: tuple[str, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)
    approvers: Mapping[str, tuple[str, ...]] | None = None
    exception_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecksFile:
    """checks.yaml."""

    limits: Mapping[str, str]
    requirements: tuple[Requirement, ...]
    policies: Mapping[str, PolicyFile]


def read_checks(node: Node, model: Model, limits: Mapping[str, float], parse: Parse, mistakes: Mistakes) -> Checks:
    """Return the shipped checks; keeps all mistakes."""
    file = structure(node, ChecksFile, mistakes)
    if file is None:
        return Checks()
    own = {name: number for name, value in file.limits.items() if (number := rank(value)) is not None}
    names = frozenset({*limits, *own})
    found: dict[str, Requirement] = {}
    for n, one in enumerate(file.requirements):
        place = locate(node, f"$.requirements[{n}]")
        found[one.id] = replace(one, tree=parse(one.when, names, locate(place, "$.when")))
    checks = Checks(requirements=found, limits=own)
    for name, policy in file.policies.items():
        place = locate(node, f"$.policies.{name}")
        reading = Reading(checks=checks, model=model, base={**limits, **own}, parse=parse, mistakes=mistakes)
        checks = replace(
            checks, policies={**checks.policies, name: reading.policy(name, policy, place, origin="sammeter")}
        )
    return checks


def rank(text: str) -> float | None:
    """Return a limit as a number; a word of severity as its rank, None for another word."""
    if text in RANKS:
        return float(RANKS[text])
    return float(text) if _NUMBER.match(text) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Makes policies of files, against what ships; keeps all mistakes."""

    checks: Checks
    model: Model
    base: Mapping[str, float]
    parse: Parse
    mistakes: Mistakes

    def policy(self, name: str, file: PolicyFile, node: Node, *, origin: str) -> Policy:
        """Return the policy of a file. An empty one is a mistake, and so is one that cannot stop anything."""
        parent = self._parent(file, node)
        limits = self._limits(file, node, parent)
        merged: dict[str, Requirement] = {one.id: one for one in parent.requirements} if parent else {}
        loosened = list(self._fewer(file, node, merged, parent))
        for n, asked in enumerate(file.requirements):
            place = locate(node, f"$.requirements[{n}]")
            made = self._requirement(asked, place, frozenset(limits), merged, origin)
            if made is None:
                continue
            if file.point not in made.points:
                self.mistakes.add(
                    f"{made.id} cannot be asked at {file.point}",
                    where=place.where,
                    hint=f"it is for {', '.join(made.points)}",
                )
            loosened.extend(_looser(merged.get(made.id), made))
            merged[made.id] = made
        if not any(one.mode == "stop" for one in merged.values()):
            self.mistakes.add(
                "a policy that cannot stop anything", where=node.where, hint="give it a requirement in mode stop"
            )
        if parent:
            loosened.extend(_changed(parent, limits))
        days = file.exception_days if file.exception_days is not None else parent.exception_days if parent else 90
        if parent and days > parent.exception_days:
            loosened.append(f"exceptions may last {days} days instead of {parent.exception_days}")
        approvers = file.approvers if file.approvers is not None else parent.approvers if parent else {}
        return Policy(name=name, point=file.point, says=file.says, requirements=tuple(merged.values()), limits=limits,
                      approvers=approvers, exception_days=days, extends=file.extends, loosened=tuple(loosened), origin=origin)  # fmt: skip

    def _parent(self, file: PolicyFile, node: Node) -> Policy | None:
        if file.extends and file.extends not in self.checks.policies:
            self.mistakes.add(f"there is no policy '{file.extends[:40]}'", where=locate(node, "$.extends").where,
                              hint=near(file.extends, self.checks.policies))  # fmt: skip
        return self.checks.policies.get(file.extends)

    def _limits(self, file: PolicyFile, node: Node, parent: Policy | None) -> dict[str, float]:
        limits = dict(parent.limits if parent else self.base)
        for name, value in file.limits.items():
            number, where = rank(value), locate(node, f"$.limits.{name}").where
            if name not in limits:
                self.mistakes.add(f"there is no limit '{name[:40]}'", where=where, hint=near(name, limits))
            elif number is None or not 0 < number <= 36_500:
                self.mistakes.add(
                    f"{name} is no number above 0", where=where, hint=f"a number, or one of {', '.join(RANKS)}"
                )
            else:
                limits[name] = number
        return limits

    def _fewer(
        self, file: PolicyFile, node: Node, merged: dict[str, Requirement], parent: Policy | None
    ) -> Iterator[str]:
        for n, name in enumerate(file.without):
            if merged.pop(name, None) is None:
                self.mistakes.add(f"'{name[:40]}' is not asked by {parent.name if parent else 'any policy that it extends'}",
                                  where=locate(node, f"$.without[{n}]").where, hint=near(name, merged))  # fmt: skip
            else:
                yield f"{name} is not asked"

    def _requirement(
        self, asked: Asked, node: Node, limits: frozenset[str], merged: Mapping[str, Requirement], origin: str
    ) -> Requirement | None:
        if problem := self._problem(asked, merged):
            self.mistakes.add(problem[0], where=node.where, hint=problem[1])
            return None
        if asked.since and not _is_day(asked.since):
            self.mistakes.add("'since' is no day", where=locate(node, "$.since").where, hint="since: 2027-01-31")
        if asked.check:
            known = merged.get(asked.check) or self.checks.requirements[asked.check]
            return replace(known, mode=asked.mode or known.mode, since=asked.since, cases=())
        tree = self.parse(asked.when, limits, locate(node, "$.when")) if asked.when else None
        if asked.when and tree is None:
            return None
        says = (
            asked.says
            or self.model.criteria().get(asked.criterion, "")
            or f"{asked.practice} has at least {asked.score}"
        )
        return Requirement(id=asked.id, says=says, advice=asked.advice, bring=asked.bring, when=asked.when, known=asked.known,
                           criterion=asked.criterion, at_least=asked.at_least, practice=asked.practice, score=asked.score,
                           mode=asked.mode or "stop", since=asked.since, tree=tree, origin=origin)  # fmt: skip

    def _problem(self, asked: Asked, merged: Mapping[str, Requirement]) -> tuple[str, str] | None:
        if bool(asked.check) == bool(asked.id):
            return "a requirement is either a shipped 'check' or one of your own with an 'id'", "sammeter check list"
        if asked.check:
            return self._problem_of_shipped(asked)
        if asked.id in self.checks.requirements or asked.id in merged:
            return (
                f"there is a requirement '{asked.id[:40]}' already",
                f"name it with 'check: {asked.id[:40]}', or take another id",
            )
        kinds = [name for name in ("when", "criterion", "practice") if getattr(asked, name)]
        if len(kinds) != 1:
            return (
                f"{asked.id[:40]} needs one of 'when', 'criterion', 'practice'",
                "a condition, a criterion, or a practice with a score",
            )
        if asked.criterion and asked.criterion not in self.model.criteria():
            return f"there is no criterion '{asked.criterion[:40]}'", near(asked.criterion, self.model.criteria())
        return self._problem_of_score(asked) if asked.practice else None

    def _problem_of_shipped(self, asked: Asked) -> tuple[str, str] | None:
        own = [
            name
            for name in ("says", "advice", "bring", "when", "known", "criterion", "practice", "score")
            if getattr(asked, name)
        ]
        if asked.check not in self.checks.requirements:
            return f"there is no check '{asked.check[:40]}'", near(asked.check, self.checks.requirements)
        return (
            (f"{asked.check} ships with sammeter: '{own[0]}' cannot be changed", "only mode and since") if own else None
        )

    def _problem_of_score(self, asked: Asked) -> tuple[str, str] | None:
        practices = [one.id for one in self.model.practices]
        if asked.practice not in practices:
            return f"there is no practice '{asked.practice[:40]}'", near(asked.practice, practices)
        try:
            fits = 0 < Fraction(asked.score) <= 3
        except (ValueError, ZeroDivisionError):
            fits = False
        return None if fits else (f"a score of '{asked.score}'", "score: 1.5, above 0 and up to 3")


def _looser(before: Requirement | None, after: Requirement) -> Iterator[str]:
    if before is None:
        return
    if MODES.index(after.mode) < MODES.index(before.mode):
        yield f"{after.id} only {after.mode}s" if after.mode == "warn" else f"{after.id} is only watched"
    if after.since > before.since and after.mode == "stop":
        yield f"{after.id} stops from {after.since} on"


def _changed(parent: Policy, limits: Mapping[str, float]) -> Iterator[str]:
    for name, value in limits.items():
        if parent.limits.get(name) is not None and value > parent.limits[name]:
            yield f"{name} is {value:g} instead of {parent.limits[name]:g}"


def _is_day(text: str) -> bool:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def near(name: str, names: Any) -> str:
    """Return the known name that looks like this one, as a question; else where the names are listed."""
    found = get_close_matches(name, list(names), n=1)
    return f"did you mean '{found[0]}'?" if found else "sammeter check list shows them"
