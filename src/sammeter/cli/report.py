"""`sammeter report`: the pages that a board reads."""

import sys
from pathlib import Path
from typing import cast, get_args

import click

from sammeter.app.assess import collect
from sammeter.app.baselines import folder_of, open_baseline, said_in
from sammeter.app.clock import as_moment
from sammeter.app.packs import with_overlay
from sammeter.app.reading import Wanted
from sammeter.app.replay import from_lines
from sammeter.app.report import Asked, report_of
from sammeter.app.report import report as made
from sammeter.cli.output import read_file, write
from sammeter.errors import DataError
from sammeter.report.board.formats import FORMATS
from sammeter.report.board.view import Extent


@click.command()
@click.argument("extent", metavar="executive|full", type=click.Choice(get_args(Extent)))
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--at", default="", metavar="COMMIT|DATE", help="Read the tree of this commit, tag, or day's last commit."
)
@click.option(
    "--as-of", default="", metavar="DATE", help="Judge by this clock (default: the date of --at, else today)."
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="pdf", help="How to show it.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Write to this file.")
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE.jsonl",
    help="Report on kept facts; no repository.",
)
@click.option(
    "--overlay",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="Lay these rules and limits over the shipped ones.",
)
@click.option(
    "--declared",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE|DIR",
    help="What people declare: a folder of statements. Later ones are inherited.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE|DIR",
    help="Reports and exports beside the tree.",
)
@click.option("--name", default="", help="Call the application so.")
@click.option(
    "--plan", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Show this roadmap, projected."
)
@click.option("--since", default="", metavar="BASELINE", help="Say what changed since a baseline (name or file).")
@click.option("--others", is_flag=True, help="Print published figures of others, dated, with their number.")
@click.option("--baseline", default="", metavar="NAME", help="Report on a baseline instead of a tree.")
@click.option(
    "--folder", type=click.Path(path_type=Path), default=None, metavar="DIR", help="Where baselines are (baselines)."
)
def report(  # noqa: PLR0913, PLR0917 - one a flag
    extent: str,
    path: Path,
    at: str,
    as_of: str,
    form: str,
    output: Path | None,
    replay: Path | None,
    overlay: Path | None,
    declared: tuple[Path, ...],
    evidence: tuple[Path, ...],
    name: str,
    plan: Path | None,
    since: str,
    others: bool,  # noqa: FBT001 - a flag of click's
    baseline: str,
    folder: Path | None,
) -> None:
    r"""Make the report that a board reads: two pages (executive) or all of it (full).

    \b
    sammeter report executive . --declared statements -o board.pdf
    sammeter report full . --declared statements --format html -o all.html
    sammeter report executive --baseline 2026-q4 --since 2026-q3 -o board.pdf
    """
    if output is None and form != "html" and sys.stdout.isatty():
        raise DataError(f"a {form} is nothing for a terminal", where="-o", hint=f"name a file: -o report.{form}")
    clock = as_moment(as_of, where="--as-of") if as_of else ""
    pack = with_overlay(overlay)
    places = folder_of(folder)
    asked = Asked(
        extent=cast("Extent", extent), form=form, as_of=clock, others=others,
        plan=None if plan is None else (str(plan), read_file(plan)),
        since=open_baseline(since, pack, folder=places) if since else None,
    )  # fmt: skip
    if baseline:
        data, warned = report_of(open_baseline(baseline, pack, folder=places), asked, pack)
    else:
        collected, warned = (from_lines(read_file(replay), where=str(replay)), ()) if replay is not None else collect(
            Wanted(path=path, at=at, as_of=clock, evidence=evidence, name=name))  # fmt: skip
        data = made(collected, said_in(declared, pack), asked, pack)
    for warning in warned:
        click.echo(f"warning: {warning}", err=True)
    write(data, output)
    if output is not None:
        click.echo(str(output), err=True)
