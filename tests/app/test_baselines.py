"""An assessment kept under a name: whole, the same bytes for the same inputs, replayed, and never believed unchecked."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.answers import Proof
from sammeter.app.baseline_pages import show_page
from sammeter.app.baseline_rows import Plan, from_rows, to_rows
from sammeter.app.baselines import (
    Label,
    all_names,
    assessment_of,
    check_name,
    keep,
    make,
    open_baseline,
    read_plan,
    said_in,
    verify,
    warnings,
)  # fmt: skip
from sammeter.app.shots import shot_of
from sammeter.data import load
from sammeter.errors import ConflictError, DataError, NotFoundError
from sammeter.store.baselines import seal
from tests.app.kept import AS_OF, baseline, collected, folder_of, proved, review, statement

PACK = load()


def written(tmp_path: Path) -> Path:
    (tmp_path / "proof.pdf").write_text("done")
    digest = hashlib.sha256(b"done").hexdigest()
    sound = proved(statement("I-SB-1-A.1", "yes"), Proof(what="../proof.pdf", sha256=digest))
    said = folder_of(tmp_path / "own", sound, review(sound), statement("G-SM-1-A", "0.5", note='"quoted"\nand more'))
    other = folder_of(tmp_path / "others", statement("G-SM-1-B", "1"))
    made = make(collected(tmp_path / "shop"), said_in((said, other), PACK), PACK, as_of=AS_OF,
                label=Label(name="a", made_at="2026-02-01T10:00:00Z", by="Ada", note="first"), plan=Plan(name="r.yaml", text="a: 1\n"))  # fmt: skip
    return keep(tmp_path / "baselines", made)


def test_a_baseline_gives_back_all_that_it_was_made_from(tmp_path: Path) -> None:
    path = written(tmp_path)
    found = open_baseline("a", PACK, folder=path.parent)
    assert (found.head.by, found.head.note, found.head.as_of) == ("Ada", "first", AS_OF)
    assert (found.head.model, found.head.sammeter) == (PACK.model.version, "0.1.0")
    assert found.plan == Plan(name="r.yaml", text="a: 1\n")
    assert [sorted(one.about for one in said.statements) for said in found.said] == [
        ["G-SM-1-A", "I-SB-1-A.1"],
        ["G-SM-1-B"],
    ]
    assert [one.accepted for one in found.said[0].reviews] == [True]
    assert list(found.said[0].proofs.values()) == [""]
    assert len(found.collected.facts) > 10
    assert to_rows(open_baseline(path, PACK)) == to_rows(found)


def test_what_was_recorded_is_what_its_replay_says_by_the_same_rules(tmp_path: Path) -> None:
    found = open_baseline(written(tmp_path), PACK)
    shot = shot_of(assessment_of(found, PACK))
    assert found.recorded == shot
    assert warnings(found, PACK) == ()
    assert shot.scores["overall"].declared == "0.05"
    assert verify(found, PACK).sound
    assert verify(found, PACK).otherwise == ()


def test_the_same_inputs_give_the_same_bytes_wherever_they_lie(tmp_path: Path) -> None:
    said = folder_of(tmp_path / "own", statement("G-SM-1-A", "0.5"))
    seen = collected(tmp_path / "shop")
    shuffled = replace(seen, facts=tuple(reversed(seen.facts)), gaps=tuple(reversed(seen.gaps)))
    assert to_rows(baseline(seen, (said,))) == to_rows(baseline(shuffled, (said,)))


def test_name_and_maker_are_not_part_of_what_it_holds(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    one = make(seen, (), PACK, label=Label(name="a", made_at="2026-02-01T10:00:00Z", by="Ada"))
    other = make(seen, (), PACK, label=Label(name="b", by="Bob", note="again"))
    third = make(seen, (), PACK, label=Label(name="b"), as_of="2026-03-01T00:00:00Z")
    contents = [json.loads(to_rows(each)[0])["baseline"]["content"] for each in (one, other, third)]
    assert contents[0] == contents[1] != contents[2]


def test_what_was_said_after_the_clock_was_not_said_yet(tmp_path: Path) -> None:
    early, late = statement("G-SM-1-A", "0.5"), statement("G-SM-1-A", "1", at="2026-02-10T09:00:00Z")
    said = folder_of(tmp_path / "own", early, late, review(early, at="2026-02-11T00:00:00Z"))
    made = baseline(collected(tmp_path / "shop"), (said,))
    assert [one.id for one in made.said[0].statements] == [early.id]
    assert made.said[0].reviews == ()


def test_a_proof_that_is_gone_today_was_live_then(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "proof.pdf").unlink()
    standing = assessment_of(open_baseline(path, PACK), PACK).standings()["I-SB-1-A.1"]
    assert standing.stated is not None
    assert standing.stated.proof_live


def test_rules_that_are_not_those_of_then_are_told_and_not_taken_for_damage(tmp_path: Path) -> None:
    seen = collected(tmp_path / "shop")
    rules = tuple(replace(rule, fresh_days=rule.fresh_days + 1) for rule in PACK.book.rules)
    limits = {**PACK.book.limits, "most": 0.9}
    other = replace(
        PACK, book=replace(PACK.book, rules=rules, limits=limits), model=replace(PACK.model, version="2.3.0")
    )
    found = verify(baseline(seen), other)
    assert found.sound
    assert [text.split(",")[0] for text in found.warnings] == [
        "made with SAMM 2.2.0", "the rules changed since", "limits changed since: most (profile assessor",
    ]  # fmt: skip


def test_a_figure_that_was_altered_and_sealed_again_is_found_by_the_replay(tmp_path: Path) -> None:
    path = written(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)[:-1]
    altered = [
        line.replace(b'"evidenced":"0.00"', b'"evidenced":"3.00"') if b'"scores"' in line else line for line in lines
    ]
    other = tmp_path / "b.jsonl"
    other.write_bytes(b"".join(altered) + seal(altered))
    found = verify(open_baseline(other, PACK), PACK)
    assert not found.sound
    assert "overall" in found.otherwise


def rewritten(tmp_path: Path, old: bytes, new: bytes) -> DataError:
    lines = written(tmp_path).read_bytes().splitlines(keepends=True)[:-1]
    assert any(old in line for line in lines)
    lines = [line.replace(old, new) for line in lines]
    with pytest.raises(DataError) as caught:
        from_rows(lines, where="b.jsonl", model=PACK.model)
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b"sammeter-baseline/1", b"sammeter-baseline/9", "of the form sammeter-baseline/9"),
        (b'"places":2', b'"places":1', "of a place"), (b'"places":2', b'"places":2000000', "places of statements"),
        (b'"answer":"0.5"', b'"answer":"0.9"', "is no answer"), (b'"answer":"0.5"', b'"answer":"1"', "was changed after"),
        (b'"evidenced":"0.00"', b'"evidenced":"1e99999"', "is no score"), (AS_OF.encode(), b"yesterday", "a time"),
        (AS_OF.encode(), b"2026-02-30T00:00:00Z", "a time"), (b'"collected":{', b'"collected":5,"other":{', "required field"),
        (b'"limits":{', b'"limits":{"most":"x",', "most"), (b'{"place":0', b'{"other":0', "of a place"),
        (b'"plan":{', b'"palm":{', "nothing of a baseline"), (b'"role":"lead"', b'"role":""', "without a role"),
        (b'"kind":"vcs.releases"', b'"kind":5', "kind"),
    ],
)  # fmt: skip
def test_a_baseline_that_somebody_wrote_is_read_as_strictly_as_any_file(
    tmp_path: Path, old: bytes, new: bytes, says: str
) -> None:
    error = rewritten(tmp_path, old, new)
    texts = [f"{one.where} {one.message}" for one in (error.mistakes or (error,))]
    assert any(says in text and "b.jsonl:" in text for text in texts), texts


@pytest.mark.parametrize(
    "lines", [[], [b"\n"], [b"[]\n"], [b"{}\n"], [b'{"baseline": 5}\n'], [b'{"baseline": {"schema": []}}\n']]
)
def test_what_is_no_baseline_is_told_on_its_first_line(lines: list[bytes]) -> None:
    with pytest.raises(DataError) as caught:
        from_rows(lines, where="b", model=PACK.model)
    assert caught.value.where.startswith("b:1")


def test_what_the_model_no_longer_has_is_kept_and_does_not_count(tmp_path: Path) -> None:
    made = baseline(collected(tmp_path / "shop"), (folder_of(tmp_path / "own", statement("G-SM-1-A", "0.5")),))
    gone = statement("G-ZZ-1-A", "1")
    rows = to_rows(replace(made, said=(replace(made.said[0], statements=(*made.said[0].statements, gone)),)))
    read = from_rows(rows, where="b", model=PACK.model)
    assert gone.id in read.statements()
    assert "the model no longer has G-ZZ-1-A" in warnings(read, PACK)[0]
    assert len(assessment_of(read, PACK).declaration.answers) == 1


@pytest.mark.parametrize("place", ["scores", "answers"])
def test_a_figure_that_is_no_decimal_is_refused_wherever_it_stands(tmp_path: Path, place: str) -> None:
    made = baseline(collected(tmp_path / "shop"))
    shot = made.recorded
    odd = {"scores": replace(shot, scores={"overall": replace(shot.scores["overall"], declared="1e9")}),
           "answers": replace(shot, answers={"G-SM-1-A": replace(shot.answers["G-SM-1-A"], declared="1e9")})}  # fmt: skip
    with pytest.raises(DataError, match="is no score"):
        from_rows(to_rows(replace(made, recorded=odd[place])), where="b", model=PACK.model)


@pytest.mark.parametrize("about", ["G-SM-1-A", "G-ZZ-1-A"])
@pytest.mark.parametrize("id_", ["", "s-000000000000"])
def test_a_statement_under_an_id_that_is_not_its_own_is_refused(tmp_path: Path, about: str, id_: str) -> None:
    made = baseline(collected(tmp_path / "shop"), (folder_of(tmp_path / "own", statement("G-SM-1-B", "0.5")),))
    forged = replace(made.said[0], statements=(replace(statement(about, "1"), id=id_),))
    with pytest.raises(DataError) as caught:
        from_rows(to_rows(replace(made, said=(forged,))), where="b", model=PACK.model)
    texts = [one.message for one in caught.value.mistakes or (caught.value,)]
    assert any("is not what its id says" in text or "required field `id`" in text for text in texts)


ODD: list[Any] = [
    None,
    True,
    -1,
    10**30,
    1e308,
    "",
    "x",
    "\x1b[31m",
    "2026-02-30T00:00:00Z",
    "1e999999",
    [],
    {},
    ["a"],
    {"a": 1},
]


def damaged(row: Any, draw: Callable[[int], int]) -> Any:
    """Return the row with one value, somewhere in it, replaced by an odd one."""
    keys = list(row) if isinstance(row, dict) else list(range(len(row))) if isinstance(row, list) else []
    if not keys or draw(6) == 0:
        return ODD[draw(len(ODD))]
    key = keys[draw(len(keys))]
    changed = damaged(row[key], draw)
    return {**row, key: changed} if isinstance(row, dict) else [*row[:key], changed, *row[key + 1 :]]


@given(st.data())
def test_any_damage_that_was_sealed_again_gives_a_baseline_that_works_or_a_data_error(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    if not SOUND:
        SOUND.extend(written(tmp_path_factory.mktemp("sound")).read_bytes().splitlines(keepends=True)[:-1])
    marks = (b'{"fact"', b'{"answer"', b'{"criterion"')
    lines, few = list(SOUND), [number for number, line in enumerate(SOUND) if not line.startswith(marks)]
    at = data.draw(st.sampled_from(few) | st.sampled_from(range(len(SOUND))))
    lines[at] = (
        json.dumps(damaged(json.loads(lines[at]), lambda most: data.draw(st.integers(0, most - 1)))).encode() + b"\n"
    )
    fault: DataError | None = None
    try:
        found = from_rows(lines, where="b", model=PACK.model)
        assert show_page(found, verify(found, PACK).warnings)
    except DataError as error:
        fault = error
    assert fault is None or all(one.where.startswith("b:") for one in fault.mistakes or (fault,))


SOUND: list[bytes] = []


def test_names_are_listed_and_a_taken_one_is_refused_before_any_work(tmp_path: Path) -> None:
    folder = written(tmp_path).parent
    assert all_names(folder) == ("a",)
    with pytest.raises(ConflictError):
        check_name(folder, "a")
    with pytest.raises(NotFoundError):
        open_baseline("b", PACK, folder=folder)


def test_a_plan_that_is_no_text_is_refused() -> None:
    with pytest.raises(DataError, match="no UTF-8 text"):
        read_plan("r.yaml", b"\xff")


def test_every_line_is_an_object_on_its_own(tmp_path: Path) -> None:
    rows: list[Any] = [json.loads(line) for line in written(tmp_path).read_bytes().splitlines()]
    assert rows[0]["baseline"]["schema"] == "sammeter-baseline/1"
    assert rows[-1]["seal"]["lines"] == len(rows) - 1
