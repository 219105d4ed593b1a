"""The changes of half a year: who made them, whether they are signed, who read them as far as the history tells."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sammeter.collect.people import authors, is_bot, is_forge, person, pseudonym, reviewers
from sammeter.collect.registry import Past, collector
from sammeter.collect.source import Commit, Tag
from sammeter.collect.versions import version_in
from sammeter.facts import Gap
from sammeter.facts.vcs import Change, Repo

WINDOW, BUSY, CONTEXT = 180, 90, 365
_JIRA = re.compile(r"(?<![A-Za-z0-9_.-])([A-Z][A-Z0-9_]{1,14}-[1-9]\d{0,6})(?![A-Za-z0-9_]|[.-]\d)")
_NO_TRACKER = re.compile(
    r"(?:CVE|CWE|CAPEC|RFC|PEP|ISO|IEC|UTF|UCS|UTC|GMT|SHA\d?|MD|AES|RSA|DES|ECDSA|RIPEMD|BASE|HTTP|TLS|SSL|DTLS|IPV|X|ISO_?\d*|"
    r"PR|MR|GH|GHSA|GO|RUSTSEC|PYSEC|OSV|USN|DSA|DLA|RHSA|ALAS|ADR|ASVS|NIST|SP|FIPS|PCI|ECMA|ES|ANSI|ASCII|CP|WINDOWS|LATIN|KOI\d?|GB|BIG|"
    r"COVID|PHASE|STEP|PART|TOP|ARM|X86|AMD|INTEL|MIPS|PPC|POWER|SPARC|CUDA|SM|GPT|CLAUDE|LLAMA|LGPL|GPL|AGPL|MPL|APACHE|BSD|CC|EUPL|"
    r"JDK|JSR|JEP|PHP|PY|NODE|GCC|VS|KB|MS|USB|CRC|FNV|ED|CURVE|P|K|V|R|RC|H|A|Q|T|S|M)-\d+\Z"
)
_NUMBER = re.compile(
    r"\b(?:clos(?:e|es|ed|ing)|fix(?:e[sd]|ing)?|resolv(?:e|es|ed|ing)|refs?|references|see|issues?|bug|implements|part of|re|"
    r"related(?: to)?|addresses)\b[ \t:]{1,3}(?:(?:issue|bug|pr)s?[ \t]+)?"
    r"(?:https?://[^\s/]+/[^\s#?]+?/(?:issues|pull|merge_requests|-/issues)/|(?:[\w.-]+/[\w.-]+)?(?:#|GH-|gh-))(\d{1,7})\b",
    re.IGNORECASE,
)
_PULL = re.compile(
    r"\((?:[\w.-]+/[\w.-]+)?#(\d{1,7})\)|^Merge pull request #(\d{1,7})\b|^Merged in .*\(pull request #(\d{1,7})\)",
    re.MULTILINE,
)
_MERGE_REQUEST = re.compile(r"^See merge request (?:[\w./-]+)?!(\d{1,7})\b", re.MULTILINE)
_LONG_LIVED = re.compile(
    r"Merge (?:remote-tracking )?branch(?:es)? '(?:[\w.-]+/)??(?:main|master|trunk|dev|develop|development|staging|next|stable|"
    r"release|releases)?(?:(?<=release)s?[-_/][^']*|(?<=stable)[-_/][^']*|v?\d+(?:\.(?:\d+|x))*)?'|Merge tag '"
)
_MORE = 20


@collector(reads=Past, yields=[Repo, Change], complete=[Repo, Change], version=2)
def collect(past: Past) -> Iterator[Repo | Change | Gap]:
    """Yield the repository and each commit of the 180 days before `as_of`; what a shallow clone lacks is a Gap."""
    end = datetime.fromisoformat(past.as_of)
    start, busy = _before(end, WINDOW), _before(end, BUSY)
    known = [commit for commit in past.history.commits(_before(end, CONTEXT)) if commit.committed_at < _before(end, -1)]
    recent = [commit for commit in known if commit.committed_at >= start]
    shallow = past.history.shallow
    if shallow:
        yield Gap(where=past.name, reason="shallow", detail="a shallow clone: earlier commits are not here",
                  hint="git fetch --unshallow", kinds=(Change.kind,))  # fmt: skip
    yield Repo(where=past.name, repo=past.name, default_branch=past.history.default_branch or None, head_at=past.at or None,
               commits_90d=None if shallow else sum(commit.committed_at >= busy for commit in recent))  # fmt: skip
    merged = merged_by_another(known, past.revision)
    released = released_by(known, [tag for tag in past.history.tags() if tag.at <= past.as_of])
    for commit in recent:
        yield _change(
            commit, merged=commit.sha in merged, released=None if released is None else commit.sha in released
        )


def _before(end: datetime, days: int) -> str:
    return (end - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def released_by(known: Iterable[Commit], tags: Iterable[Tag]) -> set[str] | None:
    """Return those of the commits that a tag which names a version holds; None where there is no such tag."""
    commits = {commit.sha: commit for commit in known}
    waiting = [tag.commit for tag in tags if version_in(tag.name)]
    if not waiting:
        return None
    found: set[str] = set()
    while waiting:
        sha = waiting.pop()
        if sha not in found and (commit := commits.get(sha)):
            found.add(sha)
            waiting.extend(commit.parents)
    return found


def _change(commit: Commit, *, merged: bool, released: bool | None) -> Change:
    named = reviewers(commit)
    return Change(
        where=f"commit {commit.sha[:12]}", sha=commit.sha, at=commit.committed_at or None, author=_name(commit.author),
        bot=is_bot(commit.author), merge=len(commit.parents) > 1, signed=bool(commit.signed), reviewers=tuple(pseudonym(one) for one in named),
        reviewed=True if named or merged else None, released=released, issue_keys=issue_keys(commit.message),
    )  # fmt: skip


def _name(stated: str) -> str | None:
    """Return a bot by its name and a person by a pseudonym: results never name, and never rank, people."""
    if not stated:
        return None
    return stated if is_bot(stated) else pseudonym(stated)


def issue_keys(message: str) -> tuple[str, ...]:
    """Return the issues and pull requests that a message names, each once, none of them looked up."""
    text = "\n".join(line for line in message[:20_000].split("\n") if not line.startswith("Signed-off-by:"))
    found = [key for key in _JIRA.findall(text) if not _NO_TRACKER.match(key)]
    found += [f"#{number}" for number in _NUMBER.findall(text)]
    found += [f"#{number}" for groups in _PULL.findall(text) for number in groups if number]
    found += [f"!{number}" for number in _MERGE_REQUEST.findall(text)]
    return tuple(dict.fromkeys(found))[:_MORE]


def merged_by_another(known: Iterable[Commit], revision: str) -> set[str]:
    """Return the commits that a person other than all their authors merged, on the first-parent line of `revision`.

    The merger has to be a person and to have made the merge: a forge's own committer proves nothing, and neither does a
    merge of a long-lived branch (``git pull`` makes those), or of commits of which some are not among `known`.
    """
    commits = {commit.sha: commit for commit in known}
    line: list[Commit] = []
    while commit := commits.get(revision):
        line.append(commit)
        revision = commit.parents[0] if commit.parents else ""
    placed = {commit.sha for commit in line}
    found: set[str] = set()
    for merge in reversed(line):
        if len(merge.parents) != 2:
            continue
        brought, whole = _brought(merge.parents[1], commits, placed)
        placed |= brought
        if whole and brought and _by_another(merge, [commits[sha] for sha in brought]):
            found |= {merge.sha, *brought}
    return found


def _brought(tip: str, commits: dict[str, Commit], placed: set[str]) -> tuple[set[str], bool]:
    """Return what a merge brought in from `tip`, and whether all of it is known."""
    found: set[str] = set()
    waiting, whole = [tip], True
    while waiting:
        sha = waiting.pop()
        if sha in placed or sha in found:
            continue
        if sha not in commits:
            whole = False
            continue
        found.add(sha)
        waiting.extend(commits[sha].parents)
    return found, whole


def _by_another(merge: Commit, brought: list[Commit]) -> bool:
    mergers = (merge.committer, merge.author)
    if _LONG_LIVED.match(merge.message) or any(is_forge(stated) or is_bot(stated) for stated in mergers):
        return False
    wrote = [author for commit in brought for author in authors(commit)]
    return not any(person(stated).same(author) for stated in mergers for author in wrote)
