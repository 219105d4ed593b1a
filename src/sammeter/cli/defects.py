"""`sammeter defects`: what tools found, as defects with an owner, a state and a due date."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sammeter.cli.output import write
from sammeter.text.escape import terminal

_REGISTER = click.option(
    "--register",
    type=click.Path(path_type=Path),
    default=Path("defects.sqlite"),
    show_default=True,
    metavar="FILE",
    help="The register.",
)
_BY = click.option(
    "--by", envvar="SAMMETER_BY", default="", metavar="PERSON", help="Who decides (default: SAMMETER_BY)."
)
_OUTPUT = click.option(
    "-o", "--output", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Write to this file."
)


def _asked(command: Callable[..., Any]) -> Callable[..., Any]:
    for one in reversed((
        _REGISTER,
        click.option("--app", default="", metavar="NAME", help="One application alone."),
        click.option("--sla", "named", default="standard", show_default=True, metavar="NAME|FILE", help="The deadlines."),
        click.option("--catalog", type=click.Path(path_type=Path), default=None, metavar="FILE", help="Take risk classes from this catalog."),
        click.option("--as-of", default="", metavar="DATE", help="As it stood at the end of this day (default: now)."),
    )):  # fmt: skip
        command = one(command)
    return command


@click.group()
def defects() -> None:
    r"""Keep what tools find as defects: once each, with a state, an owner and a due date.

    \b
    sammeter defects import reports --app shop
    sammeter defects sla
    sammeter defects export --format facts -o evidence/defects.json
    """


@defects.command("import")
@click.argument("reports", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE|DIR...")
@click.option("--app", required=True, metavar="NAME", help="The application that was scanned.")
@_REGISTER
def import_(reports: tuple[Path, ...], app: str, register: Path) -> None:
    """Take over what reports show; the same report again changes nothing."""
    from sammeter.app.defects import import_reports

    done = import_reports(register, app, reports)
    for gap in done.gaps:
        click.echo(f"warning: {terminal(gap.where)}: {terminal(gap.reason)} {terminal(gap.detail)}".rstrip(), err=True)
    click.echo(
        f"{done.reports} reports, {done.known_before} of before; {done.found} findings: {done.new} new, {done.back} came back, {done.gone} gone"
    )


def _read(options: dict[str, Any]) -> tuple[Any, Any]:
    from sammeter.app import clock
    from sammeter.app.defects import Asked, deadlines_of, risks_of
    from sammeter.app.packs import shipped

    as_of = clock.as_moment(options["as_of"], where="--as-of") if options["as_of"] else clock.now()
    if len(options["as_of"]) == 10:
        as_of = as_of.replace("T00:00:00Z", "T23:59:59Z")
    deadlines = deadlines_of(options["named"], shipped())
    return Asked(
        register=options["register"],
        deadlines=deadlines,
        as_of=as_of,
        app=options["app"],
        risks=risks_of(options["catalog"]),
    ), deadlines


@defects.command("list")
@_asked
@click.option(
    "--state",
    type=click.Choice(["open", "accepted", "fixed", "false-positive", "duplicate", "all"]),
    default="open",
    show_default=True,
)
@click.option("--fail-overdue", is_flag=True, help="Exit with 1 if one is overdue.")
def list_(state: str, *, fail_overdue: bool, **options: Any) -> None:
    """List defects, what is due first."""
    from sammeter.app.defect_pages import listed
    from sammeter.app.defects import standing

    asked, _ = _read(options)
    found = standing(asked)
    click.echo(listed([one for one in found if state in (one.state, "all")], asked.as_of), nl=False)
    sys.exit(int(fail_overdue and any(one.breached and one.state == "open" for one in found)))


@defects.command()
@click.argument("name", metavar="ID")
@_asked
def show(name: str, **options: Any) -> None:
    """Show one defect with everything that happened to it."""
    from sammeter.app.defect_pages import told
    from sammeter.app.defects import history

    asked, _ = _read(options)
    one, events = history(asked, name)
    click.echo(told(one, events, asked.as_of), nl=False)


@defects.command()
@_asked
@click.option("--fail-overdue", is_flag=True, help="Exit with 1 if one is overdue.")
def sla(*, fail_overdue: bool, **options: Any) -> None:
    """Say what is due, what is overdue, and how many promises were kept."""
    from sammeter.app.defect_pages import promises
    from sammeter.app.defects import standing

    asked, deadlines = _read(options)
    found = standing(asked)
    click.echo(promises(found, deadlines, asked.as_of, risks=bool(asked.risks)), nl=False)
    sys.exit(int(fail_overdue and any(one.breached and one.state == "open" for one in found)))


@defects.command()
@_asked
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_OUTPUT
def stats(form: str, output: Path | None, **options: Any) -> None:
    """Give time to fix, promises kept, age of the backlog, what came back, and the trend."""
    from sammeter.app.defect_pages import figures, figures_text
    from sammeter.app.defects import standing

    asked, _ = _read(options)
    found = figures(standing(asked), asked.as_of)
    write((json.dumps(found, indent=1) + "\n" if form == "json" else figures_text(found)).encode(), output)


@defects.command()
@_asked
@click.option(
    "--format", "form", type=click.Choice(["csv", "json", "markdown", "facts"]), default="json", show_default=True
)
@_OUTPUT
def export(form: str, output: Path | None, **options: Any) -> None:
    """Write all defects; `facts` is what assess and check read with --evidence."""
    from sammeter.app.defect_facts import as_facts
    from sammeter.app.defect_pages import as_csv, as_markdown, rows
    from sammeter.app.defects import standing, synced

    asked, deadlines = _read(options)
    found = standing(asked)
    if form == "facts":
        data = as_facts(found, deadlines, asked.as_of, synced_at=synced(asked))
    elif form == "json":
        data = (json.dumps(rows(found, asked.as_of), indent=1) + "\n").encode()
    else:
        data = as_csv(found, asked.as_of) if form == "csv" else as_markdown(found, asked.as_of)
    write(data, output)


def _say(name: str, register: Path, what: str, by: str, **more: str) -> None:
    from sammeter.app import clock
    from sammeter.app.defects import Asked, Say, deadlines_of, say
    from sammeter.app.packs import shipped

    asked = Asked(register=register, deadlines=deadlines_of("standard", shipped()), as_of=clock.now())
    one = say(asked, name, Say(what=what, by=by, **more))
    click.echo(f"{one.id}  {one.state}  {one.severity or '?'}  {terminal(one.owner) or 'nobody'}")


@defects.command()
@click.argument("name", metavar="ID")
@_REGISTER
@_BY
@click.option("--severity", default="", metavar="WORD", help="Rate it anew: low, medium, high, critical.")
@click.option("--false-positive", is_flag=True, help="It is none.")
@click.option("--of", "other", default="", metavar="ID", help="It is the same as this one.")
@click.option("--reopen", is_flag=True, help="It is one after all.")
@click.option("--reason", default="", help="Why.")
def triage(  # noqa: PLR0913 - one a flag
    name: str, register: Path, by: str, severity: str, other: str, reason: str, *, false_positive: bool, reopen: bool
) -> None:
    """Say that it was looked at, and what it is."""
    what = (
        "false-positive"
        if false_positive
        else "duplicate"
        if other
        else "reopened"
        if reopen
        else "severity"
        if severity
        else "triaged"
    )
    _say(name, register, what, by, value=other or severity, note=reason)


@defects.command()
@click.argument("name", metavar="ID")
@click.argument("owner", metavar="PERSON|TEAM")
@_REGISTER
@_BY
def assign(name: str, owner: str, register: Path, by: str) -> None:
    """Give it an owner."""
    _say(name, register, "assigned", by, value=owner)


@defects.command()
@click.argument("name", metavar="ID")
@_REGISTER
@_BY
@click.option("--requester", default="", metavar="PERSON", help="Who asks for it; somebody else than who agrees.")
@click.option("--until", required=True, metavar="DAY", help="The last day it is accepted, at most a year away.")
@click.option("--reason", default="", help="Why.")
def accept(name: str, register: Path, by: str, requester: str, until: str, reason: str) -> None:
    """Accept it for some time; two persons are needed, and the clock stands still until then."""
    _say(
        name,
        register,
        "accepted",
        by,
        requester=requester,
        until=until,
        note=f"{reason} (asked by {requester})" if reason else "",
    )
