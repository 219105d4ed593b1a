"""From a folder of files through collectors, joins and a rule to its verdict."""

from pathlib import Path

from tests.collect.repositories import AS_OF, Repository

from sammeter.collect.git import open_git
from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run
from sammeter.data import load as load_pack
from sammeter.facts.collected import Collected
from sammeter.facts.join import Joined, join
from sammeter.rules.decide import decide


def world(path: Path, files: dict[str, str], *names: str) -> tuple[Collected, Joined]:
    """Commit files, run the named collectors over them, and join what they saw."""
    repo = Repository(path)
    for name, text in files.items():
        repo.write(name, text)
    repo.commit("files")
    found = run(open_git(path), [one for one in load() if one.name in names], as_of=AS_OF, cache=NoCache())
    return found, join(found, as_of=AS_OF)


def verdict(joined: Joined, rule_id: str) -> str:
    """Return what a shipped rule decides."""
    book = load_pack().book
    rule = next(one for one in book.rules if one.id == rule_id)
    return decide(rule, joined.unit, book.limits, joined.this).verdict.name.lower().replace("_", "-")
