"""The use case `model diff`: what changed in meaning or in wording between two editions of the model, by id."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sammeter.app.owasp import LICENCE, read_wording
from sammeter.app.packs import shipped, with_overlay
from sammeter.app.pages import names, page
from sammeter.data import Pack
from sammeter.data.editions import Asked, Edition, digest
from sammeter.data.older import editions
from sammeter.data.wording import words
from sammeter.errors import NotFoundError
from sammeter.rules import Rule

Kind = Literal["meaning", "text"]
OWN = "sammeter"
_ALIKE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs: its id, whether its meaning changed for sure or its text did, what, and both texts."""

    id: str
    kind: Kind
    says: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: what the user called it, and OWASP's edition; `clear` says that it holds texts."""

    name: str
    edition: Edition
    clear: bool


def diff_page(before: str, after: str) -> str:
    """Return what differs, for a terminal: versions, checkouts of OWASP's files, or `sammeter` and an overlay.

    Raises NotFoundError with what can be compared, DataError with the mistakes of a checkout.
    """
    if OWN in (before, after):
        return page(_overlay(Path(after if before == OWN else before)))
    first, second = _side(before), _side(after)
    return page(_lines(first, second, changes(first, second)))


def _side(name: str) -> Side:
    known = editions().get(name)
    if known is not None:
        return Side(name=name, edition=known, clear=False)
    if not Path(name).is_dir():
        versions = ", ".join(editions())
        raise NotFoundError("is neither a version that sammeter knows nor a folder", where=name,
                            hint=f"one of {versions}, a checkout of OWASP's model, or '{OWN}' and an overlay folder")  # fmt: skip
    return Side(name=name, edition=read_wording(Path(name)).edition, clear=True)


def changes(first: Side, second: Side) -> list[Change]:
    """Return what differs from the first to the second, in the order of ids."""
    return [
        change
        for name in sorted({*first.edition.questions, *second.edition.questions})
        for change in _activity(name, first, second)
    ]


def _activity(name: str, first: Side, second: Side) -> Iterator[Change]:
    a, b = first.edition.questions.get(name), second.edition.questions.get(name)
    if a is None or b is None:
        yield Change(id=name, kind="meaning", says="activity added" if a is None else "activity removed")
        return
    yield from _text(name, "question: text changed", (a.text, first), (b.text, second))
    yield from _answers(name, a, b, first, second)
    yield from _criteria(name, a, b, first, second)


def _text(id_: str, says: str, before: tuple[str, Side], after: tuple[str, Side]) -> Iterator[Change]:
    if _key(*before) != _key(*after):
        yield Change(id=id_, kind="text", says=says, before=_shown(*before), after=_shown(*after))


def _key(text: str, side: Side) -> str:
    return digest(text) if side.clear else text


def _shown(text: str, side: Side) -> str:
    return text if side.clear else ""


def _answers(name: str, a: Asked, b: Asked, first: Side, second: Side) -> Iterator[Change]:
    before, after = first.edition.answer_sets[a.answers], second.edition.answer_sets[b.answers]
    if a.answers != b.answers:
        yield Change(id=name, kind="meaning", says=f"answers: set {a.answers} became set {b.answers}")
    if before.values != after.values:
        yield Change(
            id=name, kind="meaning", says=f"answers: worth {', '.join(before.values)} became {', '.join(after.values)}"
        )
        return
    changed = [
        n for n, (x, y) in enumerate(zip(before.texts, after.texts, strict=True)) if _key(x, first) != _key(y, second)
    ]
    if changed:
        worth = ", ".join(after.values[n] for n in changed)
        yield Change(id=name, kind="text", says=f"answers: text changed (those worth {worth})",
                     before=" | ".join(_shown(before.texts[n], first) for n in changed).strip(" |"),
                     after=" | ".join(_shown(after.texts[n], second) for n in changed).strip(" |"))  # fmt: skip


