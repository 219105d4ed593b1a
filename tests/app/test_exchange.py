"""Any known file is told by its content, and the file of answers gives back what was put in it."""

import hashlib
import json
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sammeter.app import answers_file
from sammeter.app.exchange import export_csv, export_samm, export_sammwise, export_toolbox, filled, import_file
from sammeter.app.score import score_file
from sammeter.errors import DataError, SourceError
from sammeter.exchange.sammwise import ORDER
from sammeter.exchange.types import BENCHMARK, Filled, Organisation
from tests.exchange.official import some
from tests.exchange.small_workbook import texts, workbook

ANSWERS = st.dictionaries(st.sampled_from(ORDER), st.integers(0, 3), max_size=9)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "No",
        "1",
        "- a: [b]",
        "a: b # c",
        "\u2028\x85\x7f\x00\ufeff\ufffe",
        '"\\',
        "a\r\nb",
        "\N{SNOWMAN}😀",
        "{}",
        "~",
        "!x",
        "*a",
    ]
)
WHOLE = st.builds(
    Filled, model=st.sampled_from(["2.0.16", "2.1.0", "2.2.0"]), answers=ANSWERS, phases=st.lists(ANSWERS, max_size=4).map(tuple),
    organisation=st.builds(Organisation, name=TEXT, scope=TEXT, date=TEXT, lead=TEXT, contributors=TEXT, description=TEXT),
    notes=st.dictionaries(st.sampled_from(ORDER), TEXT.filter(bool), max_size=4),
    benchmark=st.dictionaries(st.sampled_from(BENCHMARK), TEXT.filter(bool), max_size=4), remarks=st.just(()),
)  # fmt: skip


@given(WHOLE)
def test_the_file_of_answers_gives_back_what_was_put_in_it(one: Filled) -> None:
    source = answers_file.Source(file="w.xlsx", sha256="0" * 64)
    data = answers_file.as_yaml(one, source)
    assert filled(data, where="a.yaml") == one
    assert filled(answers_file.as_json(one, source), where="a.json") == one
    assert answers_file.as_yaml(filled(data, where="a.yaml"), source) == data
    assert data.decode().isprintable() or all(
        char.isprintable() or char in "\n\N{NO-BREAK SPACE}" or ord(char) > 127 for char in data.decode()
    )


def test_the_file_of_answers_is_in_the_models_order_and_for_people() -> None:
    one = Filled(
        model="2.1.0",
        answers={"O-OM-3-B": 3, "G-SM-1-A": 1},
        phases=({}, {"I-SB-1-A": 2}),
        notes={"G-SM-1-A": 'say "no"\n'},
        organisation=Organisation(name="No"),
    )
    assert answers_file.as_yaml(one).decode().splitlines() == [
        'model: "2.1.0"', "answers:", "  G-SM-1-A: 0.25", "  O-OM-3-B: 1", "phases:", "- {}", "- {I-SB-1-A: 0.5}",
        "organisation:", '  name: "No"', "notes:", '  G-SM-1-A: "say \\"no\\"\\n"',
    ]  # fmt: skip
    assert filled(answers_file.as_yaml(Filled(model="2.2.0", answers={})), where="a.yaml").answers == {}


def test_an_older_edition_is_scored_by_the_same_arithmetic() -> None:
    scored = [
        score_file(f"model: {model}\nanswers: {{G-SM-1-A: 0.5}}\n".encode(), where="a.yaml")
        for model in ("2.0.16", "2.1.0", "2.2.0")
    ]
    assert scored[0] == scored[1] == scored[2]
    assert scored[0]["practices"]["G-SM"] == "0.25"


def test_mistakes_in_the_other_keys_are_told_with_their_lines() -> None:
    text = "model: 2.2.0\nanswers: {}\norganisation: {nam: x}\nnotes: {G-SM-A-1: x, G-SM-1-A: [x]}\nbenchmark: [x]\nsource: {sha256: x, fil: y}\n"
    with pytest.raises(DataError) as caught:
        filled(text.encode(), where="a.yaml")
    assert [f"{one} ({one.hint})" for one in caught.value.mistakes] == [
        "a.yaml:3: unknown name 'nam' (did you mean name?)",
        "a.yaml:4: unknown name 'G-SM-A-1' (did you mean G-SM-1-A?)",
        "a.yaml:4: G-SM-1-A: a list where text is expected ()",
        "a.yaml:5: a list where texts by name are expected ()",
        "a.yaml:6: unknown name 'fil' (did you mean file?)",
        "a.yaml:6: sha256 is no 64 hex digits (leave source out)",
    ]


