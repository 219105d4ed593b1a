"""YAML from outside: 1.2 words, strictness, caps, places; and nothing but a Node or a SourceError, whatever the bytes."""

import time
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import example, given
from hypothesis import strategies as st

from sammeter.errors import SourceError
from sammeter.text import Limits, Node, yaml


def plain(text: str | bytes, **limits: int) -> Any:
    data = text.encode() if isinstance(text, str) else text
    return yaml.read(data, where="f.yml", limits=Limits(**limits)).plain()


def refusal(text: str | bytes, **limits: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        plain(text, **limits)
    return caught.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"), ("off", "off"), ("yes", "yes"), ("No", "No"), ("Y", "Y"), ("NO", "NO"),
        ("true", True), ("True", True), ("FALSE", False), ("tRue", "tRue"),
        ("null", None), ("~", None), ("", None), ("Null", None), ("nUll", "nUll"),
        ("010", 10), ("0o10", 8), ("0x1F", 31), ("-7", -7), ("+7", 7), ("1_000", "1_000"), ("0b11", "0b11"),
        ("1:30", "1:30"), ("190:20:30", "190:20:30"), ("2026-01-31", "2026-01-31"), ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z"),
        ("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("-1e3", -1000.0), ("1e400", "1e400"), (".inf", ".inf"), (".nan", ".nan"),
        (".", "."), ("-", [None]), ("+", "+"), ("=", "="), ("'5'", "5"), ('"true"', "true"), ("'~'", "~"), ('""', ""),
        ("1.2.3", "1.2.3"), ("\u00b2", "\u00b2"), ("\u0661", "\u0661"),
    ],
)  # fmt: skip
def test_a_plain_scalar_means_what_the_core_schema_of_yaml_1_2_says(text: str, value: object) -> None:
    assert plain(text) == value
    assert type(plain(text)) is type(value)


def test_the_key_on_of_a_workflow_is_a_word() -> None:
    assert plain("on: [push]\nNo: 1\nyes: 2") == {"on": ["push"], "No": 1, "yes": 2}


def test_a_yaml_directive_does_not_bring_the_words_of_1_1_back() -> None:
    assert plain("%YAML 1.1\n---\na: no") == {"a": "no"}


def test_keys_that_are_no_text_are_read_as_text() -> None:
    assert plain("1: a\ntrue: b\n~: c\n1.5: d") == {"1": "a", "true": "b", "null": "c", "1.5": "d"}


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2", "{a: 1, 'a': 2}", "1: x\n'1': y", "x:\n  k: 1\n  k: 1", "&a b: 1\n*a : 2"]
)
def test_a_key_that_stands_twice_is_refused(text: str) -> None:
    assert refusal(text).reason == "duplicate key"


def test_a_duplicate_names_both_lines() -> None:
    error = refusal("a: 1\nb: 2\na: 3\n")
    assert error.where == "f.yml:3"
    assert "first on line 1" in error.message


def test_merge_keys_are_resolved_and_own_keys_win() -> None:
    text = "base: &b {x: 1, y: 2}\nother: &o {y: 3, z: 4}\none: {<<: *b, x: 9}\ntwo:\n  <<: [*b, *o]\n"
    assert plain(text)["one"] == {"x": 9, "y": 2}
    assert plain(text)["two"] == {"x": 1, "y": 2, "z": 4}


def test_a_key_after_the_merge_still_wins_whatever_the_order() -> None:
    assert plain("b: &b {x: 1}\nc:\n  x: 5\n  <<: *b\n")["c"] == {"x": 5}


def test_a_quoted_merge_key_is_an_ordinary_key() -> None:
    assert plain('"<<": {a: 1}') == {"<<": {"a": 1}}


def test_merging_null_adds_nothing_and_merging_text_is_refused() -> None:
    assert plain("a: {<<: , b: 1}") == {"a": {"b": 1}}
    assert refusal("a: {<<: text, b: 1}").reason == "wrong type"


def test_an_alias_that_holds_itself_is_refused() -> None:
    for text in ("a: &x [*x]", "a: &x {b: *x}", "&x [1, [*x]]", "a: &x {<<: *x}"):
        assert refusal(text).reason == "recursive alias"


