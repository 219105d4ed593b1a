"""Requirements at build, deployment and start, the exceptions from them, and the decision, which keeps every reason."""

from sammeter.checks.signoffs import SignOff
from sammeter.checks.types import Decision, Mode, Outcome, Point, Policy, Requirement, Subject

__all__ = ["Decision", "Mode", "Outcome", "Point", "Policy", "Requirement", "SignOff", "Subject"]
