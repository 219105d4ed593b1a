"""A portfolio as one HTML file: no network, no script, readable on paper and on a phone.

Every text goes through autoescape, and before it through `visible`. What is not known is said first.
"""

from collections import Counter
from typing import Any

from sammeter import __version__
from sammeter.report.html import digest, pages
from sammeter.report.html_words import SIGNS
from sammeter.report.portfolio import Part, Portfolio
from sammeter.report.portfolio_text import by_criterion, figure, says
from sammeter.report.words import verdict, word

SHOWN = ("met", "unmet", "indicated")


def render(portfolio: Portfolio) -> bytes:
    """Return the report as UTF-8; the same portfolio gives the same bytes."""
    environment = pages()
    template = environment.get_template("portfolio.html")
    digests = {"style": digest(environment, "assessment.css")}
    return template.render(**_page(portfolio), digests=digests).encode()


def _page(portfolio: Portfolio) -> dict[str, Any]:
    rules, criteria = portfolio.book.by_id(), portfolio.model.criteria()
    known = [one for one in portfolio.organisation.answers if one.settled or one.counted or one.declared is not None]
    return {
        "version": __version__, "portfolio": portfolio, "model": portfolio.model, "signs": SIGNS,
        "answers": [(one.activity, says(one, portfolio), one) for one in known],
        "others": len(portfolio.organisation.answers) - len(known),
        "ours": [(one.criterion, criteria[one.criterion], verdict(one)) for answer in portfolio.organisation.answers
                 for one in answer.standings if rules[one.criterion].scope == "org" and verdict(one) != "unknown"],
        "criteria": [(name, criteria[name], _counts(counts)) for name, counts in by_criterion(portfolio).items() if set(counts) - {"unknown"}],
        "measures": [(rule.id, rule.says, _counts(Counter(word(one) for _, one in decided))) for rule, decided in portfolio.measures
                     if any(word(one) != "unknown" for _, one in decided)],
        "groups": [(title, [_row(part) for part in parts]) for title, parts in
                   (("Risk classes", portfolio.risks), ("Teams", portfolio.teams)) if parts],
        "rows": [(_row(part), [_cell(part, practice.id) for practice in portfolio.model.practices]) for part in portfolio.applications],
    }  # fmt: skip


def _counts(counts: Counter[str]) -> list[tuple[str, int]]:
    return [(name, counts[name]) for name in SIGNS if counts[name]]


def _row(part: Part) -> dict[str, Any]:
    return {"name": part.name, "members": len(part.members), "settled": part.settled,
            "figures": [figure(part, name) for name in ("evidenced", "possible", "declared")]}  # fmt: skip


def _cell(part: Part, practice: str) -> list[tuple[str, int]]:
    """Return how many criteria of one practice are met, unmet and indicated for one application."""
    counts = Counter(
        verdict(one) for answer in part.answers if answer.activity.startswith(practice) for one in answer.standings
    )
    return [(name, counts[name]) for name in SHOWN if counts[name]]
