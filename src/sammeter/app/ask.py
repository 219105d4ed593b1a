"""The interview without a terminal: keys in, screens out; every answer is kept before the next question is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from sammeter.answers import Declaration, Proof, Statement
from sammeter.answers.statements import EXCLUDED, WITHDRAWN, WORTH
from sammeter.app import clock
from sammeter.app.ask_seen import SUGGESTED, Question, is_open, look
from sammeter.app.assess import assess
from sammeter.app.declare import Said, stands, state
from sammeter.app.owasp import Wording
from sammeter.app.record import Extra, last_at, proofs, statement
from sammeter.app.who import Who
from sammeter.data import Pack
from sammeter.errors import DataError, SammeterError
from sammeter.facts.collected import Collected
from sammeter.model import Activity
from sammeter.report.assessment import Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which questions are asked: of one level, of one practice, only those that are open; all 90 by default."""

    level: int | None = None
    practice: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What an interview is about: the scope (empty: the organisation), who answers, where it is kept, what is known."""

    pack: Pack
    scope: str
    who: Who
    folder: Path
    said: Said = field(default_factory=Said)
    inherited: tuple[Said, ...] = ()
    collected: Collected | None = None
    wording: Wording | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A line of text that is asked for, and what is done with it; an empty line only goes back."""

    words: str
    then: Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What was named before its answer: it goes with whatever is stated next on the question."""

    proof: tuple[Proof, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything is held."""
        return bool(self.proof or self.note)

    def more(self, *, proof: tuple[Proof, ...] = (), note: str = "") -> "Held":
        """Return what is held with one thing more."""
        return Held(proof=(*self.proof, *proof), note="; ".join(text for text in (self.note, note) if text))


