"""XML from outside: no DTD, no entities, no external references, capped."""

import re
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from sammeter.errors import SourceError
from sammeter.text.limits import DEFAULT, Limits
from sammeter.text.plain import check_size

_DECLARED = re.compile(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"'>]{0,40})")
_KNOWN = re.compile(
    rb"(utf-?8|utf-?16(-?[lb]e)?|(us-)?ascii|iso-?8859-?[0-9]{1,2}|latin-?1|windows-125[0-9])\Z", re.IGNORECASE
)


def read(data: bytes, *, where: str, limits: Limits = DEFAULT) -> Element:
    """Return the root element of `data`; DTDs and entities are refused, so no bomb can be built.

    Raises SourceError with the place, reason ``forbidden XML``, ``malformed``, ``encoding``, ``too deep`` or ``too large``.
    """
    check_size(data, where=where, limits=limits)
    declared = _DECLARED.match(data)
    if declared and not _KNOWN.match(declared[1]):
        name = declared[1].decode("ascii", "replace")
        raise SourceError(
            f"encoding '{name}' is not read", where=where, reason="encoding", hint="save the file as UTF-8"
        )
    _check_depth(data, where=where, limits=limits)
    try:
        return defusedxml.ElementTree.fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise SourceError(f"XML with a part that is not read: {type(error).__name__}", where=where,
                          reason="forbidden XML") from error  # fmt: skip
    except ParseError as error:
        line, _ = error.position
        raise SourceError(f"no XML: {error.msg}", where=f"{where}:{line}", reason="malformed") from error
    except (ValueError, LookupError) as error:
        raise SourceError(f"no XML: {error}", where=where, reason="malformed") from error


def _check_depth(data: bytes, *, where: str, limits: Limits) -> None:
    """Refuse deep nesting by counting events, before a tree is built that cannot be freed without recursion."""
    parser = defusedxml.ElementTree.XMLParser(target=_Depth(limits, where), forbid_dtd=True)
    try:
        parser.feed(data)
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return


class _Depth:
    """A parser target that keeps nothing but the depth."""

    def __init__(self, limits: Limits, where: str) -> None:
        self.depth, self.seen, self.limits, self.where = 0, 0, limits, where

    def start(self, _tag: str, _attributes: dict[str, str]) -> None:
        self.depth += 1
        self.seen += 1
        if self.depth > self.limits.depth:
            raise SourceError(f"nested deeper than {self.limits.depth}", where=self.where, reason="too deep")
        if self.seen > self.limits.nodes:
            raise SourceError(f"more than {self.limits.nodes:,} elements", where=self.where, reason="too large")

    def end(self, _tag: str) -> None:
        self.depth -= 1

    def close(self) -> None:
        return None
