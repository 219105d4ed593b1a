"""Single OSV records as JSON, as an advisory database keeps them in folders."""

from pathlib import Path

import pytest
from tests.collect.deciding import gathered
from tests.collect.repositories import reasons, rows
from tests.collect.weaknesses import bill, place, record

WEB = "pkg:pypi/web@1.5"


def test_a_record_is_recognised_whether_it_concerns_a_part_or_not(tmp_path: Path) -> None:
    found = gathered(place(tmp_path, a_json=record(), b_json=record("never-used"), bom_json=bill(WEB)))
    assert (rows(found, "where", "id", kind="vuln.matches"), reasons(found)) == (
        [("evidence/a.json", "GHSA-aaaa-bbbb-cccc")],
        [],
    )


def test_records_alone_are_no_source_that_covers_anything(tmp_path: Path) -> None:
    assert not rows(gathered(place(tmp_path, a_json=record(), bom_json=bill(WEB))), "id", kind="vuln.feeds")


def test_a_version_that_cannot_be_compared_is_a_gap(tmp_path: Path) -> None:
    found = gathered(place(tmp_path, a_json=record(), bom_json=bill("pkg:pypi/web@0.9-doduo")))
    assert [(gap.where, gap.reason, gap.kinds) for gap in found.gaps] == [
        ("evidence/a.json", "not comparable", ("vuln.matches",))
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b'{"modified": "2026-01-01T00:00:00Z", "affected": [1]}', "wrong type"), (b'{"modified": "2026-01-01T00:00:00Z", "affected": [', "malformed"),
     (b'{"modified": "2026-01-01T00:00:00Z", "affected": [], "affected": []}', "duplicate key"), (b'{"affected": [], "id": "x"}', "not recognised")],
)  # fmt: skip
def test_what_cannot_be_read_is_a_gap_with_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    found = gathered(place(tmp_path, a_json=content))
    assert (found.facts, reasons(found)[:1]) == ((), [reason])


def test_a_record_beyond_the_cap_is_a_gap_and_read_no_further(tmp_path: Path) -> None:
    found = gathered(place(tmp_path, a_json=b" " * ((16 << 20) + 1)))
    assert [(gap.reason, gap.kinds) for gap in found.gaps] == [("too large", ("vuln.matches",))]
