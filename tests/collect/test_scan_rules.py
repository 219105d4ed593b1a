"""Own rules: what says what it looks for is a rule, what only names others is none."""

from pathlib import Path

from tests.collect.decisions import handed_in, values
from tests.collect.repositories import reasons

OWN = "rules:\n- id: shop-redirect\n  pattern: redirect($X)\n- id: shop-taint\n  mode: taint\n"


def test_rules_and_packs_are_named(tmp_path: Path) -> None:
    tree = {
        ".semgrep.yml": OWN,
        "ql/qlpack.yml": "name: shop/queries\n",
        "ql/stock/qlpack.yml": "name: codeql/python-queries\n",
    }
    got = handed_in(tmp_path, {}, tree=tree, only="scan_rules")
    assert sorted(values(got, "scan.rules", "@", "tool", "ids", "pack"), key=str) == [
        (".semgrep.yml:2", "semgrep", ("shop-redirect", "shop-taint"), None),
        ("ql/qlpack.yml:1", "codeql", (), "shop/queries"),
    ]


def test_what_defines_no_rule_is_none(tmp_path: Path) -> None:
    tree = {
        ".semgrep.yml": "rules:\n- p/python\n- id: named\n  message: but nothing to look for\n",
        "semgrep-action.yml": "on: push\njobs: {}\n",
        "tests/semgrep/a.yml": OWN,
        "vendor/semgrep/a.yml": OWN,
        "semgrep/list.yml": "- a\n",
    }
    got = handed_in(tmp_path, {}, tree=tree, only="scan_rules")
    assert (got.facts, got.gaps) == ((), ())


def test_a_broken_rule_file_is_a_gap(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={".semgrep.yml": "rules: [", "qlpack.yml": "- 1\n"}, only="scan_rules")
    assert (sorted(reasons(got)), got.facts) == (["malformed", "wrong type"], ())
