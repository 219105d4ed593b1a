"""`sammeter demo`: a made-up organisation on which everything can be seen."""

from pathlib import Path

import click

from sammeter.app.clock import as_moment, today
from sammeter.app.demo import make


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("sammeter-demo"))
@click.option("--as-of", default="", metavar="DATE", help="The day it is made for (default: today).")
def demo(folder: Path, as_of: str) -> None:
    r"""Make an organisation of 12 applications, with git histories, pipelines, reports and statements, good and bad.

    \b
    sammeter demo
    sammeter assess sammeter-demo
    """
    count = make(folder, as_moment(as_of, where="--as-of") if as_of else today())
    click.echo(f"{folder}: {count} made-up applications; next: sammeter assess {folder}", err=True)
