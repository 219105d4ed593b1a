"""The HTML report as text: what it says, what it never lets through, how far a reader has to dig."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from sammeter.answers import Grade
from sammeter.report import html_radar
from sammeter.report.assessment import Assessment
from sammeter.report.html import render
from sammeter.report.words import word
from sammeter.rules import Decided, Flag, Verdict
from sammeter.scoring import shown
from tests.report.assessments import BIDI, HOSTILE, assessment

TEMPLATES = Path(render.__code__.co_filename).parent / "templates"
BLOCKS = {"dt", "dd", "td", "th", "li", "p", "div", "summary"}
VOID = {"meta", "input", "br", "img", "link", "hr"}


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    parts: "list[Element | str]" = field(default_factory=list)

    @property
    def children(self) -> "list[Element]":
        return [one for one in self.parts if isinstance(one, Element)]

    def all(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.all()

    def above(self) -> Iterator["Element"]:
        one = self.parent
        while one is not None:
            yield one
            one = one.parent

    def with_class(self, name: str) -> list["Element"]:
        return [one for one in self.all() if name in one.attributes.get("class", "").split()]

    def written(self) -> Iterator[str]:
        for one in self.parts:
            if isinstance(one, str):
                yield one
            else:
                yield from one.written()

    def text(self) -> str:
        return " ".join("".join(self.written()).split())


class Tree(HTMLParser):
    """Read a page into elements; an end tag that closes something else is a fault."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.root = self.at = Element("", {}, None)
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.parts.append(one)
        if tag not in VOID:
            self.at = one

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.parts.append(Element(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag, f"{tag} closes {self.at.tag}"
        assert self.at.parent is not None
        self.at = self.at.parent
        if tag in BLOCKS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        self.at.parts.append(data)


def tree(of: Assessment) -> Element:
    made = Tree(render(of))
    assert made.at is made.root
    return made.root


@cache
def usual() -> Element:
    return tree(assessment())


def by_id(root: Element, id_: str) -> Element:
    found = [one for one in root.all() if one.attributes.get("id") == id_]
    assert len(found) == 1, f"{len(found)} elements called {id_}"
    return found[0]


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert render(assessment(declared=True)) == render(assessment(declared=True))


def test_every_id_is_there_once_and_every_link_leads_to_one() -> None:
    root = tree(assessment(declared=True))
    ids = [one.attributes["id"] for one in root.all() if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    links = {one.attributes["href"] for one in root.all() if "href" in one.attributes}
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(ids)


def test_nothing_is_loaded_from_anywhere() -> None:
    page = render(assessment()).decode()
    root = Tree(page.encode()).root
    assert not [
        one
        for one in root.all()
        if {"src", "srcset", "action", "style"} & set(one.attributes) or one.tag in ("link", "iframe", "img", "object")
    ]
    assert not re.search(r"https?:|url\((?!#hatch\))|@import|\son\w+=", page)


def test_the_policy_allows_no_source_and_its_digests_are_those_of_the_parts() -> None:
    root = usual()
    (policy,) = [
        one.attributes["content"] for one in root.all() if one.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-\S{44}'; script-src 'sha256-\S{44}'; base-uri 'none'; form-action 'none'",
        policy,
    )
    assert "unsafe" not in policy


@pytest.mark.parametrize("evil", HOSTILE)
def test_nothing_from_a_repository_becomes_markup(evil: str) -> None:
    harmless, hostile = (
        tree(assessment(functions="GI", declared=True)),
        tree(assessment(functions="GI", name=evil, where=evil, text=evil, declared=True)),
    )
    skeleton = [[(one.tag, *sorted(one.attributes.items())) for one in root.all()] for root in (harmless, hostile)]
    assert skeleton[0] == skeleton[1]


def test_what_a_repository_says_is_shown_as_it_is_written() -> None:
    root = tree(assessment(where="<b>.yml:1", text="{{ 7 * 7 }}"))
    assert "<b>.yml:10" in by_id(root, "I-SB-1-B.1").text()
    assert "uses: {{ 7 * 7 }}" in by_id(root, "I-SB-1-B.1").text()


def test_control_and_direction_characters_are_shown_as_codes() -> None:
    page = render(assessment(name=BIDI, where=BIDI, text=BIDI + "\udcff", declared=True)).decode()
    assert "safe\\x202etxt.exe\\x1b[2J\\x2066" in page
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]", page
    )


def test_no_template_switches_escaping_off() -> None:
    texts = [file.read_text(encoding="utf-8") for file in TEMPLATES.iterdir()]
    assert len(texts) == 9
    assert not [text for text in texts if re.search(r"\|\s*safe|autoescape|Markup", text)]
    assert not [
        file
        for file in TEMPLATES.iterdir()
        if file.suffix in (".css", ".js") and re.search(r"\{[{%#]", file.read_text(encoding="utf-8"))
    ]


def test_scope_commit_clock_profile_and_limits_stand_at_the_top() -> None:
    head = next(one for one in usual().all() if one.tag == "header").text()
    for text in ("shop", "4f2c9e1d4f2c", "as of 2026-11-22", "profile assessor", "most 0.8, yearly 365 d"):
        assert text in head


def test_the_page_is_in_the_order_of_a_first_reader() -> None:
    root = usual()
    sections = [
        one.attributes["id"] for one in root.all() if one.tag == "section" and any(c.tag == "h2" for c in one.children)
    ]
    assert sections == ["seen", "grid", "scores", "reach", "hidden", "next", "gaps", "practices", "measures"]
    headings = [one.tag for one in root.all() if re.fullmatch("h[1-6]", one.tag)]
    assert headings.count("h1") == 1
    assert all(int(after[1]) - int(before[1]) <= 1 for before, after in pairwise(headings))


def test_contradictions_come_before_everything_else_that_was_seen() -> None:
    seen = by_id(tree(assessment(declared=True)), "seen")
    inner = [one for one in seen.children if one.tag in ("section", "div")]
    assert "contradictions" in inner[0].attributes["class"]
    assert "over-claim G-SM-1-A.1" in inner[0].text()


def test_the_counts_of_verdicts_add_up() -> None:
    root = usual()
    lead = by_id(root, "seen").with_class("lead")[0].text()
    counts = [int(number) for number in re.findall(r"[✓✗◐○?] (\d+)", lead)]
    assert counts == [7, 4, 2, 1, 256]
    assert f"Of {sum(counts)} criteria" in lead
    assert len(by_id(root, "practices").with_class("criterion")) == sum(counts)


def test_the_grid_is_15_by_6_and_shows_what_is_settled_of_all() -> None:
    root = usual()
    table = next(one for one in root.all() if one.tag == "table" and one.attributes["class"] == "grid")
    rows = [[cell for cell in row.children if cell.tag == "td"] for row in table.all() if row.tag == "tr"]
    assert [len(row) for row in rows if row] == [6] * 15
    cells = {cell.children[0].attributes["href"]: cell for row in rows for cell in row}
    expected = {"#I-SB-1-A": ("settled-3", "■ 1 3/3"), "#I-SB-1-B": ("settled-0", "■ No 2/3"), "#I-SB-2-A": ("partly", "◪ 1/3"),
                "#I-SB-2-B": ("indicated", "◐ 0/3"), "#I-SB-3-A": ("no-occasion", "○ 0/3"), "#O-OM-3-B": ("unknown", "? 0/3")}  # fmt: skip
    for link, (css, text) in expected.items():
        assert cells[link].attributes["class"] == css
        assert text in cells[link].text()
    assert (
        "I-SB-1-B Do what I-SB-1-B asks: 2 of 3 criteria settled (1 met, 1 unmet, 1 unknown); answer settled: No"
        in cells["#I-SB-1-B"].text()
    )


def test_a_score_is_printed_only_where_an_answer_is_settled_and_equals_the_assessments() -> None:
    given = assessment(declared=True)
    assert given.declared is not None
    rows = {
        row.children[0].text(): [cell.text() for cell in row.children[1:]]
        for row in tree(given).with_class("practices")
    }
    answers = {one.activity: one.settled for one in given.answers}
    for practice in given.model.practices:
        settled = sum(answers[a.id] for s in practice.streams for a in s.activities)
        evidenced = shown(given.evidenced.practices[practice.id]) if settled else "-"
        cells = rows[f"{practice.id} {practice.name}"]
        assert cells[0] == f"{evidenced} ({settled} of 6 settled)"
        assert cells[1] == shown(given.possible.practices[practice.id])
        assert cells[2] == shown(given.declared.practices[practice.id])
        assert given.supported is not None
        assert cells[3] == shown(given.supported.practices[practice.id])
    assert rows["I-SB Secure Build"][4] == "0.50 measured"
    assert rows["V-ST Security Testing"][0] == "- (0 of 6 settled)"


def test_the_overall_row_says_what_it_is_made_of() -> None:
    row = usual().with_class("overall")[0]
    assert [cell.text() for cell in row.children] == ["Overall", "0.03 (3 of 90 settled)", "2.93", "-", "0.03 measured"]


def test_unknown_is_never_coloured_or_named_as_good() -> None:
    root = tree(assessment(functions="V"))
    for one in root.with_class("v-unknown"):
        summary = one.children[0]
        assert summary.text().startswith("? unknown")
        assert not summary.with_class("t-met")
    assert by_id(root, "V-AA").text().count("✓") == 0


def test_from_overall_to_the_line_takes_at_most_four_steps() -> None:
    root = usual()
    row = next(one for one in root.with_class("practices") if "I-SB" in one.text())
    assert next(one for one in row.all() if one.tag == "a").attributes["href"] == "#I-SB"
    facts = by_id(root, "I-SB").with_class("fact")
    assert facts
    for fact in facts:
        folds = sum(one.tag == "details" for one in fact.above())
        assert 1 + folds <= 4
        assert ".github/workflows/ci.yml:17" in fact.text()
    for fact in by_id(root, "seen").with_class("fact"):
        assert sum(one.tag == "details" for one in fact.above()) <= 2


def test_a_criterion_shows_ten_facts_and_the_number_of_the_others() -> None:
    facts = by_id(tree(assessment(facts=25)), "I-SB-1-B.1").with_class("facts")[0]
    assert len(facts.with_class("fact")) == 10
    assert facts.children[-1].text() == "and 15 more"


def test_a_criterion_shows_everything_that_explains_it() -> None:
    text = by_id(usual(), "I-SB-2-A.2").text()
    for part in ("The facts of I-SB-2-A.2 agree.", "missing docs.items, ci.uses.pinned", "Write it down beside the code.", "A page that nobody reads.",
                 "Is it so? Proof: the page.", "ci.uses.all(u, u.pinned && u.uses != '<none>')", "No occasion if", "asks less than the map",
                 "not read .github/workflows/ci.yml:17 parse error", "at: never", "pinned: no", "empty: empty"):  # fmt: skip
        assert part in text


def test_gaps_are_grouped_by_reason_with_counts_places_and_a_hint() -> None:
    text = by_id(usual(), "gaps").text()
    assert "15 places should have been read" in text
    assert "? 14 not our kind of CI yet .github/workflows/ci.yml:17.0, .github/workflows/ci.yml:17.1" in text
    assert "and 11 more" in text
    assert "What helps: mend actions/checkout@v4" in text


def test_reach_names_what_was_not_read() -> None:
    root = usual()
    assert "people 15 5 1 ? no" in by_id(root, "reach").text()
    assert "15 criteria what only people know" in by_id(root, "hidden").text()


def test_measures_have_no_score_and_open_as_criteria_do() -> None:
    root = usual()
    assert [one.attributes["id"] for one in by_id(root, "measures").with_class("body")] == ["X-01", "X-02", "X-03"]
    assert "1 of 3 measures unknown" in by_id(root, "seen").text()


def test_what_a_person_confirmed_is_met_and_says_so() -> None:
    given = assessment()
    answers = tuple(
        replace(one, standings=tuple(
            replace(s, evidenced=Verdict.MET, grade=Grade.CONFIRMED) if Flag.INDICATED in s.decided.flags else s for s in one.standings
        ))
        for one in given.answers
    )  # fmt: skip
    root = tree(replace(given, answers=answers))
    summary = by_id(root, "I-SB-2-A.2").parent
    assert summary is not None
    assert summary.children[0].text() == "✓ met I-SB-2-A.2 The record matches today confirmed by a person"


def test_several_units_are_told_apart() -> None:
    given = assessment()
    answers = tuple(
        replace(
            one,
            standings=(
                *one.standings,
                *(replace(s, unit=f"unit {n}", evidenced=Verdict.UNMET) for n in range(12) for s in one.standings),
            ),
        )
        for one in given.answers
    )
    assert "shop: ✓ met; unit 0: ✗ unmet" in by_id(tree(replace(given, answers=answers)), "I-SB-1-A.1").text()
    assert "and 3 more" in by_id(tree(replace(given, answers=answers)), "I-SB-1-A.1").text()


def test_a_criterion_without_any_unit_is_unknown() -> None:
    given = assessment()
    answers = tuple(replace(one, standings=()) for one in given.answers)
    assert "✓ 0 met" in by_id(tree(replace(given, answers=answers)), "seen").text()


def test_an_assessment_of_nothing_says_so() -> None:
    given = assessment(facts=0)
    empty = replace(given, seen=(), gaps=(), next=(), measures=(), reached=(), answers=tuple(
        replace(one, standings=(), evidenced=0, possible=3) for one in given.answers
    ))  # fmt: skip
    text = tree(replace(empty, subject=replace(given.subject, commit="", collected_at=""))).text()
    for part in ("None yet", "Nothing else was seen", "Everything that was looked for could be read", "Nothing is left to settle",
                 "none (a folder)", "0 of 90 answers are settled"):  # fmt: skip
        assert part in text


def test_the_word_of_a_decision_is_one_of_five() -> None:
    said = [word(Decided(rule="X-01", verdict=v, flags=f)) for v, f in
            ((Verdict.MET, ()), (Verdict.UNMET, ()), (Verdict.UNKNOWN, (Flag.INDICATED,)), (Verdict.UNKNOWN, ()),
             (Verdict.UNKNOWN, (Flag.NO_OCCASION,)))]  # fmt: skip
    assert said == ["met", "unmet", "indicated", "unknown", "no occasion"]


def test_the_radars_axis_always_ends_at_three() -> None:
    low = html_radar.radar(["A", "B", "C"], [True, False, False], [Fraction(1)] * 3, [Fraction(2)] * 3, None)
    high = html_radar.radar(
        ["A", "B", "C"], [True, False, False], [Fraction(3)] * 3, [Fraction(3)] * 3, [Fraction(0)] * 3
    )
    assert low.rings == high.rings
    assert low.rings[2].startswith("0.0,-120.0 ")
    assert (high.evidenced, low.evidenced, low.possible) == (low.rings[2], low.rings[0], low.rings[1])
    assert (len(low.marks), low.declared, high.declared) == (1, "", "0.0,0.0 0.0,0.0 0.0,0.0")
    ticks = [one.text() for one in usual().with_class("tick")]
    assert ticks[:4] == ["0", "1", "2", "3"]


def test_the_page_stays_under_its_weight() -> None:
    assert len(render(assessment(facts=500, declared=True))) < 1_500_000
