"""Which edition of the model a workbook asks: told by its hidden texts."""

from collections.abc import Mapping

from sammeter.exchange.layout import QUESTIONS, Question
from sammeter.exchange.types import Known, Remark


def edition_of(questions: Mapping[str, Question], known: Known, *, where: str) -> tuple[str, tuple[Remark, ...]]:
    """Return the edition whose answers, then questions, the workbook's lists hold, and a remark where some differ.

    Of editions that fit equally, the newest if all fits, else the oldest: a workbook of 2.0.8 asks what 2.0.16 asks but
    for a word. A workbook in other words than any edition (a translation) counts as the newest; positions hold for all.
    """
    asked = {name: known.digest(one.asks) for name, one in questions.items()}
    lists = {name: tuple(map(known.digest, one.texts)) for name, one in questions.items()}
    off = {
        version: (sum(lists[n] != answers[n] for n in questions),
                  sum(asked[n] != known.questions[version][n] for n in questions))
        for version, answers in known.answers.items()
    }  # fmt: skip
    best = min(off.values())
    fit = [version for version, count in off.items() if count == best]
    version = fit[-1] if best == (0, 0) else fit[0]
    if best[0] > len(questions) // 2:
        version = known.newest
    if not best[0]:
        return version, ()
    count = "1 question" if best[0] == 1 else f"{best[0]} questions"
    says = f"the answers to {count} are in other words than any known edition; read as {version}, by position"
    return version, (Remark(where=f"{where}!{QUESTIONS}", says=says),)
