"""The page that says which verdicts collectors reach: ``python -m tests.collect.criteria.page`` writes it anew."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs/explanation/what-collectors-decide.md"
HEAD = """\
# What collectors decide

Each line is held by a test: files committed to a repository and documents handed in, read by the collectors that ship, lead
to that verdict of the rule, and nothing is put beside what they read. Where a verdict rests on *all* of something, a person said so in the
words of [sources](../collectors/sources.md). *Indicated* leaves the last word to a person; *no-occasion* is an unknown that nobody can
help. `tests/collect/criteria/` holds the files.
"""


def written(reached: Iterable[tuple[str, str]], unreached: Mapping[str, Mapping[str, tuple[str, ...]]]) -> str:
    """Return the page."""
    rows: defaultdict[str, list[str]] = defaultdict(list)
    for rule, says in reached:
        rows[rule].append(says)
    table = "".join(f"| {rule} | {', '.join(sorted(rows[rule]))} |\n" for rule in sorted(rows))
    lacks = "".join(
        f"- {why}: " + ", ".join(f"{rule} ({', '.join(words)})" for rule, words in sorted(rules.items())) + ".\n"
        for why, rules in sorted(unreached.items())
    )
    return (
        f"{HEAD}\n{len(rows)} criteria and measures:\n\n| | reached |\n|---|---|\n{table}\n## Not reached\n\n"
        f"Of criteria whose kinds of facts are collected, these verdicts are out of reach, because no document that is read tells\n\n{lacks}"
    )


if __name__ == "__main__":
    from tests.collect.criteria.test_worlds import WORLDS
    from tests.collect.criteria.unreached import UNREACHED

    PAGE.write_text(written(WORLDS, UNREACHED), encoding="utf-8")
