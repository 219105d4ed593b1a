"""Verdicts and statements to answers: grades, shares, cadences, ladders, contradictions."""

from sammeter.answers.types import Answer, Contradiction, Grade, Standing, Statement

__all__ = ["Answer", "Contradiction", "Grade", "Standing", "Statement"]
