"""One form for one page, and no way inside by any spelling."""

import asyncio
import re
import socket
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.addresses import Doors, article_id, is_front, is_public, normalise
from sources.connecting import Doorkeeper
from sources.http import Client, Failure, Manners
from tests.web import Answer, Web

NOW = datetime(2026, 11, 23, tzinfo=UTC)
INSIDE = """
http://127.0.0.1/ http://127.0.0.1:80/ http://127.1/ http://127.0.1/ http://127.255.255.254/ http://0/ http://0.0.0.0/
http://0x7f.1/ http://0x7f000001/ http://0x7F.0.0.1/ http://0177.0.0.1/ http://017700000001/ http://2130706433/
http://127.0.0.1./ http://localhost/ http://localhost./ http://LOCALHOST/ http://a.localhost/ http://a.b.localhost./
http://10.0.0.1/ http://10.255.255.255/ http://172.16.0.1/ http://172.31.255.255/ http://192.168.0.1/ http://192.168.1.254/
http://169.254.169.254/latest/meta-data/ http://169.254.0.1/ http://100.64.0.1/ http://100.100.100.200/ http://192.0.0.1/
http://192.0.2.1/ http://198.18.0.1/ http://198.51.100.7/ http://203.0.113.9/ http://224.0.0.1/ http://239.255.255.250/
http://240.0.0.1/ http://255.255.255.255/ http://[::1]/ http://[::]/ http://[0:0:0:0:0:0:0:1]/ http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/ http://[::ffff:10.0.0.1]/ http://[::ffff:169.254.169.254]/ http://[::127.0.0.1]/ http://[fe80::1]/
http://[fe80::1%25eth0]/ http://[fc00::1]/ http://[fd12:3456:789a::1]/ http://[fec0::1]/ http://[ff02::1]/
http://[64:ff9b::7f00:1]/ http://[64:ff9b::a9fe:a9fe]/ http://[64:ff9b:1::7f00:1]/ http://[2002:7f00:1::]/
http://[2002:a9fe:a9fe::1]/ http://[2001:db8::1]/ http://[2001:0:7f00:1::1]/ http://[100::1]/ http://user@127.0.0.1/
http://example.com@127.0.0.1/ http://127.0.0.1#@example.com/ http://①②⑦.⓪.⓪.①/ http://127。0。0。1/ https://127.0.0.1/
ftp://127.0.0.1/ file:///etc/passwd gopher://127.0.0.1/ data:text/html,x http://93.184.215.14:22/ http://93.184.215.14:8080/
http://user:pass@93.184.215.14/ http:/// http://:80/ http://[::1 javascript:alert(1)
http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/ http://１２７.0.0.1/ http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/ http://%31%32%37.0.0.1/ http://127.0.0.1%00.example.com/
http://[::1%25lo]/ http://[::ffff:127.0.0.1%25eth0]/ http://168.63.129.16/ http://[fd00:ec2::254]/ http://192.88.99.1/
http://[2002:808:808::1]/ http://[2001:0:808:808::1]/ http://[2a00::5efe:a00:1]/ http://[3fff::1]/ http://[4000::1]/
http://[64:ff9b:1::808:808]/ http://[::8.8.8.8]/ http://0.1.2.3/ http://192.0.0.192/ http://127.0.0.1:443/ https://127.0.0.1:80/
http://[0:0:0:0:0:ffff:7f00:0001]/ http://[::ffff:0:127.0.0.1]/ http://127.0.0.1:8080/ http://example.com:25/ http://example.com:6379/
http://example.com\\@127.0.0.1/ http://127.0.0.1\\@example.com/ http://127.0.0.1:80\\@example.com/ HTTP://127.0.0.1/ http://127.0.0.1:080/
http://127.0.0.1:65616/ http://127.0.0.1:-1/ http://0x7f000001.localhost/ http://localhost.localhost/ http://169.254.169.254.:80/
http://000000000000127.0.0.1/ http://127.000.000.001/ http://0x7f.0x0.0x0.0x1/ http://[::ffff:a9fe:a9fe]:80/ http://[ff0e::1]/
ws://127.0.0.1/ ldap://127.0.0.1/ jar:http://127.0.0.1!/ view-source:http://127.0.0.1/ //127.0.0.1/ http:127.0.0.1 http:/127.0.0.1/
""".split()
# Nothing was tried: a refusal of ours, or a name that is none. "Cannot connect" would mean that it was.
REFUSED = re.compile(r"^refused: |not on the public internet|not a canonical IPv4 address|does not resolve")


