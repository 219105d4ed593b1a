"""Baselines for a terminal and as plain data: one, all of a folder, and what verifying one found."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sammeter.answers.changes import Figures
from sammeter.app.baseline_rows import Baseline
from sammeter.app.baselines import Verified, all_names, open_baseline
from sammeter.app.pages import names, page
from sammeter.app.shots import OVERALL
from sammeter.data import Pack
from sammeter.errors import SammeterError
from sammeter.scoring import shown_text

_FEW = 8


def document(baseline: Baseline) -> dict[str, Any]:
    """Return a baseline as plain data: what it says of itself, counts of what it holds, the figures of then."""
    head = {name: value for name, value in asdict(baseline.head).items() if name != "schema"}
    shot = baseline.recorded
    return {
        **head,
        "scope": {"name": baseline.collected.name, "commit": baseline.collected.revision, "commit_at": baseline.collected.at,
                  "collected_at": baseline.collected.as_of},
        "holds": _counts(baseline),
        "plan": baseline.plan.name if baseline.plan else None,
        "scores": {name: asdict(one) for name, one in shot.scores.items()},
        "unknown": shot.unknown(),
        "criteria": _criteria(baseline),
    }  # fmt: skip


def _counts(baseline: Baseline) -> dict[str, int]:
    return {
        "facts": len(baseline.collected.facts), "gaps": len(baseline.collected.gaps),
        "statements": sum(len(said.statements) for said in baseline.said),
        "reviews": sum(len(said.reviews) for said in baseline.said),
        "proofs": sum(len(said.proofs) for said in baseline.said),
    }  # fmt: skip


def _criteria(baseline: Baseline) -> int:
    return sum("." in name for name in baseline.recorded.verdicts)


def show_page(baseline: Baseline, warned: tuple[str, ...]) -> str:
    """Return one baseline for a terminal; `warned` says how today's rules differ from its own."""
    return page(_show(baseline, warned))


def _show(baseline: Baseline, warned: tuple[str, ...]) -> Iterator[str]:
    head, collected = baseline.head, baseline.collected
    commit = f" @ {collected.revision[:12]}" if collected.revision else ""
    yield f"{head.name}   {collected.name}{commit}   SAMM {head.model}   as of {head.as_of[:10]}"
    made = head.made_at or "at a time that is not kept (a clock was asked for)"
    yield f"made {made}{f' by {head.by}' if head.by else ''}, with sammeter {head.sammeter}, profile {head.profile}"
    if head.overlay:
        yield f"under the overlay {head.overlay}"
    if head.note:
        yield f"note: {head.note}"
    yield ""
    yield figures(baseline.recorded.scores.get(OVERALL, Figures()))
    yield f"unknown {baseline.recorded.unknown()} of {_criteria(baseline)} criteria"
    yield f"holds {', '.join(names(count, what[:-1]) for what, count in _counts(baseline).items())}" + (
        f", the plan {baseline.plan.name}" if baseline.plan else ""
    )
    yield f"content {head.content}"
    yield from (f"! {text}" for text in warned)


def figures(one: Figures) -> str:
    """Return the figures side by side, two places each."""
    parts = (
        ("declared", one.declared),
        ("supported", one.supported),
        ("evidenced", one.evidenced),
        ("possible", one.possible),
    )
    return "   ".join(f"{name} {'-' if text is None else shown_text(text)}" for name, text in parts)


def listing(folder: Path, pack: Pack) -> tuple[list[Baseline], list[tuple[str, SammeterError]]]:
    """Return the baselines of a folder, by the time they speak of, and what is wrong with those that cannot be read."""
    found: list[Baseline] = []
    broken: list[tuple[str, SammeterError]] = []
    for name in all_names(folder):
        try:
            found.append(open_baseline(name, pack, folder=folder))
        except SammeterError as error:
            broken.append((name, error))
    return sorted(found, key=lambda one: (one.head.as_of, one.head.name)), broken


def list_page(folder: Path, pack: Pack) -> tuple[str, list[tuple[str, SammeterError]]]:
    """Return the list for a terminal, and what is wrong with those that cannot be read."""
    found, broken = listing(folder, pack)
    return page(_list(found, broken, folder)), broken


def _list(found: list[Baseline], broken: list[tuple[str, SammeterError]], folder: Path) -> Iterator[str]:
    if not found and not broken:
        yield f"No baselines in {folder}"
        yield "sammeter baseline make NAME keeps the first one"
        return
    width = max(len(one) for one in (*(b.head.name for b in found), *(name for name, _ in broken)))
    for one in found:
        scores = one.recorded.scores.get(OVERALL, Figures())
        declared = "-" if scores.declared is None else shown_text(scores.declared)
        yield (f"{one.head.name:<{width}}  {one.head.as_of[:10]}  declared {declared}  evidenced {shown_text(scores.evidenced)}"
               f"  unknown {one.recorded.unknown()}  {one.collected.name}")  # fmt: skip
    for name, error in broken:
        yield f"{name:<{width}}  ! {error.message}"


def verify_page(found: Verified) -> str:
    """Return what verifying found, for a terminal."""
    return page(_verify(found))


def _verify(found: Verified) -> Iterator[str]:
    head = found.baseline.head
    yield f"{head.name}: the seal holds; no line was altered since it was written"
    yield f"content {head.content}"
    yield from (f"! {text}" for text in found.warnings)
    if not found.otherwise:
        yield "replayed with today's rules it says what was recorded"
        return
    some = ", ".join(found.otherwise[:_FEW]) + (" ..." if len(found.otherwise) > _FEW else "")
    if found.sound:
        yield f"replayed with today's rules {names(len(found.otherwise), 'thing comes', 'things come')} out otherwise: {some}"
    else:
        yield f"x the rules are those of then, and yet {names(len(found.otherwise), 'thing comes', 'things come')} out otherwise: {some}"
        yield "  what is recorded was not written by this sammeter, or was altered and sealed again"
