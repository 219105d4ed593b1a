"""`sammeter roadmap`: what to do next, when, by whom, and how far it is."""

from fractions import Fraction
from pathlib import Path

import click

from sammeter.app import roadmap as app
from sammeter.app import roadmap_plan
from sammeter.app.clock import as_moment, today
from sammeter.cli.output import write
from sammeter.errors import ConflictError, DataError
from sammeter.report.plan.formats import EXPORTED, SHOWN, render

FILE = Path("roadmap.yaml")
_PATH = click.Path(path_type=Path)


@click.group()
def roadmap() -> None:
    """Plan the way to a target in phases, and see how far it is."""


@roadmap.command()
@click.option("--from", "now", type=_PATH, default=None, metavar="ANSWERS", help="The answers of today: a score file.")
@click.option("--template", default="", metavar="KIND", help="Aim at a starter template; 'list' shows them.")
@click.option("--targets", type=_PATH, default=None, metavar="FILE", help="Aim at the targets of this file.")
@click.option("--class", "risk", default="", metavar="CLASS", help="Risk class of the scope: high, for instance.")
@click.option("--phases", type=click.IntRange(1, 40), default=4, show_default=True, help="How many phases.")
@click.option("--start", default="", metavar="DATE", help="First day; default: the first of the next month.")
@click.option("--months", type=click.IntRange(1, 60), default=6, show_default=True, help="How long a phase is.")
@click.option("--budget", default="", metavar="DAYS", help="Person-days a phase; default: an even share of all work.")
@click.option("--name", default="", help="What the plan is called.")
@click.option(
    "--seconds", type=click.FloatRange(1, 3600), default=60.0, show_default=True, help="Longest search, twice."
)
@click.option("--replace", is_flag=True, help="Write over a plan that is there already.")
@click.option("-o", "--output", type=_PATH, default=None, help="Write the plan to this file.")
def plan(  # noqa: PLR0913, PLR0917 - one a flag
    now: Path | None, template: str, targets: Path | None, risk: str, phases: int, start: str, months: int, budget: str, name: str,
    seconds: float, replace: bool, output: Path | None,  # noqa: FBT001
) -> None:  # fmt: skip
    r"""Choose which step goes into which phase, and say why.

    \b
    sammeter roadmap plan --from answers.yaml --template software-company -o roadmap.yaml
    sammeter roadmap plan --from answers.yaml --targets ours.yaml --class high --budget 120
    """
    if template == "list":
        write(roadmap_plan.templates(), None)
        return
    if output is not None and output.exists() and not replace:
        raise ConflictError(
            "is there already, perhaps with owners and notes",
            where=str(output),
            hint="add --replace, or name another file",
        )
    wanted = roadmap_plan.Wanted(now=now, start=_day(start) if start else roadmap_plan.next_month(today()), template=template, targets=targets,
                                 risk_class=risk, phases=phases, months=months, budget=_budget(budget), name=name, seconds=seconds)  # fmt: skip
    made = roadmap_plan.make(wanted)
    write(made.file, output)
    click.echo(made.page.decode(), err=output is None, nl=False)
    if output is not None:
        click.echo(str(output), err=True)


@roadmap.command()
def templates() -> None:
    """List the starter templates: for whom each is, and why."""
    write(roadmap_plan.templates(), None)


@roadmap.command()
@click.argument("file", type=_PATH, default=FILE)
@click.option("--now", type=_PATH, default=None, metavar="ANSWERS", help="The answers of today: shows progress.")
@click.option("--as-of", default="", metavar="DATE", help="Judge what is due by this day (default: today).")
@click.option("--format", "form", type=click.Choice(SHOWN), default="text", help="How to show it.")
@click.option("-o", "--output", type=_PATH, default=None, help="Write to this file.")
def show(file: Path, now: Path | None, as_of: str, form: str, output: Path | None) -> None:
    """Show a plan: what it comes to, what is due, what is late."""
    _put(file, now, as_of, form, output)


@roadmap.command()
@click.argument("file", type=_PATH, default=FILE)
@click.option("--format", "form", type=click.Choice(EXPORTED), required=True, help="What to make of it.")
@click.option(
    "--now", type=_PATH, default=None, metavar="ANSWERS", help="The answers of today: adds the state of items."
)
@click.option("--as-of", default="", metavar="DATE", help="Judge what is due by this day (default: today).")
@click.option("--merge", is_flag=True, help="For answers: make one phase of the fourth and all that follow.")
@click.option("-o", "--output", type=_PATH, required=True, help="Write to this file.")
def export(file: Path, form: str, now: Path | None, as_of: str, merge: bool, output: Path) -> None:  # noqa: FBT001
    """Export a plan: workbook, table, page, calendar, or answers for `sammeter score`."""
    _put(file, now, as_of, form, output, merge=merge)
    click.echo(str(output), err=True)


@roadmap.command("what-if")
@click.argument("changes", nargs=-1, required=True, metavar="ACTIVITY=ANSWER...")
@click.option("--now", type=_PATH, default=None, metavar="ANSWERS", help="The answers of today: a score file.")
@click.option("--plan", "file", type=_PATH, default=None, metavar="FILE", help="A plan: adds the way to its target.")
@click.option("--format", "form", type=click.Choice(SHOWN), default="text", help="How to show it.")
def what_if(changes: tuple[str, ...], now: Path | None, file: Path | None, form: str) -> None:
    r"""Say what other answers would be worth.

    \b
    sammeter roadmap what-if I-SB-2-A=half V-ST-1-A=1 --now answers.yaml
    """
    write(app.what_if_page(changes, now=now, plan=file, form=form), None)


def _put(file: Path, now: Path | None, as_of: str, form: str, output: Path | None, *, merge: bool = False) -> None:
    from sammeter.text.escape import terminal

    found = app.view(file, as_of=_day(as_of) if as_of else today()[:10], now=now)
    for warning in found.warnings:
        click.echo(f"warning: {terminal(warning)}", err=True)
    write(render(found.view, form, merge=merge), output)


def _day(text: str) -> str:
    return as_moment(text, where="--as-of or --start")[:10]


def _budget(text: str) -> Fraction | None:
    if not text:
        return None
    found = roadmap_plan.amount(text)
    if found is None:
        raise DataError(
            f"'{text}' is no number of days",
            where="--budget",
            hint="write a number with at most two places: --budget 120",
        )
    return found
