"""What was seen that speaks against an answer without refuting it: worth a question, never an accusation."""

from collections.abc import Iterable, Iterator, Mapping

from sammeter.answers import Answer, Answered
from sammeter.answers.positions import TOP
from sammeter.report.assessment import Doubt, Measure, Point, Seen
from sammeter.rules import Verdict

AGAINST: Mapping[str, tuple[str, ...]] = {
    "ci.pipelines": ("I-SB-2-A",),
    "ci.hardening": ("I-SB-1-A", "I-SB-2-A"),
    "ci.secret_refs": ("I-SB-2-A",),
    "docs.drift": ("I-SB-1-A",),
    "vcs.releases": ("I-SD-3-A",),
    "secrets.findings": ("I-SD-1-B", "I-SD-2-B"),
    "secrets.items": ("I-SD-1-B",),
}
"""Where an observation of a kind asks for a look, the questions whose yes it makes less likely."""


def doubts(
    answers: Iterable[Answer], seen: Iterable[Seen], measures: Iterable[Measure], unit: str
) -> tuple[Doubt, ...]:
    """Return, for each answer that speaks of this very application, what asks for a look and bears on it.

    'Some' or 'half' of the applications is doubted by nobody's application unless it was counted by name. Questions
    with a contradiction are left out: that says more.
    """
    bad = [one for one in seen if one.good is False]
    unmet = [one for one in measures if one.decided.verdict is Verdict.UNMET]
    found = (
        Doubt(activity=one.activity, points=(*_criteria(one), *_seen(one, bad), *_measured(one, unmet)))
        for one in answers
        if one.said is not None and _speaks_of(one.said, unit) and not one.contradictions()
    )
    return tuple(doubt for doubt in found if doubt.points)


def _speaks_of(said: Answered, unit: str) -> bool:
    return said.position == TOP or (said.position > 0 and (said.unit == unit or unit in said.units))


def _criteria(answer: Answer) -> Iterator[Point]:
    for one in answer.standings:
        if one.decided.verdict is Verdict.UNMET:
            yield Point(
                says=f"{one.criterion} is unmet{f' for {one.unit}' if one.unit else ''}", facts=one.decided.because
            )


def _seen(answer: Answer, bad: Iterable[Seen]) -> Iterator[Point]:
    for one in bad:
        if answer.activity in AGAINST.get(one.kind, ()):
            yield Point(says=one.says, facts=one.facts)


def _measured(answer: Answer, unmet: Iterable[Measure]) -> Iterator[Point]:
    for one in unmet:
        if answer.activity in one.rule.supports:
            yield Point(says=f"{one.rule.id} is unmet: {one.rule.says}", facts=one.decided.because)
