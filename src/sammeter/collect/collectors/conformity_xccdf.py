"""XCCDF 1.1 and 1.2 results, alone or in an ARF (OpenSCAP, SCC): what passed and failed, and the baseline it was held against."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.stated import no_earlier
from sammeter.facts import Gap
from sammeter.facts.conformity import Baseline, Conformity, Deviation

_NAMESPACE = "checklists.nist.gov/xccdf"
_PASSED, _FAILED = ("pass", "fixed"), ("fail",)
_OPAQUE = ("error", "unknown")


@collector(reads=documents("**/*.xml"), yields=[Baseline, Conformity, Deviation], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield the benchmarks of a document and the results held against them."""
    if _NAMESPACE not in file.text()[:65536]:
        return
    root = file.xml()
    for benchmark in _all(root, "Benchmark"):
        if benchmark.get("id"):
            version = _child(benchmark, "version")
            yield Baseline(where=file.path, id=benchmark.get("id") or "",
                           updated_at=no_earlier(version.get("time")) if version is not None else None)  # fmt: skip
    for result in _all(root, "TestResult"):
        yield from _result(result, _above(root), file.path)


def _result(result: Element, above: str | None, path: str) -> Iterator[Yielded]:
    """Yield one check; errors and unknowns leave the component unjudged in part, which is a gap for deviations."""
    benchmark = _child(result, "benchmark")
    baseline = (benchmark.get("id") if benchmark is not None else None) or above
    component = _text(result, "target") or None
    at = no_earlier(result.get("end-time")) or no_earlier(result.get("start-time"))
    rules = [(one.get("idref") or "", _outcome(one)) for one in _children(result, "rule-result")]
    count = Counter(outcome for _, outcome in rules)
    yield Conformity(where=path, component=component, baseline=baseline, at=at, automated=True if result.get("test-system") else None,
                     passed=sum(count[one] for one in _PASSED), failed=sum(count[one] for one in _FAILED))  # fmt: skip
    opaque = sum(count[one] for one in _OPAQUE)
    if opaque or not rules:
        detail = f"{opaque} of {len(rules)} rules could not be judged" if rules else "no rule was checked"
        yield Gap(where=path, reason="not judged", detail=detail, kinds=(Deviation.kind,))
    for rule in sorted({rule for rule, outcome in rules if outcome in _FAILED}):
        yield Deviation(where=path, component=component, rule=rule, at=at, state="open")


def _outcome(rule: Element) -> str:
    """Return a rule's result, as the last override left it (XCCDF 1.2, 6.6.4.4)."""
    overrides = [_text(one, "new-result") for one in _children(rule, "override")]
    return (overrides[-1] if overrides and overrides[-1] else _text(rule, "result")).casefold()


def _above(root: Element) -> str | None:
    return next((one.get("id") for one in _all(root, "Benchmark")), None)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _all(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter() if _local(one) == name and _NAMESPACE in one.tag)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element if _local(one) == name)


def _child(element: Element, name: str) -> Element | None:
    return next(_children(element, name), None)


def _text(element: Element, name: str) -> str:
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""
