"""From files committed to a repository of their own through the collectors of secrets and the joins to a verdict."""

from base64 import b64encode
from hashlib import sha512
from pathlib import Path

from tests.collect import deciding
from tests.collect.repositories import AS_OF, Repository

from sammeter.collect.git import open_git
from sammeter.collect.registry import load
from sammeter.collect.run import NoCache, run
from sammeter.facts.collected import Collected
from sammeter.facts.join import Joined, join


def world(path: Path, files: dict[str, str], *names: str) -> tuple[Collected, Joined]:
    """Commit files, run the named collectors over them, and join what they saw."""
    repo = Repository(path)
    for name, text in files.items():
        repo.write(name, text)
    repo.commit("files")
    return seen(path, *names)


def seen(path: Path, *names: str) -> tuple[Collected, Joined]:
    """Run the named collectors over a repository as it is, and join what they saw."""
    found = run(open_git(path), [one for one in load() if one.name in names], as_of=AS_OF, cache=NoCache())
    return found, join(found, as_of=AS_OF)


def verdict(joined: Joined, rule: str) -> str:
    """Return what a shipped rule decides, in one word."""
    return deciding.decided(rule, joined).verdict.name.lower().replace("_", "-")


def der_key() -> str:
    """Return what parses as an unencrypted private key and is none: a DER sequence of the right length over digits."""
    body = b"".join(sha512(bytes([number])).digest() for number in range(9))
    lines = b64encode(b"\x30\x82" + len(body).to_bytes(2, "big") + body).decode()
    wrapped = "\n".join(f"  {lines[at : at + 64]}" for at in range(0, len(lines), 64))
    return "  -----BEGIN RSA PRIVATE" + f" KEY-----\n{wrapped}\n  -----END RSA PRIVATE" + " KEY-----\n"
