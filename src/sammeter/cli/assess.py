"""`sammeter assess`: what a repository shows, in SAMM's terms."""

from dataclasses import replace
from pathlib import Path

import click

from sammeter.app.assess import Wanted, collect
from sammeter.app.assess import assess as assess_collected
from sammeter.app.clock import as_moment
from sammeter.app.declare import declaration
from sammeter.app.packs import with_overlay
from sammeter.app.replay import from_lines, to_lines
from sammeter.cli.output import read_file, write
from sammeter.report.formats import FORMATS, render


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--at", default="", metavar="COMMIT|DATE", help="Read the tree of this commit, tag, or day's last commit."
)
@click.option(
    "--as-of", default="", metavar="DATE", help="Judge by this clock (default: the date of --at, else today)."
)
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", help="How to show it.")
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
    name: str,
    overlay: Path | None,
    declared: tuple[Path, ...],
) -> None:
    r"""Read a git repository or a folder and say what it shows of OWASP SAMM.

    \b
    sammeter assess .
    sammeter assess ../shop --at v2.1.0 --format html -o shop.html
    sammeter assess . --declared statements
    """
    clock = as_moment(as_of, where="--as-of") if as_of else ""
    pack = with_overlay(overlay)
    if replay is not None:
        collected = from_lines(read_file(replay), where=str(replay))
    else:
        collected, warnings = collect(Wanted(path=path, at=at, as_of=clock, evidence=evidence))
        for warning in warnings:
            click.echo(f"warning: {warning}", err=True)
    collected = replace(collected, name=name or collected.name)
    if facts is not None:
        write(to_lines(collected), facts)
    said = declaration(declared, pack, as_of=clock or collected.as_of)
    write(render(assess_collected(collected, as_of=clock, pack=pack, declared=said), form), output)
    if output is not None:
        click.echo(str(output), err=True)
