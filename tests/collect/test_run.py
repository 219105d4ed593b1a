"""The runner: one read a file, faults as gaps, facts kept by content."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import pytest

from sammeter.collect.registry import Collector, File, Listing, Recognised, Whole, documents, files
from sammeter.collect.run import NoCache, run
from sammeter.collect.source import Entry, History
from sammeter.errors import SourceError
from sammeter.facts import Gap
from sammeter.facts.docs import Contact
from sammeter.facts.kinds import Record


@dataclass
class Folder:
    """A tree in memory that counts what is read of it."""

    content: dict[str, bytes | None]
    reads: list[str] = field(default_factory=list)
    links: tuple[Gap, ...] = ()
    name: str = "shop"
    revision: str = "r1"
    at: str = "2026-01-01T00:00:00Z"

    def entries(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(path=path, blob=f"b{hash(data)}", size=len(data or b"")) for path, data in self.content.items()
        )

    def gaps(self) -> tuple[Gap, ...]:
        return self.links

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        for entry in entries:
            self.reads.append(entry.path)
            yield entry, self.content[entry.path]

    def sizes(self, entries: Iterable[Entry]) -> dict[str, int]:
        return {entry.blob: entry.size for entry in entries}

    def history(self) -> History | None:
        return None


class Memory(NoCache):
    """A cache in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, keys: list[str]) -> dict[str, bytes]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put(self, items: dict[str, bytes]) -> None:
        self.kept |= items


def reader(file: File) -> Iterator[Record]:
    if file.data == b"bug":
        raise ZeroDivisionError
    if file.data == b"bad":
        raise SourceError("not that", where=file.at(3), reason="malformed", hint="mend it")
    yield Contact(where=file.at(1), contact=file.text())


def collector(version: int = 1, size: int = 100) -> Collector:
    return Collector(
        name="notes",
        version=version,
        reads=files("*.note", size=size),
        yields=("docs.contacts",),
        complete=(),
        collect=reader,
    )


