"""A decision as JUnit XML: what stops is a failure, unknown ones of their own type, what only warns is skipped with its reason."""

from xml.etree.ElementTree import Element, SubElement, tostring

from sammeter.checks import Decision, Outcome
from sammeter.report.decision.words import reason, record, signed, stops, todo, word
from sammeter.text.escape import coded


def render(decision: Decision) -> bytes:
    """Return the decision as one test suite."""
    failed = sum(stops(one) for one in decision.outcomes)
    skipped = sum(not one.passes and not stops(one) for one in decision.outcomes)
    suites = Element("testsuites")
    suite = SubElement(suites, "testsuite", {
        "name": coded(f"sammeter check {decision.policy.point}: {decision.policy.name}"), "tests": str(len(decision.outcomes)),
        "failures": str(failed), "errors": "0", "skipped": str(skipped), "timestamp": decision.as_of.removesuffix("Z"),
    })  # fmt: skip
    for one in decision.outcomes:
        _case(suite, one, decision)
    body: bytes = tostring(suites, encoding="utf-8")
    return body + b"\n"


def _case(suite: Element, one: Outcome, decision: Decision) -> None:
    case = SubElement(
        suite,
        "testcase",
        {"classname": coded(f"sammeter.{decision.policy.point}"), "name": coded(one.requirement.id), "time": "0"},
    )
    if stops(one):
        failure = SubElement(
            case, "failure", {"type": word(one), "message": coded(f"{one.requirement.says}: {reason(one)}")}
        )
        failure.text = coded("\n".join([todo(one), *(f"{record(fact)} {fact.where}".strip() for fact in one.because)]))
    elif not one.passes:
        SubElement(case, "skipped", {"message": coded(f"{one.mode}: {word(one)}: {reason(one)}")})
    elif one.exceptions:
        SubElement(case, "system-out").text = coded(
            "\n".join(f"excepted: {signed(signoff)}" for signoff in one.exceptions)
        )
