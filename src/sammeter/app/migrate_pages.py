"""What migrating found, for a terminal and as plain data."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sammeter.app.migrate import Migrated
from sammeter.app.pages import names, page
from sammeter.scoring import Scores, decimal, shown


def document(found: Migrated) -> dict[str, Any]:
    """Return it as plain data; scores are decimal texts."""
    return {
        "before": found.before, "after": found.after, "kept": found.kept,
        "asked_again": [asdict(one) for one in found.again if not one.gone],
        "gone": [asdict(one) for one in found.again if one.gone],
        "new": found.unasked,
        "scores": {name: _scores(one) for name, one in found.scores.items()},
    }  # fmt: skip


def _scores(one: Scores) -> dict[str, Any]:
    return {"overall": decimal(one.overall), "functions": {name: decimal(value) for name, value in one.functions.items()},
            "practices": {name: decimal(value) for name, value in one.practices.items()}}  # fmt: skip


def text_page(found: Migrated) -> str:
    """Return it for a terminal."""
    return page(_text(found))


def _text(found: Migrated) -> Iterator[str]:
    again = [one for one in found.again if not one.gone]
    gone = [one for one in found.again if one.gone]
    yield f"SAMM {found.before} to {found.after}: {found.kept} kept, {len(again)} asked again" + (
        f", {len(gone)} gone" if gone else ""
    )
    before, after, kept = (found.scores[name] for name in ("before", "after", "if kept"))
    yield f"overall  {shown(before.overall)} before   {shown(after.overall)} with what is kept   {shown(kept.overall)} if all stayed as it was"
    for name, value in before.practices.items():
        new, stayed = after.practices.get(name), kept.practices.get(name)
        if new != value and new is not None and stayed is not None:
            yield f"  {name}   {shown(value)} before   {shown(new)}   {shown(stayed)}"
    for title, rows in (("Asked again", again), ("No longer in the model", gone)):
        if rows:
            yield ""
            yield title
        for one in rows:
            of = f" for {one.unit}" if one.unit else ""
            when = f" in phase {one.phase}" if one.phase else ""
            yield f"  {one.id}{of}{when}: was {one.said}{f', said by {one.by}' if one.by else ''}; {'; '.join(one.why)}"
    if found.unasked:
        yield ""
        yield f"New, never asked: {', '.join(found.unasked)}"
    if not again and not gone:
        yield "nothing that was answered asks anything else"
    else:
        yield ""
        yield f"{names(len(again), 'thing is', 'things are')} open: sammeter model diff {found.before} {found.after} tells what changed"
