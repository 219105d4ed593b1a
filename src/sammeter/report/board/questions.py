"""Practices and questions as a board's report shows them: cells of the grid, answers, criteria with their places."""

from collections.abc import Iterator
from fractions import Fraction

from sammeter.answers import Answer, Answered, Standing
from sammeter.answers.types import Excluded
from sammeter.report.assessment import Assessment
from sammeter.report.board.statements import key, latest_reviews
from sammeter.report.board.verdict import over_claimed
from sammeter.report.board.view import CELLS, Cell, Criterion, Figures, Kept, PracticeRow, Question, Said
from sammeter.report.html_practices import ActivityView, CriterionView, PracticeView

_NOTHING = Figures(declared=None, supported=None, evidenced=Fraction(0), possible=Fraction(0), settled=0, of=0)
_WORTH = {Fraction(0): "0", Fraction(1, 4): "¼", Fraction(1, 2): "½", Fraction(1): "1"}


def practice_rows(views: tuple[PracticeView, ...], assessment: Assessment, kept: Kept) -> tuple[PracticeRow, ...]:
    """Return all practices in the model's order, their figures still to be filled in."""
    answers = {one.activity: one for one in assessment.answers}
    against = over_claimed(assessment)
    proofs = _Proofs(kept, assessment.subject.as_of)
    return tuple(
        PracticeRow(
            id=view.practice.id, name=view.practice.name, function=view.practice.function, about=view.practice.summary,
            cells=tuple(None if one is None else _cell(one, answers[one.activity.id], against) for one in view.cells), figures=_NOTHING,
            questions=tuple(_question(one, answers[one.activity.id], assessment, proofs) for one in view.activities),
        )
        for view in views
    )  # fmt: skip


class _Proofs:
    """What is kept of each statement that stands: its proof and its review in words."""

    def __init__(self, kept: Kept, as_of: str) -> None:
        self.reviews = latest_reviews(kept, as_of)
        self.statements = {key(one): one for one in kept.statements}

    def of(self, one: Answered) -> tuple[str, str]:
        """Return the proof and the review of an answer, each as a text."""
        found = self.statements.get((one.activity, one.unit, one.by, one.at))
        if found is None:
            return one.weak or "proved", "accepted" if one.accepted else "nobody yet"
        review = self.reviews.get(found.id)
        names = ", ".join(proof.what for proof in found.proof)
        proof = f"{names} (holds)" if not one.weak and names else f"{names}: {one.weak}" if names else "none named"
        if review is None:
            return proof, "nobody yet"
        return proof, f"{'accepted' if review.accepted else 'sent back'} by {review.by}, {review.at[:10]}"


def _cell(view: ActivityView, answer: Answer, against: set[str]) -> Cell:
    state = _state(view, answer, against)
    text, shade = "", 0
    if state in ("declared", "contradicted"):
        text = _WORTH[answer.values["declared"] or Fraction(0)]
    elif state == "settled":
        text, shade = _WORTH[answer.values["evidenced"] or Fraction(0)], answer.evidenced
    elif state == "partly":
        text = f"{view.settled}/{len(view.criteria)}"
    sign, means = CELLS[state]
    said = "" if answer.declared is None else f"; declared {_WORTH[answer.values['declared'] or Fraction(0)]}"
    return Cell(id=view.activity.id, state=state, sign=sign, text=text, shade=shade,
                label=f"{view.activity.title}: {means}; {view.label}{said}")  # fmt: skip


def _state(view: ActivityView, answer: Answer, against: set[str]) -> str:
    if answer.excluded is not None:
        return "excluded"
    if answer.activity in against:
        return "contradicted"
    if view.state == "settled":
        return "settled"
    return view.state if answer.declared is None else "declared"


def _question(view: ActivityView, answer: Answer, assessment: Assessment, proofs: _Proofs) -> Question:
    texts = assessment.model.answer_set(view.activity.answers).answers
    standings: dict[str, Standing] = {}
    for one in answer.standings:
        standings.setdefault(one.criterion, one)
    declared = answer.values["declared"]
    return Question(
        id=view.activity.id, title=view.activity.title, level=view.activity.level, stream=view.stream,
        asks=view.activity.question,
        evidenced=texts[answer.evidenced] if answer.settled else f"not settled ({view.settled} of {len(view.criteria)} criteria)",
        possible=texts[answer.possible], declared="" if answer.declared is None else texts[answer.declared],
        worth=(declared, answer.values["evidenced"] or Fraction(0), answer.values["possible"] or Fraction(0)),
        said=tuple(_said(view.activity.id, texts, assessment, proofs)), excluded=_excluded(answer.excluded),
        criteria=tuple(_criterion(one, standings.get(one.id)) for one in view.criteria),
    )  # fmt: skip


def _excluded(one: Excluded | None) -> str:
    return "" if one is None else f"does not apply: {one.reason} ({one.by}, agreed by {one.approver}, {one.at[:10]})"


def _said(activity: str, texts: tuple[str, ...], assessment: Assessment, proofs: _Proofs) -> Iterator[Said]:
    for one in assessment.declaration.answers:
        if one.activity == activity:
            proof, reviewed = proofs.of(one)
            yield Said(answer=texts[one.position] + (f" (for {one.unit})" if one.unit else ""), by=one.by, at=one.at[:10],
                       proof=proof, reviewed=reviewed)  # fmt: skip


def _criterion(view: CriterionView, standing: Standing | None) -> Criterion:
    return Criterion(id=view.id, text=view.text, word=view.word, sign=view.sign, grade=view.grade, where=view.facts.places,
                     note=_note(standing))  # fmt: skip


def _note(standing: Standing | None) -> str:
    """Return what people said of one criterion, and by what answer where they did not say it in so many words."""
    stated = None if standing is None else standing.stated
    if standing is None or stated is None:
        return ""
    said = (
        "implied by the answer" if stated.via else f"{stated.by} said {'yes' if stated.yes else 'no'}, {stated.at[:10]}"
    )
    said += f" ({stated.weak})" if stated.weak else " (proof holds)" if stated.proof_live else ""
    return said + (f"; {standing.contradiction.kind}" if standing.contradiction else "")
