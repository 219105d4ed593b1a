"""Lists of permitted dependencies and licences: shapes as rustls, Prometheus and LicenseFinder's own repository keep them."""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.deciding import joined
from tests.collect.repositories import Repository, collect, reasons, rows

from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run
from sammeter.facts.joins.policies import satisfied

DENY = """# criteria: docs/dependency-policy.md
[licenses]
allow = ["MIT", "Apache-2.0"]
[bans]
allow = [{ crate = "web@1" }, "log"]
deny = [{ name = "bad" }]
"""
REVIEW = "allow-licenses: 'MIT, Apache-2.0'\ndeny-packages:\n  - pkg:npm/bad\nfail-on-severity: high\n"
FINDER = """---
- - :permit
  - MIT
  - :who:
    :why: fits
    :versions: []
    :when: 2026-01-02 03:04:05.000000000 Z
- - :approve
  - thread
  - :who: Anna
    :why: looked at
    :when: 2026-03-04T05:06:07Z
- - :inherit_from
  - https://x
"""
GOLANGCI = """linters-settings:
  depguard:
    rules:
      main:
        list-mode: strict
        allow: [$gostd, example.org/web]
      tests:
        deny:
          - pkg: io/ioutil
            desc: old
"""
LICCHECK = "[Licenses]\nauthorized_licenses:\n    mit\n    # no\n    bsd\n[Authorized Packages]\nweb: 1.0\n"
NAMES = ("tool", "permits", "entries", "names", "denied", "strict")


def read(folder: Path, **contents: str) -> Any:
    repo = Repository(folder / "r")
    for name, content in contents.items():
        repo.write(name, content)
    repo.commit("files")
    return collect("allowlists", repo.path)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("deny.toml", DENY, [("cargo-deny", "licenses", 2, ("MIT", "Apache-2.0"), None, True),
                             ("cargo-deny", "packages", 2, ("pkg:cargo/web", "pkg:cargo/log"), ("pkg:cargo/bad",), True)]),
        (".github/dependency-review-config.yml", REVIEW, [("dependency-review", "licenses", 2, ("MIT", "Apache-2.0"), None, True),
                                                          ("dependency-review", "packages", 0, (), ("pkg:npm/bad",), False)]),
        (".licensee.json", '{"licenses": {"spdx": ["MIT"]}, "packages": {"@acme/web": "1"}}',
         [("licensee", "licenses", 1, ("MIT",), None, True), ("licensee", "packages", 1, ("pkg:npm/%40acme/web",), None, False)]),
        ("doc/dependency_decisions.yml", FINDER, [("license_finder", "licenses", 1, ("MIT",), None, True), ("license_finder", "packages", 1, ("thread",), None, False)]),
        (".golangci.yaml", GOLANGCI, [("depguard", "packages", 1, ("pkg:golang/example.org/web",), None, True),
                                      ("depguard", "imports", 0, (), ("pkg:golang/io/ioutil",), None)]),
        (".golangci.yml", "version: '2'\nlinters:\n  settings:\n    depguard:\n      rules:\n        a: {allow: [x.org/y]}\n",
         [("depguard", "packages", 1, ("pkg:golang/x.org/y",), None, True)]),
        ("pyproject.toml", '[tool.liccheck]\nauthorized_licenses = ["MIT"]\n[tool.liccheck.authorized_packages]\nweb = "1"\n',
         [("liccheck", "licenses", 1, ("MIT",), None, True), ("liccheck", "packages", 1, ("pkg:pypi/web",), None, False)]),
        ("liccheck.ini", LICCHECK, [("liccheck", "licenses", 2, ("mit", "bsd"), None, True), ("liccheck", "packages", 1, ("pkg:pypi/web",), None, False)]),
        ("pyproject.toml", "[project]\nname = 'x'\n", []), ("deny.toml", "[advisories]\nversion = 2\n", []), (".golangci.yml", "linters:\n  enable: [depguard]\n", []),
    ],
)  # fmt: skip
def test_each_list_says_what_it_permits_and_refuses(
    tmp_path: Path, name: str, content: str, expected: list[tuple[Any, ...]]
) -> None:
    found = read(tmp_path, **{name: content})
    assert (sorted(rows(found, *NAMES), key=str), reasons(found)) == (sorted(expected, key=str), [])


def test_criteria_are_a_link_in_a_comment_and_unknown_without_one(tmp_path: Path) -> None:
    assert set(rows(read(tmp_path / "a", **{"deny.toml": DENY}), "criteria_doc")) == {("docs/dependency-policy.md",)}
    assert set(rows(read(tmp_path / "b", **{"deny.toml": DENY.split("\n", 1)[1]}), "criteria_doc")) == {(None,)}


def test_the_newest_decision_dates_the_list(tmp_path: Path) -> None:
    assert set(rows(read(tmp_path, **{"doc/dependency_decisions.yml": FINDER}), "updated_at")) == {
        ("2026-03-04T05:06:07Z",)
    }


