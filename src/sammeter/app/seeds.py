"""Known-bad changes, each of which a build that verifies ought to stop: what is written where, and which check finds it.

Every seed is made new on the spot and belongs to nobody: keys are random, packages are old releases whose weaknesses are
public, names are made up.
"""

import json
import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sammeter.errors import SourceError
from sammeter.text import Limits
from sammeter.text import json as read

MARK = "sammeter-seed"
Change = Mapping[str, str]
"""Paths with their new content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """One known-bad change: `finds` is the kind of check (as in ``ci.steps``) that ought to stop it.

    `change` returns what to write into a copy of the tree, or in a sentence why it does not apply there. `reviewed` says
    whether the commit claims a reviewer.
    """

    name: str
    says: str
    finds: str
    change: Callable[[Path], Change | str]
    reviewed: bool = True


def _secret(root: Path) -> Change | str:
    del root
    alphabet = string.ascii_letters + string.digits
    key = "AKIA" + "".join(secrets.choice(string.ascii_uppercase + "234567") for _ in range(16))
    value = "".join(secrets.choice(alphabet) for _ in range(40))
    return {f"config/{MARK}.env": f"AWS_ACCESS_KEY_ID={key}\nAWS_SECRET_ACCESS_KEY={value}\n"}


def _weak(root: Path) -> Change | str:
    return _pinned(root, {"pip": ("jinja2", "2.10"), "npm": ("lodash", "4.17.4"), "cargo": ("smallvec", "0.6.9")})


def _unknown(root: Path) -> Change | str:
    return _pinned(root, dict.fromkeys(("pip", "npm", "cargo"), (MARK, "0.0.1")))


def _pinned(root: Path, of: Mapping[str, tuple[str, str]]) -> Change | str:
    """Pin one more package in the first lock file that there is."""
    for name, form in _LOCKS.items():
        path = root / name
        if path.is_file():
            kind, write = form
            try:
                return {name: write(path.read_text(encoding="utf-8"), *of[kind])}
            except ValueError:
                return f"{name} cannot be read as what it is"
    return f"none of {', '.join(_LOCKS)} at the root"


def _requirements(text: str, name: str, version: str) -> str:
    return f"{text.rstrip()}\n{name}=={version}\n"


def _package_lock(text: str, name: str, version: str) -> str:
    try:
        lock = read.plain(text.encode(), where="package-lock.json", limits=Limits(size=64 << 20, nodes=4_000_000))
        lock["packages"][f"node_modules/{name}"] = {"version": version}
    except (SourceError, KeyError, TypeError) as error:
        raise ValueError("no lockfile of version 2 or 3") from error
    return json.dumps(lock, indent=2) + "\n"


def _stanza(text: str, name: str, version: str) -> str:
    return f'{text.rstrip()}\n\n[[package]]\nname = "{name}"\nversion = "{version}"\n'


_LOCKS: dict[str, tuple[str, Callable[[str, str, str], str]]] = {
    "requirements.txt": ("pip", _requirements), "uv.lock": ("pip", _stanza), "poetry.lock": ("pip", _stanza),
    "package-lock.json": ("npm", _package_lock), "Cargo.lock": ("cargo", _stanza),
}  # fmt: skip


def _action(root: Path) -> Change | str:
    if not (root / ".github/workflows").is_dir():
        return "no .github/workflows"
    return {f".github/workflows/{MARK}.yml": (
        f"name: {MARK}\non: push\npermissions: write-all\njobs:\n  seed:\n    runs-on: ubuntu-latest\n"
        f"    steps:\n      - uses: {MARK}/action@main\n"
    )}  # fmt: skip


def _failing_test(root: Path) -> Change | str:
    if any(root.glob("tests/**/test_*.py")) or any(root.glob("test_*.py")):
        folder = "tests/" if (root / "tests").is_dir() else ""
        return {f"{folder}test_sammeter_seed.py": "def test_that_fails():\n    assert 1 == 2\n"}
    beside = next(iter(sorted(root.glob("**/*_test.go"))), None)
    if beside is None:
        return "no tests of Python or Go"
    lines = beside.read_text(encoding="utf-8", errors="replace").splitlines()
    package = next((line for line in lines if line.startswith("package ")), "package main")
    name = beside.with_name("sammeter_seed_test.go").relative_to(root).as_posix()
    return {name: f'{package}\n\nimport "testing"\n\nfunc TestThatFails(t *testing.T) {{ t.Fail() }}\n'}


def _harmless(root: Path) -> Change | str:
    del root
    return {f"{MARK}.txt": "nothing\n"}


CONTROL = Seed(name="control", says="a harmless change with a reviewer", finds="", change=_harmless)
SEEDS = (
    Seed(name="plain-secret", says="a cloud key in a configuration file", finds="secret-scan", change=_secret),
    Seed(name="known-weakness", says="a release with known weaknesses", finds="sca", change=_weak),
    Seed(name="unknown-dependency", says="a dependency that nobody looked at", finds="dependency-allowlist", change=_unknown),
    Seed(name="unpinned-action", says="a workflow that runs a branch of somebody", finds="policy-check", change=_action),
    Seed(name="failing-test", says="a test that fails", finds="test", change=_failing_test),
    Seed(name="unreviewed-change", says="a harmless change that nobody reviewed", finds="policy-check", change=_harmless, reviewed=False),
)  # fmt: skip
