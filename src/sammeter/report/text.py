"""An assessment for a terminal: what was seen first, then how far the sources reach, then what to do next.

80 columns, no colour needed; nothing from a repository can steer the terminal.
"""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from sammeter.answers import Grade, Standing
from sammeter.report.assessment import Assessment, Measure
from sammeter.report.text_declared import declared
from sammeter.report.text_lines import WIDTH, cut, places
from sammeter.report.words import SIGNS, asked, verdict, word
from sammeter.rules import Decided
from sammeter.scoring import shown
from sammeter.text.escape import terminal

_NAMES = {"clone": "git clone", "forge": "forge and runs", "tools": "tool reports", "exports": "exports",
          "registers": "registers", "people": "people"}  # fmt: skip
_LONG = 24


def render(assessment: Assessment) -> bytes:
    """Return the first screen and what follows, as UTF-8 text that needs only ASCII signs."""
    return ("\n".join(_lines(assessment)) + "\n").encode()


def _lines(assessment: Assessment) -> Iterator[str]:
    subject = assessment.subject
    commit = f" @ {subject.commit[:12]}" if subject.commit else ""
    yield cut(f"{terminal(subject.name)}{commit}   SAMM {assessment.model.version}   as of {subject.as_of[:10]}")
    if overlay := assessment.book.overlay:
        yield cut(f"overlay: {terminal(overlay.name)} ({overlay.counts()}; profile {assessment.book.profile})")
    yield ""
    yield from declared(assessment)
    yield from _findings(assessment)
    yield from _observations(assessment)
    yield from _scores(assessment)
    yield from _reach(assessment)
    yield from _hidden(assessment)
    yield from _gaps(assessment)
    yield from _next(assessment)


def _findings(assessment: Assessment) -> Iterator[str]:
    standings = assessment.standings().values()
    yield (
        "SAMM criteria that the facts or people speak of"
        if assessment.declaration
        else "SAMM criteria that the facts speak of"
    )
    shown_any = False
    for kind in ("met", "unmet", "indicated", "no occasion"):
        for one in standings:
            if verdict(one) == kind:
                shown_any = True
                yield from _finding(one.decided, kind, assessment, _by(one))
    if not shown_any:
        yield "  none yet: what was seen below is not enough to decide one"
    measures = [measure for measure in assessment.measures if word(measure.decided) != "unknown"]
    if measures:
        yield ""
        yield "Measures beside the model (no score)"
        yield from _measures(measures, assessment)
    yield ""


def _by(one: Standing) -> str:
    """Name the person by whom a criterion stands where it does."""
    if one.stated is None or one.grade is None or one.grade is Grade.MEASURED:
        return ""
    how = {Grade.CONFIRMED: "confirmed by", Grade.PROVED: "stated with proof by", Grade.CLAIMED: "stated by"}
    return f"{how[one.grade]} {one.stated.by}, {one.stated.at[:10]}"


def _measures(measures: Iterable[Measure], assessment: Assessment) -> Iterator[str]:
    for measure in measures:
        yield from _finding(measure.decided, word(measure.decided), assessment)


def _finding(decided: Decided, kind: str, assessment: Assessment, by: str = "") -> Iterator[str]:
    rule = assessment.book.by_id()[decided.rule]
    says = asked(decided.rule, assessment)
    mark = "(overlay) " if rule.origin != "sammeter" else ""
    line = f"  {SIGNS[kind]} {decided.rule:<11} {kind:<11} {mark}{terminal(says)}"
    yield from wrap(line, WIDTH, subsequent_indent=" " * 28)
    if by:
        yield cut(f"      {terminal(by)}")
    if decided.because:
        yield cut(f"      {places(decided.because)}")


def _observations(assessment: Assessment) -> Iterator[str]:
    if not assessment.seen:
        return
    yield "Seen"
    signs = {True: "+", False: "!", None: "-"}
    rows = sorted(assessment.seen, key=lambda seen: (seen.kind == "vcs.files", seen.good is not False))
    for seen in rows[:_LONG]:
        yield from wrap(f"  {signs[seen.good]} {terminal(seen.says)}", WIDTH, subsequent_indent="    ")
        if seen.facts:
            yield cut(f"      {places(seen.facts)}")
    if len(rows) > _LONG:
        yield f"  and {len(rows) - _LONG} more in --format json"
    yield ""


def _scores(assessment: Assessment) -> Iterator[str]:
    answers = {one.activity: one for one in assessment.answers}
    settled = [
        (practice, sum(answers[a.id].settled for s in practice.streams for a in s.activities))
        for practice in assessment.model.practices
    ]
    total = sum(count for _, count in settled)
    yield f"Answers settled: {total} of {len(answers)} (an answer stands on all its criteria)"
    for practice, count in settled:
        if count:
            low, high = assessment.evidenced.practices[practice.id], assessment.possible.practices[practice.id]
            yield cut(
                f"  {practice.id} {practice.name:<28} evidenced {shown(low)}, possible {shown(high)}  ({count} of 6 settled)"
            )
    yield ""


def _reach(assessment: Assessment) -> Iterator[str]:
    yield "How far each kind of source reaches    can settle  settled  indicated  read"
    for row in assessment.reached:
        read = "yes" if row.read else "no"
        yield f"  {_NAMES[row.reach]:<36} {row.can:>10} {row.settled:>8} {row.indicated:>10}   {read}"
    total = sum(row.can for row in assessment.reached)
    known = sum(row.settled for row in assessment.reached)
    yield f"  {'all':<36} {total:>10} {known:>8} {sum(r.indicated for r in assessment.reached):>10}"
    yield ""


def _hidden(assessment: Assessment) -> Iterator[str]:
    unread = [row for row in assessment.reached if not row.read and row.can]
    if not unread:
        return
    yield "What no source here can show"
    table = {"forge": "branch rules, reviews, deployments, runs: an export of the forge",
             "tools": "scan results, SBOMs, signatures, tests: the reports of the pipeline",
             "exports": "defects, training, secrets, monitoring: exports of those systems",
             "registers": "risks, threat models, requirements: the registers people keep",
             "people": "what only people know: their statements"}  # fmt: skip
    for row in unread:
        yield cut(f"  {row.can:>3} criteria  {table.get(row.reach, row.reach)}")
    yield ""


def _gaps(assessment: Assessment) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for gap in assessment.gaps:
        reasons.setdefault(gap.reason, []).append(terminal(gap.where))
    if not reasons:
        return
    yield f"Not read ({len(assessment.gaps)})"
    for reason, where in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        yield cut(f"  ? {len(where):>4}  {reason}: {', '.join(where[:3])}")
    yield ""


def _next(assessment: Assessment) -> Iterator[str]:
    yield "Next"
    for number, step in enumerate(assessment.next[:3], 1):
        count = f"settles {len(step.settles)}: " if len(step.settles) != 1 else "settles "
        first, *rest = wrap(
            f"{step.do} ({count}{', '.join(step.settles[:3])}{' ...' if len(step.settles) > 3 else ''})", WIDTH - 5
        )
        yield f"  {number}. {terminal(first)}"
        yield from (f"     {terminal(line)}" for line in rest)
        if step.command:
            yield f"     {step.command}"
