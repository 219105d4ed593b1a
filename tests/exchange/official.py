"""OWASP's own workbooks where they are to be had, and random things to fill them with."""

import random

import pytest

from sammeter.app.exchange import known
from sammeter.exchange.types import BENCHMARK, Filled, Organisation
from tests.workbook import OFFICIAL

FILES = sorted(OFFICIAL.parent.glob("SAMM_spreadsheet_*.xlsx")) if OFFICIAL.parent.is_dir() else []
NEEDED = pytest.mark.skipif(
    not FILES, reason=f"OWASP's workbooks, which are not ours to ship, are not in {OFFICIAL.parent}"
)
KNOWN = known()
NOTES = ("=cmd|' /C calc'!A0", "+1", "a\nb\tc", "  two  spaces ", "_x000D_ and _x0041_", "tab\tbell\x07", "ünï \N{SNOWMAN}😀",
         "12", "0.5", "<b>&amp;</b>", "]]>", "TRUE", "-")  # fmt: skip
DATES = ("2025-03-04", "in spring", "1899-01-01", "1904-01-01", "9999-12-31", "2024-02-29", "2023-02-29", "")


def some(seed: str, *, benchmark: bool = False) -> Filled:
    """Return something filled in: blank, part or whole, always the same for a seed."""
    pick = random.Random(seed)  # noqa: S311 - examples, no secrets
    names = KNOWN.activities()
    share = pick.choice((0.0, 0.3, 0.8, 1.0))
    phases = [
        {name: pick.randrange(4) for name in names if pick.random() < pick.choice((0.05, 0.5))}
        for _ in range(pick.randrange(5))
    ]
    while phases and not phases[-1]:
        phases.pop()
    return Filled(
        model="2.2.0", answers={name: pick.randrange(4) for name in names if pick.random() < share},
        organisation=Organisation(name=pick.choice(NOTES), scope=pick.choice(NOTES), date=pick.choice(DATES), lead="Ada", contributors=pick.choice(NOTES)),
        notes={name: pick.choice(NOTES) for name in names if pick.random() < 0.2}, phases=tuple(phases),
        benchmark={name: pick.choice(("0", "1-100", "Company")) for name in BENCHMARK if benchmark and pick.random() < 0.5},
    )  # fmt: skip
