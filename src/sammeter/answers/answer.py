"""One activity for one scope: every unit's criteria, the organisation's own, and the answer that follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from sammeter.answers import positions
from sammeter.answers.grades import stand, supported
from sammeter.answers.positions import Band
from sammeter.answers.said import Said, said_of
from sammeter.answers.types import Answer, Answered, Contradiction, Declaration, Grade, Standing
from sammeter.facts import Fact, World
from sammeter.model import Activity, Model
from sammeter.rules import Answering, Decided, Rule, RuleBook, Verdict
from sammeter.rules.decide import decide
from sammeter.rules.evaluate import evaluate
from sammeter.rules.scope import unit_world
from sammeter.rules.values import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What is assessed: `units` by population (None: nobody has listed them), and what the organisation shows.

    `unit` is the one application that is assessed, empty for the organisation; `whole` claims that `units` are all.
    `known` holds what was decided before, elsewhere: such a unit's world is not looked at again.
    """

    org: World
    units: Mapping[str, tuple[tuple[Fact, World], ...]]
    declared: Declaration = field(default_factory=Declaration)
    unit: str = ""
    whole: bool = False
    known: "Mapping[str, Known]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was decided of one unit (or, under the empty name, of the organisation): rules by id, counting by activity.

    `computed` holds what an activity's own conditions give for the organisation.
    """

    decided: Mapping[str, Decided]
    counts: Mapping[str, Verdict] = field(default_factory=dict)
    computed: Mapping[str, Band | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Unit:
    """One unit: its criteria, whether it counts at all, and whether it surely belongs to the population."""

    standings: tuple[Standing, ...]
    counts: Verdict
    belongs: bool

    def verdict(self, of: Callable[[Standing], Verdict], unknown: Verdict) -> Verdict:
        """Return whether it counts; what may not belong never counts for sure."""
        counts = unknown if self.counts is Verdict.UNKNOWN or not self.belongs else Verdict.MET
        return min([self.counts if self.counts is Verdict.UNMET else counts, *(of(one) for one in self.standings)])

    @property
    def no_occasion(self) -> bool:
        """Nothing but an occasion is lacking: what is unknown for another reason stays in the denominator."""
        lacking = [one for one in self.standings if one.evidenced is not Verdict.MET]
        only = all(one.no_occasion and one.evidenced is Verdict.UNKNOWN for one in lacking)
        return self.counts is Verdict.MET and bool(lacking) and only


def _evidenced(one: Standing) -> Verdict:
    return one.evidenced


def _possible(one: Standing) -> Verdict:
    return one.possible


def _declared(one: Standing) -> Verdict:
    return one.declared


def _supported(one: Standing) -> Verdict:
    return supported(one)


def answer(model: Model, book: RuleBook, activity: Activity, scope: Scope) -> Answer:
    """Return the answer to one question: evidenced, possible, declared, each a position in its answer set.

    Strict as SAMM asks: a unit counts only if all its criteria are met; an organisation's criterion that is unmet caps
    the answer at No, one that is unknown keeps the evidenced answer there.
    """
    answering = next(one for one in book.answerings if one.id == activity.id)
    ids = frozenset(activity.criterion_ids())
    rules = [rule for rule in book.rules if rule.id in ids]
    judge = _Judge(answering, book, scope, said_of(scope.declared, answering, rules, _names(scope)))
    ours = [
        judge.stand(rule, scope.org, None, scope.unit, scope.known.get("")) for rule in rules if rule.scope == "org"
    ]
    units = judge.units([rule for rule in rules if rule.scope == "unit"])
    counted = [unit for unit in units if not unit.no_occasion]
    bands = {
        name: _band(answering, ours, counted, scope, book, of)
        for name, of in (("evidenced", _evidenced), ("possible", _possible), ("declared", _declared),
                         ("supported", _supported))
    }  # fmt: skip
    standings = (*ours, *(one for unit in units for one in unit.standings), *_unlisted(rules, answering, units))
    evidenced, possible = bands["evidenced"].low, bands["possible"].high
    answered = scope.declared.answered(activity.id, scope.unit)
    contradiction = _contradicted(answered, bands, standings, scope)
    declared = _what_is_declared(activity, bands["declared"].low, answered, scope)
    accepted = _what_is_supported(
        bands["supported"].low, declared, answered, (contradiction, *(s.contradiction for s in standings))
    )
    values = [Fraction(value) for value in model.answer_set(activity.answers).values]
    sure = sum(unit.verdict(_evidenced, Verdict.UNKNOWN) is Verdict.MET for unit in counted)
    open_ = sum(unit.verdict(_evidenced, Verdict.UNKNOWN) is Verdict.UNKNOWN for unit in counted)
    return Answer(
        activity=activity.id, evidenced=evidenced, possible=possible, declared=declared, supported=accepted,
        values={"evidenced": values[evidenced], "possible": values[possible],
                "declared": None if declared is None else values[declared], "supported": values[accepted]},
        units=len(counted), counted=sure, open=open_, without_occasion=len(units) - len(counted),
        capped_by=tuple(one.criterion for one in ours if one.evidenced is not Verdict.MET),
        composition=_composition(values[evidenced], standings), standings=standings, said=answered,
        excluded=scope.declared.excluded_from(activity.id, scope.unit), contradiction=contradiction,
    )  # fmt: skip


def _names(scope: Scope) -> set[str]:
    """Return the names under which criteria are asked after: the organisation as nobody, and every unit."""
    return {"", scope.unit, *(_name(this) for units in scope.units.values() for this, _ in units)}


def _name(this: Fact) -> str:
    fields = this.fields
    return str(fields.get("id", fields.get("component", fields.get("name", ""))))


def _what_is_declared(activity: Activity, computed: int, answered: Answered | None, scope: Scope) -> int | None:
    """Return the answer that people gave; where they spoke of criteria only, what those add up to."""
    if answered is not None:
        return answered.position
    spoken = any(one.criterion.rpartition(".")[0] == activity.id for one in scope.declared.criteria)
    return computed if spoken else None


def _what_is_supported(
    computed: int, declared: int | None, answered: Answered | None, contradictions: tuple[Contradiction | None, ...]
) -> int:
    if declared is None:
        return 0
    over = any(one is not None and one.kind == "over-claim" for one in contradictions)
    if answered is not None and answered.proof_live and not over:
        return declared
    return min(declared, computed)


def _contradicted(
    answered: Answered | None, bands: Mapping[str, Band], standings: tuple[Standing, ...], scope: Scope
) -> Contradiction | None:
    """Return where the answer itself excludes what was seen.

    A *No* is refuted by one application that does it all. A yes is refuted by its share only where every unit was listed.
    """
    if answered is None:
        return None
    evidenced, possible = bands["evidenced"].low, bands["possible"].high
    under = evidenced > answered.position and (answered.position == 0 or scope.whole)
    over = scope.whole and possible < answered.position
    if not under and not over:
        return None
    wanted = Verdict.MET if under else Verdict.UNMET
    facts = tuple(dict.fromkeys(fact for one in standings if one.evidenced is wanted for fact in one.decided.because))
    return Contradiction(kind="under-claim" if under else "over-claim", criterion=answered.activity, unit=answered.unit,
                         stated_by=answered.by, stated_at=answered.at, said_of=answered.unit, where=answered.where,
                         decided=Decided(rule=answered.activity, verdict=wanted, because=facts))  # fmt: skip


def _unlisted(rules: list[Rule], answering: Answering, units: list[_Unit]) -> list[Standing]:
    """Return criteria of units as unknown where nobody has listed the units yet, so that none is passed over."""
    if units:
        return []
    missing = (answering.population,)
    return [
        stand(rule, Decided(rule=rule.id, verdict=Verdict.UNKNOWN, missing=missing), None, "")
        for rule in rules if rule.scope == "unit"
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Judge:
    """Judges the units of one question, by what was decided before or by their worlds."""

    answering: Answering
    book: RuleBook
    scope: Scope
    said: Said

    def units(self, rules: list[Rule]) -> list[_Unit]:
        """Return every unit of the population; what may not belong to it is marked."""
        if not self.answering.population:
            return [self.unit(rules, None, self.scope.unit, self.scope.org)]
        found: list[_Unit] = []
        for this, world in self.scope.units.get(self.answering.population, ()):
            tree = self.answering.trees.get("filter")
            wanted = evaluate(tree, world, self.book.limits, this).value if tree is not None else True
            if wanted is not False:
                one = self.unit(rules, this, _name(this), world)
                found.append(one if wanted is True else replace(one, belongs=False))
        return found

    def unit(self, rules: list[Rule], this: Fact | None, name: str, world: World) -> _Unit:
        """Return one unit with its criteria and whether it counts."""
        known = self.scope.known.get("" if this is None else name) if self.answering.unit in ("app", "org") else None
        if known is None and this is not None:
            world = unit_world(world, self.answering.unit, this)
        counts = known.counts.get(self.answering.id) if known else None
        if counts is None:
            counts = counting(self.answering, world, self.book, this)
        return _Unit(tuple(self.stand(rule, world, this, name, known) for rule in rules), counts, belongs=True)

    def stand(self, rule: Rule, world: World, this: Fact | None, unit: str, known: Known | None) -> Standing:
        """Return where one criterion of one unit stands."""
        decided = known.decided.get(rule.id) if known else None
        return stand(rule, decided or decide(rule, world, self.book.limits, this), self.said.of(rule, unit), unit)


def counting(answering: Answering, world: World, book: RuleBook, this: Fact | None) -> Verdict:
    """Return whether a unit counts at all, before its criteria are asked after."""
    tree = answering.trees.get("counts_when")
    value = evaluate(tree, world, book.limits, this).value if tree is not None else True
    return Verdict.MET if value is True else Verdict.UNMET if value is False else Verdict.UNKNOWN


def _band(
    answering: Answering, ours: list[Standing], units: list[_Unit], scope: Scope, book: RuleBook,
    of: Callable[[Standing], Verdict],
) -> Band:  # fmt: skip
    org = min([Verdict.MET, *(of(one) for one in ours)])
    unknown = Verdict.MET if of is _possible else Verdict.UNKNOWN
    found = [(unit, unit.verdict(of, unknown)) for unit in units]
    verdicts = [
        verdict for unit, verdict in found if unit.belongs or verdict is not Verdict.UNMET or of is not _possible
    ]
    sure, maybe = verdicts.count(Verdict.MET), verdicts.count(Verdict.UNKNOWN)
    most = Fraction(str(book.limits["most"]))
    if answering.answer["kind"] == "staged":
        return positions.staged(org, sure, maybe, len(verdicts), most)
    band = _known_band(answering, scope, book, most)
    if band is None:
        band = positions.coverage(sure, maybe, len(verdicts), most)
    elif answering.population == "" and verdicts and min(verdicts) is not Verdict.MET:
        band = Band(0, band.high if min(verdicts) is Verdict.UNKNOWN else 0)
    if org is Verdict.MET:
        return band
    return Band(0, band.high if org is Verdict.UNKNOWN else 0)


def _known_band(answering: Answering, scope: Scope, book: RuleBook, most: Fraction) -> Band | None:
    known = scope.known.get("")
    if known is not None and answering.id in known.computed:
        return known.computed[answering.id]
    return computed(answering, scope.org, book, most)


def computed(answering: Answering, org: World, book: RuleBook, most: Fraction) -> Band | None:
    """Return the band that the answering's own conditions give; None for a plain share of units."""

    def value(name: str) -> Result:
        return evaluate(answering.trees[name], org, book.limits)

    kind = answering.answer["kind"]
    names = [name for name in answering.trees if name.startswith("steps.")]
    steps = [value(name) for name in sorted(names, key=lambda name: int(name.partition(".")[2]))]
    if kind == "cadence":
        automated = value("automated").value if "automated" in answering.trees else False
        return positions.cadence(value("times").value, org.as_of, int(answering.answer["interval"]), automated)
    if kind == "ladder":
        return positions.ladder(steps)
    if kind == "count":
        return positions.count(steps)
    return positions.measured_share(value("share").value, most) if "share" in answering.trees else None


def _composition(value: Fraction, standings: tuple[Standing, ...]) -> dict[Grade, Fraction]:
    """Split an evidenced value by how the criteria it stands on are proved; the parts add up to the value."""
    met = [one for one in standings if one.evidenced is Verdict.MET and one.grade is not None]
    if not met:
        return {grade: value if grade is Grade.MEASURED else Fraction(0) for grade in _SCORING}
    return {grade: value * sum(one.grade is grade for one in met) / len(met) for grade in _SCORING}


_SCORING = (Grade.MEASURED, Grade.CONFIRMED, Grade.PROVED)
