"""The words that every format uses: verdicts, and what people said against what was seen."""

from sammeter.answers import Contradiction, Standing
from sammeter.report.assessment import Assessment
from sammeter.rules import Decided, Flag, Verdict

SIGNS = {"met": "+", "unmet": "x", "indicated": "~", "unknown": "?", "no occasion": "o"}


def word(decided: Decided) -> str:
    """Return what the facts alone say, in the word that screens use."""
    if Flag.INDICATED in decided.flags:
        return "indicated"
    if Flag.NO_OCCASION in decided.flags:
        return "no occasion"
    return decided.verdict.name.lower()


def verdict(standing: Standing | None) -> str:
    """Return where a criterion stands in one word; what nobody asked or saw is unknown."""
    if standing is None:
        return "unknown"
    return word(standing.decided) if standing.evidenced is Verdict.UNKNOWN else standing.evidenced.name.lower()


def asked(id_: str, assessment: Assessment) -> str:
    """Return the text of a criterion, or of the question where the answer itself is meant."""
    activity = assessment.model.activity(id_)
    return activity.question if activity else assessment.model.criteria().get(id_) or assessment.book.by_id()[id_].says


def claim(one: Contradiction, assessment: Assessment) -> str:
    """Return what was said, by whom and when: ``Ada answered 'most' to I-SB-2-A on 2026-01-31``."""
    day = one.stated_at[:10]
    of = f" for {one.said_of}" if one.said_of else ""
    question = one.via or (one.criterion if "." not in one.criterion else "")
    if question:
        asks = f", and every yes to it asks for {one.criterion}" if one.via else ""
        return f"{one.stated_by} answered '{declared_text(question, assessment)}' to {question}{of} on {day}{asks}"
    return f"{one.stated_by} said {'yes' if one.kind == 'over-claim' else 'no'} to {one.criterion}{of} on {day}"


def declared_text(activity: str, assessment: Assessment) -> str:
    """Return the text of the answer that people gave to a question; empty where they gave none."""
    found, answer = assessment.model.activity(activity), assessment.answer(activity)
    if found is None or answer.declared is None:
        return ""
    return assessment.model.answer_set(found.answers).answers[answer.declared]
