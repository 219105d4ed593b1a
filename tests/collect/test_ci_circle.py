"""The CircleCI collector: jobs as workflows run them, commands and parameters put in, approvals, orbs, hostile files.

The shapes were seen in public configurations: commands without parameters and jobs with executors (curl), jobs with
parameters given by several workflows (serverless plugins), merged job defaults with contexts and tag filters (build
tools in Java), orbs that bring executors and steps (packages for data).
"""

from pathlib import Path

import pytest

from sammeter.collect.collectors.ci_circle import collect
from sammeter.collect.registry import File
from sammeter.errors import SourceError
from sammeter.facts import Gap
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step
from sammeter.text import Limits

DATA = Path(__file__).parent.parent / "data" / "ci_circle"
PATH = ".circleci/config.yml"


def read(case: str) -> list[object]:
    return of(DATA.joinpath(case, PATH).read_text(encoding="utf-8"))


def of(text: str | bytes) -> list[object]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(collect(File(path=PATH, data=data, limits=Limits())))


def steps(found: list[object]) -> list[tuple[str, str | None, str | None, bool | None]]:
    return [(s.where.rpartition(":")[2], s.tool, s.stage, s.blocking) for s in found if isinstance(s, Step)]


def pipeline(found: list[object]) -> Pipeline:
    return next(item for item in found if isinstance(item, Pipeline))


def gaps(found: list[object], reason: str) -> list[str]:
    return [gap.detail for gap in found if isinstance(gap, Gap) and gap.reason == reason]


def job(*lines: str, starter: str = "", flow: str = "") -> str:
    """Return a configuration of one job with these steps."""
    body = "".join(f"      - {line}\n" for line in lines)
    own = f"    shell: {starter}\n" if starter else ""
    return f"version: 2.1\njobs:\n  build:\n    docker: [{{image: a}}]\n{own}    steps:\n{body}{flow}"


def test_jobs_are_read_with_their_commands_and_parameters() -> None:
    assert steps(read("plain")) == [
        ("24", "flake8", "build", True),
        ("42", "pytest", "build", False),
        ("43", "bandit", "build", False),
        ("50", "ruff", "build", None),
        ("55", "trivy", None, True),
        ("59", "pypi", "release", True),
        ("63", "gosec", None, True),
    ]


def test_an_approval_is_a_manual_step() -> None:
    flow = "workflows: {w: {jobs: [{hold: {type: approval}}, {build: {requires: [hold]}}]}}\n"
    assert pipeline(of(job("run: pytest", flow=flow))).manual_steps == 1


def releasing(after: str, other: str = "") -> list[object]:
    flow = (
        "workflows:\n  w:\n    jobs:\n      - hold: {type: approval}\n      - test: {requires: [hold]}\n"
        f"      - build: {{{after}}}\n{other}"
    )
    return of(job("run: twine upload dist/*", flow="  test: {docker: [{image: a}], steps: [{run: pytest}]}\n" + flow))


def test_an_approval_counts_against_a_release_only_where_the_release_waits_for_it() -> None:
    assert pipeline(releasing("requires: [test]")).manual_steps == 1
    assert pipeline(releasing("requires: [{test: [success]}]")).manual_steps == 1
    assert pipeline(releasing("name: x")).manual_steps is None


def test_behind_orbs_manual_steps_stay_open_and_tags_start_only_what_asks_for_them() -> None:
    one = pipeline(read("plain"))
    assert (one.manual_steps, one.triggers, one.builds_release) == (None, ("push", "tag"), True)
    assert (one.system, one.id, one.includes_resolved) == ("circleci", PATH, False)


def test_an_orb_is_a_gap_and_only_a_full_version_is_pinned() -> None:
    found = read("plain")
    assert gaps(found, "unresolved include") == [
        "orb circleci/node@5.2.0 is not read",
        "orb acme/scan@1 is not read",
    ]
    assert [(h.check, h.result, h.where) for h in found if isinstance(h, Hardening)] == [
        ("pinned-uses", "fail", f"{PATH}:5")
    ]
    assert (pipeline(found).uses_total, pipeline(found).uses_pinned, pipeline(found).template_central) == (2, 1, None)


@pytest.mark.parametrize("orb", ["a/b@<< pipeline.parameters.v >>", "https://orbs.example/a.yml"])
def test_of_an_orb_without_a_plain_version_nothing_is_said(orb: str) -> None:
    found = of(f"orbs: {{a: '{orb}'}}\n" + job("run: pytest"))
    assert not [item for item in found if isinstance(item, Hardening)]
    assert (pipeline(found).pinned_share, pipeline(found).uses_pinned) == (None, None)


def test_a_context_is_named_and_what_guards_it_is_not_known() -> None:
    found = read("plain")
    assert [(s.name, s.store, s.scoped, s.pr_exposed) for s in found if isinstance(s, SecretRef)] == [
        ("registry", None, None, None)
    ]
    assert gaps(found, "kept by the server") == ["variables of the project and its contexts are not in the file"]


