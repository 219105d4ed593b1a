"""The use case `model coverage`: what the rules can decide, from where, and how far their cases try them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sammeter.app.pages import page
from sammeter.collect.registry import load as load_collectors
from sammeter.data import Pack
from sammeter.facts.vocabulary import REACHES
from sammeter.rules import Rule

CLASSES = ("observable", "supported", "attested")


def coverage(pack: Pack) -> dict[str, Any]:
    """Return the counts: criteria by class, reach and practice, measures, and what the cases of the rules cover."""
    criteria = [rule for rule in pack.book.rules if rule.id in pack.model.criteria()]
    measures = [rule for rule in pack.book.rules if rule.id not in pack.model.criteria()]
    yielded = {kind for collector in load_collectors() for kind in collector.yields}
    return {
        "criteria": len(pack.model.criteria()),
        "by_class": _counts((rule.class_ for rule in criteria), CLASSES),
        "by_reach": _counts((rule.reach for rule in criteria), REACHES),
        "by_practice": {
            practice.id: _counts((rule.class_ for rule in criteria if rule.id.startswith(f"{practice.id}-")), CLASSES)
            for practice in pack.model.practices
        },
        "measures": len(measures),
        "collected": _collected(criteria, yielded),
        "cases": _cases(criteria, measures),
    }


def _counts(words: Iterable[str], order: tuple[str, ...]) -> dict[str, int]:
    found = Counter(words)
    return {word: found[word] for word in order}


def _collected(criteria: list[Rule], yielded: set[str]) -> dict[str, int]:
    """Count the criteria whose facts a shipped collector yields: all of the kinds, or some of them."""
    kinds = [rule.kinds() for rule in criteria]
    return {
        "all": sum(bool(one) and one <= yielded for one in kinds),
        "some": sum(bool(one & yielded) and not one <= yielded for one in kinds),
    }


def _cases(criteria: list[Rule], measures: list[Rule]) -> dict[str, Any]:
    rules = [*criteria, *measures]
    conditioned = [rule for rule in rules if rule.tree is not None]
    return {
        "rules": len(rules),
        "rules_with_condition": len(conditioned),
        "rules_with_cases": sum(bool(rule.cases) for rule in rules),
        "rules_fully_covered": sum(not uncovered(rule) for rule in conditioned),
        "cases": sum(len(rule.cases) for rule in rules),
        "by_verdict": _counts((case.verdict for rule in rules for case in rule.cases),
                              ("met", "unmet", "unknown", "indicated", "no-occasion")),
        "uncovered": {rule.id: uncovered(rule) for rule in conditioned if uncovered(rule)},
    }  # fmt: skip


def uncovered(rule: Rule) -> list[str]:
    """Return the verdicts that a rule may reach, and unknown, for which it has no case."""
    wanted = [*rule.entitled(), "unknown", *(["no-occasion"] if rule.no_occasion else [])]
    return [verdict for verdict in wanted if verdict not in {case.verdict for case in rule.cases}]


def coverage_page(pack: Pack) -> str:
    """Return the counts for a terminal."""
    return page(_lines(pack, coverage(pack)))


def _lines(pack: Pack, found: Mapping[str, Any]) -> Iterator[str]:
    cases, collected = found["cases"], found["collected"]
    yield f"OWASP SAMM {pack.model.version}: {found['criteria']} criteria, and {found['measures']} measures beside the model"
    yield ""
    yield f"{'By class':<16}{'observable':>12}{'supported':>12}{'attested':>12}"
    yield _row("all", found["by_class"])
    yield from (_row(name, row) for name, row in found["by_practice"].items())
    yield ""
    yield "By the lowest place to look"
    yield from (f"  {reach:<14}{count:>12}" for reach, count in found["by_reach"].items())
    yield ""
    yield f"Criteria whose facts are collected: all of them {collected['all']}, some of them {collected['some']}"
    yield ""
    yield f"Cases: {cases['cases']} in {cases['rules_with_cases']} of {cases['rules']} rules"
    yield f"  by verdict: {', '.join(f'{verdict} {count}' for verdict, count in cases['by_verdict'].items())}"
    yield (f"  each verdict it may reach, and unknown, tried: {cases['rules_fully_covered']}"
           f" of {cases['rules_with_condition']} rules with a condition")  # fmt: skip
    if cases["uncovered"]:
        yield f"  not tried yet: {len(cases['uncovered'])} rules, listed by --format json"


def _row(name: str, row: Mapping[str, int]) -> str:
    return f"  {name:<14}" + "".join(f"{row[class_]:>12}" for class_ in CLASSES)
