"""OWASP's own model files: read from a checkout, or known by digests. ``python -m sammeter.data.upstream CORE`` writes these.

CORE is a folder with one checkout a version (``2.2.0/model/...``). What is written holds ids and digests, never a text.
"""

import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path

from sammeter.data import wording
from sammeter.data.editions import Asked, Edition, Options, digested
from sammeter.data.folder import yaml_files
from sammeter.data.reader import Mistakes, read
from sammeter.errors import DataError, SourceError
from sammeter.text import Node

NAME = "upstream.yaml"
FOLDERS = ("activities", "answer_sets", "business_functions", "maturity_levels", "practice_levels", "questions",
           "security_practices", "streams")  # fmt: skip
_ACTIVITY = re.compile(r"[GDIVO]-[A-Z]{2}-[123]-[AB]\Z")
_GUID = re.compile(r"[0-9a-f]{32}\Z")
_LONGEST = 4_000


def content_hash(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over all model files, by path and content; line ends do not count."""
    total = hashlib.sha256()
    for name in sorted(files):
        inner = hashlib.sha256(files[name].replace(b"\r\n", b"\n")).hexdigest()
        total.update(f"{name}\0{inner}\n".encode())
    return total.hexdigest()


def model_files(place: Path, mistakes: Mistakes) -> tuple[Path, dict[str, bytes]]:
    """Return the model folder of a checkout and its files; keeps all mistakes."""
    root = place / "model" if (place / "model").is_dir() else place
    missing = [name for name in ("activities", "answer_sets", "questions") if not (root / name).is_dir()]
    if missing:
        mistakes.add(f"no checkout of OWASP's model: {', '.join(missing)} not there", where=str(place),
                     hint="name a checkout of https://github.com/owaspsamm/core")  # fmt: skip
        return root, {}
    return root, yaml_files(root, mistakes, only=tuple(name for name in FOLDERS if (root / name).is_dir()))


def read_edition(files: Mapping[str, bytes], mistakes: Mistakes, *, root: str = "") -> Edition:
    """Return the edition that OWASP's files describe; keeps every mistake, then some of it is missing."""
    reader = _Reader(files, mistakes, root)
    activities = {node["id"].text(): name for name, node in reader.folder("activities", reader.named)}
    sets: dict[str, Options] = {}
    for name, node in reader.folder("answer_sets", reader.options):
        sets[name] = Options(id=node["id"].text(), texts=tuple(reader.text(v["text"]) for v in node["values"]),
                             values=tuple(_value(v["value"]) for v in node["values"]))  # fmt: skip
    letters = {options.id: name for name, options in sets.items()}
    questions = dict(reader.questions(activities, letters))
    there = {path.rpartition("/")[2].rpartition(".")[0] for path in files if path.startswith("questions/")}
    for name in sorted(set(activities.values()) - there):
        mistakes.add(
            f"activity {name} has no question", where=root or "questions", hint="check out the whole folder again"
        )
    return Edition(content=content_hash(files), answer_sets=sets, questions=questions)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads OWASP's files and keeps what is wrong with them."""

    files: Mapping[str, bytes]
    mistakes: Mistakes
    root: str

    def folder(self, name: str, check: Callable[[str, Node], None]) -> Iterator[tuple[str, Node]]:
        """Yield the documents of one folder under their file's stem, those that pass the check."""
        for path in sorted(self.files):
            if path.startswith(f"{name}/"):
                where = f"{self.root}/{path}" if self.root else path
                node = read(self.files[path], where, self.mistakes)
                stem = path.rpartition("/")[2].rpartition(".")[0]
                try:
                    if node:
                        _guid(node["id"])
                        check(stem, node)
                        yield stem, node
                except SourceError as error:
                    self.mistakes.add(
                        error.message, where=error.where, hint=error.hint or "take OWASP's file as it is published"
                    )

    def named(self, stem: str, node: Node) -> None:
        """Refuse a file whose name is no activity."""
        if not _ACTIVITY.match(stem):
            raise SourceError("the file's name is no SAMM activity", where=node.where, hint="name it like I-SB-2-A.yml")

    def options(self, stem: str, node: Node) -> None:
        """Refuse what is no answer set."""
        if not re.fullmatch(r"[A-Z]", stem):
            raise SourceError(
                "the file's name is no letter of an answer set", where=node.where, hint="name it like A.yml"
            )
        if not 2 <= len(node["values"].items()) <= 10:
            raise SourceError("an answer set of fewer than 2 or more than 10 answers", where=node["values"].where)
        for item in node["values"]:
            _value(item["value"])
            self.text(item["text"])

    def text(self, node: Node) -> str:
        """Return a text of bearable length."""
        text = " ".join(node.text().split())
        if not text or len(text) > _LONGEST:
            raise SourceError(
                f"a text of {len(text):,} characters", where=node.where, hint=f"1 to {_LONGEST:,} are read"
            )
        return text

    def questions(self, activities: Mapping[str, str], letters: Mapping[str, str]) -> Iterator[tuple[str, Asked]]:
        """Yield the questions whose activity and answer set are there."""

        def check(stem: str, node: Node) -> None:
            self.named(stem, node)
            if activities.get(node["activity"].text()) != stem:
                raise SourceError(f"belongs to another activity than {stem}", where=node["activity"].where)
            if node["answerSet"].text() not in letters:
                raise SourceError("there is no such answer set", where=node["answerSet"].where)
            for text in (node["text"], *node["quality"]):
                self.text(text)

        for stem, node in self.folder("questions", check):
            yield stem, Asked(activity=node["activity"].text(), question=node["id"].text(), text=self.text(node["text"]),
                              answers=letters[node["answerSet"].text()],
                              criteria=tuple(self.text(item) for item in node["quality"]))  # fmt: skip


def _value(node: Node) -> str:
    if isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
        raise node.wrong("a number")
    return f"{node.value:g}"


def _guid(node: Node) -> None:
    if not _GUID.match(node.text()):
        raise SourceError("no identifier of 32 hex digits", where=node.where)


def texts_of(files: Mapping[str, bytes], mistakes: Mistakes) -> Iterator[str]:
    """Yield every text of OWASP's files."""
    for name in sorted(files):
        yield from _texts(read(files[name], name, mistakes))


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node.value, str):
        yield node.value
    elif isinstance(node.value, dict):
        for child in node.value.values():
            yield from _texts(child)
    elif isinstance(node.value, list):
        for child in node.value:
            yield from _texts(child)