def test_an_alias_without_anchor_is_refused_also_across_documents() -> None:
    assert refusal("a: *nobody").reason == "malformed"
    with pytest.raises(SourceError, match="has no anchor"):
        yaml.read_all(b"--- &a 1\n--- *a\n", where="f")


def test_anchors_and_aliases_may_be_keys_where_they_are_scalars() -> None:
    assert plain("x: &k key\n*k : v") == {"x": "key", "key": "v"}
    assert plain("&a key: v\nb: *a") == {"key": "v", "b": "key"}
    assert refusal("x: &k [1]\n*k : v").message == "a key that is no scalar"


@pytest.mark.parametrize("text", ["? [a]\n: b", "? {a: 1}\n: b", "{[a]: b}", "{{a: 1}: b}"])
def test_a_key_that_is_no_scalar_is_refused(text: str) -> None:
    assert refusal(text).reason == "malformed"


def laughs(width: int, height: int) -> str:
    lines = ["a0: &a0 [lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, height)]
    return "\n".join(lines)


def test_a_billion_laughs_are_counted_before_they_are_laughed() -> None:
    started = time.perf_counter()
    assert refusal(laughs(9, 10)).reason == "too large"
    assert time.perf_counter() - started < 2


def test_laughs_by_merge_keys_are_counted_too() -> None:
    keys = ", ".join(f"k{n}: 1" for n in range(500))
    text = f"a: &a {{{keys}}}\n" + "\n".join(f"m{n}: {{<<: *a}}" for n in range(900))
    assert refusal(text).reason == "too large"


def test_what_a_mapping_overrules_from_a_merge_is_counted_all_the_same() -> None:
    """It is dropped, and Python may give the memory of one node to the next: sizes must not be mixed up."""
    big = ", ".join(["1"] * 300)
    lines = [f"m{n}: {{<<: {{k: &x {value}, j: *x}}, k: 1, j: 1}}" for n, value in enumerate(["[1]", f"[{big}]"] * 40)]
    assert refusal("\n".join(lines), nodes=20_000).reason == "too large"


def test_depth_is_counted_through_aliases() -> None:
    text = "a0: &a0 []\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 80))
    assert refusal(text).reason == "too deep"


def test_too_many_aliases_are_refused() -> None:
    assert refusal("a: &a 1\nb: [" + "*a, " * 1001 + "]").reason == "too many aliases"


@pytest.mark.parametrize("text", ["[" * 70, "{a: " * 70, "- " * 70, "? " * 70, "[" * 1_000_000])
def test_depth_is_a_number_and_never_a_crash(text: str) -> None:
    started = time.perf_counter()
    assert refusal(text).reason in ("too deep", "malformed")
    assert time.perf_counter() - started < 5


def test_a_depth_of_64_is_read_and_65_is_not() -> None:
    assert plain("[" * 64 + "]" * 64) is not None
    assert refusal("[" * 65 + "]" * 65).reason == "too deep"


def test_a_larger_limit_is_a_limit_too() -> None:
    assert refusal("[" * 5000 + "]" * 5000, depth=4000).reason in ("too deep", "malformed")


def test_what_is_larger_than_the_cap_is_refused_with_the_cap() -> None:
    error = refusal(b"a" * 101, size=100)
    assert (error.reason, "100" in error.message) == ("too large", True)
    assert plain(b"a" * 3_000_000, size=4_000_000) == "a" * 3_000_000


def test_more_values_than_the_cap_are_refused() -> None:
    assert refusal("[" + "1," * 300 + "]", nodes=200).reason == "too large"
    assert refusal("---\n" * 300, nodes=200).reason == "too large"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a: \0b", "binary"), (b"\xff\xfea", "encoding"), ("é".encode("latin-1"), "encoding"), (b"\x80", "encoding"),
        (b"\xed\xa0\x80", "encoding"), (b"a: \x07", "malformed"), (b"\xff\xfe\x00\x00", "binary"),
        ("a".encode("utf-32"), "binary"), ("a: b".encode("utf-16-le"), "binary"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused(data: bytes, reason: str) -> None:
    assert refusal(data).reason == reason


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_utf_8_and_marked_utf_16_are_read(codec: str) -> None:
    mark = "\ufeff" if codec.endswith(("le", "be")) else ""
    assert plain(f"{mark}k: é😀".encode(codec)) == {"k": "é😀"}


def test_a_wrong_encoding_names_its_line() -> None:
    assert refusal(b"a: 1\nb: 2\nc: \xe9\n").where == "f.yml:3"


def test_a_tab_may_separate_and_may_not_indent() -> None:
    assert plain("a:\tb") == {"a": "b"}
    error = refusal("a:\n\tb: 1")
    assert (error.reason, error.where) == ("malformed", "f.yml:2")


def test_null_where_a_mapping_is_meant_is_an_empty_one() -> None:
    node = yaml.read(b"jobs: {a: null}", where="f")
    assert list(node["jobs"]["a"]["steps"]) == []
    assert node["jobs"]["a"]["uses"].text() == ""
    assert "a" in node["jobs"]
    assert not node["jobs"]["a"]


def test_a_wrong_type_is_refused_where_it_stands() -> None:
    node = yaml.read(b"jobs:\n  a: [1]\n", where="f")
    with pytest.raises(SourceError, match="a list where a mapping is expected") as caught:
        node["jobs"]["a"]["steps"]
    assert (caught.value.where, caught.value.reason) == ("f:2", "wrong type")


def test_several_documents_are_read_only_where_they_are_asked_for() -> None:
    data = b"a: 1\n---\nb: 2\n...\n---\n"
    assert [node.plain() for node in yaml.read_all(data, where="f")] == [{"a": 1}, {"b": 2}, None]
    with pytest.raises(SourceError, match="more than one document"):
        yaml.read(data, where="f")
    assert plain("") is None
    assert plain("# only a remark\n") is None


def test_custom_tags_are_ignored_and_their_values_kept() -> None:
    text = "a: !reference [.setup, script]\nb: !Ref Bucket\nc: !Sub '${A}'\nd: !GetAtt {x: 1}\ne: !Ref 12\nf: !!python/object/apply:os.system [x]\n"
    assert plain(text) == {"a": [".setup", "script"], "b": "Bucket", "c": "${A}", "d": {"x": 1}, "e": "12", "f": ["x"]}


def test_every_value_knows_its_line() -> None:
    node = yaml.read(b"a:\n  - x\n  - y: 1\n", where="d/f.yml")
    assert [item.where for item in node["a"]] == ["d/f.yml:2", "d/f.yml:3"]
    assert node["a"].items()[1]["y"].line == 3


def test_a_place_that_ends_in_something_like_a_digit_has_no_line() -> None:
    for where in ("x:²", "20240101", "v1:" + "9" * 5000, ":5", "x:"):
        assert Node(None, where).line == 1


ANYTHING = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=120).map(str.encode),
    st.text(st.sampled_from("ab:-?[]{},&*!|>'\"%@# \n\t<~01.\ufeff"), max_size=120).map(str.encode),
    st.text(st.sampled_from("ab: \n-&*[]{},<"), max_size=80).map(lambda text: text.encode("utf-16")),
)


