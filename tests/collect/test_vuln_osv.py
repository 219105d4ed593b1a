"""OSV records against parts: ranges of each ecosystem, withdrawn records, aliases, what cannot be compared, hostile archives."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.collect.deciding import gathered, joined
from tests.collect.repositories import reasons, rows
from tests.collect.weaknesses import bill, export, place, record

from sammeter.collect.collectors import vuln_osv
from sammeter.collect.vulns import capped
from sammeter.text import Limits

WEB = "pkg:pypi/web@1.5"


def matches(folder: Path, records: list[dict[str, Any]], *purls: str) -> Any:
    found = gathered(place(folder, PyPI__all_zip=export(*records), bom_json=bill(*purls)))
    return rows(found, "component", "id", kind="vuln.matches")


def test_a_match_says_what_the_record_says_of_this_version(tmp_path: Path) -> None:
    found = gathered(place(tmp_path, PyPI__all_zip=export(record()), bom_json=bill(WEB)))
    names = (
        "where",
        "component",
        "id",
        "aliases",
        "by",
        "severity",
        "published_at",
        "fix_available",
        "fixed_in",
        "layer",
        "state",
        "detected_at",
    )
    assert rows(found, *names, kind="vuln.matches") == [
        ("evidence/PyPI/all.zip!GHSA-aaaa-bbbb-cccc-0.json", WEB, "GHSA-aaaa-bbbb-cccc", ("CVE-2026-0001",), "OSV", "critical",
         "2026-01-01T00:00:00Z", True, ("2.0",), "app", None, None)
    ]  # fmt: skip


EVENTS = [{"introduced": "1.0"}, {"fixed": "1.2"}, {"introduced": "2.0"}, {"last_affected": "2.3"}]


@pytest.mark.parametrize(
    ("version", "affected"),
    [("0.9", False), ("1.0", True), ("1.1.9", True), ("1.2", False), ("1.9", False), ("2.0", True), ("2.3", True), ("2.3.1", False), ("2.0rc1", False)],
)  # fmt: skip
def test_ranges_open_and_close_at_their_events_whatever_their_order(
    tmp_path: Path, version: str, affected: Any
) -> None:
    for number, events in enumerate((EVENTS, EVENTS[::-1])):
        assert bool(matches(tmp_path / str(number), [record(events=events)], f"pkg:pypi/web@{version}")) is affected


@pytest.mark.parametrize(
    "case",
    [
        ("pkg:npm/%40acme/web@1.0.0-rc.1", "npm", "@acme/web", "SEMVER", "1.0.0", True), ("pkg:npm/web@1.0.0", "npm", "@acme/web", "SEMVER", "2.0.0", False),
        ("pkg:golang/example.org/Web@v1.2.0", "Go", "example.org/Web", "SEMVER", "1.2.1", True),
        ("pkg:golang/example.org/web@v1.2.0", "Go", "example.org/Web", "SEMVER", "1.2.1", False),
        ("pkg:maven/org.acme/web@2.0.0-RC1", "Maven", "org.acme:web", "ECOSYSTEM", "2.0.0", True), ("pkg:pypi/Web_Kit@1.0", "PyPI", "web.kit", "ECOSYSTEM", "2", True),
        ("pkg:nuget/Web@1.0.0.1", "NuGet", "web", "ECOSYSTEM", "1.0.1", True), ("pkg:gem/web@1.0.0.pre", "RubyGems", "web", "ECOSYSTEM", "1.0.0", True),
        ("pkg:cargo/web@1.2.0", "crates.io", "web", "SEMVER", "1.10.0", True), ("pkg:composer/acme/web@1.2.0", "Packagist", "acme/web", "ECOSYSTEM", "1.10", True),
        ("pkg:deb/debian/libweb1@1.2~rc1-1?distro=debian-13&upstream=web", "Debian:13", "web", "ECOSYSTEM", "1.2-1", True),
        ("pkg:deb/debian/web@1.0-1?distro=debian-12", "Debian:13", "web", "ECOSYSTEM", "1.2-1", False),
        ("pkg:deb/debian/web@1.0-1", "Debian:13", "web", "ECOSYSTEM", "1.2-1", False),
        ("pkg:apk/alpine/web@1.2.0-r0?distro=alpine-3.22.1", "Alpine:v3.22", "web", "ECOSYSTEM", "1.2.0-r1", True),
        ("pkg:rpm/fedora/web@1.0", "Fedora", "web", "ECOSYSTEM", "2.0", False),
    ],
)  # fmt: skip
def test_each_ecosystem_is_compared_by_its_own_order_and_names(
    tmp_path: Path, case: tuple[str, str, str, str, str, bool]
) -> None:
    purl, ecosystem, name, kind, fixed, affected = case
    one = record(name, ecosystem=ecosystem, kind=kind, events=[{"introduced": "0"}, {"fixed": fixed}])
    assert bool(matches(tmp_path, [one], purl)) is affected


def test_a_list_of_versions_counts_beside_ranges_and_ranges_of_commits_do_not(tmp_path: Path) -> None:
    git = record(kind="GIT", events=[{"introduced": "0"}], affected={"versions": ["1.5"]})
    assert matches(tmp_path / "a", [git], WEB)
    assert not matches(tmp_path / "b", [git], "pkg:pypi/web@1.6")


def test_withdrawn_records_and_parts_without_a_version_match_nothing(tmp_path: Path) -> None:
    assert not matches(tmp_path / "a", [record(withdrawn="2026-02-01T00:00:00Z")], WEB)
    found = gathered(place(tmp_path / "b", all_zip=export(record()), bom_json={**bill(), "components": [{"type": "library", "name": "web", "purl": "pkg:pypi/web"}]}))  # fmt: skip
    assert not rows(found, "id", kind="vuln.matches")


def test_a_range_is_no_version_and_cannot_be_affected(tmp_path: Path) -> None:
    found = gathered(place(tmp_path, all_zip=export(record()), bom_json=bill("pkg:pypi/web@%3E%3D1.0")))
    assert (rows(found, "id", kind="vuln.matches"), reasons(found)) == ([], [])


def test_a_version_that_cannot_be_compared_is_a_gap_and_no_all_clear(tmp_path: Path) -> None:
    found = gathered(place(tmp_path, all_zip=export(record()), bom_json=bill("pkg:pypi/web@0.9-doduo")))
    assert [(gap.reason, gap.kinds) for gap in found.gaps] == [("not comparable", ("vuln.matches",))]
    assert "pkg:pypi/web@0.9-doduo" in found.gaps[0].detail


def test_aliases_are_one_weakness_and_the_worst_severity_stays(tmp_path: Path) -> None:
    second = record(
        id="PYSEC-2026-1",
        aliases=["CVE-2026-0001"],
        severity=[],
        published="2025-12-24T00:00:00Z",
        events=[{"introduced": "0"}],
    )
    third = record(id="GHSA-zzzz-zzzz-zzzz", aliases=[])
    found = joined(gathered(place(tmp_path, all_zip=export(record(), second, third), bom_json=bill(WEB))))
    facts = [fact.fields for fact in found.unit.of("vuln.matches")]
    assert sorted((one["id"], one["severity"], one["published_at"], one["fix_available"]) for one in facts) == [
        ("CVE-2026-0001", "critical", "2025-12-24T00:00:00Z", True), ("GHSA-zzzz-zzzz-zzzz", "critical", "2026-01-01T00:00:00Z", True),
    ]  # fmt: skip
    assert {one["aliases"] for one in facts} == {("GHSA-aaaa-bbbb-cccc", "PYSEC-2026-1"), ()}


def test_the_same_part_in_several_documents_is_matched_once(tmp_path: Path) -> None:
    found = joined(gathered(place(tmp_path, all_zip=export(record()), a_json=bill(WEB), b_json=bill(WEB))))
    assert len(list(found.unit.of("vuln.matches"))) == 1


@pytest.mark.parametrize(
    ("changes", "severity"),
    [({"severity": [], "database_specific": {"severity": "MODERATE"}}, "medium"), ({"severity": [{"type": "CVSS_V4", "score": "CVSS:4.0/AV:N"}]}, None),
     ({"severity": [{"type": "CVSS_V3", "score": "no vector"}]}, None), ({"affected": {"database_specific": {"severity": "low"}}, "severity": []}, "low")],
)  # fmt: skip
def test_severity_is_computed_or_stated_and_never_made_up(
    tmp_path: Path, changes: dict[str, Any], severity: str | None
) -> None:
    found = gathered(place(tmp_path, all_zip=export(record(**changes)), bom_json=bill(WEB)))
    assert rows(found, "severity", kind="vuln.matches") == [(severity,)]


def test_an_export_is_a_source_with_the_newest_time_in_it_and_its_share_of_parts(tmp_path: Path) -> None:
    other = record("never-used", modified="2026-06-30T00:00:00Z")
    found = joined(
        gathered(
            place(
                tmp_path,
                all_zip=export(record(), other),
                bom_json=bill(WEB, "pkg:npm/b@1", "pkg:generic/c@1", "pkg:pypi/d@1"),
            )
        )
    )
    (feed,) = found.unit.of("vuln.feeds")
    assert {name: feed.fields[name] for name in ("id", "kind", "last_sync_at", "records", "components_covered_share")} == {
        "id": "OSV", "kind": "advisory", "last_sync_at": "2026-06-30T00:00:00Z", "records": 2, "components_covered_share": 0.5}  # fmt: skip


def test_exports_of_two_ecosystems_are_one_source_that_is_as_fresh_as_the_older(tmp_path: Path) -> None:
    npm = record("b", ecosystem="npm", kind="SEMVER", modified="2026-05-01T00:00:00Z")
    unused = record("c", ecosystem="Go", modified="2020-01-01T00:00:00Z")
    places = place(
        tmp_path,
        PyPI__all_zip=export(record()),
        npm__all_zip=export(npm),
        Go__all_zip=export(unused),
        bom_json=bill(WEB, "pkg:npm/b@1"),
    )
    (feed,) = joined(gathered(places)).unit.of("vuln.feeds")
    assert (feed.fields["components_covered_share"], feed.fields["last_sync_at"]) == (1.0, "2026-05-01T00:00:00Z")


def test_only_a_full_export_beside_a_complete_list_makes_the_matches_complete(tmp_path: Path) -> None:
    def complete(folder: str, export_: str, **how: Any) -> bool:
        found = gathered(place(tmp_path / folder, **{export_: export(record())}, bom_json=bill(WEB, **how)))
        return joined(found).unit.seen["vuln.matches"].complete

    assert complete("a", "all_zip")
    assert not complete("b", "some_zip")
    assert not complete("c", "all_zip", whole=False)
    found = gathered(place(tmp_path / "d", all_zip=export(record()), bom_json=bill(WEB, "pkg:generic/x@1")))
    assert not joined(found).unit.seen["vuln.matches"].complete


def test_a_report_that_could_not_be_read_leaves_the_matches_open(tmp_path: Path) -> None:
    broken = {"SchemaVersion": 2, "ArtifactName": "shop", "Results": 1}
    found = gathered(place(tmp_path, all_zip=export(record()), bom_json=bill(WEB), trivy_json=broken))
    assert not joined(found).unit.seen["vuln.matches"].complete


def test_beyond_the_cap_weaknesses_are_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capped, "FACTS", 1)
    found = gathered(place(tmp_path, all_zip=export(record(), record(id="b", aliases=[])), bom_json=bill(WEB)))
    assert (len(rows(found, "id", kind="vuln.matches")), reasons(found)) == (1, ["too many"])
    assert found.gaps[0].kinds == ("vuln.matches",)


def test_records_are_read_anew_when_the_parts_change(tmp_path: Path) -> None:
    first = matches(tmp_path, [record()], WEB)
    assert (first, matches(tmp_path, [record()], "pkg:pypi/web@3.0")) == ([(WEB, "GHSA-aaaa-bbbb-cccc")], [])


def zipped(*entries: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return held.getvalue()


RECORD = json.dumps(record()).encode()
HOSTILE: dict[str, tuple[bytes, str]] = {
    "bomb": (zipped(("a.json", RECORD + b" " * (17 << 20))), "bomb"), "traversal": (zipped(("../a.json", RECORD)), "path traversal"),
    "cut": (export(record())[:-30], "malformed"), "broken": (zipped(("a.json", RECORD[:-1])), "malformed"),
    "twice": (zipped(("a.json", RECORD[:-1] + b', "id": "b"}')), "duplicate key"), "deep": (zipped(("a.json", RECORD[:-1] + b', "x": ' + b"[" * 99 + b"]" * 99 + b"}")), "too deep"),
    "type": (zipped(("a.json", json.dumps({**record(), "aliases": "CVE"}).encode())), "wrong type"),
    "latin": (zipped(("a.json", RECORD[:-1] + b', "x": "\xff"}')), "encoding"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_a_gap_for_weaknesses_and_no_all_clear(tmp_path: Path, name: str) -> None:
    data, reason = HOSTILE[name]
    found = gathered(place(tmp_path, all_zip=data, bom_json=bill(WEB)))
    assert not rows(found, "id", kind="vuln.matches")
    assert [gap.reason for gap in found.gaps if "vuln.matches" in gap.kinds] == [reason]
    assert not joined(found).unit.seen["vuln.matches"].complete


def test_an_archive_of_other_things_is_not_recognised(tmp_path: Path) -> None:
    found = gathered(place(tmp_path, reports_zip=zipped(("a.json", b'{"name": "web"}'), ("b.txt", RECORD))))
    assert reasons(found) == ["not recognised"]


def test_an_archive_with_too_many_entries_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vuln_osv, "EXPORT", Limits(size=1 << 20, entries=1))
    assert reasons(gathered(place(tmp_path, all_zip=export(record(), record())))) == ["too large"]
