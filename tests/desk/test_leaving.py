"""Leaving and changing by a letter's links: a GET asks, a POST acts, and nobody who merely opens links does anything."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

import pytest

from tests.desk.site import FORM, Served
from tests.desk.test_joining import fields, link, readers
from warehouse.desk import desk
from warehouse.subscribers import reader_id, unsubscribe_token

BOTH = {("aino@example.org", "jarjestot"), ("aino@example.org", "kunnat")}


@pytest.fixture
def reader(joined: Served) -> Served:
    """A desk with one reader of two letters."""
    joined.post("/fi/subscribe/", fields(audiences=("jarjestot", "kunnat")))
    joined.post(link(joined))
    return joined


def token(reader: Served, audience: str = "jarjestot", address: str = "aino@example.org") -> str:
    """The path of the unsubscribe link in a letter to that audience."""
    with desk(reader.site.home) as opened:
        return f"/u/{unsubscribe_token(opened, reader_id(opened, address), audience)}"


def preferences(reader: Served) -> str:
    return str(re.findall(r'href="(/p/[^"?]+)"', reader.ask(token(reader)).text)[0])


def test_a_get_asks_and_does_nothing(reader: Served) -> None:
    page = reader.ask(token(reader))
    assert page.status == 200
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "Perutaanko kirjeen tilaus?" in page.text
    assert "aino@example.org" not in page.text
    assert readers(reader) == BOTH


def test_one_click_needs_neither_login_nor_csrf_token(reader: Served) -> None:
    path = token(reader)
    sent = {**FORM, "Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    for _ in range(2):
        answer = reader.ask(path, method="POST", body=b"List-Unsubscribe=One-Click", headers=sent)
        assert answer.status == 200
        assert "Et saa enää tätä kirjettä" in answer.text
    assert "Tämä tilaus on jo peruttu" in reader.ask(path).text
    assert "Perutaanko" in reader.ask(token(reader, "kunnat")).text
    assert readers(reader) == {("aino@example.org", "kunnat")}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", ""),
        (b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n', "multipart/form-data; boundary=b"),
        (b"\xff\xfe not a form", "application/x-www-form-urlencoded"),
    ],
)  # fmt: skip
def test_a_mail_program_may_send_the_click_in_any_form(reader: Served, body: bytes, kind: str) -> None:
    headers = {"Content-Type": kind} if kind else {}
    assert reader.ask(token(reader), method="POST", body=body, headers=headers).status == 200
    assert "Tämä tilaus on jo peruttu" in reader.ask(token(reader)).text


def test_one_may_leave_everything_at_once(reader: Served) -> None:
    answer = reader.post(f"{token(reader)}?all=1&l=sv", [("List-Unsubscribe", "One-Click")])
    assert "Du får inga brev längre" in answer.text
    assert readers(reader) == set()


def test_a_scanner_that_opens_every_link_changes_nothing(reader: Served) -> None:
    """Opens whatever any page links to, as mail scanners and crawlers do, from the letter's own links on."""
    reader.post("/fi/subscribe/", fields("uusi@example.org"))
    queue = [token(reader), token(reader, "kunnat"), preferences(reader), link(reader, 2), "/fi/"]
    seen: set[str] = set()
    while queue:
        path = queue.pop()
        if path in seen or len(seen) > 200:
            continue
        seen.add(path)
        for method in ("HEAD", "GET", "OPTIONS"):
            answer = reader.ask(path, method=method, headers={"User-Agent": "LinkScanner/1.0"})
            assert answer.status < 500, path
        text = reader.ask(path).text if "text/html" in reader.ask(path).headers.get("content-type", "") else ""
        found = (urljoin(path, unescape(one)) for one in re.findall(r'(?:href|action)="([^"]+)"', text))
        queue += [one.partition("#")[0] for one in found if one.startswith("/")]
    assert len(seen) > 15
    assert readers(reader) == BOTH
    for audience in ("jarjestot", "kunnat"):
        assert "Perutaanko" in reader.ask(token(reader, audience)).text


def test_a_forged_link_is_told_nothing(reader: Served) -> None:
    good = token(reader)
    forged = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        "/u/x",
        "/u/" + "a" * 5000,
        "/u/%00",
        "/p/%F0%9F%98%80",
        "/c/..%2f..",
        "/u/a%0d%0aSet-Cookie:x",
    ]
    for path in forged:
        for method in ("GET", "POST"):
            answer = reader.ask(path, method=method, headers={**FORM, "Sec-Fetch-Site": "same-origin"}, body=b"")
            assert answer.status == 404, path
            assert "Linkki ei ole enää voimassa" in answer.text or "Sivua ei löydy" in answer.text
            assert "set-cookie" not in answer.headers
    assert readers(reader) == BOTH


def test_a_token_is_good_for_one_thing(reader: Served) -> None:
    leave, change = token(reader), preferences(reader)
    assert reader.ask(leave.replace("/u/", "/p/")).status == 404
    assert reader.ask(change.replace("/p/", "/u/")).status == 404
    assert reader.ask(change.replace("/p/", "/c/")).status == 404


def test_preferences_change_letters_and_language(reader: Served) -> None:
    path = preferences(reader)
    page = reader.ask(path)
    assert len(re.findall(r"checked", page.text)) == 3
    answer = reader.post(path, [("audience", "avustukset"), ("audience", "jarjestot"), ("edition", "sv")])
    assert answer.status == 200
    assert "Ändringarna är sparade" in answer.text
    assert re.search(r'value="avustukset" checked', answer.text)
    assert not re.search(r'value="kunnat" checked', answer.text)
    assert re.search(r'value="sv" checked', answer.text)
    assert "Tämä tilaus on jo peruttu" in reader.ask(token(reader, "kunnat") + "?l=fi").text


def test_choosing_nothing_is_leaving(reader: Served) -> None:
    answer = reader.post(preferences(reader), [("edition", "fi")])
    assert "Et tilaa nyt yhtään kirjettä" in answer.text
    assert readers(reader) == set()


def test_a_stranger_who_knows_the_link_still_needs_a_form_of_this_site(reader: Served) -> None:
    path = preferences(reader)
    assert reader.post(path, [("edition", "fi")], Sec_Fetch_Site="cross-site").status == 403
    assert readers(reader) == BOTH


def test_a_used_confirmation_does_not_bring_back_who_has_left(reader: Served) -> None:
    path = link(reader)
    reader.post(f"{token(reader)}?all=1")
    for answer in (reader.ask(path), reader.post(path)):
        assert "Tilaus on vahvistettu" not in answer.text
    assert readers(reader) == set()
