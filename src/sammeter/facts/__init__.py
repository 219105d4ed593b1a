"""The vocabulary of what can be seen: facts, gaps, and the world that rules look at."""

from sammeter.facts.record import NEVER, Fact, Gap, Seen, Value, World
from sammeter.facts.vocabulary import Kind, Vocabulary

__all__ = ["NEVER", "Fact", "Gap", "Kind", "Seen", "Value", "Vocabulary", "World"]
