"""What stands before the pages: headers on every answer, whose form it is, how much it may send, for which host."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers
from starlette.routing import Route

from desk.guard import is_own_form
from desk.site import Site
from desk.websub import callback_app
from tests.desk.site import FORM, OWN, Clock, Served, served
from warehouse.home import Home

FIELDS = b"address=aino%40example.org&audience=jarjestot&edition=fi"


@pytest.mark.parametrize(
    "path", ["/", "/fi/", "/fi/nope/", "/u/x", "/issues/jarjestot.fi.atom", "/robots.txt", "/bounces", "/fi"]
)
def test_every_answer_carries_the_headers(pages: Served, path: str) -> None:
    headers = pages.ask(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in headers
    assert "server" not in headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:{port}"}, 403),
        ({"Origin": "http://127.0.0.1:{port}"}, 303),
        ({"Origin": "https://paha.example"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_only_this_sites_own_form_subscribes(joined: Served, headers: Mapping[str, str], status: int) -> None:
    said = {name: value.format(port=joined.port) for name, value in headers.items()}
    answer = joined.ask("/fi/subscribe/", method="POST", body=FIELDS, headers={**FORM, **said})
    assert answer.status == status
    if status == 403:
        assert "Pyyntö tuli muualta" in answer.text
        assert joined.inbox.wait(1, seconds=0.1) == []


@given(st.dictionaries(st.sampled_from(["origin", "sec-fetch-site", "host"]), st.text(max_size=20)))
def test_whatever_a_stranger_says_it_is_no_own_form(said: dict[str, str]) -> None:
    own = {"host": "kooste.example"} | {name: value for name, value in said.items() if name != "host"}
    assert not is_own_form(own) or own.get("sec-fetch-site") == "same-origin" or "kooste" in own["origin"]


def test_a_page_with_a_token_takes_its_form_from_a_browser_that_says_nothing() -> None:
    assert is_own_form(Headers({"origin": "null"}), has_token=True)
    assert is_own_form(Headers({}), has_token=True)
    assert not is_own_form(Headers({"sec-fetch-site": "cross-site"}), has_token=True)
    assert not is_own_form(Headers({"origin": "https://paha.example", "host": "kooste.example"}), has_token=True)


@pytest.mark.parametrize(
    "host", ["paha.example", "kooste.example.paha.example", "127.0.0.1.nip.example", "", "a b", "[::1"]
)
def test_another_host_is_refused(pages: Served, host: str) -> None:
    assert pages.ask("/fi/", headers={"Host": host}).status == 400


def test_the_public_host_and_this_machine_are_known(joined: Served) -> None:
    for host in ("kooste.example", "KOOSTE.example:443", "localhost:8750", "127.0.0.1", "[::1]:8750"):
        assert joined.ask("/fi/", headers={"Host": host}).status == 200, host


def test_a_body_is_small(joined: Served) -> None:
    big = b"address=" + b"a" * 40_000
    assert joined.ask("/fi/subscribe/", method="POST", body=big, headers=OWN).status == 413
    for length, status in (("99999999999999999999", 413), ("-1", 400), ("1e3", 400), ("²", 400)):
        headers = {**OWN, "Content-Length": length.encode("utf-8").decode("latin-1")}
        assert joined.ask("/fi/subscribe/", method="POST", headers=headers).status == status, length


def test_a_body_that_names_no_length_is_counted(joined: Served) -> None:
    parts = iter([b"address=" + b"a" * 9_000] * 3)
    answer = joined.ask("/fi/subscribe/", method="POST", body=parts, headers=OWN)
    assert answer.status == 413
    assert "Liikaa tekstiä" in answer.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="address"; filename="a"\r\n\r\nx\r\n--x--\r\n'),
        ("application/json", b"{}"),
        ("", b"address=x"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=%d" % n for n in range(500))),
    ],
)  # fmt: skip
def test_a_form_of_another_kind_is_not_read(joined: Served, kind: str, body: bytes) -> None:
    answer = joined.ask("/sv/subscribe/", method="POST", body=body, headers={**OWN, "Content-Type": kind})
    assert answer.status == 400
    assert "Vi förstod inte begäran" in answer.text


def test_faults_are_told_in_the_readers_language(pages: Served) -> None:
    assert "Sidan finns inte" in pages.ask("/sv/nope/").text
    assert "Sidan finns inte" in pages.ask("/nope", headers={"Accept-Language": "sv"}).text
    answer = pages.ask("/fi/", method="DELETE", headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status, set(answer.headers["allow"].split(", "))) == (405, {"GET", "HEAD"})
    assert "Näin sivua ei voi käyttää" in answer.text
    assert pages.ask("/fi/", method="TRACE").status == 403


def test_a_bug_is_a_page_too_and_its_words_are_kept(tmp_path: Path) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("salaisuus")

    site = Site(home=Home(tmp_path), public_url="http://127.0.0.1", clock=Clock())
    with served(site, further=[Route("/sv/broken", broken)]) as pages:
        answer = pages.ask("/sv/broken")
        assert answer.status == 500
        assert "Felet är vårt" in answer.text
        assert "salaisuus" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_hubs_may_post_more_and_from_elsewhere_when_their_routes_are_mounted(tmp_path: Path) -> None:
    site = Site(home=Home(tmp_path), public_url="http://127.0.0.1", clock=Clock())
    hubs = callback_app(site.home, clock=site.clock, news=lambda _: None)
    with served(site, further=hubs.routes) as pages:
        answer = pages.ask(
            "/websub/nobody", method="POST", body=b"x" * 100_000, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status == 410
        assert pages.ask("/fi/").status == 200
    with served(site) as pages:
        assert pages.ask("/websub/nobody", method="POST", body=b"x").status == 404
