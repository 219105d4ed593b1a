"""Facts on parts, policies and known weaknesses in sentences."""

from collections import Counter
from collections.abc import Iterator

from sammeter.facts import Fact

_SHOWN = 10
_SERIOUS = ("critical", "high")
_DEPTH = {True: "indirect ones shown", False: "direct ones only", None: "how they depend is not told"}
_LATEST = {True: ", of the latest release", False: ", not of the latest release", None: ""}
_NOUNS = {"licenses": "licences", "packages": "dependencies", "imports": "imports"}
_SETTLED = ("fixed", "not_affected", "false_positive", "accepted")

Sentences = Iterator[tuple[str, bool | None, list[Fact]]]


def bills(facts: tuple[Fact, ...]) -> Sentences:
    """Say of each bill of materials what it belongs to and how deep it goes."""
    for fact in facts[:_SHOWN]:
        known = fact.fields
        subject = f"{known.get('subject', 'something that it does not name')} {known.get('version', '')}".strip()
        depth = _DEPTH[_flag(fact, "transitive")]
        latest = _LATEST[_flag(fact, "for_latest_release")]
        yield (
            f"a bill of materials ({known.get('format')}) of {subject}{latest}: {known.get('parts', 0)} parts, {depth}",
            None,
            [fact],
        )


def parts(facts: tuple[Fact, ...]) -> Sentences:
    """Count parts, those without a version, without a licence, and without approval."""
    kinds = Counter(str(fact.fields.get("purl", "")).removeprefix("pkg:").split("/")[0] for fact in facts)
    most = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common(4))
    direct = sum(fact.fields.get("direct") is True for fact in facts)
    yield (
        f"{len(facts)} parts in lock files and bills of materials ({most}), {direct} known to be direct",
        None,
        list(facts[:_SHOWN]),
    )
    loose = [fact for fact in facts if fact.fields.get("version") == ""]
    if loose:
        yield f"{len(loose)} of {len(facts)} parts without a version", None, loose[:_SHOWN]
    refused = [fact for fact in facts if fact.fields.get("license_policy") == "denied"]
    if refused:
        yield f"{len(refused)} parts under a licence that the own list refuses", False, refused[:_SHOWN]
    unapproved = [fact for fact in facts if fact.fields.get("approved") is False]
    if unapproved:
        yield f"{len(unapproved)} parts that the own list does not permit", False, unapproved[:_SHOWN]


def allowlists(facts: tuple[Fact, ...]) -> Sentences:
    """Say what each list permits."""
    for fact in facts[:_SHOWN]:
        noun = _NOUNS.get(str(fact.fields.get("permits")), "things")
        denied = fact.fields.get("denied")
        count = len(denied) if isinstance(denied, tuple) else 0
        refused = f", refuses {count}" if count else ""
        yield f"{fact.fields.get('tool')}, {noun}: permits {fact.fields.get('entries')} by name{refused}", None, [fact]


def matches(facts: tuple[Fact, ...]) -> Sentences:
    """Count known weaknesses, serious ones that nobody settled, and exploited ones."""
    words = Counter(str(fact.fields.get("severity", "of unknown severity")) for fact in facts)
    order = ("critical", "high", "medium", "low", "info", "none", "of unknown severity")
    counted = ", ".join(f"{words[word]} {word}" for word in order if words[word])
    components = len({fact.fields.get("component") for fact in facts})
    yield f"{len(facts)} known weaknesses in {components} parts: {counted}", None, list(facts[:_SHOWN])
    open_ = [fact for fact in facts if fact.fields.get("severity") in _SERIOUS and fact.fields.get("state") == "open"]
    unjudged = [fact for fact in facts if fact.fields.get("severity") in _SERIOUS and "state" not in fact.fields]
    if open_:
        yield f"{len(open_)} critical or high ones are judged to be open", False, open_[:_SHOWN]
    if unjudged:
        yield f"{len(unjudged)} critical or high ones without a judgement among what was read", None, unjudged[:_SHOWN]
    exploited = [
        fact
        for fact in facts
        if fact.fields.get("known_exploited") is True and fact.fields.get("state") not in _SETTLED
    ]
    if exploited:
        yield f"{len(exploited)} of them are known to be exploited in the wild", False, exploited[:_SHOWN]


def feeds(facts: tuple[Fact, ...]) -> Sentences:
    """Say how far each source of advisories reaches and when it was read."""
    for fact in facts[:_SHOWN]:
        share = fact.fields.get("components_covered_share")
        reach = (
            f"covers {float(share):.0%} of the parts"
            if isinstance(share, (int, float))
            else "how much it covers is not known"
        )
        yield (
            f"{fact.fields.get('id')} ({fact.fields.get('kind')}) as of {fact.fields.get('last_sync_at', 'an unknown time')}: {reach}",
            None,
            [fact],
        )


def judgements(facts: tuple[Fact, ...]) -> Sentences:
    """Count judgements and those without a reason."""
    silent = [fact for fact in facts if fact.fields.get("reason") == ""]
    yield (
        f"{len(facts)} judgements of known weaknesses, {len(silent)} of them without a reason",
        False if silent else None,
        (silent or list(facts))[:_SHOWN],
    )


def _flag(fact: Fact, name: str) -> bool | None:
    value = fact.fields.get(name)
    return value if isinstance(value, bool) else None
