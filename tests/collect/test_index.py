"""The index of collectors is what the collectors say of themselves, and imports no more than is asked for."""

import subprocess
import sys

from sammeter.collect.index import PATH, written, yielding
from sammeter.collect.registry import load


def test_the_index_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == written(), "make data"


def test_what_yields_a_kind_is_found_and_nothing_else() -> None:
    for kind in ("sbom.parts", "ci.pipelines", "tests.suites", "no.such"):
        assert yielding([kind]) == tuple(one for one in load() if kind in one.yields)


def test_only_what_is_asked_for_is_imported() -> None:
    script = "import sys; from sammeter.collect.index import yielding; yielding(['tests.suites']); print(*sorted(n for n in sys.modules if '.collectors.' in n))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "sammeter.collect.collectors.tests_cucumber",
        "sammeter.collect.collectors.tests_junit",
    ]
