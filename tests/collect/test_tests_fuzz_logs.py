"""Logs of fuzz campaigns: how many inputs, whether they ended, what they broke, and when, where the log says so."""

from pathlib import Path
from typing import Any

from tests.collect.decisions import handed_in, values, verdict
from tests.collect.repositories import reasons

START = "INFO: Running with entropic power schedule (0xFF, 100).\nINFO: Seed: 7\n"
END = "#65536\tpulse  cov: 9 ft: 9 corp: 1/1b exec/s: 1000 rss: 30Mb\n#90000\tDONE   cov: 9\nDone 90000 runs in 61 second(s)\n"
CRASH = (
    "==7==ERROR: AddressSanitizer: heap-buffer-overflow\nArtifact_prefix='./'; Test unit written to ./crash-"
    + "a1" * 20
    + "\n"
)
NAMES = ("at", "executions", "completed")


def stamped(text: str) -> str:
    """Put the time stamps of GitHub's raw logs before each line."""
    return "".join(f"2026-06-20T10:00:{n:02}.1234567Z {line}\n" for n, line in enumerate(text.splitlines()))


def read(path: Path, text: str, name: str = "fuzz.log") -> Any:
    return handed_in(path, {name: text}, only="tests_fuzz_logs")


def test_a_campaign_of_libfuzzer_ended_where_it_counts_its_runs(tmp_path: Path) -> None:
    assert values(read(tmp_path, START + END), "tests.fuzz", *NAMES) == [(None, 90000, True)]
    assert values(read(tmp_path / "b", START + END.split("Done", maxsplit=1)[0]), "tests.fuzz", *NAMES) == [
        (None, 90000, False)
    ]
    assert values(read(tmp_path / "c", START), "tests.fuzz", *NAMES) == [(None, None, False)]
    assert values(read(tmp_path / "d", stamped(START + END)), "tests.fuzz", *NAMES) == [
        ("2026-06-20T10:00:04Z", 90000, True)
    ]


def test_a_crash_ends_a_campaign_and_is_kept(tmp_path: Path) -> None:
    got = read(tmp_path, START + END.split("#90000", maxsplit=1)[0] + CRASH)
    assert values(got, "tests.fuzz", "executions", "completed") == [(65536, False)]
    assert values(got, "tests.crashes", "@", "id", "triaged_at") == [("reports/fuzz.log:5", "crash-" + "a1" * 20, None)]


def test_go_says_how_many_inputs_and_writes_what_failed(tmp_path: Path) -> None:
    text = "fuzz: elapsed: 0s, gathering baseline coverage: 0/1 completed\nfuzz: elapsed: 3s, execs: 900 (300/sec), new interesting: 1\n"
    assert values(read(tmp_path, text + "PASS\nok  \tshop\t3.1s\n"), "tests.fuzz", *NAMES) == [(None, 900, True)]
    got = read(
        tmp_path / "b", text + "--- FAIL: FuzzA (3.0s)\n    Failing input written to testdata/fuzz/FuzzA/0a1b\nFAIL\n"
    )
    assert values(got, "tests.fuzz", "completed") == [False]
    assert values(got, "tests.crashes", "id") == ["testdata/fuzz/FuzzA/0a1b"]


def test_afl_says_when_and_ends_with_a_full_cycle(tmp_path: Path) -> None:
    text = "start_time        : 1781900000\nlast_update       : 1781949600\nexecs_done        : 5000\ncycles_done       : 2\nafl_banner        : parse\n"
    got = read(tmp_path, text, "out/default/fuzzer_stats")
    assert values(got, "tests.fuzz", "target", *NAMES) == [("parse", "2026-06-20T10:00:00Z", 5000, True)]
    got = read(tmp_path / "b", text.replace(": 2\n", ": 0\n"), "fuzzer_stats")
    assert values(got, "tests.fuzz", "completed") == [False]


def test_another_log_is_left_alone(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, "INFO: Seed the lawn\nDone 5 runs in 1 second(s)\n")) == ["not recognised"]


def test_a_dated_campaign_meets_v_st_1_a_1_and_one_without_a_date_does_not(tmp_path: Path) -> None:
    dated = handed_in(tmp_path / "a", {"fuzz.log": stamped(START + END)})
    undated = handed_in(tmp_path / "b", {"fuzz.log": START + END})
    broken = handed_in(tmp_path / "c", {"fuzz.log": stamped(START + CRASH)})
    assert [verdict("V-ST-1-A.1", one) for one in (dated, undated, broken)] == ["met", "unknown", "unknown"]
    assert verdict("V-ST-1-A.1", broken, whole=("tests.fuzz", "scan.runs")) == "unmet"


def test_crashes_without_a_word_on_their_effect_leave_v_rt_1_b_2_open(tmp_path: Path) -> None:
    clean = handed_in(tmp_path / "a", {"fuzz.log": stamped(START + END)})
    assert verdict("V-RT-1-B.2", clean) == "unknown"
    assert verdict("V-RT-1-B.2", clean, whole=("tests.crashes",)) == "no-occasion"
    crashed = handed_in(tmp_path / "b", {"a.log": stamped(START + END), "b.log": stamped(START + CRASH)})
    assert verdict("V-RT-1-B.2", crashed, whole=("tests.crashes",)) == "unknown"
