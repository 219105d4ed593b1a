"""Cuts answers down to what is read of them, so that an export holds no more about people than it needs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sammeter.collect.forge.http import Answer, Client, OutOfRequestsError
from sammeter.text import Node

Shape = Mapping[str, Any]
"""The members to keep of an object: None keeps a member as it is, a shape goes on inside; lists keep all their items."""


def cut(node: Node, shape: Shape | None) -> Any:
    """Return the plain value of a node with only the members of `shape`."""
    if shape is None:
        return node.plain()
    if isinstance(node.value, list):
        return [cut(one, shape) for one in node.value]
    if isinstance(node.value, dict):
        return {key: cut(node.value[key], inner) for key, inner in shape.items() if key in node.value}
    return node.value


@dataclass(slots=True, kw_only=True)
class Part:
    """One endpoint of an export while it is fetched: its items and, in `missing`, what the forge did not show and why."""

    endpoint: str
    items: list[Any] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def lacks(self, what: str, answer: Answer) -> None:
        """Note what was not shown."""
        words = {403: "no right to read it", 404: "not found, or no right to read it"}
        self.missing.append(f"{what}: {words.get(answer.status, f'HTTP {answer.status}')}")


def listed(client: Client, part: Part, what: str, path: str, **query: str | int) -> Iterator[Node]:
    """Yield the items of all pages; what is not shown is noted in `part`."""
    yield from found(client, part, what, path, lambda body: body, **query)


def found(
    client: Client, part: Part, what: str, path: str, inside: Callable[[Node], Node], **query: str | int
) -> Iterator[Node]:
    """Yield the items `inside` each page; what is not shown is noted in `part`."""
    for answer in client.pages(path, **query):
        if not answer.ok:
            part.lacks(what, answer)
            return
        yield from inside(answer.body)


def within(part: Part, asked: Iterator[None]) -> None:
    """Fetch a part as far as the requests of an export reach; what is left is noted."""
    try:
        for _ in asked:
            pass
    except OutOfRequestsError as error:
        part.missing.append(f"the rest: {error.message}")
