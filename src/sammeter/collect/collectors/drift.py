"""Guides to build and to deploy against the tree: which paths, make targets and scripts that they quote do not exist any more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from posixpath import dirname, normpath

from sammeter.collect.foreign import is_foreign
from sammeter.collect.headings import headings
from sammeter.collect.latest import latest
from sammeter.collect.registry import Past, collector
from sammeter.facts import Gap
from sammeter.facts.docs import Drift
from sammeter.text import Limits, decode, json

GUIDES = 12
_GUIDE = re.compile(
    r"(?:readme|building|build|contributing|install|hacking|development|developing)(?:\.(?:md|rst|adoc|txt|markdown))?|"
    r"(?:\.github|docs?)/(?:contributing|building|build[\w-]*|install(?:ation|ing)?|development|developing|hacking)\.(?:md|rst|adoc|txt)",
    re.IGNORECASE,
)  # fmt: skip
_DEPLOYS = re.compile(
    r"(?:docs?/)?(?:[\w-]+/)?(?:deploy(?:ment|ing)?|runbook|operations?)(?:/(?:readme|index)|[-_][\w-]+)?\.(?:md|rst|adoc|txt|markdown)",
    re.IGNORECASE,
)
_DEPLOYMENT = re.compile(
    r"\b(?:deploy(?:s|ed|ing|ments?)?|roll(?:ing)?[ -]?(?:out|back)s?|rollbacks?|go(?:ing)? live|upgrad(?:e|ing))\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:build(?:ing)?|compil(?:e|ing|ation)|develop(?:ing|ment|er)?s?|from source|getting started|hacking|running (?:the )?tests?|testing|"
    r"contributing|set(?:ting)? ?up|local(?:ly)?)\b", re.IGNORECASE,
)  # fmt: skip
_FENCED = re.compile(r"^[ \t]{0,8}(```|~~~)[^\n]*\n(.*?)^[ \t]{0,8}\1", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"(?<!`)``?([^`\n]{2,200})``?(?!`)")
_LINK = re.compile(r"\]\((?!https?:|mailto:|#|/|data:)([^)\s#?]{2,200})(?:[#?][^)\s]*)?(?:\s+\"[^\"]*\")?\)")
_PATH = re.compile(r"(?:\./)?[A-Za-z0-9_.@+-]+(?:/[A-Za-z0-9_.@+-]+)*/?\Z")
_MAKE = re.compile(r"(?:^|[;&|]\s*|\$\s*)make\s+(?!-)([a-z][\w.-]*)(?=\s|$|[;&|`])", re.MULTILINE)
_SCRIPT = re.compile(r"(?:^|[;&|]\s*|\$\s*)(?:npm|pnpm|yarn|bun)\s+run\s+([\w:.-]+)(?=\s|$|[;&|`])", re.MULTILINE)
_TARGET = re.compile(r"^([\w./%$(){}-]+(?:[ \t]+[\w./%-]+)*)[ \t]*::?(?!=)", re.MULTILINE)
_INCLUDE = re.compile(r"^-?s?include\b|^[^\t\n#]*[$%][^\n=]*:(?!=)", re.MULTILINE)
_SUFFIX = re.compile(
    r"\.(?:md|rst|adoc|txt|sh|bash|py|rb|pl|js|mjs|ts|go|rs|c|h|cc|cpp|java|kt|scala|toml|ya?ml|json|xml|gradle|kts|cfg|ini|mk|cmake|"
    r"ps1|bat|tf|proto|sql|dockerfile|lock|in|am|ac|bazel|bzl|nix|properties)\Z", re.IGNORECASE,
)  # fmt: skip
_MADE = re.compile(
    r"(?:\A|/)(?:target|build|dist|out|bin|obj|node_modules|_build|\.?venv|env|\.cache|tmp|coverage|site|output|\.tox|\.env[\w.]*)(?:/|\Z)",
    re.IGNORECASE,
)
_LIMITS = Limits(size=1 << 20)
_READ, _LONG = 200_000, 400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tree:
    """What a reference may name: files, folders, top names, make targets and scripts; None where they are not known."""

    files: frozenset[str]
    folders: frozenset[str]
    top: frozenset[str]
    targets: frozenset[str] | None
    scripts: frozenset[str] | None


@collector(reads=Past, yields=[Drift], complete=[], version=2)
def collect(past: Past) -> Iterator[Drift | Gap]:
    """Yield each guide that has a heading about building, or deploying, and quotes something of this repository."""
    guides = [entry for entry in past.entries if _GUIDE.fullmatch(entry.path)][:GUIDES]
    guides += [one for one in past.entries if _DEPLOYS.fullmatch(one.path) and not is_foreign(one.path)][:GUIDES]
    tree = _tree(past)
    quoted: dict[str, dict[str, str]] = {}
    for entry, data in past.history.read(guides):
        if data is None:
            yield Gap(where=entry.path, reason="missing blob", detail="its content is not in this clone",
                      hint="assess a full clone (git clone without --filter)")  # fmt: skip
        elif (text := decode(data, where=entry.path, limits=_LIMITS)[:_READ]) and _is_guide(entry.path, text):
            quoted[entry.path] = references(text, dirname(entry.path), tree)
    described = {path for checked in quoted.values() for path in checked.values() if path in tree.files}
    times = latest(past.history, described | quoted.keys(), past.as_of) if described else {}
    for path, checked in quoted.items():
        if checked:
            yield _drift(path, checked, times)


def _is_guide(path: str, text: str) -> bool:
    if _DEPLOYS.fullmatch(path):
        return any(_DEPLOYMENT.search(heading) for heading in headings(text))
    return any(_ABOUT.search(heading) for heading in headings(text)) or "build" in path.casefold()


def _drift(path: str, checked: dict[str, str], times: dict[str, str]) -> Drift:
    broken = tuple(sorted(name for name, found in checked.items() if not found))
    newest = max((times[found] for found in checked.values() if found in times and found != path), default="")
    kind = "deploy-guide" if _DEPLOYS.fullmatch(path) else "build-guide"
    return Drift(where=path, doc_kind=kind, refs_total=len(checked), refs_broken=len(broken), broken=broken,
                 behind_days=_days(times.get(path, ""), newest))  # fmt: skip


def _days(written: str, newest: str) -> int | None:
    """Return by how many days a document lags behind what it quotes, None where either time is not known."""
    if not written or not newest:
        return None
    return max(0, (datetime.fromisoformat(newest) - datetime.fromisoformat(written)).days)


def references(text: str, folder: str, tree: _Tree) -> dict[str, str]:
    """Return what a document surely quotes of its repository, with what it names in the tree (empty: nothing)."""
    code = [match[2] for match in _FENCED.finditer(text)]
    spans = _SPAN.findall(_FENCED.sub("", text))
    found: dict[str, str] = {}
    links = [
        name for name in _LINK.findall(text) if _SUFFIX.search(name) and _PATH.match(name) and not _MADE.search(name)
    ]
    words = [word.strip("\"'`,;:()") for block in code for word in block.split() if word.startswith("./")]
    meant = [name for name in (*spans, *words) if _is_meant(name.strip(), folder, tree)]
    found |= {name.strip(): _resolve(name.strip(), folder, tree) for name in (*links, *meant) if ".." not in name}
    for block in (*code, *spans):
        found |= (
            {f"make {name}": name if name in tree.targets else "" for name in _MAKE.findall(block)}
            if tree.targets
            else {}
        )
        found |= (
            {f"run {name}": name if name in tree.scripts else "" for name in _SCRIPT.findall(block)}
            if tree.scripts
            else {}
        )
    return found


def _is_meant(name: str, folder: str, tree: _Tree) -> bool:
    """Tell whether a name can only be a path of this repository: it exists, or starts in a folder that does and ends in a file."""
    if not _PATH.match(name) or _MADE.search(name) or ".." in name:
        return False
    plain = name.removeprefix("./").strip("/")
    if _resolve(name, folder, tree):
        return "/" in plain or bool(_SUFFIX.search(name)) or plain in tree.top
    return "/" in plain and plain.partition("/")[0] in tree.top & tree.folders and bool(_SUFFIX.search(name))


def _resolve(name: str, folder: str, tree: _Tree) -> str:
    """Return the path that a name stands for, from the document's folder or from the root."""
    for base in (folder, ""):
        path = normpath(f"{base}/{name}" if base else name).rstrip("/")
        if path in tree.files or path in tree.folders:
            return path
    return ""


