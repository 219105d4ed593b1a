"""What a join takes and gives."""

from collections.abc import Callable, Mapping

from sammeter.facts.record import Fact

Groups = Mapping[str, tuple[Fact, ...]]
"""The facts of one application by kind."""

Join = Callable[[Groups, str], Groups]
"""Takes all facts and the time to judge by; returns the kinds that it changed or made."""
