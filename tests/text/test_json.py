"""JSON from outside: strict, capped, located by pointer; and nothing but a Node or a SourceError, whatever the bytes."""

import json as std
import time
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sammeter.errors import SourceError
from sammeter.text import Limits, json


def read(text: str | bytes, **limits: int) -> Any:
    return json.read(text.encode() if isinstance(text, str) else text, where="f.json", limits=Limits(**limits)).plain()


def refusal(text: str | bytes, **limits: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(text, **limits)
    return caught.value


def test_a_key_that_stands_twice_is_refused_at_its_object() -> None:
    error = refusal('{"a": {"b": 1, "b": 2}}')
    assert (error.reason, error.where) == ("duplicate key", "f.json#/a")
    assert refusal(r'{"a": 1, "\u0061": 2}').reason == "duplicate key"


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "-Infinity", "[1e999]", "-1e400", "1" * 400, "[" + "1" * 5000 + "]"]
)
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    assert refusal(text).reason == "malformed"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("-0", 0), ("9223372036854775807", 2**63 - 1), ("-9223372036854775808", -(2**63)), ("18446744073709551615", 2**64 - 1),
        ("18446744073709551616", 2.0**64), ("123456789012345678901234567890", 1.2345678901234568e29), ("1.5", 1.5), ("1e3", 1000.0),
    ],
)  # fmt: skip
def test_whole_numbers_are_exact_as_far_as_64_bits_go(text: str, value: float) -> None:
    assert read(text) == value
    assert type(read(text)) is type(value)


def test_depth_is_refused_before_the_parser_meets_it() -> None:
    started = time.perf_counter()
    error = refusal("\n" + "[" * 500_000 + "]" * 500_000)
    assert (error.reason, error.where) == ("too deep", "f.json:2")
    assert refusal('{"a":' * 70 + "1" + "}" * 70).reason == "too deep"
    assert time.perf_counter() - started < 3


def test_brackets_inside_texts_are_no_depth() -> None:
    assert read(std.dumps(["[" * 200, '\\"[' * 200, "]" * 9])) == ["[" * 200, '\\"[' * 200, "]" * 9]
    assert read("[" * 64 + "]" * 64) is not None


def test_a_larger_depth_is_a_limit_too() -> None:
    assert refusal("[" * 5000 + "]" * 5000, depth=4900).reason in ("too deep", "malformed")
    with suppress(SourceError):
        read("[" * 600 + "]" * 600, depth=700)


@pytest.mark.parametrize("text", [r'"\ud800"', r'{"\udfff": 1}', r'["a", {"b": "x\ud83dy"}]'])
def test_half_a_character_is_refused_since_nothing_could_print_it(text: str) -> None:
    assert refusal(text).reason == "encoding"


def test_a_whole_pair_of_surrogates_is_one_character() -> None:
    assert read(r'"\ud83d\ude00"') == "😀"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "[1,]",
        "{'a': 1}",
        "[1] [2]",
        "// x\n1",
        "01",
        "+1",
        ".5",
        "1.",
        '"\t"',
        '"\\x"',
        "nul",
        "{",
        "\ufeff\ufeff1",
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text: str) -> None:
    error = refusal(text)
    assert error.reason == "malformed"
    assert error.where.startswith("f.json")


def test_more_values_and_more_bytes_than_the_caps_are_refused() -> None:
    assert refusal("[" + "1," * 300 + "1]", nodes=200).reason == "too large"
    assert refusal("[" + " " * 300 + "1]", size=200).reason == "too large"


@pytest.mark.parametrize(("data", "reason"), [(b'"\0"', "binary"), (b'"\xe9"', "encoding"), (b"\xff\xfe1", "encoding")])
def test_bytes_that_are_no_text_are_refused(data: bytes, reason: str) -> None:
    assert refusal(data).reason == reason


def test_utf_16_and_a_byte_order_mark_are_read() -> None:
    assert read('"é"'.encode("utf-16")) == "é"
    assert read('"é"'.encode("utf-8-sig")) == "é"


def test_every_value_knows_its_pointer() -> None:
    node = json.read(b'{"a/b": [{"c~d": 1}]}', where="f")
    assert node["a/b"].items()[0]["c~d"].where == "f#/a~1b/0/c~0d"


def test_an_escaped_control_is_kept_as_it_is_no_control_of_the_file() -> None:
    assert read(r'"\u0000\u001b"') == "\0\x1b"


ANYTHING = st.one_of(
    st.binary(max_size=200),
    st.text(st.sampled_from('{}[]:,"\\ud80\nntrufalse-+.eE019 '), max_size=100).map(str.encode),
    st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
                 lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
                 max_leaves=10).map(lambda value: std.dumps(value).encode()),
)  # fmt: skip


@given(ANYTHING)
@example(b"[" * 70)
@example(b'{"a":1' + b"}" * 100 + b"[" * 100)
def test_any_bytes_give_a_node_or_a_source_error(data: bytes) -> None:
    fault: SourceError | None = None
    try:
        value = json.read(data, where="f").plain()
        assert std.loads(std.dumps(value, allow_nan=False)) == value
        std.dumps(value, ensure_ascii=False).encode()
    except SourceError as error:
        fault = error
    assert fault is None or fault.where.startswith("f")


@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=8),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=10))  # fmt: skip
def test_sound_documents_are_read_as_the_standard_library_reads_them(value: Any) -> None:
    assert read(std.dumps(value)) == value


PLAIN = [
    b'{"a": {"b": 1, "b": 2}}', b"[NaN]", b"[1e999]", b"[" * 99 + b"]" * 99, b'{"a"', b'"\xff"', b'["\\ud800"]', b'{"\\udc00": 1}', b"", b"[1,]",
]  # fmt: skip


@pytest.mark.parametrize("data", PLAIN)
def test_plain_refuses_what_read_refuses(data: bytes) -> None:
    reasons = []
    for reader in (json.read, json.plain):
        with pytest.raises(SourceError) as caught:
            reader(data, where="f.json")
        reasons.append(caught.value.reason)
    assert reasons[0] == reasons[1]


def test_plain_caps_values_and_bytes() -> None:
    for limits in (Limits(nodes=3), Limits(size=5)):
        with pytest.raises(SourceError) as caught:
            json.plain(b"[1, 2, 3, 4, 5, 6]", where="f.json", limits=limits)
        assert caught.value.reason == "too large"


@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner)))  # fmt: skip
def test_plain_gives_what_read_gives(value: Any) -> None:
    data = std.dumps(value).encode()
    assert json.plain(data, where="f.json") == json.read(data, where="f.json").plain() == value


class Shape(msgspec.Struct):
    """A shape with one member."""

    name: str = ""


def test_a_shape_passes_over_what_it_does_not_name_and_refuses_another_type() -> None:
    assert json.shaped(b'{"name": "a", "more": [1]}', Shape, where="f.json") == Shape(name="a")
    with pytest.raises(SourceError) as caught:
        json.shaped(b'{"name": 1}', Shape, where="f.json")
    assert (caught.value.reason, caught.value.where) == ("wrong type", "f.json#")
    assert "$.name" in caught.value.message
