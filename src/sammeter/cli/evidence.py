"""`sammeter evidence`: the ledger of decisions and exceptions, and the proof that nobody changed it."""

import sys
from pathlib import Path

import click

from sammeter.cli.output import write
from sammeter.text.escape import terminal

_LEDGER = click.argument("ledger", type=click.Path(path_type=Path), metavar="LEDGER")


@click.group()
def evidence() -> None:
    r"""Keep decisions in a chain that cannot be changed unnoticed, verify it offline, hand it to an auditor.

    \b
    sammeter check build --ledger ledger --key key.pem
    sammeter evidence verify ledger --key key.pub
    """


@evidence.command("list")
@_LEDGER
def list_(ledger: Path) -> None:
    """List the entries of a ledger."""
    from sammeter.app.ledger import pages

    click.echo(pages(ledger), nl=False)


@evidence.command()
@_LEDGER
@click.argument("number", type=click.IntRange(1))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Write to this file."
)
def show(ledger: Path, number: int, output: Path | None) -> None:
    """Show one entry as JSON."""
    from sammeter.app.ledger import shown

    write(shown(ledger, number), output)


@evidence.command()
@_LEDGER
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE|DIR...")
@click.option("--key", type=click.Path(path_type=Path), default=None, metavar="PEM", help="Sign with this private key.")
def add(ledger: Path, files: tuple[Path, ...], key: Path | None) -> None:
    """Keep signed-off exceptions in a ledger; those that it holds already are left alone."""
    from sammeter.app.ledger import keep_signoffs, signer
    from sammeter.app.signoffs import read_signoffs

    kept = keep_signoffs(ledger, read_signoffs(files), signer(key))
    click.echo(f"{len(kept)} kept")


@evidence.command()
@_LEDGER
@click.option(
    "--key",
    "keys",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="PEM",
    help="A public key or certificate that you trust.",
)
@click.option(
    "--head",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="A signed head that was kept elsewhere.",
)
@click.option("--no-replay", is_flag=True, help="Do not decide again what was decided.")
def verify(ledger: Path, keys: tuple[Path, ...], head: Path | None, *, no_replay: bool) -> None:
    """Prove offline that nothing was altered, dropped or reordered, and decide again what was decided.

    Exit code 0: all of it holds; 1: it does not.
    """
    from sammeter.app.ledger import Trust
    from sammeter.app.ledger import verify as prove

    found = prove(ledger, Trust(keys=keys, head=head), replay=not no_replay)
    for where, what in found.wrong:
        click.echo(f"x {terminal(where)}: {terminal(what)}")
    for note in found.notes:
        click.echo(f"- {terminal(note)}")
    click.echo(
        f"{found.entries} entries, {found.signed} signed; {found.things} things they speak of; {found.replayed} decisions decided again"
    )
    click.echo(f"=> {'all of it holds' if not found.wrong else f'{len(found.wrong)} faults'}")
    sys.exit(int(bool(found.wrong)))


@evidence.command()
@_LEDGER
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE.zip", help="Write to this file."
)
def export(ledger: Path, output: Path) -> None:
    """Write everything for an auditor, with a verifier in plain Python."""
    from sammeter.app.ledger_export import exported

    write(exported(ledger), output)
    click.echo(f"{output}: unpack it and run python3 verify.py", err=True)
