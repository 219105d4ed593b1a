"""The use case `check`: what a policy asks of an application at one point, decided on what was collected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from sammeter.answers import Declaration, Standing
from sammeter.app import place
from sammeter.app.reading import Wanted as Read
from sammeter.app.reading import moment
from sammeter.checks import Decision, Mode, Policy, SignOff, Subject
from sammeter.checks.decide import Known, decide
from sammeter.collect.index import yielding
from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run
from sammeter.data import Pack
from sammeter.errors import DataError, SourceError
from sammeter.facts import Fact
from sammeter.facts.collected import Collected
from sammeter.facts.join import APPS, join
from sammeter.facts.joins import behind
from sammeter.rules.types import kinds_in

RISKS = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a user asks for: what to read, the policy, the artifact (``sha256:...``) and the application's risk class.

    `mode` lowers all that would stop: ``watch`` or ``warn`` for a time of getting used to it.
    """

    read: Read
    policy: Policy
    artifact: str = ""
    risk_class: str = ""
    mode: Mode = "stop"


def collect(wanted: Wanted) -> tuple[Collected, tuple[str, ...]]:
    """Return what the tree and the evidence show of what the policy asks, and warnings.

    Raises SourceError (the subject itself cannot be read), NotFoundError, DataError.
    """
    tree = place.open_tree(wanted.read.path, at=wanted.read.at)
    if not tree.entries() and not tree.gaps():
        raise SourceError("nothing to look at", where=str(wanted.read.path), reason="empty",
                          hint="name a folder with files or a git repository")  # fmt: skip
    evidence = tuple(place.open_evidence(one) for one in wanted.read.evidence)
    kinds = wanted_kinds(wanted.policy)
    collectors = load() if kinds is None else yielding(kinds)
    cache, warning = place.cache()
    try:
        found = run(tree, collectors, as_of=moment(wanted.read, tree.at), cache=cache or NoCache(), evidence=evidence)
    finally:
        if cache is not None:
            cache.close()
    return replace(found, name=wanted.read.name or found.name), (
        f"{warning}; reading everything anew",
    ) if warning else ()


def wanted_kinds(policy: Policy) -> frozenset[str] | None:
    """Return the kinds that a policy's conditions rest on; None where it asks for criteria or scores, which rest on all."""
    if any(one.tree is None for one in policy.requirements):
        return None
    return behind(frozenset().union(*(kinds_in(one.tree) for one in policy.requirements)))


def check(
    wanted: Wanted,
    collected: Collected,
    pack: Pack,
    *,
    signoffs: Sequence[SignOff] = (),
    declared: Declaration | None = None,
) -> Decision:
    """Return the decision on what was collected; the same inputs and clock give the same decision."""
    of, subject, policy = known(wanted, collected, pack, declared=declared)
    return decide(policy, of, subject, signoffs)


def known(
    wanted: Wanted, collected: Collected, pack: Pack, *, declared: Declaration | None = None
) -> tuple[Known, Subject, Policy]:
    """Return what a decision is made on: what is known, of what, and the policy in the mode that is wanted."""
    policy = _lowered(wanted.policy, wanted.mode)
    this = Fact(kind=APPS, where=collected.name, source="tree", fields={
        "id": collected.name, "app": collected.name,
        **{name: value for name, value in (("commit", collected.revision), ("artifact", wanted.artifact),
                                           ("risk_class", wanted.risk_class)) if value},
    })  # fmt: skip
    joined = join(collected, as_of=collected.as_of, this=this)
    standings, scores = _assessed(policy, collected, pack, declared or Declaration())
    gapped = frozenset(kind for gap in collected.gaps for kind in gap.kinds)
    subject = Subject(
        name=collected.name, commit=collected.revision, artifact=wanted.artifact, risk_class=wanted.risk_class
    )
    return Known(this=this, world=joined.unit, gapped=gapped, standings=standings, scores=scores), subject, policy


def _lowered(policy: Policy, mode: Mode) -> Policy:
    if mode == "stop":
        return policy
    return replace(
        policy,
        requirements=tuple(replace(one, mode=mode if one.mode == "stop" else one.mode) for one in policy.requirements),
    )


def _assessed(
    policy: Policy, collected: Collected, pack: Pack, declared: Declaration
) -> tuple[Mapping[str, Standing], Mapping[str, Fraction]]:
    """Return where criteria and scores stand, if the policy asks for any."""
    if all(one.tree is not None for one in policy.requirements):
        return {}, {}
    from sammeter.app.assess import assess

    found = assess(collected, pack=pack, declared=declared)
    scores = {f"{name} possible": score for name, score in found.possible.practices.items()}
    return found.standings(), scores | dict(found.evidenced.practices)


def artifact_of(text: str) -> str:
    """Return a digest as facts name it. Raises DataError."""
    bare = text.removeprefix("sha256:").lower()
    if len(bare) != 64 or set(bare) - set("0123456789abcdef"):
        raise DataError(f"'{text[:80]}' is no digest", where="--artifact", hint="sha256: and 64 hexadecimal digits")
    return f"sha256:{bare}"
