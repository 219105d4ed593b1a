"""Local includes of GitLab are merged as GitLab does: extends and references across files, patterns, inputs, children.

The shapes were seen in public repositories: a folder of files by distribution that extend hidden jobs of the main file
(disk encryption), a main file that keeps its templates in a file beside it (language bindings of a virtualisation library).
"""

from pathlib import Path

import pytest
from tests.collect.deciding import joined, verdict
from tests.collect.pipelines import gaps, of, pipeline, read, steps, verdict_of

MAIN = ".gitlab-ci.yml"
BASE = ".base: {allow_failure: true, before_script: [flake8], script: [pytest]}\n"


def test_a_job_extends_what_stands_in_an_included_file(tmp_path: Path) -> None:
    found = read(tmp_path, {MAIN: "include: /ci/base.yml\nunit: {extends: .base}\n", "ci/base.yml": BASE})
    assert steps(found) == [("ci/base.yml:1", "flake8", "build", False), ("ci/base.yml:1", "pytest", "build", False)]
    assert (gaps(found), pipeline(found, MAIN)["includes_resolved"]) == ([], True)


def test_an_included_file_extends_what_stands_in_the_main_one(tmp_path: Path) -> None:
    found = read(tmp_path, {MAIN: f"include: [{{local: ci/*.yml}}]\n{BASE}", "ci/a.yml": "a: {extends: .base}\n"})
    assert [tool for _, tool, _, _ in steps(found)] == ["flake8", "pytest"]


def test_a_reference_leads_into_another_file(tmp_path: Path) -> None:
    main = "include: [b.yml]\nunit:\n  script:\n    - !reference [.base, script]\n"
    assert steps(read(tmp_path, {MAIN: main, "b.yml": BASE})) == [("b.yml:1", "pytest", "build", True)]


def test_patterns_reach_as_deep_as_they_say(tmp_path: Path) -> None:
    files = {f"c/{path}": f"j{n}: {{script: [pytest]}}\n" for n, path in enumerate(("a.yml", "d/b.yml", "d/e/f.yml"))}
    counts = [
        len(steps(read(tmp_path, {MAIN: f"include: 'c/{pattern}'\n", **files})))
        for pattern in ("*.yml", "**.yml", "**/*.yml", "*.yaml")
    ]
    assert counts == [1, 3, 2, 0]


def test_a_later_file_overrides_parts_of_a_job(tmp_path: Path) -> None:
    main = "include: [a.yml, b.yml]\nunit: {allow_failure: true}\n"
    found = read(
        tmp_path,
        {MAIN: main, "a.yml": "unit: {script: [pytest], when: manual}\n", "b.yml": "unit: {script: [flake8]}\n"},
    )
    assert steps(found) == [("b.yml:1", "flake8", "build", False)]
    assert pipeline(found, MAIN)["manual_steps"] == 1


def test_an_include_under_a_condition_leaves_it_open_whether_a_scan_stops_anything(tmp_path: Path) -> None:
    main = "include: [{local: a.yml, rules: [{if: $X}]}]\n"
    found = read(tmp_path, {MAIN: main, "a.yml": "s: {script: [gosec ./...]}\nd: {when: manual, script: [ls]}\n"})
    assert steps(found) == [("a.yml:1", "gosec", None, None)]
    assert "manual_steps" not in pipeline(found, MAIN)


def test_inputs_are_put_in_where_a_header_declares_them(tmp_path: Path) -> None:
    part = "spec: {inputs: {name: {default: x}, tool: {}}}\n---\n'$[[ inputs.name ]]-scan': {script: ['$[[ inputs.tool ]] .']}\n"
    found = read(tmp_path, {MAIN: "include: [{local: p.yml, inputs: {tool: bandit -r}}]\n", "p.yml": part})
    assert [(one.fields["job"], one.fields["tool"]) for one in of(found, "ci.steps")] == [("x-scan", "bandit")]


def test_a_child_pipeline_of_the_tree_is_read_and_surely_stops_nothing(tmp_path: Path) -> None:
    main = "go: {trigger: {include: [{local: child.yml}]}}\n"
    found = read(tmp_path, {MAIN: main, "child.yml": "s: {script: [gosec ./...]}\n"})
    assert (steps(found), gaps(found)) == ([("child.yml:1", "gosec", None, None)], [])


def test_a_file_that_nothing_includes_runs_nothing(tmp_path: Path) -> None:
    assert steps(read(tmp_path, {MAIN: "a: {script: [ls]}\n", ".gitlab/ci/b.yml": "b: {script: [pytest]}\n"})) == []


