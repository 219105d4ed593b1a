"""The use cases `roadmap show`, `what-if` and `export`: a plan against the answers of today."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec

from sammeter.answers.statements import WORTH
from sammeter.app import clock
from sammeter.app.declare import is_list, read_said, stands
from sammeter.app.roadmap_file import read_plan
from sammeter.app.roadmap_parts import answer_of, cut, nearest
from sammeter.app.score import read_answers
from sammeter.data import Pack, load
from sammeter.data.reader import Mistakes
from sammeter.errors import DataError, SourceError
from sammeter.report.plan.json import scores as score_texts
from sammeter.report.plan.view import View
from sammeter.roadmap.plan import NO, Answers
from sammeter.roadmap.progress import to_date, to_target
from sammeter.roadmap.project import project
from sammeter.roadmap.whatif import WhatIf, what_if
from sammeter.roadmap.words import number, percent
from sammeter.scoring import decimal, shown

_LIMIT = 8 << 20


def current(path: Path, *, as_of: str = "") -> Mapping[str, Fraction]:
    """Return the answers of today: of a folder of statements, a workbook, .samm, sammwise or a file of answers.

    Blanks are left out, phases are not looked at; of statements those count that are said of all and stand at `as_of`.
    Raises NotFoundError, SourceError (unreadable), one DataError with all mistakes.
    """
    if path.is_dir() or is_list(file(path)):
        pack = load()
        declared = stands(read_said(path, pack), pack, as_of=as_of or clock.today())
        return {one.activity: Fraction(WORTH[one.position]) for one in declared.answers if not one.unit}
    return read_answers(file(path), where=str(path)).now


def file(path: Path) -> bytes:
    """Return the content of a file that the user named. Raises SourceError (not there, too large)."""
    try:
        with path.open("rb") as handle:
            data = handle.read(_LIMIT + 1)
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=str(path), hint="check the path and its rights"
        ) from error
    if len(data) > _LIMIT:
        raise SourceError(f"more than {_LIMIT:,} bytes", where=str(path), reason="too large")
    return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A plan to show, and what its readers should know."""

    view: View
    warnings: tuple[str, ...]


def view(plan_file: Path, *, as_of: str, now: Path | None = None) -> Shown:
    """Return the plan played forward on the day `as_of`, and its progress if answers are given.

    A plan that does not say where it starts, starts from those answers, else from No everywhere.
    """
    pack, answers = load(), None if now is None else current(now)
    found = read_plan(file(plan_file), where=str(plan_file), pack=pack, now=answers)
    plan, model = found.plan, pack.model
    start = plan.base if plan.base is not None else answers or {}
    target = plan.target()
    warnings = [*found.warnings, *_unknown_start(plan.base, answers)]
    return Shown(warnings=tuple(warnings), view=View(
        model=model, plan=plan, as_of=as_of, start=start, planned=project(model, plan, start), target=target,
        to_target=to_target(model, start if answers is None else answers, target), now=answers,
        expected=() if answers is None else project(model, plan, answers),
        to_date=None if answers is None else to_date(model, plan, answers, as_of)))  # fmt: skip


def _unknown_start(base: Answers | None, answers: Answers | None) -> Iterator[str]:
    if base is None and answers is None:
        yield "the plan does not say where it starts (from:), so No everywhere is taken"


def what_if_page(words: Iterable[str], *, now: Path | None, plan: Path | None, form: str) -> bytes:
    """Return what other answers would do, as text or JSON. Raises DataError with every word that is no answer."""
    pack = load()
    changes = _changes(words, pack)
    answers = None if now is None else current(now)
    target: Answers | None = None
    if plan is not None:
        found = read_plan(file(plan), where=str(plan), pack=pack, now=answers).plan
        target, answers = found.target(), found.base if answers is None else answers
    if answers is None:
        raise DataError(
            "from where? there are no answers of today",
            where="what-if",
            hint="add --now ANSWERS, or --plan with a plan that has from:",
        )
    made = what_if(pack.model, answers, changes, target)
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(_what_if_json(made)), indent=1) + b"\n"
    return ("\n".join(_what_if_lines(made, pack)) + "\n").encode()


def _changes(words: Iterable[str], pack: Pack) -> dict[str, Fraction]:
    names, mistakes, found = [a.id for a in pack.model.activities()], Mistakes(), dict[str, Fraction]()
    for word in words:
        name, _, text = word.partition("=")
        worth = answer_of(text)
        if name.upper() not in names:
            mistakes.add(f"unknown activity '{cut(name)}'", where=cut(word), hint=nearest(name, names))
        if worth is None:
            mistakes.add(
                f"'{cut(text)}' is no answer",
                where=cut(word),
                hint="one of 0, 0.25, 0.5, 1 or no, some, half, most; as in I-SB-2-A=half",
            )
        if name.upper() in found:
            mistakes.add("stands twice", where=cut(word), hint="keep one of them")
        found[name.upper()] = worth or NO
    mistakes.settle("what-if")
    return found


def _what_if_lines(made: WhatIf, pack: Pack) -> Iterator[str]:
    change = made.after.overall - made.before.overall
    yield f"The score would go from {shown(made.before.overall)} to {shown(made.after.overall)} ({_signed(change)})."
    if (
        made.target_before
        and made.target_after
        and made.target_before.share is not None
        and made.target_after.share is not None
    ):
        yield f"Of the target {percent(made.target_after.share)} would be reached instead of {percent(made.target_before.share)}."
    for name, needs in made.missing.items():
        yield f"{name} stands on {' and '.join(needs)}, which would still be at No."
    yield ""
    for name, (before, after) in made.changes.items():
        activity = pack.model.activity(name)
        yield f"{name}  {number(before)} -> {number(after)}  {activity.title if activity else ''}"
    yield ""
    rows = [(f"{p.id} {p.name}", made.before.practices[p.id], made.after.practices[p.id]) for p in pack.model.practices]
    rows += [(f.name, made.before.functions[f.id], made.after.functions[f.id]) for f in pack.model.functions]
    for label, before, after in (*rows, ("overall", made.before.overall, made.after.overall)):
        if before != after:
            yield f"{label:<34}{shown(before):>6} -> {shown(after)}  ({_signed(after - before)})"


def _signed(change: Fraction) -> str:
    return f"{'+' if change >= 0 else ''}{number(change, 4)}"


def _what_if_json(made: WhatIf) -> dict[str, Any]:
    shares = [
        None if one is None or one.share is None else decimal(one.share)
        for one in (made.target_before, made.target_after)
    ]
    return {
        "changes": {name: {"before": decimal(before), "after": decimal(after)} for name, (before, after) in made.changes.items()},
        "before": score_texts(made.before), "after": score_texts(made.after),
        "missing": {name: list(needs) for name, needs in made.missing.items()},
        "target_share": {"before": shares[0], "after": shares[1]},
    }  # fmt: skip
