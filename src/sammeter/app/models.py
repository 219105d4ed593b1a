"""The use cases `model list` and `model show`: what the model holds, in our words or in OWASP's."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from typing import Any

from sammeter.app.owasp import Wording
from sammeter.app.pages import page
from sammeter.data import Pack
from sammeter.errors import NotFoundError
from sammeter.model import Activity, AnswerSet, Function, Model, Practice, Stream
from sammeter.rules import Rule

CLASSES = {"observable": "facts alone decide it", "supported": "facts can indicate it, a person confirms it",
           "attested": "only a person's statement can show it"}  # fmt: skip
REACH = {"clone": "a git clone", "forge": "the forge's records and pipeline runs", "tools": "reports of tools",
         "exports": "exports of running systems", "registers": "registers and work products", "people": "people"}  # fmt: skip


def listing(pack: Pack) -> list[dict[str, Any]]:
    """Return functions, practices, streams and activities by id and title, nested as the model nests them."""
    model = pack.model
    return [
        {"id": function.id, "title": function.name, "practices": [
            {"id": practice.id, "title": practice.name, "streams": [
                {"id": stream.id, "title": stream.name, "activities": [
                    {"id": one.id, "title": one.title, "level": one.level, "criteria": len(one.criteria)}
                    for one in stream.activities]}
                for stream in practice.streams]}
            for practice in model.practices_of(function.id)]}
        for function in model.functions
    ]  # fmt: skip


def list_page(pack: Pack) -> str:
    """Return the list for a terminal."""
    return page(_list(pack))


def _list(pack: Pack) -> Iterator[str]:
    model = pack.model
    yield f"OWASP SAMM {model.version}, in sammeter's words"
    for function in model.functions:
        yield ""
        yield f"{function.id}  {function.name}"
        for practice in model.practices_of(function.id):
            yield f"  {practice.id}  {practice.name}"
            for stream in practice.streams:
                yield f"    {stream.id}  {stream.name}"
                yield from (f"      {one.id}  {one.title}" for one in stream.activities)
    own = [rule for rule in pack.book.rules if rule.id not in model.criteria()]
    yield ""
    yield "Measures beside the model (no score)"
    yield from (f"  {rule.id}  {rule.says}" for rule in own)
    yield ""
    yield f"Answer sets: {', '.join(f'answers:{one.id}' for one in model.answer_sets)}"
    yield "More of any of them, or of a glossary term: sammeter model show ID"


def show_page(id_: str, pack: Pack, wording: Wording | None = None) -> str:
    """Return the page of anything in the model that has an id, or of a glossary term.

    With `wording` question, criteria and answers are OWASP's. Raises NotFoundError with the nearest id.
    """
    pages = _pages(pack, wording)
    key = id_.strip().casefold()
    if key not in pages:
        near = get_close_matches(key, pages, n=1)
        shown = next((name for name in _names(pack) if near and name.casefold() == near[0]), "")
        raise NotFoundError(f"nothing is called '{_cut(id_)}'", where="model show",
                            hint=f"did you mean '{shown}'?" if shown else "sammeter model list shows the ids")  # fmt: skip
    return page(pages[key]())


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."


def _names(pack: Pack) -> Iterator[str]:
    model = pack.model
    yield from (one.id for one in model.functions)
    yield from (one.id for one in model.practices)
    yield from (stream.id for practice in model.practices for stream in practice.streams)
    yield from (one.id for one in model.activities())
    yield from (rule.id for rule in pack.book.rules)
    yield from model.criteria()
    yield from (f"answers:{one.id}" for one in model.answer_sets)
    yield from model.glossary


def _pages(pack: Pack, wording: Wording | None) -> dict[str, Callable[[], Iterator[str]]]:
    """Return what writes each page; where a term is spelled like an id, the id wins."""
    model, found = pack.model, dict[str, Callable[[], Iterator[str]]]()
    for term, says in model.glossary.items():
        found[term.casefold()] = partial(iter, (term, f"  {says}"))
    for options in model.answer_sets:
        found[f"answers:{options.id}".casefold()] = partial(_answer_set, options, model, wording)
    for rule in pack.book.rules:
        found[rule.id.casefold()] = partial(_rule, rule, model, wording)
    for activity in model.activities():
        found[activity.id.casefold()] = partial(_activity, activity, pack, wording)
    for practice in model.practices:
        found[practice.id.casefold()] = partial(_practice, practice)
        found |= {stream.id.casefold(): partial(_stream, stream) for stream in practice.streams}
    for function in model.functions:
        found[function.id.casefold()] = partial(_function, function, model)
    return found


def _function(one: Function, model: Model) -> Iterator[str]:
    yield f"{one.id}  {one.name} (business function)"
    yield one.summary
    yield ""
    yield from (f"  {practice.id}  {practice.name}" for practice in model.practices_of(one.id))


def _practice(one: Practice) -> Iterator[str]:
    yield f"{one.id}  {one.name} (practice)"
    yield one.summary
    yield ""
    yield from (f"Level {level}: {text}" for level, text in sorted(one.objectives.items()))
    for stream in one.streams:
        yield ""
        yield f"{stream.id}  {stream.name}"
        yield from (f"  {activity.id}  {activity.title}" for activity in stream.activities)


def _stream(one: Stream) -> Iterator[str]:
    yield f"{one.id}  {one.name} (stream)"
    yield one.summary
    for activity in one.activities:
        yield ""
        yield f"{activity.id}  {activity.title}"
        yield f"  {activity.summary}"


def _activity(one: Activity, pack: Pack, wording: Wording | None) -> Iterator[str]:
    asked = wording.edition.questions.get(one.id) if wording else None
    yield f"{one.id}  {one.title} (level {one.level})"
    yield one.summary
    yield ""
    yield f"Question: {asked.text if asked else one.question}"
    yield f"What to show: {one.show}"
    yield f"What it gives: {one.benefit}"
    yield f"Effort: {one.effort}. Roles: {', '.join(one.roles)}. Needs first: {', '.join(one.needs) or 'nothing'}."
    yield ""
    yield from _answers(pack.model.answer_set(one.answers), wording)
    yield ""
    yield "Criteria: a yes stands on all of them"
    rules = pack.book.by_id()
    for name, text in zip(one.criterion_ids(), one.criteria, strict=True):
        yield f"  {name}  {_criterion(name, text, wording)}"
        if name in rules:
            yield f"    {CLASSES[rules[name].class_]}; lowest place to look: {REACH[rules[name].reach]}"
    yield from _own(one, pack)
    yield from _source(wording, found=asked is not None)


def _own(one: Activity, pack: Pack) -> Iterator[str]:
    own = [rule for rule in pack.book.rules if one.id in rule.supports]
    if own:
        yield ""
        yield "Measures beside it (no score)"
        yield from (
            f"  {rule.id}  {rule.says}{f' (overlay {rule.origin})' if rule.origin != 'sammeter' else ''}"
            for rule in own
        )


def _criterion(name: str, text: str, wording: Wording | None) -> str:
    activity, _, position = name.rpartition(".")
    asked = wording.edition.questions.get(activity) if wording else None
    if asked is None:
        return text
    return asked.criteria[int(position) - 1] if int(position) <= len(asked.criteria) else "(not in this edition)"


def _answers(one: AnswerSet, wording: Wording | None) -> Iterator[str]:
    theirs = wording.edition.answer_sets.get(one.id) if wording else None
    yield f"Answers (set {one.id}, counting {one.counts})"
    texts, values = (theirs.texts, theirs.values) if theirs else (one.answers, one.values)
    yield from (f"  {value:<5} {text}" for value, text in zip(values, texts, strict=True))


def _answer_set(one: AnswerSet, model: Model, wording: Wording | None) -> Iterator[str]:
    yield from _answers(one, wording)
    yield ""
    yield f"Used by: {', '.join(activity.id for activity in model.activities() if activity.answers == one.id)}"
    yield from _source(wording, found=bool(wording and one.id in wording.edition.answer_sets))


def _rule(one: Rule, model: Model, wording: Wording | None) -> Iterator[str]:
    criterion = model.criteria().get(one.id)
    activity = model.activity(one.id.rpartition(".")[0])
    if criterion and activity:
        yield f"{one.id}  {_criterion(one.id, criterion, wording)}"
        yield f"  of {activity.id} {activity.title}"
    else:
        yield f"{one.id}  {one.says}"
        yield f"  a measure beside the model, never scored; it supports {', '.join(one.supports) or 'no activity'}"
    yield ""
    yield f"What is asked: {one.says}"
    yield f"Kind: {one.class_}, {CLASSES[one.class_]}; it may say {', '.join(one.entitled()) or 'nothing'}"
    yield f"Lowest place to look: {REACH[one.reach]}"
    yield from _condition(one)
    yield f"What to do: {one.advice}"
    if one.confirm:
        yield f"A person answers: {one.confirm} Proof: {one.proof}."
    yield f"Beware: {one.pitfalls}"
    yield from _source(
        wording, found=bool(criterion and wording and activity and activity.id in wording.edition.questions)
    )


def _condition(one: Rule) -> Iterator[str]:
    if one.when:
        yield f"Condition: {' '.join(one.when.split())}"
    if one.no_occasion:
        yield f"No occasion if: {' '.join(one.no_occasion.split())}"
    if one.placed:
        yield f"Placed by the overlay at: {one.placed}"
    if one.origin != "sammeter":
        yield f"From the overlay {one.origin}{f', because: {one.because}' if one.because else ''}"


def _source(wording: Wording | None, *, found: bool) -> Iterator[str]:
    if wording:
        yield ""
        yield wording.attribution() if found else "OWASP's wording has no text for this; sammeter's words are shown."
