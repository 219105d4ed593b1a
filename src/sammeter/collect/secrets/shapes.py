"""Secrets that are known by their shape alone, connection strings with a password in them, and private addresses."""

import re
from base64 import b64decode
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from sammeter.collect.secrets.values import EXPOSED, OPEN, PLACEHOLDER, judge

Hit = tuple[int, str, str]
"""Line, kind, state."""

_MARKS = (b"-----BEGIN", b"AKIA", b"ASIA", b"ghp_", b"gho_", b"ghs_", b"github_pat_", b"glpat-", b"xoxb-", b"xoxp-", b"sk_live_", b"rk_live_",
          b"AIza", b"npm_", b"pypi-AgE", b"SG.", b"hvs.", b"dop_v1_", b"shpat_", b"sq0csp-", b"AccountKey=", b"SharedAccessKey=",
          b"AGE-SECRET-KEY-1", b"LS0tLS1CRUdJTi")  # fmt: skip
_TOKEN = re.compile(
    r"\b(?P<token>(?:AKIA|ASIA)[A-Z2-7]{16}|gh[ops]_[A-Za-z0-9]{36}|github_pat_\w{82}|glpat-[\w-]{20,}|xox[bp]-[\w-]{20,}|[sr]k_live_\w{16,}|"
    r"AIza[\w-]{35}|npm_[A-Za-z0-9]{36}|pypi-AgE[\w-]{50,}|SG\.[\w-]{22}\.[\w-]{43}|hvs\.[\w-]{24,}|dop_v1_[a-f0-9]{64}|shpat_[a-f0-9]{32}|"
    r"sq0csp-[\w-]{43}|AGE-SECRET-KEY-1[A-Z0-9]{50,})|(?:AccountKey|SharedAccessKey)=(?P<azure>[\w+/]{40,}={0,2})"
)  # fmt: skip
_PEM = re.compile(
    r"-----BEGIN (?P<what>[A-Z0-9 ]{0,40}PRIVATE KEY)(?: BLOCK)?-----(?P<body>(?:(?!-----).){0,400})", re.DOTALL
)
_KEY = 16_384
"""No key in text is longer, in characters."""
_SPACE = re.compile(r"\\[nr]|[\s\"',\\]")
_OPENSSH = b"openssh-key-v1\0"
_HIDDEN = re.compile(r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{80,32768}={0,2}")
"""`-----BEGIN ` in base64, and what follows it."""
_CRYPTED = re.compile(r"ENCRYPTED|SIGSTORE|COSIGN")
_URL = re.compile(
    r"\b[a-z][a-z0-9+.\-]{1,30}://[^\s:/@\"'<>]{1,100}:(?P<value>[^\s/@\"'<>]{3,200})@(?P<host>[\w.\-\[$<{]+)",
    re.IGNORECASE,
)
_WEAK = ("password", "secret", "pass", "passwd", "pwd")
_MADE_UP = re.compile(
    r"(?:[\w.\-]+\.)?(?:example|test|invalid|localhost|foo|bar|acme)(?:[.:\w].*)?\Z|[\w\-]+\Z|(?:10|127|192|172)\.|[<$\[{]",
    re.IGNORECASE,
)
_ADO = re.compile(
    r"(?:server|data source|host|jdbc:\w+)\b[^\n\"']{0,300}?[;?&\s](?:password|pwd)\s*=\s*(?P<value>[^;&\"'\s]{3,200})",
    re.IGNORECASE,
)
_IPV4 = re.compile(r"(?<![\w.:\-])(?P<ip>(?:10|172|192)(?:\.\d{1,3}){3})(?![\w.]|/\d|-\d|\.\d)")
_IPV6 = re.compile(r"(?<![\w:])(?P<ip>f[cd][0-9a-f]{2}(?::[0-9a-f]{0,4}){2,7})(?![\w:]|/\d)", re.IGNORECASE)
_VERSION = re.compile(r"version|tag|image|cidr|subnet|range|netmask|mask", re.IGNORECASE)
_PRIVATE = tuple(ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"))


def marked(data: bytes) -> bool:
    """Tell cheaply whether a content can hold a secret of a known shape."""
    return any(mark in data for mark in _MARKS)


def tokens(text: str) -> Iterator[Hit]:
    """Yield secrets of a known shape: private keys that are not encrypted, and tokens of well-known services.

    A key is seen through base64 too, as manifests of Kubernetes write it: an encoding protects nothing.
    """
    for start, state in _keys(text):
        yield _line(text, start), "private-key", state
    for found in _HIDDEN.finditer(text):
        inside = b64decode(found[0][: len(found[0]) // 4 * 4]).decode("latin-1")
        yield from ((_line(text, found.start()), "private-key", state) for _, state in _keys(inside))
    for found in _TOKEN.finditer(text):
        value = found["token"] or found["azure"]
        fake = "EXAMPLE" in value.upper() or len(set(value)) < 10
        yield _line(text, found.start()), "token", PLACEHOLDER if fake else OPEN


def _keys(text: str) -> Iterator[tuple[int, str]]:
    """Yield where private keys that are not encrypted begin, exposed if they parse and a placeholder if they cannot."""
    for found in _PEM.finditer(text):
        if not _CRYPTED.search(found["what"] + found["body"][:200]):
            short = len(re.sub(r"[^A-Za-z0-9+/=]", "", found["body"])) < 40 or "..." in found["body"]
            at = found.start("body")
            yield found.start(), PLACEHOLDER if short else EXPOSED if parses(text[at : at + _KEY]) else OPEN


def parses(body: str) -> bool:
    """Tell whether what follows a key's first line is a whole, unencrypted key: DER (RFC 7468) or OpenSSH's own form."""
    inside, end, _ = body.partition("-----END")
    try:
        data = b64decode(_SPACE.sub("", inside), validate=True)
    except ValueError:
        return False
    if data.startswith(_OPENSSH):
        return bool(end) and data[len(_OPENSSH) :].startswith(b"\0\0\0\x04none")
    return bool(end) and len(data) >= 40 and data[0] == 0x30 and _der_length(data) == len(data)


def _der_length(data: bytes) -> int:
    """Return how long the first DER value says that it is, its head included (X.690, 8.1.3)."""
    first = data[1]
    if first < 0x80:
        return 2 + first
    more = first & 0x7F
    return 2 + more + int.from_bytes(data[2 : 2 + more], "big") if more <= 4 else -1


def connections(text: str) -> Iterator[Hit]:
    """Yield connection strings that hold a password."""
    for pattern in (_URL, _ADO):
        for found in pattern.finditer(text):
            state = judge(found["value"])
            if state in (OPEN, PLACEHOLDER) or found["value"].lower() in _WEAK:
                yield _line(text, found.start()), "connection-string", state or PLACEHOLDER


def documented(line: str) -> bool:
    """Tell whether a line shows what an address with a password looks like: a made-up host or a made-up password."""
    return all(
        _MADE_UP.match(one["host"]) or judge(one["value"]) != OPEN or one["value"].lower() in _WEAK
        for one in _URL.finditer(line)
    )


def addresses(text: str) -> Iterator[Hit]:
    """Yield single private addresses (RFC 1918, RFC 4193); networks and what stands for a version are none."""
    for pattern in (_IPV4, _IPV6):
        for found in pattern.finditer(text):
            start = text.rfind("\n", 0, found.start()) + 1
            before = text[start : found.start()]
            if (
                _is_private(found["ip"])
                and not _VERSION.search(before)
                and not before.lstrip().startswith(("#", "//", ";"))
            ):
                yield _line(text, found.start()), "private-address", OPEN


def _is_private(text: str) -> bool:
    if (
        any(not part or int(part) > 255 for part in text.split("."))
        if "." in text
        else text.count("::") > 1 or not _v6(text)
    ):
        return False
    if "." in text and any(len(part) > 1 and part.startswith("0") for part in text.split(".")):
        return False
    address = ip_address(text)
    return any(address in net for net in _PRIVATE if net.version == address.version) and not text.endswith(
        (".0", ".255")
    )


def _v6(text: str) -> bool:
    parts = text.split(":")
    return len(parts) == 8 and all(parts) if "::" not in text else len(parts) <= 8 and parts.count("") <= 2


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
