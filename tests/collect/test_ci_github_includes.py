"""Composite actions and reusable workflows of the tree run where they are used; what lies elsewhere is named once.

The shapes were seen in public repositories: a lint action beside the sources (scanners in Go), one build workflow that
pull requests and releases call with different inputs (threat modelling tools), test actions used by several jobs.
"""

from pathlib import Path

import pytest
from tests.collect.pipelines import GITHUB, gaps, of, pipeline, read, steps, verdict_of

LINT = "runs: {using: composite, steps: [{run: gosec ./..., shell: bash}]}\n"
SHARED = ".github/workflows/shared.yml"
CALLS = "on: push\njobs: {a: {uses: ./.github/workflows/shared.yml}}\n"


def uses(name: str, extra: str = "", on: str = "push") -> str:
    return f"on: {on}\njobs:\n  a:\n    steps:\n      - uses: {name}\n{extra}"


def test_an_action_anywhere_in_the_tree_runs_with_the_job_that_uses_it(tmp_path: Path) -> None:
    found = read(tmp_path, {GITHUB: uses("./tools/lint"), "tools/lint/action.yaml": LINT})
    assert steps(found) == [("tools/lint/action.yaml:1", "gosec", "build", True)]
    assert of(found, "ci.steps")[0].fields["step"] == "Run ./tools/lint"
    assert gaps(found) == []
    assert pipeline(found, GITHUB)["includes_resolved"] is True


def test_the_step_that_uses_an_action_may_let_its_failure_pass(tmp_path: Path) -> None:
    text = uses("./tools/lint", "        continue-on-error: true\n")
    assert steps(read(tmp_path, {GITHUB: text, "tools/lint/action.yml": LINT}))[0][3] is False


def test_an_action_at_the_root_is_found(tmp_path: Path) -> None:
    assert len(steps(read(tmp_path, {GITHUB: uses("./"), "action.yml": LINT}))) == 1


def test_inputs_are_put_in_and_keep_steps_from_running(tmp_path: Path) -> None:
    action = """inputs: {level: {default: any}, scan: {default: "true"}}
runs:
  using: composite
  steps:
    - {run: "npm audit --audit-level=${{ inputs.level }}", shell: bash}
    - {run: gosec ./..., shell: bash, if: "inputs.scan == 'true'"}
"""
    text = uses("./x", "        with: {level: high, scan: false}\n")
    found = of(read(tmp_path, {GITHUB: text, "x/action.yml": action}), "ci.steps")
    assert [(one.fields["tool"], one.fields.get("fail_on")) for one in found] == [("npm-audit", "high")]


def test_a_called_workflow_runs_under_the_triggers_of_its_callers(tmp_path: Path) -> None:
    shared = "on: {workflow_call: {}}\njobs: {t: {name: unit, steps: [{run: pytest}]}}\n"
    found = read(
        tmp_path, {GITHUB: CALLS, ".github/workflows/n.yml": CALLS.replace("push", "schedule"), SHARED: shared}
    )
    assert [(one.fields["pipeline"], one.fields["stage"], one.fields["job"]) for one in of(found, "ci.steps")] == [
        (GITHUB, "build", "a / unit"), (".github/workflows/n.yml", "test", "a / unit"),
    ]  # fmt: skip
    assert pipeline(found, SHARED)["manual_steps"] == 0


def test_a_job_after_a_called_deployment_stands_in_deploy(tmp_path: Path) -> None:
    shared = "on: workflow_call\njobs: {d: {environment: production, steps: [{run: kubectl apply -f x}]}}\n"
    text = CALLS + "  # after\n"
    text = text.replace("}}\n", "}, b: {needs: a, steps: [{run: zap-baseline.py -t x}]}}\n")
    found = read(tmp_path, {GITHUB: text, SHARED: shared})
    assert [(tool, stage) for _, tool, stage, _ in steps(found)] == [("kubectl", "deploy"), ("zap", "deploy")]
    assert pipeline(found, GITHUB)["deploys_tiers"] == ("prod",)
    assert "manual_steps" not in pipeline(found, GITHUB)


def test_another_repository_is_one_gap_with_its_address_however_often_it_is_used(tmp_path: Path) -> None:
    text = "on: push\njobs: {a: {uses: o/r/.github/workflows/x.yml@v1}, b: {uses: o/r/.github/workflows/x.yml@v1}}\n"
    found = read(tmp_path, {GITHUB: text, ".github/workflows/b.yml": text})
    assert gaps(found) == ["o/r/.github/workflows/x.yml@v1 is defined elsewhere"]
    assert [one.fields["includes_resolved"] for one in of(found, "ci.pipelines")] == [False, False]


