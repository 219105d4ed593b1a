"""`sammeter baseline`: an assessment kept whole in one file, under a name, for good."""

from pathlib import Path

import click
import msgspec

from sammeter.app.packs import with_overlay
from sammeter.cli.output import read_file
from sammeter.errors import DataError

_FOLDER = click.option(
    "--folder", type=click.Path(path_type=Path), default=None, metavar="DIR", help="Where baselines are (baselines)."
)
_FORM = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show it.")
_OVERLAY = click.option(
    "--overlay", type=click.Path(path_type=Path), default=None, metavar="DIR", help="Read it by these rules and limits."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
def baseline() -> None:
    """Keep an assessment whole under a name, so that a later one can be compared with it."""


@baseline.command()
@click.argument("name")
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--declared", type=click.Path(path_type=Path), multiple=True, metavar="FILE|DIR", help="What people declare."
)
@click.option(
    "--facts", type=click.Path(path_type=Path), default=None, metavar="F.jsonl", help="Kept facts instead of PATH."
)
@click.option("--plan", type=click.Path(path_type=Path), default=None, metavar="FILE", help="A roadmap to keep beside.")
@click.option("--at", default="", metavar="COMMIT|DATE", help="Read the tree of this commit, tag or day.")
@click.option("--as-of", default="", metavar="DATE", help="Judge by this clock; then the time of making is not kept.")
@click.option("--by", default="", envvar="SAMMETER_BY", metavar="NAME", help="Who makes it (SAMMETER_BY).")
@click.option("--note", default="", help="Why it is made.")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE|DIR",
    help="Reports and exports beside it.",
)
@click.option("--called", "called", default="", metavar="NAME", help="Call the application so.")
@_OVERLAY
@_FOLDER
def make(  # noqa: PLR0913, PLR0917 - one a flag
    name: str,
    path: Path,
    declared: tuple[Path, ...],
    facts: Path | None,
    plan: Path | None,
    at: str,
    as_of: str,
    by: str,
    note: str,
    evidence: tuple[Path, ...],
    called: str,
    overlay: Path | None,
    folder: Path | None,
) -> None:
    r"""Assess and keep all of it: facts, statements, reviews, proofs, the plan, the scores of now.

    \b
    sammeter baseline make 2026-q1 . --declared statements --by "Ada"
    sammeter baseline make before-2.0 ../shop --at v1.9.0
    """
    from sammeter.app.assess import collect
    from sammeter.app.baselines import Label, check_name, folder_of, keep, made_at, read_plan, said_in
    from sammeter.app.baselines import make as make_baseline
    from sammeter.app.clock import as_moment
    from sammeter.app.reading import Wanted
    from sammeter.app.replay import from_lines

    target, clock = folder_of(folder), as_moment(as_of, where="--as-of") if as_of else ""
    check_name(target, name)
    pack = with_overlay(overlay)
    if facts is not None:
        collected = from_lines(read_file(facts), where=str(facts))
    else:
        collected, warned = collect(Wanted(path=path, at=at, as_of=clock, evidence=evidence, name=called))
        for warning in warned:
            click.echo(f"warning: {warning}", err=True)
    made = make_baseline(
        collected, said_in(declared, pack), pack, label=Label(name=name, made_at=made_at(as_of), by=by, note=note),
        as_of=clock, plan=read_plan(plan.name, read_file(plan)) if plan is not None else None,
    )  # fmt: skip
    click.echo(str(keep(target, made)))


@baseline.command("list")
@_FORM
@_FOLDER
def list_(form: str, folder: Path | None) -> None:
    """List the baselines of a folder by the day they speak of; a damaged one is named and ends with exit 2."""
    from sammeter.app.baseline_pages import document, list_page, listing
    from sammeter.app.baselines import folder_of

    target, pack = folder_of(folder), with_overlay()
    if form == "json":
        found, broken = listing(target, pack)
        damaged = [{"name": name, "where": error.where, "says": error.message} for name, error in broken]
        _echo_json({"baselines": [document(one) for one in found], "damaged": damaged})
    else:
        text, broken = list_page(target, pack)
        click.echo(text, nl=False)
    if broken:
        mistakes = tuple(DataError(error.message, where=error.where, hint=error.hint) for _, error in broken)
        raise DataError("damaged baselines", where=str(target), mistakes=mistakes)


@baseline.command()
@click.argument("name", metavar="NAME|FILE")
@_FORM
@_OVERLAY
@_FOLDER
def show(name: str, form: str, overlay: Path | None, folder: Path | None) -> None:
    """Show what a baseline holds and what it said then."""
    from sammeter.app.baseline_pages import document, show_page
    from sammeter.app.baselines import folder_of, open_baseline, warnings

    pack = with_overlay(overlay)
    found = open_baseline(name, pack, folder=folder_of(folder))
    if form == "json":
        _echo_json({**document(found), "warnings": warnings(found, pack)})
    else:
        click.echo(show_page(found, warnings(found, pack)), nl=False)


@baseline.command()
@click.argument("name", metavar="NAME|FILE")
@_OVERLAY
@_FOLDER
def verify(name: str, overlay: Path | None, folder: Path | None) -> int:
    """Check that no line was altered, and that the same rules still give what was recorded; exit 1 if they do not."""
    from sammeter.app.baseline_pages import verify_page
    from sammeter.app.baselines import folder_of, open_baseline
    from sammeter.app.baselines import verify as verify_baseline

    pack = with_overlay(overlay)
    found = verify_baseline(open_baseline(name, pack, folder=folder_of(folder)), pack)
    click.echo(verify_page(found), nl=False)
    return 0 if found.sound else 1


def _echo_json(data: object) -> None:
    from sammeter.text.escape import json_controls

    click.echo(json_controls(msgspec.json.format(msgspec.json.encode(data), indent=1)).decode())
