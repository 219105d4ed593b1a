"""What to do next, ordered by what it would settle, and how far each kind of source reaches."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import zip_longest

from sammeter.answers import Answer, Standing
from sammeter.data import Pack
from sammeter.facts import Gap, Vocabulary
from sammeter.facts.vocabulary import REACHES, Reach
from sammeter.report.assessment import Measure, Reached, Step
from sammeter.rules import Flag, RuleBook, Verdict

OFFERS: dict[Reach, tuple[str, str]] = {
    "clone": ("read a full git clone", "what a clone shows"),
    "forge": (
        "add the forge's records: branch rules, reviews, deployments, pipeline runs",
        "what the forge and its runs show",
    ),
    "tools": (
        "add tool reports: SARIF, SBOM, signatures, test results",
        "what scanners, SBOMs, signatures and tests show",
    ),
    "exports": ("add exports: tracker, training, secret store, monitoring", "what running systems show"),
    "registers": ("add registers: risks, threat models, reviews, requirements", "work products that people keep"),
    "people": ("ask people", "what only people can state"),
}
EFFORT: dict[Reach, int] = {"clone": 1, "forge": 1, "tools": 3, "exports": 10, "registers": 30, "people": 5}
"""How much work it is to bring a kind of source, roughly and against each other."""


def reached(
    book: RuleBook, answers: tuple[Answer, ...], seen: Iterable[str], vocabulary: Vocabulary
) -> tuple[Reached, ...]:
    """Return one row a kind of source: criteria it can settle, those settled or indicated, and whether it was read.

    A kind of source was read if facts of it were seen; `seen` names the kinds of all facts.
    """
    standings = first_standings(answers)
    kinds = vocabulary.by_name()
    read = {"clone", *(kinds[kind].reach for kind in seen if kind in kinds)}
    rows: list[Reached] = []
    for reach in REACHES:
        mine = [standings[rule.id] for rule in book.rules if rule.reach == reach and rule.id in standings]
        rows.append(Reached(
            reach=reach, can=len(mine), read=reach in read,
            settled=sum(one.evidenced is not Verdict.UNKNOWN for one in mine),
            indicated=sum(Flag.INDICATED in one.decided.flags for one in mine),
        ))  # fmt: skip
    return tuple(rows)


def first_standings(answers: tuple[Answer, ...]) -> dict[str, Standing]:
    """Return where each criterion stands; of several units the first."""
    found: dict[str, Standing] = {}
    for one in answers:
        for standing in one.standings:
            found.setdefault(standing.criterion, standing)
    return found


def next_steps(
    pack: Pack,
    answers: tuple[Answer, ...],
    measures: tuple[Measure, ...],
    gaps: tuple[Gap, ...],
    more: Iterable[Step] = (),
) -> tuple[Step, ...]:
    """Return next steps: what can be done here and where to look further by turns, each most settled for its effort.

    `more` are further steps that can be done here.
    """
    standings = first_standings(answers)
    here = [*more, *_confirm(standings), *_mend(pack.book, standings, measures), *_gaps(pack, standings, gaps)]
    further = _further(pack.book, standings)
    here.sort(key=lambda step: (-len(step.settles), step.do))
    pairs = zip_longest(here, further)
    return tuple(step for pair in pairs for step in pair if step is not None)


def _confirm(standings: dict[str, Standing]) -> list[Step]:
    indicated = tuple(
        name
        for name, one in standings.items()
        if Flag.INDICATED in one.decided.flags and one.evidenced is Verdict.UNKNOWN
    )
    if not indicated:
        return []
    count = "1 criterion" if len(indicated) == 1 else f"{len(indicated)} criteria"
    return [Step(do=f"let a person confirm {count} that the facts indicate", why="what is indicated counts only when confirmed",
                 settles=indicated, command=f"sammeter explain {indicated[0]}")]  # fmt: skip


def _mend(book: RuleBook, standings: dict[str, Standing], measures: tuple[Measure, ...]) -> list[Step]:
    rules = book.by_id()
    unmet = [(rules[name], name) for name, one in standings.items() if one.evidenced is Verdict.UNMET]
    unmet += [(measure.rule, measure.rule.id) for measure in measures if measure.decided.verdict is Verdict.UNMET]
    return [
        Step(do=rule.advice, why=f"{name} is unmet", settles=(name,), command=f"sammeter explain {name}")
        for rule, name in unmet
    ]


def _gaps(pack: Pack, standings: dict[str, Standing], gaps: tuple[Gap, ...]) -> list[Step]:
    """One step a kind of gap: the unknown criteria whose rule reads a kind that these gaps leave open."""
    rules = pack.book.by_id()
    grouped: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        if gap.kinds:
            grouped[gap.reason].append(gap)
    steps: list[Step] = []
    for reason, found in grouped.items():
        kinds = {kind for gap in found for kind in gap.kinds}
        settles = tuple(
            name for name, one in standings.items()
            if one.evidenced is Verdict.UNKNOWN and rules[name].reach == "clone" and kinds & rules[name].kinds()
        )  # fmt: skip
        places = ", ".join(gap.where for gap in found[:2]) + (" ..." if len(found) > 2 else "")
        hints = Counter(gap.hint for gap in found if gap.hint).most_common(1)
        if settles:
            steps.append(
                Step(
                    do=hints[0][0] if hints else f"make readable: {places}", why=f"{reason}: {places}", settles=settles
                )
            )
    return steps


def _further(book: RuleBook, standings: dict[str, Standing]) -> list[Step]:
    steps: list[tuple[float, Step]] = []
    for reach in REACHES[1:]:
        open_ = tuple(
            rule.id for rule in book.rules
            if rule.reach == reach and rule.id in standings and standings[rule.id].evidenced is Verdict.UNKNOWN
        )  # fmt: skip
        do, why = OFFERS[reach]
        if open_:
            steps.append((len(open_) / EFFORT[reach], Step(do=do, why=f"not looked at yet: {why}", settles=open_)))
    return [step for _, step in sorted(steps, key=lambda one: -one[0])]