def approved(folder: Path, **contents: str) -> dict[str, tuple[Any, Any]]:
    repo = Repository(folder / "r")
    for name, content in contents.items():
        repo.write(name, content)
    repo.commit("files")
    from sammeter.collect.git import open_git

    chosen = [one for one in load() if one.name in ("allowlists", "lockfiles")]
    found = joined(run(open_git(repo.path, at=""), chosen, as_of="2026-06-30T00:00:00Z", cache=NoCache()))
    return {
        str(fact.fields["purl"]): (fact.fields.get("approved"), fact.fields.get("license_policy"))
        for fact in found.unit.of("sbom.parts")
    }


def test_a_strict_list_refuses_what_it_does_not_name_and_another_leaves_it_open(tmp_path: Path) -> None:
    lock = "\n".join(
        f'[[package]]\nname = "{name}"\nversion = "1.0.0"\nsource = "r"' for name in ("web", "log", "bad", "new")
    )
    strict = approved(tmp_path / "a", **{"deny.toml": DENY, "Cargo.lock": lock})
    assert strict == {"pkg:cargo/web@1.0.0": (True, None), "pkg:cargo/log@1.0.0": (True, None), "pkg:cargo/bad@1.0.0": (False, None), "pkg:cargo/new@1.0.0": (False, None)}  # fmt: skip
    gem = "GEM\n  specs:\n    thread (1.0)\n    other (1.0)\n"
    assert approved(tmp_path / "b", **{"doc/dependency_decisions.yml": FINDER, "Gemfile.lock": gem}) == {
        "pkg:gem/thread@1.0": (True, None), "pkg:gem/other@1.0": (None, None)}  # fmt: skip
    go = "module x\nrequire example.org/web/v2 v2.0.0\nrequire example.org/webber v1.0.0\nrequire example.org/far v1.0.0 // indirect\n"
    assert approved(tmp_path / "c", **{".golangci.yml": GOLANGCI, "go.mod": go}) == {
        "pkg:golang/example.org/web/v2@v2.0.0": (True, None), "pkg:golang/example.org/webber@v1.0.0": (False, None),
        "pkg:golang/example.org/far@v1.0.0": (None, None)}  # fmt: skip


def test_a_package_that_a_list_refuses_is_not_approved_and_others_are_left_open(tmp_path: Path) -> None:
    lock = '{"packages": {"node_modules/bad": {"version": "1.0.0"}, "node_modules/web": {"version": "1.0.0"}}}'
    found = approved(tmp_path, **{".github/dependency-review-config.yml": REVIEW, "package-lock.json": lock})
    assert found == {"pkg:npm/bad@1.0.0": (False, None), "pkg:npm/web@1.0.0": (None, None)}


def test_licences_are_judged_by_the_list(tmp_path: Path) -> None:
    lock = '{"packages": [{"name": "a/b", "version": "1", "license": ["MIT", "GPL-2.0-only"]}, {"name": "a/c", "version": "1", "license": ["GPL-2.0-only"]}, {"name": "a/d", "version": "1"}]}'
    found = approved(tmp_path, **{"deny.toml": DENY, "composer.lock": lock})
    assert [policy for _, policy in found.values()] == ["allowed", "denied", None]


@pytest.mark.parametrize(
    ("expression", "kept"),
    [
        ("MIT", True), ("GPL-2.0-only", False), ("MIT OR GPL-2.0-only", True), ("MIT AND GPL-2.0-only", False), ("(MIT OR GPL-2.0-only) AND Apache-2.0", True),
        ("(MIT AND GPL-2.0-only) OR BSD-3-Clause", False), ("Apache-2.0 WITH LLVM-exception", True), ("GPL-2.0-only WITH x", False), ("((MIT))", True), (")(", None), ("MIT AND", None), ("MIT GPL-2.0-only", None), ("(MIT", None), ("", None), ("OR MIT", None),
        ("MIT OR" * 600, None),
    ],
)  # fmt: skip
def test_one_licence_of_an_or_is_enough_and_all_of_an_and_are_needed(expression: str, kept: Any) -> None:
    assert satisfied(expression, {"MIT", "Apache-2.0"}.__contains__) is kept


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("deny.toml", "[licenses]\nallow = 1", "wrong type"), ("deny.toml", "a = [", "malformed"), (".licensee.json", "[]", "wrong type"),
        (".golangci.yml", "linters-settings: [a]", "wrong type"), (".github/dependency-review-config.yml", "a: [", "malformed"), ("pyproject.toml", "[tool]\nliccheck = 1", "wrong type"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_gap_with_a_reason(tmp_path: Path, name: str, content: str, reason: str) -> None:
    found = read(tmp_path, **{name: content})
    assert (found.facts, [(gap.reason, gap.kinds) for gap in found.gaps]) == ((), [(reason, ("sbom.allowlist",))])
