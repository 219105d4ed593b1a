"""An organisation's overlay: what it may change, that it is shown, and how its mistakes are told."""

import sys
from dataclasses import replace

import pytest

from sammeter.data import Pack
from sammeter.data.compile import compile_pack
from sammeter.data.overlay import apply
from sammeter.errors import DataError
from sammeter.facts import Fact, Seen, World
from sammeter.rules import Verdict
from sammeter.rules.decide import decide
from tests.data_files.folders import data_files, lines, rules

OWN = b"""criteria:
- id: I-SB-2-A.x1
  says: Every release is signed
  when: size(vcs.releases) > 0 && vcs.releases.all(r, r.signed)
  advice: Sign the tags
"""
AND = b"""conditions:
- rule: I-SB-1-A.1
  and: docs.items.exists(d, d.live)
  because: The auditor asks for a document
"""
LIMITS = b"""profile: audit
limits:
  inside: 0.9
"""
PLACED = b"""placement:
  I-SB-2-A.x1: {practice: I-SB, level: 3}
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    file = rules("I-SB")
    file["rules"][0] |= {"class": "observable", "scope": "unit", "reach": "clone",
                         "when": "vcs.files.exists(f, f.kind == 'lockfile') || size(vcs.releases) > limits.daily"}  # fmt: skip
    return compile_pack(data_files() | {"rules/I-SB.yaml": lines(file)})


def mistakes(pack: Pack, files: dict[str, bytes]) -> list[str]:
    with pytest.raises(DataError) as caught:
        apply(pack, files, name="ours")
    assert all(one.hint for one in caught.value.mistakes)
    return [str(one) for one in caught.value.mistakes]


def world(**kinds: list[dict[str, str | bool]]) -> World:
    seen = {name.replace("__", "."): Seen(complete=True, facts=tuple(
        Fact(kind=name.replace("__", "."), where="here", source="test", fields=row) for row in rows)) for name, rows in kinds.items()}  # fmt: skip
    return World(as_of="2026-01-01T00:00:00Z", seen=seen)


def test_an_own_criterion_is_a_measure_that_supports_its_activity_and_never_a_criterion_of_the_model(
    pack: Pack,
) -> None:
    laid = apply(pack, {"criteria.yaml": OWN}, name="ours")
    rule = laid.book.by_id()["I-SB-2-A.x1"]
    assert (rule.origin, rule.reach, rule.supports) == ("ours", "clone", ("I-SB-2-A",))
    assert laid.model == pack.model
    assert rule.id not in laid.model.criteria()
    assert decide(rule, world(vcs__releases=[{"signed": True}]), laid.book.limits).verdict is Verdict.MET
    assert decide(rule, world(vcs__releases=[{"signed": False}]), laid.book.limits).verdict is Verdict.UNMET


def test_and_asks_for_more_and_keeps_what_was_asked(pack: Pack) -> None:
    before, after = (
        one.book.by_id()["I-SB-1-A.1"] for one in (pack, apply(pack, {"conditions.yaml": AND}, name="ours"))
    )
    assert (after.origin, after.because, after.reach) == ("ours", "The auditor asks for a document", "registers")
    assert before.origin == "sammeter"
    locked = world(vcs__files=[{"kind": "lockfile"}], vcs__releases=[], docs__items=[{"live": False}])
    ruled = world(vcs__files=[{"kind": "lockfile"}], vcs__releases=[], docs__items=[{"live": True}])
    assert [decide(before, one, pack.book.limits).verdict for one in (locked, ruled)] == [Verdict.MET, Verdict.MET]
    assert [decide(after, one, pack.book.limits).verdict for one in (locked, ruled)] == [Verdict.UNMET, Verdict.MET]


def test_replace_asks_for_something_else(pack: Pack) -> None:
    text = AND.replace(b"and:", b"replace:")
    rule = apply(pack, {"conditions.yaml": text}, name="ours").book.by_id()["I-SB-1-A.1"]
    assert rule.when == "docs.items.exists(d, d.live)"
    assert decide(rule, world(docs__items=[{"live": True}]), {}).verdict is Verdict.MET


def test_limits_start_from_the_named_profile(pack: Pack) -> None:
    book = apply(pack, {"limits.yaml": LIMITS}, name="ours").book
    assert book.profile == "audit"
    assert book.limits == {**pack.profiles["audit"], "inside": 0.9}


def test_an_overlay_of_limits_alone_needs_no_cel(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sammeter.data.overlay.find_spec", lambda _name: None)
    assert apply(pack, {"limits.yaml": LIMITS}, name="ours").book.limits["inside"] == 0.9


def test_without_cel_conditions_say_what_to_install(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sammeter.data.overlay.find_spec", lambda _name: None)
    monkeypatch.setitem(sys.modules, "celpy", None)
    with pytest.raises(DataError) as caught:
        apply(pack, {"criteria.yaml": OWN}, name="ours")
    assert caught.value.hint == "pip install 'sammeter[overlay]'"


def test_a_placement_moves_a_measure_without_touching_its_rule(pack: Pack) -> None:
    laid = apply(pack, {"criteria.yaml": OWN, "placement.yaml": PLACED}, name="ours").book.by_id()["I-SB-2-A.x1"]
    plain = apply(pack, {"criteria.yaml": OWN}, name="ours").book.by_id()["I-SB-2-A.x1"]
    assert laid.placed == "I-SB, level 3"
    assert replace(laid, placed="") == plain


def test_the_overlay_is_named_counted_and_digested(pack: Pack) -> None:
    files = {"criteria.yaml": OWN, "conditions.yaml": AND, "limits.yaml": LIMITS, "placement.yaml": PLACED}
    overlay = apply(pack, files, name="ours").book.overlay
    assert overlay is not None
    assert overlay.name == "ours"
    assert overlay.counts() == "1 criterion, 1 condition, 1 limit, 1 placement"
    other = apply(pack, files | {"limits.yaml": LIMITS + b"# a remark\n"}, name="ours").book.overlay
    assert other is not None
    assert other.digest != overlay.digest
    assert pack.book.overlay is None


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "criteria.yaml",
            OWN.replace(b".x1", b".7"),
            "ours/criteria.yaml:2: 'I-SB-2-A.7' is no id for a criterion of your own",
        ),
        ("criteria.yaml", OWN.replace(b"I-SB-2-A", b"I-SB-9-A"), "ours/criteria.yaml:2: 'I-SB-9-A.x1' is no id"),
        ("criteria.yaml", OWN + OWN.partition(b"\n")[2], "ours/criteria.yaml:6: there are two criteria I-SB-2-A.x1"),
        (
            "criteria.yaml",
            OWN.replace(b"vcs.releases)", b"vcs.release)"),
            "ours/criteria.yaml:4: unknown name 'vcs.release'",
        ),
        ("criteria.yaml", OWN.replace(b"Sign the tags", b"''"), "ours/criteria.yaml:5: 'advice' is empty"),
        ("criteria.yaml", OWN.replace(b"advice", b"advise"), "ours/criteria.yaml:2: unknown field 'advise'"),
        ("criteria.yaml", b"criteria: {a: 1}\n", "ours/criteria.yaml:1: "),
        ("criteria.yaml", b"criteria: [\n", "ours/criteria.yaml:2: no YAML"),
        (
            "criteria.yaml",
            OWN.replace(b"when: s", b"when: 'true' #s"),
            "ours/criteria.yaml:4: a condition that looks at no fact",
        ),
        ("conditions.yaml", AND.replace(b"1-A.1", b"1-A.9"), "ours/conditions.yaml:2: there is no rule 'I-SB-1-A.9'"),
        ("conditions.yaml", AND.replace(b"1-A.1", b"1-A.2"), "ours/conditions.yaml:2: I-SB-1-A.2 is stated by people"),
        (
            "conditions.yaml",
            AND + b"  replace: size(ci.steps) > 0\n",
            "ours/conditions.yaml:2: I-SB-1-A.1 needs either 'replace' or 'and'",
        ),
        (
            "conditions.yaml",
            AND.replace(b"The auditor asks for a document", b"''"),
            "ours/conditions.yaml:2: I-SB-1-A.1 is changed without a",
        ),
        ("conditions.yaml", AND + AND.partition(b"\n")[2], "ours/conditions.yaml:5: I-SB-1-A.1 is changed twice"),
        ("limits.yaml", LIMITS.replace(b"audit", b"strict"), "ours/limits.yaml:1: there is no profile 'strict'"),
        ("limits.yaml", LIMITS.replace(b"inside", b"insides"), "ours/limits.yaml:3: there is no limit 'insides'"),
        ("limits.yaml", LIMITS.replace(b"0.9", b"90"), "ours/limits.yaml:3: inside is no number above 0, up to 1"),
        ("limits.yaml", LIMITS.replace(b"0.9", b"true"), "ours/limits.yaml:3: inside is no number"),
        ("placement.yaml", PLACED, "ours/placement.yaml:2: there is no measure 'I-SB-2-A.x1'"),
        ("extra.yaml", b"a: 1\n", "ours/extra.yaml: is no file of an overlay"),
    ],
)
def test_a_mistake_names_file_line_and_what_to_do(pack: Pack, file: str, text: bytes, said: str) -> None:
    found = mistakes(pack, {file: text})
    assert any(one.startswith(said) for one in found), found


def test_mistakes_of_all_files_come_together(pack: Pack) -> None:
    files = {
        "criteria.yaml": OWN.replace(b".x1", b".7"),
        "limits.yaml": LIMITS.replace(b"audit", b"strict"),
        "conditions.yaml": b"- 1\n",
    }
    found = mistakes(pack, files)
    assert {one.partition(":")[0] for one in found} == {
        "ours/criteria.yaml",
        "ours/limits.yaml",
        "ours/conditions.yaml",
    }


def test_an_empty_overlay_is_a_mistake(pack: Pack) -> None:
    assert mistakes(pack, {}) == ["ours: an overlay without a file"]
