"""Architecture decisions: records in the form of Nygard or MADR, each with the status and the day that it states."""

import re
from collections.abc import Iterator

from sammeter.collect.foreign import is_foreign
from sammeter.collect.registry import File, collector, files
from sammeter.collect.times import stated_time
from sammeter.facts.design import Decision

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(status|date)[ \t]*:[ \t]*[\"']?([^\"'\r\n#]{1,200})", re.MULTILINE | re.IGNORECASE)
_BULLET = re.compile(r"^[*-][ \t]+(status|date)[ \t]*:[ \t]*\W?([^\r\n]{1,200})", re.MULTILINE | re.IGNORECASE)
_HEADING = re.compile(r"^##[ \t]+Status[ \t]*\r?\n+[ \t]*([^\r\n#]{1,200})", re.MULTILINE | re.IGNORECASE)
_DATED = re.compile(r"^Date:[ \t]*(\d{4}-\d\d-\d\d)", re.MULTILINE)
_WORDS = re.compile(r"[a-z]+")
STATES = ("proposed", "accepted", "rejected", "deprecated", "superseded", "draft", "implemented")


@collector(
    reads=files("**/adr/**/*.md", "**/adrs/**/*.md", "**/decisions/**/*.md", "**/architecture-decisions/**/*.md", size=1 << 20),
    yields=[Decision], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[Decision]:
    """Yield a decision whose record says what became of it; a file in such a folder that says nothing of that is none."""
    if is_foreign(file.path):
        return
    text = file.text()
    front = _FRONT.match(text)
    stated = {
        name.casefold(): value for name, value in (_FIELD.findall(front[1]) if front else _BULLET.findall(text[:4_000]))
    }
    heading = _HEADING.search(text)
    words = _WORDS.findall((stated.get("status") or (heading[1] if heading else "")).casefold())
    status = next((word for word in words if word in STATES), None)
    if status is None:
        return
    dated = stated.get("date") or (found[1] if (found := _DATED.search(text)) else "")
    yield Decision(
        where=file.at(1),
        id=file.path.rpartition("/")[2].removesuffix(".md"),
        status=status,
        at=stated_time(dated.strip()),
    )
