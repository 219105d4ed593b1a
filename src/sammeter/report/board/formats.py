"""The formats of a board's report; each is imported when it is asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from sammeter.report.board.view import Board

FORMATS: Mapping[str, str] = {
    "pdf": "sammeter.report.board.pdf",
    "html": "sammeter.report.board.html",
    "xlsx": "sammeter.report.board.xlsx",
}


def render(board: Board, name: str) -> bytes:
    """Return the report in the format called `name`. Raises DataError where the format's extra is not installed."""
    function = cast("Callable[[Board], bytes]", import_module(FORMATS[name]).render)
    return function(board)
