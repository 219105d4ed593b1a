"""What was seen of secrets, in sentences: what lies open beyond doubt, what only may, and what protects the rest."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from sammeter.facts import Fact

Said = Iterator[tuple[str, bool | None, list[Fact]]]

_KINDS = {"secret": "secret", "private-key": "private key", "token": "token", "connection-string": "connection string with a password",
          "private-address": "private address"}  # fmt: skip
_OTHER = "candidate for a secret"


def _findings(facts: tuple[Fact, ...]) -> Said:
    working = [fact for fact in facts if fact.fields.get("active")]
    if working:
        yield f"{_count(len(working), 'secret')} found that works", False, working[:20]
    for kind, found in _by_kind(fact for fact in facts if fact.fields.get("state") == "exposed"):
        yield (
            f"{_count(len(found), kind)} open to whoever has the tree; whether it still works is not known",
            False,
            found[:20],
        )
    rest = [fact for fact in facts if "active" not in fact.fields and fact.fields.get("state") == "open"]
    past = [fact for fact in rest if fact.fields.get("where") == "history"]
    if past:
        yield f"{_count(len(past), _OTHER)} in the history; whether they work is not known", None, past[:20]
    for kind, found in _by_kind(fact for fact in rest if fact.fields.get("where") != "history"):
        noun = kind if kind == _OTHER else f"candidate for a {kind}"
        yield (
            f"{_count(len(found), noun, 'candidates' + noun.removeprefix('candidate'))}; whether they work is not known",
            None,
            found[:20],
        )
    aside = [fact for fact in facts if fact.fields.get("state") == "example"]
    if aside:
        yield (
            f"{_count(len(aside), 'place')} with a placeholder or a secret of tests or examples, set aside",
            None,
            aside[:20],
        )


def _by_kind(facts: Iterable[Fact]) -> list[tuple[str, list[Fact]]]:
    groups: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[_KINDS.get(str(fact.fields.get("kind", "")), _OTHER)].append(fact)
    return sorted(groups.items())


def _items(facts: tuple[Fact, ...]) -> Said:
    """Say of settings that hold a secret by their name how many are protected: never good while one is not known."""
    protected = [fact for fact in facts if fact.fields.get("protected")]
    lying = [fact for fact in facts if fact.fields.get("protected") is False]
    good = False if lying else True if len(protected) == len(facts) else None
    yield (
        f"{len(protected)} of {_count(len(facts), 'secret setting')} encrypted or kept in a store",
        good,
        (lying or protected)[:20],
    )


def _runs(facts: tuple[Fact, ...]) -> Said:
    tools = ", ".join(sorted({str(fact.fields.get("tool")) for fact in facts}))
    history = sum(fact.fields.get("history") is True for fact in facts)
    ended = sum(fact.fields.get("completed") is True for fact in facts)
    yield (
        f"{_count(len(facts), 'scan')} for secrets by {tools}, {history} read the history, {ended} say that they ended well",
        None,
        list(facts),
    )


def _count(number: int, noun: str, many: str = "") -> str:
    return f"{number} {noun if number == 1 else many or _many(noun)}"


def _many(noun: str) -> str:
    words = {"candidate for a secret": "candidates for a secret", "private address": "private addresses",
             "connection string with a password": "connection strings with a password"}  # fmt: skip
    return words.get(noun, f"{noun}s")


SECRETS: dict[str, Callable[[tuple[Fact, ...]], Said]] = {
    "secrets.findings": _findings, "secrets.items": _items, "secrets.scan_runs": _runs,
}  # fmt: skip
