"""Where to report a weakness: SECURITY files, security.txt (RFC 9116) and OpenSSF's SECURITY-INSIGHTS."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from sammeter.collect.foreign import is_foreign
from sammeter.collect.registry import File, collector, files
from sammeter.facts.docs import Contact
from sammeter.text import Node

PRIVATE = "private vulnerability reporting"
_MAIL = re.compile(r"(?<![\w.+/:-])([A-Za-z0-9][\w.+-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w@])")
_SPELLED = re.compile(
    r"(?<![\w.+-])([\w.+-]{2,64})[ ]?(?:\(at\)|\[at\]|\{at\}|<at>|[ ]at[ ])[ ]?"
    r"([A-Za-z0-9-]{1,63}(?:(?:\.|[ ]?(?:\(dot\)|\[dot\]|\{dot\}|<dot>|[ ]dot[ ])[ ]?)[A-Za-z0-9-]{2,63}){1,5})",
    re.IGNORECASE,
)
_DOT = re.compile(r"[ ]?(?:\(dot\)|\[dot\]|\{dot\}|<dot>|[ ]dot[ ])[ ]?", re.IGNORECASE)
_URL = re.compile(r"https?://(?:[^\s<>\"'`\[\])|]|\[\w*\]){4,500}")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FORM = re.compile(
    r"security/advisories(?:/new)?|hackerone\.com|bugcrowd\.com|huntr\.(?:dev|com)|intigriti\.com|yeswehack\.com|"
    r"tidelift\.com/security|msrc\.microsoft\.com/create-report|bughunters\.google|kb\.cert\.org|forms\.gle|/forms?/", re.IGNORECASE,
)  # fmt: skip
_REPORTING = re.compile(
    r"/(?:report|reporting|(?:vuln-)?disclosure|vulnerability|vulnerabilities|vdp|psirt|responsible)|[/.](?:security|psirt|msrc)(?:[/.#?]|\Z)|"
    r"/security-(?:policy|reports?|issues?|vulnerabilit)", re.IGNORECASE,
)  # fmt: skip
_NOISE = re.compile(r"shields\.io|/badge|badges\.|/workflows/|/actions/|opensource\.guide|cve\.(?:org|mitre)|nvd\.nist|/blob/|wikipedia\.org|"
                    r"choosealicense|contributor-covenant|owasp\.org/www|/security/code-scanning", re.IGNORECASE)  # fmt: skip
_TRACKER = re.compile(r"/(?:-/)?issues(?:/new)?\b|/jira/|bugzilla", re.IGNORECASE)
_PRIVATE = re.compile(
    r"private(?:ly)? (?:vulnerability|security|disclos)\w* ?report\w*|privately report\w* a? ?(?:security )?vulnerabilit|"
    r"[\"'`*“_](?:report a (?:security )?vulnerability|new draft security advisory)|github security advisor|security advisory (?:feature|form|tab)|"
    r"report(?:ing|ed)?\b[^.\n]{0,80}\b(?:via|through|using|with|in)\b[^.\n]{0,40}\b(?:security advisor|advisories|security tab)|"
    r"\*?confidential\*? issue", re.IGNORECASE,
)  # fmt: skip
_PUBLIC = re.compile(
    _TRACKER.pattern + r"|slack\.com|discord\.(?:gg|com)|matrix\.to|gitter\.im|t\.me/|zulipchat|chat\.", re.IGNORECASE
)
_HEADING = re.compile(r"\s{0,3}(?:#{1,6}|={1,6})\s+(.+)")
_UNDERLINE = re.compile(r"(?:=|-|~|\^|\*){3,}\Z")
_ABOUT = re.compile(r"report|vulnerab|disclos|contact|security (?:issue|bug|policy|problem)", re.IGNORECASE)
_ASIDE = re.compile(
    r"announc|acknowledg|credit|thank|hall of fame|supported|versions?\b|subscri|mailing list archive|licen[cs]e",
    re.IGNORECASE,
)
_LONG = 2000
_DISCOURAGED = re.compile(
    r"\b(?:do(?:n.t| not)|avoid|never|should not|must not|not be)\W+(?:\w+\W+){0,3}(?:report|open|fil|creat|post|disclos|submit|discuss|rais|us)"
    r"\w*|\b(?:rather than|instead of)\b", re.IGNORECASE,
)  # fmt: skip
_PLACEHOLDER = re.compile(
    r"(?:\A|\.)(?:example|localhost|invalid|test|yourdomain|domain|company|yourcompany)\.(?:com|org|net|io)\Z",
    re.IGNORECASE,
)
_NO_PERSON = {"git", "noreply", "no-reply", "hg", "svn"}
_FIELD = re.compile(r"(contact|expires)[ \t]*:[ \t]*(\S.*)\Z", re.IGNORECASE)
_READ = 64 << 10


@collector(
    reads=files("SECURITY", "SECURITY.md", "SECURITY.txt", "SECURITY.rst", "SECURITY.adoc", "SECURITY.markdown", ".github/SECURITY.*",
                "docs/SECURITY.*", ".gitlab/SECURITY.*", "**/.well-known/security.txt", "SECURITY-INSIGHTS.y*ml", ".github/SECURITY-INSIGHTS.y*ml",
                ".gitlab/SECURITY-INSIGHTS.y*ml"),
    yields=[Contact], complete=[], version=3,
)  # fmt: skip
def collect(file: File) -> Iterator[Contact]:
    """Yield the contact that a file states; a security policy without any way to report yields an empty one."""
    name = file.path.rpartition("/")[2].casefold()
    if is_foreign(file.path):
        return
    if name.startswith("security-insights"):
        yield _insights(file.yaml(), file.path)
    elif name == "security.txt" and (found := _security_txt(file)):
        yield found
    elif not name.endswith((".yml", ".yaml", ".json", ".html")):
        yield _policy(file)


def _policy(file: File) -> Contact:
    shown = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), file.text()[:_READ])
    lines = _sections(shown.split("\n"))
    about = [(number, line) for number, line, heading in lines if _ABOUT.search(heading) and not _ASIDE.search(heading)]
    rest = [(number, line) for number, line, heading in lines if not _ASIDE.search(heading)]
    line, contact = next(_ways(about), None) or next(_ways(rest), (1, ""))
    return Contact(where=file.at(line), source="security-policy", purpose="vulnerability", contact=contact)


def _sections(lines: list[str]) -> list[tuple[int, str, str]]:
    """Return each line with its number and the heading that it stands under."""
    found: list[tuple[int, str, str]] = []
    heading = ""
    for number, line in enumerate(lines, 1):
        following = lines[number].strip() if number < len(lines) else ""
        if match := _HEADING.match(line):
            heading = match[1]
        elif line.strip() and _UNDERLINE.match(following):
            heading = line
        found.append((number, line[:_LONG], heading))
    return found


def _ways(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield ways to report with their lines, surest first: a mail, a reporting page, the forge's own form, a tracker, a chat."""
    for number, line in lines:
        yield from ((number, mail) for mail in _mails(line) if not _ASIDE.search(line))
    for number, line in lines:
        yield from ((number, url) for url in _urls(line) if _FORM.search(url))
    for number, line in lines:
        if _PRIVATE.search(line):
            yield number, next((url for url in _urls(line) if _TRACKER.search(url)), PRIVATE)
    for number, line in lines:
        yield from ((number, url) for url in _urls(line) if _REPORTING.search(url) and not _TRACKER.search(url))
    for number, line in lines:
        yield from ((number, url) for url in _urls(line) if _PUBLIC.search(url) and not _DISCOURAGED.search(line))


