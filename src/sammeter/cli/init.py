"""`sammeter init`: a catalog of what lies around."""

from pathlib import Path

import click

from sammeter.app.catalog import NAME
from sammeter.app.init import as_yaml, of_table, propose
from sammeter.cli.output import read_file, write
from sammeter.errors import ConflictError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--from", "table", type=click.Path(path_type=Path), default=None, metavar="FILE.csv|FILE.xlsx",
              help="Take the applications from an inventory.")  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, help=f"Write here (default: FOLDER/{NAME})."
)
def init(folder: Path, table: Path | None, output: Path | None) -> None:
    r"""Look around in a folder and propose a catalog of applications.

    \b
    sammeter init ../repositories
    sammeter init --from inventory.xlsx -o sammeter.yaml
    """
    catalog = of_table(read_file(table), where=str(table)) if table else propose(folder)
    target = output or folder / NAME
    if target.exists():
        raise ConflictError("is there already", where=str(target), hint="name another file with -o")
    write(as_yaml(catalog).encode(), target)
    count = len(catalog.applications)
    click.echo(f"{target}: {count} application{'s' if count != 1 else ''}; next: sammeter assess {target}", err=True)
