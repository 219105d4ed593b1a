"""The GitHub collector: tools, what stops, what is published, hardening, and what stays unknown."""

from pathlib import Path

import pytest

from sammeter.collect.collectors.ci_github import collect
from sammeter.collect.registry import File
from sammeter.errors import SourceError
from sammeter.facts import Gap
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step
from sammeter.text import Limits

DATA = Path(__file__).parent.parent / "data" / "ci_github"


def read(case: str, name: str) -> list[object]:
    folder = ".github/actions/scan" if name == "action.yml" else ".github/workflows"
    return of(DATA.joinpath(case, name).read_text(encoding="utf-8"), f"{folder}/{name}")


def of(text: str, path: str = ".github/workflows/ci.yml") -> list[object]:
    return list(collect(File(path=path, data=text.encode(), limits=Limits())))


def steps(found: list[object]) -> list[Step]:
    return [item for item in found if isinstance(item, Step)]


def pipeline(found: list[object]) -> Pipeline:
    return next(item for item in found if isinstance(item, Pipeline))


def checks(found: list[object]) -> dict[str, tuple[str | None, str]]:
    return {item.check: (item.result, item.where) for item in found if isinstance(item, Hardening)}


def script(run: str, extra: str = "") -> list[Step]:
    body = "\n".join(f"          {line}" for line in run.split("\n"))
    return steps(
        of(
            f"on: push\njobs:\n  a:\n    steps:\n      - {extra}\n        run: |\n{body}\n".replace(
                "- \n        ", "- "
            )
        )
    )


def test_words_in_comments_names_echoes_and_files_are_no_proof() -> None:
    lines = [int(step.where.rpartition(":")[2]) for step in steps(read("scans", "security.yml"))]
    assert min(lines) > 20  # the job `talk` ends there


def test_each_scan_is_recognised_on_its_own_line_with_what_it_stops() -> None:
    seen = [
        (s.where.rpartition(":")[2], s.kind_of, s.tool, s.blocking, s.fail_on)
        for s in steps(read("scans", "security.yml"))
    ]
    assert seen == [
        ("23", "container-scan", "trivy", False, None),
        ("26", "sast", "bandit", False, None),
        ("27", "secret-scan", "gitleaks", False, None),
        ("29", "sca", "pip-audit", False, None),
        ("31", "sast", "codeql", False, None),
        ("32", "iac-scan", "checkov", False, None),
        ("33", "container-scan", "grype", None, "medium"),
        ("39", "sca", "trivy", True, "high"),
        ("41", "sca", "dependency-review", True, "low"),
        ("44", "sast", "semgrep", True, "any"),
        ("46", "secret-scan", "gitleaks", True, "any"),
        ("47", "sca", "npm-audit", True, "high"),
    ]


def test_a_job_that_never_runs_has_no_steps() -> None:
    assert "gosec" not in {step.tool for step in steps(read("scans", "security.yml"))}


def test_a_release_builds_publishes_and_deploys_in_its_stages() -> None:
    found = read("release", "release.yml")
    assert [(s.kind_of, s.stage, s.publishes) for s in steps(found)] == [
        ("build", "release", None), ("publish", "release", True), ("provenance", "release", None),
        ("deploy", "deploy", None), ("dast", "deploy", None),
    ]  # fmt: skip
    one = pipeline(found)
    assert (one.builds_release, one.triggers, one.deploys_tiers) == (True, ("tag",), ("prod",))


def test_an_environment_may_ask_for_a_person_so_manual_steps_are_unknown() -> None:
    assert pipeline(read("release", "release.yml")).manual_steps is None
    assert pipeline(of("on: workflow_dispatch\njobs: {a: {steps: [{run: twine upload x}]}}")).manual_steps == 1
    assert pipeline(of("on: push\njobs: {a: {steps: [{run: twine upload x}]}}")).manual_steps == 0


def test_uses_are_counted_and_pinned_ones_known_by_their_digest() -> None:
    one = pipeline(read("release", "release.yml"))
    assert (one.uses_total, one.uses_pinned, one.pinned_share) == (3, 1, 0.3333)
    assert checks(read("release", "release.yml"))["pinned-uses"][0] == "fail"


