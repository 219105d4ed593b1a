"""Secrets across files: one value in several tiers, and a layer for production that overrides an open default."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from sammeter.facts.record import Fact

Groups = dict[str, tuple[Fact, ...]]

ITEMS, FINDINGS, CONFIG = "secrets.items", "secrets.findings", "iac.config"


def join(groups: Groups, _as_of: str) -> Groups:
    """Return items and findings with the tiers that several files together show.

    A setting of a base layer that every production layer of its set overrides is not production's (layers as Spring's
    config server and .NET lay them: the file of a profile wins over the base). An item is `shared_with_tiers` only where
    the same value was seen there; that none was seen says nothing, since not every store is read. What our own search saw
    in several versions of one file at the same setting, or by the same rule, is one finding.
    """
    if not groups.get(ITEMS) and not groups.get(FINDINGS):
        return {}
    overridden = _overridden(groups.get(CONFIG, ()))
    items = tuple(_placed(one, overridden) for one in groups.get(ITEMS, ()))
    findings = tuple(_placed(one, overridden) for one in _distinct(groups.get(FINDINGS, ())))
    return {kind: found for kind, found in ((ITEMS, tuple(_shared(items))), (FINDINGS, findings)) if found}


def _distinct(findings: Iterable[Fact]) -> Iterable[Fact]:
    seen: set[tuple[object, ...]] = set()
    for one in findings:
        key = (one.fields.get("place"), one.fields.get("kind"), one.fields.get("setting"))
        if one.source == "secrets_history":
            if key in seen:
                continue
            seen.add(key)
        yield one


def _overridden(configs: Iterable[Fact]) -> dict[str, frozenset[str]]:
    """Return for each base file the settings that all production layers of its set override."""
    sets: defaultdict[str, list[Fact]] = defaultdict(list)
    for one in configs:
        if one.fields.get("set"):
            sets[str(one.fields["set"])].append(one)
    found: dict[str, frozenset[str]] = {}
    for layers in sets.values():
        prod = [_names(one) for one in layers if one.fields.get("tier") == "prod"]
        for base in (one for one in layers if "tier" not in one.fields):
            if prod:
                found[base.where] = frozenset.intersection(*prod)
    return found


def _names(config: Fact) -> frozenset[str]:
    settings = config.fields.get("settings")
    return (
        frozenset(_relaxed(one) for one in settings if "*" not in one) if isinstance(settings, tuple) else frozenset()
    )


def _relaxed(name: str) -> str:
    """Return a name as relaxed binding compares it: `api-key`, `apiKey` and `API_KEY` are one."""
    return re.sub(r"[-_]", "", name).lower()


def _placed(one: Fact, overridden: dict[str, frozenset[str]]) -> Fact:
    path = one.where.rpartition(":")[0]
    setting = str(one.fields.get("setting") or str(one.fields.get("id", "")).rpartition("#")[2])
    if "tier" in one.fields or _relaxed(setting) not in overridden.get(path, ()):
        return one
    return replace(one, fields={**one.fields, "tier": "non-prod"})


def _shared(items: tuple[Fact, ...]) -> Iterable[Fact]:
    tiers: defaultdict[str, set[str]] = defaultdict(set)
    for one in items:
        if "fingerprint" in one.fields and "tier" in one.fields:
            tiers[str(one.fields["fingerprint"])].add(str(one.fields["tier"]))
    for one in items:
        others = tiers[str(one.fields.get("fingerprint", ""))] - {str(one.fields.get("tier", ""))}
        yield replace(one, fields={**one.fields, "shared_with_tiers": tuple(sorted(others))}) if others else one
