"""The use cases of `sammeter model`: pages, imports of OWASP's wording, comparisons, validation."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from sammeter.app import owasp
from sammeter.app.coverage import coverage, coverage_page, uncovered
from sammeter.app.model_diff import diff_page
from sammeter.app.models import list_page, listing, show_page
from sammeter.app.packs import with_overlay
from sammeter.app.validate import validate
from sammeter.data import Pack, load
from sammeter.data.compile import compile_pack, sources
from sammeter.data.editions import digested
from sammeter.data.reader import Mistakes
from sammeter.data.upstream import read_edition
from sammeter.errors import DataError, NotFoundError, SourceError
from tests.data_files.folders import checkout, data_files, lines, rules, write

CORE = Path(__file__).parents[2].parent / "shared" / "samm-core"
NINE = {"D-TA-3-A", "D-TA-3-B", "G-PC-3-A", "G-PC-3-B", "G-SM-2-A", "G-SM-3-A", "G-SM-3-B", "O-OM-3-A", "V-ST-3-B"}
needs_core = pytest.mark.skipif(not CORE.is_dir(), reason="OWASP's files are not beside the project")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return compile_pack(data_files())


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep every test out of the user's data folder, and the user's overlay out of every test."""
    monkeypatch.setenv("SAMMETER_DATA", str(tmp_path / "kept"))
    monkeypatch.delenv("SAMMETER_OVERLAY", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "kept"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, pack: Pack) -> Pack:
    """Make the made-up checkout a version that sammeter knows."""
    files = {name.removeprefix("model/"): data for name, data in checkout().items()}
    edition = digested(read_edition(files, Mistakes()))
    made = replace(pack, upstream={**pack.upstream, "2.2.0": edition})
    monkeypatch.setattr(owasp, "load", lambda: made)
    return made


def mistakes_of(path: Path, *, unpinned: bool = True) -> list[str]:
    with pytest.raises(DataError) as caught:
        owasp.import_model(path, unpinned=unpinned)
    assert all(one.hint for one in caught.value.mistakes)
    return [str(one) for one in caught.value.mistakes or (caught.value,)]


def test_the_list_holds_every_activity_in_80_columns(pack: Pack) -> None:
    page = list_page(pack)
    assert max(map(len, page.splitlines())) <= 80
    assert all(f"      {one.id}  {one.title}" in page for one in pack.model.activities())
    found = [one["id"] for f in listing(pack) for p in f["practices"] for s in p["streams"] for one in s["activities"]]
    assert found == [one.id for one in pack.model.activities()]


def test_everything_with_an_id_and_every_term_has_a_page_in_80_columns(pack: Pack) -> None:
    model = pack.model
    ids = [*(f.id for f in model.functions), *(p.id for p in model.practices), *(s.id for p in model.practices for s in p.streams),
           *(a.id for a in model.activities()), *model.criteria(), *(f"answers:{a.id}" for a in model.answer_sets),
           *model.glossary]  # fmt: skip
    for name in ids[:40] + ids[-60:] + [name for name in ids if name.startswith(("I-SB", "answers:"))]:
        page = show_page(name, pack)
        assert page.casefold().startswith((name.casefold(), "answers (set"))
        assert max(map(len, page.splitlines())) <= 80


def test_a_page_of_an_activity_says_what_is_asked_shown_answered_and_needed(pack: Pack) -> None:
    page = " ".join(show_page("i-sb-3-b", pack).split())
    one = pack.model.activity("I-SB-3-B")
    assert one is not None
    for text in (
        one.title,
        one.summary,
        one.question,
        one.show,
        one.benefit,
        *one.criteria,
        "Needs first: V-ST-1-A, I-DM-1-A",
        "0.25",
    ):
        assert text in page
    assert "owasp" not in page.casefold()


