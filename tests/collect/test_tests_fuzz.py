"""Fuzz targets: what defines one counts, a name or a declaration does not."""

from pathlib import Path

import pytest
from tests.collect.decisions import handed_in, values, verdict

GO = "package a\n\nfunc FuzzParse(f *testing.F) {}\nfunc FuzzHeader(f *testing.F) {}\nfunc TestFuzzy(t *testing.T) {}\n"
C = "#include <stdint.h>\nint\nLLVMFuzzerTestOneInput (const unsigned char *data, size_t size)\n{\n  return 0;\n}\n"


@pytest.mark.parametrize(
    ("path", "text", "seen"),
    [
        ("pkg/fuzz_test.go", GO, (3, "go", 2, ("FuzzParse", "FuzzHeader"))),
        ("fuzz/fuzzers/client.rs", "#![no_main]\nfuzz_target!(|data: &[u8]| {});\n", (2, "cargo-fuzz", 1, ("client.rs",))),
        ("fuzzing/fuzz_uri.c", C, (2, "libfuzzer", 1, ("fuzz_uri.c",))),
        ("tests/fuzz/a_fuzz.cc", 'extern "C" int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) {\n', (1, "libfuzzer", 1, ("a_fuzz.cc",))),
        ("tests/fuzz/p_fuzz.cc", "DEFINE_PROTO_FUZZER(const P &p) {\n", (1, "libfuzzer", 1, ("p_fuzz.cc",))),
        ("fuzz/fuzz_json.py", "import atheris\natheris.Setup(sys.argv, one)\n", (2, "atheris", 1, ("fuzz_json.py",))),
        ("src/ParserFuzzTest.java", "class A {\n  @FuzzTest\n  void a() {}\n}\n", (2, "jazzer", 1, ("ParserFuzzTest.java",))),
        ("src/ParseFuzzer.kt", "fun fuzzerTestOneInput(d: FuzzedDataProvider) {}\n", (1, "jazzer", 1, ("ParseFuzzer.kt",))),
        ("parse.fuzz.js", "module.exports.fuzz = (data) => {};\n", (1, "jazzer.js", 1, ("parse.fuzz.js",))),
    ],
)  # fmt: skip
def test_a_target_is_found_where_it_is_defined(tmp_path: Path, path: str, text: str, seen: tuple[object, ...]) -> None:
    got = handed_in(tmp_path, {}, tree={path: text}, only="tests_fuzz")
    line, *rest = seen
    assert values(got, "tests.fuzz_surface", "@", "listed_by", "inputs_fuzzed", "targets", "inputs") == [
        (f"{path}:{line}", *rest, None)
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("fuzzing/driver.c", "extern int LLVMFuzzerTestOneInput (const unsigned char *data, size_t size);\n"),  # GLib
        ("src/FuzzySnapshotTest.java", "class FuzzySnapshotTest { @Test void a() {} }\n"),  # ZooKeeper
        ("fuzz/notes.c", "// int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) {\n"),
        ("vendor/x/fuzz_test.go", GO),
        ("node_modules/a/parse.fuzz.js", "module.exports.fuzz = (data) => {};\n"),
        ("pkg/a_test.go", "package a\n// func FuzzParse(f *testing.F)\n"),
        ("fuzzy.py", "import difflib\n"),
    ],
)
def test_a_name_a_comment_and_a_declaration_are_no_target(tmp_path: Path, path: str, text: str) -> None:
    got = handed_in(tmp_path, {}, tree={path: text}, only="tests_fuzz")
    assert (got.facts, got.gaps) == ((), ())


def test_targets_alone_decide_nothing_since_all_inputs_are_not_known(tmp_path: Path) -> None:
    got = handed_in(tmp_path, {}, tree={"pkg/fuzz_test.go": GO})
    assert verdict("V-RT-1-B.1", got) == "unknown"
