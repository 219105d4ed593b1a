"""What stands above the practices in the HTML report: findings, observations, scores, reach, steps and gaps."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sammeter.answers import Grade
from sammeter.facts import Gap
from sammeter.report.assessment import Assessment
from sammeter.report.html_practices import CriterionView, PracticeView
from sammeter.report.html_radar import Radar, radar
from sammeter.report.html_words import GRADES, PLACES, SIGNS, SOURCES, FactLines, fact_lines
from sammeter.report.words import asked, claim, declared_text, word
from sammeter.scoring import Scores, score, shown

FIRST = 12
FIRST_SEEN = 24
FIRST_STEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All criteria of one verdict: the first ones in view, the rest folded."""

    word: str
    sign: str
    first: tuple[CriterionView, ...]
    rest: tuple[CriterionView, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.first) + len(self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictionView:
    """What people say against what the facts say of one criterion."""

    kind: str
    criterion: str
    text: str
    claim: str
    word: str
    sign: str
    facts: FactLines


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtView:
    """What was seen that speaks against what was answered to a question."""

    activity: str
    declared: str
    points: tuple[tuple[str, FactLines], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenView:
    """One observation with the places it stands on."""

    says: str
    sign: str
    means: str
    facts: FactLines
    bears_on: tuple[str, ...]
    bears_more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One line of the score table; evidenced is empty where no answer is settled."""

    id: str
    name: str
    level: str
    function: str
    settled: int
    of: int
    evidenced: str
    made_of: str
    possible: str
    declared: str
    supported: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRow:
    """One kind of source and how far it reaches."""

    name: str
    hidden: str
    can: int
    settled: int
    indicated: int
    read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GapGroup:
    """All gaps of one reason."""

    reason: str
    total: int
    places: tuple[Gap, ...]
    more: int
    hint: str


def groups(practices: Iterable[PracticeView]) -> tuple[Group, ...]:
    """Return the criteria that facts or people speak of, by verdict; an unmet one is read before a met one."""
    by_word: defaultdict[str, list[CriterionView]] = defaultdict(list)
    for practice in practices:
        for activity in practice.activities:
            for view in activity.criteria:
                by_word[view.word].append(view)
    return tuple(
        Group(word=word, sign=SIGNS[word], first=tuple(by_word[word][:FIRST]), rest=tuple(by_word[word][FIRST:]))
        for word in ("unmet", "met", "indicated", "no occasion")
        if by_word[word]
    )


def contradictions(assessment: Assessment) -> tuple[ContradictionView, ...]:
    """Return every contradiction, as found."""
    return tuple(
        ContradictionView(
            kind=one.kind, criterion=one.criterion, text=asked(one.criterion, assessment), claim=claim(one, assessment),
            word=word(one.decided), sign=SIGNS[word(one.decided)],
            facts=fact_lines(one.decided.because, assessment.vocabulary),
        )
        for one in assessment.contradictions
    )  # fmt: skip


def said(assessment: Assessment) -> str:
    """Return what people declare in one sentence; nothing where nobody said anything."""
    if assessment.declared is None or assessment.supported is None:
        return ""
    answered = sum(one.declared is not None for one in assessment.answers)
    against = len(assessment.contradictions)
    found = "nothing contradicts it" if not against else f"{against} of it contradicted, below"
    return (f"People declare {shown(assessment.declared.overall)} of 3.00 ({answered} of {len(assessment.answers)} answered); "
            f"{shown(assessment.supported.overall)} less what is contradicted or unproved; {found}.")  # fmt: skip


def doubts(assessment: Assessment) -> tuple[DoubtView, ...]:
    """Return what speaks against an answer without refuting it."""
    return tuple(
        DoubtView(activity=one.activity, declared=declared_text(one.activity, assessment),
                  points=tuple((point.says, fact_lines(point.facts, assessment.vocabulary)) for point in one.points))
        for one in assessment.doubts
    )  # fmt: skip


def observations(assessment: Assessment) -> tuple[SeenView, ...]:
    """Return what was seen, what asks for a look first, counts of files last."""
    means = {True: ("+", "speaks well"), False: ("!", "asks for a look"), None: ("·", "neither good nor bad by itself")}
    rows = sorted(assessment.seen, key=lambda seen: (seen.kind == "vcs.files", seen.good is not False))
    return tuple(
        SeenView(says=one.says, sign=means[one.good][0], means=means[one.good][1],
                 facts=fact_lines(one.facts, assessment.vocabulary), bears_on=one.bears_on[:PLACES],
                 bears_more=max(0, len(one.bears_on) - PLACES))
        for one in rows
    )  # fmt: skip


def score_rows(practices: tuple[PracticeView, ...], assessment: Assessment) -> tuple[ScoreRow, ...]:
    """Return a row a function, its practices beneath, and the overall row last."""
    made = _made_of(assessment)
    settled = {view.practice.id: (view.settled, len(view.activities)) for view in practices}
    rows: list[ScoreRow] = []
    for function in assessment.model.functions:
        mine = assessment.model.practices_of(function.id)
        both = [settled[practice.id] for practice in mine]
        total = (sum(one for one, _ in both), sum(of for _, of in both))
        rows.append(_row(("functions", function.id, function.name, function.id), total, assessment, made))
        rows += [_row(("practices", p.id, p.name, function.id), settled[p.id], assessment, made) for p in mine]
    every = (sum(one for one, _ in settled.values()), sum(of for _, of in settled.values()))
    return (*rows, _row(("overall", "", "Overall", ""), every, assessment, made))


def _made_of(assessment: Assessment) -> Mapping[str, Scores]:
    grades = {grade for one in assessment.answers for grade in one.composition}
    return {
        grade: score(
            assessment.model, {one.activity: one.composition.get(grade, Fraction(0)) for one in assessment.answers}
        )
        for grade in sorted(grades)
    }


def _row(
    what: tuple[str, str, str, str], settled: tuple[int, int], assessment: Assessment, made: Mapping[str, Scores]
) -> ScoreRow:
    level, id_, name, function = what
    parts = [(GRADES[Grade(grade)], _pick(scores, level, id_)) for grade, scores in made.items()]
    if level == "overall":
        parts = [(GRADES[Grade(grade)], value) for grade, value in assessment.composition.items()]
    return ScoreRow(
        id=id_, name=name, level=level, function=function, settled=settled[0], of=settled[1],
        evidenced=shown(_pick(assessment.evidenced, level, id_)) if settled[0] else "",
        made_of=", ".join(f"{shown(value)} {says}" for says, value in parts if value) if settled[0] else "",
        possible=shown(_pick(assessment.possible, level, id_)),
        declared="" if assessment.declared is None else shown(_pick(assessment.declared, level, id_)),
        supported="" if assessment.supported is None else shown(_pick(assessment.supported, level, id_)),
    )  # fmt: skip


def _pick(scores: Scores, level: str, id_: str) -> Fraction:
    if level == "overall":
        return scores.overall
    return scores.functions[id_] if level == "functions" else scores.practices[id_]


def picture(practices: tuple[PracticeView, ...], assessment: Assessment) -> Radar:
    """Return the radar of all practices in the model's order."""
    names = [view.practice.id for view in practices]
    return radar(
        names, [view.settled > 0 for view in practices],
        [assessment.evidenced.practices[name] for name in names],
        [assessment.possible.practices[name] for name in names],
        None if assessment.declared is None else [assessment.declared.practices[name] for name in names],
    )  # fmt: skip


def reach_rows(assessment: Assessment) -> tuple[ReachRow, ...]:
    """Return one row a kind of source, in the order of how far one has to look."""
    return tuple(
        ReachRow(name=SOURCES[one.reach][0], hidden=SOURCES[one.reach][1], can=one.can, settled=one.settled,
                 indicated=one.indicated, read=one.read)
        for one in assessment.reached
    )  # fmt: skip


def gap_groups(assessment: Assessment) -> tuple[GapGroup, ...]:
    """Return the gaps by reason, the most frequent first, each with its most frequent hint."""
    by_reason: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in assessment.gaps:
        by_reason[gap.reason].append(gap)
    found = sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        GapGroup(
            reason=reason,
            total=len(gaps),
            places=tuple(gaps[:PLACES]),
            more=max(0, len(gaps) - PLACES),
            hint=_hint(gaps),
        )
        for reason, gaps in found
    )


def _hint(gaps: list[Gap]) -> str:
    hints = Counter(gap.hint for gap in gaps if gap.hint)
    return min(hints, key=lambda hint: (-hints[hint], hint), default="")