def test_an_unknown_id_says_what_was_meant(pack: Pack) -> None:
    for wrong, meant in (
        ("I-SB-2-A.22", "I-SB-2-A.2"),
        ("answer:A", "answers:A"),
        ("SBON", "SBOM"),
        ("penetration tests", "penetration test"),
    ):
        with pytest.raises(NotFoundError) as caught:
            show_page(wrong, pack)
        assert caught.value.hint == f"did you mean '{meant}'?"


def test_controls_in_a_rule_are_shown_as_codes(pack: Pack) -> None:
    rule = replace(pack.book.rules[0], says="red \x1b[31m")
    page = show_page(rule.id, replace(pack, book=replace(pack.book, rules=(rule,))))
    assert "\\x1b" in page
    assert "\x1b" not in page


def test_coverage_counts_every_criterion_once(pack: Pack) -> None:
    found = coverage(pack)
    assert found["criteria"] == sum(found["by_class"].values()) == sum(found["by_reach"].values()) == 295
    assert sum(sum(row.values()) for row in found["by_practice"].values()) == 295
    assert (found["cases"]["rules"], found["cases"]["rules_with_cases"]) == (295, 0)
    assert max(map(len, coverage_page(pack).splitlines())) <= 80


def test_a_rule_is_covered_when_each_verdict_it_may_reach_and_unknown_has_a_case() -> None:
    file = rules("I-SB")
    file["rules"][0] |= {"class": "observable", "scope": "unit", "reach": "clone", "when": "size(vcs.releases) > 0",
                         "cases": [{"verdict": "met", "world": {}}, {"verdict": "unknown", "world": {}}]}  # fmt: skip
    made = compile_pack(data_files() | {"rules/I-SB.yaml": lines(file)})
    assert uncovered(made.book.by_id()["I-SB-1-A.1"]) == ["unmet"]
    assert coverage(made)["cases"]["uncovered"] == {"I-SB-1-A.1": ["unmet"]}
    assert coverage(made)["collected"]["all"] == 1


def test_known_files_are_imported_and_read_in_owasps_words(tmp_path: Path, known: Pack, own_data_folder: Path) -> None:
    wording, target = owasp.import_model(write(tmp_path / "core", checkout()))
    assert wording.versions == ("2.2.0",)
    assert [path.name for path in own_data_folder.iterdir()] == ["owasp-2.2.0.json"] == [target.name]
    page = show_page("I-SB-2-A", known, owasp.wording_of("2.2.0"))
    assert "Do hens lay eggs here in I-SB-2-A?" in page
    assert "I-SB-2-A.1  The hens are fed" in page
    assert "I-SB-2-A.3  (not in this edition)" in page
    assert "0.25  Some hens" in page
    assert "CC BY-SA 4.0" in page
    assert "The hens are fed" in show_page("I-SB-2-A.1", known, owasp.wording_of("2.2.0"))
    other = show_page("I-SD-1-A", known, owasp.wording_of("2.2.0"))
    assert "sammeter's words are shown" in other.replace("\n", " ").replace("  ", " ")


def test_the_model_folder_itself_and_windows_line_ends_are_as_good(tmp_path: Path, known: Pack) -> None:
    files = {name: data.replace(b"\n", b"\r\n") for name, data in checkout().items()}
    wording, _ = owasp.import_model(write(tmp_path / "core", files) / "model")
    assert wording.versions == ("2.2.0",)
    assert known.upstream["2.2.0"].content == wording.edition.content


def test_unknown_files_are_refused_unless_unpinned_and_then_said_so(tmp_path: Path, known: Pack) -> None:
    core = write(tmp_path / "core", checkout(criterion="The hens are tame"))
    assert "match no version" in mistakes_of(core, unpinned=False)[0]
    with pytest.raises(NotFoundError):
        owasp.wording_of("2.2.0")
    wording, target = owasp.import_model(core, unpinned=True)
    assert (wording.versions, target.name) == ((), "owasp-unpinned.json")
    assert "match no known version" in " ".join(show_page("I-SB-2-A", known, owasp.wording_of("2.2.0")).split())


