"""One activity of a model, with rules over the small vocabulary, for tests of answers."""

from collections.abc import Mapping
from typing import Any

from sammeter.answers import Answer, Answered, Declaration, Stated
from sammeter.answers.answer import Scope, answer
from sammeter.facts import Fact, Seen, World
from sammeter.model import Activity, AnswerSet, Function, Model, Practice, Stream
from sammeter.rules import Answering, Rule, RuleBook, Tree
from sammeter.rules.parse import parse
from sammeter.rules.types import RuleClass
from sammeter.rules.types import Scope as RuleScope
from tests.rules.conditions import LIMITS as CONDITION_LIMITS
from tests.rules.conditions import SMALL
from tests.rules.second import AS_OF

ID = "I-SB-1-A"
LIMITS = {"most": 0.8, **CONDITION_LIMITS}


def tree(text: str) -> Tree:
    return parse(text, SMALL, frozenset(LIMITS))


def model(criteria: int) -> Model:
    one = Activity(id=ID, title="t", summary="s", benefit="b", effort="small", roles=(), needs=(), question="q", show="s", answers="A",
                   criteria=tuple(f"criterion {n}" for n in range(criteria)))  # fmt: skip
    sets = AnswerSet(id="A", counts="", answers=("No", "Some", "Half", "Most"), values=("0", "0.25", "0.5", "1"))
    stream = Stream(id="I-SB-A", name="", summary="", activities=(one,))
    practice = Practice(id="I-SB", name="", function="I", summary="", objectives={}, streams=(stream,))
    return Model(
        version="t",
        functions=(Function(id="I", name="", summary=""),),
        levels=(),
        answer_sets=(sets,),
        practices=(practice,),
        glossary={},
    )


def rule(
    number: int, when: str, *, scope: RuleScope = "unit", class_: RuleClass = "observable", no_occasion: str = ""
) -> Rule:
    return Rule(id=f"{ID}.{number}", class_=class_, scope=scope, reach="clone", says="", when=when, fresh_days=1, pitfalls="", advice="",
                tree=tree(when) if when else None, no_occasion_tree=tree(no_occasion) if no_occasion else None)  # fmt: skip


def answering(kind: str = "coverage", *, population: str = "inv.apps", **texts: Any) -> Answering:
    trees: dict[str, Tree] = {}
    for name, text in texts.items():
        if isinstance(text, list):
            trees |= {f"{name}.{n}": tree(one) for n, one in enumerate(text)}
        elif isinstance(text, str):
            trees[name] = tree(text)
    return Answering(
        id=ID,
        unit="app",
        population=population,
        answer={"kind": kind, "interval": texts.get("interval", 365)},
        trees=trees,
    )


def unit(name: str, fields: Mapping[str, Any] | None = None) -> Fact:
    return Fact(kind="inv.apps", where=name, source="t", fields={"id": name, **(fields or {})})


def world(rows: Mapping[str, list[dict[str, Any]]], open_: tuple[str, ...] = ()) -> World:
    return World(as_of=AS_OF, seen={
        kind: Seen(complete=kind not in open_, facts=tuple(
            Fact(kind=kind, where=f"{kind}:{n}", source="t", fields={k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
            for n, row in enumerate(found, 1)
        )) for kind, found in rows.items()
    })  # fmt: skip


def ask(  # noqa: PLR0913 - one a part of the scope
    rules: list[Rule], one: Answering, units: list[tuple[Fact, World]], *, org: World | None = None, statements: tuple[Stated, ...] = (),
    answers: tuple[Answered, ...] = (), alone: str = "", whole: bool = False,
) -> Answer:  # fmt: skip
    made = model(len(rules))
    book = RuleBook(rules=tuple(rules), answerings=(one,), limits=LIMITS)
    scope = Scope(org=org or world({}), units={"inv.apps": tuple(units)}, declared=Declaration(criteria=statements, answers=answers),
                  unit=alone, whole=whole)  # fmt: skip
    activity = made.activity(ID)
    assert activity is not None
    return answer(made, book, activity, scope)