def test_a_file_becomes_facts_and_each_fault_a_gap_for_the_kinds_that_it_hides(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tree = Folder(
        {"a.note": b"fine", "b.note": b"bad", "c.note": b"bug", "d.note": None, "e.note": b"x" * 200, "f.txt": b"no"}
    )
    found = run(tree, [collector()], as_of="2026-01-02T00:00:00Z", cache=NoCache())
    assert [fact.fields["contact"] for fact in found.facts] == ["fine"]
    gaps = {gap.where: (gap.reason, gap.kinds) for gap in found.gaps}
    kinds = ("docs.contacts",)
    assert gaps == {
        "b.note:3": ("malformed", kinds),
        "c.note": ("bug", kinds),
        "d.note": ("missing blob", kinds),
        "e.note": ("too large", kinds),
    }
    assert "e.note" not in tree.reads
    assert "ZeroDivisionError" in caplog.text


def test_what_was_read_once_is_not_read_again_until_content_or_collector_changes() -> None:
    memory, content = Memory(), {"a.note": b"one", "b.note": b"two"}
    first = run(Folder(dict(content)), [collector()], as_of="2026-01-02T00:00:00Z", cache=memory)
    again = Folder(dict(content))
    second = run(again, [collector()], as_of="2026-01-02T00:00:00Z", cache=memory)
    assert again.reads == []
    assert [f.fields for f in second.facts] == [f.fields for f in first.facts]
    changed = Folder({**content, "b.note": b"new"})
    run(changed, [collector()], as_of="2026-01-02T00:00:00Z", cache=memory)
    assert changed.reads == ["b.note"]
    newer = Folder(dict(content))
    run(newer, [collector(version=2)], as_of="2026-01-02T00:00:00Z", cache=memory)
    assert newer.reads == ["a.note", "b.note"]


def test_a_damaged_cache_entry_is_read_anew() -> None:
    memory = Memory()
    run(Folder({"a.note": b"one"}), [collector()], as_of="2026-01-02T00:00:00Z", cache=memory)
    memory.kept = dict.fromkeys(memory.kept, b"\xc1 no msgpack")
    tree = Folder({"a.note": b"one"})
    assert len(run(tree, [collector()], as_of="2026-01-02T00:00:00Z", cache=memory).facts) == 1
    assert tree.reads == ["a.note"]


def test_a_link_hides_facts_only_where_a_collector_would_have_read_it() -> None:
    links = (Gap(where="a.note", reason="link"), Gap(where="lib", reason="submodule"))
    found = run(Folder({}, links=links), [collector()], as_of="2026-01-02T00:00:00Z", cache=NoCache())
    assert {gap.where: gap.kinds for gap in found.gaps} == {"a.note": ("docs.contacts",), "lib": ()}


def test_a_collector_of_the_listing_sees_every_path() -> None:
    def listing(item: Listing) -> Iterator[Record]:
        yield Contact(where=item.entries[0].path, contact=str(len(item.entries)))

    one = Collector(name="all", version=1, reads=Listing, yields=("docs.contacts",), complete=(), collect=listing)
    found = run(Folder({"x": b"", "y": b""}), [one], as_of="2026-01-02T00:00:00Z", cache=NoCache())
    assert found.facts[0].fields["contact"] == "2"


def test_documents_are_read_from_what_is_handed_in_and_never_from_the_tree() -> None:
    seen: list[str] = []

    def read(file: File) -> Iterator[Record | Gap | Whole]:
        seen.append(file.path)
        if file.data == b"ours":
            yield Contact(where=file.at(3), source="s", purpose="incident", contact="a@b.org")
            yield Whole(kind="docs.contacts", where=file.path)

    one = Collector(
        name="c", version=1, reads=documents("*.json"), yields=("docs.contacts",), complete=(), collect=read
    )
    tree, reports = Folder({"own.json": b"ours"}), Folder({"a.json": b"ours", "b.json": b"theirs"}, name="reports")
    alone = run(tree, [one], as_of="2026-01-01T00:00:00Z", cache=NoCache())
    assert (alone.facts, alone.looked, alone.complete, seen) == ((), (), (), [])
    memory = Memory()
    for _ in range(2):
        found = run(tree, [one], as_of="2026-01-01T00:00:00Z", cache=memory, evidence=[reports])
        assert [fact.where for fact in found.facts] == ["reports/a.json:3"]
        assert [(gap.where, gap.reason) for gap in found.gaps] == [("reports/b.json", "not recognised")]
        assert (found.looked, found.complete) == (("docs.contacts",), ("docs.contacts",))
    assert seen == ["a.json", "b.json"]


def test_each_collector_keeps_its_own_cap_on_a_file_that_another_may_read() -> None:
    small, large = collector(size=4), replace(collector(size=100), name="large")
    found = run(Folder({"a.note": b"12345"}), [small, large], as_of="2026-01-02T00:00:00Z", cache=NoCache())
    assert ([fact.source for fact in found.facts], [gap.reason for gap in found.gaps]) == (["large"], ["too large"])


def handed(name: str, kind: str, given: tuple[str, ...], seen: list[str]) -> Collector:
    """Return a collector of documents that notes when it ran and how many facts it was given."""

    def read(file: File) -> Iterator[Record | Recognised]:
        seen.append(f"{name} {len(file.given)}")
        if name == "second":
            yield Recognised(where=file.path)
        else:
            yield Contact(where=file.path, contact=name)

    return Collector(
        name=name, version=1, reads=documents("*.json", given=given), yields=(kind,), complete=(), collect=read
    )


def test_a_collector_that_wants_facts_runs_after_those_that_yield_them() -> None:
    seen: list[str] = []
    chosen = [handed("second", "x", ("docs.contacts",), seen), handed("first", "docs.contacts", (), seen)]
    tree, reports = Folder({"own.note": b"a"}), [Folder({"a.json": b"1"}, name="r"), Folder({"b.json": b"2"}, name="s")]
    found = run(tree, [collector(), *chosen], as_of="2026-01-01T00:00:00Z", cache=NoCache(), evidence=reports)
    assert (seen, found.gaps) == (["first 0", "first 0", "second 3", "second 3"], ())
    assert (found.complete, len(found.facts)) == ((), 3)


def test_what_was_made_of_other_facts_is_made_anew() -> None:
    seen: list[str] = []
    memory, second = Memory(), handed("second", "x", ("docs.contacts",), seen)
    for own in (b"a", b"a", b"b"):
        run(
            Folder({"own.note": own}),
            [collector(), second],
            as_of="2026-01-01T00:00:00Z",
            cache=memory,
            evidence=[Folder({"a.json": b"1"})],
        )
    assert seen == ["second 1", "second 1"]


def test_a_circle_of_wants_is_taken_as_it_stands() -> None:
    seen: list[str] = []
    circle = [handed("first", "a", ("b",), seen), handed("third", "b", ("a",), seen)]
    run(Folder({}), circle, as_of="2026-01-01T00:00:00Z", cache=NoCache(), evidence=[Folder({"a.json": b"1"})])
    assert sorted(seen) == ["first 0", "third 0"]
