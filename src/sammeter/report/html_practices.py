"""Practices, activities, criteria and measures as the HTML report shows them, from an assessment."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sammeter.answers import Answer, Grade, Standing
from sammeter.facts import Gap
from sammeter.model import Activity, Practice
from sammeter.report.assessment import Assessment
from sammeter.report.html_words import (
    CLASSES,
    GRADES,
    SIGNS,
    SOURCES,
    STATES,
    FactLines,
    count,
    fact_lines,
    slug,
)
from sammeter.report.words import verdict
from sammeter.report.words import word as decided_word
from sammeter.rules import Decided, Rule, Verdict

UNITS = 10
MISSING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionView:
    """One criterion or measure with all that is known of it, ready to be printed."""

    id: str
    text: str
    word: str
    sign: str
    css: str
    grade: str
    rule: Rule
    class_says: str
    reach_says: str
    facts: FactLines
    missing: tuple[str, ...]
    gaps: tuple[Gap, ...]
    when: str
    no_occasion: str
    units: tuple[str, ...]
    declared: str

    @property
    def known(self) -> bool:
        """Facts or people said something of it."""
        return self.word != "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """One activity with its question, its answer and its criteria; also a cell of the grid."""

    activity: Activity
    stream: str
    criteria: tuple[CriterionView, ...]
    settled: int
    state: str
    sign: str
    css: str
    answer: str
    label: str
    facts_say: tuple[tuple[str, str], ...]
    capped_by: tuple[str, ...]

    @property
    def known(self) -> bool:
        """At least one of its criteria is known."""
        return self.state != "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeView:
    """One practice: its activities by level and stream, None where the model has no such activity."""

    practice: Practice
    activities: tuple[ActivityView, ...]
    cells: tuple[ActivityView | None, ...]
    settled: int


def practice_views(assessment: Assessment) -> tuple[PracticeView, ...]:
    """Return all practices in the model's order."""
    answers = {one.activity: one for one in assessment.answers}
    return tuple(_practice(practice, answers, assessment) for practice in assessment.model.practices)


def measure_views(assessment: Assessment) -> tuple[CriterionView, ...]:
    """Return the measures beside the model, what is known first."""
    views = [_view(one.rule, one.rule.says, one.decided, assessment) for one in assessment.measures]
    order = list(SIGNS)
    return tuple(sorted(views, key=lambda view: (order.index(view.word), view.id)))


def _practice(practice: Practice, answers: dict[str, Answer], assessment: Assessment) -> PracticeView:
    found = {
        (activity.level, stream.id[-1:]): _activity(activity, stream.name, answers[activity.id], assessment)
        for stream in practice.streams
        for activity in stream.activities
    }
    views = tuple(found[key] for key in sorted(found))
    return PracticeView(
        practice=practice, activities=views, cells=tuple(found.get((level, letter)) for level in (1, 2, 3) for letter in "AB"),
        settled=sum(view.state == "settled" for view in views),
    )  # fmt: skip


def _activity(activity: Activity, stream: str, answer: Answer, assessment: Assessment) -> ActivityView:
    criteria = tuple(_criteria(activity, answer, assessment))
    settled = sum(view.word in ("met", "unmet") for view in criteria)
    state = _state(answer, settled, criteria)
    answers = assessment.model.answer_set(activity.answers)
    short = "No" if answer.evidenced == 0 else answers.values[answer.evidenced]
    words = Counter(view.word for view in criteria)
    parts = ", ".join(f"{words[word]} {word}" for word in SIGNS if words[word])
    told = {"settled": f"answer settled: {short}", "partly": "answer not settled", "indicated": "only indicated",
            "no occasion": "no occasion to show it", "unknown": "nothing known"}  # fmt: skip
    return ActivityView(
        activity=activity, stream=stream, criteria=criteria, settled=settled, state=state, sign=STATES[state],
        css=f"settled-{answer.evidenced}" if state == "settled" else slug(state), answer=short,
        label=f"{settled} of {len(criteria)} criteria settled ({parts}); {told[state]}",
        facts_say=tuple(_answers(answer, answers.answers)), capped_by=answer.capped_by,
    )  # fmt: skip


