"""`sammeter ask`: the interview in a terminal, one question a screen."""

import os
import sys
from pathlib import Path

import click

from sammeter.app.ask import Choice, Interview
from sammeter.app.ask_begin import Sources, begin
from sammeter.app.ask_pages import screen
from sammeter.app.assess import collect
from sammeter.app.declare import folder_of
from sammeter.app.packs import with_overlay
from sammeter.app.reading import Wanted
from sammeter.app.replay import from_lines
from sammeter.app.who import Who, who
from sammeter.cli.keys import keys
from sammeter.cli.output import read_file
from sammeter.errors import DataError
from sammeter.text.escape import terminal

FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("scope", default="")
@click.option("--level", type=click.IntRange(1, 3), default=None, help="Only questions of this level.")
@click.option("--practice", default="", metavar="I-SB", help="Only questions of this practice.")
@click.option("--open", "open_", is_flag=True, help="Only questions that are open.")
@click.option(
    "--repo", type=FOLDER, default=None, metavar="PATH", help="Show beside each criterion what this repository shows."
)
@click.option("--facts", type=FOLDER, default=None, metavar="FILE.jsonl", help="Show what these kept facts show.")
@click.option(
    "--statements", type=FOLDER, default=None, metavar="DIR", help="Where statements are kept (default: statements)."
)
@click.option(
    "--inherit", type=FOLDER, multiple=True, metavar="DIR", help="Offer what is said here where one's own says nothing."
)
@click.option("--by", default="", metavar="NAME", help="Who answers (default: SAMMETER_BY, else git's user).")
@click.option("--role", default="", help="What that person is (default: SAMMETER_ROLE, else asked once).")
@click.option(
    "--wording",
    type=click.Choice(["sammeter", "owasp"]),
    default="sammeter",
    help="Whose words (owasp: after model import).",
)
@click.option("--overlay", type=FOLDER, default=None, metavar="DIR", help="Lay this folder over the shipped rules.")
def ask(  # noqa: PLR0913, PLR0917 - one a flag
    scope: str,
    level: int | None,
    practice: str,
    open_: bool,  # noqa: FBT001 - a flag of click's
    repo: Path | None,
    facts: Path | None,
    statements: Path | None,
    inherit: tuple[Path, ...],
    by: str,
    role: str,
    wording: str,
    overlay: Path | None,
) -> None:
    r"""Answer SAMM's questions with one key each; every answer is kept at once.

    SCOPE is the application that is asked about; without it the one that --repo or --facts show, else the whole
    organisation. Stop at any time with q; the next
    call goes on at the first open question.

    \b
    sammeter ask shop --level 1 --repo ../shop
    sammeter ask --practice I-SB
    """
    if not sys.stdin.isatty():
        raise DataError("an interview needs a terminal", where="standard input",
                        hint="sammeter answer ID VALUE, or a whole table: sammeter answer --template csv, then --csv FILE")  # fmt: skip
    pack = with_overlay(overlay)
    collected, warnings = None, tuple[str, ...]()
    if facts is not None:
        collected = from_lines(read_file(facts), where=str(facts))
    elif repo is not None:
        collected, warnings = collect(Wanted(path=repo))
    sources = Sources(folder=folder_of(statements), inherit=inherit, collected=collected)
    round_, more = begin(scope.strip(), _person(who(by, role)), sources, pack, owasp=wording == "owasp")
    interview = Interview(round_, Choice(level=level, practice=practice, open=open_))
    interview.message = "; ".join((*warnings, *more))
    _run(interview)


def _person(found: Who) -> Who:
    """Ask once for what is not known; click asks again until something is typed."""
    by = found.by or click.prompt("Your name, as in Ada <ada@example.org>", type=str)
    role = found.role or click.prompt(f"{terminal(by)}, your role (such as product owner)", type=str)
    return Who(by=by.strip(), role=role.strip()).complete()


def _run(interview: Interview) -> None:
    with keys() as source:
        while not interview.done:
            _show(interview)
            if interview.prompt is not None:
                interview.typed(source.line(terminal(interview.prompt.words)))
            else:
                interview.press(source.key())
    _show(interview)


def _show(interview: Interview) -> None:
    if os.environ.get("TERM", "dumb") != "dumb":
        click.clear()
    click.echo(screen(interview), nl=False)
