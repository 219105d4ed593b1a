"""SARIF logs of our own, as small as they can be."""

import json
from typing import Any

ENDED = "2026-06-20T10:00:00Z"


def log(*runs: dict[str, Any], version: str = "2.1.0") -> str:
    return json.dumps({"version": version, "runs": list(runs)})


def ended(**more: Any) -> dict[str, Any]:
    return {"executionSuccessful": True, "endTimeUtc": ENDED, **more}


def scan(
    tool: str = "Semgrep OSS", *results: dict[str, Any], driver: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "tool": {"driver": {"name": tool, **(driver or {})}},
        "results": list(results),
        "invocations": [ended()],
        **more,
    }


def result(rule: str = "open-redirect", path: str = "src/shop/pay.py", line: int = 7, **more: Any) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": {"uri": path}, "region": {"startLine": line}}}
    return {"ruleId": rule, "message": {"text": "look here"}, "locations": [place], **more}
