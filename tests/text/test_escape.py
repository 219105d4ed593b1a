"""Text from outside cannot move a cursor, turn a line around, open a link or call a person."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.text.escape import markdown, terminal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 😀", "plain é 😀"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x1b]8;;http://evil.example\x07click\x1b]8;;\x07", r"\x1b]8;;http://evil.example\x07click\x1b]8;;\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("safe\rEVIL", r"safe\x0dEVIL"),
        ("a\nb\tc", r"a\nb c"),
        ("a\u202eb\u2066c\u200fd", r"a\x202eb\x2066c\x200fd"),
        ("zero\u200bwidth\ufeff", r"zero\x200bwidth\xfeff"),
        ("bell\x07 back\x08 del\x7f nel\x85", r"bell\x07 back\x08 del\x7f nel\x85"),
        ("tag\U000e0041", r"tag\xe0041"),
        ("half\ud800", r"half\xd800"),
        ("soft\xadhyphen", r"soft\xadhyphen"),
    ],
)
def test_a_terminal_is_shown_codes_instead_of_controls(text: str, shown: str) -> None:
    assert terminal(text) == shown


@given(st.text(st.characters(), max_size=60))
def test_whatever_is_printed_is_one_line_of_visible_characters(text: str) -> None:
    shown = terminal(text)
    shown.encode()
    assert len(shown.splitlines()) <= 1
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [
        char
        for char in shown
        if unicodedata.bidirectional(char) in ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("[x](http://evil.example)", r"\[x\]\(http:\//evil.example\)"),
        ("https://evil.example", r"https:\//evil.example"),
        ("www.evil.example", r"www\.evil.example"),
        ("WWW.evil.example", r"WWW\.evil.example"),
        ("<img src=x onerror=y>", r"&lt;img src\=x onerror\=y&gt;"),
        ("a | b", r"a \| b"),
        ("`code` **bold** __x__ ~~y~~", r"\`code\` \*\*bold\*\* \_\_x\_\_ \~\~y\~\~"),
        ("# head", r"\# head"),
        ("1. item", r"1\. item"),
        ("12) item", r"12\) item"),
        ("- item", r"\- item"),
        ("&lt;b&gt; &amp;", r"&amp;lt;b&amp;gt; &amp;amp;"),
        ("\\<b>", r"\\&lt;b&gt;"),
        ("@team", "@&#8203;team"),
        ("a\n\n# b", r"a\\n\\n\# b"),
        ("![x](y)", r"\!\[x\]\(y\)"),
        ("v1.2.3", "v1.2.3"),
    ],
)  # fmt: skip
def test_markdown_shows_the_text_literally(text: str, source: str) -> None:
    assert markdown(text) == source


@given(st.text(st.sampled_from("<>&\\[]()`*_~|#!@:/w.1 a-+"), max_size=30))
def test_no_bare_bracket_or_backtick_is_left_in_markdown(text: str) -> None:
    source = markdown(text)
    assert "<" not in source
    assert ">" not in source
    rest = source.replace("\\\\", "")
    for char in "[]()`*_~|!":
        assert rest.count(char) == rest.count("\\" + char)
    assert "://" not in rest