def test_text_from_outside_in_a_shell_fails_where_it_stands() -> None:
    found = checks(read("injection", "triage.yml"))
    assert found["script-injection"] == ("fail", ".github/workflows/triage.yml:13")
    assert found["untrusted-checkout"] == ("fail", ".github/workflows/triage.yml:9")
    assert found["token-permissions"][0] == "fail"
    assert next(item for item in read("injection", "triage.yml") if isinstance(item, SecretRef)).pr_exposed is True


def test_text_that_is_only_compared_or_passed_as_variable_is_no_injection() -> None:
    found = checks(read("injection", "safe.yml"))
    assert (found["script-injection"][0], found["untrusted-checkout"][0], found["token-permissions"][0]) == (
        "pass",
    ) * 3


def test_permissions_that_nobody_stated_are_unknown() -> None:
    assert checks(of("on: push\njobs: {a: {steps: [{run: ls}]}}"))["token-permissions"][0] is None


def test_odd_workflows_are_read_and_hide_what_they_do_not_show() -> None:
    found = read("odd", "odd.yml")
    assert pipeline(found).triggers == ("push", "other")
    assert [(s.tool, s.blocking) for s in steps(found)] == [("go", True), ("gosec", None)]
    assert {gap.reason for gap in found if isinstance(gap, Gap)} == {"unresolved include", "not shown"}
    assert pipeline(found).includes_resolved is False


def test_an_own_runner_is_unknown_where_outsiders_can_start_it() -> None:
    found = checks(of("on: pull_request\njobs: {a: {runs-on: self-hosted, steps: [{run: ls}]}}"))
    assert found["no-own-runner-for-outsiders"][0] is None


def test_steps_of_a_composite_action_stand_with_its_callers() -> None:
    assert [item for item in read("composite", "action.yml") if isinstance(item, (Pipeline, Step))] == []


def test_workflows_of_other_repositories_and_lost_ones_are_gaps() -> None:
    found = read("calls", "calls.yml")
    gaps = [item for item in found if isinstance(item, Gap)]
    assert [(gap.reason, gap.where, gap.detail) for gap in gaps] == [
        (
            "unresolved include",
            ".github/workflows/calls.yml:6",
            "example/workflows/.github/workflows/release.yml@main is defined elsewhere",
        ),
        ("unresolved include", ".github/workflows/calls.yml:9", "./.github/workflows/test.yml is not in this tree"),
    ]
    one = pipeline(found)
    assert (one.includes_resolved, one.builds_release, one.manual_steps) == (False, None, None)
    assert checks(found)["secrets-not-inherited"][0] == "fail"


def test_a_chart_installed_into_the_jobs_own_cluster_is_no_deployment() -> None:
    assert steps(read("cluster", "e2e.yml")) == []
    assert pipeline(read("cluster", "e2e.yml")).deploys_tiers is None


@pytest.mark.parametrize(
    ("run", "stops"),
    [
        ("bandit -r .", True), ("bandit -r . || :", False), ("bandit -r . || exit 1", True), ("bandit -r . && echo ok", True),
        ("bandit -r . && echo ok\nls", False), ("bandit -r . || report", None), ("if ! bandit -r .; then exit 1; fi", None),
        ("set +e\nbandit -r .\nexit 0", False), ("set +e\nbandit -r .\ncode=$?\nexit $code", None), ("bandit -r . &\nwait", None),
        ("(bandit -r .; true)", True), ("bash -c 'bandit -r .; true'", False), ("echo $(bandit -r .)", False),
        ("x=$(bandit -r .)", True), ("bandit -r . ; exit 0", True), ("for i in a b; do bandit -r $i; done", True),
        ("scan() { bandit -r .; }\nscan", None), ("bandit --exit-zero -r .", False), ("sudo -E timeout 5m bandit -r .", True),
    ],
)  # fmt: skip
def test_what_surrounds_a_command_decides_whether_its_failure_stops(run: str, stops: bool | None) -> None:  # noqa: FBT001
    assert [step.blocking for step in script(run)] == [stops]


def test_continue_on_error_lets_failures_pass_and_an_expression_is_unknown() -> None:
    assert [s.blocking for s in script("bandit .", "continue-on-error: true")] == [False]
    assert [s.blocking for s in script("bandit .", "continue-on-error: ${{ matrix.soft }}")] == [None]


