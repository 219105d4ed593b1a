"""Who works here, by git's own configuration."""

from pathlib import Path

from sammeter.collect.plumbing import Git
from sammeter.errors import SourceError


def author(folder: Path) -> str:
    """Return ``Name <address>`` as git would sign a commit in `folder`; empty where git knows nobody."""
    try:
        found = Git(folder).run("config", "-z", "--get-regexp", r"^user\.(name|email)$").decode("utf-8", "replace")
    except SourceError:
        return ""
    values = dict(row.partition("\n")[::2] for row in found.split("\0") if row)
    name, address = values.get("user.name", "").strip(), values.get("user.email", "").strip()
    return f"{name} <{address}>" if name and address else name or address
