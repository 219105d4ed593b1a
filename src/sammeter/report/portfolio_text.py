"""A portfolio for a terminal: what is not known first, then the answers with the share behind each, then every application."""

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap

from sammeter.answers import Answer
from sammeter.report.portfolio import Part, Portfolio
from sammeter.report.text_lines import WIDTH, cut
from sammeter.report.words import SIGNS, verdict, word
from sammeter.scoring import shown
from sammeter.text.escape import terminal

MANY = 40


def render(portfolio: Portfolio) -> bytes:
    """Return the portfolio as text of 80 columns."""
    return ("\n".join(_lines(portfolio)) + "\n").encode()


def _lines(portfolio: Portfolio) -> Iterator[str]:
    count = len(portfolio.applications)
    yield cut(
        f"{terminal(portfolio.name)}   {count} application{'s' if count != 1 else ''}   SAMM {portfolio.model.version}   as of {portfolio.as_of[:10]}"
    )
    yield ""
    yield from _not_seen(portfolio)
    yield from _answers(portfolio)
    yield from _parts("Risk classes", portfolio.risks)
    yield from _parts("Teams", portfolio.teams)
    yield from _parts("Applications", portfolio.applications)
    yield from _criteria(portfolio)
    yield from _measures(portfolio)


def _not_seen(portfolio: Portfolio) -> Iterator[str]:
    for name, why in portfolio.failed:
        yield cut(f"! {terminal(name)} could not be measured: {terminal(why)}")
    if portfolio.unmapped:
        yield f"! seen, and in no application ({len(portfolio.unmapped)}):"
        yield from (cut(f"    {terminal(path)}") for path in portfolio.unmapped[:8])
        if len(portfolio.unmapped) > 8:
            yield f"    and {len(portfolio.unmapped) - 8} more"
    if portfolio.gaps:
        yield f"? {len(portfolio.gaps)} places not read, in --format json"
    if portfolio.failed or portfolio.unmapped or portfolio.gaps:
        yield ""


def _answers(portfolio: Portfolio) -> Iterator[str]:
    settled = portfolio.organisation.settled
    yield f"Answers settled: {settled} of {len(portfolio.organisation.answers)}"
    known = [one for one in portfolio.organisation.answers if one.settled or one.counted or one.declared is not None]
    for one in known:
        yield from wrap(f"  {one.activity}  {says(one, portfolio)}", WIDTH, subsequent_indent=" " * 12)
    if len(known) < len(portfolio.organisation.answers):
        yield f"  of the other {len(portfolio.organisation.answers) - len(known)} nothing is known yet"
    yield ""


def says(answer: Answer, portfolio: Portfolio) -> str:
    """Return an answer with the share behind it: ``some: 12 of 40; most or all if 7 unknown turn out well``."""
    activity = portfolio.model.activity(answer.activity)
    texts = portfolio.model.answer_set(activity.answers).answers if activity else ("", "", "", "")
    one = next(one for one in portfolio.book.answerings if one.id == answer.activity)
    counted = f": {answer.counted} of {answer.units}" if one.population and answer.units else ""
    said = f"{texts[answer.evidenced]}{counted}"
    if one.population and not answer.units:
        said += " (nobody has listed what is counted)"
    if answer.possible != answer.evidenced:
        said += f"; {texts[answer.possible]} if {f'{answer.open} unknown turn' if counted else 'all that is unknown turns'} out well"
    if answer.capped_by:
        more = f" and {len(answer.capped_by) - 2} more" if len(answer.capped_by) > 2 else ""
        said += f"; not above No without {', '.join(answer.capped_by[:2])}{more}"
    if answer.declared is not None:
        said += f"; declared: {texts[answer.declared]}"
    return said


def _parts(title: str, parts: tuple[Part, ...]) -> Iterator[str]:
    """Each part with its criteria by verdict (of all its applications), then its scores."""
    if not parts:
        return
    yield f"{title:<24} met unmet indicated settled evidenced possible declared"
    for part in parts[:MANY]:
        members = f" ({len(part.members)})" if part.kind != "application" else ""
        count = Counter(verdict(one) for answer in part.answers for one in answer.standings if one.unit in part.members)
        figures = f"{figure(part, 'evidenced'):>9} {figure(part, 'possible'):>8} {figure(part, 'declared'):>8}"
        criteria = f"{count['met']:>3} {count['unmet']:>5} {count['indicated']:>9}"
        yield f"  {terminal(part.name + members)[:21]:<22} {criteria} {part.settled:>4}/90 {figures}"
    if len(parts) > MANY:
        yield f"  and {len(parts) - MANY} more in --format json or csv"
    yield ""


def figure(part: Part, name: str) -> str:
    """Return an overall score as it is shown; a dash where nothing is settled or nobody said anything."""
    scores = part.scores[name]
    if scores is None or (name == "evidenced" and not part.settled):
        return "-"
    return shown(scores.overall)


def _criteria(portfolio: Portfolio) -> Iterator[str]:
    """The organisation's criteria that facts speak of, and in how many applications they speak of the others."""
    rules, criteria = portfolio.book.by_id(), portfolio.model.criteria()
    ours = [
        (one.criterion, verdict(one)) for answer in portfolio.organisation.answers for one in answer.standings
        if rules[one.criterion].scope == "org" and verdict(one) != "unknown"
    ]  # fmt: skip
    if ours:
        yield "Criteria of the organisation that facts or people speak of"
        for name, said in ours:
            yield from wrap(
                f"  {SIGNS[said]} {name:<11} {said:<11} {criteria[name]}", WIDTH, subsequent_indent=" " * 28
            )
        yield ""
    rows = {name: counts for name, counts in by_criterion(portfolio).items() if set(counts) - {"unknown"}}
    if rows:
        yield "Criteria of applications that facts or people speak of"
        for name, counts in rows.items():
            yield from wrap(f"  {name:<11} {_counts(counts)}: {criteria[name]}", WIDTH, subsequent_indent=" " * 14)
        yield ""


def by_criterion(portfolio: Portfolio) -> dict[str, Counter[str]]:
    """Return, for each criterion of applications, in how many of them it stands where."""
    rules, found = portfolio.book.by_id(), dict[str, Counter[str]]()
    standings = (
        (part.name, one) for part in portfolio.applications for answer in part.answers for one in answer.standings
    )
    for name, one in standings:
        if rules[one.criterion].scope == "unit" and one.unit == name:
            found.setdefault(one.criterion, Counter())[verdict(one)] += 1
    return found


def _measures(portfolio: Portfolio) -> Iterator[str]:
    rows = [(rule, Counter(word(one) for _, one in decided)) for rule, decided in portfolio.measures]
    rows = [(rule, counts) for rule, counts in rows if set(counts) - {"unknown"}]
    if not rows:
        return
    yield "Measures beside the model (no score)"
    for rule, counts in rows:
        yield from wrap(f"  {rule.id:<11} {_counts(counts)}: {rule.says}", WIDTH, subsequent_indent=" " * 14)
    yield ""


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in SIGNS if counts[name])
