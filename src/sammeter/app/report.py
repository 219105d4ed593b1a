"""The use case `report`: the assessment as a board reads it, with plan, change and others' figures beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sammeter.app.assess import assess
from sammeter.app.baseline_rows import Baseline
from sammeter.app.baselines import Label, declared_by, make, warnings
from sammeter.app.declare import Said
from sammeter.app.report_beside import benchmark_rows, change_view, plan_view
from sammeter.data import Pack
from sammeter.facts.collected import Collected
from sammeter.report.board.build import build
from sammeter.report.board.formats import render
from sammeter.report.board.view import Beside, ChangeView, Extent, Kept
from sammeter.store.baselines import RESERVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which report is wanted, in which format, judged by which clock, and what is to stand beside the assessment.

    `plan` is the name and text of a roadmap, `since` an earlier baseline; `others` asks for published figures.
    """

    extent: Extent
    form: str
    as_of: str = ""
    plan: tuple[str, bytes] | None = None
    since: Baseline | None = None
    others: bool = False


def report(collected: Collected, said: Sequence[Said], wanted: Asked, pack: Pack) -> bytes:
    """Return the report; the same inputs and clock give the same bytes.

    Raises DataError (plan or statements are wrong, an extra is not installed), NotFoundError, SourceError.
    """
    as_of = wanted.as_of or collected.as_of
    found = assess(collected, as_of=as_of, pack=pack, declared=declared_by(said, pack, as_of))
    beside = Beside(
        kept=_kept(said), plan=None if wanted.plan is None else plan_view(*wanted.plan, found, pack),
        change=None if wanted.since is None else _change(collected, said, wanted, pack),
        benchmark=benchmark_rows(pack) if wanted.others else (),
    )  # fmt: skip
    return render(build(found, wanted.extent, beside), wanted.form)


def report_of(baseline: Baseline, wanted: Asked, pack: Pack) -> tuple[bytes, tuple[str, ...]]:
    """Return the report of a baseline, and in what the rules of today are not those of then.

    With the same sammeter and rules it is the same report to the byte, whenever and wherever it is made again.
    """
    plan = wanted.plan or ((baseline.plan.name, baseline.plan.text.encode()) if baseline.plan else None)
    asked = replace(wanted, as_of=baseline.head.as_of, plan=plan)
    return report(baseline.collected, baseline.said, asked, pack), warnings(baseline, pack)


def _change(collected: Collected, said: Sequence[Said], wanted: Asked, pack: Pack) -> ChangeView | None:
    if wanted.since is None:
        return None
    now = make(collected, said, pack, label=Label(name=RESERVED), as_of=wanted.as_of)
    return change_view(wanted.since, now, pack)


def _kept(said: Sequence[Said]) -> Kept:
    """Return the single statements of the places that keep any."""
    return Kept(
        statements=tuple({one.id: one for place in said for one in place.statements}.values()),
        reviews=tuple(one for place in said for one in place.reviews),
        proofs={proof: why for place in reversed(said) for proof, why in place.proofs.items()},
    )