def _state(answer: Answer, settled: int, criteria: Iterable[CriterionView]) -> str:
    if answer.settled:
        return "settled"
    if settled:
        return "partly"
    words = {view.word for view in criteria}
    return next((word for word in ("indicated", "no occasion") if word in words), "unknown")


def _answers(answer: Answer, texts: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    if answer.settled:
        yield "answer", f"{texts[answer.evidenced]} (settled: no unknown can change it)"
    else:
        yield "evidenced", f"{texts[answer.evidenced]} (as far as is known; not settled)"
        yield "possible", f"{texts[answer.possible]} (if every unknown turned out met)"
    if answer.declared is not None:
        yield "declared", texts[answer.declared]
    units = f"{answer.counted} of {count(answer.units, 'unit')} surely {'counts' if answer.counted == 1 else 'count'}"
    units += f", {answer.open} unknown" if answer.open else ""
    yield "stands on", units + (f", {answer.without_occasion} without an occasion" if answer.without_occasion else "")


def _criteria(activity: Activity, answer: Answer, assessment: Assessment) -> Iterable[CriterionView]:
    rules = assessment.book.by_id()
    for name, text in zip(activity.criterion_ids(), activity.criteria, strict=True):
        mine = [standing for standing in answer.standings if standing.criterion == name]
        decided = (
            mine[0].decided
            if mine
            else Decided(rule=name, verdict=Verdict.UNKNOWN, missing=("a list of what is to be asked",))
        )
        yield _view(rules[name], text, decided, assessment, mine)


def _view(
    rule: Rule, text: str, decided: Decided, assessment: Assessment, standings: list[Standing] | None = None
) -> CriterionView:
    first = standings[0] if standings else None
    word = decided_word(decided) if standings is None else verdict(first)
    return CriterionView(
        id=rule.id, text=text, word=word, sign=SIGNS[word], css=slug(word),
        grade=_grade(first), rule=rule, class_says=CLASSES[rule.class_], reach_says=SOURCES[rule.reach][0],
        facts=fact_lines(decided.because, assessment.vocabulary), missing=decided.missing,
        gaps=tuple(_gaps(decided, assessment.gaps)), when=" ".join(rule.when.split()),
        no_occasion=" ".join(rule.no_occasion.split()), units=tuple(_units(standings or [])), declared=_declared(first, word),
    )  # fmt: skip


def _grade(standing: Standing | None) -> str:
    if standing is None or standing.grade is None:
        return ""
    if standing.grade is Grade.CLAIMED:
        return (
            "stated without proof, so it counts as declared only"
            if verdict(standing) == "unknown"
            else GRADES[Grade.CLAIMED]
        )
    return GRADES[standing.grade]


def _declared(standing: Standing | None, word: str) -> str:
    """Return what people say where it differs from what is evidenced."""
    if standing is None:
        return ""
    said = standing.declared.name.lower()
    return said if said in ("met", "unmet") and said != word else ""


def _units(standings: list[Standing]) -> Iterable[str]:
    """Tell the units apart where there are several; the first is the one that is shown in full."""
    if len(standings) < 2:
        return
    for one in standings[:UNITS]:
        yield f"{one.unit}: {SIGNS[verdict(one)]} {verdict(one)}"
    if len(standings) > UNITS:
        yield f"and {len(standings) - UNITS} more"


def _gaps(decided: Decided, gaps: tuple[Gap, ...]) -> Iterable[Gap]:
    """Return the first gaps in a kind of fact that this verdict is missing."""
    found = (
        gap
        for gap in gaps
        if any(name == kind or name.startswith(f"{kind}.") for kind in gap.kinds for name in decided.missing)
    )
    return [gap for gap, _ in zip(found, range(3), strict=False)]
