"""The shipped rules as they stand in the YAML files, compiled once for all tests."""

from dataclasses import dataclass
from functools import cache

from sammeter.data.compile import read_model, read_rules, sources
from sammeter.data.reader import Mistakes, read, structure
from sammeter.facts import Vocabulary
from sammeter.model import Model
from sammeter.rules import RuleBook


@dataclass(frozen=True)
class Shipped:
    book: RuleBook
    vocabulary: Vocabulary
    model: Model
    mistakes: tuple[str, ...]


@cache
def shipped() -> Shipped:
    found, mistakes = sources(), Mistakes()
    vocabulary = structure(read(found["facts.yaml"], "facts.yaml", mistakes), Vocabulary, mistakes)
    profiles = structure(read(found["profiles.yaml"], "profiles.yaml", mistakes), dict[str, dict[str, float]], mistakes)
    model = read_model(found, mistakes)
    assert vocabulary is not None
    assert profiles is not None
    assert model is not None
    book = read_rules(found, vocabulary, profiles["assessor"], mistakes)
    return Shipped(book, vocabulary, model, tuple(str(mistake) for mistake in mistakes.found))
