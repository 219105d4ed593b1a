"""Logs of fuzz campaigns: libFuzzer (and what is built on it), Go, and the state file of AFL++."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from sammeter.collect.registry import File, Yielded, collector, documents
from sammeter.collect.scans.stated import moment
from sammeter.facts.tests import Crash, Fuzz

_STAMP = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) ", re.MULTILINE | re.ASCII)
_LIBFUZZER = re.compile(
    r"^(?:\S+Z )?INFO: (?:Running with entropic power schedule|Seed: \d+|Loaded \d+ modules?)", re.MULTILINE | re.ASCII
)
_DONE = re.compile(r"Done (\d{1,18}) runs? in \d+ second", re.ASCII)
_PULSE = re.compile(
    r"^(?:\S+Z )?#(\d{1,18})[:\t ]+(?:INITED|NEW|REDUCE|pulse|RELOAD|DONE|cov:)", re.MULTILINE | re.ASCII
)
_CRASH = re.compile(r"Test unit written to (\S{0,500}/)?((?:crash|timeout|oom|leak)-([0-9a-f]{40}))\b", re.ASCII)
_GO = re.compile(r"^(?:\S+Z )?fuzz: elapsed: \S+, execs: (\d{1,18})\b", re.MULTILINE | re.ASCII)
_GO_END = re.compile(r"^(?:\S+Z )?(?:ok|PASS|FAIL)\b", re.MULTILINE)
_GO_CRASH = re.compile(r"Failing input written to (\S{1,500})", re.ASCII)
_AFL = re.compile(r"^(\w+)\s*: (.*)$", re.MULTILINE)


@collector(reads=documents("**/*.log", "**/*.txt", "**/fuzzer_stats"), yields=[Fuzz, Crash], complete=[])
def collect(file: File) -> Iterator[Yielded]:
    """Yield the campaign of a log and the crashes that it kept; a log without time stamps says nothing of when."""
    text = file.text()
    if file.path.rpartition("/")[2] == "fuzzer_stats":
        yield from _afl(dict(_AFL.findall(text)), file.path)
    elif _LIBFUZZER.search(text):
        yield from _libfuzzer(text, file.path)
    elif _GO.search(text):
        yield from _go(text, file.path)


def _libfuzzer(text: str, path: str) -> Iterator[Yielded]:
    """Read a campaign: it ended where it says how many runs it made; a crash ends it before."""
    done = _DONE.findall(text)
    runs = sum(int(one) for one in done) or max((int(one) for one in _PULSE.findall(text)), default=None)
    at = _last(text)
    yield Fuzz(where=path, at=at, executions=runs, completed=bool(done))
    for found in _CRASH.finditer(text):
        yield Crash(where=f"{path}:{text.count(chr(10), 0, found.start()) + 1}", id=found[2], at=at)


def _go(text: str, path: str) -> Iterator[Yielded]:
    at = _last(text)
    crashes = list(_GO_CRASH.finditer(text))
    ended = bool(_GO_END.search(text)) and not crashes
    yield Fuzz(where=path, at=at, executions=max(int(one) for one in _GO.findall(text)), completed=ended)
    for found in crashes:
        yield Crash(where=f"{path}:{text.count(chr(10), 0, found.start()) + 1}", id=found[1], at=at)


def _afl(stats: dict[str, str], path: str) -> Iterator[Yielded]:
    """Read the state of AFL++, which goes on until somebody stops it: one full cycle counts as an end."""
    if "execs_done" not in stats or "start_time" not in stats:
        return
    at = _epoch(stats.get("last_update", "").strip())
    cycles = _number(stats.get("cycles_done"))
    yield Fuzz(where=path, target=stats.get("afl_banner", "").strip() or None, at=at, executions=_number(stats.get("execs_done")),
               completed=None if cycles is None else cycles > 0)  # fmt: skip


def _number(stated: str | None) -> int | None:
    text = (stated or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _epoch(stated: str) -> str | None:
    seconds = _number(stated)
    if seconds is None or not 0 < seconds < 1 << 35:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _last(text: str) -> str | None:
    """Return the last time stamp that a runner put before the lines."""
    stamps = _STAMP.findall(text)
    return moment(stamps[-1]) if stamps else None