def test_no_spelling_leads_inside() -> None:
    assert len(INSIDE) >= 100

    async def ask() -> list[object]:
        manners = Manners(spacing=0, connect_timeout=2, total_timeout=4)
        async with Client(Doors(), manners, lambda: NOW) as client:
            return [await client.get(url) for url in INSIDE]

    answers = asyncio.run(ask())
    told = [answer.reason if isinstance(answer, Failure) else "answered" for answer in answers]
    assert [(url, reason) for url, reason in zip(INSIDE, told, strict=True) if not REFUSED.search(reason)] == []


def test_no_redirect_leads_inside() -> None:
    answers = {f"/{number}": Answer(302, {"Location": ascii_of(url)}) for number, url in enumerate(INSIDE)}
    with Web(answers) as web:

        async def ask() -> list[object]:
            async with Client(web.doors, Manners(connect_timeout=2, total_timeout=4), lambda: NOW) as client:
                return [await client.get(web.url(path)) for path in answers]

        found = asyncio.run(ask())
        # "http:127.0.0.1" and the like are paths of the host that says so; nothing but that host was asked.
        assert {path for path in web.paths() if path not in answers} <= {"/", "/127.0.0.1", "/127.0.0.1/"}
    told = [(url, one.reason) for url, one in zip(INSIDE, found, strict=True) if isinstance(one, Failure)]
    allowed = re.compile(rf"{REFUSED.pattern}|redirects to no usable address|headers are broken")
    assert [(url, reason) for url, reason in told if not allowed.search(reason)] == []
    assert len(told) > 100


def ascii_of(url: str) -> str:
    """An address as a server that knows nothing of HTTP's alphabet writes it."""
    return url.encode().decode("latin-1")


@pytest.mark.parametrize(
    ("address", "is_open"),
    [
        *((one, True) for one in "8.8.8.8 193.166.1.1 2a00:1450:4026::1 64:ff9b::808:808 ::ffff:8.8.8.8".split()),
        *((one, False) for one in "2002:808:808::1 2001:0:808:808::1 5f00::1 2a00::200:5efe:a00:1 100::1".split()),
        *((one, False) for one in "2a00:1450::1%eth0 fe80::1%eth0 198.19.255.255 255.255.255.255 x 1 1.2.3".split()),
    ],
)
def test_the_public_internet_is_what_is_routed_to_one_machine(address: str, is_open: bool) -> None:
    assert is_public(address) is is_open


