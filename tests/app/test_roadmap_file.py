"""The file of a roadmap: every mistake at once with its line, and what is written is read back."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.app.roadmap_file import Read, read_plan, read_targets
from sammeter.app.roadmap_write import Noted, to_yaml
from sammeter.data import load
from sammeter.errors import DataError
from tests.report.plan.plans import plan

SOUND = """\
model: 2.2.0
name: Ours
class: high
currency: EUR
effort: {small: 4}
from: {G-SM-1-A: 0.5}
targets:
  all: {G-SM-1-A: 1, I-DM-1-A: 0.5}
  high: {I-DM-1-A: 1}
phases:
  - name: Spring
    start: 2027-01-01
    until: 2027-06-30
    budget: 12.5
    items:
      - {activity: G-SM-1-A, to: 1, owner: Ada, cost: 250.5}
      - activity: I-DM-1-A
        to: 0.5
        owner: Bo
        effort: 3
        note: after the move
  - name: Autumn
    start: 2027-07-01
    until: 2027-12-31
    items:
      - {activity: I-DM-1-A, to: 1, owner: Bo}
      - {activity: I-SB-1-A, to: 0.25, owner: Bo}
"""


def read(text: str, now: dict[str, Fraction] | None = None) -> Read:
    return read_plan(text.encode(), where="r.yaml", pack=load(), now=now)


def mistakes(text: str, now: dict[str, Fraction] | None = None) -> list[tuple[str, str]]:
    with pytest.raises(DataError) as caught:
        read(text, now)
    return [(str(one), one.hint) for one in caught.value.mistakes]


def test_a_sound_file_is_read_whole() -> None:
    found = read(SOUND)
    assert found.warnings == ()
    made = found.plan
    assert (made.name, made.risk_class, made.currency, made.base) == (
        "Ours",
        "high",
        "EUR",
        {"G-SM-1-A": Fraction(1, 2)},
    )
    assert (made.efforts.days["small"], made.efforts.days["medium"]) == (Fraction(4), Fraction(20))
    assert made.target() == {"G-SM-1-A": Fraction(1), "I-DM-1-A": Fraction(1)}
    assert (made.phases[0].budget, made.phases[1].budget) == (Fraction(25, 2), None)
    item = made.phases[0].items[1]
    assert (item.activity, item.to, item.owner, item.effort, item.cost, item.note) == (
        "I-DM-1-A", Fraction(1, 2), "Bo", Fraction(3), None, "after the move",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "says", "hint"),
    [
        ("model: 2.2.0", "model: 1.5", "r.yaml:1: model '1.5', this sammeter holds 2.2.0", "write: model: 2.2.0"),
        ("activity: I-SB-1-A", "activity: I-SB-A-1", "r.yaml:26: unknown activity 'I-SB-A-1'", "did you mean I-SB-1-A?"),
        ("activity: I-SB-1-A", "activity: I-SBB-1-A", "r.yaml:26: unknown activity 'I-SBB-1-A'", "did you mean I-SB-1-A?"),
        ("G-SM-1-A: 1, I-DM", "G-SM-1-A: 0.3, I-DM", "r.yaml:8: G-SM-1-A: '0.3' is no answer", "one of 0, 0.25, 0.5, 1"),
        ("to: 0.5\n", "to: true\n", "r.yaml:18: I-DM-1-A: true/false is no answer", "one of 0, 0.25, 0.5, 1"),
        ("to: 0.5\n", "too: 0.5\n", "r.yaml:17: unknown field 'too'", "did you mean 'to'?"),
        ("        to: 0.5\n", "", "r.yaml:17: field 'to' is missing", "add it"),
        ("name: Autumn", "nmae: Autumn", "r.yaml:22: unknown field 'nmae'", "did you mean 'name'?"),
        ("budget: 12.5", "budget: -1", "r.yaml:14: budget: '-1' is no number from 0 on", "write a number with at most two places, such as 12.5"),
        ("effort: 3\n", "effort: soon\n", "r.yaml:20: effort: 'soon' is no number from 0 on", "write a number with at most two places, such as 12.5"),
        ("small: 4", "smal: 4", "r.yaml:5: unknown size 'smal'", "one of small, medium, large"),
        ("start: 2027-07-01", "start: 2027-02-30", "r.yaml:23: start: '2027-02-30' is no date", "write 2027-01-31"),
        ("start: 2027-07-01", "start: 2027-06-30", "r.yaml:23: phase 'Autumn' starts on 2027-06-30, while 'Spring' runs until 2027-06-30", "phases follow one another in the order of time"),
        ("until: 2027-12-31", "until: 2027-01-31", "r.yaml:24: phase 'Autumn' ends on 2027-01-31, before it starts", "start is 2027-07-01"),
        ("I-DM-1-A, to: 1,", "I-DM-1-A, to: 0.25,", "r.yaml:26: I-DM-1-A goes down to 0.25; it is at 0.5 by then (phase 'Spring')", "take the item out, or let it go higher"),
        ("I-DM-1-A, to: 1,", "I-DM-1-A, to: 0.5,", "r.yaml:26: I-DM-1-A stays at 0.5; it is at 0.5 by then (phase 'Spring')", "take the item out, or let it go higher"),
        ("from: {G-SM-1-A: 0.5}", "from: {G-SM-1-A: 1}", "r.yaml:16: G-SM-1-A stays at 1; it is at 1 by then (from)", "take the item out, or let it go higher"),
        ("I-DM-1-A: 0.5}\n  high: {I-DM-1-A: 1}", "I-DM-1-A: 1}\n  high: {I-DM-1-A: 0.5}", "r.yaml:26: I-DM-1-A goes to 1, its target is 0.5 (high, r.yaml:9)", "raise the target, or let the item go no further"),
        ("activity: I-SB-1-A, to: 0.25", "activity: I-DM-1-A, to: 1", "r.yaml:27: I-DM-1-A stands twice in phase 'Autumn'", "keep the one that goes further"),
        ("activity: I-SB-1-A", "activity: I-SB-3-A", "r.yaml:27: I-SB-3-A needs I-SB-2-A, which the plan never takes on", "plan I-SB-2-A in phase 'Autumn' or before, write under from: what it is already, or say in anyway: why it need not wait"),
        ("currency: EUR\n", "", "r.yaml:15: a cost, and no currency", "name it once at the top: currency: EUR"),
        ("from: {G-SM-1-A: 0.5}", "from: [1]", "r.yaml:6: a list where answers by activity are expected", "write {G-SM-1-A: 0.5}"),
    ],
)  # fmt: skip
def test_each_mistake_is_told_with_its_line_and_what_to_do(old: str, new: str, says: str, hint: str) -> None:
    assert SOUND.count(old) == 1
    found = mistakes(SOUND.replace(old, new))
    lines = dict(found)
    near = [one for one in lines if one.partition(": ")[2] == says.partition(": ")[2]]
    assert near, found
    assert lines[near[0]] == hint
    assert abs(int(near[0].split(":")[1]) - int(says.split(":")[1])) <= 1, "the line, or the item's first"


def test_an_item_that_comes_before_what_it_needs_names_both_phases() -> None:
    text = SOUND.replace("activity: G-SM-1-A, to: 1,", "activity: I-SB-2-A, to: 1,")
    assert mistakes(text) == [
        ("r.yaml:16: I-SB-2-A needs I-SB-1-A, which comes in phase 'Autumn' only",
         "move I-SB-1-A to phase 'Spring' or before, or I-SB-2-A to 'Autumn', or say in anyway: why it need not wait"),
    ]  # fmt: skip


def test_a_reason_lets_an_item_not_wait_and_is_a_warning() -> None:
    text = SOUND.replace(
        "activity: G-SM-1-A, to: 1,", "activity: I-SB-2-A, to: 1, anyway: The tool comes with a guide,"
    )
    assert "I-SB-2-A does not wait for I-SB-1-A: The tool comes with a guide" in read(text).warnings


def test_answers_of_today_count_where_the_plan_does_not_say_where_it_starts() -> None:
    text = SOUND.replace("from: {G-SM-1-A: 0.5}\n", "").replace(
        "activity: G-SM-1-A, to: 1,", "activity: I-SB-2-A, to: 1,"
    )
    assert len(mistakes(text)) == 1
    assert read(text, {"I-SB-1-A": Fraction(1, 4)}).plan.base is None


def test_all_mistakes_come_at_once() -> None:
    text = (
        SOUND.replace("budget: 12.5", "budget: x")
        .replace("I-DM-1-A: 1}", "I-DM-9-A: 1}")
        .replace("name: Autumn", "title: Autumn")
    )
    found = [one for one, _ in mistakes(text)]
    for words in ("budget: 'x'", "unknown activity 'I-DM-9-A'", "unknown field 'title'", "field 'name' is missing"):
        assert any(words in one for one in found), words


def test_what_is_no_mistake_yet_worth_knowing_is_a_warning() -> None:
    text = SOUND.replace("owner: Ada, ", "").replace("budget: 12.5", "budget: 2").replace("to: 1, owner: Bo", "to: 1")
    text = text.replace("  high: {I-DM-1-A: 1}", "  low: {O-OM-1-B: 1}").replace("I-DM-1-A: 0.5}\n", "O-OM-1-B: 0.5}\n")
    assert read(text).warnings == (
        "2 of 4 items have no owner: G-SM-1-A, I-DM-1-A",
        "phase 'Spring' takes 4.4 days, its budget is 2 days",
        "1 targets are not reached by the last phase: O-OM-1-B",
        "there are no targets of class 'high'; those of all hold",
    )


@pytest.mark.parametrize("text", ["", "[]", "phases", "model: 2.2.0\nname: x\nphases: {}\n", "model: 2.2.0\nname: x\nphases: []\n",
                                  "model: [1]\nname: {}\nphases: [1, [2], {items: 3}]\n", "a: &a [*a]", "name: \ud800",
                                  "model: 2.2.0\nname: x\nphases: [{name: x, start: 1, until: 2, items: [{activity: [], to: {}}]}]\n"])  # fmt: skip
def test_nonsense_is_a_mistake_and_never_a_bug(text: str) -> None:
    with pytest.raises(DataError):
        read_plan(text.encode(errors="surrogatepass"), where="r.yaml", pack=load())


@given(st.recursive(st.sampled_from(["null", "1", "x", "true", "G-SM-1-A"]), lambda inner: st.one_of(
    st.lists(inner, max_size=3).map(lambda found: f"[{', '.join(found)}]"),
    st.dictionaries(st.sampled_from(["model", "name", "phases", "targets", "from", "effort", "items", "activity", "to", "all"]), inner,
                    max_size=4).map(lambda found: f"{{{', '.join(f'{k}: {v}' for k, v in found.items())}}}")), max_leaves=12))  # fmt: skip
def test_no_shape_of_a_file_is_a_bug(text: str) -> None:
    with pytest.raises(DataError):
        read(text)


def test_what_is_written_is_read_back_as_the_same_plan() -> None:
    made = replace(plan(4), risk_class="high")
    again = read_plan(
        to_yaml(made, load().model, Noted(days={(0, "G-SM-1-A"): "2 days"}, tail=("and a line",))),
        where="r.yaml",
        pack=load(),
    )
    assert again.plan == made


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_survives_the_file(name: str, note: str) -> None:
    item = replace(plan().phases[0].items[0], note=note, owner=name)
    made = replace(plan(), name=name, phases=(replace(plan().phases[0], name=note, items=(item,)),))
    if any(0xD800 <= ord(sign) < 0xE000 for sign in name + note):
        return
    assert read_plan(to_yaml(made, load().model, Noted(days={})), where="r.yaml", pack=load()).plan == made


def test_targets_may_stand_in_a_file_of_their_own() -> None:
    targets, sizes = read_targets(
        b"targets: {all: {G-SM-1-A: 0.5}}\neffort: {large: 30}\n", where="t.yaml", pack=load()
    )
    assert (targets, sizes) == ({"all": {"G-SM-1-A": Fraction(1, 2)}}, {"large": Fraction(30)})
    assert read_targets(SOUND.encode(), where="r.yaml", pack=load())[0]["high"] == {"I-DM-1-A": Fraction(1)}
    for data in (b"", b"[]", b"targets: []", b"target: {}", b"targets: {all: {G-SM-1-C: 1}}", b"model: 1\ntargets: {}"):
        with pytest.raises(DataError):
            read_targets(data, where="t.yaml", pack=load())
