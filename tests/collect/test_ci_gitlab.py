"""The GitLab collector: jobs with what they extend, manual steps, environments, includes, and what stays unknown."""

from pathlib import Path

import pytest

from sammeter.collect.collectors.ci_gitlab import collect
from sammeter.collect.registry import File
from sammeter.errors import SourceError
from sammeter.facts import Gap
from sammeter.facts.ci import Hardening, Pipeline, SecretRef, Step
from sammeter.text import Limits

DATA = Path(__file__).parent.parent / "data" / "ci_gitlab"


def read(case: str) -> list[object]:
    return of(DATA.joinpath(case, ".gitlab-ci.yml").read_text(encoding="utf-8"))


def of(text: str, path: str = ".gitlab-ci.yml") -> list[object]:
    return list(collect(File(path=path, data=text.encode(), limits=Limits())))


def steps(found: list[object]) -> list[tuple[str, str | None, str | None, bool | None]]:
    return [(s.where.rpartition(":")[2], s.tool, s.stage, s.blocking) for s in found if isinstance(s, Step)]


def pipeline(found: list[object]) -> Pipeline:
    return next(item for item in found if isinstance(item, Pipeline))


def test_jobs_are_read_with_what_they_extend_and_refer_to() -> None:
    assert steps(read("plain")) == [
        ("8", "trivy", "build", False),
        ("19", "gosec", "build", True),
        ("25", "kaniko", "release", True),
        ("32", "kubectl", "deploy", False),
    ]


def test_manual_jobs_environments_and_triggers_are_counted() -> None:
    one = pipeline(read("plain"))
    assert (one.manual_steps, one.deploys_tiers, one.triggers) == (1, ("prod",), ("push", "tag"))
    assert (one.builds_release, one.includes_resolved) == (True, True)


def test_an_identity_token_is_a_secret_from_nowhere() -> None:
    assert [(s.name, s.store) for s in read("plain") if isinstance(s, SecretRef)] == [("SIGN", "oidc")]


def test_variables_kept_by_the_server_leave_secrets_open() -> None:
    assert [gap.kinds for gap in read("plain") if isinstance(gap, Gap)] == [("ci.secret_refs",)]


def test_includes_from_elsewhere_and_lost_ones_are_gaps() -> None:
    found = read("includes")
    one = pipeline(found)
    assert (one.includes_resolved, one.manual_steps, one.template_central) == (False, None, True)
    gaps = [gap.where for gap in found if isinstance(gap, Gap) and gap.reason == "unresolved include"]
    assert [place.rpartition(":")[2] for place in gaps] == ["3", "4", "5", "6"]


def test_templates_of_gitlab_are_scanners_that_may_fail_and_disabled_ones_are_none() -> None:
    assert steps(read("includes"))[1:] == [("4", "gitlab-sast", "build", False)]


def test_a_project_included_by_branch_is_not_pinned() -> None:
    assert [(h.check, h.result) for h in read("includes") if isinstance(h, Hardening)] == [("pinned-uses", "fail")]


def test_a_job_whose_base_is_elsewhere_may_be_allowed_to_fail() -> None:
    assert steps(read("includes"))[0] == ("10", "pytest", None, None)


def test_old_and_generated_pipelines_are_read() -> None:
    found = read("odd")
    assert [tool for _, tool, _, _ in steps(found)] == ["pytest", "flake8"]
    assert pipeline(found).triggers == ("tag", "merge-request")
    assert pipeline(found).includes_resolved is False


def test_a_failure_ignored_by_rules_is_unknown() -> None:
    text = "a:\n  script: [pytest]\n  rules:\n    - {if: $A, allow_failure: true}\n    - {when: manual}\n"
    assert steps(of(text)) == [("2", "pytest", "build", None)]
    assert pipeline(of(text)).manual_steps is None


def test_the_shell_state_goes_on_from_line_to_line() -> None:
    assert [blocking for *_, blocking in steps(of("a:\n  script:\n    - set +e\n    - pytest\n    - ls\n"))] == [False]


def test_a_malformed_file_is_a_source_error() -> None:
    for text in ("a: [", "a: {script: {b: 1}, extends: {c: 2}}", "[1]"):
        with pytest.raises(SourceError):
            of(text)
