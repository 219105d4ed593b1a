"""The shipped model: complete, unique, and in step with OWASP's ids."""

from collections import Counter

import pytest

from sammeter.data.compile import sources
from sammeter.data.editions import Edition
from sammeter.data.reader import Mistakes, read, structure
from sammeter.facts import Vocabulary
from sammeter.rules import Answering
from tests.data_files.folders import shipped_model

MODEL = shipped_model()


def upstream() -> dict[str, Edition]:
    mistakes = Mistakes()
    found = structure(read(sources()["upstream.yaml"], "upstream.yaml", mistakes), dict[str, Edition], mistakes)
    mistakes.settle("upstream.yaml")
    assert found is not None
    return found


def test_the_model_is_complete() -> None:
    streams = [stream for practice in MODEL.practices for stream in practice.streams]
    activities = list(MODEL.activities())
    assert len(MODEL.functions) == 5
    assert len(MODEL.practices) == 15
    assert len(streams) == 30
    assert len(MODEL.levels) == 3
    assert sum(len(practice.objectives) for practice in MODEL.practices) == 45
    assert len(activities) == 90
    assert len({one.question for one in activities}) == 90
    assert len(MODEL.answer_sets) == 24
    assert len(MODEL.criteria()) == 295
    assert sum(len(one.needs) for one in activities) == 22


def test_every_activity_stands_at_its_place() -> None:
    for practice in MODEL.practices:
        assert practice.id.startswith(f"{practice.function}-")
        assert [stream.id for stream in practice.streams] == [f"{practice.id}-A", f"{practice.id}-B"]
        for stream in practice.streams:
            letter = stream.id[-1]
            assert [one.id for one in stream.activities] == [f"{practice.id}-{level}-{letter}" for level in (1, 2, 3)]


@pytest.mark.parametrize("kind", ["title", "summary", "benefit", "question", "show"])
def test_no_two_activities_say_the_same(kind: str) -> None:
    assert [
        text for text, count in Counter(getattr(one, kind) for one in MODEL.activities()).items() if count > 1
    ] == []


def test_no_two_criteria_objectives_or_definitions_say_the_same() -> None:
    objectives = [text for practice in MODEL.practices for text in practice.objectives.values()]
    for texts in (list(MODEL.criteria().values()), objectives, list(MODEL.glossary.values())):
        assert [text for text, count in Counter(texts).items() if count > 1] == []


def test_needs_name_other_activities_and_never_go_in_a_circle() -> None:
    needs = {one.id: one.needs for one in MODEL.activities()}

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path
        for other in needs[name]:
            walk(other, (*path, name))

    for name in needs:
        walk(name, ())


def test_answers_are_worth_what_owasp_says() -> None:
    theirs = upstream()[MODEL.version].answer_sets
    assert {one.id: one.values for one in MODEL.answer_sets} == {
        name: options.values for name, options in theirs.items()
    }


def test_questions_have_owasps_answer_sets_and_as_many_criteria() -> None:
    theirs = upstream()[MODEL.version].questions
    assert {one.id: (one.answers, len(one.criteria)) for one in MODEL.activities()} == {
        name: (asked.answers, len(asked.criteria)) for name, asked in theirs.items()
    }


def test_upstream_holds_digests_and_no_texts() -> None:
    for edition in upstream().values():
        texts = [text for one in edition.answer_sets.values() for text in one.texts]
        texts += [text for one in edition.questions.values() for text in (one.text, *one.criteria)]
        assert all(len(text) == 16 and int(text, 16) >= 0 for text in texts)


def test_the_glossary_defines_sammeters_own_words_and_every_kind_of_document() -> None:
    mistakes = Mistakes()
    vocabulary = structure(read(sources()["facts.yaml"], "facts.yaml", mistakes), Vocabulary, mistakes)
    assert vocabulary is not None
    words = {"source", "fact", "gap", "rule", "verdict", "answer", "score", "check", "report", "finding", "defect", "exception",
             "met", "unmet", "unknown", "indicated", "no occasion", "E0", "E1", "E2", "E3",
             "clone", "forge", "tools", "exports", "registers", "people"}  # fmt: skip
    assert words | set(vocabulary.document_kinds) <= set(MODEL.glossary)
    assert len(vocabulary.document_kinds) == 26


def test_the_glossary_defines_every_unit_that_rules_count() -> None:
    units: set[str] = set()
    for name, data in sources().items():
        if name.startswith("rules/"):
            units |= {one["unit"].text() for one in read(data, name, Mistakes())["activities"]}
    explained = {part for term in MODEL.glossary for part in (term, *term.split())}
    assert units - explained == set()
    assert "unit" in Answering.__dataclass_fields__
