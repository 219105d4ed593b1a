"""I-SB, secure build: pipelines, provenance, bills of materials, weaknesses, checks that stop."""

import json
from typing import Any

from tests.collect.criteria.documents import exported, provenance, run_of
from tests.collect.criteria.world import World
from tests.collect.forge_documents import branch
from tests.collect.sarif import log, scan
from tests.collect.weaknesses import bill, export, openvex, record

RELEASE = """\
name: release
on: {push: {tags: ['v*']}}
permissions: {contents: read}
jobs:
  publish:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: python -m build
      - run: twine upload dist/*
"""
BY_HAND = "publish:\n  image: python:3.13\n  when: manual\n  script: [python -m build, twine upload dist/*]\n"
AUDIT = """\
name: ci
on: {push: {branches: [main]}, pull_request: null}
permissions: {contents: read}
jobs:
  audit:
    name: audit
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: audit
        run: SCAN
"""
PATH = ".github/workflows/release.yml"
LOCK = "[[package]]\nname = 'shop'\nversion = '1.0.0'\ndependencies = ['web']\n[[package]]\nname = 'web'\nversion = '1.0.0'\nsource = 'r'\n"
WEB = "pkg:pypi/web@1.5"
VEX = openvex("not_affected", WEB, justification="component_not_present")
TESTED = log(scan("Grype", invocations=[{"executionSuccessful": True, "endTimeUtc": "2026-06-20T10:00:00Z"}]))


def audit(command: str) -> dict[str, Any]:
    return {".github/workflows/ci.yml": AUDIT.replace("SCAN", command)}


def released(conclusion: str) -> Any:
    return lambda made: {"runs.json": exported("runs", [run_of("release", made[-1], conclusion, job="publish")])}


def stopped(made: list[str]) -> dict[str, Any]:
    """A required audit that stopped one run and passed another."""
    runs = [run_of("ci", made[1], "failure", audit="failure"), run_of("ci", made[3], "success", audit="success")]
    return {"runs.json": exported("runs", runs), "branches.json": exported("branches", [branch()])}


def of_latest(**more: Any) -> dict[str, Any]:
    """A bill of materials of the release v1.0.0 with the digest of its artifact."""
    made = bill(WEB, **more)
    made["metadata"]["component"] |= {"version": "1.0.0", "hashes": [{"alg": "SHA-256", "content": "a" * 64}]}
    made["dependencies"] = [{"ref": "root", "dependsOn": [WEB]}, {"ref": WEB, "dependsOn": []}]
    return made


OLD_FINDING = {"id": "CVE-2020-0001", "affects": [{"ref": WEB}], "published": "2020-01-01T00:00:00Z",
               "analysis": {"state": "in_triage"}}  # fmt: skip
OLD_BILL = bill(WEB, vulnerabilities=[OLD_FINDING]) | {}
OLD_BILL["metadata"]["timestamp"] = "2025-01-01T00:00:00Z"

WITH_SECRET = RELEASE.replace("      - run: twine upload dist/*\n",
                              "      - run: twine upload dist/*\n        env: {TWINE_PASSWORD: '${{ secrets.PYPI }}'}\n")  # fmt: skip
FOUND_NOTHING: dict[str, Any] = {}
TRUFFLEHOG = json.dumps({
    "SourceMetadata": {"Data": {"Git": {"commit": "c" * 40, "file": "a.py", "line": 3, "timestamp": "2026-06-01 08:00:00 +0000"}}},
    "DetectorName": "AWS", "Verified": True, "Raw": "AKIA", "Redacted": "AKIA",
})  # fmt: skip

WORLDS = {
    ("I-SB-1-A.1", "met"): World(
        tree={PATH: RELEASE, "Cargo.lock": LOCK},
        evidence=lambda made: {**provenance(made), **released("success")(made)},
        whole=("prov.artifacts", "ci.pipelines"),
    ),
    ("I-SB-1-A.2", "indicated"): World(tree={"BUILD.md": "# Build\n\nRun `scripts/build.sh`.\n", "scripts/build.sh": "true\n"}),
    ("I-SB-1-A.3", "indicated"): World(tree={PATH: RELEASE}),
    ("I-SB-1-A.4", "met"): World(evidence=provenance, whole=("prov.artifacts",)),
    ("I-SB-1-A.4", "unmet"): World(whole=("prov.artifacts",)),
    ("I-SB-1-B.1", "met"): World(evidence=lambda made: {**provenance(made), "shop.cdx.json": of_latest()}, whole=("prov.artifacts", "vcs.files")),
    ("I-SB-1-B.1", "unmet"): World(evidence=lambda made: {**provenance(made)}, whole=("prov.artifacts", "sbom.docs")),
    ("I-SB-1-B.3", "met"): World(evidence={"all.zip": export(record()), "bom.json": bill(WEB), "vex.json": VEX, "grype.sarif": TESTED}),
    ("I-SB-1-B.3", "unmet"): World(evidence={"all.zip": export(record("never-used")), "bom.json": OLD_BILL, "grype.sarif": TESTED}),
    ("I-SB-2-A.1", "met"): World(tree={PATH: RELEASE}, evidence=released("success"), whole=("ci.pipelines",)),
    ("I-SB-2-A.1", "unmet"): World(tree={".gitlab-ci.yml": BY_HAND}, whole=("ci.pipelines", "ci.steps")),
    ("I-SB-2-A.3", "indicated"): World(tree={PATH: WITH_SECRET}, evidence=FOUND_NOTHING, whole=("ci.pipelines", "ci.secret_refs", "secrets.findings")),
    ("I-SB-2-A.3", "unmet"): World(tree={PATH: RELEASE}, evidence={"t.json": json.dumps({**json.loads(TRUFFLEHOG), "SourceMetadata": {"Data": {"Filesystem": {"file": PATH, "line": 3}}}})}),
    ("I-SB-2-B.1", "indicated"): World(tree={"deny.toml": "# criteria: docs/policy.md\n[bans]\nallow = ['web']\n", "Cargo.lock": LOCK}, whole=("sbom.parts",)),
    ("I-SB-2-B.1", "unmet"): World(tree={"deny.toml": "[licenses]\nallow = ['MIT']\n"}, whole=("sbom.allowlist",)),
    ("I-SB-3-A.1", "met"): World(tree=audit("pip-audit"), evidence=stopped),
    ("I-SB-3-A.2", "met"): World(tree={PATH: RELEASE.replace("python -m build", "trivy fs --exit-code 1 --severity HIGH,CRITICAL .")}),
    ("I-SB-3-B.1", "met"): World(
        tree=audit("pip-audit"),
        evidence=lambda made: {**stopped(made), "all.zip": export(record()), "bom.json": bill(WEB), "vex.json": VEX},
    ),
    ("I-SB-3-B.2", "met"): World(evidence={"c.sarif": log(scan("CodeQL", artifacts=[{"location": {"uri": "vendor/x/a.go"}, "roles": ["analysisTarget"]}]))}),
    ("I-SB-3-B.2", "unmet"): World(
        evidence={"c.sarif": log(scan("CodeQL", artifacts=[{"location": {"uri": "cmd/a.go"}, "roles": ["analysisTarget"]}]))}, whole=("scan.runs",),
    ),
}  # fmt: skip
