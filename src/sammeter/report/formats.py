"""The one table of report formats; each is imported when it is asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast

from sammeter.errors import DataError
from sammeter.report.assessment import Assessment

FORMATS: Mapping[str, str] = {
    "text": "sammeter.report.text",
    "json": "sammeter.report.json",
    "html": "sammeter.report.html",
    "markdown": "sammeter.report.markdown",
    "sarif": "sammeter.report.sarif",
    "cyclonedx": "sammeter.report.cyclonedx",
    "oscal": "sammeter.report.oscal",
    "csv": "sammeter.report.csv",
    "badge": "sammeter.report.badge",
}


def render(assessment: Assessment, name: str) -> bytes:
    """Return the assessment in the format called `name`. Raises DataError where there is none."""
    if name not in FORMATS:
        raise DataError(
            f"the assessment of one application has no format {name}",
            where="--format",
            hint=f"one of {', '.join(FORMATS)}",
        )
    function = cast("Callable[[Assessment], bytes]", import_module(FORMATS[name]).render)
    return function(assessment)