def _mails(line: str) -> Iterator[str]:
    found = list(_MAIL.finditer(line)) or list(_SPELLED.finditer(line))
    for match in found:
        domain = _DOT.sub(".", match[2])
        if match[1].casefold() not in _NO_PERSON and not _PLACEHOLDER.search(domain) and "." in domain:
            yield f"{match[1]}@{domain}"


def _urls(line: str) -> Iterator[str]:
    for match in _URL.finditer(line):
        if not _NOISE.search(match[0]):
            yield match[0].rstrip(".,;:!*_")


def _security_txt(file: File) -> Contact | None:
    """Return what a security.txt says, clear-signed or not; None for a file of that name that has none of its fields."""
    fields: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(file.text()[:_READ].split("\n"), 1):
        if line.startswith("-----BEGIN PGP SIGNATURE"):
            break
        if match := _FIELD.match(line.removeprefix("- ").strip()):
            fields.setdefault(match[1].casefold(), (number, match[2]))
    if not fields and not file.path.casefold().endswith(".well-known/security.txt"):
        return None
    number, contact = fields.get("contact", (1, ""))
    return Contact(where=file.at(number), source="security.txt", purpose="vulnerability", contact=_bare(contact),
                   expires_at=_time(fields.get("expires", (0, ""))[1]))  # fmt: skip


def _insights(document: Node, path: str) -> Contact:
    """Read version 1 (``vulnerability-reporting`` at the top) and 2 (below ``project``)."""
    header = document["header"]
    reporting = document["vulnerability-reporting"] or document["project"]["vulnerability-reporting"]
    refused = "false" in (reporting["accepts-vulnerability-reports"].text(), reporting["reports-accepted"].text())
    found = [
        reporting["email-contact"], *reporting["contact"].mapping().values(),
        *(contact["value"] for contact in document["security-contacts"]), reporting["security-policy"], reporting["policy"],
    ]  # fmt: skip
    ways = [node for node in found if isinstance(node.value, str) and ("@" in node.value or "://" in node.value)]
    first = None if refused or not ways else ways[0]
    return Contact(where=(first or reporting or header).where or path, source="security-insights", purpose="vulnerability",
                   contact=_bare(first.text()) if first else "" if refused else None, expires_at=_time(header["expiration-date"].text()),
                   verified_at=_time(header["last-reviewed"].text()))  # fmt: skip


def _bare(contact: str) -> str:
    return contact.strip().removeprefix("mailto:")


def _time(stated: str) -> str | None:
    """Return a stated date or time in UTC, None where it is none: not known, and no fault of ours."""
    match = re.match(
        r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?\s*\Z",
        stated.strip(),
        re.IGNORECASE,
    )
    if not match or not _is_date(match[1], match[2]):
        return None
    zone = (match[3] or "Z").upper().replace("Z", "+00:00")
    read = datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00:00'}{zone}")
    return read.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_date(day: str, clock: str | None) -> bool:
    year, month, date = (int(part) for part in day.split("-"))
    hours = [int(part) for part in (clock or "0:0:0").split(":")]
    return (1 < year < 9999 and 1 <= month <= 12 and 1 <= date <= _days(year, month)
            and hours[0] < 24 and all(part < 60 for part in hours[1:]))  # fmt: skip


def _days(year: int, month: int) -> int:
    return (datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC) - datetime(year, month, 1, tzinfo=UTC)).days
