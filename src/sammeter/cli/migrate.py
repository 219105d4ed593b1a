"""`sammeter migrate`: answers and statements from one version of the model to another."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from sammeter.cli.output import read_file, write
from sammeter.errors import ConflictError, DataError

if TYPE_CHECKING:
    from sammeter.app.migrate import Migrated


@click.command()
@click.argument("source", type=click.Path(path_type=Path), metavar="ANSWERS|STATEMENTS")
@click.option("--to", "target", required=True, metavar="VERSION|DIR", help="Where to: a version, or model files.")
@click.option("--from", "since", default="", metavar="VERSION", help="Which version statements answered.")
@click.option("--by", default="", envvar="SAMMETER_BY", metavar="NAME", help="Who takes statements back (SAMMETER_BY).")
@click.option("--role", default="", envvar="SAMMETER_ROLE", help="What that person is (SAMMETER_ROLE).")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to show what is found."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Write the outcome to this file.")
def migrate(  # noqa: PLR0913, PLR0917 - one a flag
    source: Path, target: str, since: str, by: str, role: str, form: str, output: Path | None
) -> None:
    r"""Keep what means the same, leave open what asks something else; without -o nothing is written.

    \b
    sammeter migrate answers.yaml --to 2.2.0 -o answers-2.2.0.yaml
    sammeter migrate statements --from 2.1.0 --to 2.2.0 --by Ada --role lead -o statements
    """
    from sammeter.app.migrate import migrate_answers
    from sammeter.app.migrate_pages import document, text_page
    from sammeter.app.packs import shipped
    from sammeter.text.escape import json_controls

    if source.is_dir():
        if output is not None and not (by.strip() and role.strip()):
            raise DataError(
                "nobody takes them back", where="--by", hint="name yourself: --by 'Ada <ada@example.org>' --role lead"
            )
        found = _statements(source, since, target, (by, role))
        place = _beside(output, found.name)
    else:
        found = migrate_answers(read_file(source), where=str(source), to=target, pack=shipped())
        place = _file(output)
    if form == "json":
        click.echo(json_controls(msgspec.json.format(msgspec.json.encode(document(found)), indent=1)).decode())
    else:
        click.echo(text_page(found), nl=False)
    if place is not None and found.text:
        write(found.text, place)
        click.echo(str(place), err=True)


def _statements(source: Path, since: str, target: str, who: tuple[str, str]) -> "Migrated":
    from sammeter.app.clock import now
    from sammeter.app.migrate import Scribe, migrate_statements
    from sammeter.app.packs import shipped

    scribe = Scribe(by=who[0], role=who[1], at=now())
    return migrate_statements(source, since=since, to=target, pack=shipped(), scribe=scribe)


def _beside(output: Path | None, name: str) -> Path | None:
    """Return where the statements that take back go: a new file, in the folder that was named or as it was named."""
    if output is None:
        return None
    place = output / name if output.is_dir() else output
    if place.exists():
        raise ConflictError("this was done before", where=str(place), hint="read that file; nothing is written over")
    return place


def _file(output: Path | None) -> Path | None:
    if output is not None and output.suffix == ".json":
        raise DataError(
            "what is left open is told in notes, which JSON has not", where=str(output), hint="name it .yaml"
        )
    return output
