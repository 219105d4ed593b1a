"""The client of forges: patient where it helps, bounded always, and its token goes to one host."""

from collections.abc import Iterator

import pytest
from tests.collect.forge_server import Forge, Reply, serving

from sammeter.collect.forge.http import Client, Clock, OutOfRequestsError, Patience
from sammeter.errors import DataError, ForbiddenError, SammeterError, SourceError

TOKEN = "ghp_0123456789TopSecret"  # noqa: S105 - made up


class Time:
    """A clock that a test moves; sleeping moves it too."""

    def __init__(self) -> None:
        self.now, self.slept = 1_800_000_000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def forge() -> Iterator[Forge]:
    with serving() as one:
        yield one


def client(forge: Forge, time: Time | None = None, **patience: float) -> Client:
    time = time or Time()
    clock = Clock(sleep=time.sleep, ticks=lambda: time.now, epoch=lambda: time.now)
    return Client(base=forge.base, header="Authorization", token=TOKEN, clock=clock, say=lambda _: None,
                  patience=Patience(**patience))  # type: ignore[arg-type] # fmt: skip


def test_pages_are_followed_and_each_request_is_a_get_with_the_token(forge: Forge) -> None:
    forge.on(
        "/list?per_page=100",
        Reply([1], headers={"Link": f'<{forge.base}/list?page=2>; rel="next", <{forge.base}/list?page=2>; rel="last"'}),
    )
    forge.on("/list?page=2", [2])
    assert [one.plain() for page in client(forge).pages("/list") for one in page.body] == [1, 2]
    assert [(method, headers["Authorization"]) for method, _, headers in forge.asked] == [
        ("GET", f"Bearer {TOKEN}")
    ] * 2


def test_pages_in_a_circle_end(forge: Forge) -> None:
    forge.on("/list", Reply([1], headers={"Link": f'<{forge.base}/list?page=2>; rel="next"'}))
    assert len(list(client(forge).pages("/list"))) == 2


@pytest.mark.parametrize("status", [403, 404])
def test_what_is_not_shown_is_an_answer_and_no_fault(forge: Forge, status: int) -> None:
    forge.on("/x", Reply({"message": "no"}, status=status))
    answer = client(forge).get("/x")
    assert (answer.ok, answer.status, len(forge.asked)) == (False, status, 1)


def test_a_refused_token_ends_it_and_is_not_named(forge: Forge) -> None:
    forge.on("/x", Reply({"message": f"bad {TOKEN}"}, status=401))
    with pytest.raises(ForbiddenError) as caught:
        client(forge).get("/x")
    assert TOKEN not in str(caught.value) + caught.value.hint


