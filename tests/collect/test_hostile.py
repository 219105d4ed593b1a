"""One hostile folder for all collectors: whatever a file is called and whatever it holds, none fails, hangs or follows it.

A collector that raises what it should not is caught by the runner, logged, and shown as a gap of the reason ``bug``: there
must be none here.
"""

import io
import json
import os
import random
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.collect.criteria.test_worlds import WORLDS
from tests.collect.criteria.world import Files, text
from tests.collect.repositories import AS_OF, Repository

from sammeter.collect.folder import FolderTree
from sammeter.collect.git import open_git
from sammeter.collect.registry import Documents, load
from sammeter.collect.registry import Files as Reads
from sammeter.collect.run import NoCache, run, run_documents
from sammeter.facts.collected import Collected

DEEP = 20_000


def _zip(**contents: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return held.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
) + b"]><testsuites>&j;</testsuites>"  # fmt: skip
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
PAYLOADS: dict[str, bytes] = {
    "empty": b"", "nothing": b"null", "number": b"1e999999", "long number": b"9" * 5_000, "text": b'"x"', "list": b"[[[]]]", "mapping": b"{}",
    "lists": b"[" * DEEP, "mappings": b'{"a":' * DEEP, "sequences": b"- " * DEEP, "elements": b"<a>" * DEEP, "laughs": LAUGHS, "aliases": ALIASES.encode(),
    "outside": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "utf-16": '{"version": "2.1.0"}'.encode("utf-16"),
    "latin-1": "{\"näme\": 1}".encode("latin-1"), "zeros": b"\0" * 3_000, "controls": b'{"runs": "\x1b[2J\x1b]0;x\x07"}', "twice": b'{"runs": [], "runs": {}}',
    "one line": b"x" * 200_000, "many lines": b"a: b\n" * 8_000, "quotes": b'"' * 50_000, "brackets": b"](" * 50_000, "stars": b"*" * 50_000, "spaces": b" " * 300_000,
    "bomb": _zip(**{f"a{n}.json": b"[" + b" " * 3_000_000 + b"]" for n in range(4)}), "nested zip": _zip(a=_zip(b=_zip(c=b"x"))), "torn zip": _zip(a=b"x")[:-9],
    "climbing": _zip(**{"../../etc/passwd": b"{}", "/etc/shadow": b"{}", "c:\\x": b"{}"}), "yaml tags": b"a: !!python/object/apply:os.system [echo]\n",
    "merge": b"a: &a {<<: *a}\n", "front matter": b"---\nkind: [standard]\nid: {a: 1}\n---\n# x\n", "marks": b"<<<<<<< a\n=======\n>>>>>>> b\n",
}  # fmt: skip


def _names(patterns: set[str]) -> list[str]:
    """Return a path for each pattern."""
    return sorted(
        {re.sub(r"\*\*/", "d/", one).replace("?", "1").replace("*", "x") for one in patterns}
        | {"odd/na\nme.json", "odd/\x1b[31m.yaml"}
    )


