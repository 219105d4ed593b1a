"""From one edition of the model to another: what may be kept because it means the same, and what must be asked again.

Strict: whatever differs in a question, in any of its answers or in any of its criteria is a change of meaning, unless both
texts are known to ask the same (rewordings.yaml). Then it is asked again whatever was answered, a No included: where the
answers are others, a No may be another one too.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sammeter.data.editions import Asked, Edition, Options, digest
from sammeter.data.older import Rewording
from sammeter.model import Activity, AnswerSet, Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What changed its meaning between two editions.

    `changed` gives the reasons by the id of a question or criterion; `gone` and `new` are ids that only one of both has.
    """

    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    new: frozenset[str] = frozenset()

    def asks_again(self, id_: str) -> tuple[str, ...]:
        """Return why a question or criterion is asked again; nothing where what was said of it is kept."""
        return self.changed.get(id_, ())

    def then(self, other: "Meaning") -> "Meaning":
        """Return this change of meaning followed by another one."""
        keys = dict.fromkeys((*self.changed, *other.changed))
        gone = self.gone | other.gone
        return Meaning(changed={key: (*self.asks_again(key), *other.asks_again(key)) for key in keys if key not in gone},
                       gone=gone, new=(self.new | other.new) - other.gone)  # fmt: skip


def meaning(before: Edition, after: Edition, rewordings: Collection[Rewording] = ()) -> Meaning:
    """Return what changed its meaning from one edition to the other, by digests of their texts."""
    same = _Same(rewordings)
    changed: dict[str, tuple[str, ...]] = {}
    then, now = before.questions, after.questions
    for name in sorted({*then} & {*now}):
        criteria = dict(_criteria(name, then[name], now[name], same))
        changed.update(criteria)
        reasons = (*_question(name, then[name], now[name], same), *_answers(name, then[name], now[name], (before, after), same),
                   *_of_criteria(then[name], now[name], criteria))  # fmt: skip
        if reasons:
            changed[name] = reasons
    ids_then, ids_now = set(_ids(before)), set(_ids(after))
    return Meaning(changed={key: value for key, value in changed.items() if key in ids_now},
                   gone=frozenset(ids_then - ids_now), new=frozenset(ids_now - ids_then))  # fmt: skip


def _ids(edition: Edition) -> Iterator[str]:
    for name, asked in edition.questions.items():
        yield name
        yield from (f"{name}.{position}" for position in range(1, len(asked.criteria) + 1))


class _Same:
    """Which texts ask the same: equal digests, or a chain of known rewordings of the same thing."""

    def __init__(self, rewordings: Iterable[Rewording]) -> None:
        self.groups: dict[tuple[str, str], set[str]] = {}
        for one in rewordings:
            joined = self._group(one.id, one.before) | self._group(one.id, one.after)
            for text in joined:
                self.groups[one.id, text] = joined

    def _group(self, id_: str, text: str) -> set[str]:
        return self.groups.get((id_, text), {text})

    def __call__(self, id_: str, before: str, after: str) -> bool:
        return after in self._group(id_, before)


def _question(name: str, then: Asked, now: Asked, same: _Same) -> Iterator[str]:
    if not same(name, then.text, now.text):
        yield "the question asks something else"


def _answers(name: str, then: Asked, now: Asked, editions: tuple[Edition, Edition], same: _Same) -> Iterator[str]:
    a, b = (edition.answer_sets[asked.answers] for edition, asked in zip(editions, (then, now), strict=True))
    if a.values != b.values:
        yield f"the answers are worth {', '.join(b.values)}, not {', '.join(a.values)}"
        return
    other = [worth for worth, x, y in zip(a.values, a.texts, b.texts, strict=True) if not same(f"{name}={worth}", x, y)]
    if other:
        yield f"the answer{'s' * (len(other) > 1)} worth {', '.join(other)} say{'s' * (len(other) == 1)} something else"


def _criteria(name: str, then: Asked, now: Asked, same: _Same) -> Iterator[tuple[str, tuple[str, ...]]]:
    for position, text in enumerate(then.criteria, 1):
        id_ = f"{name}.{position}"
        if position <= len(now.criteria) and not same(id_, text, now.criteria[position - 1]):
            moved = f"; what it asked is now {name}.{now.criteria.index(text) + 1}" if text in now.criteria else ""
            yield id_, (f"the criterion asks something else{moved}",)


def _of_criteria(then: Asked, now: Asked, changed: Mapping[str, object]) -> Iterator[str]:
    if len(then.criteria) != len(now.criteria):
        yield f"it has {len(now.criteria)} criteri{'on' if len(now.criteria) == 1 else 'a'}, not {len(then.criteria)}"
    if changed:
        positions = ", ".join(f".{id_.rpartition('.')[2]}" for id_ in changed)
        yield f"{'criteria' if len(changed) > 1 else 'criterion'} {positions} ask{'s' * (len(changed) == 1)} something else"


def edition_of(model: Model) -> Edition:
    """Return a model in one's own words as an edition of digests, to compare two such models."""
    return Edition(content="", answer_sets={one.id: _options(one) for one in model.answer_sets},
                   questions={one.id: _asked(one) for one in model.activities()})  # fmt: skip


def _options(one: AnswerSet) -> Options:
    return Options(id=one.id, texts=tuple(map(digest, one.answers)), values=one.values)


def _asked(one: Activity) -> Asked:
    return Asked(activity=one.id, question=one.id, text=digest(one.question), answers=one.answers,
                 criteria=tuple(map(digest, one.criteria)))  # fmt: skip