class Names:
    """A name server that answers what it is told, another answer each time it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)

    async def resolve(self, host: str, port: int, _family: int) -> list[dict[str, object]]:
        return [
            {"hostname": host, "host": one, "port": port, "family": 0, "proto": 0, "flags": 0}
            for one in self._answers.pop(0)
        ]

    async def close(self) -> None:
        """Has nothing to end."""


def keeper(doors: Doors, *answers: Sequence[str]) -> Doorkeeper:
    async def made() -> Doorkeeper:
        found = Doorkeeper(doors)
        found._inner = Names(*answers)  # type: ignore[assignment]  # no name server can be had in a test
        return found

    return asyncio.run(made())


def opened(guard: Doorkeeper, address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    guard.socket((family, socket.SOCK_STREAM, 0, "", (address, port))).close()


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:7f00:1"])
def test_a_name_with_one_inside_address_is_refused_whole(inside: str) -> None:
    guard = keeper(Doors(), ["93.184.215.14", inside, "8.8.8.8"])
    with pytest.raises(OSError, match="not on the public internet"):
        asyncio.run(guard.resolve("rebind.example", 80))
    with pytest.raises(OSError, match=r"refused|not on the public"):
        opened(guard, inside.partition("%")[0], 80)


def test_a_name_that_turns_inside_a_moment_later_gains_nothing() -> None:
    guard = keeper(Doors(), ["93.184.215.14"], ["127.0.0.1"])
    asyncio.run(guard.resolve("rebind.example", 80))
    opened(guard, "93.184.215.14", 80)
    with pytest.raises(OSError, match="not on the public internet"):
        asyncio.run(guard.resolve("rebind.example", 80))
    for port in (80, 443, 8000):
        with pytest.raises(OSError, match="127"):
            opened(guard, "127.0.0.1", port)


def test_a_named_host_may_lie_inside_since_the_operator_named_it_and_opens_nothing_else() -> None:
    guard = keeper(Doors.of(["intra.example:8080"]), ["10.1.2.3"], ["10.1.2.3"], ["10.1.2.3"])
    assert len(asyncio.run(guard.resolve("intra.example", 8080))) == 1
    opened(guard, "10.1.2.3", 8080)
    with pytest.raises(OSError, match="10"):
        opened(guard, "10.1.2.3", 80)
    for host, port in (("intra.example", 80), ("other.example", 8080)):
        with pytest.raises(OSError, match="not on the public internet"):
            asyncio.run(guard.resolve(host, port))


def test_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Web({}) as proxy, Web({"/": Answer(body=b"x")}) as web:
        monkeypatch.setenv("http_proxy", proxy.url("/"))
        monkeypatch.setenv("all_proxy", proxy.url("/"))

        async def ask() -> object:
            async with Client(web.doors, Manners(), lambda: NOW) as client:
                return await client.get(web.url("/"))

        assert not isinstance(asyncio.run(ask()), Failure)
        assert proxy.asked == []


@pytest.mark.parametrize(
    ("url", "is_open"),
    [
        ("http://127.0.0.1:8000/feed", True),
        ("http://127.0.0.1:8001/feed", False),
        ("http://127.0.0.1/feed", False),
        ("http://127.0.0.2:8000/feed", False),
        ("http://intra.example:8080/", False),
        ("http://93.184.215.14/", True),
    ],
)
def test_a_named_door_opens_exactly_what_it_names(url: str, is_open: bool) -> None:
    assert (Doors.of(["127.0.0.1:8000", "intra.example"]).refusal(url) is None) is is_open


@pytest.mark.parametrize("name", ["", "http://a.example", "a.example/path", "a.example:x", "u@a.example", "[::1"])
def test_a_door_that_is_no_host_is_told(name: str) -> None:
    with pytest.raises(ValueError, match="HOST:PORT"):
        Doors.of([name])


@pytest.mark.parametrize(
    ("written", "base", "normal"),
    [
        ("/sv/-/slug?utm_source=a&b=1#x", "https://STM.fi/", "https://stm.fi/sv/-/slug?b=1"),
        (" https://a.example/ä ö ", "", "https://a.example/äö"),
        ("//a.example:443/x", "https://b.example/", "https://a.example/x"),
        ("http://a.example:8080", "", "http://a.example:8080/"),
        ("/u;jsessionid=0A1B2C?id=7", "http://a.example/", "http://a.example/u?id=7"),
        ("/u.php?id=7&PHPSESSID=d1f491a404d6854880943e5c3cd9ca25", "http://a.example/", "http://a.example/u.php?id=7"),
        ("/u?sid=d1f491a404d6854880943e5c3cd9ca25&id=7", "http://a.example/", "http://a.example/u?id=7"),
        ("/(S(lit3py55t21z5v55vlm25s55))/u.aspx", "http://a.example/", "http://a.example/u.aspx"),
        ("/seminaari?session_id=12&sid=4", "http://a.example/", "http://a.example/seminaari?session_id=12&sid=4"),
        ("mailto:a@b.example", "https://a.example/", None),
        ("https://[bad/", "", None),
        ("https://a.example/" + "x" * 3000, "", None),
    ],
)
def test_normal_form(written: str, base: str, normal: str | None) -> None:
    assert normalise(written, base) == normal


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_text_is_an_address_or_none_and_stays_as_it_is(written: str, base: str) -> None:
    normal = normalise(written, base)
    assert normal is None or normalise(normal) == normal
    assert article_id(written).startswith("a-")
    is_front(normal or "https://a.example/")
    Doors().refusal(written)


def test_versions_by_query_are_different_articles() -> None:
    assert article_id("https://a.example/x?lang=sv") != article_id("https://a.example/x?lang=fi")