def _tree(past: Past) -> _Tree:
    folders: set[str] = set()
    for entry in past.entries:
        path = entry.path
        while (path := path.rpartition("/")[0]) and path not in folders:
            folders.add(path)
    wanted = [entry for entry in past.entries if entry.path in ("Makefile", "makefile", "GNUmakefile", "package.json")]
    contents = {entry.path: data for entry, data in past.history.read(wanted)}
    make = next((contents[name] for name in ("GNUmakefile", "makefile", "Makefile") if name in contents), None)
    return _Tree(files=frozenset(entry.path for entry in past.entries), folders=frozenset(folders), targets=make_targets(make),
                 top=frozenset(entry.path.partition("/")[0] for entry in past.entries), scripts=_scripts(contents.get("package.json")))  # fmt: skip


def make_targets(data: bytes | None) -> frozenset[str] | None:
    """Return the targets of a Makefile; None if there is none, or if it includes or computes others."""
    if data is None:
        return None
    text = "\n".join(line[:_LONG] for line in decode(data, where="Makefile", limits=_LIMITS).split("\n"))
    if _INCLUDE.search(text):
        return None
    return frozenset(name for match in _TARGET.finditer(text) for name in match[1].split())


def _scripts(data: bytes | None) -> frozenset[str] | None:
    if data is None:
        return None
    return frozenset(json.read(data, where="package.json", limits=_LIMITS)["scripts"].mapping())
