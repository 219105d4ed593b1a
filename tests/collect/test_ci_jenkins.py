"""The Jenkins collector: stages of declarative pipelines, what stops, what waits, libraries, and hostile files.

The shapes were seen in public repositories: a matrix of versions with goals of Maven and a daily trigger (coordination
services), one call of a shared library (plugins of Jenkins), nodes and loops (plugins of Maven), scans and images pushed
inside credentials (services of students), a build in a script block that other scripts prepare (Jenkins' own services).
"""

from pathlib import Path

import pytest
from tests.collect.deciding import joined, verdict
from tests.collect.pipelines import gaps, of, pipeline, read, steps, verdict_of

MAIN = "Jenkinsfile"


def stage(*lines: str, head: str = "", name: str = "a") -> str:
    body = "\n".join(lines)
    return f"stage('{name}') {{\n{head}\nsteps {{\n{body}\n}}\n}}\n"


def declared(*stages: str, head: str = "triggers { pollSCM('H/5 * * * *') }") -> dict[str, str | bytes]:
    return {MAIN: f"pipeline {{\nagent any\n{head}\nstages {{\n{''.join(stages)}}}\n}}\n"}


def one(*lines: str, head: str = "") -> dict[str, str | bytes]:
    return declared(stage(*lines, head=head))


@pytest.mark.parametrize(
    ("line", "stops"),
    [
        ("sh 'bandit -r .'", True), ('sh "bandit -r ${WORKSPACE}"', True), ("sh(script: 'bandit -r .', label: 'x')", True),
        ("sh script: 'bandit -r .', returnStatus: true", None), ("sh 'bandit -r . || true'", False), ("sh 'bandit -r . | tee x'", False),
        ("sh '''\nbandit -r .\nls\n'''", True), ("sh '''#!/bin/bash\nbandit -r .\nls\n'''", False), ("bat 'bandit -r .'", None),
        ("script { sh 'bandit -r .' }", True), ("script { if (env.X) { sh 'bandit -r .' } }", None), ("timeout(time: 5, unit: 'MINUTES') { sh 'bandit -r .' }", True),
        ("catchError(buildResult: 'SUCCESS', stageResult: 'FAILURE') { sh 'bandit -r .' }", False), ("catchError { sh 'bandit -r .' }", None),
        ("warnError('x') { sh 'bandit -r .' }", False), ("script { try { sh 'bandit -r .' } catch (e) { echo 'x' } }", None),
        ("script { def x = sh(script: 'bandit -r .', returnStdout: true).trim() }", True), ("docker.image('a').inside('-v b') { sh 'bandit -r .' }", True),
        ("withCredentials([string(credentialsId: 'a', variable: 'B')]) {\n sh 'bandit -r .'\n}", True), ("own.around { sh 'bandit -r .' }", None),
        ("script { x.each { t -> sh 'bandit -r .' } }", None),
    ],
)  # fmt: skip
def test_what_surrounds_a_script_decides_whether_its_failure_stops(tmp_path: Path, line: str, stops: object) -> None:
    found = steps(read(tmp_path, one(line)))
    assert [(tool, blocking) for _, tool, _, blocking in found] == [("bandit", stops)]


@pytest.mark.parametrize(
    "line",
    [
        "// sh 'bandit -r .'",
        "/* sh 'bandit -r .' */",
        "echo \"sh 'bandit -r .'\"",
        "sh 'echo bandit -r .'",
        "sh '# bandit'",
        "def t = 'bandit -r .'",
    ],
)
def test_comments_and_texts_are_no_tools(tmp_path: Path, line: str) -> None:
    assert steps(read(tmp_path, one("script {", line, "}"))) == []


def test_a_command_stands_on_its_own_line(tmp_path: Path) -> None:
    assert steps(read(tmp_path, one("sh '''\n  ls\n  gosec ./... \\\n -quiet\n'''")))[0][0] == f"{MAIN}:10"


def test_steps_of_plugins_are_tools(tmp_path: Path) -> None:
    lines = ("dependencyCheck additionalArguments: '--scan .'", "waitForQualityGate abortPipeline: true", "script { docker.build('a').push() }",
             "snykSecurity failOnIssues: 'false'")  # fmt: skip
    assert [(tool, blocking) for _, tool, _, blocking in steps(read(tmp_path, one(*lines)))] == [
        ("dependency-check", False), ("sonarqube", True), ("docker", True), ("docker", True), ("snyk", False),
    ]  # fmt: skip


