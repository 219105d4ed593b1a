"""JSON5: what it allows beyond JSON is read, and everything else is refused as in JSON."""

import json as stdlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.errors import SourceError
from sammeter.text import Limits, json5

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=12,
)  # fmt: skip


def plain(text: str) -> Any:
    return json5.read(text.encode(), where="x").plain()


def test_comments_bare_keys_single_quotes_and_trailing_commas_are_read() -> None:
    text = """// one
{ a: 'it\\'s "x"', /* two
 */ $b: +0x1F, 'c': [1., .5, -2.5e3,], d /* three */ : {true: true,}, "f\\x41": "li\\
ne",}"""
    assert plain(text) == {"a": 'it\'s "x"', "$b": 31, "c": [1.0, 0.5, -2500.0], "d": {"true": True}, "fA": "line"}


@given(VALUES)
def test_all_json_is_json5(value: Any) -> None:
    assert plain(stdlib.dumps(value)) == value


@pytest.mark.parametrize(
    "text",
    ["{,}", "[,]", "{a:1,,}", "{a:NaN}", "{a:-Infinity}", "{a:1 b:2}", "{a:1,'a':2}", "{a:'x}", "/* x", "[1 2]", "{a:012}", "", "{a:1}}", "a b",
     "[" * 1000, "{a:'\n'}"],
)  # fmt: skip
def test_what_is_no_json5_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        plain(text)
    assert caught.value.where.startswith("x")


def test_a_fault_is_found_on_its_line() -> None:
    with pytest.raises(SourceError) as caught:
        plain("// a\n{\n  b: 1\n  c: 2\n}\n")
    assert caught.value.where == "x:4"


def test_the_caps_hold() -> None:
    with pytest.raises(SourceError, match="more than"):
        json5.read(b"[" + b"1," * 50 + b"]", where="x", limits=Limits(nodes=20))
