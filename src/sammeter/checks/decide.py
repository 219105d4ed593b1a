"""A policy over a world: what each requirement comes to, and by which exceptions it passes all the same. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sammeter.answers import Standing
from sammeter.checks.signoffs import SignOff, excepts, refused
from sammeter.checks.types import Decision, Outcome, Policy, Requirement, Subject
from sammeter.facts import Fact, World
from sammeter.rules import Flag, Verdict
from sammeter.rules.evaluate import evaluate
from sammeter.rules.types import kinds_in

SHOWN = 20
"""How many refuting facts of one requirement are looked for and kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a policy is judged on: the application, its world, and what an assessment says of criteria and practices.

    `gapped` are the kinds of which a part could not be read.
    """

    this: Fact
    world: World
    gapped: frozenset[str] = frozenset()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    scores: Mapping[str, Fraction] = field(default_factory=dict)


def decide(policy: Policy, known: Known, subject: Subject, signoffs: Sequence[SignOff] = ()) -> Decision:
    """Return the decision at `known.world.as_of`.

    Unknown never passes in mode stop. What is complete by a person's word alone counts as open: whoever hands in a build's
    reports must not be able to say that these are all.
    """
    as_of = known.world.as_of
    ours = sorted({one for one in signoffs if _meant(one, subject)}, key=lambda one: (one.end, one.id))
    counted: list[SignOff] = []
    turned: list[tuple[SignOff, str]] = []
    for one in ours:
        why = refused(one, policy.approvers, policy.exception_days, subject.risk_class, as_of)
        turned.extend([(one, why)] if why else [])
        counted.extend([] if why else [one])
    judge = _Judge(policy=policy, known=known, subject=subject)
    outcomes = tuple(judge.outcome(one, counted) for one in policy.requirements)
    wanted = tuple((one, why) for one, why in turned if any(judge.would_use(one, outcome) for outcome in outcomes))
    return Decision(policy=policy, subject=subject, as_of=as_of, outcomes=outcomes, refused=wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    policy: Policy
    known: Known
    subject: Subject

    def outcome(self, asked: Requirement, signoffs: Sequence[SignOff]) -> Outcome:
        """Return what one requirement comes to."""
        found = self._found(asked)
        if found.verdict is Verdict.MET:
            return found
        whole = tuple(one for one in signoffs if not one.of_facts and _about(one, asked))
        if whole:
            return replace(found, exceptions=whole[-1:])
        return replace(found, exceptions=self._by_facts(asked, signoffs))

    def would_use(self, one: SignOff, outcome: Outcome) -> bool:
        """Tell whether an exception that does not count is about something that does not pass."""
        if outcome.passes:
            return False
        if not one.of_facts:
            return _about(one, outcome.requirement)
        return _may(one, outcome.requirement) and any(excepts(one, fact) for fact in outcome.because)

    def _found(self, asked: Requirement) -> Outcome:
        mode = asked.in_force(self.known.world.as_of)
        if asked.criterion:
            return self._criterion(asked, replace(_open(asked), mode=mode))
        if asked.practice:
            return self._score(asked, replace(_open(asked), mode=mode))
        return replace(self._condition(asked, self._world(asked, ())), mode=mode)

    def _criterion(self, asked: Requirement, outcome: Outcome) -> Outcome:
        standing = self.known.standings.get(asked.criterion)
        if standing is None:
            return replace(outcome, missing=(asked.criterion,))
        decided = standing.decided
        indicated = asked.at_least == "indicated" and Flag.INDICATED in decided.flags
        verdict = Verdict.MET if indicated and standing.evidenced is Verdict.UNKNOWN else standing.evidenced
        return replace(
            outcome,
            verdict=verdict,
            because=decided.because,
            missing=() if verdict is not Verdict.UNKNOWN else decided.missing,
        )

    def _score(self, asked: Requirement, outcome: Outcome) -> Outcome:
        wanted, have = Fraction(asked.score), self.known.scores.get(asked.practice)
        if have is None:
            return replace(outcome, missing=(f"a score of {asked.practice}",))
        possible = self.known.scores.get(f"{asked.practice} possible", have)
        note = f"evidenced {float(have):.2f}, possible {float(possible):.2f}, asked for {float(wanted):.2f}"
        verdict = Verdict.MET if have >= wanted else Verdict.UNMET if possible < wanted else Verdict.UNKNOWN
        return replace(
            outcome,
            verdict=verdict,
            note=note,
            missing=("evidence for more of it",) if verdict is Verdict.UNKNOWN else (),
        )

    def _condition(self, asked: Requirement, world: World) -> Outcome:
        """Evaluate a condition; where it is refuted, take refuting facts away one after the other to find them all."""
        assert asked.tree is not None  # noqa: S101 - a policy without is refused when it is read
        first = evaluate(asked.tree, world, self.policy.limits, self.known.this)
        if first.value is True and first.facts:
            return Outcome(requirement=asked, verdict=Verdict.MET, mode=asked.mode, because=first.facts)
        if first.value is not False or not self._guilty(first.facts):
            missing = first.missing or tuple(sorted(kinds_in(asked.tree)))
            return Outcome(
                requirement=asked, verdict=Verdict.UNKNOWN, mode=asked.mode, because=first.facts, missing=missing
            )
        against, found = dict.fromkeys(first.facts), first
        for _ in range(SHOWN):
            world = _without(world, self._guilty(found.facts).__contains__)
            found = evaluate(asked.tree, world, self.policy.limits, self.known.this)
            if found.value is not False or not self._guilty(found.facts):
                break
            against.update(dict.fromkeys(found.facts))
        return Outcome(requirement=asked, verdict=Verdict.UNMET, mode=asked.mode, because=tuple(against))

    def _guilty(self, facts: tuple[Fact, ...]) -> frozenset[Fact]:
        """Return the records that refute: without one, nothing is unmet."""
        return frozenset(fact for fact in facts if fact is not self.known.this)

    def _by_facts(self, asked: Requirement, signoffs: Sequence[SignOff]) -> tuple[SignOff, ...]:
        """Return the exceptions without whose facts the condition holds; none if it does not even then."""
        if asked.tree is None:
            return ()
        about = [one for one in signoffs if one.of_facts and _may(one, asked)]
        kinds = kinds_in(asked.tree)
        world = self._world(asked, ())
        used = tuple(
            one for one in about
            if any(excepts(one, fact) for kind in kinds for fact in world.of(kind))
        )  # fmt: skip
        if not used or self._condition(asked, self._world(asked, used)).verdict is not Verdict.MET:
            return ()
        return used

    def _world(self, asked: Requirement, without: Sequence[SignOff]) -> World:
        """Return the world as a check sees it: by word alone nothing is complete, and what is `known` is, without gaps."""
        measured = self.known.world.measured()
        closed = {kind for kind in asked.known if kind not in self.known.gapped}
        seen = {kind: replace(one, complete=True) if kind in closed else one for kind, one in measured.seen.items()}
        world = replace(measured, seen=seen)
        return _without(world, lambda fact: any(excepts(one, fact) for one in without)) if without else world


def _without(world: World, taken: Callable[[Fact], bool]) -> World:
    seen = {
        kind: replace(one, facts=tuple(fact for fact in one.facts if not taken(fact)))
        for kind, one in world.seen.items()
    }
    return replace(world, seen=seen)


def _open(asked: Requirement) -> Outcome:
    return Outcome(requirement=asked, verdict=Verdict.UNKNOWN, mode=asked.mode)


def _meant(one: SignOff, subject: Subject) -> bool:
    return one.app in ("", subject.name) and one.artifact in ("", subject.artifact)


def _about(one: SignOff, asked: Requirement) -> bool:
    named = [name for name in (one.requirement, one.criterion) if name]
    return bool(named) and all(name in (asked.id, asked.criterion) for name in named)


def _may(one: SignOff, asked: Requirement) -> bool:
    """Tell whether an exception for single facts is not limited to another requirement."""
    return (not one.requirement and not one.criterion) or _about(one, asked)
