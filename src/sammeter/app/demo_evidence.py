"""What the pipelines of the demonstration leave behind: bills of materials, scan results, test results."""

import hashlib
import json
from itertools import pairwise


def sbom(name: str, version: str, at: str, *, parts: int) -> str:
    """Return a CycloneDX 1.6 bill of materials of one release, with its dependency graph."""
    components = [
        {"type": "library", "bom-ref": f"pkg:pypi/part{n}@1.{n}.0", "name": f"part{n}", "version": f"1.{n}.0",
         "purl": f"pkg:pypi/part{n}@1.{n}.0", "licenses": [{"license": {"id": "MIT"}}]}
        for n in range(parts)
    ]  # fmt: skip
    image = {"type": "container", "bom-ref": name, "name": name, "version": version,
             "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(f"{name} {version}".encode()).hexdigest()}]}  # fmt: skip
    system = {"type": "operating-system", "bom-ref": "os", "name": "debian", "version": "12.7"}
    graph = [{"ref": name, "dependsOn": [components[0]["bom-ref"], "os"]},
             *({"ref": one["bom-ref"], "dependsOn": [after["bom-ref"]]} for one, after in pairwise(components))]  # fmt: skip
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
                       "metadata": {"timestamp": at, "component": image, "lifecycles": [{"phase": "build"}]},
                       "components": [*components, system], "dependencies": graph}, indent=1) + "\n"  # fmt: skip


def sarif(tool: str, commit: str, at: str, *, results: int, done: bool) -> str:
    """Return a SARIF 2.1.0 log; one that was not `done` has no results and says that it failed."""
    found = [
        {"ruleId": f"py/rule-{n}", "level": "error" if n == 0 else "warning", "message": {"text": "untrusted data reaches a query"},
         "locations": [{"physicalLocation": {"artifactLocation": {"uri": "src/main.py"}, "region": {"startLine": 3 + n}}}],
         "partialFingerprints": {"primaryLocationLineHash": hashlib.sha256(f"{n}".encode()).hexdigest()[:16]}}
        for n in range(results if done else 0)
    ]  # fmt: skip
    rules = [{"id": f"py/rule-{n}", "properties": {"security-severity": "8.8" if n == 0 else "5.0", "tags": ["security", "external/cwe/cwe-089"]}}
             for n in range(40)]  # fmt: skip
    return json.dumps({"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [{
        "tool": {"driver": {"name": tool, "semanticVersion": "2.18.0", "rules": rules}},
        "invocations": [{"executionSuccessful": done, "endTimeUtc": at}],
        "versionControlProvenance": [{"repositoryUri": "https://git.acme.example/app", "revisionId": commit, "branch": "main"}],
        "artifacts": [{"location": {"uri": "src/main.py"}}] if done else [], "results": found,
    }]}, indent=1) + "\n"  # fmt: skip


def junit(at: str, *, passed: int, failed: int) -> str:
    """Return JUnit XML of a run with marked security tests."""
    failure = '<failure message="no"/>'
    cases = "".join(
        f'<testcase classname="tests.test_login" name="test_{n}" time="0.01"><properties><property name="kind" value="control"/>'
        f'<property name="control" value="authentication"/></properties>{failure if n < failed else ""}</testcase>'
        for n in range(passed + failed)
    )
    head = f'tests="{passed + failed}" failures="{failed}" errors="0" skipped="0" timestamp="{at}"'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites><testsuite name="security" {head}>{cases}</testsuite></testsuites>\n'


def cluster(at: str, *images: str) -> str:
    """Return what kubectl prints of pods and a node."""
    pods = [
        {"kind": "Pod", "metadata": {"name": image.partition(":")[0]}, "status": {"startTime": at, "containerStatuses": [
            {"name": "main", "image": image, "imageID": "", "state": {"running": {"startedAt": at}}}]}}
        for image in images
    ]  # fmt: skip
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": pods}, indent=1) + "\n"


def xccdf(component: str, baseline: str, at: str, *, passed: int, failed: int) -> str:
    """Return the result of a conformity check (XCCDF 1.2)."""
    outcomes = "".join(
        f'<rule-result idref="rule-{n}" time="{at}"><result>{"fail" if n < failed else "pass"}</result></rule-result>'
        for n in range(passed + failed)
    )
    return (
        f'<?xml version="1.0"?>\n<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="{baseline}"><version time="{at}">1</version>'
        f'<TestResult id="t" end-time="{at}" test-system="cpe:/a:openscap:oscap:1.4"><benchmark id="{baseline}"/><target>{component}</target>{outcomes}'
        "</TestResult></Benchmark>\n"
    )