def test_what_is_not_in_the_tree_is_a_gap_and_paths_do_not_leave_it(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "action.yml").write_text(LINT)
    found = read(tmp_path / "b", {GITHUB: uses("./../")})
    assert (gaps(found), steps(found)) == (["./../ is not in this tree"], [])


def test_a_circle_is_named_and_ends(tmp_path: Path) -> None:
    one = "runs: {using: composite, steps: [{uses: ./y}, {run: gosec .}]}\n"
    files = {GITHUB: uses("./x"), "x/action.yml": one, "y/action.yml": one.replace("./y", "./x")}
    found = read(tmp_path, files)
    assert gaps(found) == ["./x uses itself: x/action.yml > y/action.yml > x/action.yml"]
    assert len(steps(found)) == 2


def test_a_workflow_that_calls_itself_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, {GITHUB: f"on: push\njobs: {{a: {{uses: ./{GITHUB}}}}}\n"})
    assert gaps(found) == [f"./{GITHUB} uses itself: {GITHUB} > {GITHUB}"]


def test_nesting_ends(tmp_path: Path) -> None:
    files = {f"a{n}/action.yml": f"runs: {{using: composite, steps: [{{uses: ./a{n + 1}}}]}}\n" for n in range(30)}
    assert gaps(read(tmp_path, {GITHUB: uses("./a0"), **files})) == ["./a10 is nested too deep"]


def test_actions_that_multiply_are_refused(tmp_path: Path) -> None:
    wide = "runs: {using: composite, steps: [" + ", ".join("{uses: ./a%d}" for _ in range(30)) + "]}\n"
    files = {f"a{n}/action.yml": wide.replace("%d", str(n + 1)) for n in range(5)}
    found = read(tmp_path, {GITHUB: uses("./a0"), **files, "a5/action.yml": LINT})
    assert [(gap.reason, gap.detail) for gap in found.gaps] == [("too large", "what it includes grows too far")]


def test_inputs_that_multiply_are_refused(tmp_path: Path) -> None:
    action = "runs: {using: composite, steps: [{run: '" + "${{ inputs.x }}" * 3000 + "', shell: bash}]}\n"
    text = uses("./x", "        with: {x: " + "y" * 4000 + "}\n")
    assert [gap.reason for gap in read(tmp_path, {GITHUB: text, "x/action.yml": action}).gaps] == ["too large"]


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("runs: [", "malformed"), ("runs: {using: composite, steps: 5}", "wrong type"), (b"runs: \xff\xfe", "encoding"),
        ("runs: {}\nruns: {}", "duplicate key"), ("a: " + "[" * 500 + "]" * 500, "too deep"),
    ],
)  # fmt: skip
def test_a_hostile_action_is_a_gap_at_its_place(tmp_path: Path, action: str | bytes, reason: str) -> None:
    found = read(tmp_path, {GITHUB: uses("./x"), "x/action.yml": action})
    assert [(gap.reason, gap.where.partition(":")[0]) for gap in found.gaps] == [(reason, "x/action.yml")]


def test_an_action_that_is_a_program_is_resolved_and_hides_what_it_runs(tmp_path: Path) -> None:
    found = read(tmp_path, {GITHUB: uses("./x"), "x/action.yml": "runs: {using: node20, main: index.js}\n"})
    assert (gaps(found), len(gaps(found, "not shown"))) == ([], 1)


PUBLISH = "runs: {using: composite, steps: [{run: twine upload dist/*, shell: bash}]}\n"


def test_a_release_made_by_an_action_of_the_tree_indicates_a_described_build(tmp_path: Path) -> None:
    assert verdict_of(tmp_path, "I-SB-1-A.3", {GITHUB: uses("./x"), "x/action.yml": PUBLISH}) == "indicated"


def test_without_the_action_nothing_is_indicated(tmp_path: Path) -> None:
    assert verdict_of(tmp_path, "I-SB-1-A.3", {GITHUB: uses("./x")}) == "unknown"


SCAN = "on: workflow_call\njobs: {s: {steps: [{run: npm audit --audit-level=high}, {run: npm publish}]}}\n"


def test_a_scan_in_a_called_workflow_that_stops_the_release_is_met(tmp_path: Path) -> None:
    assert verdict_of(tmp_path, "I-SB-3-A.2", {GITHUB: CALLS, SHARED: SCAN}) == "met"


def test_a_called_scan_whose_failure_passes_is_not(tmp_path: Path) -> None:
    soft = SCAN.replace("high}", "high, continue-on-error: true}")
    assert verdict_of(tmp_path, "I-SB-3-A.2", {GITHUB: CALLS, SHARED: soft}) != "met"
