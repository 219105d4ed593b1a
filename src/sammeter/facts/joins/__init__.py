"""What different sources say of the same thing, put together: changes with reviews and runs, findings with exceptions.

Each join is one module with one pure function over the facts of one application; a partner that was not read leaves a
field unknown, and nothing is ever guessed.
"""

from collections.abc import Callable

from sammeter.facts.joins import bills, policies, secrets, vulns
from sammeter.facts.joins.changes import changes
from sammeter.facts.joins.deployments import deployments
from sammeter.facts.joins.runs import runs
from sammeter.facts.joins.scans import join_scans
from sammeter.facts.record import Fact

Groups = dict[str, tuple[Fact, ...]]
"""The facts of one application by kind."""

Join = Callable[[Groups, str], Groups]
"""Takes all facts and the time to judge by; returns the kinds that it changed or made."""

JOINS: tuple[Join, ...] = (runs, changes, deployments, bills.join, policies.join, vulns.join, join_scans, secrets.join)
"""In this order; a later join sees what an earlier one made."""

Completeness = Callable[[Groups, frozenset[str]], frozenset[str]]
"""Takes all joined facts and the kinds that are complete; returns the kinds that are complete as well."""

COMPLETE: tuple[Completeness, ...] = (bills.whole, vulns.whole)
"""Kinds whose completeness no single item can claim, since it follows from several."""