def test_mistakes_of_a_checkout_come_all_at_once_with_their_lines(tmp_path: Path) -> None:
    files = checkout()
    files["model/questions/I-SB-1-A.yml"] = (
        files["model/questions/I-SB-1-A.yml"].replace(b'"Do hens', b'["Do hens').replace(b'I-SB-1-A?"', b'I-SB-1-A?"]')
    )
    files["model/questions/I-SB-2-A.yml"] = b"id: 1\nid: 2\n"
    files["model/activities/Hens.yml"] = files["model/activities/I-SB-1-A.yml"].replace(b"6149", b"6150")
    files["model/answer_sets/B.yml"] = (
        b"id: a2000000000000000000000000000000\nvalues:\n- {text: No, value: none}\n- {text: Yes, value: 1}\n"
    )
    found = mistakes_of(write(tmp_path / "core", files))
    root = tmp_path / "core/model"
    for said in (
        f"{root}/questions/I-SB-1-A.yml:5: ",
        f"{root}/questions/I-SB-2-A.yml:2: key 'id' stands twice",
        f"{root}/activities/Hens.yml:1: the file's name is no SAMM activity",
        f"{root}/answer_sets/B.yml:3: text where a number",
    ):
        assert any(one.startswith(said) for one in found), (said, found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a: " + b"[" * 5000, "no YAML"),
        (b"a: &a [1]\nb: &b [*a, *a]\nc: *c\n", "has no anchor"),
        (b"\x00\x01", "binary data"),
        (b"\xff\xfe\x00", "UTF-16"),
        (b"id: 1\n" + b"# x" * 400_000, "more than 1,048,576 bytes"),
        (b"- 1\n", "a list where a mapping"),
        (b"id: '" + b"x" * 9000 + b"'\n", "no identifier of 32 hex digits"),
    ],
)
def test_hostile_files_are_mistakes_and_nothing_is_written(
    tmp_path: Path, own_data_folder: Path, text: bytes, said: str
) -> None:
    files = checkout() | {"model/questions/I-SB-1-A.yml": text}
    found = mistakes_of(write(tmp_path / "core", files))
    assert any(said in one and "I-SB-1-A.yml" in one for one in found), found
    assert not own_data_folder.exists()


def test_links_pipes_and_linked_folders_are_never_opened(tmp_path: Path, own_data_folder: Path) -> None:
    core = write(tmp_path / "core", checkout())
    question = core / "model/questions/I-SB-1-A.yml"
    question.rename(tmp_path / "outside.yml")
    question.symlink_to(tmp_path / "outside.yml")
    os.mkfifo(core / "model/questions/I-SB-3-A.yml")
    (core / "model/streams").symlink_to(tmp_path)
    found = mistakes_of(core)
    assert f"{question}: a link; it is not followed" in found
    assert f"{core}/model/questions/I-SB-3-A.yml: no regular file" in found
    assert f"{core}/model/streams: a link; it is not followed" in found
    assert not own_data_folder.exists()


def test_a_data_folder_that_cannot_be_written_says_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: Pack
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SAMMETER_DATA", str(tmp_path / "file/kept"))
    with pytest.raises(SourceError) as caught:
        owasp.import_model(write(tmp_path / "core", checkout()))
    assert "SAMMETER_DATA" in caught.value.hint
    assert known.upstream


def test_a_kept_file_that_somebody_broke_is_no_bug_of_ours(own_data_folder: Path) -> None:
    own_data_folder.mkdir()
    (own_data_folder / "owasp-2.2.0.json").write_text('{"form": 1}')
    with pytest.raises(DataError):
        owasp.wording_of("2.2.0")


def test_a_folder_that_is_not_there_or_no_checkout_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        owasp.import_model(tmp_path / "nowhere")
    assert "no checkout of OWASP's model" in mistakes_of(tmp_path)[0]


