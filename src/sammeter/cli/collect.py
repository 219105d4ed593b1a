"""`sammeter collect`: fetch what `assess --evidence` reads."""

from pathlib import Path

import click

from sammeter.app.forge import SOURCES, TOKENS, Wanted, fetch
from sammeter.errors import DataError
from sammeter.text.escape import terminal


@click.group()
def collect() -> None:
    """Fetch records to hand in with `sammeter assess --evidence`."""


@collect.command()
@click.argument("name", metavar="OWNER/NAME|PROJECT")
@click.option("--source", type=click.Choice(SOURCES), required=True, help="Which forge it is.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Write into this folder."
)
@click.option("--url", default="", metavar="BASE", help="Where the API is (default: github.com's or gitlab.com's).")
@click.option("--since", default="", metavar="DATE", help="Read back to this date (default: as far as rules ask).")
@click.option("--offline", is_flag=True, help="Refuse: fetching needs the network.")
def forge(name: str, source: str, output: Path, url: str, since: str, *, offline: bool) -> None:
    r"""Fetch reviews, branch rules, environments, deployments and runs.

    The token is read from the environment: GITHUB_TOKEN or GITLAB_TOKEN. Only GET is used.

    \b
    sammeter collect forge acme/shop --source github -o shop-forge
    sammeter assess shop --evidence shop-forge
    """
    if offline:
        raise DataError("fetching from a forge needs the network", where="--offline", hint="leave out --offline")
    done = fetch(Wanted(name=name, source=source, folder=output, url=url, since=since),
                 lambda text: click.echo(terminal(text), err=True))  # fmt: skip
    for reason in done.missing[:20]:
        click.echo(f"warning: not shown: {terminal(reason)}", err=True)
    if len(done.missing) > 20:
        click.echo(f"warning: and {len(done.missing) - 20} more, listed in the files", err=True)
    for endpoint, count in done.counts.items():
        click.echo(f"{count:>7}  {endpoint}")
    click.echo(f"written to {terminal(str(done.folder))}; {TOKENS[source]} was only read")
