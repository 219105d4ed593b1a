"""`sammeter assess` from end to end, as a subprocess."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sammeter.cli.output import write
from tests.cli.command import git, repository, sammeter
from tests.collect.sarif import ended, log, scan

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/reference/assessment.schema.json").read_text(encoding="utf-8"))
CLOCK = ("--as-of", "2026-01-06")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("assess") / "shop")


def test_the_first_screen_leads_with_what_was_seen_in_80_columns_without_colour(shop: Path) -> None:
    done = sammeter("assess", ".", *CLOCK, cwd=shop)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("shop @ ")
    assert lines[0].endswith("as of 2026-01-06")
    assert max(map(len, lines)) <= 80
    assert "\x1b" not in done.stdout
    assert lines.index("Seen") < next(n for n, line in enumerate(lines) if line.startswith("Answers settled"))
    assert ".github/workflows/ci.yml:10" in done.stdout
    assert "Next" in lines


def test_the_json_keeps_to_its_published_schema(shop: Path) -> None:
    done = sammeter("assess", *CLOCK, "--format", "json", cwd=shop)
    document = json.loads(done.stdout)
    jsonschema.validate(document, SCHEMA)
    assert document["scope"]["as_of"] == "2026-01-06T00:00:00Z"
    assert document["scope"]["commit"] == git(shop, "rev-parse", "HEAD")
    assert len(document["answers"]) == 90
    assert sum(not name.startswith("X-") for name in document["verdicts"]) == 295
    assert sum(name.startswith("X-") for name in document["verdicts"]) == 29
    assert document["facts"]["ci.steps"]["count"] >= 1


def test_the_same_inputs_and_clock_give_the_same_bytes_cold_warm_and_replayed(shop: Path, tmp_path: Path) -> None:
    kept = tmp_path / "facts.jsonl"
    cold = sammeter("assess", str(shop), *CLOCK, "--format", "json", "--facts", str(kept), cwd=tmp_path)
    warm = sammeter("assess", str(shop), *CLOCK, "--format", "json", cwd=tmp_path)
    replayed = sammeter("assess", "--replay", str(kept), "--format", "json", cwd=tmp_path)
    assert cold.returncode == warm.returncode == replayed.returncode == 0
    assert cold.stdout == warm.stdout == replayed.stdout


def test_a_date_of_the_tree_is_also_the_clock_unless_another_is_named(shop: Path, tmp_path: Path) -> None:
    done = sammeter("assess", str(shop), "--at", "v1.0.0", "--format", "json", cwd=tmp_path)
    assert json.loads(done.stdout)["scope"]["as_of"] == "2026-01-05T10:00:00Z"


def test_a_plain_folder_is_read_and_its_missing_history_is_a_gap(tmp_path: Path) -> None:
    (tmp_path / "plain/.github/workflows").mkdir(parents=True)
    (tmp_path / "plain/.github/workflows/ci.yml").write_text("on: push\njobs: {a: null}\n", encoding="utf-8")
    document = json.loads(sammeter("assess", "plain", "--format", "json", cwd=tmp_path).stdout)
    assert document["facts"]["ci.pipelines"]["count"] == 1
    assert {gap["reason"] for gap in document["gaps"]} >= {"no history"}


def test_a_jenkins_only_repository_yields_no_unmet_from_ci_facts(tmp_path: Path) -> None:
    repo = repository(tmp_path / "old", {"Jenkinsfile": "node { sh 'make' }\n", "pom.xml": "<project/>\n"})
    document = json.loads(sammeter("assess", str(repo), *CLOCK, "--format", "json", cwd=tmp_path).stdout)
    assert any(gap["reason"] == "not read yet" and gap["where"].startswith("Jenkinsfile") for gap in document["gaps"])
    unmet = [name for name, one in document["verdicts"].items() if one["verdict"] == "unmet"]
    assert not [name for name in unmet if name.startswith(("I-SB", "I-SD", "V-", "X-06", "X-12", "X-14"))]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("assess", "nowhere"), 4, "no such folder"),
        (("assess", "shop", "--at", "nonsense"), 2, "no commit 'nonsense'"),
        (("assess", "shop", "--as-of", "tomorrow"), 2, "'tomorrow' is no date"),
        (("assess", "shop", "--format", "pdf"), 2, "Invalid value"),
        (("assess", "shop", "-o", "no/such/folder/x.json"), 4, "cannot be written"),
        (("assess", "--replay", "shop/README.md"), 2, "README.md:1"),
        (("assess", "empty"), 4, "nothing to look at"),
        (("explain", "I-SB-2-Z"), 2, "did you mean"),
        (("asess",), 2, "No such command"),
    ],
)
def test_wrong_input_gets_a_clear_error_its_exit_code_and_no_traceback(
    shop: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    (tmp_path / "shop").symlink_to(shop)
    (tmp_path / "empty").mkdir()
    done = sammeter(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_output_file_is_replaced_whole_or_not_at_all(shop: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.html"
    target.write_text("before", encoding="utf-8")
    assert sammeter("assess", "nowhere", "--format", "html", "-o", str(target), cwd=tmp_path).returncode == 4
    assert target.read_text(encoding="utf-8") == "before"
    assert sammeter("assess", str(shop), *CLOCK, "--format", "html", "-o", str(target), cwd=tmp_path).returncode == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.startswith(".cache")) == ["out.html"]


def test_what_is_no_file_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    """A run as root once put a plain file in the place of /dev/null."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        write(b"all of it", pipe)
        assert read.result(timeout=10) == b"all of it"
    assert pipe.is_fifo()
    assert sorted(tmp_path.iterdir()) == [pipe]


