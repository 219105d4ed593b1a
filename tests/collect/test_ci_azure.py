"""The Azure collector: templates with parameters, conditions and loops, what stops, what deploys, what the server guards.

The shapes were seen in public repositories: steps in a folder of templates by system (build tasks of Azure itself), a
pipeline that hands its stages to a template of another repository (the same), images pushed on each change (a web
application), jobs of a matrix with variable groups (extensions of an editor).
"""

from pathlib import Path

import pytest
from tests.collect.deciding import joined, verdict
from tests.collect.pipelines import gaps, of, pipeline, read, steps, verdict_of

MAIN = "azure-pipelines.yml"
LINUX = "pool: {vmImage: ubuntu-latest}\n"


def of_steps(*lines: str, head: str = LINUX) -> dict[str, str | bytes]:
    return {MAIN: head + "steps:\n" + "".join(f"- {line}\n" for line in lines)}


def test_scripts_stop_as_the_agent_starts_them(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        of_steps(
            "bash: |\n    bandit -r .\n    ls",
            "script: bandit -r .",
            "pwsh: bandit -r .",
            "bash: bandit -r .\n  continueOnError: true",
        ),
    )
    assert [(place, stops) for place, _, _, stops in steps(found)] == [
        (f"{MAIN}:4", False), (f"{MAIN}:6", True), (f"{MAIN}:7", None), (f"{MAIN}:8", False),
    ]  # fmt: skip


def test_a_script_on_an_unknown_agent_may_be_any_shell(tmp_path: Path) -> None:
    assert steps(read(tmp_path, of_steps("script: bandit -r .", head="pool: own\n")))[0][3] is None


@pytest.mark.parametrize(
    ("task", "seen"),
    [
        ("task: Docker@2\n  inputs: {command: buildAndPush}", [("publish", "docker", True)]),
        ("task: Docker@2\n  inputs: {command: build}", [("build", "docker", True)]),
        ("task: DotNetCoreCLI@2\n  inputs: {command: test}", [("test", "dotnet", True)]),
        ("task: Maven@4\n  inputs: {goals: org.owasp:dependency-check-maven:check}", [("sca", "dependency-check", None)]),
        ("task: Npm@1\n  inputs: {command: custom, customCommand: audit --audit-level=high}", [("sca", "npm-audit", True)]),
        ("task: SnykSecurityScan@1\n  inputs: {failOnIssues: false}", [("sca", "snyk", False)]),
        ("task: AdvancedSecurity-Codeql-Analyze@1", [("sast", "codeql", False)]),
        ("task: Bash@3\n  inputs: {targetType: inline, script: gosec ./...}", [("sast", "gosec", True)]),
        ("task: AzureCLI@2\n  inputs: {scriptType: bash, scriptLocation: inlineScript, inlineScript: az webapp up}", [("deploy", "azure", True)]),
        ("task: PublishTestResults@2", []), ("task: Trivy-like-name@1", []), ("script: echo trivy fs .", []), ("task: Npm@1\n  inputs: {command: ci}", []),
    ],
)  # fmt: skip
def test_tasks_are_tools_by_name_and_inputs(tmp_path: Path, task: str, seen: list[tuple[str, str, bool]]) -> None:
    found = of(read(tmp_path, of_steps(task)), "ci.steps")
    assert [(one.fields["kind"], one.fields["tool"], one.fields.get("blocking")) for one in found] == seen


def test_a_script_file_and_an_unknown_task_hide_what_they_run(tmp_path: Path) -> None:
    found = read(
        tmp_path, of_steps("task: Bash@3\n  inputs: {filePath: ci/scan.sh}", "task: Own.Thing@1", "script: ./build.sh")
    )
    assert gaps(found, "not shown") == [f"ci/scan.sh, Own.Thing, ./build.sh: what they run is not in {MAIN}"]


def test_a_template_of_the_tree_gets_its_parameters(tmp_path: Path) -> None:
    part = """parameters: [{name: level, default: low}, {name: scan, type: boolean, default: true}, {name: extra, type: stepList, default: []}]
steps:
- ${{ if eq(parameters.scan, true) }}:
  - bash: npm audit --audit-level=${{ parameters.level }}
- ${{ else }}:
  - bash: bandit -r .
- ${{ each tool in parameters.tools }}:
  - bash: ${{ tool }} .
- ${{ parameters.extra }}
"""
    use = "template: ci/s.yml\n  parameters: {level: high, tools: [flake8, pylint], extra: [{bash: gosec ./...}]}"
    found = of(read(tmp_path, {**of_steps(use), "ci/s.yml": part}), "ci.steps")
    assert [(one.fields["tool"], one.fields.get("fail_on")) for one in found] == [
        ("npm-audit", "high"), ("flake8", None), ("pylint", None), ("gosec", "any"),
    ]  # fmt: skip