def test_stages_nest_in_matrices_and_in_parallel(tmp_path: Path) -> None:
    inner = stage("sh 'pytest'", name="t") + stage("sh 'flake8'", name="l")
    found = read(tmp_path, declared(f"stage('m') {{ matrix {{ axes {{ axis {{ name 'A'; values '1', '2' }} }}\nstages {{ {inner} }} }} }}\n",
                                    f"stage('p') {{ parallel {{ {inner} }} }}\n"))  # fmt: skip
    assert [tool for _, tool, _, _ in steps(found)] == ["pytest", "flake8", "pytest", "flake8"]
    assert {fact.fields["job"] for fact in of(found, "ci.steps")} == {"t", "l"}


@pytest.mark.parametrize(
    ("when", "seen"),
    [
        ("branch 'main'", "release"), ("buildingTag()", "release"), ("changeRequest()", "build"), ("expression { return X }", "release"),
    ],
)  # fmt: skip
def test_conditions_say_when_a_stage_runs(tmp_path: Path, when: str, seen: str) -> None:
    assert steps(read(tmp_path, one("sh 'docker push x'", head=f"when {{ {when} }}")))[0][2] == seen


def test_a_condition_that_is_only_known_later_leaves_it_open(tmp_path: Path) -> None:
    assert steps(read(tmp_path, one("sh 'gosec ./...'", head="when { branch 'main'\n expression { X } }")))[0][2:] == (
        None,
        None,
    )


def test_a_schedule_alone_says_nothing_of_changes(tmp_path: Path) -> None:
    found = read(tmp_path, declared(stage("sh 'pytest'"), head="triggers { cron('@daily') }"))
    assert (steps(found)[0][2], pipeline(found, MAIN)["triggers"], pipeline(found, MAIN).get("manual_steps")) == (
        None,
        ("schedule",),
        None,
    )


@pytest.mark.parametrize(
    ("lines", "head", "seen"),
    [
        (("sh 'ls'",), "", 0), (("input 'Go?'", "sh 'ls'"), "", 1), (("sh 'ls'",), "input { message 'Go?' }", 1),
        (("script { if (x) { input 'Go?' } }",), "", None), (("input 'Go?'",), "when { expression { x } }", None),
    ],
)  # fmt: skip
def test_inputs_wait_for_a_person(tmp_path: Path, lines: tuple[str, ...], head: str, seen: int | None) -> None:
    assert pipeline(read(tmp_path, one(*lines, head=head)), MAIN).get("manual_steps") == seen


def test_libraries_are_gaps_by_their_name_and_pinned_by_a_commit(tmp_path: Path) -> None:
    text = "@Library(['a@main', 'b']) _\nlibrary 'c@" + "0" * 40 + "'\n"
    files = one("sh 'ls'")
    found = read(tmp_path, {MAIN: text + str(files[MAIN])})
    assert gaps(found) == [f"shared library {name} is not read" for name in ("a@main", "b", "c@" + "0" * 40)]
    fields = pipeline(found, MAIN)
    assert (fields["uses_total"], fields["uses_pinned"], fields["includes_resolved"]) == (3, 1, False)
    assert {fact.fields["check"]: fact.fields["result"] for fact in of(found, "ci.hardening")}["pinned-uses"] == "fail"


def test_a_step_of_a_library_and_a_scripted_pipeline_are_gaps(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {MAIN: "buildPlugin(forkCount: '1C')\n", "ci/Jenkinsfile": "node('x') { stage('a') { sh 'gosec ./...' } }\n"},
    )
    assert gaps(found) == ["buildPlugin is a step of a shared library"]
    assert gaps(found, "not read yet") == ["a scripted pipeline is not read"]
    assert (steps(found), pipeline(found, MAIN)["template_central"]) == ([], True)


def test_a_method_of_the_file_is_no_shared_library(tmp_path: Path) -> None:
    found = read(tmp_path, {MAIN: "def go(x) { node { sh x } }\ngo('mvn verify')\n"})
    assert (gaps(found), gaps(found, "not read yet")) == ([], ["a scripted pipeline is not read"])


def test_what_stands_beside_the_pipeline_is_not_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, {MAIN: str(one("sh 'ls'")[MAIN]) + "node { sh 'gosec .' }\n"})
    assert gaps(found, "not read yet") == ["node beside the pipeline is not read"]
    assert pipeline(found, MAIN)["includes_resolved"] is False


def test_loaded_files_unknown_steps_and_made_scripts_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, one("load 'x.groovy'", "ownStep 'a'", "sh COMMAND", "sh './build.sh'"))
    assert gaps(found) == ["x.groovy is not read"]
    assert gaps(found, "not shown") == [
        f"step ownStep, a script of sh made when it runs, ./build.sh: what they run is not in {MAIN}"
    ]


