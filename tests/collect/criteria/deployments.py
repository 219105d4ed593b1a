"""I-SD, secure deployment: environments, deployments, secrets."""

from typing import Any

from tests.collect.criteria.builds import TRUFFLEHOG
from tests.collect.criteria.documents import deployed, exported, run_of
from tests.collect.criteria.world import World

DEPLOY = """\
name: deploy
on: {push: {branches: [main]}}
permissions: {contents: read}
jobs:
  ship:
    name: ship
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: actions/checkout@v4
      - name: roll out
        run: kubectl apply -f k8s/
      - name: attack
        uses: zaproxy/action-baseline@v0.14.0
"""
GUIDE = "# Deployment\n\n## Deploy\n\nRun `scripts/deploy.sh`.\n"
GITLAB = """\
ship:
  image: bitnami/kubectl:1.30
  environment: {name: production}
  rules: [{if: $CI_COMMIT_BRANCH == "main"}]
  script: [kubectl apply -f k8s/]
"""
PATH = ".github/workflows/deploy.yml"
CIPHER = "ENC[AES256_GCM,data:abc=,iv:def=,tag:ghi=,type:str]"
SOPS = f'password: {CIPHER}\nsops:\n  lastmodified: "2026-01-01T00:00:00Z"\n  mac: {CIPHER}\n  version: 3.9.0\n'
OPEN = "spring:\n  datasource:\n    password: 4Tz-Kranich-71-Apfel\n"


def attacked(made: list[str]) -> dict[str, Any]:
    return {
        "runs.json": exported(
            "runs", [run_of("deploy", made[3], "success", job="ship", roll_out="success", attack="success")]
        )
    }


def by_hand(made: list[str]) -> dict[str, Any]:
    """A deployment that a person started, without any program."""
    return deployed(made, by_pipeline=False)


WORLDS = {
    ("I-SD-1-A.1", "indicated"): World(tree={".gitlab-ci.yml": GITLAB}),
    ("I-SD-1-A.2", "indicated"): World(
        tree={"docs/deployment.md": GUIDE, "scripts/deploy.sh": "true\n"}, whole=("docs.drift",)
    ),
    ("I-SD-1-A.4", "unmet"): World(evidence=lambda made: deployed(made, protection_rules=[])),
    ("I-SD-2-A.1", "met"): World(evidence=deployed),
    ("I-SD-2-A.2", "met"): World(tree={PATH: DEPLOY}, evidence=attacked, whole=("ci.pipelines",)),
    ("I-SD-2-B.1", "met"): World(tree={"a.py": "print()\n"}, whole=("secrets.findings", "secrets.scan_runs")),
    ("I-SD-2-B.1", "unmet"): World(evidence={"t.json": TRUFFLEHOG}),
    ("I-SD-1-B.3", "unmet"): World(tree={"application-prod.yml": OPEN, "application-test.yml": OPEN}),
}
