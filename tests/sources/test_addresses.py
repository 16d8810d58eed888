"""One form for one page, and no way inside by any spelling."""

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.addresses import Doors, article_id, is_front, normalise
from sources.http import Client, Failure, Manners

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
""".split()


def test_no_spelling_leads_inside() -> None:
    assert len(INSIDE) >= 60

    async def ask() -> list[object]:
        manners = Manners(spacing=0, connect_timeout=2, total_timeout=4)
        async with Client(Doors(), manners, lambda: NOW) as client:
            return [await client.get(url) for url in INSIDE]

    answers = asyncio.run(ask())
    assert [url for url, answer in zip(INSIDE, answers, strict=True) if not isinstance(answer, Failure)] == []


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
