"""The formats of a decision, by name."""

from importlib import import_module

from sammeter.checks import Decision

FORMATS = ("text", "json", "sarif", "junit", "markdown", "github")


def render(decision: Decision, form: str) -> bytes:
    """Return the decision in one of `FORMATS`; only that format is imported."""
    data: bytes = import_module(f"sammeter.report.decision.{form}").render(decision)
    return data
