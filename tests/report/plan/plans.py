"""A small plan over the shipped model, with texts that mean harm."""

from fractions import Fraction

from sammeter.data import load
from sammeter.data.starters import efforts
from sammeter.report.plan.view import View
from sammeter.roadmap.plan import Answers, Item, Phase, Plan
from sammeter.roadmap.progress import to_date, to_target
from sammeter.roadmap.project import project

QUARTER, HALF, FULL = Fraction(1, 4), Fraction(1, 2), Fraction(1)
EVIL = '=HYPERLINK("http://evil.example/","x")\x1b[31m\u202e'
BASE: Answers = {"G-SM-1-A": HALF, "I-SB-1-A": QUARTER}
TARGETS: dict[str, Answers] = {
    "all": {"G-SM-1-A": FULL, "I-SB-1-A": HALF},
    "high": {"I-SB-1-A": FULL, "O-OM-3-B": QUARTER},
}


def plan(phases: int = 2) -> Plan:
    """Return a plan of two phases, and empty ones after them."""
    found = [
        Phase(name="Spring", start="2027-01-01", until="2027-06-30", budget=Fraction(40), items=(
            Item(activity="G-SM-1-A", to=FULL, owner="Ada <ada@example.org>", cost=Fraction(2500), why="@boss | *now*", note="a\nb"),
            Item(activity="I-SB-1-A", to=HALF, owner=EVIL, effort=Fraction(25, 2), note="-1+2"))),
        Phase(name=EVIL, start="2027-07-01", until="2027-12-31", items=(
            Item(activity="I-SB-1-A", to=FULL), Item(activity="I-SB-2-A", to=QUARTER), Item(activity="V-ST-1-A", to=HALF))),
    ]  # fmt: skip
    found += [Phase(name=f"Later {n}", start=f"20{28 + n}-01-01", until=f"20{28 + n}-12-31") for n in range(phases - 2)]
    return Plan(model="2.2.0", name=EVIL, efforts=efforts(load()), risk_class="high", targets=TARGETS, base=BASE,
                currency="EUR", phases=tuple(found))  # fmt: skip


def view(now: Answers | None = None, as_of: str = "2027-08-01", phases: int = 2) -> View:
    """Return the view of that plan on a day in its second phase."""
    made, model = plan(phases), load().model
    return View(model=model, plan=made, as_of=as_of, start=BASE, planned=project(model, made, BASE), target=made.target(), now=now,
                to_target=to_target(model, BASE if now is None else now, made.target()),
                expected=() if now is None else project(model, made, now),
                to_date=None if now is None else to_date(model, made, now, as_of))  # fmt: skip
