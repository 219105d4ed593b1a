"""The use case `explain`: what an id asks, what was seen of it, why, and what would change it."""

from collections.abc import Iterator
from difflib import get_close_matches

from sammeter.answers import Answer, Standing
from sammeter.app.models import CLASSES, REACH
from sammeter.app.pages import page
from sammeter.data import Pack
from sammeter.errors import NotFoundError
from sammeter.facts import Fact
from sammeter.model import Activity
from sammeter.report.assessment import Assessment
from sammeter.report.words import SIGNS, word
from sammeter.rules import Decided, Rule
from sammeter.text.escape import terminal

PLACES = 8


def explain(id_: str, pack: Pack, assessment: Assessment | None) -> str:
    """Return the page of an activity, a criterion, an X-measure or a fact kind.

    Raises NotFoundError with the nearest id.
    """
    name = id_.strip()
    rules = {rule.id.upper(): rule for rule in pack.book.rules}
    activity = pack.model.activity(name.upper())
    if activity is not None:
        lines = _activity(activity, pack, assessment)
    elif name.upper() in rules:
        lines = _rule(rules[name.upper()], pack, assessment)
    elif name in pack.vocabulary.by_name():
        lines = _kind(name, pack, assessment)
    else:
        raise _unknown(name, pack)
    return page(lines)


def _unknown(name: str, pack: Pack) -> NotFoundError:
    names = [*(a.id for a in pack.model.activities()), *pack.book.by_id(), *pack.vocabulary.by_name()]
    near = get_close_matches(name.upper(), names, n=1) or get_close_matches(name, names, n=1)
    return NotFoundError(f"nothing is called '{name}'", where="explain",
                         hint=f"did you mean {near[0]}?" if near else "sammeter model list shows the ids")  # fmt: skip


def _activity(activity: Activity, pack: Pack, assessment: Assessment | None) -> Iterator[str]:
    answers = pack.model.answer_set(activity.answers)
    yield f"{activity.id}  {activity.title} (level {activity.level})"
    yield activity.question
    yield ""
    yield f"What to show: {activity.show}"
    yield f"What it gives: {activity.benefit}"
    if activity.needs:
        yield f"Needs first: {', '.join(activity.needs)}"
    yield ""
    yield f"Answers (counting {answers.counts})"
    yield from (f"  {value:<5} {text}" for value, text in zip(answers.values, answers.answers, strict=True))
    yield ""
    yield "Criteria: a yes stands on all of them"
    rules = pack.book.by_id()
    standings = assessment.standings() if assessment else {}
    for name, text in zip(activity.criterion_ids(), activity.criteria, strict=True):
        yield f"  {_sign(standings.get(name))} {name}  {text}"
        yield f"      {CLASSES[rules[name].class_]}; lowest place to look: {REACH[rules[name].reach]}"
    if assessment:
        yield ""
        yield from _stand(assessment.answer(activity.id), answers.answers)


def _sign(standing: Standing | None) -> str:
    return SIGNS[word(standing.decided)] if standing else "."


def _stand(one: Answer, texts: tuple[str, ...]) -> Iterator[str]:
    yield f"Where it stands: evidenced '{texts[one.evidenced]}', possible '{texts[one.possible]}'"
    yield f"  units: {one.counted} of {one.units} count, {one.open} unknown"
    if one.capped_by:
        yield f"  kept down by the organisation's {', '.join(one.capped_by)}, not known from here"


def _rule(rule: Rule, pack: Pack, assessment: Assessment | None) -> Iterator[str]:
    criterion = pack.model.criteria().get(rule.id)
    yield f"{rule.id}  {criterion or rule.says}"
    activity = pack.model.activity(rule.id.rpartition(".")[0])
    if activity:
        yield f"  of {activity.id} {activity.title}: {activity.question}"
    else:
        yield f"  a measure beside the model, never scored; it supports {', '.join(rule.supports) or 'no activity'}"
    yield ""
    yield "What is asked"
    yield f"  {rule.says}"
    yield f"  {CLASSES[rule.class_]}; lowest place to look: {REACH[rule.reach]}; it may say: {', '.join(rule.entitled()) or 'nothing'}"
    if rule.when:
        yield f"  condition: {' '.join(rule.when.split())}"
    if rule.no_occasion:
        yield f"  no occasion if: {' '.join(rule.no_occasion.split())}"
    if rule.mended:
        yield f"  departs from the evidence map: {rule.mended}"
    if rule.placed:
        yield f"  placed by the overlay at {rule.placed}"
    if rule.origin != "sammeter":
        yield f"  from the overlay {rule.origin}{f', because: {rule.because}' if rule.because else ''}"
    yield ""
    yield from _seen(rule, assessment)
    yield ""
    yield "What would change it"
    yield f"  {rule.advice}"
    if rule.confirm:
        yield f"  a person answers: {rule.confirm} Proof: {rule.proof}."
    yield f"  beware: {rule.pitfalls}"


def _seen(rule: Rule, assessment: Assessment | None) -> Iterator[str]:
    yield "What was seen"
    decided = _decided(rule, assessment)
    if decided is None:
        yield "  nothing was looked at here; name a repository: sammeter explain ID --repo PATH"
        return
    yield f"  {SIGNS[word(decided)]} {word(decided)}"
    yield from _facts(decided.because)
    if decided.missing:
        yield f"  missing: {', '.join(decided.missing)}"
    gaps = [gap for gap in (assessment.gaps if assessment else ()) if set(gap.kinds) & rule.kinds()]
    yield from (f"  not read: {terminal(gap.where)}: {gap.reason}, {terminal(gap.detail)}" for gap in gaps[:PLACES])


def _decided(rule: Rule, assessment: Assessment | None) -> Decided | None:
    if assessment is None:
        return None
    found = {measure.rule.id: measure.decided for measure in assessment.measures}
    found |= {name: standing.decided for name, standing in assessment.standings().items()}
    return found.get(rule.id)


def _facts(facts: tuple[Fact, ...]) -> Iterator[str]:
    for fact in facts[:PLACES]:
        values = ", ".join(f"{name} {_value(value)}" for name, value in sorted(fact.fields.items()) if name != "app")
        yield f"  {terminal(fact.where)}  {fact.kind}: {terminal(values)}"
    if len(facts) > PLACES:
        yield f"  and {len(facts) - PLACES} more"


def _value(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value) if value != "" else "never"


def _kind(name: str, pack: Pack, assessment: Assessment | None) -> Iterator[str]:
    kind = pack.vocabulary.by_name()[name]
    yield f"{name}  {kind.says}"
    yield f"  one record is a {kind.record}; read from {kind.read_from}; lowest place to look: {REACH[kind.reach]}"
    yield f"  fields: {', '.join(f'{field} ({type_})' for field, type_ in kind.fields.items())}"
    yield f"  bears on: {', '.join(rule.id for rule in pack.book.rules if name in rule.kinds()) or 'no rule'}"
    yield ""
    facts = tuple(fact for fact in (assessment.facts if assessment else ()) if fact.kind == name)
    yield f"Seen: {len(facts)}"
    yield from _facts(facts)
