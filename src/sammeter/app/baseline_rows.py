"""A baseline as JSON lines (sammeter-baseline/1), and read again; docs/reference/baseline-file.md describes them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from sammeter.answers import Proof, Review, Statement
from sammeter.answers.changes import Figures, Given, Shot, Stand
from sammeter.answers.check import faults, review_faults
from sammeter.answers.statements import statement_id
from sammeter.app.clock import FORM
from sammeter.app.declare import Said
from sammeter.app.replay import collected_of, head_of, objects, seen_of, structured
from sammeter.data.reader import Mistakes
from sammeter.envelope.digests import sha256
from sammeter.errors import DataError
from sammeter.facts.collected import Collected
from sammeter.model import Model

SCHEMA = "sammeter-baseline/1"
_ANEW = "make the baseline anew"
_LAST_DAY = "9999-12-31"
_DECIMAL = re.compile(r"[0-3]\.[0-9]{2,12}\Z", re.ASCII)
_ASIDE = ("name", "made_at", "by", "note", "content")
"""What the digest of the content leaves out, so that it tells whether two baselines hold the same."""
_SEEN = ("fact", "gap")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a baseline says of itself: its name, who made it when, the clock it judges by, and what decided.

    `made_at` is empty where the maker asked for a clock (`--as-of`): then the same inputs give the same bytes.
    """

    name: str
    as_of: str
    sammeter: str
    model: str
    model_digest: str
    rules: str
    profile: str
    limits: Mapping[str, float]
    made_at: str = ""
    by: str = ""
    note: str = ""
    overlay: str = ""
    overlay_digest: str = ""
    places: int = 0
    content: str = ""
    schema: str = SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan (a roadmap) kept beside: the name its file had, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """All that an assessment was made from, and what it said then.

    `said` holds what was declared, one's own first, inherited places after it. `where` is the file, or what was read now.
    """

    head: Head
    collected: Collected
    said: tuple[Said, ...] = ()
    plan: Plan | None = None
    recorded: Shot = field(default_factory=Shot)
    where: str = ""

    def statements(self) -> dict[str, Statement]:
        """Return the statements of all places by id."""
        return {one.id: one for said in self.said for one in said.statements}


def to_rows(baseline: Baseline) -> tuple[bytes, ...]:
    """Return the lines of a baseline without the seal; the same baseline gives the same bytes."""
    head = {key: value for key, value in asdict(baseline.head).items() if key not in _ASIDE}
    rest = [_line(row) for row in _rows(baseline)]
    content = sha256(_line({"baseline": head, "collected": head_of(baseline.collected)}) + b"".join(rest))
    first = {"baseline": {**asdict(baseline.head), "content": content}, "collected": head_of(baseline.collected)}
    return (_line(first), *rest)


def _line(row: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(row, order="sorted") + b"\n"


def _rows(baseline: Baseline) -> Iterator[dict[str, Any]]:
    yield from seen_of(baseline.collected)
    for place, said in enumerate(baseline.said):
        yield from ({"place": place, "statement": _given(one)} for one in said.statements)
        yield from ({"place": place, "review": asdict(one)} for one in said.reviews)
        yield from (
            {"place": place, "proof": asdict(proof), "state": state} for proof, state in sorted(said.proofs.items())
        )
    if baseline.plan is not None:
        yield {"plan": asdict(baseline.plan)}
    shot = baseline.recorded
    yield {"scores": {name: asdict(one) for name, one in shot.scores.items()}}
    yield from ({"answer": name, "rule": shot.rules.get(name, ""), **asdict(one)} for name, one in shot.answers.items())
    for name, stand in shot.verdicts.items():
        yield {"criterion": name, "rule": shot.rules.get(name, ""), **asdict(stand)}


def _given(one: Statement) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if value}


def from_rows(lines: Sequence[bytes], *, where: str, model: Model) -> Baseline:
    """Return what `to_rows` wrote. Raises DataError: with the line that is wrong, or with all wrong statements at once.

    Statements about what `model` no longer has are kept and not checked further than their id.
    """
    rows = list(objects(lines, where))
    head = _head(rows, where)
    reader = _Reader(where=where, places=head.places, model=model)
    for number, row in rows[1:]:
        reader.take(number, row)
    seen = rows[0][1].get("collected")
    collected = collected_of(seen if isinstance(seen, dict) else {}, reader.seen, where=where)
    if not all(map(_moment, (head.as_of, collected.as_of, head.made_at or head.as_of))):
        raise DataError("a time that is not like 2026-01-31T12:00:00Z", where=f"{where}:1", hint=_ANEW)
    reader.mistakes.settle(where)
    shot = Shot(scores=reader.scores, answers=reader.answers, verdicts=reader.verdicts, rules=reader.rules)
    said = tuple(
        Said(statements=tuple(one.statements), reviews=tuple(one.reviews), proofs=one.proofs) for one in reader.said
    )
    return Baseline(head=head, collected=collected, said=said, plan=reader.plan, recorded=shot, where=where)


def _moment(text: str) -> bool:
    try:
        return datetime.strptime(text, FORM).strftime(FORM) == text  # noqa: DTZ007 - it ends with Z
    except ValueError:
        return False


