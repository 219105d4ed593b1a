"""`sammeter check prove`: known-bad changes in scratch copies, and whether the build stops them."""

import sys
from pathlib import Path

import click

from sammeter.app.prove import Wanted
from sammeter.app.prove import prove as run
from sammeter.app.prove_pages import as_json, as_text
from sammeter.cli.output import write


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path(), metavar="[PATH]")
@click.option("--run", "command", required=True, metavar="COMMAND", help="The build, as you would type it in a shell.")
@click.option("--seed", "seeds", multiple=True, metavar="NAME", help="Try only this known-bad change (repeatable).")
@click.option(
    "--seconds", type=click.IntRange(1, 86_400), default=900, show_default=True, help="Give each build this long."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write here instead of the screen."
)
def prove(path: Path, command: str, seeds: tuple[str, ...], seconds: int, form: str, output: Path | None) -> None:
    r"""Seed known-bad changes in copies of PATH and see whether the build stops.

    COMMAND is run once on a harmless change, which it must let pass, and once on each seed, always in a fresh copy. It is
    yours: it is the only thing that sammeter ever runs. Exit code 0: it stopped each seed that applies; 1: it did not,
    or that cannot be told. The JSON counts as evidence: `sammeter assess --evidence FILE`.

    \b
    sammeter check prove --run 'make check'
    sammeter check prove --run 'sammeter check build' --seed plain-secret
    """
    proof = run(
        Wanted(path=path, command=command, seconds=seconds, seeds=seeds), lambda text: click.echo(text, err=True)
    )
    write(as_json(proof) if form == "json" else as_text(proof), output)
    sys.exit(0 if proof.holds else 1)
