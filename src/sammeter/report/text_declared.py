"""What people declare, for a terminal: contradictions first, then the figures side by side, then what needs a look."""

from collections.abc import Iterator
from textwrap import wrap

from sammeter.answers import Contradiction
from sammeter.report.assessment import Assessment
from sammeter.report.text_lines import WIDTH, cut, places
from sammeter.report.words import asked, claim, declared_text, word
from sammeter.scoring import shown
from sammeter.text.escape import terminal

FEW = 8


def declared(assessment: Assessment) -> Iterator[str]:
    """Yield the section; nothing where nobody said anything."""
    if not assessment.declaration:
        return
    if not assessment.contradictions:
        yield "Contradictions: none between what people declare and what was seen"
    else:
        yield f"Contradictions ({len(assessment.contradictions)}): what people declare against what was seen"
        for one in assessment.contradictions:
            yield from _contradiction(one, assessment)
    yield ""
    yield from _figures(assessment)
    yield from _weak(assessment)
    yield ""
    yield from _doubts(assessment)


def _contradiction(one: Contradiction, assessment: Assessment) -> Iterator[str]:
    head = f"  ! {one.criterion} {one.kind}: {terminal(claim(one, assessment))}"
    yield from wrap(head, WIDTH, subsequent_indent="      ")
    yield cut(f"      seen: {word(one.decided)}, {places(one.decided.because) or 'nothing'}")
    yield from wrap(asked(one.criterion, assessment), WIDTH, initial_indent="      ", subsequent_indent="      ")


def _doubts(assessment: Assessment) -> Iterator[str]:
    if not assessment.doubts:
        return
    yield "Worth a question: seen, and speaks against an answer without refuting it"
    for one in assessment.doubts[:FEW]:
        yield cut(f"  ? {one.activity} declared '{declared_text(one.activity, assessment)}'")
        for point in one.points:
            where = f" ({places(point.facts)})" if point.facts else ""
            yield from wrap(
                f"{terminal(point.says)}{where}", WIDTH, initial_indent="      ! ", subsequent_indent="        "
            )
    if len(assessment.doubts) > FEW:
        yield f"  and {len(assessment.doubts) - FEW} more in --format json"
    yield ""


def _figures(assessment: Assessment) -> Iterator[str]:
    if assessment.declared is None or assessment.supported is None:
        return
    answered = sum(one.declared is not None for one in assessment.answers)
    yield f"Declared {shown(assessment.declared.overall)} of 3.00 ({answered} of {len(assessment.answers)} answered)"
    yield f"  less what is contradicted or unproved: {shown(assessment.supported.overall)}"
    best = assessment.achievable
    if best is not None and best.overall:
        share = assessment.declared.overall / best.overall * 100
        count = sum(one.excluded is not None for one in assessment.answers)
        yield f"  {round(share)} % of the {shown(best.overall)} that is achievable: {count} not applicable"


def _weak(assessment: Assessment) -> Iterator[str]:
    weak = [one for one in assessment.declaration.weak() if one[2] != "no proof named"]
    for about, by, why in weak[:FEW]:
        yield cut(f"  ! {about}, said by {terminal(by)}: {terminal(why)}")
    if len(weak) > FEW:
        yield f"  and {len(weak) - FEW} more in --format json"
    others = [unit for unit in assessment.declaration.units() if unit != assessment.subject.name]
    if others:
        name = terminal(assessment.subject.name)
        yield cut(f"  - said of other applications than {name}, not used here: {terminal(', '.join(others))}")
    if waiting := len(assessment.declaration.waiting):
        yield f"  {waiting} statement{'s wait' if waiting > 1 else ' waits'} for a second person: sammeter review"
