"""Sentences before numbers: what holds, what is only said, what nobody has looked at, and how to read it all."""

from collections import Counter
from collections.abc import Iterator

from sammeter import __version__
from sammeter.report.assessment import Assessment, Reached
from sammeter.report.board.view import NONE, Figures, Head, Line, Part, PlanView, StatementRow
from sammeter.report.html_words import SOURCES, count
from sammeter.scoring import shown

NAMES = 3
_FIGURES = (
    "Declared is what people say. Evidenced is what was measured, what a person confirmed, and what was stated with live "
    "proof. Possible counts everything unknown as met. They stand side by side and are never averaged."
)
_SCALE = (
    "0 to 3, computed as OWASP's SAMM workbook does: the three answers of a stream add up; practices, functions and the "
    f"whole are means. {NONE} stands where no answer is settled: it is not a zero. Settled means that no unknown can change the answer."
)


def verdict(assessment: Assessment, parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Return three sentences at most, each with the figures it stands on."""
    counts = {part.word: part.count for part in parts}
    return (_holds(counts), _declared(assessment), _unseen(assessment, counts))


def _holds(counts: dict[str, int]) -> str:
    total, met, unmet, waits = sum(counts.values()), counts["met"], counts["unmet"], counts["indicated"]
    first = f"{met} of {total} criteria {_are(met)} evidenced" if met else f"None of {total} criteria is evidenced yet"
    if unmet:
        first += f", and {unmet} {_are(unmet)} known not to be met"
    if not waits:
        return f"{first}."
    return f"{first}; {waits}{' more' if met else ''} {_are(waits)} indicated and {'waits' if waits == 1 else 'wait'} for a person to confirm."


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _declared(assessment: Assessment) -> str:
    if assessment.declared is None or assessment.supported is None:
        return "Nobody has declared anything, so there is nothing to compare with what was seen."
    answers = [one for one in assessment.answers if one.declared is not None]
    against = over_claimed(assessment)
    over = sum(one.activity in against for one in answers)
    weak = sum(one.supported < (one.declared or 0) for one in answers if one.activity not in against)
    first = f"People declare {shown(assessment.declared.overall)} of 3.00 over {count(len(answers), 'answer')}"
    parts = [f"{over} {_are(over)} contradicted by what was seen" if over else "",
             f"{weak} {'goes' if weak == 1 else 'go'} further than {'its' if weak == 1 else 'their'} proof" if weak else ""]  # fmt: skip
    told = " and ".join(part for part in parts if part)
    under = sum(one.kind == "under-claim" for one in assessment.contradictions)
    less = f" In {count(under, 'place')} people say less than was seen." if under else ""
    if not told:
        return f"{first}; nothing that was seen speaks against it, and all of it has proof that holds.{less}"
    return f"{first}: {told}, so {shown(assessment.supported.overall)} would stand up to a check.{less}"


def over_claimed(assessment: Assessment) -> set[str]:
    """Return the questions whose answer, or one of whose criteria, claims more than was seen."""
    return {one.criterion.partition(".")[0] for one in assessment.contradictions if one.kind == "over-claim"}


def _unseen(assessment: Assessment, counts: dict[str, int]) -> str:
    unknown = counts["unknown"]
    if not unknown:
        return "Every criterion has been looked at."
    unread = sorted(_unread(assessment), key=lambda row: -row.can)
    names = [_source(row) for row in unread[:NAMES]]
    first = f"Nothing is known of {'the other ' if unknown < sum(counts.values()) else 'all '}{unknown}"
    verb = "has" if len(names) == 1 else "have"
    return f"{first}: {_list(names)} {verb} not been looked at." if names else f"{first}."


def _unread(assessment: Assessment) -> list[Reached]:
    """Return the kinds of source that nobody brought; people were asked where they said something."""
    asked = bool(assessment.declaration)
    return [row for row in assessment.reached if row.can and not row.read and not (row.reach == "people" and asked)]


def _source(row: Reached) -> str:
    return "statements of people" if row.reach == "people" else SOURCES[row.reach][0]


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def lines(assessment: Assessment, overall: Figures, plan: PlanView | None) -> tuple[Line, ...]:
    """Return declared, evidenced, possible and, where there is a plan, the target: each with what it means."""
    return tuple(_lines(assessment, overall, plan))


def _lines(assessment: Assessment, overall: Figures, plan: PlanView | None) -> Iterator[Line]:
    answered = sum(one.declared is not None for one in assessment.answers)
    means = (
        "nobody has said anything yet"
        if overall.declared is None
        else f"what people say ({answered} of {overall.of} questions answered)"
    )
    if overall.supported is not None:
        means += f"; {shown(overall.supported)} would stand up to a check"
    yield Line(name="Declared", value=overall.declared_shown, means=means)
    yield Line(name="Evidenced", value=overall.evidenced_shown,
               means=f"what was measured, or confirmed, or stated with live proof ({overall.settled} of {overall.of} settled)")  # fmt: skip
    yield Line(
        name="Possible", value=overall.possible_shown, means="if everything that is not known turned out to be met"
    )
    best = assessment.achievable
    if best is not None:
        gone = sum(one.excluded is not None for one in assessment.answers)
        yield Line(
            name="Achievable",
            value=shown(best.overall),
            means=f"the most there is, as {count(gone, 'question')} do not apply",
        )
    if plan is not None:
        last = plan.phases[-1].until if plan.phases else ""
        yield Line(
            name="Target",
            value=shown(plan.target),
            means=f"what the plan aims at by {last}" if last else "what the plan aims at",
        )


def method(assessment: Assessment, head: Head, statements: tuple[StatementRow, ...]) -> tuple[tuple[str, str], ...]:
    """Return how to read the report: method, model, what was not looked at, who reviewed, and the digest of the data."""
    model = (
        f"OWASP SAMM {head.model}: {len(assessment.answers)} questions; a yes stands on all criteria of its question."
    )
    overlay = f", overlay {head.overlay}" if head.overlay else ""
    return (
        ("Figures", _FIGURES),
        ("Scale", _SCALE),
        ("Model", f"{model} Rules of sammeter {__version__}, profile {head.profile}{overlay}."),
        ("Not looked at", _not_read(assessment)),
        ("Reviewed by", _reviewed(assessment, statements)),
        ("Data", f"SHA-256 of the assessment as JSON: {head.digest}"),
    )  # fmt: skip


def _not_read(assessment: Assessment) -> str:
    unread = [f"{_source(row)} ({row.can})" for row in _unread(assessment)]
    first = (
        f"Kinds of source that were not read, with the criteria they could settle: {', '.join(unread)}."
        if unread
        else "Every kind of source was read."
    )
    places = len(assessment.gaps)
    return f"{first} {count(places, 'place')} that should have been read could not be." if places else first


def _reviewed(assessment: Assessment, statements: tuple[StatementRow, ...]) -> str:
    if not assessment.declaration:
        return "Nobody: nothing was declared."
    who = Counter(row.reviewed.partition(", ")[0].partition(" <")[0] for row in statements if row.reviewed)
    names = [f"{name} ({number})" for name, number in sorted(who.items(), key=lambda item: (-item[1], item[0]))]
    more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
    waiting = len(assessment.declaration.waiting)
    waits = (
        f" {count(waiting, 'statement')} {'waits' if waiting == 1 else 'wait'} for a second person." if waiting else ""
    )
    return (f"{', '.join(names[:NAMES])}{more}." if names else "Nobody yet.") + waits
