"""`sammeter import`: a workbook or another tool's file to a file of answers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sammeter.app.exchange import import_file, remarks
from sammeter.cli.output import read_file, refuse_same, write
from sammeter.text.escape import terminal


@click.group("import", context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
def import_() -> None:
    """Bring your answers: from OWASP's workbook, .samm or sammwise to a file that `sammeter score` takes."""


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for add in (
        click.option("--strict", is_flag=True, help="Write nothing if an answer cannot be understood."),
        click.option("-o", "--output", type=click.Path(path_type=Path), default=None,
                     help="Write to this file; JSON if it ends so, else YAML."),
        click.argument("file", type=click.Path(path_type=Path)),
    ):  # fmt: skip
        command = add(command)
    return command


@import_.command()
@_options
def toolbox(**given: Any) -> None:
    """Import OWASP's workbook of SAMM v2, any release from 2020 on.

    \b
    sammeter import toolbox SAMM_spreadsheet.xlsx -o answers.yaml
    sammeter score answers.yaml
    """  # noqa: D301 - click wants the control character
    _import("toolbox", **given)


@import_.command()
@_options
def samm(**given: Any) -> None:
    """Import a .samm file, as open-sammy exports it."""
    _import("samm", **given)


@import_.command("sammwise")
@_options
def sammwise_(**given: Any) -> None:
    """Import the JSON file that sammwise saves."""
    _import("sammwise", **given)


def _import(kind: str, *, file: Path, output: Path | None, strict: bool) -> None:
    refuse_same(output, file)
    form = "json" if output is not None and output.suffix == ".json" else "yaml"
    found = import_file(kind, read_file(file), where=str(file), form=form, strict=strict)
    write(found.answers, output)
    for line in remarks(found.filled.remarks):
        click.echo(f"warning: {terminal(line)}", err=True)
    if found.lost:
        count = len(found.lost)
        click.echo(f"warning: {count} answer{'s' * (count > 1)} could not be understood and stayed blank", err=True)
    filled, phases = found.filled, len(found.filled.phases)
    planned = f", {phases} phase{'s' * (phases > 1)}" if phases else ""
    click.echo(
        f"{len(filled.answers)} of 90 answers, {len(filled.notes)} notes{planned}, SAMM {filled.model}", err=True
    )
    if output is not None:
        click.echo(f"{terminal(str(output))}; next: sammeter score {terminal(str(output))}", err=True)