def test_scripts_start_with_errexit_and_pipefail_unless_a_shell_is_named() -> None:
    assert steps(of(job("run: pytest | tee log"))) == [("6", "pytest", "build", True)]
    assert steps(of(job("run: {command: pytest | tee log, shell: /bin/bash -e}"))) == [("6", "pytest", "build", False)]
    assert steps(of(job("run: pytest", starter="powershell.exe"))) == [("7", "pytest", "build", None)]


def test_the_shell_of_an_executor_from_elsewhere_is_not_known() -> None:
    text = "jobs: {build: {executor: win/default, steps: [{run: pytest}]}}"
    assert [blocking for *_, blocking in steps(of(text))] == [None]


def test_a_parameter_that_is_not_known_is_no_here_document_and_no_tool() -> None:
    found = of(job("run: << parameters.command >> --all", "run: pytest"))
    assert [tool for _, tool, _, _ in steps(found)] == ["pytest"]
    assert len(gaps(found, "not shown")) == 1


def test_a_matrix_leaves_its_parameters_open() -> None:
    text = (
        "jobs: {t: {parameters: {tool: {type: string, default: pytest}}, steps: [{run: << parameters.tool >>}]}}\n"
        "workflows: {w: {jobs: [{t: {matrix: {parameters: {tool: [a, b]}}}}]}}"
    )
    assert steps(of(text.replace("<< parameters.tool >>", "'<< parameters.tool >>'"))) == []


@pytest.mark.parametrize(
    ("condition", "triggers", "stage"),
    [
        ("when: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}", ("schedule",), "test"),
        ("when: {not: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}}", None, None),
        ("when: << pipeline.parameters.x >>", None, None),
        ("unless: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}", None, None),
        ("unless: false", ("push",), "build"),
        ("triggers: [{schedule: {cron: 0 0 * * *}}]", ("schedule",), "test"),
    ],
)
def test_a_condition_on_a_workflow_says_what_starts_it_or_nothing(
    condition: str, triggers: tuple[str, ...] | None, stage: str | None
) -> None:
    found = of(job("run: pytest", flow=f"workflows:\n  w:\n    {condition}\n    jobs: [build]\n"))
    assert pipeline(found).triggers == triggers
    assert [stage for _, _, stage, _ in steps(found)] == [stage]


def test_a_job_that_no_workflow_runs_and_a_workflow_that_never_runs_show_nothing() -> None:
    found = of(job("run: pytest", flow="workflows:\n  w:\n    unless: true\n    jobs: [build]\n"))
    assert steps(found) == []
    assert (pipeline(found).manual_steps, pipeline(found).builds_release) == (None, None)


def test_a_setup_configuration_goes_on_elsewhere() -> None:
    found = of("setup: true\n" + job("run: pytest"))
    assert gaps(found, "unresolved include") == ["the pipeline goes on with a configuration made while it runs"]
    assert (pipeline(found).manual_steps, pipeline(found).includes_resolved) == (None, False)


def test_pre_steps_and_inherited_keys_are_read() -> None:
    flow = "d: &d {pre-steps: [{run: flake8}]}\nworkflows: {w: {jobs: [{build: {<<: *d, name: x}}]}}\n"
    assert [tool for _, tool, _, _ in steps(of(job("run: pytest", flow=flow)))] == ["flake8", "pytest"]


def test_built_in_steps_are_known_in_both_spellings_and_others_are_gaps() -> None:
    found = of(job("store_artifacts: {path: a}", "store-test-results: {path: b}", "save_cash: {key: c}"))
    assert gaps(found, "unresolved include") == ["save_cash is not defined here"]


def test_a_comment_or_a_name_is_no_tool() -> None:
    assert steps(of(job("run: {name: trivy scan, command: echo trivy}", "run: '# pytest'"))) == []


def doubling(levels: int) -> str:
    commands = "".join(f"  c{n}: {{steps: [{', '.join([f'c{n + 1}'] * 40)}]}}\n" for n in range(levels))
    return job("c0", flow=f"commands:\n{commands}  c{levels}: {{steps: [{{run: ls}}]}}\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [", "malformed"),
        ("jobs: []", "wrong type"),
        (job("run: {command: [a]}"), "wrong type"),
        ("jobs: {}\njobs: {}", "duplicate key"),
        (b"jobs: \xff\xfe", "encoding"),
        (job("a", flow="commands: {a: {steps: [b]}, b: {steps: [a]}}\n"), "too deep"),
        (doubling(4), "too large"),
        (job("a: {x: " + "y" * 4000 + "}", flow="commands: {a: {steps: [{run: '" + "<<parameters.x>>" * 400 + "'}]}}\n"), "too large"),
        ("parameters:\n" + "".join(f"  p{n}: {{default: a}}\n" for n in range(1001)) + job("run: ls", flow="workflows: {w: {jobs: [build]}}\n"), "too large"),
        (job("run: ls", flow="workflows: {w: {jobs: [" + "build, " * 20_001 + "]}}\n"), "too large"),
        ("jobs: " + "[" * 500 + "]" * 500, "too deep"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_its_reason(text: str | bytes, reason: str) -> None:
    with pytest.raises(SourceError) as caught:
        of(text)
    assert caught.value.reason == reason
