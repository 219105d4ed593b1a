"""The report as one HTML file: no network, no script, light and dark, and on paper two pages where it is executive."""

from markupsafe import Markup

from sammeter import __version__
from sammeter.report.board.brief import brief
from sammeter.report.board.svg import coverage, swatch
from sammeter.report.board.svg import figures as picture
from sammeter.report.board.view import CELLS, Board, Figures, Part
from sammeter.report.board.words import day
from sammeter.report.html import digest, pages
from sammeter.scoring import shown


def render(board: Board) -> bytes:
    """Return the whole report as UTF-8; the same view gives the same bytes."""
    environment = pages()
    environment.filters |= {"score": shown, "day": day}
    short = brief(board)
    states = [
        name for name in CELLS if any(cell and cell.state == name for row in board.practices for cell in row.cells)
    ]
    page = environment.get_template("board.html").render(
        board=board, brief=short.board, more_conflicts=short.more_conflicts, cells=CELLS, states=states, version=__version__,
        coverage=Markup(coverage(board.parts, "coverage-", "")),  # noqa: S704 - numbers and our own words
        figures=_figures, swatch=_swatch, style=digest(environment, "board.css"),
    )  # fmt: skip
    return page.encode()


def _figures(one: Figures, name: str) -> Markup:
    return Markup(picture(one, name, ""))  # noqa: S704 - numbers only; the name is an id of ours


def _swatch(part: Part, number: int) -> Markup:
    return Markup(swatch(part, f"key{number}-", ""))  # noqa: S704 - a word of ours
