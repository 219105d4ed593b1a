"""The use cases `baseline make`, `list`, `show`, `verify`: an assessment kept whole, under a name, for good."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sammeter import __version__
from sammeter.answers import Declaration
from sammeter.app import clock
from sammeter.app.assess import assess, collect
from sammeter.app.baseline_rows import Baseline, Head, Plan, from_rows, known, to_rows
from sammeter.app.declare import Said, read_said, stands
from sammeter.app.reading import Wanted
from sammeter.app.shots import book_digest, model_digest, shot_of
from sammeter.data import Pack
from sammeter.errors import DataError, SourceError
from sammeter.facts import Fact
from sammeter.facts.collected import Collected
from sammeter.report.assessment import Assessment
from sammeter.store.baselines import RESERVED, SUFFIX, create, names, path_of, read_sealed

FOLDER = Path("baselines")
_PLAN = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a maker says of a baseline: its name, by whom, why; `made_at` is empty where a clock was asked for."""

    name: str
    made_at: str = ""
    by: str = ""
    note: str = ""


def folder_of(stated: Path | None) -> Path:
    """Return the folder of baselines: the one that was named, else ``SAMMETER_BASELINES``, else ``baselines``."""
    return stated or Path(os.environ.get("SAMMETER_BASELINES") or FOLDER)


def make(
    collected: Collected, said: Sequence[Said], pack: Pack, *, label: Label, as_of: str = "", plan: Plan | None = None
) -> Baseline:
    """Return a baseline of what was collected and said by `as_of`; the same inputs give the same baseline.

    What was said later than `as_of` was not said yet, and is left out.
    """
    as_of = as_of or collected.as_of
    overlay = pack.book.overlay
    head = Head(
        name=label.name, made_at=label.made_at, by=label.by, note=label.note, as_of=as_of, sammeter=__version__,
        model=pack.model.version, model_digest=model_digest(pack), rules=book_digest(pack.book), profile=pack.book.profile,
        limits=dict(pack.book.limits), overlay=overlay.name if overlay else "",
        overlay_digest=overlay.digest if overlay else "", places=len(said),
    )  # fmt: skip
    sorted_ = replace(collected, facts=tuple(sorted(collected.facts, key=_order)), gaps=tuple(sorted(collected.gaps)))
    baseline = Baseline(
        head=head, collected=sorted_, said=tuple(_by_then(one, as_of) for one in said), plan=plan, where=label.name
    )
    return replace(baseline, recorded=shot_of(assessment_of(baseline, pack)))


def _order(fact: Fact) -> str:
    return f"{fact.kind} {fact.where} {fact.source} {sorted(fact.fields.items())}"


def _by_then(said: Said, as_of: str) -> Said:
    statements = tuple(one for one in said.statements if one.at[:10] <= as_of[:10])
    kept = {one.id for one in statements}
    named = {proof for one in statements for proof in one.proof}
    return Said(statements=statements,
                reviews=tuple(one for one in said.reviews if one.at[:10] <= as_of[:10] and one.of in kept),
                proofs={proof: state for proof, state in said.proofs.items() if proof in named})  # fmt: skip


def said_in(places: Sequence[Path], pack: Pack) -> tuple[Said, ...]:
    """Return what is said in each place, one's own first. Raises DataError, NotFoundError, SourceError."""
    return tuple(read_said(place, pack) for place in places)


def read_plan(name: str, data: bytes) -> Plan:
    """Return a plan as it is kept. Raises DataError (no text), SourceError (too large)."""
    if len(data) > _PLAN:
        raise SourceError(f"more than {_PLAN:,} bytes", where=name, reason="too large")
    try:
        return Plan(name=name, text=data.decode())
    except UnicodeDecodeError as error:
        raise DataError("no UTF-8 text", where=name, hint="keep a roadmap as YAML") from error


def keep(folder: Path, baseline: Baseline) -> Path:
    """Write a baseline under its name and return its path; nothing is ever written over.

    Raises ConflictError (the name is taken), DataError (no name), SourceError.
    """
    return create(folder, baseline.head.name, to_rows(baseline))


