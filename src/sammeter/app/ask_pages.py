"""The screens of an interview: lines of 80 columns, nothing in them can steer a terminal."""

from collections.abc import Iterator
from shlex import quote
from textwrap import wrap

from sammeter.answers import Answered
from sammeter.app.ask import Interview
from sammeter.app.ask_seen import Line, Question
from sammeter.app.owasp import Wording
from sammeter.app.pages import WIDTH, names, page
from sammeter.report.text_lines import places
from sammeter.report.words import SIGNS, asked, claim, word
from sammeter.text.escape import terminal

FEW = 8
KEYS = (
    ("1 2 3 4", "answer and go on; kept at once"),
    ("Enter", "accept: your answer of before, an inherited, a suggested one"),
    ("0 Backspace", "take your answer back: the question is open again"),
    ("z", "take back the last answer of this sitting"),
    ("n p, arrows", "next, previous question"),
    ("] [", "next, previous practice"),
    ("o", "next open question"),
    ("c, then a to f", "tick criteria: yes, no, nothing; Enter leaves"),
    ("i", "confirm every criterion that is indicated (~)"),
    ("e", "name a file or an address as proof"),
    ("m", "write a note"),
    ("u", "unsure: who would know? listed at the end"),
    ("x", "does not apply, and why; counts once a second person agreed"),
    ("d", "what to show, and what counts"),
    ("q", "quit; the next time goes on at the first open question"),
)


def screen(interview: Interview) -> str:
    """Return what is to be seen now."""
    pages = {"question": _question, "keys": _keys, "end": _end}
    return page(pages[interview.view](interview))


def _keys(_: Interview) -> Iterator[str]:
    yield "Keys"
    yield from (f"  {key:<17} {says}" for key, says in KEYS)
    yield ""
    yield "Signs: + met  x unmet  ~ indicated  ? unknown  o no occasion"
    yield "Any key goes back."


def _question(interview: Interview) -> Iterator[str]:
    now, wording = interview.question(), interview.round.wording
    asked_ = wording.edition.questions.get(now.activity.id) if wording else None
    yield _head(interview)
    yield asked_.text if asked_ else now.activity.question
    yield ""
    yield from _criteria(interview, now)
    if interview.guided:
        yield from _guidance(interview, now)
    yield ""
    yield from _answers(interview, now)
    yield ""
    yield from _known(interview, now)
    if wording:
        yield wording.attribution()
    yield f"> {interview.message}" if interview.message else _foot(interview)


def _head(interview: Interview) -> str:
    model, one = interview.round.pack.model, interview.activity
    practice = next(practice.name for practice in model.practices if practice.id == one.id[:4])
    count = sum(interview.is_open(other) for other in interview.questions)
    left = f"{one.id}  {practice}, level {one.level}"
    right = f"{interview.at + 1} / {len(interview.questions)}, {len(interview.questions) - count} answered"
    scope = terminal(interview.round.scope) or "the organisation"
    room = WIDTH - len(left) - len(right) - 4
    scope = scope if len(scope) <= room else f"{scope[: max(room - 3, 0)]}..."
    return f"{left}  {scope}".ljust(WIDTH - len(right) - 1) + f" {right}"


def _criteria(interview: Interview, now: Question) -> Iterator[str]:
    wording, texts = interview.round.wording, now.activity.criteria
    for number, (line, text) in enumerate(zip(now.lines, texts, strict=True)):
        sign = SIGNS[word(line.decided)] if line.decided else " "
        tick = {"yes": "[x]", "no": "[-]", "open": "[ ]"}[line.tick]
        text_ = _worded(wording, now.activity.id, number, text)
        yield from _hanging(f" {chr(ord('a') + number)} {tick} {sign} ", text_)
        for says in _beside(line):
            yield from _hanging(" " * 9, says)


def _hanging(prefix: str, text: str) -> list[str]:
    """Return a text wrapped beside its prefix; it is made harmless first, so that its width is what is seen."""
    return wrap(
        terminal(text), WIDTH, initial_indent=prefix, subsequent_indent=" " * len(prefix), break_on_hyphens=False
    )


def _worded(wording: Wording | None, activity: str, number: int, text: str) -> str:
    asked_ = wording.edition.questions.get(activity) if wording else None
    return asked_.criteria[number] if asked_ and number < len(asked_.criteria) else text


def _beside(line: Line) -> Iterator[str]:
    """Say what was seen, and what was said by whom."""
    if line.decided is not None:
        where = places(line.decided.because) if word(line.decided) != "unknown" else ""
        only = "" if line.shown or not where else ", of one application"
        yield f"seen: {word(line.decided)}{f', {where}' if where else ''}{only}"
    if line.stated is not None:
        said = "yes" if line.stated.yes else "no"
        yield f"said: {said}, {line.stated.by}, {line.stated.at[:10]}{f' ({line.stated.weak})' if line.stated.weak else ''}"


