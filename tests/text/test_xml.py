"""XML from outside: no DTD, no entities, nothing fetched, capped."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.errors import SourceError
from sammeter.text import Limits, xml

LAUGHS = '<!DOCTYPE x [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 10)
) + "]><x>&a9;</x>"  # fmt: skip


def refusal(text: str | bytes, **limits: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        xml.read(text.encode() if isinstance(text, str) else text, where="f.xml", limits=Limits(**limits))
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS, "<!DOCTYPE x><x/>", '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><x/>', '<!DOCTYPE x [<!ATTLIST x a CDATA "y">]><x/>',
    ],
)  # fmt: skip
def test_a_dtd_or_an_entity_is_refused(text: str) -> None:
    for codec in ("utf-8", "utf-8-sig", "utf-16"):
        assert refusal(text.encode(codec)).reason == "forbidden XML"


@pytest.mark.parametrize(
    "name",
    ["utf-7", "unicode_escape", "rot13", "base64", "idna", "utf-32", "cp037", "undefined", "x" * 40, "", "no such"],
)
def test_an_encoding_in_which_something_could_hide_is_refused(name: str) -> None:
    assert refusal(f'<?xml version="1.0" encoding="{name}"?><a/>').reason in ("encoding", "malformed")


@pytest.mark.parametrize("codec", ["utf-8", "iso-8859-1", "windows-1252", "us-ascii", "utf-16"])
def test_the_encodings_that_tools_write_are_read(codec: str) -> None:
    text = "a" if codec == "us-ascii" else "é"
    assert xml.read(f'<?xml version="1.0" encoding="{codec}"?><a>{text}</a>'.encode(codec), where="f").text == text


def test_an_encoding_that_lies_is_refused() -> None:
    assert refusal(b'<?xml version="1.0" encoding="utf-8"?><a>\xe9</a>').reason == "malformed"
    assert refusal('<?xml version="1.0" encoding="utf-8"?><a/>'.encode("utf-16")).reason == "malformed"


def test_depth_and_number_of_elements_are_capped_before_a_tree_is_built() -> None:
    started = time.perf_counter()
    assert refusal("<a>" * 300_000).reason == "too deep"
    assert refusal("<a>" * 65 + "</a>" * 65).reason == "too deep"
    assert refusal("<a>" + "<b/>" * 300 + "</a>", nodes=200).reason == "too large"
    assert refusal("<a>" + " " * 300 + "</a>", size=200).reason == "too large"
    assert time.perf_counter() - started < 3
    assert xml.read(b"<a>" * 64 + b"</a>" * 64, where="f").tag == "a"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "text",
        "<a b=1/>",
        "<a>&nbsp;</a>",
        "<a>&#0;</a>",
        "\0",
        "<a x:y='1'/>",
        "<?xml?>",
    ],
)
def test_what_is_no_xml_is_refused_with_its_line(text: str) -> None:
    error = refusal(text)
    assert error.reason == "malformed"
    assert error.where.startswith("f.xml")


def test_the_line_of_a_fault_is_named() -> None:
    assert refusal("<a>\n<b>\n</a>").where == "f.xml:3"


def test_remarks_instructions_and_cdata_do_no_harm() -> None:
    assert xml.read(b"<?x y?><!-- z --><a><![CDATA[<b>&e;]]></a>", where="f").text == "<b>&e;"


@given(
    st.binary(max_size=120) | st.text(st.sampled_from("<>/?!&;=\"' ab-[]DOCTYPExmlns:#"), max_size=80).map(str.encode)
)
def test_any_bytes_give_an_element_or_a_source_error(data: bytes) -> None:
    with suppress(SourceError):
        assert xml.read(data, where="f").tag
