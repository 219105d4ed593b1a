"""Catalogues: exploited in the wild (KEV), how likely that is (EPSS), both of matched weaknesses only."""

from pathlib import Path
from typing import Any

import pytest
from tests.collect.deciding import gathered, joined
from tests.collect.repositories import reasons, rows
from tests.collect.weaknesses import bill, export, place, record

WEB = "pkg:pypi/web@1.5"
EPSS = b"#model_version:v2025.03.14,score_date:2026-06-29T00:00:00+0000\ncve,epss,percentile\nCVE-2026-0001,0.9342,0.99\nCVE-2020-9999,0.1,0.2\n"


def kev(*names: str, count: int | None = None) -> dict[str, Any]:
    entries = [{"cveID": name, "requiredAction": "mend it", "dueDate": "2026-07-01"} for name in names]
    return {"catalogVersion": "2026.06.29", "dateReleased": "2026-06-29T12:00:00.0000Z", "count": len(names) if count is None else count, "vulnerabilities": entries}  # fmt: skip


def match(folder: Path, **documents: Any) -> Any:
    (one,) = joined(gathered(place(folder, all_zip=export(record()), bom_json=bill(WEB), **documents))).unit.of(
        "vuln.matches"
    )
    return one.fields.get("known_exploited"), one.fields.get("epss")


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        ({}, (None, None)), ({"kev_json": kev("CVE-2026-0001")}, (True, None)), ({"kev_json": kev("CVE-2020-0001")}, (False, None)),
        ({"kev_json": kev("CVE-2020-0001", count=1500)}, (None, None)), ({"epss_csv": EPSS}, (None, 0.9342)),
        ({"kev_json": kev("CVE-2026-0001"), "epss_csv": EPSS.split(b"\n", 1)[1]}, (True, 0.9342)),
    ],
)  # fmt: skip
def test_a_catalogue_speaks_of_a_weakness_by_any_of_its_names(
    tmp_path: Path, documents: dict[str, Any], expected: Any
) -> None:
    assert match(tmp_path, **documents) == expected


def test_ratings_of_other_weaknesses_are_not_kept(tmp_path: Path) -> None:
    found = gathered(
        place(
            tmp_path,
            all_zip=export(record()),
            bom_json=bill(WEB),
            epss_csv=EPSS,
            kev_json=kev(*(f"CVE-2020-{n}" for n in range(1000, 1100))),
        )
    )
    assert sorted(rows(found, "id", "source", "at", kind="vuln.ratings")) == [
        ("CVE-2026-0001", "EPSS", "2026-06-29T00:00:00Z"), ("CVE-2026-0001", "KEV", "2026-06-29T12:00:00Z")
    ]  # fmt: skip
    assert ("KEV", "exploited", 100, True) in rows(
        found, "id", "kind", "records", "mitigation_steps", kind="vuln.feeds"
    )


def test_catalogues_without_a_match_are_recognised(tmp_path: Path) -> None:
    found = gathered(place(tmp_path, epss_csv=EPSS, kev_json=kev("CVE-2026-0001")))
    assert (reasons(found), rows(found, "id", kind="vuln.ratings")) == ([], [])


@pytest.mark.parametrize("score", ["1.2", "nan", "inf", "", "x", "-0.1", "1e999"])
def test_a_score_that_is_no_probability_is_a_gap(tmp_path: Path, score: str) -> None:
    found = gathered(
        place(
            tmp_path,
            all_zip=export(record()),
            bom_json=bill(WEB),
            epss_csv=f"cve,epss,percentile\nCVE-2026-0001,{score},1\n".encode(),
        )
    )
    assert (rows(found, "id", kind="vuln.ratings"), reasons(found)) == ([], ["malformed"])


def test_a_table_of_other_things_is_not_recognised(tmp_path: Path) -> None:
    assert reasons(gathered(place(tmp_path, a_csv=b"name,epss\nx,1\n"))) == ["not recognised"]
    assert "wrong type" in reasons(
        gathered(place(tmp_path / "b", a_json={"catalogVersion": "1", "vulnerabilities": [{"cveID": 1}]}))
    )
