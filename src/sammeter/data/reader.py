"""YAML files to typed data: all mistakes of all files at once, each with file, line and what to do."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

import cattrs
from cattrs.gen import make_dict_structure_fn, override
from cattrs.v import format_exception, transform_error

from sammeter.errors import DataError, SourceError
from sammeter.text import Limits, Node, yaml

T = TypeVar("T")


@dataclass(slots=True)
class Mistakes:
    """The mistakes of all files read so far."""

    found: list[DataError] = field(default_factory=list)

    def add(self, message: str, *, where: str, hint: str = "") -> None:
        """Keep one mistake."""
        self.found.append(DataError(message, where=where, hint=hint))

    def settle(self, what: str) -> None:
        """Raise one DataError that lists all mistakes, if there are any."""
        if self.found:
            first = self.found[0]
            raise DataError(f"{what}: {len(self.found)} mistake{'s' * (len(self.found) > 1)}", where=first.where,
                            hint=first.hint, mistakes=tuple(self.found))  # fmt: skip


FILE = Limits(size=8 << 20)


def read(data: bytes, where: str, mistakes: Mistakes, *, limits: Limits = FILE) -> Node:
    """Return the YAML document; what cannot be read is kept as a mistake and gives an empty Node."""
    try:
        return yaml.read(data, where=where, limits=limits)
    except SourceError as error:
        mistakes.add(
            error.message, where=error.where, hint=error.hint or "mend the YAML on this line or the one before"
        )
        return Node(None, where)


def structure(node: Node, type_: "type[T]", mistakes: Mistakes) -> "T | None":
    """Return the node as `type_`; keeps every missing, unknown and wrong field with its line."""
    if not node:
        if not any(one.where.startswith(node.where) for one in mistakes.found):
            mistakes.add("is empty", where=node.where, hint="see docs/reference/model-files.md")
        return None
    try:
        return converter().structure(node.plain(), type_)
    except (cattrs.BaseValidationError, ValueError, TypeError, KeyError) as error:
        for line in transform_error(error, format_exception=_words):
            words, _, path = line.rpartition(" @ ")
            message, _, hint = (words or line).partition(_HINT)
            mistakes.add(message, where=locate(node, path).where, hint=hint or "see docs/reference/model-files.md")
        return None


_HINT = " \N{EM DASH} "


def _words(error: BaseException, type_: type[Any] | None) -> str:
    """Return what is wrong and what to do, joined by `_HINT`."""
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        extra = ", ".join(f"'{_cut(key)}'" for key in sorted(error.extra_fields))
        return _HINT.join((f"unknown field {extra}", _nearest(error)))
    if isinstance(error, KeyError):
        return _HINT.join((f"field {_cut(str(error))} is missing", "add it"))
    if get_origin(type_) is Literal and "not in literal" in str(error):
        value, _, _ = str(error).rpartition(" not in literal")
        return _HINT.join(
            (f"'{_cut(value)}' is not a word for this field", f"one of {', '.join(map(str, get_args(type_)))}")
        )
    if isinstance(error, (TypeError, ValueError)) and " is expected" in str(error):
        return str(error)
    return format_exception(error, type_)


def _nearest(error: cattrs.ForbiddenExtraKeysError) -> str:
    """Name the field that was probably meant, else all that there are."""
    names = [one.name.rstrip("_") for one in fields(error.cl)] if is_dataclass(error.cl) else []
    near = [name for key in sorted(error.extra_fields) for name in get_close_matches(key, names, n=1)]
    return f"did you mean '{near[0]}'?" if near else f"the fields are {', '.join(names)}"


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."


def locate(node: Node, path: str) -> Node:
    """Return the node under a path such as ``$.rules[3].when``, or the nearest one above it."""
    for name, index in re.findall(r"\.(\w+)|\[([^\]]+)\]", path):
        key = (name or index).strip("'\"").rstrip("_")
        if isinstance(node.value, dict) and key in node.value:
            node = node.value[key]
        elif isinstance(node.value, list) and key.isdigit() and int(key) < len(node.value):
            node = node.value[int(key)]
    return node


@cache
def converter() -> cattrs.Converter:
    """Return the converter: strict about unknown fields, tolerant about a scalar where text is meant."""
    made = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    made.register_structure_hook(str, _text)
    made.register_structure_hook(int, _whole)
    made.register_structure_hook(bool, _flag)
    made.register_structure_hook_func(lambda t: t is Any, lambda value, _: value)
    made.register_structure_hook_factory(is_dataclass, lambda type_: _of_mapping(type_, made))
    return made


def _of_mapping(type_: type[Any], made: cattrs.Converter) -> Callable[[Any, type[Any]], Any]:
    """Return what makes a dataclass of a mapping, and says so of anything else."""
    inner = make_dict_structure_fn(type_, made, _cattrs_forbid_extra_keys=True, **_renamed(type_))

    def structure_mapping(value: Any, wanted: type[Any]) -> Any:
        if not isinstance(value, dict):
            raise TypeError(f"a mapping is expected, not {_NAMES.get(type(value), 'a number')}")
        return inner(value, wanted)

    return structure_mapping


_NAMES: dict[type[Any], str] = {list: "a list", str: "text", bool: "true or false", type(None): "nothing"}


def _renamed(type_: type[Any]) -> dict[str, Any]:
    """A field that Python reserves the name of (``class_``) is written without the underscore."""
    return {one.name: override(rename=one.name[:-1]) for one in fields(type_) if one.name.endswith("_")}


def _text(value: Any, _type: type[str]) -> str:
    if isinstance(value, (dict, list)) or value is None:
        raise TypeError(f"text is expected, not {type(value).__name__}")
    return str(value)


def _whole(value: Any, _type: type[int]) -> int:
    if isinstance(value, str) and value.isdigit():
        return int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"a whole number is expected, not {value!r}")
    return value


def _flag(value: Any, _type: type[bool]) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"true or false is expected, not {value!r}")
    return value


def under(files: Mapping[str, bytes], folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the YAML files of a folder in the order of their names."""
    for name in sorted(files):
        if name.startswith(folder) and name.endswith((".yaml", ".yml")):
            yield name, files[name]