def _guidance(interview: Interview, now: Question) -> Iterator[str]:
    rules = interview.round.pack.book.by_id()
    yield ""
    yield f"What to show: {now.activity.show}"
    yield f"What it gives: {now.activity.benefit}"
    for number, line in enumerate(now.lines):
        rule = rules.get(line.id)
        if rule is not None:
            proof = f" Proof: {rule.proof}." if rule.proof else ""
            yield from _hanging(f" {chr(ord('a') + number)} ", f"{rule.confirm or rule.says}{proof}")


def _answers(interview: Interview, now: Question) -> Iterator[str]:
    wording, options = interview.round.wording, interview.round.pack.model.answer_set(now.activity.answers)
    theirs = wording.edition.answer_sets.get(options.id) if wording else None
    marks: dict[int, list[str]] = {}
    if now.own is not None:
        marks.setdefault(now.own.position, []).append("yours")
    if now.offered is not None:
        marks.setdefault(now.offered[0], []).append("Enter")
    for position, text in enumerate(theirs.texts if theirs else options.answers):
        mark = f"   <- {', '.join(marks[position])}" if position in marks else ""
        yield f" {position + 1}  {text}{mark}"


def _known(interview: Interview, now: Question) -> Iterator[str]:
    if now.own is not None:
        yield f"answered: {now.own.position + 1}, {_by(now.own)}"
    elif now.inherited is not None:
        yield f"inherited: {now.inherited.position + 1}, {_by(now.inherited)}"
    if now.excluded:
        yield f"does not apply: {now.excluded}"
    if now.waiting is not None:
        yield f"does not apply, says {now.waiting.by}: {now.waiting.note} (waits for a second person)"
    if now.allowed.why:
        yield now.allowed.why
    if now.offered is not None:
        yield f"Enter takes {now.offered[0] + 1}: {now.offered[1]}"
    if now.activity.id in interview.parked:
        yield f"parked: ask {interview.parked[now.activity.id]}"


def _by(one: Answered) -> str:
    weak = f" ({one.weak})" if one.weak else ""
    return f"{one.by}, {one.at[:10]}{weak}{f': {one.note}' if one.note else ''}"


def _foot(interview: Interview) -> str:
    if interview.ticking:
        return "a b c... tick: yes, no, nothing   Enter leaves   1-4 answers"
    return "1-4 answer  Enter accept  n next  c criteria  d guidance  ? keys  q quit"


def _end(interview: Interview) -> Iterator[str]:
    """Say what is open, what contradicts, who reviews, and what comes next."""
    open_ = [one.id for one in interview.questions if interview.is_open(one)]
    scope = interview.round.scope
    yield f"{len(interview.questions) - len(open_)} of {len(interview.questions)} answered for {scope or 'the organisation'}"
    yield ""
    yield f"Open ({len(open_)}): {_some(open_)}" if open_ else "Open: none of those that were chosen"
    for id_, name in interview.parked.items():
        yield f"  {id_}: ask {name}"
    yield from _contradictions(interview)
    waiting = len(interview.declared[0].waiting)
    if waiting:
        yield f"Review: {names(waiting, 'statement')} {'wait' if waiting > 1 else 'waits'} for a second person: sammeter review"
    for one, review in interview.declared[0].returned[:FEW]:
        yield f"  sent back: {one.about}, by {review.by}: {review.note}"
    yield ""
    if open_:
        yield f"next  sammeter ask{f' {quote(scope)}' if scope else ''} --open"
    yield f"next  sammeter assess REPOSITORY --declared {quote(str(interview.round.folder))}"
    if interview.message:
        yield f"> {interview.message}"
    if not interview.done:
        yield "p back  q quit"


def _contradictions(interview: Interview) -> Iterator[str]:
    outcome = interview.outcome()
    if outcome is None:
        yield "Contradictions: not looked for; name what was seen with --repo or --facts"
        return
    found = outcome.contradictions
    yield f"Contradictions ({len(found)}): what was said against what was seen" if found else "Contradictions: none"
    for one in found[:FEW]:
        yield f"  ! {one.criterion} {one.kind}: {claim(one, outcome)}"
        yield f"      seen: {word(one.decided)}, {places(one.decided.because) or 'nothing'}"
        yield f"      {asked(one.criterion, outcome)}"
    if len(found) > FEW:
        yield f"  and {len(found) - FEW} more in sammeter assess --declared"


def _some(ids: list[str]) -> str:
    more = f" and {len(ids) - FEW} more" if len(ids) > FEW else ""
    return ", ".join(ids[:FEW]) + more
