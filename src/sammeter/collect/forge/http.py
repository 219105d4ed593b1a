"""GET over HTTPS from one forge: patient with its limits, bounded in time and size, and the token goes to it alone."""

import http.client
import re
import ssl
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from sammeter.errors import DataError, ForbiddenError, SourceError
from sammeter.text import Limits, Node, json

_NEXT = re.compile(r'<([^<>]{1,2000})>\s*;[^,]*\brel="?next"?')
_TOKEN = re.compile(r"[!-~]{1,1000}\Z")
_MOVED = (301, 302, 303, 307, 308)
_LIMITS = Limits(size=32 << 20, depth=64, nodes=2_000_000)
_CHUNK = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How time passes: `sleep` seconds, `ticks` of a monotonic clock, and `epoch` seconds of the wall clock."""

    sleep: Callable[[float], None]
    ticks: Callable[[], float]
    epoch: Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Bounds of one export: tries for one request, seconds for one answer, seconds of waiting and requests in all."""

    tries: int = 5
    answer: float = 120.0
    silence: float = 30.0
    waiting: float = 3700.0
    requests: int = 4500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the forge answered: its status, its JSON, and the address of the next page, if there is one."""

    status: int
    body: Node
    next: str

    @property
    def ok(self) -> bool:
        """Tell whether the forge showed what was asked for."""
        return self.status == 200


class _AsItCame(urllib.request.HTTPErrorProcessor):
    """Hands every answer back, so that no redirect is followed by anybody but us."""

    def http_response(self, request: Any, response: Any) -> Any:  # noqa: ARG002 - urllib's signature
        return response

    https_response = http_response


class OutOfRequestsError(SourceError):
    """The export has used the requests that it may use."""


@dataclass(slots=True, kw_only=True)
class Client:
    """Asks one forge at `base`; `header` and `token` are sent to that very origin and to nobody else."""

    base: str
    header: str
    token: str = field(repr=False)
    clock: Clock
    say: Callable[[str], None]
    patience: Patience = field(default_factory=Patience)
    requests: int = 0
    waited: float = 0.0
    opener: urllib.request.OpenerDirector = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a base that would carry the token in the clear, and a token that no header can hold."""
        self.base = _checked(self.base)
        if not _TOKEN.match(self.token):
            raise DataError(
                "the token is empty or holds characters that no token has", hint="set it anew, without spaces"
            )
        loopback = urlsplit(self.base).scheme == "http"
        proxies = urllib.request.ProxyHandler({} if loopback else None)
        secure = urllib.request.HTTPSHandler(context=ssl.create_default_context())
        self.opener = urllib.request.build_opener(_AsItCame(), proxies, secure)
        self.opener.addheaders = []

    def get(self, path: str, **query: str | int) -> Answer:
        """Return the answer to one question. Raises SourceError (out of reach, too large), ForbiddenError (bad token)."""
        return self._ask(self.base + path + (f"?{urlencode(query)}" if query else ""))

    def pages(self, path: str, **query: str | int) -> Iterator[Answer]:
        """Yield the pages of a list, one that is not shown as one answer of its status."""
        answer = self.get(path, **{"per_page": 100, **query})
        seen: set[str] = set()
        while True:
            yield answer
            if not answer.next or answer.next in seen:
                return
            seen.add(answer.next)
            answer = self._ask(answer.next)

    def _ask(self, url: str) -> Answer:
        for _ in range(4):
            status, headers, data = self._patiently(url)
            if status not in _MOVED:
                return self._answer(url, status, headers, data)
            url = self._same(urljoin(url, headers.get("Location", "")))
        raise SourceError("redirects in a circle", where=_bare(url), reason="unreachable")

    def _same(self, url: str) -> str:
        """Return an address of the forge itself; the token follows nobody elsewhere. Raises SourceError."""
        there, here = urlsplit(url), urlsplit(self.base)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise SourceError("the forge sends us to another host, and the token does not go there", where=_bare(url),
                              reason="unreachable", hint="name that host with --url if it is your forge")  # fmt: skip
        return url

    def _answer(self, url: str, status: int, headers: Message, data: bytes) -> Answer:
        if status == 401:
            raise ForbiddenError(
                "the forge does not accept the token", where=_bare(url), hint="make a new token that may read"
            )
        shown = data if status == 200 or headers.get_content_type() == "application/json" else b"null"
        found = _NEXT.search(headers.get("Link", "")[:8000]) if status == 200 else None
        body = json.read(shown or b"null", where=_bare(url), limits=_LIMITS)
        return Answer(status=status, body=body, next=self._same(found[1]) if found else "")

    def _patiently(self, url: str) -> tuple[int, Message, bytes]:
        """Try again where it helps: after the limit that the forge names, and after a fault of the way or the server."""
        fault = ""
        for left in reversed(range(self.patience.tries)):
            pause = 2.0 ** (self.patience.tries - left - 1)
            try:
                status, headers, data = self._once(url)
            except (OSError, http.client.HTTPException) as error:
                fault = type(error).__name__
            else:
                seconds = self._limited(status, headers, data)
                if seconds is None and status < 500:
                    return status, headers, data
                fault = f"HTTP {status}" if seconds is None else "it limits our requests"
                pause = pause if seconds is None else seconds
            if left:
                self._wait(pause, f"the forge gives no answer ({fault})")
        raise SourceError(f"no answer after {self.patience.tries} tries: {fault}", where=_bare(url), reason="unreachable",
                          hint="try again later")  # fmt: skip

    def _once(self, url: str) -> tuple[int, Message, bytes]:
        self.requests += 1
        if self.requests > self.patience.requests:
            raise OutOfRequestsError(
                f"more than {self.patience.requests:,} requests", where=_bare(url), reason="too large"
            )
        end = self.clock.ticks() + self.patience.answer
        headers = {self.header: self.token if self.header != "Authorization" else f"Bearer {self.token}",
                   "Accept": "application/json", "User-Agent": "sammeter"}  # fmt: skip
        request = urllib.request.Request(url, headers=headers, method="GET")  # noqa: S310 - the scheme is checked
        with self.opener.open(request, timeout=self.patience.silence) as response:
            return response.status, response.headers, self._body(url, response, end)

    def _body(self, url: str, response: Any, end: float) -> bytes:
        parts: list[bytes] = []
        size = 0
        while part := response.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > _LIMITS.size:
                raise SourceError(
                    f"an answer of more than {_LIMITS.size:,} bytes", where=_bare(url), reason="too large"
                )
            if self.clock.ticks() > end:
                raise TimeoutError
        stated = response.headers.get("Content-Length", "")
        if stated.isdigit() and int(stated) != size:
            raise http.client.IncompleteRead(b"")
        return b"".join(parts)

    def _limited(self, status: int, headers: Message, data: bytes) -> float | None:
        """Return the seconds to wait if this is a limit (primary or secondary), None if it is none."""
        after = headers.get("Retry-After", "")
        spent = headers.get("x-ratelimit-remaining", headers.get("RateLimit-Remaining", "")) == "0"
        if status != 429 and not (status == 403 and (after or spent or b"secondary rate limit" in data[:4000])):
            return None
        if after:
            return self._seconds(after)
        reset = headers.get("x-ratelimit-reset", headers.get("RateLimit-Reset", ""))
        return max(1.0, float(reset) - self.clock.epoch() + 1) if spent and reset.isdigit() else 60.0

    def _seconds(self, after: str) -> float:
        if after.strip().isdigit():
            return float(after)
        try:
            return max(1.0, parsedate_to_datetime(after).timestamp() - self.clock.epoch())
        except ValueError:
            return 60.0

    def _wait(self, seconds: float, why: str) -> None:
        if self.waited + seconds > self.patience.waiting:
            until = datetime.fromtimestamp(self.clock.epoch() + seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            raise SourceError(
                f"{why}, until {until}", where=self.base, reason="unreachable", hint=f"try again after {until}"
            )
        self.waited += seconds
        if seconds >= 5:
            self.say(f"{why}; waiting {seconds:.0f} seconds")
        self.clock.sleep(seconds)


def _checked(base: str) -> str:
    """Return a base address without its last slash. Raises DataError: it must be HTTPS, or this very machine."""
    parts = urlsplit(base)
    if parts.username or parts.password or parts.query or parts.fragment or not parts.hostname:
        raise DataError("an address with a password or a query, or without a host", where="--url",
                        hint="write https://HOST/api/v3 for GitHub, https://HOST for GitLab")  # fmt: skip
    if parts.scheme != "https" and not (parts.scheme == "http" and _loopback(parts.hostname)):
        raise DataError("the token would go over an open line", where="--url", hint="write https://...")
    return base.rstrip("/")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _bare(url: str) -> str:
    """Return an address without its query, for messages."""
    return url.partition("?")[0][:300]
