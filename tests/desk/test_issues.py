"""Letters and feeds as files: the right type, the right policy, nothing but letters, and 304 for who has them."""

from __future__ import annotations

import socket
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.shelf import filed
from tests.desk.site import LETTER, PAGE, Served
from warehouse.home import Home

NEWEST = "/issues/2026-W47/2026-W47.jarjestot.fi"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (f"{NEWEST}.page.html", "text/html; charset=utf-8"),
        (f"{NEWEST}.html", "text/html; charset=utf-8"),
        (f"{NEWEST}.fragment.html", "text/html; charset=utf-8"),
        (f"{NEWEST}.txt", "text/plain; charset=utf-8"),
        (f"{NEWEST}.md", "text/markdown; charset=utf-8"),
        (f"{NEWEST}.ics", "text/calendar; charset=utf-8"),
        (f"{NEWEST}.atom", "application/atom+xml"),
        (f"{NEWEST}.json", "application/feed+json"),
        (f"{NEWEST}.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("/issues/jarjestot.fi.atom", "application/atom+xml"),
        ("/issues/jarjestot.fi.json", "application/feed+json"),
        ("/issues/jarjestot.fi.html", "text/html; charset=utf-8"),
        ("/issues/jarjestot.fi.deadlines.ics", "text/calendar; charset=utf-8"),
    ],
)
def test_each_form_has_its_media_type(pages: Served, path: str, kind: str) -> None:
    answer = pages.ask(path)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "last-modified" in answer.headers
    head = pages.ask(path, method="HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", answer.headers["etag"])


@pytest.mark.parametrize(
    "path",
    [
        "/issues/",
        "/issues/../desk.sqlite",
        "/issues/..%2fdesk.sqlite",
        "/issues/2026-W47/../../desk.sqlite",
        "/issues/2026-W47/..%2f..%2fwarehouse%2fkooste.duckdb",
        "/issues/%2e%2e/%2e%2e/etc/passwd",
        "/issues//etc/passwd",
        "/issues/2026-W47/2026-W47.jarjestot.fi.eml",
        "/issues/2026-W46/2026-W47.jarjestot.fi.page.html",
        "/issues/2026-W47/2026-W47.jarjestot.fi.page.html%00.txt",
        "/issues/2026-W47/2026-W47.jarjestot.de.page.html",
        "/issues/2026-W47/2026-W47.JARJESTOT.fi.page.html",
        "/issues/2026-W47/",
        "/issues/jarjestot.fi.txt",
        "/issues/" + "a" * 5000 + ".fi.atom",
    ],
)
def test_nothing_but_letters_is_served(pages: Served, path: str) -> None:
    (pages.site.home.root / "desk.sqlite").touch()
    assert pages.ask(path).status == 404


@given(st.text(st.sampled_from("./\\%2e2026-W47jarsto.fisvhmlpgax\x00\n+"), max_size=80))
def test_no_path_leads_out_of_the_shelf(shelf: Home, path: str) -> None:
    found = filed(shelf, path)
    assert found is None or shelf.issues.resolve() in found.path.resolve().parents


def test_a_link_on_the_shelf_is_not_followed(pages: Served) -> None:
    link = pages.site.home.issues / "2026-W47" / "2026-W47.kunnat.fi.txt"
    link.symlink_to("/etc/passwd")
    assert pages.ask("/issues/2026-W47/2026-W47.kunnat.fi.txt").status == 404
    link.unlink()


def test_a_page_keeps_its_own_style_and_nothing_else(pages: Served) -> None:
    policy = pages.ask(f"{NEWEST}.page.html").headers["content-security-policy"]
    style = PAGE.partition("<style>")[2].partition("</style>")[0]
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_mailed_letter_is_boxed(pages: Served) -> None:
    answer = pages.ask(f"{NEWEST}.html")
    policy = answer.headers["content-security-policy"]
    assert answer.text == LETTER
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy


def test_a_calendar_is_a_file_with_its_name(pages: Served) -> None:
    said = pages.ask("/issues/jarjestot.fi.deadlines.ics").headers["content-disposition"]
    assert said == 'attachment; filename="jarjestot.fi.deadlines.ics"'


def test_a_feed_reader_that_has_it_gets_304(pages: Served) -> None:
    first = pages.ask("/issues/jarjestot.fi.atom")
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    for asked, status in (
        ({"If-None-Match": etag}, 304),
        ({"If-None-Match": f'"x", W/{etag}'}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-Modified-Since": modified}, 304),
        ({"If-None-Match": '"x"', "If-Modified-Since": modified}, 200),
        ({"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "Mon, 01 Jan 99999999999 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "eilen"}, 200),
    ):
        answer = pages.ask("/issues/jarjestot.fi.atom", headers=asked)
        assert answer.status == status, asked
        assert (answer.body == b"") == (status == 304)


def test_the_style_sheet_is_kept_for_ever_under_its_own_name(pages: Served) -> None:
    path = pages.ask("/fi/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = pages.ask(path)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert "immutable" not in pages.ask("/style/old.css").headers["cache-control"]


def test_small_things_browsers_and_robots_ask_for(pages: Served) -> None:
    assert pages.ask("/favicon.ico").headers["content-type"] == "image/svg+xml"
    assert "Disallow: /u/" in pages.ask("/robots.txt").text
    assert pages.ask("/health").text == "ok\n"


def test_a_request_that_is_none_is_answered(pages: Served) -> None:
    with socket.create_connection(("127.0.0.1", pages.port), timeout=5) as wire:
        wire.sendall(b"GET /fi/\x00 HTTP/9.9\r\n\r\n")
        assert b"400" in wire.recv(200)
