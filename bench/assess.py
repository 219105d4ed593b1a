"""Ratios side by side: an assessment cold, warm and after one commit, and its neighbours, against reading every blob once.

usage: python bench/assess.py [--rounds N] [--tools] [--write] REPOSITORY ...
       make bench REPOS="path path" [ROUNDS=5] [TOOLS=1] [WRITE=1]

Every round runs everything once, one after the other; a ratio is the median over rounds of two runs of the same round.
--tools installs the neighbours of tools.txt and darnit.txt in a folder that goes again; without it their rows say so.
--write puts table and chart into docs/explanation/.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import chart
from timing import Run, floor, git, ratio, run, seconds
from tools import TOOLS, cut_off, install
from trees import borrowed, one_more, written

SAMMETER = str(Path(sys.executable).parent / "sammeter")
DOCS = Path(__file__).parent.parent / "docs" / "explanation"
CHANGES = (1, 10, 100)
COUNTED = (("ls-tree", "-r", "--name-only", "HEAD"), ("rev-list", "HEAD"))
BEGIN, END = "<!-- written by bench/assess.py -->", "<!-- until here -->"
ALONE = (
    "import sys; from pathlib import Path; from sammeter.collect.git import open_git;"
    "from sammeter.collect.registry import load; from sammeter.collect.run import NoCache, run;"
    "names = ('ci_github', 'update_bots'); chosen = [one for one in load() if one.name in names];"
    "run(open_git(Path(sys.argv[1])), chosen, as_of='2026-01-01T00:00:00Z', cache=NoCache())"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What was measured of one thing: its runs by round, or why there are none."""

    key: str
    name: str
    note: str
    runs: list[Run]
    against: str = "floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where one repository is measured: the repository, a scratch folder, and the neighbours' folder if they were asked for."""

    repository: str
    scratch: Path
    tools: Path | None
    failed: dict[str, str]
    alone: list[str]

    def assess(self, repository: str | Path, cache: str) -> Run:
        """Assess with the cache of that name."""
        return run([SAMMETER, "assess", str(repository)], environment={"SAMMETER_CACHE": str(self.scratch / cache)})

    def steps(self, changed: Path) -> Iterator[tuple[Row, Callable[[int], Run]]]:
        """Yield each row with what a round runs for it."""

        def step(
            key: str, name: str, note: str, act: Callable[[int], Run], against: str = "floor"
        ) -> tuple[Row, Callable[[int], Run]]:
            return Row(key=key, name=name, note=note, runs=[], against=against), act

        yield step("floor", "git: every file once", "the floor", lambda _: floor(self.repository))
        yield step(
            "cold",
            "sammeter, first run",
            "all collectors, history of 180 days and more, 324 rules, the report",
            lambda number: self.assess(self.repository, f"cold{number}.sqlite"),
        )
        yield step(
            "warm", "sammeter, again", "nothing changed", lambda _: self.assess(self.repository, "warm.sqlite"), "cold"
        )
        held = git(changed, "ls-tree", "-r", "--name-only", "HEAD").count(b"\n")
        for files in (size for size in CHANGES if size <= held // 2):
            yield step(f"change{files}", f"sammeter, one commit of {files} {'file' if files == 1 else 'files'}", "files that it reads come first",
                       lambda number, files=files: self.after(changed, files, f"{files} {number}"), "cold")  # fmt: skip
        yield step(
            "workflows",
            "sammeter, GitHub workflows alone",
            "two collectors, without rules and report",
            lambda _: run([sys.executable, "-c", ALONE, self.repository]),
        )

    def after(self, changed: Path, files: int, word: str) -> Run:
        """Assess once more after a commit."""
        one_more(changed, files, word)
        return self.assess(changed, "changed.sqlite")

    def neighbours(self, tree: Path) -> Iterator[tuple[Row, Callable[[int], Run] | None]]:
        """Yield each neighbour with what a round runs, or nothing where it is not installed."""
        for tool in TOOLS:
            program = self.tools / tool.program if self.tools else None
            there = program is not None and program.exists()
            why = self.failed.get(tool.program.split("/")[0], "")
            row = Row(key=tool.name, name=tool.name, runs=[], against=tool.against,
                      note=tool.note if there else f"not installed{f': {why}' if why else ' (TOOLS=1 does)'}")  # fmt: skip
            if not there:
                yield row, None
                continue
            command, path = [*self.alone, str(program), *tool.command], f"{program.parent}:/usr/local/bin:/usr/bin:/bin"
            yield row, lambda _, command=command, path=path, fine=tool.fine: run(
                command, cwd=tree, fine=fine, environment={"PATH": path})  # fmt: skip


def measure(bench: Bench, rounds: int) -> list[Row]:
    """Run everything `rounds` times, interleaved, after one run of each that does not count."""
    changed, tree = (
        borrowed(bench.repository, bench.scratch / "changed"),
        borrowed(bench.repository, bench.scratch / "tree"),
    )
    missing = written(tree)
    if missing:
        print(
            f"{missing} files of {bench.repository} are not in this clone; the neighbours do not see them",
            file=sys.stderr,
        )
    planned = [*bench.steps(changed), *bench.neighbours(tree)]
    for row, act in planned:
        if act is not None and row.key != "cold":
            act(-1)
    for number in range(rounds):
        for row, act in planned:
            if act is not None:
                row.runs.append(act(number))
    return [row for row, _ in planned]


def lines(name: str, files: int, commits: int, rows: list[Row]) -> Iterator[str]:
    """Yield a table of one repository."""
    found = {row.key: row for row in rows}
    yield f"**{name}**: {files:,} files, {commits:,} commits\n"
    yield "| what | seconds | MB | to the floor | to sammeter | what it does |"
    yield "|---|---|---|---|---|---|"
    for row in rows:
        if not row.runs:
            yield f"| {row.name} | | | | | {row.note} |"
            continue
        base = found[row.against]
        memory = max(one.memory for one in row.runs)
        beside = f"{ratio(row.runs, base.runs):.2f} of {_short(base)}" if row.against != "floor" else ""
        yield (f"| {row.name} | {_seconds(row.runs)} | {f'{memory:.0f}' if memory else ''} | "
               f"{ratio(row.runs, found['floor'].runs):.1f} | {beside} | {row.note} |")  # fmt: skip
    yield ""


def _seconds(runs: list[Run]) -> str:
    taken = seconds(runs)
    return f"{taken:.2f}" if taken >= 0.1 else f"{taken:.3f}"


def _short(row: Row) -> str:
    return {"cold": "the first run", "workflows": "the workflows alone"}[row.key]


def parts(repository: str, cache: Path) -> str:
    """Return the seconds of one warm assessment's parts, measured inside one process."""
    code = (
        "import time; t=[time.perf_counter()]; from pathlib import Path; from sammeter.app.assess import Wanted, assess, collect;"
        "from sammeter.report.formats import render; t.append(time.perf_counter()); c=collect(Wanted(path=Path(__import__('sys').argv[1])))[0];"
        "t.append(time.perf_counter()); a=assess(c); t.append(time.perf_counter()); render(a,'text'); t.append(time.perf_counter());"
        "print(*[b-a for a,b in zip(t,t[1:])])"
    )
    out = subprocess.run([sys.executable, "-c", code, repository], capture_output=True, check=True, text=True,
                         env={**os.environ, "SAMMETER_CACHE": str(cache)}).stdout  # fmt: skip
    return ", ".join(
        f"{name} {float(value):.2f}"
        for name, value in zip(("importing", "sources", "deciding", "report"), out.split(), strict=True)
    )


def write(tables: list[str], picture: str) -> None:
    """Put the tables between their marks in performance.md, and the chart beside it."""
    page = DOCS / "performance.md"
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text("\n".join([f"{before}{BEGIN}\n", *tables, f"{END}{after}"]), "utf-8")
    (DOCS / "performance.svg").write_text(picture, "utf-8")


def main() -> None:
    """Measure every repository named, this one if none is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tools", action="store_true", help="install the neighbours and run them too")
    parser.add_argument("--write", action="store_true", help="put table and chart into the documentation")
    parser.add_argument("repositories", nargs="*", default=["."])
    wanted = parser.parse_args()
    starts = [(run([SAMMETER, "--version"]), run([sys.executable, "-c", "pass"])) for _ in range(wanted.rounds)]
    version, bare = ([one[place] for one in starts] for place in (0, 1))
    print(
        f"sammeter --version {seconds(version) * 1000:.0f} ms, {ratio(version, bare):.1f} times a bare Python start\n"
    )
    tables, groups = list[str](), list[chart.Group]()
    with tempfile.TemporaryDirectory() as folder:
        failed = install(Path(folder) / "tools") if wanted.tools else {}
        for repository in wanted.repositories:
            with tempfile.TemporaryDirectory() as scratch:
                bench = Bench(repository=repository, scratch=Path(scratch), tools=Path(folder) / "tools" if wanted.tools else None,
                              failed=failed, alone=cut_off())  # fmt: skip
                rows = measure(bench, wanted.rounds)
                name = "/".join(Path(repository).resolve().parts[-2:]).removesuffix("/repo").replace("+", "/")
                table = list(lines(name, *(git(repository, *words).count(b"\n") for words in COUNTED), rows))
                print(
                    *table,
                    f"a warm run in one process: {parts(repository, bench.scratch / 'warm.sqlite')} s\n",
                    sep="\n",
                    flush=True,
                )
            tables += table
            base = next(row for row in rows if row.key == "floor").runs
            groups.append(chart.Group(name=name, bars=[
                chart.Bar(name=row.name, value=ratio(row.runs, base) if row.runs else None, ours=row.name.startswith("sammeter")) for row in rows]))  # fmt: skip
    if wanted.write:
        write(tables, chart.draw(groups))


if __name__ == "__main__":
    main()