ONE = Filled(
    model="2.2.0",
    answers={"G-SM-1-A": 2, "O-OM-3-B": 0},
    organisation=Organisation(name="Acme", scope="shop", date="2025-03-04"),
)
FORMS: dict[str, Callable[[], bytes]] = {
    "w.xlsx": lambda: export_toolbox(ONE, workbook(), where="t.xlsx").data, "a.samm": lambda: export_samm(ONE).data,
    "s.json": lambda: export_sammwise(ONE).data, "a.yaml": lambda: answers_file.as_yaml(ONE), "a.json": lambda: answers_file.as_json(ONE),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_what_a_file_is_is_told_by_its_content(name: str) -> None:
    data = FORMS[name]()
    for where in (name, "dir/unnamed") if name != "a.json" else (name,):
        found = filled(data, where=where)
        assert found.answers == ONE.answers
        assert found.organisation.name == "Acme"


@pytest.mark.parametrize(("kind", "name"), [("toolbox", "w.xlsx"), ("samm", "a.samm"), ("sammwise", "s.json")])
@pytest.mark.parametrize("form", ["yaml", "json"])
def test_an_imported_file_names_its_source_and_is_scored(kind: str, name: str, form: str) -> None:
    data = FORMS[name]()
    made = import_file(kind, data, where=f"dir/{name}", form=form)
    assert made.answers == import_file(kind, data, where=f"dir/{name}", form=form).answers
    assert score_file(made.answers, where=f"a.{form}")["practices"]["G-SM"] == "0.25"
    source = json.loads(import_file(kind, data, where=f"dir/{name}", form="json").answers)["source"]
    assert source == {"file": name, "sha256": hashlib.sha256(data).hexdigest()}


def test_strict_refuses_lost_answers_and_lists_them() -> None:
    data = workbook({"Interview!F18": "N/A", "Interview!F20": "maybe", "Interview!F22": texts("G-SM-3-A")[1]})
    made = import_file("toolbox", data, where="w.xlsx")
    assert [one.where for one in made.lost] == ["w.xlsx!Interview!F18", "w.xlsx!Interview!F20"]
    assert made.filled.answers == {"G-SM-3-A": 1}
    with pytest.raises(DataError) as caught:
        import_file("toolbox", data, where="w.xlsx", strict=True)
    assert [str(one) for one in caught.value.mistakes] == [
        "w.xlsx!Interview!F18: G-SM-1-A: 'N/A', no answer of its list",
        "w.xlsx!Interview!F20: G-SM-2-A: 'maybe', no answer of its list",
    ]
    sound = workbook({"Interview!F22": f" {texts('G-SM-3-A')[1]}"})
    assert import_file("toolbox", sound, where="w.xlsx", strict=True).filled.answers == {"G-SM-3-A": 1}


def test_what_a_format_has_no_place_for_is_told() -> None:
    one = some("left out 3", benchmark=True)
    assert one.phases and one.notes and one.benchmark  # noqa: PT018 - one premise
    assert export_toolbox(one, workbook(), where="t.xlsx").left_out == ()
    assert "phases" in export_samm(one).left_out
    assert set(export_sammwise(one).left_out) >= {"notes", "phases", "benchmark", "organisation lead"}
    assert set(export_csv(one).left_out) >= {"phases", "benchmark", "organisation lead"}
    assert export_samm(Filled(model="2.2.0", answers={})).left_out == (
        "organisation date (none as 2026-01-31 is given; today's is written)",
    )
    assert export_sammwise(ONE).left_out == ("organisation date",)


def test_a_workbook_where_another_file_is_meant_is_named() -> None:
    with pytest.raises(DataError, match="a workbook, no samm file"):
        import_file("samm", workbook(), where="w.xlsx")


@given(st.binary(max_size=80) | st.sampled_from([workbook()[:5_000], b"{}", b"[]", b'{"question1": 1}', b'{"assessment": 1}', b'{"formatVersion": [1]}']),
       st.sampled_from(["a.json", "a.yaml", "a.xlsx", "a.samm", "a"]))  # fmt: skip
@example(b'{"question1": {}}', "a")
def test_any_bytes_give_answers_or_an_error_with_a_place(data: bytes, where: str) -> None:
    fault: DataError | SourceError | None = None
    try:
        filled(data, where=where)
    except (DataError, SourceError) as error:
        fault = error
    assert fault is None or fault.where.startswith(where)


def test_a_damaged_workbook_is_an_error_wherever_a_byte_is_wrong() -> None:
    data = workbook({"Interview!F18": "No"})
    refused = 0
    for at in range(0, len(data), len(data) // 150):
        broken = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        try:
            found = filled(broken, where="w.xlsx")
        except (DataError, SourceError):
            refused += 1
        else:
            assert set(found.answers) <= {"G-SM-1-A"}
    assert refused > 100