def test_what_lies_elsewhere_is_named_once_with_its_address(tmp_path: Path) -> None:
    main = "include: [{project: p/ci, file: a.yml}, {project: p/ci, file: a.yml}, 'https://x.example/b.yml', lost.yml]\na: {extends: .gone}\n"
    assert gaps(read(tmp_path, {MAIN: main})) == [
        "project p/ci:a.yml is not read", "remote https://x.example/b.yml is not read", "local lost.yml is not in this tree",
    ]  # fmt: skip


def test_a_base_that_is_defined_nowhere_is_a_gap(tmp_path: Path) -> None:
    assert gaps(read(tmp_path, {MAIN: "a: {extends: .gone, script: [ls]}\n"})) == [
        "job a: what they extend is defined nowhere here"
    ]


def test_circles_are_named_and_end(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {MAIN: "include: a.yml\n", "a.yml": "include: b.yml\n", "b.yml": "include: a.yml\nu: {script: [pytest]}\n"},
    )
    assert gaps(found) == ["local a.yml includes itself: a.yml > b.yml > a.yml"]
    assert len(steps(found)) == 1


def test_nesting_ends(tmp_path: Path) -> None:
    files = {f"a{n}.yml": f"include: a{n + 1}.yml\n" for n in range(30)}
    assert gaps(read(tmp_path, {MAIN: "include: a0.yml\n", **files})) == ["local a10.yml is nested too deep"]


def test_files_that_multiply_are_refused(tmp_path: Path) -> None:
    files = {f"a{n}.yml": f"include: [{', '.join([f'a{n + 1}.yml'] * 40)}]\n" for n in range(6)}
    found = read(tmp_path, {MAIN: "include: a0.yml\n", **files, "a6.yml": "u: {script: [pytest]}\n"})
    assert [gap.reason for gap in found.gaps] == ["too large"]


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("a: [", "malformed"), ("a: {script: {b: 1}, extends: {c: 2}}", "wrong type"), (b"a: \xff\xfe", "encoding"),
        ("a: 1\na: 2", "duplicate key"), ("[1]", "wrong type"), ("a: " + "[" * 500 + "]" * 500, "too deep"),
    ],
)  # fmt: skip
def test_a_hostile_part_is_a_gap(tmp_path: Path, part: str | bytes, reason: str) -> None:
    found = read(tmp_path, {MAIN: "include: a.yml\n", "a.yml": part})
    assert [(gap.reason, gap.where.partition(":")[0]) for gap in found.gaps] == [(reason, "a.yml")]


RELEASE = ".pub: {rules: [{if: $CI_COMMIT_TAG}], script: [twine upload dist/*]}\n"


RUNS = {
    "vcs.releases": [{"tag": "v1", "commit": "c1", "at": "2026-06-01T00:00:00Z"}],
    "ci.runs": [{"pipeline": MAIN, "commit": "c1", "result": "success"}],
}


def released(folder: Path, files: dict[str, str]) -> str:
    found = joined(read(folder, files), RUNS, closed=("ci.pipelines", "ci.steps", "vcs.releases", "ci.runs"))
    return verdict("I-SB-2-A.1", found)


def test_a_release_put_together_from_files_of_the_tree_is_automated(tmp_path: Path) -> None:
    assert released(tmp_path, {MAIN: "include: p.yml\nr: {extends: .pub}\n", "p.yml": RELEASE}) == "met"


def test_one_that_waits_for_a_person_is_not(tmp_path: Path) -> None:
    manual = "include: p.yml\nr: {extends: .pub, rules: [{if: $CI_COMMIT_TAG, when: manual}]}\n"
    assert released(tmp_path, {MAIN: manual, "p.yml": RELEASE}) == "unmet"


def test_one_whose_template_lies_elsewhere_is_not_judged(tmp_path: Path) -> None:
    main = "include: {project: p/ci, file: p.yml}\nr: {extends: .pub, rules: [{if: $CI_COMMIT_TAG, when: manual}]}\n"
    assert released(tmp_path, {MAIN: main}) == "unknown"


def test_a_deployment_to_production_from_an_included_file_is_described(tmp_path: Path) -> None:
    deploy = "d: {environment: production, script: [kubectl apply -f k8s]}\n"
    assert verdict_of(tmp_path, "I-SD-1-A.1", {MAIN: "include: d.yml\n", "d.yml": deploy}) == "indicated"
