"""The measures beside the model: reviews, versions, provenance, pinned builds, four eyes, secrets, patches."""

from tests.collect.criteria import deployments
from tests.collect.criteria.builds import RELEASE, audit, stopped
from tests.collect.criteria.documents import APPROVED, deployed, provenance, reviewed
from tests.collect.criteria.world import World
from tests.collect.secret_worlds import der_key
from tests.collect.test_signoffs import ENTRY
from tests.collect.test_tests_junit_decides import PLAIN, SECURITY, report

OWNERS = {"CODEOWNERS": "/.github/ @acme/security\n"}
LOOSE = {"required_pull_request_reviews": {"required_approving_review_count": 1, "require_code_owner_reviews": False}}
PINNED = RELEASE.replace("actions/checkout@v4", f"actions/checkout@{'a' * 40}")
PATH = ".github/workflows/release.yml"
CENTRAL = (
    "name: release\non: {push: {tags: ['v*']}}\npermissions: {contents: read}\njobs:\n  publish:\n    uses: acme/flows/.github/workflows/publish.yml@"
    + "a" * 40
    + "\n"
)

DEPLOY = ".github/workflows/deploy.yml"
SCANNED = deployments.DEPLOY.replace("uses: zaproxy/action-baseline@v0.14.0", "run: clamscan -r dist")
WORLDS = {
    ("X-01", "indicated"): World(evidence=lambda made: reviewed(made, APPROVED)),
    ("X-01", "unmet"): World(evidence=lambda made: reviewed(made, [APPROVED[0], APPROVED[1], []])),
    ("X-02", "met"): World(tree=OWNERS, evidence=lambda made: reviewed(made, APPROVED)),
    ("X-02", "unmet"): World(tree=OWNERS, evidence=lambda made: reviewed(made, APPROVED, **LOOSE)),
    ("X-03", "indicated"): World(),
    ("X-04", "met"): World(evidence=provenance),
    ("X-05", "met"): World(evidence=provenance, whole=("prov.artifacts",)),
    ("X-06", "unmet"): World(tree={PATH: RELEASE}, whole=("ci.pipelines",)),
    ("X-07", "met"): World(evidence=deployed),
    ("X-07", "unmet"): World(evidence=lambda made: deployed(made, "alice")),
    ("X-09", "met"): World(tree={"config/app.yml": "password: ${DB_PASSWORD}\n"}, whole=("secrets.findings", "secrets.scan_runs", "iac.config")),
    ("X-09", "unmet"): World(tree={"config/prod/app.yml": "key: |\n" + der_key()}),
    ("X-12", "met"): World(tree=audit("sammeter check build --policy strict"), evidence=stopped),
    ("X-14", "met"): World(tree={DEPLOY: SCANNED}, evidence=deployments.attacked, whole=("ci.pipelines", "ci.steps")),
    ("X-16", "indicated"): World(tree={"security/exceptions.yaml": ENTRY}, whole=("risk.exceptions",)),
    ("X-16", "unmet"): World(tree={".trivyignore": "CVE-2026-0001 # not used\n"}),
    ("X-27", "indicated"): World(),
    ("X-28", "met"): World(evidence=report(SECURITY, PLAIN)),
}  # fmt: skip
