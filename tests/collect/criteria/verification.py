"""V-RT and V-ST: tests, fuzzing, scanners."""

from tests.collect.criteria.world import World
from tests.collect.sarif import log, result, scan
from tests.collect.test_defect_register import defect, document
from tests.collect.test_scans_sarif_decides import OLD, OWN, silenced
from tests.collect.test_tests_fuzz_logs import CRASH, END, START, stamped
from tests.collect.test_tests_junit_decides import PLAIN, SECURITY, SKIPPED, case, report

SUITES, RUNS = ("tests.suites",), ("scan.runs",)
CONTROLS = "  controls: [authentication]\n"
AUTHN = case("a", control="authn", assertions="2")
SEMGREP = {"src/semgrep/shop.yml": OWN}
OWN_RUN = {"a.sarif": log(scan("Semgrep OSS", result("src.semgrep.shop-open-redirect")))}

MENDED = {"status": "closed", "closed_at": "2026-06-10T00:00:00Z"}
REGISTER = document(defect(1, **MENDED))

WORLDS = {
    ("V-RT-1-A.1", "met"): World(catalog="  controls: [authn]\n", evidence=report(AUTHN)),
    ("V-RT-1-A.1", "unmet"): World(catalog="  controls: [authn]\n", evidence=report(case("a", "<skipped/>", control="authn", assertions="1")), whole=("tests.cases",)),
    ("V-RT-1-B.2", "unmet"): World(evidence={"fuzz.log": stamped(START + CRASH)}, whole=("tests.fuzz",)),
    ("V-RT-1-B.1", "unmet"): World(tree={"a.py": "print()\n"}, whole=("tests.fuzz", "tests.fuzz_surface")),
    ("V-RT-2-A.2", "met"): World(evidence=report(SECURITY, PLAIN), whole=SUITES),
    ("V-RT-2-A.2", "unmet"): World(evidence=report(SKIPPED, SKIPPED, SECURITY, PLAIN)),
    ("V-RT-2-A.3", "met"): World(evidence=report(SECURITY, PLAIN), whole=SUITES),
    ("V-RT-3-A.2", "met"): World(evidence=report(SECURITY, PLAIN)),
    ("V-RT-3-A.2", "unmet"): World(evidence=report(SKIPPED, PLAIN), whole=SUITES),
    ("V-RT-3-A.1", "met"): World(evidence={"d.json": REGISTER, **report(case("d1", kind="regression", defect="D-1"))}),
    ("V-ST-1-A.1", "met"): World(evidence={"fuzz.log": stamped(START + END)}),
    ("V-ST-1-A.1", "unmet"): World(evidence={"fuzz.log": stamped(START + CRASH)}, whole=("tests.fuzz", "scan.runs")),
    ("V-ST-1-B.1", "unmet"): World(tree={"CODEOWNERS": "*.md @acme/writers\n"}, whole=("docs.codeowners", "docs.items")),
    ("V-ST-1-B.1", "indicated"): World(tree={"CODEOWNERS": "/.github/ @acme/security\n"}),
    ("V-ST-2-A.1", "indicated"): World(tree=SEMGREP, evidence=OWN_RUN, whole=RUNS),
    ("V-ST-2-A.2", "indicated"): World(evidence={"a.sarif": log(silenced("generated"))}, whole=RUNS),
    ("V-ST-2-A.2", "unmet"): World(evidence={"a.sarif": log(silenced("generated", ""))}, whole=RUNS),
    ("V-ST-2-A.3", "met"): World(tree=SEMGREP, evidence=OWN_RUN),
    ("V-ST-2-A.3", "unmet"): World(evidence={"a.sarif": log(scan("CodeQL", invocations=OLD))}, whole=RUNS),
}  # fmt: skip