def test_a_condition_that_is_only_known_later_leaves_it_open(tmp_path: Path) -> None:
    text = "${{ if eq(variables['Build.Reason'], 'PullRequest') }}:\n  - bash: gosec ./..."
    assert steps(read(tmp_path, of_steps(text)))[0][1:] == ("gosec", None, None)


def test_templates_nest_by_their_own_folder_and_from_the_root(tmp_path: Path) -> None:
    files = {"ci/a.yml": "jobs: [{template: b/c.yml}]\n", "ci/b/c.yml": "jobs: [{job: x, steps: [{template: /d.yml@self}]}]\n",
             "d.yml": "steps: [{bash: gosec ./...}]\n"}  # fmt: skip
    found = read(tmp_path, {MAIN: "jobs: [{template: ci/a.yml}]\n", **files})
    assert (len(steps(found)), gaps(found)) == (1, [])


def test_a_pipeline_extends_a_template_of_the_tree(tmp_path: Path) -> None:
    base = "stages: [{stage: a, jobs: [{job: b, steps: [{bash: 'gosec ./...'}, '${{ parameters.more }}']}]}]\n"
    main = "trigger: [main]\nextends: {template: base.yml, parameters: {more: [{bash: flake8}]}}\n"
    found = read(tmp_path, {MAIN: main, "base.yml": base})
    assert [tool for _, tool, _, _ in steps(found)] == ["gosec", "flake8"]
    assert pipeline(found, MAIN)["template_central"] is False


def test_what_is_handed_to_a_template_elsewhere_is_read_and_surely_stops_nothing(tmp_path: Path) -> None:
    main = "trigger: [main]\nextends: {template: v1/x.yml@shared, parameters: {stages: [{stage: a, jobs: [{job: b, steps: [{bash: flake8}]}]}]}}\n"
    found = read(tmp_path, {MAIN: main})
    assert steps(found) == [(f"{MAIN}:2", "flake8", None, None)]
    assert gaps(found) == ["template v1/x.yml@shared is not read"]
    assert (pipeline(found, MAIN)["includes_resolved"], pipeline(found, MAIN)["template_central"]) == (False, True)


def test_a_template_elsewhere_is_one_gap_however_often_it_is_used(tmp_path: Path) -> None:
    found = read(tmp_path, of_steps("template: a.yml@o", "template: a.yml@o", "template: lost.yml"))
    assert gaps(found) == ["template a.yml@o is not read", "template lost.yml is not in this tree"]


def test_circles_and_depth_end(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            **of_steps("template: a.yml"),
            "a.yml": "steps: [{template: b.yml}]\n",
            "b.yml": "steps: [{template: a.yml}, {bash: flake8}]\n",
        },
    )
    assert (gaps(found), len(steps(found))) == (["template a.yml uses itself: a.yml > b.yml > a.yml"], 1)
    deep = {f"t{n}.yml": f"steps: [{{template: t{n + 1}.yml}}]\n" for n in range(30)}
    assert gaps(read(tmp_path, {**of_steps("template: t0.yml"), **deep})) == ["template t10.yml is nested too deep"]


@pytest.mark.parametrize(
    ("head", "seen"),
    [
        ("", ("push",)), ("trigger: none\n", None), ("trigger: none\nschedules: [{cron: '0 0 * * *'}]\n", ("schedule",)),
        ("trigger: {tags: {include: [v*]}}\n", ("tag",)), ("trigger: {branches: {include: [main]}, tags: {include: [v*]}}\n", ("push", "tag")),
        ("trigger: [main]\npr: [main]\n", ("push", "pull-request")), ("trigger: none\npr: none\n", None),
        ("trigger: none\nresources: {pipelines: [{pipeline: a, trigger: true}]}\n", ("other",)), ("resources: [{repo: self}]\n", ("push",)),
    ],
)  # fmt: skip
def test_triggers_are_what_the_file_says(tmp_path: Path, head: str, seen: tuple[str, ...] | None) -> None:
    assert pipeline(read(tmp_path, of_steps("bash: ls", head=head)), MAIN).get("triggers") == seen


DEPLOY = """trigger: [main]
variables: [{group: prod-keys}]
jobs:
- deployment: d
  environment: {name: Production}
  strategy: {runOnce: {deploy: {steps: [{task: AzureWebApp@1, inputs: {azureSubscription: arm, appName: x}}]}}}
"""


def test_a_deployment_has_its_tier_and_what_the_server_may_ask_is_open(tmp_path: Path) -> None:
    found = read(tmp_path, {MAIN: DEPLOY})
    fields = pipeline(found, MAIN)
    assert (fields["deploys_tiers"], fields.get("manual_steps")) == (("prod",), None)
    assert [(tool, stage) for _, tool, stage, _ in steps(found)] == [("azure", "deploy")]
    assert [(one.fields["name"], one.fields.get("store"), one.fields.get("scoped")) for one in of(found, "ci.secret_refs")] == [
        ("prod-keys", None, True), ("arm", "forge-secret", None),
    ]  # fmt: skip


