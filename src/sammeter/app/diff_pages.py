"""A difference for a terminal, as Markdown and as plain data: figures, what changed and why, what lapsed."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from sammeter.answers.changes import Cause, Change, Difference, Figures, Strength, Trace
from sammeter.app.baseline_rows import Baseline
from sammeter.app.pages import page
from sammeter.app.shots import OVERALL
from sammeter.scoring import shown_text
from sammeter.text.escape import markdown, terminal

SCHEMA = "sammeter-diff/1"
FEW = 3
_NOTHING = "No criterion, measure or answer differs."
_FIGURES = ("declared", "supported", "evidenced", "possible")
_RANK = {"": -1, "unmet": 0, "unknown": 1, "no occasion": 1, "indicated": 2, "met": 3}
_KINDS = {"rule": "rules", "clock": "clock", "lapse": "lapsed", "fact": "seen", "proof": "proof", "person": "said",
          "review": "review"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A difference with the two that differ, and what makes them hard to compare."""

    a: Baseline
    b: Baseline
    found: Difference
    warnings: tuple[str, ...] = ()


def document(compared: Compared) -> dict[str, Any]:
    """Return all of it as plain data; nothing is folded."""
    found = compared.found
    return {
        "schema": SCHEMA,
        "before": _side(compared.a), "after": _side(compared.b), "warnings": compared.warnings,
        "scores": {name: {"before": asdict(one) if (one := found.before.scores.get(name)) else None,
                          "after": asdict(two) if (two := found.after.scores.get(name)) else None}
                   for name in dict.fromkeys((*found.before.scores, *found.after.scores))},
        "unknown": {"before": found.before.unknown(), "after": found.after.unknown()},
        "changes": [asdict(one) for one in found.changes],
        "lapsed": [asdict(one) for one in found.strengths if one.lapsed],
        "holds_again": [asdict(one) for one in found.strengths if not one.lapsed],
    }  # fmt: skip


def _side(one: Baseline) -> dict[str, str]:
    return {"name": one.head.name, "where": one.where, "scope": one.collected.name, "commit": one.collected.revision,
            "as_of": one.head.as_of, "model": one.head.model, "rules": one.head.rules}  # fmt: skip


def text_page(compared: Compared) -> str:
    """Return it for a terminal of 80 columns, signs in ASCII."""
    return page(_text(compared))


def _text(compared: Compared) -> Iterator[str]:
    yield from _head(compared)
    yield ""
    listed = _listed(compared.found)
    for title, activities in (("Criteria and measures", False), ("Answers", True)):
        groups = [
            (id_, rows)
            for id_, rows in listed
            if ("-" in id_ and "." not in id_ and not id_.startswith("X-")) is activities
        ]
        if groups:
            yield title
            for id_, rows in groups:
                yield f"  {_sign(rows)} {id_:<11} {', '.join(_words(one) for one in rows)}"
                yield from (f"      {line}" for line in _why(id_, rows, listed))
            yield ""
    if folded := len({one.id for one in compared.found.changes}) - len(listed):
        yield f"and {folded} criteria that follow from an answer to their question: --format json"
    yield from _strengths(compared.found.strengths)
    if not compared.found:
        yield _NOTHING


def _head(compared: Compared) -> Iterator[str]:
    a, b = compared.a, compared.b
    scope = a.collected.name if a.collected.name == b.collected.name else f"{a.collected.name} and {b.collected.name}"
    model = b.head.model if a.head.model == b.head.model else f"{a.head.model} to {b.head.model}"
    yield f"{a.head.name} to {b.head.name}   {scope}   SAMM {model}   {a.head.as_of[:10]} to {b.head.as_of[:10]}"
    yield from (f"! {text}" for text in compared.warnings)
    yield "   ".join(f"{name} {before} -> {after}{_arrow(before, after)}" for name, before, after in _figures(compared))


def _figures(compared: Compared) -> Iterator[tuple[str, str, str]]:
    then, now = (one.scores.get(OVERALL, Figures()) for one in (compared.found.before, compared.found.after))
    for name in _FIGURES:
        yield name, _shown(getattr(then, name)), _shown(getattr(now, name))
    yield "unknown", str(compared.found.before.unknown()), str(compared.found.after.unknown())


def _shown(text: str | None) -> str:
    return "-" if text is None else shown_text(text)


def _arrow(before: str, after: str) -> str:
    if before == after or "-" in (before, after) or "." not in before:
        return ""
    return " ^" if float(before) < float(after) else " v"


