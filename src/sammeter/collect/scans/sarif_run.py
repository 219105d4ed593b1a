"""One SARIF run as a fact: whether it ended well, with which rules, what it silenced, and of which revision it tells."""

import re
from collections.abc import Iterator

from sammeter.collect.scans.sarif_findings import Rules, accepted, findings, reasoned, relative, secrets
from sammeter.collect.scans.sarif_shape import Invocation, Part, Run
from sammeter.collect.scans.stated import moment
from sammeter.collect.scans.tools import kind_of
from sammeter.facts.kinds import Record
from sammeter.facts.scans import ScanRun, SecretScanRun

_BORROWED = re.compile(
    r"(?:\A|/)(?:vendor|node_modules|(?:third|3rd)[-_]?party|site-packages|bower_components)/", re.IGNORECASE
)
_REVISION = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


def facts(run: Run, place: str) -> Iterator[Record]:
    """Yield the run and its findings; a secret scanner's are candidate secrets and nothing else."""
    driver = run.tool.driver
    tool = driver.name or ""
    kind = kind_of(tool, driver.full_name or "")
    one = _run(run, tool, kind, place)
    yield one
    if kind == "secret-scan":
        yield SecretScanRun(where=place, tool=tool, at=one.at, completed=one.completed, commit=one.commit,
                            history=_history(run))  # fmt: skip
        yield from secrets(run, tool, place)
    else:
        yield from findings(run, tool, kind, place)


def _run(run: Run, tool: str, kind: str | None, place: str) -> ScanRun:
    driver, rules = run.tool.driver, _RuleState(run)
    suppressed = _suppressed(run)
    return ScanRun(
        where=place, tool=tool, tool_version=driver.semantic_version or driver.version, kind_of=kind, target=_target(run),
        at=_at(run.invocations or []), commit=_commit(run), completed=completed(run),
        rules=tuple(sorted(rules.named)) or None, packs=tuple(sorted({part.name for part in run.tool.extensions or () if part.name})) or None,
        rules_on=rules.on(), rules_off=rules.off(), config_differs=True if rules.changed else None,
        results=None if run.results is None else len(run.results),
        suppressed=None if suppressed is None else suppressed[0],
        suppressed_reasoned=None if suppressed is None else suppressed[1],
    )  # fmt: skip


def completed(run: Run) -> bool | None:
    """Tell whether the run ended well (3.20.14): every invocation says so, results were kept, nothing went wrong meanwhile.

    False where one says that it failed, or where results are missing or null, which the standard keeps for a run that
    never looked (3.14.23). None where nothing is said, where results lie in another file, where an error was reported
    on the way, or where the list of files looked at is there and empty.
    """
    invocations = run.invocations or []
    if any(one.execution_successful is False for one in invocations):
        return False
    external = run.external_property_file_references
    if run.results is None:
        return None if external and external.results else False
    if not invocations or not all(one.execution_successful for one in invocations):
        return None
    if any(_error(one) for one in invocations) or (run.artifacts is not None and not run.artifacts):
        return None
    return True


def _error(one: Invocation) -> bool:
    notes = [*(one.tool_execution_notifications or ()), *(one.tool_configuration_notifications or ())]
    return any(note.level == "error" for note in notes)


def _at(invocations: list[Invocation]) -> str | None:
    """Return when the last invocation ended, or started where no end is stated."""
    times = [moment(one.end_time_utc) or moment(one.start_time_utc) for one in invocations]
    return max((time for time in times if time), default=None)


def _commit(run: Run) -> str | None:
    """Return the one full revision that was scanned; of several (submodules) none is the application's."""
    revisions = {(one.revision_id or "").casefold() for one in run.version_control_provenance or ()}
    only = revisions.pop() if len(revisions) == 1 else ""
    return only if _REVISION.match(only) else None


def _target(run: Run) -> str | None:
    """Return ``dependencies`` where all files that were analysed are borrowed, ``code`` where none is, else None."""
    analysed = [one for one in run.artifacts or () if "analysisTarget" in (one.roles or ())]
    paths = [relative(one.location.uri) for one in analysed if one.location]
    if not paths or "" in paths:
        return None
    borrowed = sum(bool(_BORROWED.search(path)) for path in paths)
    return "code" if not borrowed else "dependencies" if borrowed == len(paths) else None


def _suppressed(run: Run) -> tuple[int, int] | None:
    """Return how many results are silenced and how many with a reason; None where no result was judged (3.27.23)."""
    if not any(one.suppressions is not None for one in run.results or ()):
        return None
    silent = [one.suppressions for one in run.results or () if accepted(one.suppressions)]
    return len(silent), sum(map(reasoned, silent))


def _history(run: Run) -> bool | None:
    """Tell of a history that was read where a result names the commit it was found in, as Gitleaks does."""
    prints = [one.partial_fingerprints or {} for one in run.results or ()]
    return True if any(one.get("commitSha") for one in prints) else None


class _RuleState:
    """Which rules of a run are on, by the tool's own list and by what this run changed (3.51)."""

    def __init__(self, run: Run) -> None:
        parts: list[Part] = [run.tool.driver, *(run.tool.extensions or ())]
        listed = [rule for part in parts for rule in part.rules or ()]
        self.states = {
            rule.id: rule.default_configuration.enabled if rule.default_configuration else None for rule in listed if rule.id
        }  # fmt: skip
        names = Rules(run)
        self.named = set(self.states) | {names.name(one) for one in run.results or ()} - {""}
        self.whole = bool(listed) and all(part.is_comprehensive for part in parts if part.rules)
        self.changed = False
        for one in (change for start in run.invocations or () for change in start.rule_configuration_overrides or ()):
            name = self._named(one.descriptor.id, one.descriptor.index, run) if one.descriptor else None
            enabled = one.configuration.enabled if one.configuration else None
            self.changed = True
            if name is not None and enabled is not None:
                self.states[name] = enabled

    def _named(self, id_: str | None, index: int | None, run: Run) -> str | None:
        listed = run.tool.driver.rules or []
        return id_ or (listed[index].id if index is not None and 0 <= index < len(listed) else None)

    def off(self) -> int | None:
        """Return how many are off; 0 only where the tool lists all of its rules."""
        found = sum(state is False for state in self.states.values())
        return found if found or self.whole else None

    def on(self) -> int | None:
        """Return how many are on, None where the tool does not list all of its rules."""
        return sum(state is not False for state in self.states.values()) if self.whole else None
