"""Zip archives from outside: measured before they are unpacked, and nothing leaves the archive."""

import io
import stat
import struct
import time
import warnings
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sammeter.errors import SourceError
from sammeter.text import Limits, zip  # noqa: A004 - the module is called so


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def unpacked(data: bytes, **limits: int) -> dict[str, bytes]:
    return dict(zip.entries(data, where="a.zip", limits=Limits(**limits)))


def refusal(data: bytes, **limits: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        unpacked(data, **limits)
    return caught.value


def test_a_sound_archive_is_read_and_its_folders_are_no_files() -> None:
    data = packed(("d/", b""), ("d/a.txt", b"a"), ("./b", b"b"), ("empty", b""), method=zipfile.ZIP_STORED)
    assert unpacked(data) == {"d/a.txt": b"a", "./b": b"b", "empty": b""}
    assert unpacked(packed()) == {}


def test_one_entry_has_a_cap_of_its_own() -> None:
    data = packed(("a", b"a"), ("b", b"bcdefghijk"), method=zipfile.ZIP_STORED)
    error = refusal(data, entry=9)
    assert (error.reason, error.where) == ("bomb", "a.zip!b")
    assert len(unpacked(data, entry=10)) == 2


def test_a_bomb_is_seen_by_its_ratio_before_it_is_unpacked() -> None:
    error = refusal(packed(("bomb", bytes(1_000_000))))
    assert (error.reason, error.where) == ("bomb", "a.zip!bomb")


def test_the_total_is_capped_over_all_entries() -> None:
    data = packed(*((f"f{n}", bytes(range(256)) * 4) for n in range(50)), method=zipfile.ZIP_STORED)
    assert refusal(data, unpacked=20_000).reason == "bomb"


def test_entries_that_share_one_packed_content_count_each() -> None:
    content = bytes(range(256)) * 1000
    data = bytearray(packed(("a", content)))
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    record = bytes(data[start:end])
    entries = b"".join(record[:46] + bytes([97 + n]) + record[47:] for n in range(20))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 20, 20, len(entries), start, 0)
    assert refusal(bytes(data[:start]) + entries + tail, unpacked=1_000_000).reason in ("bomb", "malformed")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_python_unpacks_without_bounds_are_not_read(method: int) -> None:
    """A lying header would let a few bytes of bzip2 fill the memory, whatever size is asked for."""
    started = time.perf_counter()
    assert refusal(packed(("a", bytes(30_000_000)), method=method)).reason == "malformed"
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "name",
    [
        "../a",
        "/etc/passwd",
        "a/../../b",
        "..\\a",
        "C:\\a",
        "c:a",
        "\\\\host\\share\\a",
        "//a",
        "..",
        "d/../..",
        "a/..",
        ".",
    ],
)
def test_a_path_that_leaves_the_archive_is_refused(name: str) -> None:
    assert refusal(packed((name, b"x"))).reason == "path traversal"


@pytest.mark.parametrize("name", ["a..b", "..a", "d/..a", "a/b/../c", "...", "d/c:d"])
def test_dots_that_lead_nowhere_else_are_fine(name: str) -> None:
    assert unpacked(packed((name, b"x"))) == {name: b"x"}


def test_a_symbolic_link_is_refused() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refusal(packed((link, b"/etc/passwd"))).reason == "link"


@pytest.mark.parametrize("second", ["a", "./a", "d/../a", "a/"])
def test_a_name_that_stands_twice_is_refused_in_every_spelling(second: str) -> None:
    assert refusal(packed(("a", b"1"), (second, b""))).reason == "malformed"


def test_an_entry_under_a_password_is_refused() -> None:
    data = bytearray(packed(("a", b"x")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)).reason == "encrypted"


def test_a_header_that_lies_about_the_size_is_refused() -> None:
    content = bytes(range(256)) * 40
    data = bytearray(packed(("a", content)))
    for magic, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", data, data.index(magic) + offset, 10)
    assert refusal(bytes(data)).reason in ("malformed", "bomb")


def test_a_broken_stream_and_a_cut_archive_are_refused() -> None:
    data = bytearray(packed(("a", b"hello world" * 20)))
    data[31] = 7  # a kind of block that deflate does not have
    assert refusal(bytes(data)).reason == "malformed"
    whole = packed(("a", b"hello world" * 20))
    for length in range(0, len(whole), 7):
        assert refusal(whole[:length]).reason == "malformed"


def test_a_name_that_is_no_utf_8_is_refused() -> None:
    data = packed(("é", b"x")).replace("é".encode(), b"\xff\xff")
    assert refusal(data).reason == "malformed"


def test_too_many_entries_and_too_many_bytes_are_refused() -> None:
    data = packed(*((f"f{n}", b"") for n in range(30)))
    assert refusal(data, entries=20).reason == "too large"
    assert refusal(data, size=100).reason == "too large"


SOUND = packed(("a.txt", b"hello " * 30), ("d/b", b"x"), ("c", b""))


@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), max_size=6), st.integers(0, 20))
def test_a_damaged_archive_gives_its_files_or_a_source_error(damage: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(SOUND)
    for position, value in damage:
        data[position] = value
    with suppress(SourceError):
        assert len(unpacked(bytes(data[: len(data) - cut]))) <= 3