def as_yaml(editions: Mapping[str, Edition]) -> str:
    """Return digested editions as YAML, one question a line."""
    lines = ["# Made by: python -m sammeter.data.upstream CORE. OWASP's ids, and digests of OWASP's texts; no text."]
    for version, edition in editions.items():
        lines += [f'"{version}":', f'  content: "{edition.content}"', "  answer_sets:"]
        for name, one in sorted(edition.answer_sets.items()):
            lines.append(f'    "{name}": {json.dumps({"id": one.id, "texts": one.texts, "values": one.values})}')
        lines.append("  questions:")
        for name, asked in sorted(edition.questions.items()):
            parts = {"activity": asked.activity, "question": asked.question, "text": asked.text, "answers": asked.answers,
                     "criteria": asked.criteria}  # fmt: skip
            lines.append(f"    {name}: {json.dumps(parts)}")
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write upstream.yaml and runs.bin from checkouts of OWASP's model; returns 2 after mistakes."""
    mistakes, texts, editions = Mistakes(), list[str](), dict[str, Edition]()
    for place in sorted(path for path in Path(arguments[0]).iterdir() if path.is_dir()):
        root, files = model_files(place, mistakes)
        editions[place.name] = digested(read_edition(files, mistakes, root=str(root)))
        texts += texts_of(files, mistakes)
    try:
        mistakes.settle("OWASP's files")
    except DataError as error:
        sys.stderr.writelines(f"{mistake}\n" for mistake in error.mistakes)
        return 2
    target = Path(str(package_files("sammeter.data")))
    (target / NAME).write_text(as_yaml(editions), encoding="utf-8")
    (target / wording.NAME).write_bytes(wording.pack(texts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
