"""The neighbours: other people's tools, installed where asked for, with pinned versions and hashes, and run without a network."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One neighbour: what is run in the checked-out tree, how its work compares with ours, and what it is compared with."""

    name: str
    program: str
    command: tuple[str, ...]
    note: str
    against: str = "cold"
    fine: tuple[int, ...] = (0,)


TOOLS = (
    Tool(name="zizmor 1.32.0", program="tools/bin/zizmor", against="workflows",
         command=("--offline", "--no-exit-codes", "--no-progress", "--format", "json", "."),
         note="workflows, actions and Dependabot only, with audits of its own; no other file, no history"),
    Tool(name="repo-review 1.3.0", program="tools/bin/repo-review", command=("--format", "json", "."), fine=(0, 1, 2, 3),
         note="checks of how a Python project is set up; no history"),
    Tool(name="darnit 0.1.1", program="darnit/bin/darnit", command=("audit", "--no-fail", "-o", "json", "."), fine=(0, 1),
         note="66 controls of OSPS Baseline; what needs the forge or a person is left open; runs zizmor itself"),
    Tool(name="kingfisher 1.5.0", program="tools/bin/python", command=(str(HERE / "secrets_alone.py"), "."),
         note="searches every file for secrets, as an assessment now does, and nothing else"),
)  # fmt: skip


def install(folder: Path) -> dict[str, str]:
    """Install the neighbours below `folder`; return what went wrong, by the name of the set."""
    failed: dict[str, str] = {}
    uv = str(Path(sys.executable).parent / "uv")
    for name in ("tools", "darnit"):
        place = folder / name
        made = subprocess.run(
            [uv, "venv", "-q", "--python", sys.executable, str(place)], check=False, capture_output=True, text=True
        )
        put = made if made.returncode else subprocess.run(
            [uv, "pip", "install", "-q", "--python", str(place / "bin" / "python"), "--only-binary", ":all:", "--require-hashes",
             "-r", str(HERE / f"{name}.txt")], check=False, capture_output=True, text=True)  # fmt: skip
        if put.returncode:
            failed[name] = " ".join(put.stderr.split())[:200]
            shutil.rmtree(place, ignore_errors=True)
    return failed


def cut_off() -> list[str]:
    """Return the words that start a command without a network, none where the machine cannot."""
    words = ["unshare", "--net"]
    able = (
        shutil.which("unshare") and subprocess.run([*words, "true"], check=False, capture_output=True).returncode == 0
    )
    return words if able else []