def test_versions_are_compared_by_digests_and_the_nine_changed_answers_are_found() -> None:
    page = diff_page("2.1.0", "2.2.0")
    assert {line.split()[0] for line in page.splitlines() if "answers: text changed" in line} == NINE
    assert "Versions are known by digests" in page
    assert "The model files are the same." in diff_page("2.0.16", "2.1.0")
    assert "The model files are the same." in diff_page("2.2.0", "2.2.0")


def test_checkouts_are_compared_with_both_texts(tmp_path: Path) -> None:
    first = write(tmp_path / "a", checkout())
    second = write(tmp_path / "b", checkout(question="Do geese lay eggs here", criterion="The hens are, fed"))
    page = diff_page(str(first), str(second))
    assert (
        "I-SB-1-A    question: text changed\n    - Do hens lay eggs here in I-SB-1-A?\n    + Do geese lay eggs here in I-SB-1-A?"
        in page
    )
    assert "I-SB-1-A.1  criterion: text changed (signs or capitals only)" in page
    assert "CC BY-SA 4.0" in " ".join(page.split())


def test_added_removed_and_reordered_criteria_and_answers_change_the_meaning(tmp_path: Path) -> None:
    files = checkout()
    name = "model/questions/I-SB-1-A.yml"
    asked = json.loads(files[name])
    other = "model/questions/I-SB-2-A.yml"
    turned = json.loads(files[other])
    asked["quality"].append("The barn is shut")
    turned["quality"].reverse()
    changed = files | {name: json.dumps(asked).encode(), other: json.dumps(turned).encode()}
    changed["model/answer_sets/A.yml"] = files["model/answer_sets/A.yml"].replace(b"0.25", b"0.3")
    page = diff_page(str(write(tmp_path / "a", files)), str(write(tmp_path / "b", changed)))
    assert "I-SB-1-A    criteria: 2 became 3" in page
    assert "I-SB-1-A.3  criterion: added or reworded\n    + The barn is shut" in page
    assert "I-SB-2-A    criteria: the same in another order (2, 1)" in page
    assert "answers: worth 0, 0.25, 0.5, 1 became 0, 0.3, 0.5, 1" in page


def test_added_and_removed_activities_are_told(tmp_path: Path) -> None:
    files = checkout()
    fewer = {name: data for name, data in files.items() if "I-SB-2-A" not in name}
    a, b = write(tmp_path / "a", files), write(tmp_path / "b", fewer)
    assert "I-SB-2-A    activity removed" in diff_page(str(a), str(b))
    assert "I-SB-2-A    activity added" in diff_page(str(b), str(a))


def test_what_cannot_be_compared_is_named_with_what_can() -> None:
    with pytest.raises(NotFoundError) as caught:
        diff_page("1.0", "2.2.0")
    assert "2.0.16, 2.1.0, 2.2.0" in caught.value.hint


@needs_core
@pytest.mark.parametrize("version", ["2.0.16", "2.1.0", "2.2.0"])
def test_owasps_own_files_are_known_by_their_hash(version: str) -> None:
    wording, _ = owasp.import_model(CORE / version)
    assert version in wording.versions
    assert len(wording.edition.questions) == 90
    assert sum(len(asked.criteria) for asked in wording.edition.questions.values()) == 295
    assert digested(wording.edition) == load().upstream[version]


@needs_core
def test_owasps_own_files_are_compared_with_both_texts() -> None:
    page = diff_page(str(CORE / "2.1.0"), "2.2.0")
    both = diff_page(str(CORE / "2.1.0"), str(CORE / "2.2.0"))
    assert {line.split()[0] for line in both.splitlines() if "answers: text changed" in line} == NINE
    assert both.count("\n    + ") > page.count("\n    + ") == 0


