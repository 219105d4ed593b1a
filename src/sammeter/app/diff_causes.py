"""What a change goes back to: facts with their places, people with their statements, proofs, reviews, the clock, rules."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sammeter import __version__
from sammeter.answers import Review, Statement
from sammeter.answers.changes import Cause, Explain, Shot, Trace
from sammeter.answers.statements import EXCLUDED, last_day
from sammeter.app.baseline_rows import Baseline, known
from sammeter.app.declare import Said
from sammeter.app.shots import model_digest
from sammeter.data import Pack
from sammeter.facts import Fact
from sammeter.report.assessment import Assessment
from sammeter.rules import Decided, Rule

_Pair = tuple[tuple[Trace, ...], tuple[Trace, ...]]
_ANSWERS = {"most"}
_SAID = {"statement"}
"""Limits that no rule names: those of answers, and of what people say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Two assessments that differ in one thing, and what was said in each: explains the change of any id."""

    before: Assessment
    after: Assessment
    said_before: tuple[Said, ...]
    said_after: tuple[Said, ...]

    def clock(self, id_: str) -> tuple[Cause, ...]:
        """Return the statement that lapsed, else both clocks."""
        lapsed = tuple(self._lapses(id_))
        if lapsed:
            return lapsed
        then, now = self.before.subject, self.after.subject
        if then.as_of != now.as_of:
            return _cause(
                "clock", [Trace(says="judged as of", at=then.as_of)], [Trace(says="judged as of", at=now.as_of)]
            )
        return _cause("clock", [Trace(says="read", at=then.collected_at)], [Trace(says="read", at=now.collected_at)])

    def _lapses(self, id_: str) -> Iterator[Cause]:
        then, now = weakness(self.before, self.said_before), weakness(self.after, self.said_after)
        ids = _ids((*self.said_before, *self.said_after))
        for key in sorted(set(then) & set(now)):
            about, unit, by, at = key
            if _bears(about, id_) and then[key] != now[key]:
                id_of = ids.get((about, unit, by, at), "")
                yield from _cause("lapse", [Trace(says=then[key] or "held", by=by, at=at, id=id_of)],
                                  [Trace(says=now[key] or "holds", by=by, at=at, id=id_of)])  # fmt: skip

    def facts(self, id_: str) -> tuple[Cause, ...]:
        """Return the facts that decided before and decide no more, and those that decide now; else what was missing."""
        then, now = _decided(self.before, id_), _decided(self.after, id_)
        before, after = _seen(then.because if then else (), now.because if now else ())
        if not before and not after:
            before, after = _only(then.missing if then else (), now.missing if now else ())
        then_at, now_at = self.before.subject.commit, self.after.subject.commit
        if then_at and then_at == now_at:
            after = (
                *after,
                Trace(says="the commit is the same: it was read as of another day, or with another collector"),
            )
        elif not before and not after and then_at != now_at:
            before, after = (Trace(says="read at", where=then_at),), (Trace(says="read at", where=now_at),)
        return _cause("fact", before, after)

    def proofs(self, id_: str) -> tuple[Cause, ...]:
        """Return the proofs of statements about it whose state is another."""
        before: list[Trace] = []
        after: list[Trace] = []
        for then, now in zip(self.said_before, self.said_after, strict=False):
            for one in then.statements:
                for proof in one.proof if _bears(one.about, id_) else ():
                    was, is_ = then.proofs.get(proof, ""), now.proofs.get(proof, "")
                    if was != is_:
                        before.append(_of(one, was or f"{proof.what} held"))
                        after.append(_of(one, is_ or f"{proof.what} holds"))
        return _cause("proof", before, after)

    def people(self, id_: str) -> tuple[Cause, ...]:
        """Return what was said last of it before and now, where that differs."""
        then, now = _newest(self.said_before, id_), _newest(self.said_after, id_)
        before, after = ([_of(one, one.answer) for key, one in table.items() if one.id != other.get(key, one).id or key not in other]
                         for table, other in ((then, now), (now, then)))  # fmt: skip
        return _cause("person", before, after)

    def reviews(self, id_: str) -> tuple[Cause, ...]:
        """Return the reviews of statements about it that are there in one of both only."""
        then, now = (dict(_reviewed(said, id_)) for said in (self.said_before, self.said_after))
        return _cause("review", [_looked(one) for key, one in then.items() if key not in now],
                      [_looked(one) for key, one in now.items() if key not in then])  # fmt: skip


def _cause(kind: str, before: Iterable[Trace], after: Iterable[Trace]) -> tuple[Cause, ...]:
    first, second = tuple(sorted(before)), tuple(sorted(after))
    return (Cause(kind=kind, before=first, after=second),) if first or second else ()  # type: ignore[arg-type] # a Kind


def _bears(about: str, id_: str) -> bool:
    """Tell whether what was said `about` one thing bears on another: on itself, or an answer on the question's criteria."""
    return about == id_ or ("." in id_ and about == id_.rpartition(".")[0])


