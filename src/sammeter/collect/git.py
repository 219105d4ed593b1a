"""A git repository, read from its object database with plumbing only: no checkout, no hooks, no lazy fetch.

Bare, packed, partial and shallow clones and worktrees are read alike. Nothing in the repository's configuration can
start a program: see plumbing.py.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sammeter.collect.cache import Cache, NoCache
from sammeter.collect.deltas import deltas
from sammeter.collect.parse import instant, parse_commit, parse_tag, readable
from sammeter.collect.plumbing import Git, borrow
from sammeter.collect.source import Change, Commit, Entry, Tag
from sammeter.errors import NotFoundError, SourceError
from sammeter.facts import Gap

WALK = 100_000
_ORIGIN, _ORIGIN_HEAD = "remote.origin.url", "refs/remotes/origin/HEAD"
_MAIN = ("main", "master", "trunk", "develop", "default")


@dataclass(slots=True)
class GitTree:
    """The tree of one commit, and the history behind it: `named` holds the refs, `objects` everything else."""

    objects: Git
    named: dict[str, str]
    name: str
    revision: str
    at: str
    default_branch: str
    shallow: bool
    partial: bool
    kept: Cache = field(default_factory=NoCache)
    _entries: tuple[Entry, ...] | None = None
    _tags: tuple[Tag, ...] | None = None
    _gaps: list[Gap] = field(default_factory=list)

    def entries(self) -> tuple[Entry, ...]:
        if self._entries is None:
            self._entries = tuple(self._list())
        return self._entries

    def gaps(self) -> tuple[Gap, ...]:
        self.entries()
        return tuple(self._gaps)

    def history(self) -> "GitTree":
        return self

    def _list(self) -> Iterator[Entry]:
        for line in self.objects.run("ls-tree", "-r", "-z", "--full-tree", self.revision).split(b"\0"):
            if not line:
                continue
            head, _, raw = line.partition(b"\t")
            mode, _kind, blob = head.decode("ascii").split()
            path = readable(raw)
            if mode == "160000":
                self._gaps.append(Gap(where=path, reason="submodule", detail=f"another repository at {blob[:12]}",
                                      hint="assess it as a repository of its own"))  # fmt: skip
            elif mode == "120000":
                self._gaps.append(Gap(where=path, reason="link", detail="a symbolic link is not followed"))
            else:
                yield Entry(path=path, blob=blob)

    def read(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | None]]:
        """Yield contents through one ``cat-file --batch``; a missing blob of a partial clone is None."""
        wanted = list(entries)
        if not wanted:
            return
        feed = (f"{entry.blob}\n".encode() for entry in wanted)
        with self.objects.start("cat-file", "--batch", "--buffer", stdin=feed) as running:
            for entry in wanted:
                yield entry, _next_object(running.out)

    def sizes(self, entries: Iterable[Entry]) -> dict[str, int]:
        """Return the size in bytes of each blob that is there, without reading it."""
        rows = self._check([entry.blob for entry in entries])
        return {name: int(size) for name, (_kind, _oid, size) in rows.items()}

    def _check(self, names: list[str]) -> dict[str, tuple[str, str, str]]:
        """Return kind, digest and size under each name that is there."""
        out = self.objects.run("cat-file", "--batch-check=%(objecttype) %(objectname) %(objectsize)", "--buffer",
                               stdin=[f"{name}\n".encode() for name in names])  # fmt: skip
        rows = (line.split(" ") for line in out.decode("ascii", "replace").splitlines())
        return {name: (row[0], row[1], row[2]) for name, row in zip(names, rows, strict=True) if len(row) == 3}

    def commits(self, since: str) -> Iterator[Commit]:
        seconds = int(datetime.fromisoformat(since).timestamp())
        raw = self.objects.run("rev-list", "--header", f"--max-age={seconds}", self.revision)
        return (commit for chunk in raw.split(b"\0") if (commit := parse_commit(chunk)))

    def state(self) -> str:
        """Return a digest of the branch and tag names and of the objects that they name."""
        told = f"{self.default_branch}\n{self.shallow}\n{sorted(self.refs().items())}"
        return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()

    def refs(self) -> dict[str, str]:
        """Return the tags and the tip of the default branch with the objects that they name, none of it looked up."""
        return self.named

    def tags(self) -> tuple[Tag, ...]:
        if self._tags is None:
            self._tags = self._read_tags()
        return self._tags

    def _read_tags(self) -> tuple[Tag, ...]:
        named = {
            name.removeprefix("refs/tags/"): oid for name, oid in self.refs().items() if name.startswith("refs/tags/")
        }
        kinds = self._check(sorted(set(named.values())))
        peeled = self._check([f"{oid}^{{commit}}" for oid in kinds])
        commits = {oid: peeled[f"{oid}^{{commit}}"][1] for oid in kinds if f"{oid}^{{commit}}" in peeled}
        bodies = self._bodies([oid for oid, (kind, _, _) in kinds.items() if kind == "tag"])
        times = self._times({commits[oid] for oid in commits if oid not in bodies})
        aside = self._unmerged(set(commits.values()))
        tags: list[Tag] = []
        for name, oid in named.items():
            if commit := commits.get(oid):
                when, signature = bodies.get(oid, (times.get(commit, ""), ""))
                tags.append(Tag(name=name, commit=commit, at=when, annotated=oid in bodies, signature=signature,
                                on_default=commit not in aside))  # fmt: skip
        return tuple(tags)

    def _bodies(self, oids: list[str]) -> dict[str, tuple[str, str]]:
        return {
            entry.blob: parse_tag(body or b"") for entry, body in self.read(Entry(path=oid, blob=oid) for oid in oids)
        }

    def _times(self, commits: set[str]) -> dict[str, str]:
        out = self.objects.run(
            "rev-list", "--no-walk=unsorted", "--timestamp", "--stdin", stdin=_lines(sorted(commits))
        )
        return {oid: instant(int(when)) for when, oid in (line.split() for line in out.decode("ascii").splitlines())}

    def _unmerged(self, commits: set[str]) -> set[str]:
        """Return those of `commits` that the default branch does not contain (without one: that the revision does not)."""
        branch, refs = self.default_branch, self.refs()
        tips = {self.revision} if not branch else {
            oid for name in (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}") if (oid := refs.get(name, ""))
        } or {self.revision}  # fmt: skip
        out = self.objects.run(
            "rev-list", "--stdin", stdin=_lines([*sorted(commits), *(f"^{tip}" for tip in sorted(tips))])
        )
        return commits & set(out.decode("ascii").split())

    def touched(self, paths: tuple[str, ...], since: str = "") -> Iterator[Change]:
        """Yield changes of the last WALK commits, merges apart, newest first: whoever stops reading spares git the rest."""
        wanted = frozenset(paths)
        if not wanted:
            return
        recent = (f"--max-age={int(datetime.fromisoformat(since).timestamp())}",) if since else ()
        listed = self.objects.run(
            "rev-list", "--no-merges", "--timestamp", f"--max-count={WALK}", *recent, self.revision
        ).decode("ascii").split()  # fmt: skip
        times = dict(zip(listed[1::2], map(int, listed[::2]), strict=True))
        for sha, delta in deltas(self.objects, times, self._keeping()):
            for path, _ in delta:
                if path in wanted:
                    yield Change(commit=sha, at=instant(times[sha]), path=path)

    def brought(self, most: int) -> tuple[Iterator[Entry], bool]:
        """Return contents newest first; of a merge only what none of its parents has. Links and submodules are none."""
        shas = self.objects.run("rev-list", f"--max-count={most + 1}", self.revision).decode("ascii").split()
        return self._brought(shas[:most]), len(shas) <= most

    def _brought(self, shas: list[str]) -> Iterator[Entry]:
        for sha, delta in deltas(self.objects, shas, self._keeping()):
            for path, blob in delta:
                if blob != "-":
                    yield Entry(path=f"{path}@{sha[:12]}", blob=blob)

    def _keeping(self) -> Cache:
        """Return where to keep what commits changed; of a shallow clone nothing is kept: its first commit seems to make every file."""
        return NoCache() if self.shallow else self.kept


def open_git(path: Path, *, at: str = "") -> GitTree:
    """Return the tree of `path` at `at`: a revision, or a date (the last commit of HEAD's first-parent line by then).

    It takes four git processes where nothing is out of the way: a portfolio is asked so each time, changed or not.
    Raises SourceError (no repository, no commit), NotFoundError (no such revision or nothing by that date).
    """
    names = Git(path)
    # the path may hold line breaks and HEAD may name nothing: what is printed after the path is one word of two, then HEAD
    told = names.run("rev-parse", "--default", "HEAD", "--is-shallow-repository", "--show-object-format", "--path-format=absolute",
                     "--git-path", "objects", "--is-bare-repository")[:-1]  # fmt: skip
    head = b"" if told.endswith((b"\ntrue", b"\nfalse")) else told.rpartition(b"\n")[2]
    store, _, bare = told.removesuffix(b"\n" + head if head else b"").rpartition(b"\n")
    shallow, algorithm, place = store.split(b"\n", 2)
    objects = borrow(path, Path(place.decode("utf-8", "surrogateescape")), algorithm=algorithm.decode("ascii"))
    commit = _revision(names, objects, head.decode("ascii"), at)
    settings = _settings(names)
    default_branch, refs = _refs(names, bare=bare == b"true")
    return GitTree(objects=objects, named=refs, name=_name(path, settings.pop(_ORIGIN, "")), revision=commit.sha,
                   at=commit.committed_at, default_branch=default_branch, shallow=shallow == b"true", partial=bool(settings))  # fmt: skip


def _settings(names: Git) -> dict[str, str]:
    """Return the origin's address, and whatever says that this is a partial clone; the last of several counts."""
    try:
        told = names.run(
            "config", "-z", "--get-regexp", r"^(remote\.origin\.url|extensions\.partialclone|remote\..*\.promisor)$"
        )
    except SourceError:
        return {}
    rows = (row.decode("utf-8", "replace").partition("\n") for row in told.split(b"\0") if row)
    return {key: value.strip() for key, _, value in rows}


def _name(path: Path, origin: str) -> str:
    """Return what the origin calls the repository, so that every clone of it has one name; else the folder's name."""
    called = re.split(r"[/:\\]", origin.rstrip("/"))[-1].removesuffix(".git")
    if re.fullmatch(r"[\w.-]{1,100}", called) and called not in (".", ".."):
        return called
    resolved = path.resolve()
    name = resolved.parent.name if resolved.name == ".git" else resolved.name
    return name.removesuffix(".git") or "repository"


def _refs(names: Git, *, bare: bool) -> tuple[str, dict[str, str]]:
    """Return the default branch, and the tags and that branch's tips with the objects that they name.

    The default branch is what the clone's origin calls so; else HEAD of a bare repository, or a usual name; else nothing.
    """
    out = names.run("for-each-ref", "--format=%(objectname) %(refname) %(HEAD)%(symref)",
                    "refs/tags", "refs/heads", "refs/remotes/origin")  # fmt: skip
    rows = [readable(line).split(" ", 2) for line in out.split(b"\n") if line]
    branch = _default_branch(names, {name: more for _, name, more in rows}, bare=bare)
    tips = (f"refs/heads/{branch}", f"refs/remotes/origin/{branch}") if branch else ()
    return branch, {name: oid for oid, name, _ in rows if name.startswith("refs/tags/") or name in tips}


def _default_branch(names: Git, listed: dict[str, str], *, bare: bool) -> str:
    """Return the default branch: git is asked only after what does not stand among the refs that exist."""
    origin = listed.get(_ORIGIN_HEAD, "")[1:]
    if not origin and any(name.startswith("refs/remotes/origin/") for name in listed):
        origin = _quiet(names, "symbolic-ref", "-q", _ORIGIN_HEAD)
    if origin:
        return origin.removeprefix("refs/remotes/origin/")
    current = [name for name, more in listed.items() if more.startswith("*")]
    head = (current[0] if current else _quiet(names, "symbolic-ref", "-q", "HEAD")).removeprefix("refs/heads/")
    return head if bare or head in _MAIN else ""


def _quiet(git: Git, *arguments: str) -> str:
    try:
        return git.run(*arguments).decode("utf-8", "replace").strip()
    except SourceError:
        return ""


def _revision(names: Git, objects: Git, head: str, at: str) -> Commit:
    if at and (day := _date(at)):
        found = _peeled(objects, head)
        first = _quiet(objects, "rev-list", "-1", "--first-parent", f"--before={day}", found.sha) if found else ""
        if not (commit := _peeled(objects, first)):
            raise NotFoundError(
                f"no commit by {at}", where=str(names.path), hint="git log --reverse shows the first one"
            )
        return commit
    told = _quiet(names, "rev-parse", "--verify", "-q", "--end-of-options", at).splitlines()[-1:] if at else [head]
    commit = _peeled(objects, "".join(told))
    if not commit and at:
        raise NotFoundError(
            f"no commit '{at}'", where=str(names.path), hint="a commit, a tag, a branch or a date 2026-01-31"
        )
    if not commit:
        raise SourceError("no commit yet", where=str(names.path), hint="git commit something first", reason="empty")
    return commit


def _peeled(objects: Git, oid: str) -> Commit | None:
    """Return the commit that an object is or names, peeled among the objects so that nothing is fetched."""
    if not oid:
        return None
    try:
        told, _, body = objects.run("cat-file", "--batch", stdin=_lines([f"{oid}^{{commit}}"])).partition(b"\n")
    except SourceError:
        return None
    sha, kind, _ = told.split(b" ", 2) if told.count(b" ") == 2 else (b"", b"", b"")
    return parse_commit(sha + b"\n" + body[:-1]) if kind == b"commit" else None


def _date(text: str) -> str:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if len(text) < len("2026-01-31") or "-" not in text:
        return ""
    end = read if "T" in text or ":" in text else read.replace(hour=23, minute=59, second=59)
    return str(int((end if end.tzinfo else end.replace(tzinfo=UTC)).timestamp()))


def _lines(names: Iterable[str]) -> list[bytes]:
    return [f"{name}\n".encode() for name in names]


def _next_object(pipe: IO[bytes]) -> bytes | None:
    head = pipe.readline().split()
    if len(head) != 3 or not head[2].isdigit():
        return None
    data = pipe.read(int(head[2]))
    pipe.read(1)
    return data
