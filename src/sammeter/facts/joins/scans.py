"""Runs of scanners married with the repository: when at the earliest, and with rules that stand in it."""

from dataclasses import replace

from sammeter.facts.record import Fact, Value

Groups = dict[str, tuple[Fact, ...]]

_DATED = ("scan.runs", "secrets.scan_runs", "tests.suites")


def join_scans(facts: Groups, _as_of: str) -> Groups:
    """Date runs by the commit that they ran on, and count the rules of a run that are kept in the repository.

    No run is older than what it ran on: where a report states a commit and no time, the commit's time in vcs.changes
    stands for it and `dated_by` says so. A rule of a run whose name is that of a rule file of the same tool in the
    repository was written by its people (`rules_custom`), and so the configuration is kept with the code and differs
    from the tool's own. What matches nothing stays unknown: rules may be kept elsewhere.
    """
    times = {
        str(one.fields["sha"]): str(one.fields["at"]) for one in facts.get("vcs.changes", ()) if _has(one, "sha", "at")
    }
    made = {kind: tuple(_dated(one, times) for one in facts[kind]) for kind in _DATED if kind in facts}
    if "scan.runs" in made:
        made["scan.runs"] = tuple(_ruled(one, facts.get("scan.rules", ())) for one in made["scan.runs"])
    return made


def _has(one: Fact, *fields: str) -> bool:
    return all(one.fields.get(field) for field in fields)


def _dated(one: Fact, times: dict[str, str]) -> Fact:
    found = times.get(str(one.fields.get("commit", "")))
    if not found or "at" in one.fields:
        return one
    return replace(one, fields={**one.fields, "at": found, "dated_by": "commit"})


def _ruled(run: Fact, kept: tuple[Fact, ...]) -> Fact:
    tool = _plain(run.fields.get("tool"))
    mine = [one for one in kept if tool.startswith(_plain(one.fields.get("tool"))) and _has(one, "tool")]
    names = {name for one in mine for name in _texts(one.fields.get("ids"))}
    packs = {str(one.fields["pack"]) for one in mine if _has(one, "pack")}
    own = sum(_named(rule, names) for rule in _texts(run.fields.get("rules")))
    own += sum(pack in packs for pack in _texts(run.fields.get("packs")))
    if not own:
        return run
    return replace(run, fields={**run.fields, "rules_custom": own, "config_in_vcs": True, "config_differs": True})


def _named(rule: str, names: set[str]) -> bool:
    """Match a rule by its name; Semgrep puts the folders of the file before it, with dots."""
    return rule in names or any(rule.endswith(f".{name}") for name in names if len(name) >= _LONG)


_LONG = 6
"""A shorter name at the end of a longer one is chance."""


def _plain(stated: object) -> str:
    """Return a tool's name without its edition; Opengrep reads the rules of Semgrep."""
    return str(stated or "").casefold().replace("opengrep", "semgrep")


def _texts(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
