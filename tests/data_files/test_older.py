"""Older editions and rewordings: digests only, and those of OWASP's files."""

import difflib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sammeter.data import older
from sammeter.data.compile import sources
from sammeter.data.editions import Edition, digest
from sammeter.data.older import Older, as_yaml, editions, older_than, rewordings
from sammeter.data.reader import Mistakes, read, structure
from sammeter.data.upstream import model_files, read_edition

ROOT = Path(__file__).parents[2]
CORE = ROOT.parent / "shared" / "samm-core"


def table() -> dict[str, Older]:
    mistakes = Mistakes()
    found = structure(read(sources()[older.NAME], older.NAME, mistakes), dict[str, Older], mistakes)
    mistakes.settle(older.NAME)
    assert found is not None
    return found


def test_older_editions_hold_digests_and_no_texts() -> None:
    for one in table().values():
        for asked in one.questions.values():
            assert all(re.fullmatch(r"[0-9a-f]{16}", text) for text in (asked.text, *asked.criteria))
        for options in one.answer_sets.values():
            assert all(re.fullmatch(r"[0-9a-f]{16}", text) for text in options.texts)


def test_the_file_is_as_its_script_writes_it() -> None:
    assert as_yaml(table()) == sources()[older.NAME].decode()


def test_a_release_that_spells_a_key_otherwise_is_read_all_the_same(tmp_path: Path) -> None:
    place = tmp_path / "2.0.16"
    if not CORE.is_dir():
        pytest.skip("OWASP's files are not beside the project")
    subprocess.run(["cp", "-r", str(CORE / "2.0.16"), str(place)], check=True)
    subprocess.run(["chmod", "-R", "u+w", str(place)], check=True)
    for path in place.rglob("questions/*.yml"):
        path.write_text(path.read_text(encoding="utf-8").replace("answerSet:", "answerset:"), encoding="utf-8")
    mistakes = Mistakes()
    assert older_than("2.0.16", place, mistakes) == Older(like="2.0.16")
    assert mistakes.found == []


def _read(version: str) -> Edition:
    mistakes = Mistakes()
    root, found = model_files(CORE / version, mistakes)
    return read_edition(found, mistakes, root=str(root))


def _texts(edition: Edition) -> Iterator[tuple[str, str]]:
    for name, asked in edition.questions.items():
        yield name, asked.text
        yield from ((f"{name}.{number}", text) for number, text in enumerate(asked.criteria, 1))


@pytest.mark.skipif(not CORE.is_dir(), reason="OWASP's files are not beside the project")
def test_what_counts_as_a_rewording_is_nearly_the_same_text() -> None:
    """A guard of the judgement: at least four of five words are the same, but in the shortest sentences."""
    before, after = (
        {(id_, digest(text)): text for id_, text in _texts(_read(version))} for version in ("2.1.0", "2.2.0")
    )
    pairs = [(one.id, before[one.id, one.before], after[one.id, one.after]) for one in rewordings()
             if (one.id, one.before) in before and (one.id, one.after) in after]  # fmt: skip
    assert len(pairs) > 20
    for id_, x, y in pairs:
        near = difflib.SequenceMatcher(None, x.split(), y.split()).ratio()
        assert near >= 0.6, (id_, near)


def test_every_edition_is_of_the_same_90_questions() -> None:
    assert {len(edition.questions) for edition in editions().values()} == {90}
