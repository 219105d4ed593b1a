"""The formats a roadmap can be shown and exported in."""

from collections.abc import Callable, Mapping
from importlib import import_module

from sammeter.report.plan.view import View

SHOWN = ("text", "json")
EXPORTED = ("xlsx", "csv", "markdown", "ics", "answers")


def render(view: View, form: str, *, merge: bool = False) -> bytes:
    """Return the roadmap in a format of `SHOWN` or `EXPORTED`; only that format's module is loaded."""
    module = import_module(f"sammeter.report.plan.{form}")
    renderers: Mapping[str, Callable[[View], bytes]] = vars(module)
    return renderers["render_merged" if merge and form == "answers" else "render"](view)
