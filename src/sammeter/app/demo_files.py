"""What the repositories of the demonstration hold: pipelines, documents, lock files, good ones and bad ones."""

import hashlib
import json

PIN = {"actions/checkout": "b4ffde65f46336ab88eb53be808477a3936bae11", "actions/setup-python": "65d7f2d534ac1bc67fcd62888c5f4f3d2cb2b236",
       "aquasecurity/trivy-action": "dc5a429b52fcf669ce959baa2c2dd26090d2a6c4",
       "github/codeql-action/init": "3096afedf9873361b2b2f65e1445b13272c83eb8",
       "github/codeql-action/analyze": "3096afedf9873361b2b2f65e1445b13272c83eb8",
       "sigstore/cosign-installer": "d7d6bc7722e3daa8354c50bcb52f4837da5e9b6a"}  # fmt: skip


def pipeline(*, pinned: bool, scanned: bool, stops: bool) -> str:
    """Return a workflow that tests each change; `stops` lets its scanner fail the run from high severity on."""
    scan = (
        f"""      - uses: {_use("aquasecurity/trivy-action", pinned, "0.24.0")}
        with: {{scan-type: fs, severity: "HIGH,CRITICAL", exit-code: "{1 if stops else 0}"}}
      - run: bandit -r src{"" if stops else " || true"}
"""
        if scanned
        else ""
    )
    return f"""name: ci
on:
  push: {{branches: [main]}}
  pull_request:
{"permissions: {contents: read}" if pinned else ""}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: {_use("actions/checkout", pinned, "v4")}
      - uses: {_use("actions/setup-python", pinned, "v5")}
      - run: pip install --require-hashes -r requirements.txt
      - run: pytest --junitxml=junit.xml
{scan}"""


def release(*, pinned: bool, signed: bool) -> str:
    """Return a workflow that builds and publishes a release from a tag."""
    sign = (
        f"""      - uses: {_use("sigstore/cosign-installer", pinned, "v3")}
      - run: cosign sign --yes ghcr.io/acme/app@${{{{ steps.push.outputs.digest }}}}
      - run: syft ghcr.io/acme/app -o cyclonedx-json=sbom.cdx.json
"""
        if signed
        else ""
    )
    return f"""name: release
on:
  push: {{tags: ["v*"]}}
permissions: {{contents: read, packages: write, id-token: write}}
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - uses: {_use("actions/checkout", pinned, "v4")}
      - uses: {_use("aquasecurity/trivy-action", pinned, "0.24.0")}
        with: {{scan-type: fs, severity: CRITICAL, exit-code: "1"}}
      - id: push
        run: docker build -t ghcr.io/acme/app:$GITHUB_REF_NAME . && docker push ghcr.io/acme/app:$GITHUB_REF_NAME
{sign}"""


def _use(action: str, pinned: bool, version: str) -> str:  # noqa: FBT001 - private
    return f"{action}@{PIN[action]} # {version}" if pinned else f"{action}@{version}"


JENKINS = """\
pipeline {
  agent any
  stages {
    stage('Build') { steps { sh 'mvn -B package' } }
    stage('Deploy') { input { message 'Go?' } steps { sh './deploy.sh production' } }
  }
}
"""
GITLAB = """\
stages: [test, scan]
test:
  stage: test
  image: python:3.12
  script: [pip install -r requirements.txt, pytest]
semgrep:
  stage: scan
  image: semgrep/semgrep
  script: [semgrep ci --config auto]
  allow_failure: true
"""
OWNERS = "* @acme/{team}\n/.github/ @acme/security\n/src/auth/ @acme/security\n"
SECURITY = "# Security\n\nReport weaknesses to security@acme.example. We answer within two working days.\n"
SECURITY_TXT = "Contact: mailto:security@acme.example\nExpires: {until}\n"
BOT = "version: 2\nupdates:\n  - {package-ecosystem: pip, directory: /, schedule: {interval: weekly}}\n"
README = "# {name}\n\n## Build\n\nRun `make build`; settings are in `src/settings.py`{more}.\n"
MAKE = "build:\n\tdocker build -t {name} .\n"
DOCKER = 'FROM python:3.12-slim{digest}\nCOPY src /app\nUSER 10001\nCMD ["python", "/app/main.py"]\n'
DIGEST = "@sha256:" + hashlib.sha256(b"python").hexdigest()
REQUIREMENTS = (
    "flask==3.0.3 --hash=sha256:"
    + hashlib.sha256(b"flask").hexdigest()
    + "\nrequests==2.32.3 --hash=sha256:"
    + hashlib.sha256(b"requests").hexdigest()
    + "\n"
)
LOOSE = "flask\nrequests>=2\nlog4py\n"
CONNECTION = "DB_URL = 'postgres://app:{word}@10.0.4.17/app'\n"
"""A connection string as people leave them; the word is made up by `password`."""


def password(name: str) -> str:
    """Return a password that was never anybody's."""
    return "demo-" + hashlib.sha256(name.encode()).hexdigest()[:20]


def main_py(version: int) -> str:
    """Return a little program."""
    return f"VERSION = {version}\n\n\ndef main() -> None:\n    print(VERSION)\n"


def decision(number: int, day: str) -> str:
    """Return an architecture decision record (MADR)."""
    return f"# {number}. Sessions are kept on the server\n\n- Status: accepted\n- Date: {day}\n- Deciders: Ada, Grace\n\n## Decision\n\nNo tokens in the browser.\n"


def threat_model(title: str) -> str:
    """Return a Threat Dragon model (version 2) with two threats, one open."""
    cells = [
        {"id": "p1", "shape": "process", "data": {"type": "tm.Process", "name": "web", "threats": [
            {"id": "t1", "title": "Session taken over", "status": "Mitigated", "severity": "High", "type": "Spoofing",
             "mitigation": "Sessions are kept on the server", "modelType": "STRIDE"},
            {"id": "t2", "title": "Orders altered on the way", "status": "Open", "severity": "Medium", "type": "Tampering",
             "mitigation": "", "modelType": "STRIDE"}]}},
        {"id": "s1", "shape": "store", "data": {"type": "tm.Store", "name": "orders", "threats": []}},
    ]  # fmt: skip
    return json.dumps({"version": "2.2.0", "summary": {"title": title, "owner": "Ada", "description": "", "id": 0},
                       "detail": {"contributors": [{"name": "Grace"}], "reviewer": "Grace", "diagramTop": 1, "threatTop": 2,
                                  "diagrams": [{"id": 0, "title": "main", "diagramType": "STRIDE", "version": "2.2.0", "cells": cells}]}},
                      indent=1) + "\n"  # fmt: skip


POLICY = """\
point: build
says: What Acme asks before it builds
extends: starter
approvers: {any: [risk-owner]}
exception_days: 31
requirements:
- {check: every-change-reviewed, mode: stop}
- {check: build-definition-pinned, mode: stop}
"""
