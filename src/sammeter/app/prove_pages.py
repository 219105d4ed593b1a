"""What `check prove` saw, as text and as the JSON that `assess --evidence` reads again."""

import json
from collections.abc import Iterator
from typing import Any

from sammeter.app.prove import Proof, Tried
from sammeter.report.text_lines import cut
from sammeter.text.escape import terminal

_SIGNS = {"stopped": "+", "let through": "x", "cannot tell": "?"}


def as_json(proof: Proof) -> bytes:
    """Return the proof without what the build printed, which may hold anything."""
    rows = {"form": "sammeter-prove/1", "name": proof.name, "commit": proof.commit, "at": proof.at, "command": proof.command,
            "holds": proof.holds, "control": _row(proof.control), "tried": [_row(one) for one in proof.tried]}  # fmt: skip
    return (json.dumps(rows, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "surrogateescape")


def _row(one: Tried) -> dict[str, Any]:
    return {
        "seed": one.seed.name,
        "says": one.seed.says,
        "finds": one.seed.finds,
        "word": one.word,
        "code": one.code,
        "why": one.why,
    }


def as_text(proof: Proof) -> bytes:
    """Return one line a seed, the last lines of the build where it did not do what it ought to, and the sum."""
    return ("\n".join(_lines(proof)) + "\n").encode("utf-8", "surrogateescape")


def _lines(proof: Proof) -> Iterator[str]:
    commit = f" @ {proof.commit[:12]}" if proof.commit else ""
    yield cut(f"{terminal(proof.name)}{commit}   does the build stop known-bad changes?")
    yield cut(f"  $ {terminal(proof.command)}")
    yield ""
    passed = proof.control.word == "let through"
    yield f"  {'+' if passed else '?'} {'control':<19} {'passed' if passed else 'did not pass':<13} {proof.control.seed.says}"
    if not passed:
        yield from _detail(proof.control)
    for one in proof.tried:
        yield f"  {_SIGNS[one.word]} {one.seed.name:<19} {one.word:<13} {one.seed.says}"
        if one.word != "stopped":
            yield from _detail(one)
    yield ""
    words: list[str] = [one.word for one in proof.tried]
    counts = ", ".join(f"{words.count(word)} {word}" for word in _SIGNS)
    yield f"{len(words)} seeds: {counts}"
    yield f"=> {'the build stops what was seeded' if proof.holds else _why_not(proof, words)}"


def _why_not(proof: Proof, words: list[str]) -> str:
    if proof.control.word != "let through":
        return "nothing is shown: the build does not even let a harmless change pass"
    return (
        "the build lets known-bad changes through"
        if "let through" in words
        else "nothing is shown: no seed applies here"
    )


def _detail(one: Tried) -> Iterator[str]:
    yield f"      {terminal(one.why)}"
    yield from (cut(f"      | {terminal(line)}") for line in one.tail[-5:])
