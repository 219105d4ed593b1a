"""The two pictures of a report as SVG without any text: the coverage bar, and the figures of one function.

Every picture has the axis 0 to 3 or all criteria, so that two reports can be laid side by side. What each part means
is carried by a pattern as well as by a colour. The classes are coloured by LIGHT on paper, by the page's style sheet in HTML.
"""

from fractions import Fraction

from sammeter.report.board.view import Figures, Part

WIDTH = 600
TOP = 3
LIGHT = (
    ".b-met,.b-evidenced{fill:#1c5a92}.b-unmet{fill:#b42318}.b-indicated{fill:#9cc6e8}.b-no-occasion{fill:#d3e5f5}"
    ".b-unknown{fill:#f1f3f5}.b-possible{fill:#f1f3f5}.b-line{stroke:#5b6472;fill:none}.b-light{stroke:#ffffff;fill:none}"
    ".b-hatch{stroke:#aab2bd;fill:none}.b-dot{fill:#1c5a92}.b-declared{fill:#ffffff;stroke:#1b2430}.b-tick{stroke:#c3cad3}"
    ".b-edge{stroke:#8a94a1;fill:none}"
)
"""Colours on paper: they differ in brightness too, so that grey paper keeps them apart."""
_PATTERNS = (
    '<pattern id="{0}hatch" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="b-hatch" stroke-width="2.4" d="M0 0V9"/></pattern>'
    '<pattern id="{0}dots" width="8" height="8" patternUnits="userSpaceOnUse"><circle class="b-dot" cx="4" cy="4" r="1.3"/></pattern>'
    '<pattern id="{0}cross" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<path class="b-light" stroke-width="1.2" d="M0 0L7 7M7 0L0 7"/></pattern>'
)
_OVER = {"unmet": "cross", "indicated": "dots", "unknown": "hatch", "no occasion": "dots"}


def coverage(parts: tuple[Part, ...], name: str, style: str = LIGHT) -> str:
    """Return a bar of all criteria, each verdict as wide as its count; `name` keeps ids apart in one page."""
    total = sum(part.count for part in parts) or 1
    at, drawn = Fraction(0), []
    for part in parts:
        wide = Fraction(part.count * WIDTH, total)
        drawn.append(_box(part.word, (at, wide), 26, name))
        at += wide
        if 0 < at < WIDTH and part.count:
            drawn.append(f'<path class="b-light" stroke-width="2" d="M{_n(at)} 0V26"/>')
    return _svg((WIDTH, 26), name, "".join(drawn) + _edge(WIDTH, 26), style)


def swatch(part: Part, name: str, style: str = LIGHT) -> str:
    """Return the sample of one verdict for the key of the coverage bar."""
    return _svg((36, 18), name, _box(part.word, (Fraction(0), Fraction(36)), 18, name) + _edge(36, 18), style)


def figures(one: Figures, name: str, style: str = LIGHT) -> str:
    """Return evidenced as a bar, what is not known up to possible hatched, declared as a mark, on the axis 0 to 3."""
    evidenced = _x(one.evidenced) if one.settled else Fraction(0)
    possible = _x(one.possible)
    drawn = [f'<rect class="b-possible" x="0" y="8" width="{_n(possible)}" height="12"/>',
             f'<rect fill="url(#{name}hatch)" x="0" y="8" width="{_n(possible)}" height="12"/>',
             f'<rect class="b-evidenced" x="0" y="8" width="{_n(evidenced)}" height="12"/>']  # fmt: skip
    drawn += [f'<path class="b-tick" stroke-width="1.5" d="M{_n(_tick(ring))} 2V26"/>' for ring in range(TOP + 1)]
    if one.declared is not None:
        x = min(max(_x(one.declared), Fraction(8)), Fraction(WIDTH - 8))
        drawn.append(
            f'<path class="b-declared" stroke-width="2.2" d="M{_n(x)} 3L{_n(x + 7)} 14L{_n(x)} 25L{_n(x - 7)} 14Z"/>'
        )
    return _svg((WIDTH, 28), name, "".join(drawn), style)


def _box(word: str, at: tuple[Fraction, Fraction], height: int, name: str) -> str:
    box = f'x="{_n(at[0])}" y="0" width="{_n(at[1])}" height="{height}"'
    over = f'<rect fill="url(#{name}{_OVER[word]})" {box}/>' if word in _OVER else ""
    return f'<rect class="b-{word.replace(" ", "-")}" {box}/>{over}'


def _edge(width: int, height: int) -> str:
    return f'<rect class="b-edge" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}"/>'


def _x(score: Fraction) -> Fraction:
    return score * WIDTH / TOP


def _tick(ring: int) -> Fraction:
    return min(max(_x(Fraction(ring)), Fraction(1)), Fraction(WIDTH - 1))


def _n(value: Fraction) -> str:
    """Return a number of one decimal place, rounded half up, without needing floats."""
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"


def _svg(size: tuple[int, int], name: str, drawn: str, style: str) -> str:
    width, height = size
    sheet = f"<style>{style}</style>" if style else ""
    given = f'width="{width}" height="{height}" ' if style else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {given}preserveAspectRatio="none">{sheet}'
        f"<defs>{_PATTERNS.format(name)}</defs>{drawn}</svg>"
    )
