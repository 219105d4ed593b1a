"""What reports of tests decide, through collector, join and rule."""

from pathlib import Path

from tests.collect.decisions import handed_in, verdict

SUITES, CASES = ("tests.suites",), ("tests.cases",)
FRESH, OLD = "2026-06-20T10:00:00Z", "2025-06-20T10:00:00Z"


def case(name: str, inside: str = "", *, assertions: str = "", **marks: str) -> str:
    listed = "".join(f'<property name="{mark}" value="{value}"/>' for mark, value in marks.items())
    stated = f' assertions="{assertions}"' if assertions else ""
    return f'<testcase name="{name}"{stated}><properties>{listed}</properties>{inside}</testcase>'


def report(*cases: str, at: str = FRESH, name: str = "pytest") -> dict[str, str]:
    return {
        "junit.xml": f'<testsuites><testsuite name="{name}" timestamp="{at}">{"".join(cases)}</testsuite></testsuites>'
    }


SECURITY, PLAIN = case("log-in", kind="security"), case("adds")
SKIPPED = case("log-in", "<skipped/>", kind="security")


def test_marked_security_tests_in_the_common_run_meet_v_rt_3_a_2_and_x_28(tmp_path: Path) -> None:
    got = handed_in(tmp_path / "a", report(SECURITY, PLAIN))
    assert (verdict("V-RT-3-A.2", got), verdict("X-28", got)) == ("met", "met")
    for number, other in enumerate((report(SECURITY), report(PLAIN), report(SECURITY, PLAIN, at=OLD))):
        got = handed_in(tmp_path / str(number), other)
        assert (verdict("V-RT-3-A.2", got), verdict("X-28", got)) == ("unknown", "unknown")
    skipped = handed_in(tmp_path / "b", report(SKIPPED, PLAIN))
    assert verdict("V-RT-3-A.2", skipped, whole=SUITES) == "unmet"


def test_security_tests_with_clear_results_meet_v_rt_2_a_2_and_skipped_ones_refute_it(tmp_path: Path) -> None:
    clear = handed_in(tmp_path / "a", report(SECURITY, PLAIN))
    assert (verdict("V-RT-2-A.2", clear), verdict("V-RT-2-A.2", clear, whole=SUITES)) == ("unknown", "met")
    skipped = handed_in(tmp_path / "b", report(SKIPPED, SKIPPED, SECURITY, PLAIN))
    assert verdict("V-RT-2-A.2", skipped) == "unmet"
    unmarked = handed_in(tmp_path / "c", report(PLAIN))
    assert verdict("V-RT-2-A.2", unmarked, whole=SUITES) == "unknown"  # whether they are security tests is not said


def test_one_framework_meets_v_rt_2_a_3_and_an_unnamed_one_leaves_it_open(tmp_path: Path) -> None:
    named = handed_in(tmp_path / "a", report(SECURITY, PLAIN))
    assert (verdict("V-RT-2-A.3", named), verdict("V-RT-2-A.3", named, whole=SUITES)) == ("unknown", "met")
    unnamed = handed_in(tmp_path / "b", report(SECURITY, PLAIN, name="shop"))
    assert verdict("V-RT-2-A.3", unnamed, whole=SUITES) == "unknown"


def test_tests_of_each_declared_control_meet_v_rt_1_a_1(tmp_path: Path) -> None:
    unit = {"controls": ("authn", "crypto")}
    authn = case("a", control="login", assertions="2")
    crypto = case("b", control="crypto", assertions="1")
    both = handed_in(tmp_path / "a", report(authn, crypto))
    assert (verdict("V-RT-1-A.1", both, this=unit), verdict("V-RT-1-A.1", both)) == ("met", "unknown")
    half = handed_in(tmp_path / "b", report(authn))
    assert (verdict("V-RT-1-A.1", half, this=unit), verdict("V-RT-1-A.1", half, this=unit, whole=CASES)) == (
        "unknown",
        "unmet",
    )
    for number, weak in enumerate(
        (case("b", "<skipped/>", control="crypto", assertions="1"), case("b", control="crypto", assertions="0"))
    ):
        got = handed_in(tmp_path / str(number), report(authn, weak))
        assert verdict("V-RT-1-A.1", got, this=unit, whole=CASES) == "unmet"
    silent = handed_in(tmp_path / "c", report(authn, case("b", control="crypto")))
    assert verdict("V-RT-1-A.1", silent, this=unit, whole=CASES) == "unknown"  # pytest states no assertions


def test_scenarios_decide_as_cases_do(tmp_path: Path) -> None:
    steps = '[{"keyword": "Given", "result": {"status": "passed"}}]'
    elements = ", ".join(
        f'{{"type": "scenario", "name": "{name}", "keyword": "Scenario", "tags": [{tag}], "steps": {steps}, "start_timestamp": "{FRESH}"}}'
        for name, tag in (("a", '{"name": "@security"}'), ("b", ""))
    )
    got = handed_in(tmp_path, {"c.json": f'[{{"keyword": "Feature", "name": "f", "elements": [{elements}]}}]'})
    assert verdict("V-RT-3-A.2", got) == "met"
