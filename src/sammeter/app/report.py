"""The use case `report`: an assessment, and what stands beside it, to the pages that a board reads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sammeter.app.assess import assess
from sammeter.app.declare import declaration, read_said
from sammeter.data import Pack
from sammeter.facts.collected import Collected
from sammeter.report.board.build import build
from sammeter.report.board.formats import render
from sammeter.report.board.view import Beside, Extent, Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which report is wanted, in which format, judged by which clock, with what people declare."""

    extent: Extent
    form: str
    as_of: str = ""
    declared: tuple[Path, ...] = ()


def report(collected: Collected, wanted: Asked, pack: Pack, beside: Beside | None = None) -> bytes:
    """Return the report; the same inputs and clock give the same bytes. `beside` brings a plan, a change, others' figures.

    Raises DataError (statements are wrong, an extra is not installed), NotFoundError, SourceError.
    """
    as_of = wanted.as_of or collected.as_of
    said = declaration(wanted.declared, pack, as_of=as_of)
    found = assess(collected, as_of=as_of, pack=pack, declared=said)
    beside = replace(beside or Beside(), kept=_kept(wanted.declared, pack))
    return render(build(found, wanted.extent, beside), wanted.form)


def _kept(places: Sequence[Path], pack: Pack) -> Kept:
    """Return the single statements of the places that keep any."""
    found = [read_said(place, pack) for place in places]
    return Kept(
        statements=tuple({one.id: one for said in found for one in said.statements}.values()),
        reviews=tuple(one for said in found for one in said.reviews),
        proofs={proof: why for said in reversed(found) for proof, why in said.proofs.items()},
    )