def test_a_validation_by_hand_is_counted_and_a_vault_is_one(tmp_path: Path) -> None:
    found = read(tmp_path, of_steps("task: ManualValidation@1", "task: AzureKeyVault@2\n  inputs: {KeyVaultName: kv}"))
    assert pipeline(found, MAIN)["manual_steps"] == 1
    assert [(one.fields["name"], one.fields["store"]) for one in of(found, "ci.secret_refs")] == [("kv", "vault")]


def test_text_from_outside_in_a_script_fails_where_it_stands(tmp_path: Path) -> None:
    found = read(tmp_path, of_steps("bash: |\n    ls\n    echo $(Build.SourceVersionMessage)"))
    checks = {one.fields["check"]: (one.fields["result"], one.where) for one in of(found, "ci.hardening")}
    assert checks["script-injection"] == ("fail", f"{MAIN}:5")


def test_versions_of_tasks_are_counted(tmp_path: Path) -> None:
    fields = pipeline(read(tmp_path, of_steps("task: Docker@2", "task: Docker@2.240.1")), MAIN)
    assert (fields["uses_total"], fields["uses_pinned"], fields["pinned_share"]) == (2, 1, 0.5)


def test_a_folder_of_templates_is_no_pipeline_and_jobs_that_never_run_have_no_steps(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            ".azure-pipelines/t.yml": "parameters: {a: b}\nsteps: [{bash: flake8}]\n",
            **of_steps("bash: gosec .\n  condition: false"),
        },
    )
    assert (len(of(found, "ci.pipelines")), steps(found)) == (1, [])


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("steps: [", "malformed"), ("steps: 5\nparameters: 3", "wrong type"), (b"a: \xff\xfe", "encoding"), ("a: 1\na: 2", "duplicate key"),
        ("a: " + "[" * 500 + "]" * 500, "too deep"), ("steps: [" + "{template: u.yml}, " * 30_000 + "]", "too large"),
        ("parameters: {x: " + "y" * 9000 + "}\nsteps: [{bash: '" + "${{ parameters.x }}" * 2000 + "'}]", "too large"),
        ("parameters: {x: [" + "1," * 900 + "]}\nsteps: [{'${{ each a in parameters.x }}': [{'${{ each b in parameters.x }}': [{bash: ls}]}]}]", "too large"),
    ],
)  # fmt: skip
def test_a_hostile_template_is_a_gap(tmp_path: Path, part: str | bytes, reason: str) -> None:
    found = read(tmp_path, {**of_steps("template: t.yml"), "t.yml": part, "u.yml": "steps: [{bash: ls}, {bash: ls}]\n"})
    assert [gap.reason for gap in found.gaps] == [reason]


@pytest.mark.parametrize(
    "text", ["(" * 5000, "eq(" * 5000, "not(" * 999 + "true", "${{ if " + " " * 3000, "a[" * 2000, "'" * 999]
)
def test_hostile_conditions_end(tmp_path: Path, text: str) -> None:
    key = "${{ if " + text.replace("'", "''") + " }}"
    assert len(steps(read(tmp_path, of_steps(f"'{key}':\n  - bash: flake8")))) <= 1


SCANNED = of_steps("bash: npm audit --audit-level=high", "task: Docker@2\n  inputs: {command: buildAndPush}")


def test_a_scan_that_stops_the_release_is_met(tmp_path: Path) -> None:
    assert verdict_of(tmp_path, "I-SB-3-A.2", SCANNED) == "met"


def test_a_scan_whose_failure_passes_is_not(tmp_path: Path) -> None:
    soft = of_steps("bash: npm audit --audit-level=high || true", "task: Docker@2\n  inputs: {command: buildAndPush}")
    assert verdict_of(tmp_path, "I-SB-3-A.2", soft) == "unknown"


RUNS = {
    "vcs.releases": [{"tag": "v1", "commit": "c1", "at": "2026-06-01T00:00:00Z"}],
    "ci.runs": [{"pipeline": MAIN, "commit": "c1", "result": "success"}],
}


@pytest.mark.parametrize(
    ("more", "seen"),
    [("bash: ls", "met"), ("task: ManualValidation@1", "unmet"), ("template: a.yml@other", "unknown")],
)
def test_a_release_without_a_hand_is_automated(tmp_path: Path, more: str, seen: str) -> None:
    files = of_steps(more, "bash: twine upload dist/*")
    found = joined(read(tmp_path, files), RUNS, closed=("ci.pipelines", "ci.steps", "vcs.releases", "ci.runs"))
    assert verdict("I-SB-2-A.1", found) == seen


def test_a_pipeline_that_makes_releases_indicates_a_described_build(tmp_path: Path) -> None:
    assert verdict_of(tmp_path, "I-SB-1-A.3", SCANNED) == "indicated"
    assert verdict_of(tmp_path / "b", "I-SB-1-A.3", of_steps("bash: pytest")) == "unknown"