class Interview:
    """One person is asked; `press` takes a key, `typed` the line that `prompt` asks for.

    Keys are single characters, or ``enter``, ``backspace``, ``left``, ``right``, ``esc``. `view` is ``question``,
    ``keys`` or ``end``; `done` once there is nothing more to press. What cannot be kept is said in `message`, and the question stays.
    """

    KEYS: ClassVar[Mapping[str, str]] = {
        "enter": "accept", "0": "withdraw", "backspace": "withdraw", "n": "forth", "right": "forth", "p": "back", "left": "back",
        "]": "next_practice", "[": "former_practice", "o": "next_open", "c": "criteria", "i": "confirm", "e": "evidence",
        "m": "note", "u": "unsure", "x": "exclude", "d": "guidance", "z": "undo", "?": "keys", "q": "quit",
    }  # fmt: skip

    def __init__(self, round_: Round, choice: Choice) -> None:
        self.round = round_
        self.said = round_.said
        self.declared = self._declared()
        self.seen: Assessment | None = assess(round_.collected, pack=round_.pack) if round_.collected else None
        self.questions = _chosen(round_, choice, self.is_open)
        self.at = next((n for n, one in enumerate(self.questions) if self.is_open(one)), 0)
        self.view = "question" if self.questions else "end"
        self.message, self.done = "", False
        self.prompt: Prompt | None = None
        self.ticking, self.guided = False, False
        self.parked: dict[str, str] = {}
        self.held: dict[str, Held] = {}
        self.answered: list[int] = []

    # ---- what stands

    def _declared(self) -> tuple[Declaration, Declaration]:
        """Return one's own declaration, and the one with what is inherited; only what can bear on this scope."""
        now, pack, own = clock.now(), self.round.pack, self._of_scope(self.said)
        mine = stands(own, pack, as_of=now)
        others = [self._of_scope(one) for one in self.round.inherited]
        return mine, stands(own, pack, as_of=now, inherited=others) if others else mine

    def _of_scope(self, said: Said) -> Said:
        return replace(said, statements=tuple(one for one in said.statements if one.unit in ("", self.round.scope)))

    def is_open(self, activity: Activity) -> bool:
        """Tell whether a question has no answer that holds."""
        return is_open(activity.id, self.round.scope, self.declared)

    @property
    def activity(self) -> Activity:
        """The question that is asked now."""
        return self.questions[self.at]

    def question(self) -> Question:
        """Return what is known of the question that is asked now."""
        return look(self.activity, self.round.scope, self.round.pack, self.declared, self.seen)

    def outcome(self) -> Assessment | None:
        """Return the assessment with all that was said; None where no facts were named."""
        if self.round.collected is None:
            return None
        return assess(self.round.collected, pack=self.round.pack, declared=self.declared[1])

    # ---- keys

    def press(self, key: str) -> None:
        """Take one key; a key that means nothing here says which do."""
        self.message = ""
        if self.view == "end":
            self._at_the_end(key)
        elif self.view == "keys":
            self.view = "question"
        elif self.ticking and key in ("enter", "esc"):
            self.ticking = False
        elif self.ticking and len(key) == 1 and "a" <= key <= "z":
            self._tick(key)
        else:
            self._press(key)

    def _press(self, key: str) -> None:
        self.ticking = False
        name = self.KEYS.get(key.lower(), "")
        if len(key) == 1 and key in "1234":
            self.answer_with(int(key) - 1)
        elif name:
            getattr(self, name)()
        elif key != "esc":
            self.message = "that key does nothing here; ? shows the keys"

    def typed(self, text: str) -> None:
        """Take the line that `prompt` asks for; an empty one goes back to the question."""
        prompt, self.prompt = self.prompt, None
        if prompt is not None and text.strip():
            prompt.then(" ".join(text.split()))

    def _at_the_end(self, key: str) -> None:
        if key in ("p", "left", "backspace") and self.questions:
            self.view = "question"
        elif key in ("q", "enter", "esc"):
            self.done = True

    # ---- going about

    def forth(self) -> None:
        """Go to the next question, after the last one to the end."""
        if self.at + 1 < len(self.questions):
            self.at += 1
        else:
            self.view = "end"

    def back(self) -> None:
        """Go to the question before."""
        self.at = max(self.at - 1, 0)

    def next_open(self) -> None:
        """Go to the next open question, from the top again after the last."""
        order = [*range(self.at + 1, len(self.questions)), *range(self.at + 1)]
        found = next((n for n in order if self.is_open(self.questions[n])), None)
        if found is None:
            self.view = "end"
        else:
            self.at = found

    def next_practice(self) -> None:
        """Go to the first question of the next practice."""
        here = self.activity.id[:4]
        self.at = next((n for n, one in enumerate(self.questions) if n > self.at and one.id[:4] != here), self.at)

    def former_practice(self) -> None:
        """Go to the first question of the practice before."""
        first = {one.id[:4]: n for n, one in reversed(list(enumerate(self.questions)))}
        starts = sorted(start for start in first.values() if start < first[self.activity.id[:4]])
        self.at = starts[-1] if starts else 0

    def quit(self) -> None:
        """End; all is kept already."""
        self.view, self.done = "end", True

    def keys(self) -> None:
        """Show what the keys do."""
        self.view = "keys"

    def guidance(self) -> None:
        """Show or hide what to show and what counts."""
        self.guided = not self.guided

    # ---- answers

    def answer_with(self, position: int, reason: str = "", origin: str = "") -> None:
        """Answer and go on; more than the ticks allow asks for its reason first. `origin` says whose answer it was."""
        now = self.question()
        if position > now.allowed.most and not reason:
            words = f"More than the ticks allow ({now.allowed.why}). Why? (empty: back)"
            self.prompt = Prompt(words=words, then=lambda text: self.answer_with(position, text, origin))
            return
        note = "; ".join(text for text in (origin, reason) if text)
        same = now.own is not None and now.own.holds and now.own.position == position
        if (same and not note and not self._held()) or self._keep((self.activity.id, WORTH[position]), note=note):
            self.answered.append(self.at)
            self.parked.pop(self.activity.id, None)
            self.forth()

    def accept(self) -> None:
        """Accept what is offered: one's own answer of before, an inherited one, or what the ticks suggest."""
        now = self.question()
        if now.offered is not None:
            position, origin = now.offered
            self.answer_with(position, origin="" if origin == SUGGESTED else origin)
        elif self.is_open(self.activity):
            self.message = "nothing is suggested here: press 1 to 4, or n to go on"
        else:
            self.forth()

    def withdraw(self) -> None:
        """Take back what was said of this question; it is open again, not a no."""
        now = self.question()
        if now.own is None and now.waiting is None:
            self.message = "there is nothing of yours to take back"
        elif self._keep((self.activity.id, WITHDRAWN)):
            self.message = f"taken back: {self.activity.id} is open"

    def undo(self) -> None:
        """Take back the last answer of this sitting and go to its question."""
        if not self.answered:
            self.message = "nothing was answered in this sitting"
            return
        self.at, self.view = self.answered.pop(), "question"
        self.withdraw()

    def exclude(self) -> None:
        """Say that a question does not apply, with the reason; it counts once a second person agreed."""
        self.prompt = Prompt(words="Why does it not apply? (empty: back)", then=self._exclude)

    def _exclude(self, reason: str) -> None:
        if self._keep((self.activity.id, EXCLUDED), note=reason):
            self.forth()
            self.message = "kept; it counts once a second person agreed: sammeter review"

    def unsure(self) -> None:
        """Park a question with the name of somebody who would know; nothing is answered."""
        self.prompt = Prompt(words="Who would know? (empty: back)", then=self._park)

    def _park(self, name: str) -> None:
        self.parked[self.activity.id] = name
        self.forth()

    # ---- criteria

    def criteria(self) -> None:
        """Let the letters tick criteria until another key."""
        self.ticking = True

    def _tick(self, letter: str) -> None:
        """Say yes of a criterion, then no, then nothing again."""
        lines, index = self.question().lines, ord(letter) - ord("a")
        if index >= len(lines):
            self.message = f"there is no criterion {letter}; Enter leaves the criteria"
            return
        stated = lines[index].stated
        own = stated is not None and stated.unit == self.round.scope and self._own(lines[index].id)
        answer = "yes" if stated is None or not own else "no" if stated.yes else WITHDRAWN
        self._keep((lines[index].id, answer))

    def _own(self, criterion: str) -> bool:
        return any((one.criterion, one.unit) == (criterion, self.round.scope) for one in self.declared[0].criteria)

    def confirm(self) -> None:
        """Say yes of every criterion of the question that facts indicate."""
        found = [(one.id, "yes") for one in self.question().lines if one.indicated]
        if not found:
            self.message = "nothing is indicated here that you could confirm"
        elif self._keep(*found):
            self.message = f"confirmed: {', '.join(id_ for id_, _ in found)}"

    # ---- proofs and notes

    def evidence(self) -> None:
        """Name a file or an address; the digest of a file is computed."""
        self.prompt = Prompt(words="A file, or an address and its SHA-256 (empty: back)", then=self._evidence)

    def _evidence(self, text: str) -> None:
        try:
            found = proofs([text], self.round.folder)
        except SammeterError as error:
            self.message = f"not taken: {error}"
            return
        self._hold(self._held().more(proof=found))

    def note(self) -> None:
        """Write a note; it goes with the answer."""
        self.prompt = Prompt(words="Note (empty: back)", then=lambda text: self._hold(self._held().more(note=text)))

    def _held(self) -> Held:
        return self.held.get(self.activity.id) or Held()

    def _hold(self, held: Held) -> None:
        """Keep what was named for the answer to come; where one stands already, state it again with it."""
        self.held[self.activity.id] = held
        own = self.question().own
        if own is None or not own.holds:
            self.message = "it will go with your answer"
        elif self._keep((self.activity.id, WORTH[own.position])):
            self.message = "kept with your answer"

    # ---- keeping

    def _keep(self, *things: tuple[str, str], note: str = "") -> bool:
        """Write statements at once and tell whether that succeeded; what is held goes with them, an answer uses it up."""
        held, scope = self._held(), self.round.scope
        former = self._former(things[0]) if things[0][1] != WITHDRAWN else None
        proof = (*(former.proof if former else ()), *held.proof)
        words = "; ".join(text for text in (former.note if former and held else "", held.note, note) if text)
        extra = Extra() if things[0][1] == WITHDRAWN else Extra(proof=tuple(dict.fromkeys(proof)), note=words)
        made = [
            statement(id_, answer, self.round.who, unit=scope, after=last_at(self.said, id_, scope), extra=extra)
            for id_, answer in things
        ]
        try:
            kept = state(self.round.folder, made, self.round.pack)
        except SammeterError as error:
            mistakes = error.mistakes if isinstance(error, DataError) else ()
            self.message = f"NOT KEPT: {'; '.join(map(str, mistakes or (error,)))}"
            return False
        self._take(kept)
        if things[0][0] == self.activity.id:
            self.held.pop(self.activity.id, None)
        return True

    def _former(self, thing: tuple[str, str]) -> Statement | None:
        """Return the newest statement of the same thing where it says the same; what it stood on is not lost then."""
        key = (thing[0], self.round.scope)
        found = max(
            (one for one in self.said.statements if (one.about, one.unit) == key), key=lambda one: one.at, default=None
        )
        return found if found is not None and found.answer == thing[1] else None

    def _take(self, kept: tuple[Statement, ...]) -> None:
        states = {proof: self.said.proofs.get(proof, "") for one in kept for proof in one.proof}
        states |= {proof: f"{proof.what} is an address without a digest" for proof in states if not proof.sha256}
        self.said = replace(self.said, statements=(*self.said.statements, *kept), proofs={**self.said.proofs, **states})
        self.declared = self._declared()


def _chosen(round_: Round, choice: Choice, is_open_: Callable[[Activity], bool]) -> tuple[Activity, ...]:
    """Return the questions of a choice in the model's order. Raises DataError for a practice that there is not."""
    model = round_.pack.model
    names = [one.id for one in model.practices]
    practice = choice.practice.strip().upper()
    if practice and practice not in names:
        raise DataError(
            f"there is no practice '{practice[:20]}'", where="--practice", hint=f"one of {', '.join(names)}"
        )
    return tuple(
        one
        for one in model.activities()
        if one.level == (choice.level or one.level)
        and one.id.startswith(practice)
        and (not choice.open or is_open_(one))
    )
