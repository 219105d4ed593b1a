"""Fuzz targets in the repository: Go, cargo-fuzz, libFuzzer, Atheris, Jazzer and Jazzer.js, by what stands in the code."""

import re
from collections.abc import Iterator

from sammeter.collect.registry import File, collector, files
from sammeter.facts.tests import FuzzSurface

_VENDORED = re.compile(
    r"(?:\A|/)(?:vendor|node_modules|(?:third|3rd)[-_]?party|site-packages|testdata)/", re.IGNORECASE
)
_C = re.compile(
    r"^(?!\s*(?://|\*)).*\bint\s+(LLVMFuzzerTestOneInput)\s*\([^;{]*\)\s*\{|^\s*(DEFINE_(?:TEXT_|BINARY_)?PROTO_FUZZER)\s*\(",
    re.MULTILINE,
)
_JVM = re.compile(r"\b(?:static void|fun) (fuzzerTestOneInput)\s*\(|^\s*(@FuzzTest)\b", re.MULTILINE)
_FORMS = {
    "go": ("go", re.compile(r"^func (Fuzz\w*)\(\w+ \*testing\.F\)", re.MULTILINE)),
    "rs": ("cargo-fuzz", re.compile(r"^\s*(?:libfuzzer_sys::)?(fuzz_target)!\s*[({]", re.MULTILINE)),
    "c": ("libfuzzer", _C),
    "cc": ("libfuzzer", _C),
    "cpp": ("libfuzzer", _C),
    "cxx": ("libfuzzer", _C),
    "py": ("atheris", re.compile(r"^\s*atheris\.(Setup)\(", re.MULTILINE)),
    "java": ("jazzer", _JVM),
    "kt": ("jazzer", _JVM),
    "js": (
        "jazzer.js",
        re.compile(r"^\s*(?:module\.)?exports?\.?(?:const )?(?:function )?(fuzz)\s*(?:=|\()", re.MULTILINE),
    ),
}
"""By the end of a file's name: who runs its targets, and what defines one; a declaration without a body defines none."""


@collector(
    reads=files("**/*_test.go", "**/fuzz/**/*.go", "**/*fuzz*/**/*.rs", "**/*fuzz*.rs", "**/*fuzz*.c", "**/*fuzz*.cc", "**/*fuzz*.cpp",
                "**/*fuzz*.cxx", "**/*fuzz*/**/*.c", "**/*fuzz*/**/*.cc", "**/*fuzz*/**/*.cpp", "**/*fuzz*.py", "**/*fuzz*/**/*.py",
                "**/*fuzz*.java", "**/*fuzz*.kt", "**/*fuzz*.js", size=1 << 20),
    yields=[FuzzSurface], complete=[],
)  # fmt: skip
def collect(file: File) -> Iterator[FuzzSurface]:
    """Yield the targets of one file. A name with "fuzz" in it is no target, nor is one in a tree of others."""
    form = _FORMS.get(file.path.rpartition(".")[2].casefold())
    if form is None or _VENDORED.search(file.path):
        return
    runner, pattern = form
    text = file.text()
    found = list(pattern.finditer(text))
    if found:
        names = tuple(dict.fromkeys(match[1] for match in found)) if runner == "go" else (file.path.rpartition("/")[2],)
        yield FuzzSurface(where=file.at(text.count("\n", 0, found[0].start()) + 1), listed_by=runner,
                          inputs_fuzzed=len(names), targets=names)  # fmt: skip