def _listed(found: Difference) -> list[tuple[str, list[Change]]]:
    """Return changes by id, without criteria of which nothing changed but what an answer to their question implies."""
    groups = [(id_, list(rows)) for id_, rows in groupby(found.changes, key=lambda one: one.id)]
    answered = {one.id for one in found.changes if one.what == "declared" and "." not in one.id}

    def implied(id_: str, rows: list[Change]) -> bool:
        said = [trace for one in rows for cause in one.causes for trace in (*cause.before, *cause.after) if trace.id]
        own = any(trace.says.startswith(f"{id_} ") for trace in said)
        return id_.rpartition(".")[0] in answered and all(one.what in ("declared", "grade") for one in rows) and not own

    return [(id_, rows) for id_, rows in groups if not implied(id_, rows)]


def _sign(rows: list[Change]) -> str:
    """Return whether it got better or worse by what was seen; what people merely said is neither."""
    for one in rows:
        if one.what == "verdict":
            before, after = _RANK.get(one.before, 1), _RANK.get(one.after, 1)
            return "^" if after > before else "v" if after < before else "."
        if one.what == "evidenced":
            return "^" if one.after > one.before else "v"
    return "."


def _words(one: Change) -> str:
    what = "" if one.what == "verdict" else f"{one.what} "
    return f"{what}{one.before or '-'} -> {one.after or '-'}"


def _why(id_: str, rows: list[Change], listed: list[tuple[str, list[Change]]]) -> Iterator[str]:
    through = [name for name, _ in listed if name.startswith(f"{id_}.")]
    if through:
        yield f"through {', '.join(through)}"
        return
    for cause in dict.fromkeys(cause for one in rows for cause in one.causes):
        yield from _cause(cause)


def _cause(cause: Cause) -> Iterator[str]:
    name = _KINDS[cause.kind]
    if not cause.before and not cause.after:
        yield name
    for sign, traces in (("-", cause.before), ("+", cause.after)):
        yield from (f"{name:<6} {sign} {_trace(one)}" for one in traces[:FEW])
        if len(traces) > FEW:
            yield f"{name:<6} {sign} and {len(traces) - FEW} more"


def _trace(one: Trace) -> str:
    parts = (one.where, one.says, one.by, one.at[:10], one.id)
    return "  ".join(part for part in parts if part)


def _strengths(found: Iterable[Strength]) -> Iterator[str]:
    for title, lapsed in (("What lapsed or no longer holds", True), ("What holds again", False)):
        rows = [one for one in found if one.lapsed is lapsed]
        if rows:
            yield title
            for one in rows:
                of = f" for {one.unit}" if one.unit else ""
                says = one.after if lapsed else f"was: {one.before}"
                yield f"  {'v' if lapsed else '^'} {one.about}{of}, said by {one.by} on {one.at[:10]}: {says}"
            yield ""


def markdown_page(compared: Compared) -> str:
    """Return it as Markdown for a comment or a report; every text from outside is shown literally."""
    return "\n".join(_markdown(compared)) + "\n"


def _markdown(compared: Compared) -> Iterator[str]:
    a, b = compared.a, compared.b
    yield "## sammeter diff"
    yield ""
    yield (f"{markdown(a.head.name)} ({a.head.as_of[:10]}) to {markdown(b.head.name)} ({b.head.as_of[:10]}), "
           f"{markdown(b.collected.name)}, SAMM {markdown(b.head.model)}.")  # fmt: skip
    yield from (f"\n**{markdown(text)}**" for text in compared.warnings)
    yield from ("", "| figure | before | after |", "|---|---|---|")
    yield from (f"| {name} | {before} | {after} |" for name, before, after in _figures(compared))
    listed = _listed(compared.found)
    if listed:
        yield from ("", "| id | what | because |", "|---|---|---|")
        for id_, rows in listed:
            what = ", ".join(markdown(_words(one)) for one in rows)
            yield f"| {markdown(id_)} | {what} | {'; '.join(markdown(' '.join(line.split())) for line in _why(id_, rows, listed))} |"
    lines = [terminal(line) for line in _strengths(compared.found.strengths) if line]
    if lines:
        yield from ("", *(f"- {markdown(line.strip())}" if line.startswith(" ") else f"**{line}**\n" for line in lines))
    if not compared.found:
        yield from ("", _NOTHING)
