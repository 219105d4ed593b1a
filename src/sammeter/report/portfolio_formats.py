"""The one table of portfolio formats; each is imported when it is asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from sammeter.errors import DataError
from sammeter.report.portfolio import Portfolio

FORMATS: Mapping[str, str] = {
    "text": "sammeter.report.portfolio_text",
    "json": "sammeter.report.portfolio_json",
    "csv": "sammeter.report.portfolio_csv",
    "html": "sammeter.report.portfolio_html",
}


def render(portfolio: Portfolio, name: str) -> bytes:
    """Return the portfolio in the format called `name`. Raises DataError where there is none."""
    if name not in FORMATS:
        raise DataError(f"a portfolio has no format {name}", where="--format", hint=f"one of {', '.join(FORMATS)}")
    function = cast("Callable[[Portfolio], bytes]", import_module(FORMATS[name]).render)
    return function(portfolio)
