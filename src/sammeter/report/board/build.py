"""An assessment and what stands beside it to the one view that every format shows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

from sammeter.model import Function
from sammeter.report import json
from sammeter.report.assessment import Assessment, Step
from sammeter.report.board.questions import practice_rows
from sammeter.report.board.statements import exclusions, statement_rows
from sammeter.report.board.verdict import lines, method, verdict
from sammeter.report.board.view import (
    Beside,
    Board,
    Conflict,
    Extent,
    FactRow,
    Figures,
    FunctionRow,
    GapRow,
    Head,
    Part,
    PracticeRow,
    SourceRow,
    Wish,
)
from sammeter.report.board.words import glossary
from sammeter.report.html_practices import PracticeView, practice_views
from sammeter.report.html_summary import gap_groups, reach_rows
from sammeter.report.html_words import SIGNS, count, fact_lines
from sammeter.report.words import asked, claim, word
from sammeter.scoring import Scores

WORDS: Mapping[str, str] = {
    "met": "shown by facts, or by people with proof",
    "unmet": "shown not to be so",
    "indicated": "the facts agree, a person has to confirm",
    "no occasion": "somebody looked, and nothing happened that could show it",
    "unknown": "nobody looked, or what was read cannot show it",
}
"""What the words of the coverage bar mean; `no occasion` is named only where it occurs."""


def build(assessment: Assessment, extent: Extent, beside: Beside | None = None) -> Board:
    """Return the view; the same assessment gives the same view, and its parts add up to all criteria."""
    beside = beside or Beside()
    views = practice_views(assessment)
    parts = _parts(views)
    statements = statement_rows(assessment, beside.kept)
    overall = _figures(assessment, [answer.activity for answer in assessment.answers], "", "")
    head = _head(assessment)
    return Board(
        extent=extent, head=head, verdict=verdict(assessment, parts), overall=overall,
        lines=lines(assessment, overall, beside.plan), parts=parts, conflicts=tuple(_conflicts(assessment)),
        wishes=_wishes(assessment.next),
        functions=_functions(assessment, practice_rows(views, assessment, beside.kept)), plan=beside.plan,
        change=beside.change, benchmark=beside.benchmark, method=method(assessment, head, statements),
        sources=tuple(SourceRow(name=row.name, can=row.can, settled=row.settled, indicated=row.indicated, read=row.read)
                      for row in reach_rows(assessment)),
        statements=statements, exclusions=exclusions(assessment),
        gaps=tuple(GapRow(reason=group.reason, count=group.total, hint=group.hint,
                          places=tuple(gap.where + (f": {gap.detail}" if gap.detail else "") for gap in group.places))
                   for group in gap_groups(assessment)),
        facts=tuple(_facts(assessment)), glossary=glossary(assessment.model) if extent == "full" else (),
    )  # fmt: skip


def _head(assessment: Assessment) -> Head:
    subject, book = assessment.subject, assessment.book
    return Head(
        name=subject.name, commit=subject.commit, at=subject.at, as_of=subject.as_of, collected_at=subject.collected_at,
        model=assessment.model.version, profile=book.profile,
        overlay=f"{book.overlay.name} ({book.overlay.counts()})" if book.overlay else "",
        digest=sha256(json.render(assessment)).hexdigest(),
    )  # fmt: skip


def _parts(views: tuple[PracticeView, ...]) -> tuple[Part, ...]:
    words = Counter(one.word for view in views for activity in view.activities for one in activity.criteria)
    return tuple(Part(word=name, sign=SIGNS[name], count=words[name], means=means) for name, means in WORDS.items()
                 if words[name] or name != "no occasion")  # fmt: skip


def _conflicts(assessment: Assessment) -> Iterator[Conflict]:
    for one in sorted(assessment.contradictions, key=lambda found: found.kind != "over-claim"):
        yield Conflict(
            id=one.criterion, kind=one.kind, asks=asked(one.criterion, assessment), claim=claim(one, assessment),
            said_where=one.where, seen=word(one.decided),
            seen_where=fact_lines(one.decided.because, assessment.vocabulary).places,
        )  # fmt: skip


def _wishes(steps: Iterable[Step]) -> tuple[Wish, ...]:
    """Return the steps in their order, those that settle no criterion of the model last."""
    return tuple(sorted(map(_wish, steps), key=lambda one: all(name.startswith("X-") for name in one.settles)))


def _wish(step: Step) -> Wish:
    measures = sum(name.startswith("X-") for name in step.settles)
    criteria = len(step.settles) - measures
    would = [count(criteria, "criterion", "criteria")] if criteria or not measures else []
    would += [count(measures, "measure beside the model", "measures beside the model")] if measures else []
    return Wish(
        do=step.do[:1].upper() + step.do[1:].rstrip("."), why=step.why, settles=step.settles, would=" and ".join(would)
    )


def _figures(assessment: Assessment, activities: Iterable[str], level: str, id_: str) -> Figures:
    names = set(activities)
    mine = [answer for answer in assessment.answers if answer.activity in names]
    said = any(answer.declared is not None for answer in mine)

    def pick(scores: Scores) -> Fraction:
        return scores.overall if not level else getattr(scores, level)[id_]

    return Figures(
        declared=pick(assessment.declared) if said and assessment.declared else None,
        supported=pick(assessment.supported) if said and assessment.supported else None,
        evidenced=pick(assessment.evidenced), possible=pick(assessment.possible),
        settled=sum(answer.settled for answer in mine), of=len(mine),
    )  # fmt: skip


def _functions(assessment: Assessment, rows: tuple[PracticeRow, ...]) -> tuple[FunctionRow, ...]:
    def figures(row: PracticeRow) -> Figures:
        return _figures(assessment, (one.id for one in row.questions), "practices", row.id)

    def function(one: Function) -> FunctionRow:
        mine = [row for row in rows if row.function == one.id]
        asked_ = (question.id for row in mine for question in row.questions)
        return FunctionRow(id=one.id, name=one.name, figures=_figures(assessment, asked_, "functions", one.id),
                           practices=tuple(replace(row, figures=figures(row)) for row in mine))  # fmt: skip

    return tuple(function(one) for one in assessment.model.functions)


def _facts(assessment: Assessment) -> Iterator[FactRow]:
    kinds = assessment.vocabulary.by_name()
    counts = Counter(fact.kind for fact in assessment.facts)
    first = {fact.kind: fact.where for fact in reversed(assessment.facts)}
    for kind in sorted(counts):
        says = kinds[kind].says if kind in kinds else ""
        yield FactRow(kind=kind, says=says, count=counts[kind], where=first[kind])
