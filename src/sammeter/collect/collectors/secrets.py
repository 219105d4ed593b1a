"""Secrets in the files of the tree: open, protected or referred to; connection strings, keys, private addresses."""

from collections.abc import Iterator

from sammeter.collect.registry import File, Ran, Whole, Yielded, collector, files
from sammeter.collect.secrets import detector
from sammeter.collect.secrets.judged import TOOL, judged
from sammeter.facts import Gap
from sammeter.facts.scans import SecretFinding, SecretScanRun
from sammeter.facts.secrets import Config, Item

MEDIA = tuple(f"**/*.{ending}" for ending in (
    "png", "jpg", "jpeg", "gif", "webp", "ico", "bmp", "tiff", "pdf", "woff", "woff2", "ttf", "otf", "eot", "mp3", "mp4", "mov", "avi",
    "ogg", "wav", "webm", "zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "jar", "war", "class", "pyc", "so", "dll", "dylib", "exe", "o",
    "a", "wasm", "parquet", "psd", "docx", "xlsx", "pptx",
))  # fmt: skip
SCOPES = ("ci", "code", "config", "docs")


def _ran(ran: Ran) -> Iterator[Yielded]:
    """Yield the run; without the detector it is not a complete one."""
    there = detector.installed()
    yield SecretScanRun(
        where=ran.name, tool=TOOL, at=ran.as_of, history=False, scopes=SCOPES, completed=there and not ran.unread
    )
    if Config.kind in ran.kinds:
        yield Whole(kind=Config.kind, where=ran.name)
    if not there:
        yield Gap(where=ran.name, reason="not installed", detail="the secret detector is an extra; only a few shapes and settings were looked for",
                  hint="pip install 'sammeter[secrets]'", kinds=(SecretFinding.kind,))  # fmt: skip


@collector(
    reads=files("**/*", size=4 << 20, unless=MEDIA), yields=[SecretFinding, Item, Config, SecretScanRun], complete=[SecretFinding],
    version=2 if detector.installed() else 1, ends=_ran,
)  # fmt: skip
def collect(file: File) -> Iterator[Yielded]:
    """Yield what one file holds; a binary file is passed over."""
    if b"\0" not in file.data[:8192] or file.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield from judged(file)