def _head(rows: Sequence[tuple[int, dict[str, Any]]], where: str) -> Head:
    first = rows[0][1].get("baseline") if rows else None
    schema = first.get("schema") if isinstance(first, dict) else None
    if schema != SCHEMA:
        known = f"of the form {schema}" if isinstance(schema, str) else "no baseline"
        raise DataError(f"{known[:80]}, where {SCHEMA} is read", where=f"{where}:1",
                        hint="sammeter baseline make NAME writes one; a newer form asks for a newer sammeter")  # fmt: skip
    head: Head = structured(first, Head, f"{where}:1")
    if not 0 <= head.places <= _PLACES:
        raise DataError(f"{head.places} places of statements", where=f"{where}:1", hint=f"0 to {_PLACES} are read")
    return head


_PLACES = 1_000


@dataclass(slots=True)
class _Place:
    statements: list[Statement] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    proofs: dict[Proof, str] = field(default_factory=dict)


class _Reader:
    """Takes one line after the other; what a line may hold is told by its one key."""

    def __init__(self, *, where: str, places: int, model: Model) -> None:
        self.where, self.model, self.mistakes = where, model, Mistakes()
        self.plan: Plan | None = None
        self.said = [_Place() for _ in range(places)]
        self.seen: list[tuple[int, dict[str, Any]]] = []
        self.scores: dict[str, Figures] = {}
        self.answers: dict[str, Given] = {}
        self.verdicts: dict[str, Stand] = {}
        self.rules: dict[str, str] = {}

    def take(self, number: int, row: dict[str, Any]) -> None:
        """Take the object of one line. Raises DataError with the line."""
        where = f"{self.where}:{number}"
        kind = next((key for key in _TAKES if key in row), "")
        if kind in _SEEN:
            self.seen.append((number, row))
        elif kind:
            _TAKES[kind](self, row, where)
        else:
            raise DataError("a line that is nothing of a baseline", where=where, hint=_ANEW)

    def statement(self, row: dict[str, Any], where: str) -> None:
        """Take a statement, which must be as its id says, and sound where the model still knows what it is about."""
        one: Statement = structured(row["statement"], Statement, where)
        found = faults(one, self.model, _LAST_DAY) if known(one, self.model) else ()
        for message, hint in found:
            self.mistakes.add(message, where=where, hint=hint)
        if one.id != statement_id(one):
            self.mistakes.add(f"statement {one.id[:60]} is not what its id says", where=where, hint=_ANEW)
        self._place(row, where).statements.append(one)

    def review(self, row: dict[str, Any], where: str) -> None:
        """Take a review, which must be as its id says."""
        one: Review = structured(row["review"], Review, where)
        place = self._place(row, where)
        for message, hint in review_faults(one, {said.id: said for said in place.statements}, _LAST_DAY):
            self.mistakes.add(message, where=where, hint=hint)
        place.reviews.append(one)

    def proof(self, row: dict[str, Any], where: str) -> None:
        """Take a proof with the state it was in."""
        proof: Proof = structured(row["proof"], Proof, where)
        self._place(row, where).proofs[proof] = structured(row.get("state"), str, where)

    def _place(self, row: dict[str, Any], where: str) -> _Place:
        number = row.get("place")
        if type(number) is not int or not 0 <= number < len(self.said):
            raise DataError("of a place that the first line does not count", where=where, hint=_ANEW)
        return self.said[number]

    def keep(self, row: dict[str, Any], where: str) -> None:
        """Take the plan, or the scores."""
        if "plan" in row:
            self.plan = structured(row["plan"], Plan, where)
        else:
            self.scores = structured(row["scores"], dict[str, Figures], where)
            for one in self.scores.values():
                _decimals(one, where)

    def answer(self, row: dict[str, Any], where: str) -> None:
        """Take an answer as it was."""
        name = structured(row["answer"], str, where)
        self.answers[name], self.rules[name] = structured(row, Given, where), structured(row.get("rule"), str, where)
        _decimals(self.answers[name], where)

    def criterion(self, row: dict[str, Any], where: str) -> None:
        """Take a verdict as it was."""
        name = structured(row["criterion"], str, where)
        self.verdicts[name], self.rules[name] = structured(row, Stand, where), structured(row.get("rule"), str, where)


def _decimals(one: Figures, where: str) -> None:
    for text in (one.declared, one.supported, one.evidenced, one.possible):
        if text is not None and not _DECIMAL.match(text):
            raise DataError(f"'{text[:20]}' is no score", where=where, hint=_ANEW)


def known(one: Statement, model: Model) -> bool:
    """Tell whether a model still has what a statement is about."""
    return model.activity(one.about) is not None or one.about in model.criteria()


_TAKES = {"fact": _Reader.keep, "gap": _Reader.keep, "statement": _Reader.statement, "review": _Reader.review,
          "proof": _Reader.proof, "plan": _Reader.keep, "scores": _Reader.keep, "answer": _Reader.answer,
          "criterion": _Reader.criterion}  # fmt: skip
