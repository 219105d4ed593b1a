"""Assessments built by hand: every verdict, every kind of thing that a report shows, and names that want to do harm."""

from dataclasses import dataclass, replace
from fractions import Fraction

from sammeter.answers import Answer, Contradiction, Declaration, Grade, Standing, Stated
from sammeter.facts import Fact, Gap, Kind, Vocabulary
from sammeter.facts.vocabulary import REACHES
from sammeter.model import Activity, Function, Model, Practice
from sammeter.model.types import AnswerSet, Level, Stream
from sammeter.report.assessment import Assessment, Doubt, Measure, Point, Reached, Seen, Step, Subject
from sammeter.rules import Decided, Flag, Rule, RuleBook, Verdict
from sammeter.scoring import Scores, score

PRACTICES = {
    "G": ("Governance", {"SM": "Strategy and Metrics", "PC": "Policy and Compliance", "EG": "Education and Guidance"}),
    "D": ("Design", {"TA": "Threat Assessment", "SR": "Security Requirements", "SA": "Secure Architecture"}),
    "I": ("Implementation", {"SB": "Secure Build", "SD": "Secure Deployment", "DM": "Defect Management"}),
    "V": (
        "Verification",
        {"AA": "Architecture Assessment", "RT": "Requirements-driven Testing", "ST": "Security Testing"},
    ),
    "O": ("Operations", {"IM": "Incident Management", "EM": "Environment Management", "OM": "Operational Management"}),
}
VALUES = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1))
SCRIPT = "<script>alert(1)</script>"
IMAGE = '"><img src=x onerror=alert(1)>'
BIDI = "safe\u202etxt.exe\x1b[2J\u2066"
HOSTILE = (
    SCRIPT,
    IMAGE,
    BIDI,
    "'; alert(1) //",
    "</title></style></svg>",
    "{{ 7 * 7 }}",
    "&lt;b&gt;",
    "javascript:alert(1)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one criterion is given: its verdict, flag, grade and class."""

    verdict: Verdict = Verdict.UNKNOWN
    flags: tuple[Flag, ...] = ()
    grade: Grade | None = None
    class_: str = "observable"


MET = Given(verdict=Verdict.MET, grade=Grade.MEASURED)
UNMET = Given(verdict=Verdict.UNMET, grade=Grade.MEASURED)
INDICATED = Given(flags=(Flag.INDICATED,), class_="supported")
NO_OCCASION = Given(flags=(Flag.NO_OCCASION,))
UNKNOWN = Given(class_="attested")
PLAN: dict[str, tuple[Given, ...]] = {
    "I-SB-1-A": (MET, MET, MET),
    "I-SB-1-B": (UNMET, MET, UNKNOWN),
    "I-SB-2-A": (MET, INDICATED, UNKNOWN),
    "I-SB-2-B": (INDICATED, UNKNOWN, UNKNOWN),
    "I-SB-3-A": (NO_OCCASION, UNKNOWN, UNKNOWN),
    "G-SM-1-A": (UNMET, UNMET, UNMET),
    "V-ST-1-A": (MET, MET, UNKNOWN),
}
"""What is not named here is unknown."""


def model(functions: str = "GDIVO") -> Model:
    """Return a model with the practices of these functions, each activity with three criteria."""
    return Model(
        version="2.2.0",
        functions=tuple(Function(id=one, name=PRACTICES[one][0], summary="what it is for") for one in functions),
        levels=tuple(Level(level=level, summary="") for level in (1, 2, 3)),
        answer_sets=(AnswerSet(id="A", counts="applications", values=("0", "0.25", "0.5", "1"),
                               answers=("No", "Yes, for some", "Yes, for half or more", "Yes, for most or all")),),
        practices=tuple(_practice(f"{one}-{id_}", name, one) for one in functions for id_, name in PRACTICES[one][1].items()),
        glossary={},
    )  # fmt: skip


def _practice(id_: str, name: str, function: str) -> Practice:
    streams = tuple(
        Stream(id=f"{id_}-{letter}", name=f"stream {letter}", summary="",
               activities=tuple(_activity(f"{id_}-{level}-{letter}") for level in (1, 2, 3)))
        for letter in "AB"
    )  # fmt: skip
    return Practice(
        id=id_, name=name, function=function, summary=f"What {name} is about.", objectives={}, streams=streams
    )


def _activity(id_: str) -> Activity:
    return Activity(
        id=id_, title=f"Do what {id_} asks", summary="", benefit="Surprises become rare.", effort="medium", roles=("developer",),
        needs=(), question=f"Is {id_} done?", show="A record of it.", answers="A",
        criteria=("Somebody wrote it down", "The record matches today", "Everyone who needs it can open it"),
    )  # fmt: skip


def assessment(
    *, functions: str = "GDIVO", name: str = "shop", where: str = ".github/workflows/ci.yml:17", text: str = "actions/checkout@v4",
    facts: int = 3, declared: bool = False,
) -> Assessment:  # fmt: skip
    """Return an assessment with every verdict; `name`, `where` and `text` stand wherever a repository may speak."""
    made = model(functions)
    seen = tuple(_fact(where, text, number) for number in range(facts))
    rules = [
        _rule(i, PLAN.get(a.id, ())[n : n + 1]) for a in made.activities() for n, i in enumerate(a.criterion_ids())
    ]
    measures = tuple(_measure(n, one, seen) for n, one in enumerate((MET, UNMET, UNKNOWN), 1))
    answers = tuple(_answer(one, seen, declared=declared) for one in made.activities())
    return Assessment(
        model=made, book=RuleBook(rules=(*rules, *(one.rule for one in measures)), answerings=(), limits={"most": 0.8, "yearly": 365.0}),
        vocabulary=Vocabulary(kinds=(Kind(kind="ci.uses", record="a use", says="a part that is pulled in", read_from="pipelines",
                                          reach="clone", fields={"uses": "text", "pinned": "flag", "at": "time"}),), document_kinds=()),
        subject=Subject(name=name, commit="4f2c9e1d" * 5, at="2026-11-20T10:00:00Z", as_of="2026-11-22T00:00:00Z",
                        collected_at="2026-11-22T08:00:00Z"),
        facts=seen, gaps=_gaps(where, text), answers=answers, measures=measures,
        evidenced=_scores(made, answers, "evidenced"), possible=_scores(made, answers, "possible"),
        declared=_scores(made, answers, "declared") if declared else None,
        supported=_scores(made, answers, "supported") if declared else None, achievable=None,
        declaration=Declaration(criteria=(Stated(criterion="I-SB-1-B.1", yes=True, by=f"Ann {text}", at="2026-11-01T00:00:00Z",
                                                 weak=f"{text} changed after it was named"),) if declared else ()),
        composition={"E3": _scores(made, answers, "evidenced").overall, "E2": Fraction(0), "E1": Fraction(0)},
        reached=tuple(Reached(reach=reach, can=10 + n, settled=n, indicated=1, read=n < 2) for n, reach in enumerate(REACHES)),
        seen=_observations(seen, text), contradictions=_contradictions(answers, text) if declared else (),
        doubts=(Doubt(activity="I-SB-1-B", points=(Point(says=f"nothing pinned {text}", facts=seen),)),) if declared else (),
        next=(Step(do=f"pin {text}", why="I-SB-1-B.1 is unmet", settles=("I-SB-1-B.1",), command="sammeter explain I-SB-1-B.1"),
              *(Step(do=f"step {n}", why="not looked at yet", settles=("I-SB-1-B.3", "I-SB-2-A.3")) for n in range(8))),
    )  # fmt: skip


def _fact(where: str, text: str, number: int) -> Fact:
    fields: dict[str, str | int | bool | tuple[str, ...]] = {
        "uses": text,
        "pinned": False,
        "texts": (text, "other"),
        "at": "",
        "empty": "",
        "line": number,
        "app": "shop",
    }
    return Fact(kind="ci.uses", where=f"{where}{number}", source="actions", fields=fields)


def _rule(id_: str, given: tuple[Given, ...]) -> Rule:
    class_ = given[0].class_ if given else "attested"
    return Rule(id=id_, class_=class_, scope="unit", reach="clone", says=f"The facts of {id_} agree.",  # type: ignore[arg-type] # from Given
                when="ci.uses.all(u, u.pinned && u.uses != '<none>')", fresh_days=90, pitfalls="A page that nobody reads.",
                advice="Write it down beside the code.", confirm="Is it so?", proof="the page", mended="asks less than the map",
                no_occasion="ci.uses.size() == 0", alternatives=("another way",))  # fmt: skip


def _decided(id_: str, given: Given, facts: tuple[Fact, ...]) -> Decided:
    known = given is not UNKNOWN
    return Decided(rule=id_, verdict=given.verdict, flags=given.flags, because=facts if known else (),
                   missing=() if given.verdict is not Verdict.UNKNOWN else ("docs.items", "ci.uses.pinned"))  # fmt: skip


def _measure(number: int, given: Given, facts: tuple[Fact, ...]) -> Measure:
    rule = replace(_rule(f"X-{number:02}", ()), says=f"Measure {number} holds.", supports=("I-SB-1-A",))
    return Measure(rule=rule, decided=_decided(rule.id, given, facts))


def _answer(activity: Activity, facts: tuple[Fact, ...], *, declared: bool) -> Answer:
    plan = PLAN.get(activity.id, (UNKNOWN, UNKNOWN, UNKNOWN))
    verdicts = [one.verdict for one in plan]
    evidenced = 3 if min(verdicts) is Verdict.MET else 0
    possible = 0 if Verdict.UNMET in verdicts else 3
    standings = tuple(_standing(i, one, facts) for i, one in zip(activity.criterion_ids(), plan, strict=True))
    return Answer(
        activity=activity.id, evidenced=evidenced, possible=possible, declared=2 if declared else None, supported=1 if declared else 0,
        values={"evidenced": VALUES[evidenced], "possible": VALUES[possible], "declared": VALUES[2] if declared else None,
                "supported": VALUES[1 if declared else 0]},
        units=1, counted=int(evidenced == 3), open=int(evidenced != possible), without_occasion=0, capped_by=(),
        composition={Grade.MEASURED: VALUES[evidenced], Grade.CONFIRMED: Fraction(0), Grade.PROVED: Fraction(0)}, standings=standings,
    )  # fmt: skip


def _standing(id_: str, given: Given, facts: tuple[Fact, ...]) -> Standing:
    possible = Verdict.UNMET if given.verdict is Verdict.UNMET else Verdict.MET
    return Standing(criterion=id_, unit="shop", evidenced=given.verdict, declared=given.verdict, possible=possible,
                    grade=given.grade, decided=_decided(id_, given, facts))  # fmt: skip


def _scores(made: Model, answers: tuple[Answer, ...], pick: str) -> Scores:
    return score(made, {one.activity: one.values[pick] or Fraction(0) for one in answers})  # type: ignore[index] # a name of the four


def _observations(facts: tuple[Fact, ...], text: str) -> tuple[Seen, ...]:
    return (
        Seen(kind="ci.uses", says=f"nothing pinned, first {text}", good=False, facts=facts, bears_on=("I-SB-1-B.1",)),
        Seen(kind="ci.uses", says="1 part is pulled in", good=True, facts=facts[:1], bears_on=()),
        *(Seen(kind="vcs.files", says=f"{n} files", good=None, facts=(), bears_on=()) for n in range(26)),
    )  # fmt: skip


def _gaps(where: str, text: str) -> tuple[Gap, ...]:
    return (
        Gap(where=where, reason="parse error", detail=text, hint=f"mend {text}", kinds=("ci.uses",)),
        *(Gap(where=f"{where}.{n}", reason="not our kind of CI yet", kinds=("ci.uses", "ci.steps")) for n in range(14)),
    )  # fmt: skip


def _contradictions(answers: tuple[Answer, ...], text: str) -> tuple[Contradiction, ...]:
    found = [one for answer in answers for one in answer.standings if one.evidenced is Verdict.UNMET]
    return tuple(
        Contradiction(kind="over-claim", criterion=one.criterion, unit="shop", stated_by=text, stated_at="2026-10-01T00:00:00Z",
                      decided=one.decided)
        for one in found[:2]
    )  # fmt: skip
