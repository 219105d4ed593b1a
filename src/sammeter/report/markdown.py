"""An assessment as Markdown, for a comment on a pull request: at most 60 lines, the same heading each time."""

from collections.abc import Iterator

from sammeter.report.assessment import Assessment
from sammeter.report.words import word
from sammeter.text.escape import markdown

LINES = 55


def render(assessment: Assessment) -> bytes:
    """Return a heading, a table of what the facts decided, what was seen, and the next steps."""
    lines = list(_lines(assessment))
    if len(lines) > LINES:
        lines = [*lines[:LINES], "", f"... and {len(lines) - LINES} lines more in the other formats."]
    return ("\n".join(lines) + "\n").encode()


def _lines(assessment: Assessment) -> Iterator[str]:
    subject = assessment.subject
    yield "## sammeter"
    yield ""
    commit = f" at `{subject.commit[:12]}`" if subject.commit else ""
    yield f"{markdown(subject.name)}{commit}, SAMM {assessment.model.version}, as of {subject.as_of[:10]}."
    if overlay := assessment.book.overlay:
        yield f"Overlay {markdown(overlay.name)}: {overlay.counts()}; profile {assessment.book.profile}."
    known = sum(row.settled for row in assessment.reached)
    yield f"{known} of {sum(row.can for row in assessment.reached)} criteria are settled."
    yield ""
    yield "| criterion | verdict | asks | seen at |"
    yield "|---|---|---|---|"
    rules = assessment.book.by_id()
    decided = [s.decided for s in assessment.standings().values()] + [m.decided for m in assessment.measures]
    for kind in ("unmet", "met", "indicated", "no occasion"):
        for one in decided:
            if word(one) == kind:
                asks = assessment.model.criteria().get(one.rule) or rules[one.rule].says
                where = markdown(one.because[0].where) if one.because else ""
                yield f"| {one.rule} | {kind} | {markdown(asks)} | {where} |"
    yield ""
    yield "**Next**"
    yield ""
    for step in assessment.next[:3]:
        yield f"1. {markdown(step.do)} (settles {len(step.settles)})"
    yield ""
    yield "<details><summary>Seen</summary>"
    yield ""
    for seen in assessment.seen:
        yield f"- {markdown(seen.says)}" + (f" ({markdown(seen.facts[0].where)})" if seen.facts else "")
    yield ""
    yield "</details>"
