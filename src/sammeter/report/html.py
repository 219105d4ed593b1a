"""An assessment as one HTML file: no network, readable without script, in light, dark, on paper and on a phone.

Every text goes through autoescape, and before it through `visible`, so that nothing from a repository can be markup or
turn the direction of a line. Style and script are allowed by their digests only.
"""

from base64 import b64encode
from collections import Counter
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sammeter import __version__
from sammeter.report import html_summary as summary
from sammeter.report.assessment import Assessment
from sammeter.report.html_practices import measure_views, practice_views
from sammeter.report.html_words import GRADES, SIGNS, STATES, count
from sammeter.text.escape import terminal


def render(assessment: Assessment) -> bytes:
    """Return the whole report as UTF-8; the same assessment gives the same bytes."""
    environment = pages()
    template = environment.get_template("assessment.html")
    digests = {"style": digest(environment, "assessment.css"), "script": digest(environment, "assessment.js")}
    return template.render(**_page(assessment), digests=digests).encode()


def pages() -> Environment:
    """Return the templates: every text escaped, no name without a value."""
    environment = Environment(
        loader=PackageLoader("sammeter.report"), autoescape=True, undefined=StrictUndefined, finalize=visible,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["count"] = count
    return environment


def visible(value: object) -> object:
    """Return a text without control and direction characters, each shown as its code; other values as they are."""
    return terminal(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def digest(environment: Environment, name: str) -> str:
    """Return the digest, as a content security policy wants it, of a part that the page includes as it is."""
    part = environment.get_template(name).render()
    return "sha256-" + b64encode(sha256(part.encode()).digest()).decode()


def _page(assessment: Assessment) -> dict[str, Any]:
    """Return everything that the template names."""
    practices = practice_views(assessment)
    measures = measure_views(assessment)
    words = Counter(
        view.word for practice in practices for activity in practice.activities for view in activity.criteria
    )
    return {
        "version": __version__, "model": assessment.model, "subject": assessment.subject, "book": assessment.book,
        "limits": sorted(assessment.book.limits.items()), "signs": SIGNS, "states": STATES, "grades": list(GRADES.items()),
        "words": words, "total": words.total(), "fact_count": len(assessment.facts), "gap_count": len(assessment.gaps),
        "practices": practices, "by_function": [
            (function, [view for view in practices if view.practice.function == function.id]) for function in assessment.model.functions
        ],
        "settled_answers": sum(view.settled for view in practices), "answers": sum(len(view.activities) for view in practices),
        "groups": summary.groups(practices), "contradictions": summary.contradictions(assessment), "doubts": summary.doubts(assessment), "said": summary.said(assessment),
        "observations": summary.observations(assessment), "first_seen": summary.FIRST_SEEN,
        "measures": measures, "known_measures": [view for view in measures if view.known],
        "rows": summary.score_rows(practices, assessment), "radar": summary.picture(practices, assessment),
        "declared": assessment.declared is not None, "reach": summary.reach_rows(assessment),
        "steps": assessment.next, "first_steps": summary.FIRST_STEPS, "gaps": summary.gap_groups(assessment),
    }  # fmt: skip
