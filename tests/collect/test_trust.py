"""Trusted keys are read whole or not at all."""

from pathlib import Path

from tests.collect.decisions import handed_in, values
from tests.collect.test_provenance import BUILDER, trust


def test_a_key_is_read_with_its_name_and_builders(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {"trust.yaml": trust()}, only="trust")
    assert values(got, "prov.trust", "@", "name", "builders") == [("reports/trust.yaml:2", "release", (BUILDER,))]


def test_another_document_with_such_a_word_is_none(tmp_path: Path) -> None:
    assert handed_in(tmp_path, {"a.yaml": "trust: nobody\nname: x\n"}, only="trust").facts == ()