Key = tuple[str, str, str, str]
"""A statement by what it is about, for which unit, by whom and when."""


def weakness(assessment: Assessment, said: Sequence[Said]) -> dict[Key, str]:
    """Return why each statement that stands is weak, nothing where it is sound; of an agreed n/a whether it lapsed."""
    stands = assessment.declaration
    found = {(one.criterion, one.unit, one.by, one.at): one.weak for one in stands.criteria}
    found |= {(one.activity, one.unit, one.by, one.at): one.weak for one in stands.answers}
    as_of, days = assessment.subject.as_of[:10], int(assessment.book.limits["statement"])
    agreed = {one.of for each in said for one in each.reviews if one.accepted and one.at[:10] <= as_of}
    newest = {(one.about, one.unit): one for each in said for one in sorted(each.statements, key=lambda one: one.at)}
    for one in (
        one for one in newest.values() if one.answer == EXCLUDED and one.id in agreed and known(one, assessment.model)
    ):
        day = last_day(one, days)
        found[one.about, one.unit, one.by, one.at] = f"lapsed on {day}" if day < as_of else ""
    return found


def _ids(said: Sequence[Said]) -> dict[Key, str]:
    return {(one.about, one.unit, one.by, one.at): one.id for each in said for one in each.statements}


def _decided(assessment: Assessment, id_: str) -> Decided | None:
    standing = assessment.standings().get(id_)
    if standing is not None:
        return standing.decided
    return next((one.decided for one in assessment.measures if one.rule.id == id_), None)


def _seen(then: Sequence[Fact], now: Sequence[Fact]) -> _Pair:
    """Return the facts that are in one of both only; of one that stands where it stood only the fields that differ."""
    first, second = {_key(one): one for one in then}, {_key(one): one for one in now}
    before = [one for key, one in first.items() if key not in second]
    after = [one for key, one in second.items() if key not in first]
    place_then, place_now = ({(one.kind, one.where): one for one in facts} for facts in (before, after))
    return (tuple(_fact(one, place_now.get((one.kind, one.where))) for one in before),
            tuple(_fact(one, place_then.get((one.kind, one.where))) for one in after))  # fmt: skip


def _key(fact: Fact) -> tuple[str, str, str]:
    return fact.kind, fact.where, str(sorted(fact.fields.items()))


def _fact(fact: Fact, other: Fact | None) -> Trace:
    shown = {name: value for name, value in sorted(fact.fields.items())
             if name != "app" and (other is None or other.fields.get(name) != value)}  # fmt: skip
    values = ", ".join(f"{name} {_value(value)}" for name, value in shown.items())
    return Trace(says=f"{fact.kind}: {values}" if values else fact.kind, where=fact.where)


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value) if value != "" else "never"


def _only(then: Sequence[str], now: Sequence[str]) -> _Pair:
    return (tuple(Trace(says=f"missing: {name}") for name in then if name not in now),
            tuple(Trace(says=f"missing: {name}") for name in now if name not in then))  # fmt: skip