def _bugs(found: Collected) -> list[tuple[str, str]]:
    return [(gap.where, gap.detail) for gap in found.gaps if gap.reason == "bug"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_collector_fails_on_any_content_under_any_name(tmp_path: Path, payload: str) -> None:
    collectors = load()
    own = {
        p
        for one in collectors
        if isinstance(one.reads, Reads) and not isinstance(one.reads, Documents)
        for p in one.reads.patterns
    }
    handed = {p for one in collectors if isinstance(one.reads, Documents) for p in one.reads.patterns}
    for folder, names in (("shop", _names(own)), ("reports", _names(handed))):
        for name in names:
            place = tmp_path / folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(PAYLOADS[payload])
    found = run(FolderTree(root=tmp_path / "shop", name="shop"), collectors, as_of=AS_OF, cache=NoCache(),
                evidence=[FolderTree(root=tmp_path / "reports", name="reports")])  # fmt: skip
    assert _bugs(found) == []
    assert "root:" not in str(found.facts)


def test_links_pipes_and_sparse_giants_are_gaps(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    (shop / ".github/workflows").mkdir(parents=True)
    (shop / ".github/workflows/a.yml").symlink_to("/etc/passwd")
    os.mkfifo(shop / "package-lock.json")
    with (shop / "requirements.txt").open("wb") as giant:
        giant.truncate(500 << 20)
    with (tmp_path / "giant.sarif").open("wb") as giant:
        giant.truncate(500 << 20)
    (tmp_path / "reports").mkdir()
    (tmp_path / "giant.sarif").rename(tmp_path / "reports/giant.sarif")
    found = run(
        FolderTree(root=shop, name="shop"),
        load(),
        as_of=AS_OF,
        cache=NoCache(),
        evidence=[FolderTree(root=tmp_path / "reports", name="reports")],
    )
    reasons = {(gap.where, gap.reason) for gap in found.gaps}
    assert {
        (".github/workflows/a.yml", "link"),
        ("package-lock.json", "link"),
        ("requirements.txt", "too large"),
        ("reports/giant.sarif", "too large"),
    } <= reasons
    assert _bugs(found) == []


WRONG: tuple[Any, ...] = (
    None,
    0,
    -1,
    True,
    "",
    "x" * 5_000,
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    1e308,
    "\x1b[31m",
    "../../etc/passwd",
    "2026-13-45T99:99:99Z",
    10**30,
)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each place of a document as its holder and the key in it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield value, key
        yield from _places(inner)


def _mutants(content: str, dice: random.Random) -> Iterator[str]:
    """Yield a document with one value of another type, or with lines lost, doubled or torn."""
    try:
        document = json.loads(content)
    except ValueError:
        lines = content.splitlines(keepends=True)
        for _ in range(12):
            n = dice.randrange(len(lines)) if lines else 0
            yield "".join((*lines[:n], *lines[n + 1 :]))
            yield "".join((*lines[: n + 1], *lines[n:]))
            yield content[: dice.randrange(len(content) + 1)]
            yield "".join((*lines[:n], dice.choice(("- \n", "  x: [\n", "{\n", "\t\n", "a: *b\n", ": \n")), *lines[n:]))
        return
    places = list(_places(document))
    for _ in range(min(40, 4 * len(places))):
        holder, key = dice.choice(places)
        before = holder[key]
        holder[key] = dice.choice(WRONG)
        yield json.dumps(document)
        holder[key] = before


def _documents() -> Iterator[tuple[str, str]]:
    """Yield every document and file of the worlds of criteria, with a name that says what it is."""
    made = [f"{n:040x}" for n in (1, 2, 3, 4)]
    for world in WORLDS.values():
        handed: Files = world.evidence(made) if callable(world.evidence) else world.evidence
        for name, content in (*handed.items(), *world.tree.items()):
            if not isinstance(content, bytes):
                yield name, text(content)


def test_no_collector_fails_where_one_value_of_a_true_document_is_wrong(tmp_path: Path) -> None:
    dice = random.Random(20261125)  # noqa: S311 - the same documents each time
    known = {content: name for name, content in _documents()}
    repository = Repository(tmp_path / "shop")
    count = 0
    for content, name in sorted(known.items()):
        for number, mutant in enumerate(_mutants(content, dice)):
            count += 1
            place = tmp_path / "reports" / f"{count}-{number}" / name
            place.parent.mkdir(parents=True)
            place.write_text(mutant, encoding="utf-8", errors="surrogatepass")
            if number < 6:  # the tree is read at the names that count there
                repository.write(name if number == 0 else f"m{count}/{name}", mutant)
        repository.commit(f"{count}")
    assert count > 1_000
    found = run_documents(
        [FolderTree(root=tmp_path / "reports", name="reports")], load(), name="shop", as_of=AS_OF, cache=NoCache()
    )
    assert _bugs(found) == []
    assert _bugs(run(open_git(repository.path), load(), as_of=AS_OF, cache=NoCache())) == []
