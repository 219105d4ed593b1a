"""`sammeter model` from end to end, as a subprocess."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.command import repository, sammeter
from tests.data_files.folders import checkout, write

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/reference/assessment.schema.json").read_text(encoding="utf-8"))
OVERLAY = {
    "criteria.yaml": b"criteria:\n- {id: I-SB-2-A.x1, says: There is a release, when: size(vcs.releases) > 0, advice: Tag one}\n",
    "limits.yaml": b"profile: audit\nlimits: {inside: 0.9}\n",
}


def test_the_list_is_text_for_people_and_json_for_programs(tmp_path: Path) -> None:
    done = sammeter("model", "list", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "      I-SB-2-A  Run builds without manual steps" in done.stdout
    data = json.loads(sammeter("model", "list", "--format", "json", cwd=tmp_path).stdout)
    assert [function["id"] for function in data] == ["G", "D", "I", "V", "O"]


@pytest.mark.parametrize(("name", "shown"), [("G", "Governance"), ("I-SB", "Secure Build"), ("I-SB-A", "Build Process"), ("i-sb-2-a", "level 2"),
                                             ("I-SB-2-A.2", "What is asked"), ("answers:A", "0.25"), ("sbom", "Software bill")])  # fmt: skip
def test_show_knows_every_sort_of_id(tmp_path: Path, name: str, shown: str) -> None:
    done = sammeter("model", "show", name, cwd=tmp_path)
    assert done.returncode == 0
    assert shown in done.stdout


def test_an_unknown_id_exits_2_and_says_what_was_meant(tmp_path: Path) -> None:
    done = sammeter("model", "show", "I-SB-2-AA", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'I-SB-2-A'?" in done.stderr


def test_coverage_adds_up(tmp_path: Path) -> None:
    assert "By class" in sammeter("model", "coverage", cwd=tmp_path).stdout
    data = json.loads(sammeter("model", "coverage", "--format", "json", cwd=tmp_path).stdout)
    assert sum(data["by_reach"].values()) == data["criteria"] == 295


def test_validate_exits_2_with_every_mistake_and_0_with_one_line(tmp_path: Path) -> None:
    wrong = write(
        tmp_path / "wrong",
        {"criteria.yaml": OVERLAY["criteria.yaml"].replace(b".x1", b".1"), "limits.yaml": b"limits: {insid: 1}\n"},
    )
    done = sammeter("model", "validate", str(wrong), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error: {wrong}/criteria.yaml:2: 'I-SB-2-A.1' is no id" in done.stderr
    assert f"error: {wrong}/limits.yaml:1: there is no limit 'insid'\n  try: did you mean 'inside'?" in done.stderr
    right = sammeter("model", "validate", str(write(tmp_path / "right", OVERLAY)), cwd=tmp_path)
    assert (right.returncode, right.stderr, right.stdout.count("\n")) == (0, "", 1)


def test_import_refuses_unknown_files_and_unpinned_says_so(tmp_path: Path) -> None:
    core = write(tmp_path / "core", checkout())
    kept = {"SAMMETER_DATA": str(tmp_path / "kept")}
    done = sammeter("model", "import", str(core), cwd=tmp_path, **kept)
    assert done.returncode == 2
    assert "--unpinned" in done.stderr
    assert not (tmp_path / "kept").exists()
    done = sammeter("model", "import", str(core), "--unpinned", cwd=tmp_path, **kept)
    assert done.returncode == 0
    assert "NOT pinned" in done.stdout
    assert "CC BY-SA 4.0" in " ".join(done.stdout.split())
    shown = sammeter("model", "show", "I-SB-2-A", "--wording", "owasp", cwd=tmp_path, **kept)
    assert "Do hens lay eggs here in I-SB-2-A?" in shown.stdout


def test_xdg_data_home_is_where_imports_are_kept(tmp_path: Path) -> None:
    core = write(tmp_path / "core", checkout())
    done = sammeter(
        "model", "import", str(core), "--unpinned", cwd=tmp_path, SAMMETER_DATA="", XDG_DATA_HOME=str(tmp_path / "xdg")
    )
    assert done.returncode == 0
    assert [path.name for path in (tmp_path / "xdg/sammeter").iterdir()] == ["owasp-unpinned.json"]


def test_diff_tells_changes_by_id(tmp_path: Path) -> None:
    done = sammeter("model", "diff", "2.1.0", "2.2.0", cwd=tmp_path)
    assert done.returncode == 0
    assert "O-OM-3-A    answers: text changed" in done.stdout
    assert sammeter("model", "diff", "2.1.0", "9", cwd=tmp_path).returncode == 2


def test_an_overlay_shows_in_text_and_json_and_leaves_the_score_alone(tmp_path: Path) -> None:
    shop = repository(tmp_path / "shop")
    ours = write(tmp_path / "ours", OVERLAY)
    clock = ("--as-of", "2026-01-06")
    text = sammeter("assess", ".", *clock, "--overlay", str(ours), cwd=shop)
    assert text.returncode == 0
    assert text.stdout.splitlines()[1].startswith(f"overlay: {ours}"[:77])
    assert "+ I-SB-2-A.x1 met (overlay) There is a release" in " ".join(text.stdout.split())
    laid = json.loads(sammeter("assess", ".", *clock, "--format", "json", cwd=shop, SAMMETER_OVERLAY=str(ours)).stdout)
    plain = json.loads(sammeter("assess", ".", *clock, "--format", "json", cwd=shop).stdout)
    jsonschema.validate(laid, SCHEMA)
    assert laid["model"]["overlay"]["criteria"] == 1
    assert (laid["model"]["profile"], laid["model"]["limits"]["inside"]) == ("audit", 0.9)
    assert plain["model"]["overlay"] is None
    assert laid["verdicts"]["I-SB-2-A.x1"]["origin"] == str(ours)
    assert laid["scores"] == plain["scores"]


def test_a_wrong_overlay_stops_the_assessment_with_its_mistakes(tmp_path: Path) -> None:
    ours = write(
        tmp_path / "ours",
        {"conditions.yaml": b"conditions:\n- {rule: I-SB-9-A.1, and: size(vcs.releases) > 0, because: x}\n"},
    )
    done = sammeter("assess", ".", "--overlay", str(ours), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{ours}/conditions.yaml:2: there is no rule 'I-SB-9-A.1'" in done.stderr
