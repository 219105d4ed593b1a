"""Where the things of the model and the rules stand in their files, so that a mistake names its line."""

from collections.abc import Iterator, Mapping

from sammeter.data.reader import Mistakes, read, under
from sammeter.text import Node


def places(found: Mapping[str, bytes]) -> dict[str, str]:
    """Return ``file:line`` of everything that has an id: texts of the model under the id, rules under ``rule:id``."""
    seen: dict[str, str] = {}
    for folder, walk in (("model/", _model), ("rules/", _rules)):
        for name, data in under(found, folder):
            for key, where in walk(read(data, name, Mistakes())):
                seen.setdefault(key, where)
    return seen


def _model(node: Node) -> Iterator[tuple[str, str]]:
    for function in _list(node, "functions"):
        yield _id(function), function.where
    if "id" not in node:
        return
    yield _id(node), node.where
    objectives = node["objectives"]
    if isinstance(objectives.value, dict):
        yield from ((f"{_id(node)}-{level}", text.where) for level, text in objectives.value.items())
    for stream in _list(node, "streams"):
        yield _id(stream), stream.where
        for activity in _list(stream, "activities"):
            yield _id(activity), activity.where
            criteria = _list(activity, "criteria")
            yield from ((f"{_id(activity)}.{n}", text.where) for n, text in enumerate(criteria, 1))


def _rules(node: Node) -> Iterator[tuple[str, str]]:
    for part in ("rules", "activities"):
        yield from ((f"rule:{_id(one)}", one.where) for one in _list(node, part))


def _list(node: Node, key: str) -> list[Node]:
    found = node.value.get(key) if isinstance(node.value, dict) else None
    return found.value if found is not None and isinstance(found.value, list) else []


def _id(node: Node) -> str:
    found = node.value.get("id") if isinstance(node.value, dict) else None
    return "" if found is None or isinstance(found.value, (dict, list)) else found.text()
