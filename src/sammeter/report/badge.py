"""A badge: the evidenced score with its month, or what little is known; it tells on itself when it is old.

SVG of 20 pixels high, text as text, no script and no font from elsewhere. A picture cannot know today's date, so it always
carries its month, and making it again from kept facts (``--replay``) after 90 days makes it grey and says *stale*.
"""

from html import escape

from sammeter.report.assessment import Assessment
from sammeter.scoring import shown
from sammeter.text.escape import terminal

STALE = 90
"""Days after which what was seen is called stale."""
_COLOURS = ("#5b6472", "#2f6896", "#1c5a92", "#174a78")
_WIDTH = 6.3


def render(assessment: Assessment) -> bytes:
    """Return the badge; nothing that is declared only is ever on it."""
    label, text, colour = "SAMM evidenced", *_says(assessment)
    left, right = _wide(label), _wide(text)
    title = escape(
        terminal(
            f"{assessment.subject.name}: SAMM {assessment.model.version}, {text}, as of {assessment.subject.as_of[:10]}"
        )
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" aria-label="{title}">
<title>{title}</title>
<rect width="{left}" height="20" fill="#1b2430"/>
<rect x="{left}" width="{right}" height="20" fill="{colour}"/>
<g fill="#fff" text-anchor="middle" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11">
<text x="{left / 2:g}" y="14">{escape(label)}</text>
<text x="{left + right / 2:g}" y="14">{escape(text)}</text>
</g>
</svg>
""".encode()


def _says(assessment: Assessment) -> tuple[str, str]:
    settled = sum(one.settled for one in assessment.answers)
    month = assessment.subject.as_of[:7]
    if stale(assessment):
        return f"stale \N{MIDDLE DOT} seen {assessment.subject.collected_at[:7]}", _COLOURS[0]
    if not settled:
        return f"not assessed \N{MIDDLE DOT} {month}", _COLOURS[0]
    score = assessment.evidenced.overall
    return f"{shown(score)} of 3 \N{MIDDLE DOT} {month}", _COLOURS[1 + min(2, int(score))]


def stale(assessment: Assessment) -> bool:
    """Tell whether what was seen is older than `STALE` days at the time that the assessment is judged by."""
    from datetime import datetime

    seen, judged = (
        datetime.fromisoformat(text) for text in (assessment.subject.collected_at, assessment.subject.as_of)
    )
    return (judged - seen).days > STALE


def _wide(text: str) -> int:
    return round(len(text) * _WIDTH) + 12
