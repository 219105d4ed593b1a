"""`sammeter exceptions`: which departures are signed off, and which of them lapse."""

import json
import sys
from pathlib import Path

import click

from sammeter.cli.output import write


@click.command()
@click.argument("places", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE|DIR...")
@click.option(
    "--soon",
    type=click.IntRange(0, 3650),
    default=14,
    show_default=True,
    metavar="DAYS",
    help="What lapses within so many days.",
)
@click.option("--as-of", default="", metavar="DATE", help="On this day (default: today).")
@click.option(
    "--path",
    type=click.Path(path_type=Path),
    default=None,
    metavar="PATH",
    help="Also say which match nothing there any more.",
)
@click.option(
    "--policy",
    "named",
    default="starter",
    show_default=True,
    metavar="NAME|FILE",
    help="The policy they are exceptions from, with --path.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE|DIR",
    help="Reports beside the tree, with --path.",
)
@click.option(
    "--risk",
    default="",
    type=click.Choice(["", "low", "medium", "high", "critical"]),
    metavar="CLASS",
    help="The risk class, with --path.",
)
@click.option("--fail-lapsed", is_flag=True, help="Exit with 1 if one lapsed.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to show it."
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Write to this file."
)
def exceptions(  # noqa: PLR0913, PLR0917 - one a flag
    places: tuple[Path, ...], soon: int, as_of: str, path: Path | None, named: str, evidence: tuple[Path, ...], risk: str,
    form: str, output: Path | None, *, fail_lapsed: bool,
) -> None:  # fmt: skip
    r"""List signed-off exceptions: what lapsed, lapses soon, does not count, matches nothing any more, is in force.

    \b
    sammeter exceptions exceptions/
    sammeter exceptions exceptions/ --path . --policy standard --evidence reports
    """
    from sammeter.app import clock
    from sammeter.app.signoff_pages import as_rows, as_text, listed
    from sammeter.app.signoffs import read_signoffs

    today = clock.as_moment(as_of, where="--as-of") if as_of else clock.today()
    signoffs = read_signoffs(places)
    if path is None:
        found = listed(signoffs, today[:10], soon)
    else:
        from sammeter.app import check as use
        from sammeter.app.packs import shipped
        from sammeter.app.policies import policy_of
        from sammeter.app.reading import Wanted as Read

        pack = shipped()
        wanted = use.Wanted(
            read=Read(path=path, as_of=today, evidence=evidence), policy=policy_of(named, pack), risk_class=risk
        )
        collected, _ = use.collect(wanted)
        known, _, _ = use.known(wanted, collected, pack)
        found = listed(signoffs, today[:10], soon, use.check(wanted, collected, pack, signoffs=signoffs), known)
    data = json.dumps(as_rows(found), indent=2, ensure_ascii=False) + "\n" if form == "json" else as_text(found, soon)
    write(data.encode(), output)
    sys.exit(int(fail_lapsed and any(one.state == "lapsed" for one in found)))
