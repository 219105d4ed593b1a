"""`sammeter diff`: what changed between two baselines, or one and now, and because of what."""

from pathlib import Path

import click
import msgspec

from sammeter.app.packs import with_overlay
from sammeter.cli.output import write


@click.command()
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "--repo", type=click.Path(path_type=Path), default=Path(), metavar="PATH", help="What 'now' assesses (.)."
)
@click.option(
    "--declared", type=click.Path(path_type=Path), multiple=True, metavar="FILE|DIR", help="What 'now' is declared."
)
@click.option("--as-of", default="", metavar="DATE", help="The clock of 'now' (default: today).")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE|DIR",
    help="Reports and exports beside it.",
)
@click.option("--called", "called", default="", metavar="NAME", help="Call the application so.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="How to show it."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Write to this file.")
@click.option("--exit-code", is_flag=True, help="End with 1 if anything differs.")
@click.option(
    "--overlay", type=click.Path(path_type=Path), default=None, metavar="DIR", help="Replay by these rules and limits."
)
@click.option(
    "--folder", type=click.Path(path_type=Path), default=None, metavar="DIR", help="Where baselines are (baselines)."
)
def diff(  # noqa: PLR0913, PLR0917 - one a flag
    before: str,
    after: str,
    repo: Path,
    declared: tuple[Path, ...],
    as_of: str,
    evidence: tuple[Path, ...],
    called: str,
    form: str,
    output: Path | None,
    exit_code: bool,  # noqa: FBT001 - a flag of click's
    overlay: Path | None,
    folder: Path | None,
) -> int:
    r"""Compare A with B: names of baselines, their files, or the word now.

    \b
    sammeter diff 2026-q1 now --declared statements
    sammeter diff 2026-q1 2026-q2 --format markdown
    """
    from sammeter.app.baselines import Now, folder_of, side
    from sammeter.app.clock import as_moment
    from sammeter.app.diff import compared
    from sammeter.app.diff_pages import document, markdown_page, text_page
    from sammeter.text.escape import json_controls

    pack = with_overlay(overlay)
    clock = as_moment(as_of, where="--as-of") if as_of else ""
    now = Now(path=repo, declared=declared, as_of=clock, evidence=evidence, name=called)
    sides = []
    for name in (before, after):
        found, warned = side(name, pack, folder=folder_of(folder), now=now)
        sides.append(found)
        for warning in warned:
            click.echo(f"warning: {warning}", err=True)
    result = compared(sides[0], sides[1], pack)
    if form == "json":
        data = json_controls(msgspec.json.format(msgspec.json.encode(document(result)), indent=1)) + b"\n"
    else:
        data = (text_page(result) if form == "text" else markdown_page(result)).encode()
    write(data, output)
    return 1 if exit_code and result.found else 0
