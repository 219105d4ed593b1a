"""Policies as files: everything that is wrong is said at once, with its line, and what asks less says so."""

import pytest

from sammeter.app.policies import policy_of, read_policy
from sammeter.checks import Policy
from sammeter.errors import DataError, NotFoundError
from tests.checks.small import decided, known, pack

OWN = """point: build
says: What the shop asks
extends: starter
approvers: {any: [ciso]}
exception_days: 14
requirements:
- {check: every-change-reviewed, mode: stop}
- id: one-branch-rule
  says: The default branch is protected
  when: forge.branch_rules.exists(b, b.pr_required)
  bring: Hand in the branch rules.
- {id: described, criterion: I-SB-1-A.2, at_least: indicated}
- {id: build-score, practice: I-SB, score: 1.5, mode: warn}
"""


def read(text: str) -> Policy:
    return read_policy(text.encode(), "ours.yaml", pack())


def mistakes(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(DataError) as caught:
        read(text)
    return [(one.where, one.message, one.hint) for one in caught.value.mistakes or (caught.value,)]


def test_an_own_policy_takes_over_what_it_extends_and_adds_its_own() -> None:
    found = read(OWN)
    modes = {one.id: one.mode for one in found.requirements}
    assert modes["known-defects-in-code"] == modes["every-change-reviewed"] == modes["one-branch-rule"] == "stop"
    assert modes["build-score"] == "warn"
    assert (found.name, found.loosened, found.exception_days, found.approvers) == ("ours", (), 14, {"any": ("ciso",)})
    assert found.limits["scan_days"] == pack().checks.limits["scan_days"]


def test_its_own_condition_decides_over_facts_that_any_collector_yields() -> None:
    asked = next(one for one in read(OWN).requirements if one.id == "one-branch-rule")
    assert decided(asked, known({"forge.branch_rules": [{"pr_required": True}]})).result == "pass"
    assert decided(asked, known({"forge.branch_rules": [{"pr_required": False}]})).stopped_by == "unmet"
    assert decided(asked, known({})).stopped_by == "unknown"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("without: [tests-pass]", "tests-pass is not asked"),
        ("limits: {defects_from: critical}", "defects_from is 5 instead of 4"),
        ("limits: {scan_days: 30}", "scan_days is 30 instead of 7"),
        ("exception_days: 365", "exceptions may last 365 days instead of 90"),
        ("requirements: [{check: tests-pass, mode: warn}]", "tests-pass only warns"),
        ("requirements: [{check: tests-pass, mode: watch}]", "tests-pass is only watched"),
        ("requirements: [{check: tests-pass, since: 2027-01-01}]", "tests-pass stops from 2027-01-01 on"),
    ],
)
def test_what_asks_less_than_it_extends_says_so(more: str, says: str) -> None:
    assert read(f"point: build\nsays: less\nextends: starter\n{more}\n").loosened == (says,)


def test_a_limit_may_be_a_word_of_severity() -> None:
    assert read("point: build\nsays: s\nextends: starter\nlimits: {defects_from: low}\n").limits["defects_from"] == 2


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("", "ours.yaml", "is empty"),
        ("point: build\nsays: s\n", "ours.yaml", "a policy that cannot stop anything"),
        ("point: build\nsays: s\nextends: starter\nrequirements: [{check: tests-pas}]\n", "ours.yaml:4", "there is no check 'tests-pas'"),
        ("point: build\nsays: s\nextends: start-er\n", "ours.yaml:3", "there is no policy 'start-er'"),
        ("point: deploy\nsays: s\nrequirements: [{check: tests-pass}]\n", "ours.yaml:3", "tests-pass cannot be asked at deploy"),
        ("point: build\nsays: s\nextends: starter\nrequirements: [{check: tests-pass, when: 'true'}]\n", "ours.yaml:4",
         "tests-pass ships with sammeter: 'when' cannot be changed"),
        ("point: build\nsays: s\nextends: starter\nrequirements: [{id: tests-pass, when: size(vcs.releases) > 0}]\n", "ours.yaml:4",
         "there is a requirement 'tests-pass' already"),
        ("point: build\nsays: s\nrequirements: [{id: a}]\n", "ours.yaml:3", "a needs one of 'when', 'criterion', 'practice'"),
        ("point: build\nsays: s\nrequirements: [{mode: stop}]\n", "ours.yaml:3", "a requirement is either a shipped 'check' or one of your own with an 'id'"),
        ("point: build\nsays: s\nrequirements: [{id: a, criterion: I-SB-9-A.1}]\n", "ours.yaml:3", "there is no criterion 'I-SB-9-A.1'"),
        ("point: build\nsays: s\nrequirements: [{id: a, practice: I-SX, score: 1}]\n", "ours.yaml:3", "there is no practice 'I-SX'"),
        ("point: build\nsays: s\nrequirements: [{id: a, practice: I-SB, score: 4}]\n", "ours.yaml:3", "a score of '4'"),
        ("point: build\nsays: s\nrequirements: [{id: a, practice: I-SB, score: 1/0}]\n", "ours.yaml:3", "a score of '1/0'"),
        ("point: build\nsays: s\nextends: starter\nlimits: {scan_day: 3}\n", "ours.yaml:4", "there is no limit 'scan_day'"),
        ("point: build\nsays: s\nextends: starter\nlimits: {scan_days: never}\n", "ours.yaml:4", "scan_days is no number above 0"),
        ("point: build\nsays: s\nextends: starter\nlimits: {scan_days: -3}\n", "ours.yaml:4", "scan_days is no number above 0"),
        ("point: build\nsays: s\nextends: starter\nrequirements: [{check: tests-pass, since: soon}]\n", "ours.yaml:4", "'since' is no day"),
        ("point: build\nsays: s\nextends: starter\nwithout: [x]\n", "ours.yaml:4", "'x' is not asked by starter"),
        ("point: nowhere\nsays: s\n", "ours.yaml:1", "'nowhere' is not a word"),
        ("point: build\nsays: s\nsaid: x\n", "ours.yaml", "unknown field 'said'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text: str, where: str, message: str) -> None:
    found = mistakes(text)
    assert any(place.startswith(where) and said.startswith(message) for place, said, _ in found), found
    assert all(hint for _, _, hint in found)


@pytest.mark.parametrize("when", ["", "true", "scan.runs.exists(", "scan.nothing.exists(a, a.b)", "scan.runs.exists(r, r.nothing)",
                                  "limits.nothing > 3", "__import__('os')"])  # fmt: skip
def test_a_condition_that_is_none_is_refused(when: str) -> None:
    text = f"point: build\nsays: s\nextends: starter\nrequirements:\n- id: a\n  when: {when!r}\n"
    if when == "true":
        assert decided(read(text), known({})).result == "stop"  # it names no fact, so nothing can show it
    else:
        assert mistakes(text)


def test_a_policy_is_named_or_a_file() -> None:
    assert policy_of("strict", pack()).name == "strict"
    with pytest.raises(NotFoundError, match="there is no policy 'strickt'") as caught:
        policy_of("strickt", pack())
    assert caught.value.hint == "did you mean 'strict'?"
    with pytest.raises(NotFoundError, match="no such policy"):
        policy_of("gone.yaml", pack())
