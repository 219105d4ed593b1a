"""The tutorial is run: every command of its console blocks, and each line it shows is compared with what is printed."""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first-assessment.md"
STEP = "@@@ step"


def steps(text: str) -> list[tuple[str, list[str]]]:
    """Return each command of the page with the lines shown beneath it."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def fits(shown: list[str], printed: list[str]) -> str:
    """Return the first shown line that is not printed in its turn, if there is one; ``...`` stands for anything."""
    at, free = 0, False
    for line in shown:
        if line == "...":
            free = True
            continue
        pattern = re.compile(re.escape(line).replace(re.escape("..."), ".*"))
        places = [n for n in range(at, len(printed)) if pattern.fullmatch(printed[n])]
        if not places or (not free and places[0] != at):
            return line
        at, free = places[0] + 1, False
    return "" if free or at == len(printed) else f"(not shown: {printed[at]})"


def test_the_tutorial_prints_what_it_shows(tmp_path: Path) -> None:
    page = steps(PAGE.read_text(encoding="utf-8"))
    assert len(page) > 12
    script = "set -e\n" + "".join(f"echo '{STEP}'\n{command}\n" for command, _ in page)
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "SAMMETER_CACHE": str(tmp_path / "cache.sqlite"),
    }
    done = subprocess.run(
        ["bash", "-c", f"exec 2>&1\n{script}"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    printed = [part.strip("\n").splitlines() for part in done.stdout.split(STEP)[1:]]
    for (command, shown), lines in zip(page, printed, strict=True):
        assert not (wrong := fits(shown, lines)), f"{command}\n  {wrong}\n" + "\n".join(lines[:60])
    assert (tmp_path / "board.pdf").read_bytes().startswith(b"%PDF")


def test_the_comparison_sees_what_is_wrong() -> None:
    assert fits(["a", "...", "c"], ["a", "b", "c"]) == ""
    assert fits(["a", "c"], ["a", "b", "c"]) == "c"
    assert fits(["...", "x"], ["a"]) == "x"
    assert fits(["a"], ["a", "b"]) == "(not shown: b)"
    assert fits(["on ..."], ["on Friday"]) == ""
