"""An assessment for a terminal: what was seen first, then how far the sources reach, then what to do next.

80 columns, no colour needed; nothing from a repository can steer the terminal.
"""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from sammeter.facts import Fact
from sammeter.report.assessment import Assessment, Measure
from sammeter.rules import Decided, Flag
from sammeter.scoring import shown
from sammeter.text.escape import terminal

WIDTH = 80
SIGNS = {"met": "+", "unmet": "x", "indicated": "~", "unknown": "?", "no occasion": "o"}
_NAMES = {"clone": "git clone", "forge": "forge and runs", "tools": "tool reports", "exports": "exports",
          "registers": "registers", "people": "people"}  # fmt: skip
_LONG = 24


def render(assessment: Assessment) -> bytes:
    """Return the first screen and what follows, as UTF-8 text that needs only ASCII signs."""
    return ("\n".join(_lines(assessment)) + "\n").encode()


def word(decided: Decided) -> str:
    """Return the verdict in the word that screens use."""
    if Flag.INDICATED in decided.flags:
        return "indicated"
    if Flag.NO_OCCASION in decided.flags:
        return "no occasion"
    return decided.verdict.name.lower()


def _lines(assessment: Assessment) -> Iterator[str]:
    subject = assessment.subject
    commit = f" @ {subject.commit[:12]}" if subject.commit else ""
    yield _cut(f"{terminal(subject.name)}{commit}   SAMM {assessment.model.version}   as of {subject.as_of[:10]}")
    if overlay := assessment.book.overlay:
        yield _cut(f"overlay: {terminal(overlay.name)} ({overlay.counts()}; profile {assessment.book.profile})")
    yield ""
    yield from _findings(assessment)
    yield from _observations(assessment)
    yield from _scores(assessment)
    yield from _reach(assessment)
    yield from _hidden(assessment)
    yield from _gaps(assessment)
    yield from _next(assessment)


def _findings(assessment: Assessment) -> Iterator[str]:
    decided = [one.decided for one in assessment.standings().values()]
    yield "SAMM criteria that the facts speak of"
    shown_any = False
    for kind in ("met", "unmet", "indicated", "no occasion"):
        for one in decided:
            if word(one) == kind:
                shown_any = True
                yield from _finding(one, kind, assessment)
    if not shown_any:
        yield "  none yet: what was seen below is not enough to decide one"
    measures = [measure for measure in assessment.measures if word(measure.decided) != "unknown"]
    if measures:
        yield ""
        yield "Measures beside the model (no score)"
        yield from _measures(measures, assessment)
    yield ""


def _measures(measures: Iterable[Measure], assessment: Assessment) -> Iterator[str]:
    for measure in measures:
        yield from _finding(measure.decided, word(measure.decided), assessment)


def _finding(decided: Decided, kind: str, assessment: Assessment) -> Iterator[str]:
    rule = assessment.book.by_id()[decided.rule]
    says = assessment.model.criteria().get(decided.rule) or rule.says
    mark = "(overlay) " if rule.origin != "sammeter" else ""
    line = f"  {SIGNS[kind]} {decided.rule:<11} {kind:<11} {mark}{terminal(says)}"
    yield from wrap(line, WIDTH, subsequent_indent=" " * 28)
    if decided.because:
        yield _cut(f"      {_places(decided.because)}")


def _observations(assessment: Assessment) -> Iterator[str]:
    if not assessment.seen:
        return
    yield "Seen"
    signs = {True: "+", False: "!", None: "-"}
    rows = sorted(assessment.seen, key=lambda seen: (seen.kind == "vcs.files", seen.good is not False))
    for seen in rows[:_LONG]:
        yield from wrap(f"  {signs[seen.good]} {terminal(seen.says)}", WIDTH, subsequent_indent="    ")
        if seen.facts:
            yield _cut(f"      {_places(seen.facts)}")
    if len(rows) > _LONG:
        yield f"  and {len(rows) - _LONG} more in --format json"
    yield ""


def _places(facts: Iterable[Fact]) -> str:
    """Name the first places, two where they fit on a line."""
    places = list(dict.fromkeys(terminal(fact.where) for fact in facts))
    fit = 2 if len(", ".join(places[:2])) <= WIDTH - 22 else 1
    more = f" and {len(places) - fit} more" if len(places) > fit else ""
    return ", ".join(places[:fit]) + more


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
            yield _cut(
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
        yield _cut(f"  {row.can:>3} criteria  {table.get(row.reach, row.reach)}")
    yield ""


def _gaps(assessment: Assessment) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for gap in assessment.gaps:
        reasons.setdefault(gap.reason, []).append(terminal(gap.where))
    if not reasons:
        return
    yield f"Not read ({len(assessment.gaps)})"
    for reason, places in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        yield _cut(f"  ? {len(places):>4}  {reason}: {', '.join(places[:3])}")
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


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else line[: WIDTH - 3] + "..."