def _of(one: Statement, says: str) -> Trace:
    return Trace(
        says=f"{one.about} {says}" if says == one.answer else says, where=one.where, by=one.by, at=one.at, id=one.id
    )


def _newest(said: Sequence[Said], id_: str) -> dict[tuple[int, str, str], Statement]:
    """Return what was said last, by place, what it is about and for which unit."""
    found: dict[tuple[int, str, str], Statement] = {}
    for place, each in enumerate(said):
        for one in sorted(each.statements, key=lambda statement: (statement.at, statement.id)):
            if _bears(one.about, id_):
                found[place, one.about, one.unit] = one
    return found


def _reviewed(said: Sequence[Said], id_: str) -> Iterator[tuple[str, Review]]:
    about = {one.id: one.about for each in said for one in each.statements}
    for each in said:
        yield from ((one.id, one) for one in each.reviews if _bears(about.get(one.of, ""), id_))


def _looked(one: Review) -> Trace:
    says = "accepted" if one.accepted else f"sent back: {one.note}"
    return Trace(says=f"{says} ({one.of})", where=one.where, by=one.by, at=one.at, id=one.id)


def rules(then: Baseline, now: Shot, pack: Pack) -> Explain:
    """Return what explains that the same facts, statements and clock give something else by the rules of `pack`."""
    by_id = pack.book.by_id()
    head, overlay = then.head, pack.book.overlay
    wide = [*_both(head.model != pack.model.version, f"SAMM {head.model}", f"SAMM {pack.model.version}"),
            *_both(head.overlay_digest != (overlay.digest if overlay else ""), f"overlay {head.overlay or '-'}",
                   f"overlay {overlay.name if overlay else '-'}")]  # fmt: skip
    last = [*_both(head.model_digest != model_digest(pack), "the model of then", "the model of now"),
            *_both(head.sammeter != __version__, f"sammeter {head.sammeter}", f"sammeter {__version__}")]  # fmt: skip
    unexplained = [
        ("what was recorded", "the same facts and rules do not give it: it was altered, or is a bug of sammeter")
    ]

    def explain(id_: str) -> tuple[Cause, ...]:
        was, is_ = then.recorded.rules.get(id_, ""), now.rules.get(id_, "")
        pairs = [
            *_both(was != is_, _rule(was, None), _rule(is_, by_id.get(id_))),
            *_limits(head.limits, pack, id_),
            *wide,
        ]
        found = pairs or last or ([] if "." not in id_ and not id_.startswith("X-") else unexplained)
        return _cause("rule", [Trace(says=a) for a, _ in found if a], [Trace(says=b) for _, b in found if b])

    return explain


def _both(differs: bool, before: str, after: str) -> list[tuple[str, str]]:  # noqa: FBT001 - the claim comes first
    return [(before, after)] if differs else []


def _rule(digest: str, rule: Rule | None) -> str:
    if not digest:
        return ""
    own = rule is not None and rule.origin != "sammeter"
    because = (
        f" of the overlay {rule.origin}{f', because: {rule.because}' if rule.because else ''}" if rule and own else ""
    )
    return f"rule {digest}{because}"


def _limits(then: Mapping[str, float], pack: Pack, id_: str) -> list[tuple[str, str]]:
    """Return the limits that differ and are read for this id."""
    before = dict(then)
    rule = pack.book.by_id().get(id_)
    text = f"{rule.when} {rule.no_occasion}" if rule else ""
    names = [name for name in sorted({*before, *pack.book.limits})
             if before.get(name) != pack.book.limits.get(name)
             and (f"limits.{name}" in text or name in _SAID or (rule is None and name in _ANSWERS))]  # fmt: skip
    return [
        (f"limit {name} {before.get(name, 0):g}", f"limit {name} {pack.book.limits.get(name, 0):g}") for name in names
    ]
