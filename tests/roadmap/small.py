"""Small models for roadmaps: as many practices, streams and levels as asked for, with any needs and efforts."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from sammeter.model import Activity, AnswerSet, Function, Level, Model, Practice, Stream
from sammeter.model.types import Effort
from sammeter.roadmap.effort import Efforts

QUARTER, HALF, FULL = Fraction(1, 4), Fraction(1, 2), Fraction(1)
EFFORTS = Efforts(
    days={"small": Fraction(5), "medium": Fraction(20), "large": Fraction(60)},
    spent={Fraction(0): Fraction(0), QUARTER: Fraction(2, 5), HALF: Fraction(13, 20), FULL: Fraction(1)},
)


def activity(id_: str, *, effort: Effort = "small", needs: Iterable[str] = ()) -> Activity:
    return Activity(
        id=id_, title=f"Do {id_}", summary="", benefit="", effort=effort, roles=(), needs=tuple(needs), question="", show="",
        answers="A", criteria=(),
    )  # fmt: skip


def model(
    streams: Mapping[str, int],
    *,
    efforts: Mapping[str, Effort] | None = None,
    needs: Mapping[str, tuple[str, ...]] | None = None,
) -> Model:
    """Return a model of these streams (``G-SM-A: 2`` is two levels), practices and functions as their ids say."""
    efforts, needs = efforts or {}, needs or {}
    practices: dict[str, list[Stream]] = {}
    for name, levels in streams.items():
        practice, letter = name[:4], name[5]
        made = [f"{practice}-{level}-{letter}" for level in range(1, levels + 1)]
        activities = tuple(activity(one, effort=efforts.get(one, "small"), needs=needs.get(one, ())) for one in made)
        practices.setdefault(practice, []).append(Stream(id=name, name=name, summary="", activities=activities))
    return Model(
        version="2.2.0",
        functions=tuple(Function(id=one, name=one, summary="") for one in dict.fromkeys(name[0] for name in practices)),
        levels=tuple(Level(level=one, summary="") for one in (1, 2, 3)),
        answer_sets=(AnswerSet(id="A", counts="", answers=("No", "some", "half", "most"), values=("0", "0.25", "0.5", "1")),),
        practices=tuple(Practice(id=name, name=name, function=name[0], summary="", objectives={}, streams=tuple(found))
                        for name, found in practices.items()),
        glossary={},
    )  # fmt: skip
