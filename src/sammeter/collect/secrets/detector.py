"""The maintained offline detector (kingfisher, extra ``secrets``): hundreds of known shapes, nothing sent anywhere.

Only the scanner is used; what would try a secret against its service (`Validator`, `Revoker`) is never imported.
"""

import os
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sammeter.errors import SourceError

MODULE = "kingfisher_sdk"
TOOL = "kingfisher"


def installed() -> bool:
    """Tell whether the detector is there, without loading it."""
    return find_spec(MODULE) is not None


def scan(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield line and rule of each secret found; nothing where the detector is not installed.

    Raises SourceError, in words of our own, if it fails: its own words may quote what it read.
    """
    if scanner := _scanner():
        yield from _found(scanner, data)


def _found(scanner: Any, data: bytes) -> list[tuple[int, str]]:
    try:
        return [(int(one.location["line"]), str(one.rule_id)) for one in scanner.scan(data) if one.visible]
    except Exception as error:  # noqa: BLE001 - whatever it is, its words may quote a secret
        raise SourceError(f"the secret detector failed ({type(error).__name__})", reason="detector failed") from None


@cache
def _scanner() -> Any:
    """Load the rules: half a second with a warm cache, up to 13 s the first time on a machine."""
    if not installed():
        return None
    from kingfisher_sdk import Rules, Scanner

    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Scanner(Rules(confidence="medium", cache_dir=str(Path(base) / "sammeter" / "kingfisher")), redact=True)
