"""Exceptions as files: whole or refused, each with its line."""

from pathlib import Path

import pytest

from sammeter.app.signoff_pages import as_text, listed
from sammeter.app.signoffs import read_signoffs
from sammeter.errors import DataError, NotFoundError, SourceError

ENTRY = """- requirement: tests-pass
  reason: the test machine is broken
  requester: Ann
  approver: Bob
  approver_role: security-lead
  measure: tests run on a laptop
  start: 2026-01-01
  end: 2026-01-31
"""


def written(folder: Path, text: str) -> Path:
    (folder / "a.yaml").write_text(f"exceptions:\n{text}")
    return folder


def test_an_exception_is_read_with_its_line_and_an_id_of_its_content(tmp_path: Path) -> None:
    (one,) = read_signoffs([written(tmp_path, ENTRY)])
    assert one.where == f"{tmp_path / 'a.yaml'}:2"
    (again,) = read_signoffs([tmp_path, tmp_path / "a.yaml"])
    assert again == one
    (other,) = read_signoffs([written(tmp_path, ENTRY.replace("broken", "gone"))])
    assert other.id != one.id


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("- requirement: tests-pass\n", "- app: shop\n", "it is about nothing"),
        ("- requirement: tests-pass\n", "- path: '**/*'\n", "the path '**/*' is everything"),
        ("approver: Bob", "approver: ' ANN '", "nobody signs off their own request"),
        ("end: 2026-01-31", "end: 2025-01-31", "it ends before it starts"),
        ("end: 2026-01-31", "end: for ever", "start and end are days"),
        ("measure: tests run on a laptop", "measure: ''", "'measure' is not said"),
        ("  approver_role: security-lead\n", "", "field 'approver_role' is missing"),
        ("  reason:", "  because: x\n  reason:", "unknown field 'because'"),
        ("  reason:", "  reason: x\n  reason:", "stands twice"),
    ],
)
def test_an_exception_that_is_wrong_is_refused_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(DataError) as caught:
        read_signoffs([written(tmp_path, ENTRY.replace(old, new))])
    (one,) = caught.value.mistakes
    assert says in one.message
    assert one.where.startswith(f"{tmp_path / 'a.yaml'}:")


def test_what_is_not_there_or_a_link_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_signoffs([tmp_path / "gone"])
    (tmp_path / "b.yaml").symlink_to("/etc/hostname")
    with pytest.raises(SourceError, match="link"):
        read_signoffs([tmp_path])


def test_the_list_leads_with_what_lapsed_and_what_lapses_soon(tmp_path: Path) -> None:
    more = "".join(ENTRY.replace("2026-01-31", end).replace("2026-01-01", start) for start, end in [
        ("2025-01-01", "2025-12-31"), ("2026-02-01", "2026-02-28"), ("2026-01-01", "2026-03-01"),
    ])  # fmt: skip
    found = listed(read_signoffs([written(tmp_path, ENTRY + more)]), "2026-01-20", 14)
    assert [one.state for one in found] == ["lapsed", "lapses soon", "not begun", "in force"]
    text = as_text(found, 14)
    assert text.startswith("Lapsed\n")
    assert text.endswith("4 exceptions: 1 lapsed, 1 lapses soon, 1 not begun, 1 in force\n")
    assert max(map(len, text.replace(str(tmp_path), "").splitlines())) <= 80