def open_baseline(name: str | Path, pack: Pack, *, folder: Path = FOLDER) -> Baseline:
    """Return a baseline by its name or its file: what it was made from, and what it said then.

    Raises NotFoundError with the nearest names, DataError (altered, truncated, reordered: with the line), SourceError.
    """
    text = str(name)
    is_file = isinstance(name, Path) or text.endswith(SUFFIX) or os.sep in text
    path = Path(text) if is_file else path_of(folder, text)
    return from_rows(read_sealed(path), where=str(path), model=pack.model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What the word *now* stands for: a tree, what is declared, a clock (empty: today), reports beside it, its name."""

    path: Path
    declared: tuple[Path, ...] = ()
    as_of: str = ""
    evidence: tuple[Path, ...] = ()
    name: str = ""


def side(name: str, pack: Pack, *, folder: Path, now: Now) -> tuple[Baseline, tuple[str, ...]]:
    """Return a baseline by name or file, or one of *now* that is kept nowhere, and warnings of its collecting."""
    if name != RESERVED:
        return open_baseline(name, pack, folder=folder), ()
    collected, warned = collect(Wanted(path=now.path, as_of=now.as_of, evidence=now.evidence, name=now.name))
    return make(collected, said_in(now.declared, pack), pack, label=Label(name=RESERVED), as_of=now.as_of), warned


def all_names(folder: Path) -> tuple[str, ...]:
    """Return the names of all baselines of a folder, sorted. Raises SourceError."""
    return names(folder)


def check_name(folder: Path, name: str) -> None:
    """Raise what `keep` would raise for the name, before any work is done."""
    from sammeter.errors import ConflictError

    if path_of(folder, name).exists():
        raise ConflictError("there is a baseline of this name, and none is ever written over",
                            where=str(path_of(folder, name)), hint="take another name")  # fmt: skip


def declared_by(said: Sequence[Said], pack: Pack, as_of: str) -> Declaration:
    """Return what stands of it at `as_of`; what the model no longer has is passed over."""
    if not said:
        return Declaration()
    own, *others = [
        replace(one, statements=tuple(stated for stated in one.statements if known(stated, pack.model))) for one in said
    ]
    return stands(own, pack, as_of=as_of, inherited=others)


def assessment_of(baseline: Baseline, pack: Pack) -> Assessment:
    """Return the assessment of what a baseline holds, by the rules of `pack`, which may not be those of then."""
    as_of = baseline.head.as_of
    return assess(baseline.collected, as_of=as_of, pack=pack, declared=declared_by(baseline.said, pack, as_of))


def warnings(baseline: Baseline, pack: Pack) -> tuple[str, ...]:
    """Return in which things the rules of `pack` are not those that the baseline was made with, one sentence each."""
    head, overlay = baseline.head, pack.book.overlay
    limits = sorted(
        name for name in {*head.limits, *pack.book.limits} if head.limits.get(name) != pack.book.limits.get(name)
    )
    gone = [one.about for one in baseline.statements().values() if not known(one, pack.model)]
    now_overlay = overlay.digest if overlay else ""
    pairs = (
        (head.model != pack.model.version, f"made with SAMM {head.model}, read with {pack.model.version}"),
        (head.model == pack.model.version and head.model_digest != model_digest(pack), "the texts of the model changed since"),
        (head.rules != book_digest(pack.book), "the rules changed since"),
        (bool(limits), f"limits changed since: {', '.join(limits)} (profile {head.profile}, now {pack.book.profile})"),
        (head.overlay_digest != now_overlay, f"made under {_named(head.overlay)}, read under {_named(overlay.name if overlay else '')}"),
        (bool(gone), f"the model no longer has {', '.join(sorted(set(gone)))}: what was said of it does not count now"),
    )  # fmt: skip
    return tuple(text for differs, text in pairs if differs)


def _named(overlay: str) -> str:
    return f"the overlay {overlay}" if overlay else "no overlay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What verifying found: the baseline, whose seal holds; how today's rules differ; which verdicts come out otherwise.

    `sound` is no where the very rules it was made with give something else now than what was recorded.
    """

    baseline: Baseline
    warnings: tuple[str, ...]
    otherwise: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """The same rules give what was recorded, or the rules are others."""
        return bool(self.warnings) or not self.otherwise


def verify(baseline: Baseline, pack: Pack) -> Verified:
    """Return how a baseline, whose seal was checked when it was opened, compares with its own replay."""
    now, then = shot_of(assessment_of(baseline, pack)), baseline.recorded
    tables = ((then.verdicts, now.verdicts), (then.answers, now.answers), (then.scores, now.scores))
    otherwise = sorted({name for a, b in tables for name in {*a, *b} if a.get(name) != b.get(name)})
    return Verified(baseline=baseline, warnings=warnings(baseline, pack), otherwise=tuple(otherwise))


def made_at(as_of: str) -> str:
    """Return the moment of making, or nothing where a clock was asked for, so that same inputs give same bytes."""
    return "" if as_of else clock.now()