def _criteria(name: str, a: Asked, b: Asked, first: Side, second: Side) -> Iterator[Change]:
    before, after = [_key(text, first) for text in a.criteria], [_key(text, second) for text in b.criteria]
    if before == after:
        return
    if sorted(before) == sorted(after):
        order = ", ".join(str(before.index(one) + 1) for one in after)
        yield Change(id=name, kind="meaning", says=f"criteria: the same in another order ({order})")
        return
    if len(before) != len(after):
        yield Change(id=name, kind="meaning", says=f"criteria: {len(before)} became {len(after)}")
        yield from _moved(name, a, b, first, second)
        return
    for position, (x, y) in enumerate(zip(a.criteria, b.criteria, strict=True), 1):
        yield from _text(f"{name}.{position}", "criterion: text changed", (x, first), (y, second))


def _moved(name: str, a: Asked, b: Asked, first: Side, second: Side) -> Iterator[Change]:
    before, after = [_key(text, first) for text in a.criteria], [_key(text, second) for text in b.criteria]
    for position, text in enumerate(a.criteria, 1):
        if before[position - 1] not in after:
            yield Change(
                id=f"{name}.{position}",
                kind="meaning",
                says="criterion: removed or reworded",
                before=_shown(text, first),
            )
    for position, text in enumerate(b.criteria, 1):
        if after[position - 1] not in before:
            yield Change(
                id=f"{name}.{position}", kind="meaning", says="criterion: added or reworded", after=_shown(text, second)
            )


def _lines(first: Side, second: Side, found: list[Change]) -> Iterator[str]:
    yield f"OWASP SAMM {first.name} to {second.name}: {names(len(found), 'change')} in {names(len({c.id[:8] for c in found}), 'activity', 'activities')}"
    if first.edition.content == second.edition.content != "":
        yield "The model files are the same."
    yield ""
    for change in found:
        yield f"{change.id:<11} {change.says}{_closeness(change)}"
        yield from (f"    {sign} {text}" for sign, text in (("-", change.before), ("+", change.after)) if text)
    meant = sum(change.kind == "meaning" for change in found)
    yield ""
    yield f"{meant} change the meaning for sure; of {len(found) - meant} only the text is known to differ"
    if not (first.clear and second.clear):
        yield "Versions are known by digests; name two checkouts of OWASP's files to read both texts."
    if first.clear or second.clear:
        yield LICENCE


def _closeness(change: Change) -> str:
    """Say how near two texts are, where both are there to be read."""
    if not (change.before and change.after):
        return ""
    if words(change.before) == words(change.after):
        return " (signs or capitals only)"
    near = difflib.SequenceMatcher(None, change.before.split(), change.after.split()).ratio()
    return " (a few words)" if near >= _ALIKE else ""


def _overlay(folder: Path) -> Iterator[str]:
    pack, own = with_overlay(folder), shipped()
    overlay = pack.book.overlay
    yield f"sammeter to the overlay {folder}: {overlay.counts() if overlay else 'nothing'}"
    before = own.book.by_id()
    for rule in pack.book.rules:
        yield from _rule(before.get(rule.id), rule)
    yield from _limits(own, pack)


def _rule(before: Rule | None, after: Rule) -> Iterator[str]:
    if before is None:
        yield ""
        yield f"{after.id}  added, no score: {after.says}"
        yield f"    + {' '.join(after.when.split())}"
    elif before.when != after.when:
        yield ""
        yield f"{after.id}  condition changed, because: {after.because}"
        yield f"    - {' '.join(before.when.split())}"
        yield f"    + {' '.join(after.when.split())}"
    if after.placed != (before.placed if before else ""):
        yield f"{after.id}  placed at {after.placed}"


def _limits(own: Pack, pack: Pack) -> Iterator[str]:
    if own.book.profile != pack.book.profile:
        yield f"profile  {own.book.profile} became {pack.book.profile}"
    for name, value in pack.book.limits.items():
        if own.book.limits.get(name) != value:
            yield f"limits.{name}  {own.book.limits.get(name, 0):g} became {value:g}"
