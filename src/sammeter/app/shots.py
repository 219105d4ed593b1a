"""An assessment reduced to what it says, and digests of what it was decided by."""

from fractions import Fraction
from typing import Any

import msgspec

from sammeter.answers import Answer, Standing
from sammeter.answers.changes import Figures, Given, Shot, Stand
from sammeter.data import Pack
from sammeter.envelope.digests import canonical, sha256
from sammeter.report.assessment import Assessment
from sammeter.report.words import verdict, word
from sammeter.rules import Answering, Rule, RuleBook, Verdict
from sammeter.scoring import Scores, decimal

OVERALL = "overall"
_SHORT = 16
_DECIDES = ("id", "class_", "scope", "when", "no_occasion", "fresh_days", "settles")
_ANSWERS = ("id", "unit", "population", "answer", "filter", "counts_when")


def shot_of(assessment: Assessment) -> Shot:
    """Return what an assessment says of every score, answer, criterion and measure."""
    rules = assessment.book.by_id()
    answerings = {one.id: one for one in assessment.book.answerings}
    stands = {name: _stand(one) for name, one in assessment.standings().items()}
    stands |= {one.rule.id: Stand(verdict=word(one.decided)) for one in assessment.measures}
    digests = {name: rule_digest(rules[name]) for name in stands}
    digests.update({one.activity: rule_digest(answerings[one.activity]) for one in assessment.answers})
    return Shot(scores=_scores(assessment), answers={one.activity: _given(one) for one in assessment.answers},
                verdicts=stands, rules=digests)  # fmt: skip


def _stand(one: Standing) -> Stand:
    declared = {Verdict.MET: "yes", Verdict.UNMET: "no", Verdict.UNKNOWN: ""}[one.declared]
    return Stand(verdict=verdict(one), grade=str(one.grade or ""), declared=declared if one.stated else "")


def _given(one: Answer) -> Given:
    worth = {name: None if value is None else decimal(value) for name, value in one.values.items()}
    declared = worth["declared"]
    return Given(
        declared=declared, supported=worth["supported"] if declared is not None else None,
        evidenced=worth["evidenced"] or "0.00", possible=worth["possible"] or "0.00",
        applies="yes" if one.excluded is None else "no",
    )  # fmt: skip


def _scores(assessment: Assessment) -> dict[str, Figures]:
    kinds = {"declared": assessment.declared, "supported": assessment.supported,
             "evidenced": assessment.evidenced, "possible": assessment.possible}  # fmt: skip
    flat = {kind: None if scores is None else _flat(scores) for kind, scores in kinds.items()}
    return {
        name: Figures(**{kind: None if scores is None else decimal(scores[name]) for kind, scores in flat.items()})  # type: ignore[arg-type] # evidenced and possible are never None
        for name in _flat(assessment.evidenced)
    }


def _flat(scores: Scores) -> dict[str, Fraction]:
    return {OVERALL: scores.overall, **scores.functions, **scores.practices, **scores.streams}


def rule_digest(one: Rule | Answering) -> str:
    """Return 16 hex digits that stand for all of a rule, or of an answer's making, that can change what it says."""
    names = _DECIDES if isinstance(one, Rule) else _ANSWERS
    parts = {name: _plain(getattr(one, name)) for name in names}
    return sha256(canonical(parts))[:_SHORT]


def book_digest(book: RuleBook) -> str:
    """Return the SHA-256 over all rules and answerings, without the limits that they are read with."""
    digests = [*(rule_digest(one) for one in book.rules), *(rule_digest(one) for one in book.answerings)]
    return sha256(canonical(digests))


def model_digest(pack: Pack) -> str:
    """Return the SHA-256 over the model: ids, criteria, answer sets with their worths, texts included."""
    return sha256(canonical(msgspec.to_builtins(pack.model)))


def _plain(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else msgspec.to_builtins(value)
