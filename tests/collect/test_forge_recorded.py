"""What GitHub itself answered once, recorded and published by its own client library, served again on the loopback address."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.collect.forge_documents import documents, export
from tests.collect.forge_server import Forge, Reply, serving
from tests.collect.repositories import DATA, rows
from tests.collect.test_forge_http import client

RECORDED = json.loads((DATA / "recorded_github.json").read_text(encoding="utf-8"))["exchanges"]
FORGE = "https://api.github.com"
FIELDS = (
    "branch",
    "pr_required",
    "min_approvals",
    "stale_dismissed",
    "owner_review",
    "admins_bound",
    "force_push",
    "checks",
    "full_view",
)


@pytest.fixture
def forge() -> Iterator[Forge]:
    with serving() as one:
        for told in RECORDED:
            if told["method"] == "GET":
                path = told["path"].removesuffix("?per_page=3")  # the first page, however many it is asked for
                headers = {name.title(): value.replace(FORGE, one.base) for name, value in told["headers"].items()}
                one.on(path, Reply(told["response"], status=told["status"], headers=headers))
        yield one


def test_five_recorded_pages_are_followed_by_their_own_links(forge: Forge) -> None:
    pages = list(client(forge).pages("/repos/octokit-fixture-org/paginate-issues/issues"))
    assert [len(list(page.body)) for page in pages] == [3, 3, 3, 3, 1]
    assert [one["number"].value for page in pages for one in page.body] == list(range(13, 0, -1))


def test_a_renamed_repository_is_found_where_it_went(forge: Forge) -> None:
    answer = client(forge).get("/repos/octokit-fixture-org/rename-repository")
    assert (answer.status, answer.body["name"].value) == (200, "rename-repository-newname")


def test_a_branch_without_protection_is_an_answer(forge: Forge) -> None:
    answer = client(forge).get("/repos/octokit-fixture-org/branch-protection/branches/main/protection")
    assert (answer.ok, answer.status, answer.body["message"].value) == (False, 404, "Branch not protected")


def protection(number: int) -> Any:
    return [one["response"] for one in RECORDED if one["method"] == "PUT"][number]


def test_recorded_protections_are_read_for_what_they_ask(tmp_path: Path) -> None:
    branches = [
        {"branch": {"name": name}, "protection_seen": "read", "rules": [], "rulesets": [], "protection": protection(n)}
        for n, name in enumerate(("main", "release/1"))
    ]
    found = documents(export(tmp_path / "forge", "branches", branches), "forge_github")
    assert rows(found, *FIELDS, kind="forge.branch_rules") == [
        ("main", False, 0, False, False, False, False, (), True),
        ("release/1", True, 1, True, False, True, False, ("foo/bar",), True),
    ]
