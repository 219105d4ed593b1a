"""What stands beside an assessment in a report: the plan, what changed since a baseline, and what others have."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sammeter.answers.changes import Cause, Change
from sammeter.app.baseline_rows import Baseline
from sammeter.app.diff import compared
from sammeter.app.roadmap_file import read_plan
from sammeter.data import Pack
from sammeter.data.benchmark import shipped as shipped_figures
from sammeter.report.assessment import Assessment
from sammeter.report.board.view import BenchmarkRow, ChangeView, Moved, PhaseView, PlanView
from sammeter.roadmap.project import project
from sammeter.scoring import score

FEW = 6
_ORDER = ("unmet", "unknown", "met")


def plan_view(where: str, data: bytes, assessment: Assessment, pack: Pack) -> PlanView:
    """Return the plan in `data`; where it does not say so, it starts from what is declared now. Raises DataError."""
    now = {one.activity: value for one in assessment.answers if (value := one.values["declared"])}
    plan = read_plan(data, where=where, pack=pack, now=now).plan
    start = plan.base if plan.base is not None else now
    wanted = plan.target()
    names = {*wanted, *start}
    best = {name: max(wanted.get(name, Fraction(0)), start.get(name, Fraction(0))) for name in names}
    target = score(pack.model, best).overall
    phases = tuple(
        PhaseView(name=one.phase.name, until=one.phase.until, projected=one.scores.overall, target=target,
                  does=tuple(f"{step.item.activity} to {step.item.to.limit_denominator()}" for step in one.steps[:FEW]))
        for one in project(pack.model, plan, start)
    )  # fmt: skip
    return PlanView(target=target, phases=phases)


def change_view(before: Baseline, after: Baseline, pack: Pack) -> ChangeView:
    """Return what changed from a baseline to now: better, worse, and what lapsed, each with its first cause."""
    found = compared(before, after, pack).found
    moved: dict[str, list[Moved]] = {"up": [], "down": []}
    for one in found.changes:
        if (way := _way(one)) is not None:
            moved[way].append(
                Moved(id=one.id, says=f"{one.what} {one.before or '-'} to {one.after or '-'}", cause=_cause(one.causes))
            )
    lapsed = tuple(
        Moved(id=one.about, says=one.after, cause=f"{one.by}, {one.at[:10]}") for one in found.strengths if one.lapsed
    )
    return ChangeView(since=f"{before.head.name} of {before.head.as_of[:10]}", up=tuple(moved["up"]), down=tuple(moved["down"]),
                      lapsed=lapsed)  # fmt: skip


def _way(one: Change) -> str | None:
    """Tell whether a change is for the better or the worse; None where it is neither."""
    if one.before in _ORDER and one.after in _ORDER:
        return "up" if _ORDER.index(one.after) > _ORDER.index(one.before) else "down"
    try:
        before, after = Fraction(one.before or "0"), Fraction(one.after or "0")
    except ValueError:
        return None
    return None if before == after or one.what == "possible" else "up" if after > before else "down"


def _cause(causes: Sequence[Cause]) -> str:
    if not causes:
        return ""
    first = causes[0]
    traces = first.after or first.before
    if not traces:
        return first.kind
    one = traces[0]
    return ", ".join(text for text in (f"{first.kind}: {one.says}", one.by, one.where) if text)


def benchmark_rows(pack: Pack) -> tuple[BenchmarkRow, ...]:
    """Return the newest published figures, overall first, as dated data with their number of assessments."""
    newest = next(iter(shipped_figures(pack.model)), None)
    if newest is None:
        return ()
    figures: Mapping[str, Fraction] = newest.by_id()
    return tuple(
        BenchmarkRow(name=name, count=newest.n, average=average, source=newest.source, date=newest.date, few=newest.few)
        for name, average in sorted(figures.items(), key=lambda item: (item[0] != "overall", item[0]))
    )