@pytest.mark.parametrize(
    ("reply", "seconds"),
    [
        (Reply({}, status=429, headers={"Retry-After": "7"}), 7),
        (Reply({}, status=403, headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000030"}), 31),
        (Reply({"message": "You have exceeded a secondary rate limit"}, status=403), 60),
        (Reply({}, status=429, headers={"Retry-After": "Fri, 15 Jan 2027 08:00:09 GMT"}), 9),
        (Reply({}, status=502), 1),
        (Reply(b"<html>", status=503, headers={"Content-Type": "text/html"}), 1),
        (Reply([1] * 100, cut=50), 1),
    ],
    ids=["retry-after", "primary", "secondary", "date", "502", "503", "truncated"],
)  # fmt: skip
def test_a_limit_or_a_fault_is_waited_out_and_tried_again(forge: Forge, reply: Reply, seconds: float) -> None:
    forge.on("/x", reply, {"fine": True})
    time = Time()
    assert client(forge, time).get("/x").body.plain() == {"fine": True}
    assert time.slept == [seconds]


def test_a_limit_longer_than_the_patience_ends_it_with_the_time(forge: Forge) -> None:
    forge.on("/x", Reply({}, status=429, headers={"Retry-After": "9000"}))
    time = Time()
    with pytest.raises(SourceError, match="until 2027-01-15T10:30:00Z"):
        client(forge, time).get("/x")
    assert time.slept == []


def test_a_fault_that_lasts_ends_it(forge: Forge) -> None:
    forge.on("/x", Reply({}, status=500))
    time = Time()
    with pytest.raises(SourceError, match="5 tries: HTTP 500"):
        client(forge, time).get("/x")
    assert time.slept == [1, 2, 4, 8]


def test_a_redirect_on_the_same_host_is_followed_and_one_to_another_host_never_gets_the_token(forge: Forge) -> None:
    with serving() as other:
        other.on("/x", {"stolen": True})
        forge.on("/old", Reply({}, status=301, headers={"Location": "/new"}))
        forge.on("/new", {"moved": True})
        forge.on("/away", Reply({}, status=302, headers={"Location": f"{other.base}/x"}))
        forge.on("/list", Reply([], headers={"Link": f'<{other.base}/x>; rel="next"'}))
        forge.on("/loop", Reply({}, status=302, headers={"Location": "/loop"}))
        assert client(forge).get("/old").body.plain() == {"moved": True}
        for path in ("/away", "/list"):
            with pytest.raises(SourceError, match="another host"):
                list(client(forge).pages(path))
        with pytest.raises(SourceError, match="circle"):
            client(forge).get("/loop")
        assert other.asked == []


def test_a_body_that_drips_is_given_up(forge: Forge) -> None:
    forge.on("/x", Reply([1] * 2000, slow=0.02))
    ticks = iter(range(0, 100_000, 60))
    clock = Clock(sleep=lambda _: None, ticks=lambda: float(next(ticks)), epoch=lambda: 0.0)
    one = Client(
        base=forge.base,
        header="Authorization",
        token=TOKEN,
        clock=clock,
        say=lambda _: None,
        patience=Patience(tries=1),
    )
    with pytest.raises(SourceError, match="TimeoutError"):
        one.get("/x")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(b"[" * 100 + b"]" * 100), "too deep"),
        (Reply(b'{"a": 1, "a": 2}'), "duplicate key"),
        (Reply(b"{"), "malformed"),
        (Reply(b'"\xff\xfe"'), "encoding"),
    ],
)
def test_hostile_answers_are_refused(forge: Forge, reply: Reply, reason: str) -> None:
    forge.on("/x", reply)
    with pytest.raises(SourceError) as caught:
        client(forge).get("/x")
    assert caught.value.reason == reason


def test_the_requests_of_an_export_are_counted(forge: Forge) -> None:
    forge.on("/x", {})
    one = client(forge, requests=2)
    one.get("/x")
    one.get("/x")
    with pytest.raises(OutOfRequestsError):
        one.get("/x")
    assert len(forge.asked) == 2


@pytest.mark.parametrize(
    "base",
    ["http://example.org", "ftp://127.0.0.1", "https://me:secret@example.org", "https://", "http://127.0.0.1.example.org", "file:///etc/passwd",
     "https://example.org/?x=1"],
)  # fmt: skip
def test_an_address_that_would_give_the_token_away_is_refused(base: str) -> None:
    with pytest.raises(DataError):
        client(Forge(base=base))


@pytest.mark.parametrize("token", ["", "two words", "line\nX-Evil: 1", "ümlaut"])
def test_a_token_that_no_header_can_hold_is_refused_without_being_shown(token: str) -> None:
    clock = Clock(sleep=lambda _: None, ticks=lambda: 0.0, epoch=lambda: 0.0)
    with pytest.raises(DataError) as caught:
        Client(base="https://example.org", header="PRIVATE-TOKEN", token=token, clock=clock, say=lambda _: None)
    assert not token or token not in str(caught.value)


def test_the_token_is_in_no_representation() -> None:
    assert TOKEN not in repr(client(Forge(base="https://example.org")))


def test_a_forge_that_is_not_there_is_a_source_that_cannot_be_read() -> None:
    with pytest.raises(SammeterError, match=r"ConnectionRefusedError|URLError"):
        client(Forge(base="http://127.0.0.1:9"), tries=1).get("/x")
