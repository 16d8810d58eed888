from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.addresses import site_of, web_address


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " java\nscript:alert(1)",
        "data:text/html,<b>x</b>",
        "//example.fi/uutinen",
        "/uutinen",
        "mailto:joku@example.fi",
        "https://",
        "https://pankki.example@huijaus.example/",
        "https://huijaus.example\\@pankki.example/",
        "https://example.fi:portti/",
        "https://[::1/",
        "https://example.fi/\r\nBcc: joku@example.fi",
        "https://example.fi/\u202egnp.exe",
        "https://example.fi/" + "a" * 2000,
        "",
    ],
)
def test_what_is_no_plain_web_address_is_no_link(url: str) -> None:
    assert web_address(url) is None


def test_what_could_end_an_attribute_or_a_link_is_encoded() -> None:
    assert web_address("https://example.fi/a b\"c'd<e>(f)") == "https://example.fi/a%20b%22c%27d%3Ce%3E%28f%29"


@pytest.mark.parametrize(
    "url", ["https://example.fi/tämä?a=1&b=%20#loppu", "http://äö.example/", "HTTPS://EXAMPLE.FI/"]
)
def test_a_plain_address_stays_as_it_is(url: str) -> None:
    assert web_address(f" {url}\n") == url


@given(st.text(max_size=60).map("https://example.fi/".__add__) | st.text(max_size=80))
def test_a_safe_address_holds_nothing_that_ends_an_attribute_and_stays_safe(url: str) -> None:
    safe = web_address(url)
    assert safe is None or not set(safe) & set(" \"'<>()\\`\n\r\t")
    assert safe is None or web_address(safe) in {safe, None if len(safe) > 2000 else safe}


def test_a_site_is_named_without_its_www() -> None:
    assert site_of("https://www.stm.fi/-/uutinen") == "stm.fi"