@pytest.mark.parametrize("form", ["text", "markdown", "sarif", "html", "json"])
def test_no_format_lets_a_repository_steer_the_terminal_or_the_page(tmp_path: Path, form: str) -> None:
    evil = "\x1b]8;;http://evil\x07\u202egnp.<script>alert(1)</script>"
    repo = repository(tmp_path / "evil", {
        ".github/workflows/a<script>b.yml": "on: push\njobs: {a: {steps: [{run: 'trivy fs .'}]}}\n",
        "SECURITY.md": f"Report to https://example.org/{evil} soon\n",
        ".github/CODEOWNERS": f"*{evil.split('<', maxsplit=1)[0]} @a\n",
    })  # fmt: skip
    done = sammeter("assess", str(repo), *CLOCK, "--format", form, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    if form in ("html", "markdown"):
        assert "<script>alert" not in done.stdout
        assert "a<script>b" not in done.stdout


def test_the_cache_may_be_unusable_and_the_assessment_goes_on(shop: Path, tmp_path: Path) -> None:
    broken = tmp_path / "cache.sqlite"
    broken.write_bytes(b"no database at all" * 500)
    done = sammeter("assess", str(shop), *CLOCK, "--format", "json", cwd=tmp_path, SAMMETER_CACHE=str(broken))
    assert done.returncode == 0
    assert "cache cannot be used" in done.stderr
    jsonschema.validate(json.loads(done.stdout), SCHEMA)


def test_explain_says_what_is_asked_seen_and_what_would_change_it(shop: Path) -> None:
    done = sammeter("explain", "I-SB-2-A.1", cwd=shop)
    assert done.returncode == 0
    for heading in ("What is asked", "What was seen", "What would change it"):
        assert heading in done.stdout
    activity = sammeter("explain", "I-SB-2-A", cwd=shop).stdout
    assert "Criteria: a yes stands on all of them" in activity
    assert "ci.yml:10" in sammeter("explain", "ci.steps", cwd=shop).stdout


def test_version_answers_without_importing_what_it_does_not_need(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = "import sys, sammeter.cli.__main__; print([m for m in ('yaml', 'msgspec', 'jinja2', 'cattrs', 'sqlite3', 'celpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "[]"
    assert sammeter("--version", cwd=tmp_path).stdout.startswith("sammeter ")


def test_a_word_that_all_reports_are_here_settles_what_they_leave_open(shop: Path, tmp_path: Path) -> None:
    def found() -> Any:
        done = sammeter("assess", str(shop), *CLOCK, "--evidence", "reports", "--format", "json", cwd=tmp_path)
        return json.loads(done.stdout)

    (tmp_path / "reports").mkdir()
    failed = scan("CodeQL", invocations=[ended(executionSuccessful=False)])
    (tmp_path / "reports/a.sarif").write_text(log(failed))
    (step,) = [one for one in found()["next"] if "let somebody who knows say so" in one["do"]]
    (tmp_path / "reports/complete.yaml").write_text(
        "complete:\n- kinds: [scan.runs]\n  by: Jane Doe\n  at: 2026-01-05\n  because: all scanners upload here\n"
    )
    verdicts = found()["verdicts"]
    assert step["settles"]
    for name in step["settles"]:
        assert (verdicts[name]["verdict"], verdicts[name]["grade"]) == ("unmet", "E2")
        assert "reports/complete.yaml:2" in json.dumps(verdicts[name]["because"])
