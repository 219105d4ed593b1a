"""One criterion, its measurement and its newest statement: where it stands, and whether they contradict."""

from typing import Literal

from sammeter.answers.types import Contradiction, Grade, Standing, Statement
from sammeter.rules import Decided, Flag, Rule, Verdict


def stand(rule: Rule, decided: Decided, statement: Statement | None, unit: str) -> Standing:
    """Return where a criterion stands; a statement never overwrites a measurement, nor the reverse.

    Measured MET stays met, measured UNMET stays unmet, whatever is stated. A supported criterion that is indicated is
    met when a person confirms it (E2); an attested one when it is stated with live proof (E1). A yes without either
    counts in *declared* only; a no on what is unknown makes it unmet.
    """
    evidenced, grade = _evidenced(rule, decided, statement)
    declared = _declared(evidenced, statement)
    possible = Verdict.UNMET if evidenced is Verdict.UNMET else Verdict.MET
    return Standing(criterion=rule.id, unit=unit, evidenced=evidenced, declared=declared, possible=possible, grade=grade,
                    decided=decided, contradiction=_contradiction(decided, statement, unit))  # fmt: skip


def _evidenced(rule: Rule, decided: Decided, statement: Statement | None) -> tuple[Verdict, Grade | None]:
    if decided.verdict is not Verdict.UNKNOWN:
        return decided.verdict, Grade.MEASURED
    if statement is None:
        return Verdict.UNKNOWN, None
    proved = Grade.PROVED if statement.proof_live else Grade.CLAIMED
    if not statement.yes:
        return Verdict.UNMET, proved
    if Flag.INDICATED in decided.flags:
        return Verdict.MET, Grade.CONFIRMED
    if rule.class_ == "attested" and statement.proof_live:
        return Verdict.MET, Grade.PROVED
    return Verdict.UNKNOWN, proved


def _declared(evidenced: Verdict, statement: Statement | None) -> Verdict:
    """What people say where they say anything, what is evidenced where they do not."""
    if statement is None:
        return evidenced
    return Verdict.MET if statement.yes else Verdict.UNMET


def _contradiction(decided: Decided, statement: Statement | None, unit: str) -> Contradiction | None:
    if statement is None:
        return None
    agrees = decided.verdict is Verdict.MET or Flag.INDICATED in decided.flags
    if statement.yes and decided.verdict is Verdict.UNMET:
        kind: Literal["over-claim", "under-claim"] = "over-claim"
    elif not statement.yes and agrees:
        kind = "under-claim"
    else:
        return None
    return Contradiction(kind=kind, criterion=decided.rule, unit=unit,
                         stated_by=statement.by, stated_at=statement.at, decided=decided)  # fmt: skip
