"""Decision records: the status that they state, in the forms of Nygard and MADR."""

from pathlib import Path

import pytest
from tests.collect.decisions import handed_in, values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 1. Use a queue\n\nDate: 2026-03-01\n\n## Status\n\nAccepted\n", ("accepted", "2026-03-01T00:00:00Z")),
        ("---\nstatus: superseded by ADR-7\ndate: 2025-01-02\n---\n# Use a queue\n", ("superseded", "2025-01-02T00:00:00Z")),
        ("# Use a queue\n\n* Status: proposed\n* Date: 2026-04-05\n", ("proposed", "2026-04-05T00:00:00Z")),
        ("# Use a queue\n\n## Status\n\nDeprecated\n", ("deprecated", None)),
    ],
)  # fmt: skip
def test_a_record_says_what_became_of_it(tmp_path: Path, text: str, expected: tuple[str, str | None]) -> None:
    got = handed_in(tmp_path, {}, tree={"docs/adr/0001-queue.md": text}, only="adrs")
    assert values(got, "design.decisions", "id", "status", "at") == [("0001-queue", *expected)]


@pytest.mark.parametrize(
    ("name", "text"),
    [("docs/adr/README.md", "# Decisions\n\nWe write them down.\n"), ("docs/other/0001.md", "## Status\n\nAccepted\n"),
     ("examples/adr/0001.md", "## Status\n\nAccepted\n"), ("docs/adr/0002.md", "## Status\n\nSomething else\n")],
)  # fmt: skip
def test_what_states_none_is_no_decision(tmp_path: Path, name: str, text: str) -> None:
    got = handed_in(tmp_path, {}, tree={name: text}, only="adrs")
    assert (got.facts, got.gaps) == ((), ())


def test_another_encoding_is_a_gap(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"docs/adr/0001.md": "## Status\n\nAccepté\n".encode("latin-1")}, only="adrs")
    assert (got.facts, [gap.reason for gap in got.gaps]) == ((), ["encoding"])
