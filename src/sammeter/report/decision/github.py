"""A decision as GitHub workflow commands: an annotation for each thing that does not pass."""

from collections.abc import Iterator

from sammeter.checks import Decision, Outcome
from sammeter.facts import Fact
from sammeter.report.decision.words import reason, record, stops, summary, todo
from sammeter.rules import Verdict
from sammeter.text.escape import coded
from sammeter.text.node import split_line

_SHOWN = 10
"""GitHub shows ten annotations of each kind a step."""


def render(decision: Decision) -> bytes:
    """Return one workflow command a line; what could be taken for another command is encoded as GitHub asks."""
    return ("\n".join(_lines(decision)) + "\n").encode()


def _lines(decision: Decision) -> Iterator[str]:
    for one in sorted(decision.outcomes, key=lambda outcome: not stops(outcome)):
        if not one.passes:
            yield from _annotations(one)
    yield f"::notice title=sammeter::{_data(f'{decision.result}: {summary(decision)}')}"


def _annotations(one: Outcome) -> Iterator[str]:
    level = "error" if stops(one) else "warning" if one.mode == "warn" else "notice"
    says = f"{one.requirement.says}: {reason(one)}. {todo(one)}"
    yield f"::{level} title={_property(one.requirement.id)}::{_data(says)}"
    for fact in one.because[:_SHOWN] if one.verdict is Verdict.UNMET else ():
        yield f"::{level} {_place(fact)}title={_property(one.requirement.id)}::{_data(record(fact) or fact.kind)}"


def _place(fact: Fact) -> str:
    path, line = split_line(str(fact.fields.get("place") or fact.where))
    if " " in path or "#" in path:
        return ""
    return f"file={_property(path)},line={line}," if line else f"file={_property(path)},"


def _data(text: str) -> str:
    return coded(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
