"""Policies by name or file: those that ship, and an organisation's own."""

from pathlib import Path

from sammeter.checks import Policy
from sammeter.data import Pack
from sammeter.errors import DataError, NotFoundError, SourceError
from sammeter.text import Node

SUFFIXES = (".yaml", ".yml")


def policy_of(named: str, pack: Pack) -> Policy:
    """Return the policy of this name, or the one in this file.

    Raises NotFoundError (neither), SourceError (unreadable), one DataError with all mistakes of the file.
    """
    if named in pack.checks.policies:
        return pack.checks.policies[named]
    path = Path(named)
    if path.suffix not in SUFFIXES and not path.exists():
        from sammeter.data.checks import near

        raise NotFoundError(
            f"there is no policy '{named[:60]}'", where="--policy", hint=near(named, pack.checks.policies)
        )
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError(
            "there is no such policy", where=named, hint="sammeter check list shows those that ship"
        ) from error
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=named, hint="check the path and its rights"
        ) from error
    return read_policy(data, named, pack)


def read_policy(data: bytes, where: str, pack: Pack) -> Policy:
    """Return the policy that a file holds. Raises one DataError with all its mistakes."""
    from sammeter.data.checks import PolicyFile, Reading
    from sammeter.data.overlay import condition
    from sammeter.data.reader import Mistakes, read, structure

    mistakes = Mistakes()

    def parse(text: str, limits: frozenset[str], place: Node) -> list[object] | None:
        try:
            return condition(text, pack, limits, where=place.where)
        except DataError as error:
            mistakes.add(error.message, where=error.where, hint=error.hint or "see docs/reference/policy-file.md")
            return None

    node = read(data, where, mistakes)
    mistakes.settle(where)
    file = structure(node, PolicyFile, mistakes)
    if file is None:
        mistakes.settle(where)
        raise DataError("an empty policy", where=where, hint="see docs/reference/policy-file.md")
    base = {**pack.book.limits, **pack.checks.limits}
    reading = Reading(checks=pack.checks, model=pack.model, base=base, parse=parse, mistakes=mistakes)
    made = reading.policy(Path(where).stem, file, node, origin=where)
    mistakes.settle(where)
    return made
