"""OWASP's own workbook, filled with the answers that a roadmap exports, scores its four phases as the roadmap does."""

from fractions import Fraction
from pathlib import Path

import pytest

from sammeter.report.plan.formats import render
from sammeter.text import yaml
from tests.report.plan.plans import view
from tests.workbook import MISSING, Workbook, calculate, scores


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
@pytest.mark.parametrize(("phases", "merge"), [(4, False), (6, True)])
def test_the_official_workbook_scores_the_phases_as_we_do(tmp_path: Path, phases: int, merge: bool) -> None:  # noqa: FBT001
    made = view(phases=phases)
    file = yaml.read(render(made, "answers", merge=merge), where="answers.yaml").plain()
    now, *later = (
        {name: Fraction(str(worth)) for name, worth in one.items()} for one in (file["answers"], *file["phases"])
    )
    (tmp_path / "out").mkdir()
    Workbook().fill(tmp_path / "plan.xlsx", now, later)
    calculate([tmp_path / "plan.xlsx"], tmp_path / "out")
    ours = [made.first, *(one.scores for one in made.planned)]
    ours = [*ours[:4], ours[-1]]
    for found, score in zip(scores(tmp_path / "out" / "plan.xlsx"), ours, strict=True):
        expected = {**score.practices, **score.functions, "overall": score.overall}
        assert found == pytest.approx({name: float(value) for name, value in expected.items()}, abs=1e-9)
