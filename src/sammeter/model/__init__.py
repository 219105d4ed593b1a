"""SAMM as typed data: functions, practices, streams, activities, questions, criteria, answer sets; and their diff."""

from sammeter.model.types import Activity, AnswerSet, Function, Level, Model, Practice, Stream

__all__ = ["Activity", "AnswerSet", "Function", "Level", "Model", "Practice", "Stream"]
