"""TOML from outside: strict, capped, and nothing but data or a SourceError."""

import time

import pytest

from sammeter.errors import SourceError
from sammeter.text import Limits, toml


def refusal(text: str | bytes, **limits: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        toml.plain(text.encode() if isinstance(text, str) else text, where="f.toml", limits=Limits(**limits))
    return caught.value


def test_a_document_is_plain_data() -> None:
    assert toml.plain(b'a = 1\n[b]\nc = ["x"] # [[[\n', where="f.toml") == {"a": 1, "b": {"c": ["x"]}}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a = 1\na = 2", "malformed"), ("a = [", "malformed"), (b"a = '\xff'", "encoding"), ("a = " + "[" * 65 + "]" * 65, "too deep"),
        ("a" + ".a" * 70 + " = 1", "too deep"), ("[" + "a." * 70 + "a]", "too deep"), ("a = " + "{a = " * 65 + "1" + "}" * 65, "too deep"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_reason(text: str | bytes, reason: str) -> None:
    assert refusal(text).reason == reason


def test_a_fault_names_its_line() -> None:
    assert refusal("a = 1\nb = = 2").where == "f.toml:2"


def test_caps_hold() -> None:
    assert refusal("a = 1\n" * 10, size=20).reason == "too large"
    assert refusal("a = [1, 2, 3, 4]", nodes=3).reason == "too large"


def test_brackets_in_texts_and_comments_are_no_depth() -> None:
    brackets = "[" * 100
    text = (
        f'a = "{brackets}"\nb = \'{brackets}\'\nc = """\n{brackets} "x" """\nd = \'\'\'{brackets}\'\'\'\n# {brackets}\n'
    )
    assert toml.plain(text.encode(), where="f.toml")["b"] == brackets


def test_depth_is_refused_before_the_parser_meets_it() -> None:
    started = time.perf_counter()
    assert refusal("a = " + "[" * 500_000).reason == "too deep"
    assert time.perf_counter() - started < 3
