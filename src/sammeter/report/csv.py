"""An assessment as CSV: one row for each criterion and measure; no cell is a formula."""

import csv
import io

from sammeter.report.assessment import Assessment
from sammeter.report.words import asked, verdict, word
from sammeter.text.escape import csv_cell

HEAD = ("id", "asks", "verdict", "grade", "seen at", "stated by", "stated on")


def render(assessment: Assessment) -> bytes:
    """Return the rows as UTF-8 with a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    standings = assessment.standings()
    for name, text in assessment.model.criteria().items():
        one = standings.get(name)
        said = one.stated if one else None
        places = "; ".join(dict.fromkeys(fact.where for fact in one.decided.because)) if one else ""
        writer.writerow([name, csv_cell(text), verdict(one), one.grade or "" if one else "", csv_cell(places),
                         csv_cell(said.by) if said else "", said.at[:10] if said else ""])  # fmt: skip
    for measure in assessment.measures:
        places = "; ".join(dict.fromkeys(fact.where for fact in measure.decided.because))
        writer.writerow(
            [
                measure.rule.id,
                csv_cell(asked(measure.rule.id, assessment)),
                word(measure.decided),
                "",
                csv_cell(places),
                "",
                "",
            ]
        )
    return out.getvalue().encode()
