"""The use case `assess`: one tree, or facts kept from one, to an assessment."""

from dataclasses import replace
from fractions import Fraction

from sammeter.answers import Answer, Declaration
from sammeter.answers.answer import Scope, answer
from sammeter.app import place
from sammeter.app.doubts import doubts
from sammeter.app.next_steps import next_steps, reached
from sammeter.app.observe import observe
from sammeter.app.reading import Wanted, moment
from sammeter.app.sayable import sayable
from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run
from sammeter.data import Pack
from sammeter.data import load as load_pack
from sammeter.errors import SourceError
from sammeter.facts import Fact, World
from sammeter.facts.collected import Collected
from sammeter.facts.join import APPS, Joined, join
from sammeter.report.assessment import Assessment, Measure, Subject
from sammeter.rules.decide import decide
from sammeter.scoring import Scores, achievable, score


def collect(wanted: Wanted) -> tuple[Collected, tuple[str, ...]]:
    """Return what the tree shows, and warnings. Raises SourceError, NotFoundError, DataError."""
    tree = place.open_tree(wanted.path, at=wanted.at)
    if not tree.entries() and not tree.gaps():
        raise SourceError("nothing to look at", where=str(wanted.path), reason="empty",
                          hint="name a folder with files or a git repository")  # fmt: skip
    as_of = moment(wanted, tree.at)
    evidence = tuple(place.open_evidence(one) for one in wanted.evidence)
    cache, warning = place.cache()
    try:
        collected = run(tree, load(), as_of=as_of, cache=cache or NoCache(), evidence=evidence)
    finally:
        if cache is not None:
            cache.close()
    collected = replace(collected, name=wanted.name or collected.name)
    return collected, (f"{warning}; reading everything anew",) if warning else ()


def assess(
    collected: Collected, *, as_of: str = "", pack: Pack | None = None, declared: Declaration | None = None
) -> Assessment:
    """Return the assessment of what was collected and declared; the same inputs and clock give the same assessment."""
    pack = pack or load_pack()
    declared = declared or Declaration()
    as_of = as_of or collected.as_of
    joined = join(collected, as_of=as_of)
    scope = Scope(org=joined.org, units={APPS: ((joined.this, joined.unit),), **_others(pack, joined)}, declared=declared,
                  unit=str(joined.this.fields["id"]))  # fmt: skip
    answers = tuple(answer(pack.model, pack.book, activity, scope) for activity in pack.model.activities())
    criteria = pack.model.criteria()
    measures = tuple(
        Measure(rule=rule, decided=decide(rule, joined.unit if rule.scope == "unit" else joined.org, pack.book.limits,
                                          joined.this if rule.scope == "unit" else None))
        for rule in pack.book.rules if rule.id not in criteria
    )  # fmt: skip
    evidenced = score(pack.model, {one.activity: one.values["evidenced"] or Fraction(0) for one in answers})
    possible = score(pack.model, {one.activity: one.values["possible"] or Fraction(0) for one in answers})
    facts = tuple(fact for kind in sorted(joined.unit.seen) for fact in joined.unit.seen[kind].facts)
    table = reached(pack.book, answers, {fact.kind for fact in collected.facts}, pack.vocabulary)
    seen = observe(joined.unit, pack.book)
    return Assessment(
        model=pack.model, book=pack.book, vocabulary=pack.vocabulary,
        subject=Subject(name=collected.name, commit=collected.revision, at=collected.at, as_of=as_of,
                        collected_at=collected.as_of),
        facts=facts, gaps=tuple(sorted(collected.gaps)), answers=answers, measures=measures,
        evidenced=evidenced, possible=possible, declaration=declared, **_stated(pack, answers), composition=_composition(pack, answers),
        reached=table, seen=seen,
        contradictions=tuple(found for one in answers for found in one.contradictions()),
        doubts=doubts(answers, seen, measures, scope.unit),
        next=next_steps(pack, answers, measures, collected.gaps, sayable(pack, collected, joined)),
    )  # fmt: skip


def _others(pack: Pack, joined: Joined) -> dict[str, tuple[tuple[Fact, World], ...]]:
    """Return the units of questions that count something else than applications, where all of them are known."""
    kinds = {one.population for one in pack.book.answerings} - {"", APPS}
    return {
        kind: tuple((fact, joined.unit) for fact in found.facts)
        for kind in sorted(kinds)
        if (found := joined.unit.seen.get(kind)) is not None and found.complete and found.facts
    }


def _stated(pack: Pack, answers: tuple[Answer, ...]) -> dict[str, Scores | None]:
    """Return the scores of what people say; None of what nobody said."""
    found: dict[str, Scores | None] = dict.fromkeys(("declared", "supported", "achievable"))
    if any(one.declared is not None for one in answers):
        found["declared"] = score(pack.model, {one.activity: one.values["declared"] or Fraction(0) for one in answers})
        found["supported"] = score(
            pack.model, {one.activity: one.values["supported"] or Fraction(0) for one in answers}
        )
    excluded = {one.activity for one in answers if one.excluded is not None}
    if excluded:
        found["achievable"] = achievable(pack.model, excluded)
    return found


def _composition(pack: Pack, answers: tuple[Answer, ...]) -> dict[str, Fraction]:
    grades = sorted({grade for one in answers for grade in one.composition})
    return {
        str(grade): score(pack.model, {one.activity: one.composition[grade] for one in answers}).overall
        for grade in grades
    }
