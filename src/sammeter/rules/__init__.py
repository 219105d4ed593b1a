"""Facts to verdicts: rules as data, and their three-valued evaluation with witnesses."""

from sammeter.rules.types import Answering, Case, Decided, Flag, Overlay, Rule, RuleBook, Tree, Verdict

__all__ = ["Answering", "Case", "Decided", "Flag", "Overlay", "Rule", "RuleBook", "Tree", "Verdict"]