def test_credentials_have_their_reach(tmp_path: Path) -> None:
    lines = "withCredentials([usernamePassword(credentialsId: 'narrow', usernameVariable: 'U', passwordVariable: 'P')]) { sh 'ls' }"
    head = "environment { A = credentials('wide') }"
    found = read(tmp_path, declared(stage(lines), stage("sh 'ls'", name="b"), head=head))
    assert [(f.fields["name"], f.fields["store"], f.fields["scoped"]) for f in of(found, "ci.secret_refs")] == [
        ("wide", "forge-secret", False), ("narrow", "forge-secret", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ('sh "git log ${env.CHANGE_TITLE}"', "fail"),
        ("sh 'git log $CHANGE_TITLE'", "pass"),
        ('sh "ls ${WORKSPACE}"', "pass"),
        ('sh "ls $BRANCH_NAME"', "fail"),
    ],
)
def test_text_from_outside_that_groovy_puts_in_fails(tmp_path: Path, line: str, seen: str) -> None:
    assert [fact.fields["result"] for fact in of(read(tmp_path, one(line)), "ci.hardening")] == [seen]


def test_steps_after_a_failure_are_left_out_and_those_of_post_surely_stop_nothing(tmp_path: Path) -> None:
    after = "post { always { sh 'flake8' }\nfailure { sh 'pytest' } }"
    assert [(tool, stops) for _, tool, _, stops in steps(read(tmp_path, one("sh 'ls'", head=after)))] == [
        ("flake8", None)
    ]


def test_a_jenkinsfile_of_an_example_says_nothing(tmp_path: Path) -> None:
    assert of(read(tmp_path, {"examples/a/Jenkinsfile": one("sh 'pytest'")[MAIN]}), "ci.pipelines") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("pipeline {", "malformed"), ("pipeline { stages { ] } }", "malformed"), ("}", "malformed"), ("sh 'a\nb'", "malformed"), ("/* a", "malformed"),
        ("'''a", "malformed"), ("{" * 5000, "too deep"), ("(" * 5000, "too deep"), ("a(" * 5000, "too deep"), ("x = " * 5000, "too deep"),
        (b"pipeline \xff\xfe", "encoding"), ("a\n" * 200_000, "too large"), ("pipeline {}" + " " * (1 << 20), "too large"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_a_gap_with_its_reason(tmp_path: Path, text: str | bytes, reason: str) -> None:
    found = read(tmp_path, {MAIN: text})
    assert [gap.reason for gap in found.gaps] == [reason]
    assert of(found, "ci.steps") == []


@pytest.mark.parametrize(
    "text",
    ["a " * 50_000, "/" * 50_000, '"${' * 999, "${" * 50_000, "a.b" * 50_000, "\\" * 999, "'" * 999, "when " * 5000],
)
def test_odd_texts_end(tmp_path: Path, text: str) -> None:
    assert steps(read(tmp_path, {MAIN: text})) == []


SCANNED = one("sh 'npm audit --audit-level=high'", "sh 'npm publish'")


def test_a_scan_that_stops_the_release_is_met(tmp_path: Path) -> None:
    assert verdict_of(tmp_path, "I-SB-3-A.2", SCANNED) == "met"


def test_a_scan_whose_failure_passes_is_not(tmp_path: Path) -> None:
    assert (
        verdict_of(tmp_path, "I-SB-3-A.2", one("sh 'npm audit --audit-level=high || true'", "sh 'npm publish'"))
        == "unknown"
    )


RUNS = {
    "vcs.releases": [{"tag": "v1", "commit": "c1", "at": "2026-06-01T00:00:00Z"}],
    "ci.runs": [{"pipeline": MAIN, "commit": "c1", "result": "success"}],
}


@pytest.mark.parametrize(
    ("line", "seen"), [("echo 'x'", "met"), ("input 'Go?'", "unmet"), ("load 'x.groovy'", "unknown")]
)
def test_a_release_without_a_hand_is_automated(tmp_path: Path, line: str, seen: str) -> None:
    found = joined(
        read(tmp_path, one(line, "sh 'npm publish'")),
        RUNS,
        closed=("ci.pipelines", "ci.steps", "vcs.releases", "ci.runs"),
    )
    assert verdict("I-SB-2-A.1", found) == seen


def test_a_pipeline_that_makes_releases_indicates_a_described_build(tmp_path: Path) -> None:
    assert verdict_of(tmp_path, "I-SB-1-A.3", SCANNED) == "indicated"
    assert verdict_of(tmp_path / "b", "I-SB-1-A.3", one("sh 'pytest'")) == "unknown"
