"""`sammeter export`: a file of answers to a workbook or another tool's file."""

from pathlib import Path

import click

from sammeter.app.exchange import Exported, export_csv, export_samm, export_sammwise, export_toolbox, filled
from sammeter.cli.output import read_file, refuse_same, write
from sammeter.text.escape import terminal

_ANSWERS = click.argument("answers", type=click.Path(path_type=Path))
_OUTPUT = click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Write to this file.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
def export() -> None:
    """Take your answers home: to OWASP's workbook, .samm, sammwise or CSV.

    ANSWERS is a file of answers, or anything that `sammeter import` reads.
    """


@export.command()
@_ANSWERS
@click.option("--template", type=click.Path(path_type=Path), required=True, metavar="WORKBOOK.xlsx",
              help="Your own copy of OWASP's workbook.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Write to this file.")
def toolbox(answers: Path, template: Path, output: Path) -> None:
    """Fill a copy of OWASP's workbook; only its input cells change.

    \b
    sammeter export toolbox answers.yaml --template SAMM_spreadsheet.xlsx -o filled.xlsx
    """  # noqa: D301 - click wants the control character
    refuse_same(output, answers, template)
    found = filled(read_file(answers), where=str(answers))
    _out(export_toolbox(found, read_file(template), where=str(template)), output)


@export.command()
@_ANSWERS
@_OUTPUT
def samm(answers: Path, output: Path | None) -> None:
    """Write a .samm file, which open-sammy and others read."""
    refuse_same(output, answers)
    _out(export_samm(filled(read_file(answers), where=str(answers))), output)


@export.command()
@_ANSWERS
@_OUTPUT
def sammwise(answers: Path, output: Path | None) -> None:
    """Write the JSON file that sammwise loads."""
    refuse_same(output, answers)
    _out(export_sammwise(filled(read_file(answers), where=str(answers))), output)


@export.command()
@_ANSWERS
@_OUTPUT
def csv(answers: Path, output: Path | None) -> None:
    """Write a table: id, question, answer, value and note of each activity."""
    refuse_same(output, answers)
    _out(export_csv(filled(read_file(answers), where=str(answers))), output)


def _out(found: Exported, output: Path | None) -> None:
    write(found.data, output)
    for name in found.left_out:
        click.echo(f"warning: this format has no place for: {name}", err=True)
    if output is not None:
        click.echo(terminal(str(output)), err=True)
