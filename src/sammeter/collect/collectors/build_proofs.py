"""Proofs that a build stops: what `sammeter check prove` saw when it seeded known-bad changes."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Recognised, Yielded, collector, documents
from sammeter.collect.times import stated_time
from sammeter.facts.ci import Run

FORM = "sammeter-prove/1"


@collector(reads=documents("**/*.json"), yields=[Run], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield a run for each seed that was stopped or let through; none where the harmless change did not pass."""
    if FORM.encode() not in file.data:
        return
    root = file.json()
    if not isinstance(root.value, dict) or root["form"].value != FORM:
        return
    yield Recognised(where=file.path)
    if root["control"]["word"].text() != "let through":
        return
    for one in root["tried"]:
        word, kind = one["word"].text(), one["finds"].text()
        if word in ("stopped", "let through") and kind:
            stopped = word == "stopped"
            yield Run(where=one.where, pipeline="seeded", at=stated_time(root["at"].text()), event="seeded",
                      result="failure" if stopped else "success", stopped_by=(kind,) if stopped else ())  # fmt: skip
