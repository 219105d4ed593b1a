"""JUnit XML of any test runner: results counted from the cases, and the marks that cases and suites bear as properties."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.stated import no_earlier
from sammeter.collect.testing.marks import Marks, marks
from sammeter.collect.testing.report import Frame, Ran, facts
from sammeter.facts import Gap
from sammeter.facts.tests import Case, Suite

_ROOT = re.compile(
    r"\A\ufeff?\s*(?:<\?[^>]*\?>\s*|<!--(?:[^-]|-(?!->))*-->\s*|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?\s*>\s*)*<testsuites?[\s/>]"
)
_REVISION = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_REVISION_NAMES = {
    "commit",
    "git.commit",
    "git.commit.id",
    "git.sha",
    "revision",
    "vcs.revision",
    "ci.commit",
    "github_sha",
    "ci_commit_sha",
}
_SKIPPED = {"skipped", "disabled", "ignored"}
_SURE_MARKS = (
    ("pytest", "pytest"),
    ("pytest tests", "pytest"),
    ("jest tests", "jest"),
    ("mocha tests", "mocha"),
    ("vitest tests", "vitest"),
)


@collector(reads=documents("**/*.xml", "**/*.junit"), yields=[Suite, Case], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield the suites and the marked cases of a report; one that lacks cases it counts is a gap, and no count is taken."""
    if not _ROOT.match(file.text()[:65536]):
        return
    root = file.xml()
    lacking = [one for one in root.iter("testsuite") if _lacks(one)]
    if lacking:
        name = lacking[0].get("name", "a suite")
        yield Gap(where=file.path, reason="totals disagree", kinds=(Suite.kind, Case.kind),
                  detail=f"'{name[:80]}' counts {lacking[0].get('tests')} tests and shows {len(lacking[0].findall('testcase'))}")  # fmt: skip
    frame = Frame(where=file.path, name=_name(root) or file.path, at=_latest(root), commit=_commit(root), framework=_framework(root),
                  whole=not lacking)  # fmt: skip
    yield from facts(frame, _cases(root, Marks(), None, file.path))


def _lacks(suite: Element) -> bool:
    stated = (suite.get("tests") or "").strip()
    shown = sum(1 for _ in suite.iter("testcase"))
    return stated.isdecimal() and len(stated) < 10 and int(stated) > shown


def _name(root: Element) -> str:
    first = root.find("testsuite")
    return root.get("name") or (first.get("name") if first is not None else None) or ""


def _latest(root: Element) -> str | None:
    """Return the latest start of a suite; without a zone it is taken as early as it can be."""
    times = [no_earlier(one.get("timestamp")) for one in root.iter() if one.tag in ("testsuites", "testsuite")]
    return max((time for time in times if time), default=None)


def _properties(element: Element) -> list[tuple[str, str]]:
    return [
        (one.get("name") or "", one.get("value") or one.text or "")
        for block in element.findall("properties")
        for one in block.findall("property")
    ]


def _commit(root: Element) -> str | None:
    for suite in root.iter("testsuite"):
        for name, value in _properties(suite):
            if name.casefold().removeprefix("env.") in _REVISION_NAMES and _REVISION.match(value.casefold()):
                return value.casefold()
    return None


def _framework(root: Element) -> str | None:
    """Return the framework that the report itself bears the signs of, None for any other."""
    suites = [root, *root.findall("testsuite")]
    for element in suites:
        name = (element.get("name") or "").casefold()
        if found := next((framework for mark, framework in _SURE_MARKS if name == mark), None):
            return found
        if any(
            "surefire" in value for key, value in element.attrib.items() if key.endswith("noNamespaceSchemaLocation")
        ):
            return "surefire"
        names = {key for key, _ in _properties(element)}
        if "go.version" in names:
            return "go"
    return None


def _cases(element: Element, above: Marks, at: str | None, path: str) -> Iterator[Ran]:
    """Walk nested suites; marks and times of a suite hold for what lies in it."""
    mine = marks(_properties(element)).under(above)
    when = no_earlier(element.get("timestamp")) or at
    for child in element:
        if child.tag == "testsuite":
            yield from _cases(child, mine, when, path)
        elif child.tag == "testcase":
            yield _case(child, mine, when, path)


def _case(case: Element, above: Marks, at: str | None, path: str) -> Ran:
    name = ".".join(part for part in (case.get("classname"), case.get("name")) if part)
    stated = (case.get("assertions") or "").strip()
    return Ran(where=path, name=name[:300], result=_result(case), marks=marks(_properties(case)).under(above), at=at,
               assertions=int(stated) if stated.isdecimal() and len(stated) < 10 else None)  # fmt: skip


def _result(case: Element) -> str:
    """Return the last word: a failure or error stands even where reruns are listed; a flaky one passed in the end."""
    tags = {child.tag for child in case}
    if tags & {"failure", "error"}:
        return "fail"
    words = {(case.get(key) or "").casefold() for key in ("status", "result")}
    skipped = "skipped" in tags or words & _SKIPPED or "notrun" in words or "suppressed" in words
    return "skip" if skipped else "fail" if words & {"failed", "error"} else "pass"