def test_an_overlay_is_compared_with_what_ships(tmp_path: Path) -> None:
    folder = write(tmp_path / "ours", {
        "criteria.yaml": b"criteria:\n- {id: I-SB-2-A.x1, says: Signed, when: size(vcs.releases) > 0, advice: Sign}\n",
        "limits.yaml": b"profile: audit\nlimits: {inside: 0.9}\n",
        "placement.yaml": b"placement:\n  I-SB-2-A.x1: {practice: I-SB, level: 1}\n",
    })  # fmt: skip
    page = diff_page("sammeter", str(folder))
    for line in ("I-SB-2-A.x1  added, no score: Signed", "    + size(vcs.releases) > 0", "I-SB-2-A.x1  placed at I-SB, level 1",
                 "profile  assessor became audit", "limits.inside  0.8 became 0.9"):  # fmt: skip
        assert line in page.splitlines()
    shown = show_page("I-SB-2-A.x1", with_overlay(folder))
    assert f"From the overlay {folder}" in " ".join(shown.split()).replace("- ", "-")


def test_an_overlay_is_found_by_name_or_by_variable_and_never_because_it_lies_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert with_overlay() is load()
    named = write(tmp_path / "named", {"limits.yaml": b"limits: {inside: 0.7}\n"})
    varied = write(tmp_path / "varied", {"limits.yaml": b"limits: {inside: 0.6}\n"})
    write(tmp_path / "sammeter-overlay", {"limits.yaml": b"limits: {inside: 0.5}\n"})
    monkeypatch.chdir(tmp_path)
    assert with_overlay() is load()
    monkeypatch.setenv("SAMMETER_OVERLAY", str(varied))
    assert with_overlay().book.limits["inside"] == 0.6
    assert with_overlay(named).book.limits["inside"] == 0.7
    with pytest.raises(SourceError):
        with_overlay(tmp_path / "nowhere")


def test_a_right_folder_file_or_overlay_is_told_in_one_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "data", data_files())
    assert validate(folder) == f"{folder}: 43 files without a mistake (295 criteria, 295 rules)"
    overlay = write(tmp_path / "ours", {"limits.yaml": b"limits: {inside: 0.7}\n"})
    assert validate(overlay) == f"{overlay}: an overlay without a mistake (1 limit)"
    assert "without a mistake" in validate(overlay / "limits.yaml")


def test_mistakes_of_a_folder_are_told_all_at_once_with_the_users_paths(tmp_path: Path) -> None:
    file = rules("I-SB")
    file["rules"][0]["reach"] = "moon"
    files = data_files() | {"rules/I-SB.yaml": lines(file), "rules/I-SD.yaml": b"practice: [\n"}
    folder = write(tmp_path / "data", files)
    with pytest.raises(DataError) as caught:
        validate(folder)
    said = [str(one) for one in caught.value.mistakes]
    assert f"{folder}/rules/I-SB.yaml:10: 'moon' is not a word for this field" in said
    assert any(one.startswith(f"{folder}/rules/I-SD.yaml:2: no YAML") for one in said)
    assert all(one.hint for one in caught.value.mistakes)


def test_a_single_file_is_known_by_its_content_and_checked_with_what_ships(tmp_path: Path) -> None:
    practice = tmp_path / "mine.yml"
    practice.write_bytes(sources()["model/practices/I-SB.yaml"].replace(b'answers: "A"', b'answer: "A"', 1))
    with pytest.raises(DataError) as caught:
        validate(practice)
    assert any(
        str(one).startswith(f"{practice}:") and "unknown field 'answer'" in str(one) for one in caught.value.mistakes
    )


@pytest.mark.parametrize(
    ("name", "text"), [("odd.yaml", b"a: 1\n"), ("odd.yaml", b"- 1\n"), ("odd.yaml", b""), ("odd.yaml", b"{")]
)
def test_a_file_of_another_kind_is_a_mistake(tmp_path: Path, name: str, text: bytes) -> None:
    (tmp_path / name).write_bytes(text)
    with pytest.raises(DataError) as caught:
        validate(tmp_path / name)
    assert caught.value.mistakes
    with pytest.raises(DataError) as caught:
        validate(tmp_path)
    assert str(tmp_path) in str(caught.value.mistakes[0])


def test_a_path_that_is_not_there_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        validate(tmp_path / "nowhere")
    with pytest.raises(DataError):
        validate(tmp_path)
