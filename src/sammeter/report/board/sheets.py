"""The tidy sheets of the workbook: one thing a row, one property a column, nothing merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from sammeter.report.board.view import Board, PracticeRow, Question

Value = str | int | Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its heads with their widths in characters, and its rows."""

    name: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]


def sheets(board: Board) -> tuple[Sheet, ...]:
    """Return the sheets of this extent; one that has nothing to say of (plan, change, others) is left out."""
    made = [_answers(board), _contradictions(board), _next(board)]
    if board.extent == "full":
        made += [_criteria(board), _statements(board), _exclusions(board), _gaps(board), _facts(board), _words(board)]
    return (*made, *_beside(board))


def _questions(board: Board) -> Iterator[tuple[PracticeRow, Question]]:
    for row in board.practices:
        for question in row.questions:
            yield row, question


def _answers(board: Board) -> Sheet:
    heads = ("question", "practice", "function", "stream", "level", "title", "state", "declared", "evidenced", "possible",
             "declared answer", "evidenced answer", "possible answer", "by", "on", "proof", "reviewed", "does not apply")  # fmt: skip
    states = {cell.id: cell.state for row in board.practices for cell in row.cells if cell is not None}
    rows = tuple(
        (one.id, row.id, row.function, one.stream, one.level, one.title, states[one.id], *one.worth, one.declared, one.evidenced,
         one.possible, "; ".join(said.by for said in one.said), "; ".join(said.at for said in one.said),
         "; ".join(said.proof for said in one.said), "; ".join(said.reviewed for said in one.said), one.excluded)
        for row, one in _questions(board)
    )  # fmt: skip
    widths = (11, 9, 9, 24, 6, 40, 13, 9, 9, 9, 34, 34, 34, 26, 11, 34, 34, 30)
    return Sheet(name="answers", heads=heads, widths=widths, rows=rows)


def _criteria(board: Board) -> Sheet:
    rows = tuple(
        (view.id, one.id, row.id, view.text, view.word, view.grade, view.where, view.note)
        for row, one in _questions(board) for view in one.criteria
    )  # fmt: skip
    heads = ("criterion", "question", "practice", "text", "verdict", "proved by", "seen at", "said")
    return Sheet(name="criteria", heads=heads, widths=(13, 11, 9, 60, 11, 26, 40, 50), rows=rows)


def _contradictions(board: Board) -> Sheet:
    rows = tuple(
        (one.id, one.kind, one.asks, one.claim, one.said_where, one.seen, one.seen_where) for one in board.conflicts
    )
    heads = ("criterion", "kind", "text", "said", "said at", "seen", "seen at")
    return Sheet(name="contradictions", heads=heads, widths=(13, 12, 50, 60, 34, 10, 50), rows=rows)


def _next(board: Board) -> Sheet:
    rows = tuple(
        (number, one.do, one.why, len(one.settles), ", ".join(one.settles))
        for number, one in enumerate(board.wishes, 1)
    )
    return Sheet(name="next", heads=("order", "do", "why", "settles", "criteria"), widths=(7, 60, 50, 8, 80), rows=rows)


def _statements(board: Board) -> Sheet:
    heads = ("id", "about", "answer", "by", "role", "on", "until", "state", "why weak", "reviewed", "note", "kept at", "proof",
             "sha256", "state of proof")  # fmt: skip
    rows = tuple(
        (one.id, one.about, one.answer, one.by, one.role, one.at[:10], one.until, one.state, one.weak, one.reviewed, one.note,
         one.where, *proof)
        for one in board.statements for proof in one.proofs or (("", "", ""),)
    )  # fmt: skip
    rows = tuple((*row[:-1], row[-1] or ("holds" if row[-3] else "")) for row in rows)
    return Sheet(
        name="statements",
        heads=heads,
        widths=(16, 12, 9, 28, 20, 11, 11, 16, 30, 34, 34, 34, 30, 66, 30),
        rows=rows,
    )


def _exclusions(board: Board) -> Sheet:
    rows = tuple((one.id, one.reason, one.by, one.approver, one.at[:10]) for one in board.exclusions)
    heads = ("question", "reason", "said by", "agreed by", "on")
    return Sheet(name="not applicable", heads=heads, widths=(11, 60, 28, 28, 11), rows=rows)


def _gaps(board: Board) -> Sheet:
    rows = tuple((one.reason, one.count, at, one.hint) for one in board.gaps for at in one.places)
    return Sheet(name="gaps", heads=("reason", "places", "place", "what helps"), widths=(24, 8, 80, 50), rows=rows)


def _facts(board: Board) -> Sheet:
    rows = tuple((one.kind, one.count, one.says, one.where) for one in board.facts)
    return Sheet(name="facts", heads=("kind", "facts", "what they are", "first one"), widths=(24, 8, 60, 50), rows=rows)


def _words(board: Board) -> Sheet:
    return Sheet(name="words", heads=("word", "meaning"), widths=(30, 100), rows=board.glossary)


def _beside(board: Board) -> Iterator[Sheet]:
    """Yield plan, change and others where there are any."""
    if board.plan is not None:
        phases = tuple(
            (one.name, one.until, one.projected, one.target, "; ".join(one.does)) for one in board.plan.phases
        )
        yield Sheet(
            name="plan",
            heads=("phase", "until", "projected", "target", "does"),
            widths=(30, 11, 10, 10, 80),
            rows=phases,
        )
    if board.change is not None:
        moved = tuple(
            (word, one.id, one.says, one.cause)
            for word in ("up", "down", "lapsed")
            for one in getattr(board.change, word)
        )
        yield Sheet(name="change", heads=("direction", "id", "what", "cause"), widths=(10, 13, 60, 60), rows=moved)
    if board.benchmark:
        others = tuple(
            (one.name, one.count, one.average, one.source, one.date, "yes" if one.few else "no")
            for one in board.benchmark
        )
        heads = ("of", "assessments", "average", "published by", "on", "too few")
        yield Sheet(name="others", heads=heads, widths=(16, 12, 12, 40, 12, 10), rows=others)
