"""Facts known of public repositories against what the collectors say of them.

usage: python bench/golden.py --mirror FOLDER      repositories as FOLDER/owner/name or FOLDER/owner+name, bare or not, each
                                                   with git in it or in repo/ below it; those that are not there are named

Prints for each collector how many statements of golden.yaml it found, missed, or claimed too much of; then every one that differs. A missed
one of a kind that sammeter does not call complete is shown there as unknown, never as absent; it is counted apart.
"""

import argparse
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sammeter.app.assess import collect
from sammeter.app.reading import Wanted
from sammeter.facts.collected import Collected

STATEMENTS = Path(__file__).with_name("golden.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One statement: how many were wanted and seen, and whether the rest is at least shown as unknown."""

    repository: str
    collector: str
    says: str
    wanted: int
    seen: int
    unknown: bool
    added: bool

    @property
    def word(self) -> str:
        """Return found, missed, or wrong for more than there is."""
        return "found" if self.seen == self.wanted else "missed" if self.seen < self.wanted else "wrong"


def place(mirror: Path, repository: str) -> Path | None:
    """Return where a repository lies, None if it does not."""
    spots = (mirror / repository, mirror / repository.replace("/", "+"))
    return next((one for spot in spots for one in (spot / "repo", spot) if one.is_dir()), None)


def seen(collected: Collected, row: dict[str, Any]) -> int:
    """Return how many facts a statement is true of, or the total of a field of them."""
    chosen = [
        fact.fields for fact in collected.facts
        if fact.kind == row["kind"] and re.search(row.get("where", ""), fact.where)
        and all(fact.fields.get(name) in (value if isinstance(value, list) else [value]) for name, value in row.get("match", {}).items())
    ]  # fmt: skip
    return sum(int(one.get(row["sum"]) or 0) for one in chosen) if "sum" in row else len(chosen)


def compare(collected: Collected, one: dict[str, Any]) -> Iterator[Outcome]:
    """Yield the outcome of every statement on one repository."""
    open_ = {kind for gap in collected.gaps for kind in gap.kinds}
    for row in one["facts"]:
        unknown = row["kind"] not in collected.complete or row["kind"] in open_
        yield Outcome(repository=one["repository"], collector=row["collector"], says=row["says"], wanted=row["count"],
                      seen=seen(collected, row), unknown=unknown, added=row.get("added", False))  # fmt: skip


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """Yield the rows of a Markdown table by collector, and the total."""
    yield "| collector | statements | of them traps | found | missed | of these shown as unknown | claimed too much |"
    yield "|---|---|---|---|---|---|---|"
    names = sorted({one.collector for one in outcomes})
    for name in (*names, ""):
        mine = [one for one in outcomes if name in ("", one.collector)]
        words = Counter(one.word for one in mine)
        shown = sum(one.word == "missed" and one.unknown for one in mine)
        yield "| {} | {} | {} | {} | {} | {} | {} |".format(
            f"`{name}`" if name else "all", len(mine), sum(one.wanted == 0 for one in mine), words["found"], words["missed"], shown,
            words["wrong"])  # fmt: skip


def main() -> None:
    """Compare every repository that is there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--mirror", type=Path, required=True, help="a folder of repositories")
    mirror, outcomes = parser.parse_args().mirror, list[Outcome]()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["SAMMETER_CACHE"] = f"{scratch}/cache.sqlite"
        for one in yaml.safe_load(STATEMENTS.read_text("utf-8")):
            if (path := place(mirror, one["repository"])) is None:
                print(f"not there: {one['repository']} ({len(one['facts'])} statements left out)")
                continue
            outcomes += compare(collect(Wanted(path=path, at=one["commit"]))[0], one)
    for words, chosen in (
        ("written down before the collectors ran:", False),
        ("added after their output was seen:", True),
    ):
        print(f"\n{words}\n", *table([one for one in outcomes if one.added is chosen]), "", sep="\n")
    for one in outcomes:
        if one.word != "found":
            known = "shown as unknown" if one.unknown else "SHOWN AS ABSENT"
            print(f"{one.word}: {one.repository} {one.collector}: {one.says}: {one.seen} for {one.wanted}"
                  f"{f' ({known})' if one.word == 'missed' else ''}")  # fmt: skip


if __name__ == "__main__":
    main()
