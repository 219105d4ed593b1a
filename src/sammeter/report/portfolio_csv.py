"""A portfolio as CSV: one row for each application and question; no cell is a formula."""

import csv
import io

from sammeter.report.portfolio import Portfolio
from sammeter.scoring import decimal
from sammeter.text.escape import csv_cell

HEAD = ("application", "question", "evidenced", "possible", "declared", "settled")


def render(portfolio: Portfolio) -> bytes:
    """Return the rows as UTF-8 with a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for part in portfolio.applications:
        for one in part.answers:
            figures = [one.values[name] for name in ("evidenced", "possible", "declared")]
            writer.writerow([csv_cell(part.name), one.activity, *("" if value is None else decimal(value) for value in figures),
                             "yes" if one.settled else "no"])  # fmt: skip
    return out.getvalue().encode()
