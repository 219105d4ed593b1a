"""No text of ours shares six words in a row with OWASP's files (R36, CC BY-SA)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sammeter.data import wording
from sammeter.data.compile import sources
from sammeter.data.editions import digested
from sammeter.data.reader import Mistakes, read
from sammeter.data.upstream import as_yaml, model_files, read_edition, texts_of
from sammeter.text import Node

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "NOTICE", *sorted((ROOT / "docs").rglob("*.md"))]
CORE = ROOT.parent / "shared" / "samm-core"


def texts(node: Node) -> Iterator[tuple[str, str]]:
    if isinstance(node.value, str):
        yield node.where, node.value
    elif isinstance(node.value, dict):
        for key, child in node.value.items():
            yield from ((where, f"{key} {text}" if where == child.where else text) for where, text in texts(child))
    elif isinstance(node.value, list):
        for child in node.value:
            yield from texts(child)


def offences(found: Iterator[tuple[str, str]], known: frozenset[bytes]) -> dict[str, list[str]]:
    return {where: runs for where, text in found if (runs := wording.shared(text, known))}


@pytest.mark.parametrize("name", sorted(name for name in sources() if name != "upstream.yaml"))
def test_no_data_file_shares_six_words_in_a_row_with_owasp(name: str) -> None:
    assert offences(texts(read(sources()[name], name, Mistakes())), wording.owasp()) == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_shares_six_words_in_a_row_with_owasp(page: Path) -> None:
    assert wording.shared(page.read_text(encoding="utf-8"), wording.owasp()) == []


def test_a_planted_sentence_is_found_by_its_digests_alone() -> None:
    corpus = ["The farmer counts all hens before the sun goes down each day.", "A fox waits behind the barn."]
    known = wording.unpack(wording.pack(corpus))
    planted = "As we know, THE FARMER counts all hens before noon."
    assert wording.shared(planted, known) == ["the farmer counts all hens before"]
    assert wording.shared("The farmer counts no hens before the sun goes up.", known) == []
    assert b"hens" not in wording.pack(corpus)


def test_signs_capitals_and_line_ends_hide_nothing() -> None:
    known = wording.unpack(wording.pack(["The farmer's dog can't count all hens."]))
    assert wording.shared("the FARMER\u2019s dog, can't\n  count -- all", known) == ["the farmers dog cant count all"]


def test_the_committed_list_is_small_and_sorted() -> None:
    data = (ROOT / "src/sammeter/data" / wording.NAME).read_bytes()
    assert len(data) < 600_000
    assert len(wording.owasp()) * wording.SIZE == len(data)
    assert data == b"".join(sorted(wording.owasp()))


@pytest.mark.skipif(not CORE.is_dir(), reason="OWASP's files are not beside the project")
def test_digests_and_runs_are_those_of_owasps_files() -> None:
    mistakes, everything, editions = Mistakes(), list[str](), {}
    for place in sorted(path for path in CORE.iterdir() if path.is_dir()):
        root, files = model_files(place, mistakes)
        editions[place.name] = digested(read_edition(files, mistakes, root=str(root)))
        everything += texts_of(files, mistakes)
    assert mistakes.found == []
    assert as_yaml(editions) == (ROOT / "src/sammeter/data/upstream.yaml").read_text(encoding="utf-8")
    assert wording.pack(everything) == (ROOT / "src/sammeter/data" / wording.NAME).read_bytes()
    assert all(
        wording.shared(text, wording.owasp()) for text in everything if len(wording.words(text)) >= wording.LENGTH
    )
