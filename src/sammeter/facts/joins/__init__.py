"""What different sources say of the same thing, put together: changes with reviews and runs, findings with exceptions.

Each join is one module with one pure function over the facts of one application; a partner that was not read leaves a
field unknown, and nothing is ever guessed.
"""

from sammeter.facts.joins import secrets
from sammeter.facts.joins.types import Groups, Join

__all__ = ["JOINS", "Groups", "Join"]

JOINS: tuple[Join, ...] = (secrets.join,)
"""In this order; a later join sees what an earlier one made."""
