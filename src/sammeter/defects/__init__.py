"""Findings of all tools as defects: one a fault, with an owner, a state and a due date, replayed from events at any time."""

from sammeter.defects.types import Deadlines, Defect, Event, Finding, Scan, State

__all__ = ["Deadlines", "Defect", "Event", "Finding", "Scan", "State"]