@given(ANYTHING)
@example(b"")
@example(b"*")
@example(b"&a &b c")
@example(b"- !<tag:yaml.org,2002:str> x")
@example(b"%TAG ! x\n---\n!y z")
@example(b"!\n")
def test_any_bytes_give_a_node_or_a_source_error(data: bytes) -> None:
    started = time.perf_counter()
    fault: SourceError | None = None
    try:
        yaml.read(data, where="f").plain()
    except SourceError as error:
        fault = error
    assert fault is None or fault.where.startswith("f")
    assert time.perf_counter() - started < 2


QUOTED = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12
)
DOCUMENTS = st.recursive(
    QUOTED | st.integers(-(10**17), 10**17),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(QUOTED, inner, max_size=4),
    max_leaves=12,
)


class Quoted(pyyaml.SafeDumper):
    """Writes every text in quotation marks."""


Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


@given(DOCUMENTS, st.sampled_from([True, False]))
@example({"<<": {"a": 1}, "on": ["no"]}, False)  # noqa: FBT003 - block style
def test_documents_of_quoted_texts_and_numbers_are_read_as_pyyaml_reads_them(value: Any, flow: bool) -> None:  # noqa: FBT001
    text = pyyaml.dump(value, Dumper=Quoted, default_flow_style=flow, allow_unicode=True)
    assert plain(text) == pyyaml.safe_load(text) == value
