"""`sammeter answer`: one answer, or a table of them, without an interview."""

from pathlib import Path

import click

from sammeter.app.declare import folder_of
from sammeter.app.packs import shipped
from sammeter.app.record import Extra, proofs, units
from sammeter.app.said_table import Table, template
from sammeter.app.say import Kept, say, say_file, say_table, words
from sammeter.app.who import who
from sammeter.cli.output import read_file, write
from sammeter.errors import DataError
from sammeter.text.escape import terminal

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("id_", metavar="[ID", default="")
@click.argument("value", metavar="VALUE]", default="")
@click.option("--unit", default="", metavar="APP", help="The one application it is said of (default: all).")
@click.option(
    "--units", "counted", default="", metavar="A,B", help="The applications that the answer was counted over."
)
@click.option("--by", default="", metavar="NAME", help="Who says it (default: SAMMETER_BY, else git's user).")
@click.option("--role", default="", help="What that person is (default: SAMMETER_ROLE).")
@click.option("--proof", multiple=True, metavar="FILE|URL", help="What it stands on; a file's digest is computed.")
@click.option("--proof-sha256", default="", metavar="HEX", help="The digest of what the address holds.")
@click.option("--note", default="", help="Why, or what else there is to know.")
@click.option("--period", default="", metavar="A/B", help="The days it covers: 2026-01-01/2026-06-30.")
@click.option("--until", default="", metavar="DATE", help="The last day it holds.")
@click.option(
    "--statements", type=FILE, default=None, metavar="DIR", help="Where statements are kept (default: statements)."
)
@click.option(
    "--csv", "table", type=FILE, default=None, metavar="FILE.csv", help="Keep a whole table, or nothing of it."
)
@click.option(
    "--from", "file", type=FILE, default=None, metavar="FILE", help="Keep the answers of a workbook or file of answers."
)
@click.option(
    "--template", "empty", type=click.Choice(["csv"]), default=None, help="Print the empty table of all questions."
)
def answer(  # noqa: PLR0913, PLR0917 - one a flag
    id_: str,
    value: str,
    unit: str,
    counted: str,
    by: str,
    role: str,
    proof: tuple[str, ...],
    proof_sha256: str,
    note: str,
    period: str,
    until: str,
    statements: Path | None,
    table: Path | None,
    file: Path | None,
    empty: str | None,
) -> None:
    r"""Say one thing: VALUE is yes or no of a criterion, no, some, half or most of a question.

    \b
    sammeter answer I-SB-2-A half --unit shop --proof build.log
    sammeter answer isb2a.1 yes --unit shop --note "since May"
    sammeter answer I-SB-2-A withdrawn --unit shop
    sammeter answer --template csv > answers.csv
    sammeter answer --csv answers.csv
    sammeter answer --from SAMM_spreadsheet.xlsx

    A number is what an answer is worth (0, 0.25, 0.5, 1), not its place; n/a needs --note and a second person.
    """
    if empty:
        write(template(shipped()).encode(), None)
        return
    folder = folder_of(statements)
    person = who(by, role)
    if table is not None:
        _refuse(id_, "ID", "--csv")
        rows = Table(data=read_file(table), where=str(table), folder=folder, who=person, unit=unit)
        _show(say_table(rows, shipped()))
        return
    if file is not None:
        _refuse(id_, "ID", "--from")
        _show(say_file(read_file(file), str(file), person.complete(), folder, shipped(), unit=unit))
        return
    if not id_ or not value:
        raise DataError(
            "ID and VALUE are missing", where="answer", hint="sammeter answer I-SB-2-A half, or --csv FILE.csv"
        )
    extra = Extra(
        units=units(counted), proof=proofs(proof, folder, sha256=proof_sha256), period=period, until=until, note=note
    )
    _show(say((id_, value), person.complete(), folder, shipped(), unit=unit, extra=extra))


def _refuse(text: str, name: str, beside: str) -> None:
    if text:
        raise DataError(f"{name} and {beside} at once", where="answer", hint="one or the other")


def _show(kept: Kept) -> None:
    for one, carries in kept:
        click.echo(terminal(f"{one.where}: {words(one, shipped())}: {carries}"))