def test_secrets_are_named_once_with_their_reach_and_the_own_token_is_left_out() -> None:
    text = """on: push
env: {A: "${{ secrets.WIDE }}"}
jobs:
  a: {steps: [{run: ls, env: {B: "${{ secrets['narrow'] }}", C: "${{ secrets.GITHUB_TOKEN }}"}}]}
  b: {steps: [{run: ls}]}
"""
    found = [item for item in of(text) if isinstance(item, SecretRef)]
    assert [(s.name, s.scoped, s.pr_exposed) for s in found] == [("WIDE", False, False), ("NARROW", True, False)]


def test_a_malformed_file_is_a_source_error() -> None:
    for text in ("jobs: [", "jobs: {a: {steps: 5}}", "jobs: 3", "[]"):
        with pytest.raises(SourceError):
            of(text)


def test_hostile_scripts_end_and_break_nothing() -> None:
    for text in (
        "(" * 5000,
        "$(" * 5000,
        '"' * 999,
        "${{" * 5000,
        "case x in " * 500,
        "if " * 500,
        "<<A\n" * 500,
        "`" * 999,
        "{ " * 3000,
    ):
        assert script(text) == []


def test_two_thousand_jobs_are_read() -> None:
    jobs = "\n".join(f"  j{number}: {{steps: [{{run: pytest}}]}}" for number in range(2000))
    assert len(steps(of(f"on: push\njobs:\n{jobs}\n"))) == 2000


def test_an_image_is_pushed_with_its_bill_of_materials_and_its_provenance() -> None:
    text = 'on: push\njobs: {a: {steps: [{uses: docker/build-push-action@v6, with: {push: "${{ x }}", sbom: true, provenance: mode=max}}]}}'
    assert [(s.kind_of, s.publishes) for s in steps(of(text))] == [
        ("publish", None),
        ("sbom", None),
        ("provenance", None),
    ]


def test_a_program_of_the_repository_itself_is_no_known_tool() -> None:
    assert script("./cosign sign x\n./scripts/trivy.sh\ntools/gosec ./...") == []


def test_the_clang_analyzer_is_told_from_a_build_and_a_folder_of_its_name() -> None:
    text = "ninja -C _build scan-build\nscan-build --status-bugs make\nscan-build make\nninja -C scan-build"
    assert [(s.kind_of, s.tool, s.blocking) for s in script(text)] == [
        ("sast", "scan-build", None), ("sast", "scan-build", True), ("sast", "scan-build", False), ("build", "ninja", True),
    ]  # fmt: skip


def test_a_secret_scanner_counts_where_it_runs_and_not_where_it_is_installed() -> None:
    text = "pip install trufflehog3 whispers\ncommand -v whispers\ntrufflehog3 . --format json\nwhispers . --format json\ngittyleaks --find-anything"
    assert [(s.kind_of, s.tool) for s in script(text)] == [
        ("secret-scan", "trufflehog3"), ("secret-scan", "whispers"), ("secret-scan", "gittyleaks"),
    ]  # fmt: skip


def test_an_environment_that_guards_tests_is_no_deployment() -> None:
    found = of("on: push\njobs: {a: {environment: integration-test, steps: [{run: pytest}]}}")
    assert (steps(found)[0].stage, pipeline(found).deploys_tiers) == ("build", None)


def test_a_preview_of_a_pull_request_is_no_release() -> None:
    found = of("on: pull_request\njobs: {a: {steps: [{run: docker push x}]}}")
    assert (steps(found)[0].stage, pipeline(found).builds_release) == ("build", False)


def test_steps_in_a_parallel_group_are_read() -> None:
    found = of("on: push\njobs: {a: {steps: [{parallel: [{uses: a/b@v1}, {run: pytest}]}]}}")
    assert (pipeline(found).uses_total, [step.tool for step in steps(found)]) == (1, ["pytest"])


def test_long_hostile_scripts_are_read_in_time_that_grows_with_their_length() -> None:
    for text in ("a && ", "${{ ", "a|", "<<E\n", '"$('):
        assert script(text * 20_000) == []
