"""`sammeter explain`: what an id asks, what was seen, what would change it."""

from pathlib import Path

import click

from sammeter.app.assess import assess, collect
from sammeter.app.explain import explain as explain_id
from sammeter.app.packs import with_overlay
from sammeter.app.reading import Wanted
from sammeter.app.replay import from_lines
from sammeter.cli.output import read_file
from sammeter.errors import SourceError


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--repo", type=click.Path(path_type=Path), default=Path(), help="What to look at (default: here).")
@click.option(
    "--at", default="", metavar="COMMIT|DATE", help="Read the tree of this commit, tag, or day's last commit."
)
@click.option(
    "--replay", type=click.Path(path_type=Path), default=None, metavar="FILE.jsonl", help="Look at kept facts."
)
def explain(id_: str, repo: Path, at: str, replay: Path | None) -> None:
    """Explain an activity (I-SB-2-A), criterion (I-SB-2-A.2), measure (X-06) or fact kind (ci.steps)."""
    pack = with_overlay()
    explain_id(id_, pack, None)
    assessment = None
    if replay is not None:
        assessment = assess(from_lines(read_file(replay), where=str(replay)), pack=pack)
    else:
        try:
            assessment = assess(collect(Wanted(path=repo, at=at))[0], pack=pack)
        except SourceError as error:
            click.echo(f"warning: {error}", err=True)
    click.echo(explain_id(id_, pack, assessment), nl=False)
