"""`sammeter assess`: what a repository shows, in SAMM's terms."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from sammeter.app.assess import assess as assess_collected
from sammeter.app.assess import collect
from sammeter.app.catalog_types import is_catalog
from sammeter.app.clock import as_moment, today
from sammeter.app.packs import with_overlay
from sammeter.app.reading import Wanted
from sammeter.app.replay import from_lines, to_lines
from sammeter.app.stated import declared_in
from sammeter.cli.output import read_file, write
from sammeter.report.formats import FORMATS, render
from sammeter.report.portfolio_formats import FORMATS as PORTFOLIO
from sammeter.text.escape import terminal


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--at", default="", metavar="COMMIT|DATE", help="Read the tree of this commit, tag, or day's last commit."
)
@click.option(
    "--as-of", default="", metavar="DATE", help="Judge by this clock (default: the date of --at, else today)."
)
@click.option(
    "--format", "form", type=click.Choice(sorted({*FORMATS, *PORTFOLIO})), default="text", help="How to show it."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Write to this file.")
@click.option(
    "--facts", type=click.Path(path_type=Path), default=None, metavar="FILE.jsonl", help="Keep the facts here too."
)
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE.jsonl",
    help="Assess kept facts; no repository.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE|DIR",
    help="Reports and exports beside the tree: SARIF, SBOM, forge exports and the like.",
)
@click.option("--workers", type=click.IntRange(0), default=0, help="Processes for a catalog (default: one a core).")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Run a catalog on this Dask scheduler.")
@click.option("--name", default="", help="Call the application so (default: origin's name, else the folder's).")
@click.option(
    "--overlay",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="Lay these rules and limits over the shipped ones.",
)
@click.option(
    "--declared",
    "declared",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE|DIR",
    help="What people declare: a folder of statements, a workbook, a file of answers. Later ones are inherited.",
)
def assess(  # noqa: PLR0913, PLR0917 - one a flag
    path: Path,
    at: str,
    as_of: str,
    form: str,
    output: Path | None,
    facts: Path | None,
    replay: Path | None,
    evidence: tuple[Path, ...],
    workers: int,
    scheduler: str,
    name: str,
    overlay: Path | None,
    declared: tuple[Path, ...],
) -> None:
    r"""Read a repository, a folder or all applications of a catalog, and say what they show of OWASP SAMM.

    \b
    sammeter assess .
    sammeter assess ../shop --at v2.1.0 --format html -o shop.html
    sammeter assess . --declared statements
    """
    clock = as_moment(as_of, where="--as-of") if as_of else ""
    pack = with_overlay(overlay)
    if replay is None and is_catalog(path):
        _portfolio(
            path,
            form,
            output,
            {"as_of": clock, "workers": workers, "scheduler": scheduler, "overlay": overlay},
            declared,
        )
        return
    if form == "badge" and replay is not None:
        clock = clock or today()  # a badge made of kept facts says how old they are now
    if replay is not None:
        collected = from_lines(read_file(replay), where=str(replay))
    else:
        collected, warnings = collect(Wanted(path=path, at=at, as_of=clock, evidence=evidence, name=name))
        _warn(warnings)
    collected = replace(collected, name=name or collected.name)
    if facts is not None:
        write(to_lines(collected), facts)
    said, warned = declared_in(declared, pack, as_of=clock or collected.as_of)
    _warn(warned)
    write(render(assess_collected(collected, as_of=clock, pack=pack, declared=said), form), output)
    if output is not None:
        click.echo(str(output), err=True)


def _warn(warnings: tuple[str, ...]) -> None:
    for warning in warnings:
        click.echo(f"warning: {terminal(warning)}", err=True)


def _portfolio(path: Path, form: str, output: Path | None, options: dict[str, Any], declared: tuple[Path, ...]) -> None:
    from sammeter.app.catalog import read_catalog
    from sammeter.app.portfolio import Wanted as WantedPortfolio
    from sammeter.app.portfolio import assess as assess_portfolio
    from sammeter.report.portfolio_formats import render as render_portfolio

    opened = read_catalog(path)
    pack = with_overlay(options["overlay"])
    wanted = WantedPortfolio(opened=opened, **{**options, "as_of": options["as_of"] or today()})
    own = tuple(opened.path(stated) for stated in opened.catalog.declared)
    said, warned = declared_in((*declared, *own), pack, as_of=wanted.as_of)
    _warn(warned)
    write(render_portfolio(assess_portfolio(wanted, pack, said, _told), form), output)


def _told(done: int, of: int, name: str) -> None:
    """Say how far it is, on standard error, where somebody looks on or once in a while in a log."""
    if sys.stderr.isatty() or done == of or done % 100 == 0:
        click.echo(f"{done} of {of}  {terminal(name)}", err=True)
