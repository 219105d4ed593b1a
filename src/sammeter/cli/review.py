"""`sammeter review`: a second person accepts what was said, or sends it back."""

import sys
from pathlib import Path

import click

from sammeter.app.declare import folder_of
from sammeter.app.packs import shipped
from sammeter.app.reviewing import all_of_others, chosen, decide, queue, queue_page
from sammeter.app.who import who
from sammeter.errors import DataError
from sammeter.text.escape import terminal

VERBS = {"accept": True, "return": False}
HOW = "sammeter review ID accept, or: sammeter review ID return --note TEXT"


@click.command()
@click.argument("words", metavar="[ID... accept|return]", nargs=-1)
@click.option("--practice", default="", metavar="I-SB", help="Only what is said of this practice.")
@click.option("--all", "everything", is_flag=True, help="All that waits and is not one's own.")
@click.option("--yes", is_flag=True, help="Do not ask before all are accepted or sent back.")
@click.option("--note", default="", help="What is missing; wanted for return.")
@click.option("--by", default="", metavar="NAME", help="Who reviews (default: SAMMETER_BY, else git's user).")
@click.option("--role", default="", help="What that person is (default: SAMMETER_ROLE).")
@click.option(
    "--statements",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="Where statements are kept (default: statements).",
)
def review(  # noqa: PLR0913, PLR0917 - one a flag
    words: tuple[str, ...],
    practice: str,
    everything: bool,  # noqa: FBT001 - a flag of click's
    yes: bool,  # noqa: FBT001 - a flag of click's
    note: str,
    by: str,
    role: str,
    statements: Path | None,
) -> None:
    r"""List what waits for a second person, or be that person. Nobody reviews what they said themselves.

    \b
    sammeter review
    sammeter review s-4bccb054e5ea s-5c2a01039e74 accept
    sammeter review s-4bccb054e5ea return --note "which applications?"
    sammeter review --practice I-SB accept --all
    """
    folder, person, pack = folder_of(statements), who(by, role), shipped()
    found = queue(folder, pack, practice=practice)
    if not words and not everything:
        click.echo(queue_page(found, person, pack), nl=False)
        return
    ids, accepted = _asked(words, everything=everything)
    person.complete()
    meant = all_of_others(found, person) if everything else chosen(ids, found)
    if everything and not yes:
        _confirm(f"{'Accept' if accepted else 'Send back'} {len(meant)} as {person.by}?")
    for one in decide(meant, person, folder, pack, accepted=accepted, note=note):
        click.echo(terminal(f"{one.where}: {one.of} {'accepted' if one.accepted else 'sent back'} by {one.by}"))


def _asked(words: tuple[str, ...], *, everything: bool) -> tuple[tuple[str, ...], bool]:
    """Return the ids and whether they are accepted: the verb stands last."""
    *ids, verb = words or ("",)
    if verb not in VERBS:
        raise DataError("accept or return is missing", where="review", hint=HOW)
    if everything == bool(ids):
        raise DataError("name ids or --all, one of them", where="review", hint=HOW)
    return tuple(ids), VERBS[verb]


def _confirm(words: str) -> None:
    if not sys.stdin.isatty():
        raise DataError("many at once want a confirmation", where="--all", hint="add --yes")
    click.confirm(terminal(words), abort=True)
