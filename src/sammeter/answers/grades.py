"""One criterion, its measurement and its newest statement: where it stands, and whether they contradict."""

from typing import Literal

from sammeter.answers.types import Contradiction, Grade, Standing, Stated
from sammeter.facts.sources import CLAIMS
from sammeter.rules import Decided, Flag, Rule, Verdict


def stand(rule: Rule, decided: Decided, statement: Stated | None, unit: str) -> Standing:
    """Return where a criterion stands; a statement never overwrites a measurement, nor the reverse.

    Measured MET stays met, measured UNMET stays unmet, whatever is stated. A supported criterion that is indicated is
    met when a person confirms it (E2); an attested one when it is stated with live proof (E1), at level 3 only if a
    second person agreed. A yes without either counts in *declared* only, and so does one that lapsed or was sent back; a
    no on what is unknown makes it unmet. What is decided by a person's word that a source is complete is E2 as well.
    """
    evidenced, grade = _evidenced(rule, decided, statement)
    declared = _declared(evidenced, statement)
    possible = Verdict.UNMET if evidenced is Verdict.UNMET else Verdict.MET
    return Standing(criterion=rule.id, unit=unit, evidenced=evidenced, declared=declared, possible=possible, grade=grade,
                    decided=decided, contradiction=_contradiction(decided, statement, unit), stated=statement)  # fmt: skip


def supported(standing: Standing) -> Verdict:
    """Return what an auditor would accept of what is declared: less what is contradicted, less what is unproved."""
    over = standing.contradiction is not None and standing.contradiction.kind == "over-claim"
    if standing.declared is not Verdict.MET or over:
        return min(standing.declared, standing.evidenced)
    return Verdict.MET if standing.grade in _ACCEPTABLE else Verdict.UNKNOWN


_ACCEPTABLE = (Grade.MEASURED, Grade.CONFIRMED, Grade.PROVED)


def _evidenced(rule: Rule, decided: Decided, statement: Stated | None) -> tuple[Verdict, Grade | None]:
    if decided.verdict is not Verdict.UNKNOWN:
        by_word = any(fact.kind == CLAIMS for fact in decided.because)
        return decided.verdict, Grade.CONFIRMED if by_word else Grade.MEASURED
    if statement is None:
        return Verdict.UNKNOWN, None
    proved = Grade.PROVED if statement.proof_live else Grade.CLAIMED
    if not statement.yes:
        return Verdict.UNMET, proved
    if Flag.INDICATED in decided.flags and statement.holds and (statement.proof_live or not statement.via):
        return Verdict.MET, Grade.CONFIRMED
    if rule.class_ == "attested" and statement.proof_live and (statement.accepted or _level(rule) < SECOND_PERSON):
        return Verdict.MET, Grade.PROVED
    return Verdict.UNKNOWN, proved


SECOND_PERSON = 3
"""From this level on what only people can state counts as evidenced only if a second person agreed."""


def _level(rule: Rule) -> int:
    return int(rule.id.split("-")[2])


def _declared(evidenced: Verdict, statement: Stated | None) -> Verdict:
    """What people say where they say anything, what is evidenced where they do not."""
    if statement is None:
        return evidenced
    return Verdict.MET if statement.yes else Verdict.UNMET


def _contradiction(decided: Decided, statement: Stated | None, unit: str) -> Contradiction | None:
    if statement is None or not statement.binding:
        return None
    agrees = decided.verdict is Verdict.MET or Flag.INDICATED in decided.flags
    if statement.yes and decided.verdict is Verdict.UNMET:
        kind: Literal["over-claim", "under-claim"] = "over-claim"
    elif not statement.yes and agrees:
        kind = "under-claim"
    else:
        return None
    return Contradiction(kind=kind, criterion=decided.rule, unit=unit, stated_by=statement.by, stated_at=statement.at,
                         decided=decided, said_of=statement.unit, via=statement.via, where=statement.where)  # fmt: skip
