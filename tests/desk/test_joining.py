"""Subscribing: asked, mailed, confirmed by a button; the same answer for every address, and no letter without a word."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest

from tests.desk.site import Served
from warehouse.subscriber_list import subscribers

FORM = "/fi/subscribe/"


def fields(
    address: str = "aino@example.org", audiences: Sequence[str] = ("jarjestot",), edition: str = "fi"
) -> list[tuple[str, str]]:
    return [("address", address), *(("audience", one) for one in audiences), ("edition", edition)]


def link(joined: Served, number: int = 1) -> str:
    """The path of the link in the newest of so many letters."""
    text = joined.inbox.wait(number)[-1].get_content()
    return str(re.findall(r"^https://kooste\.example(/c/\S+)", text, re.MULTILINE)[-1])


def readers(joined: Served) -> set[tuple[str, str]]:
    """Who reads what."""
    return {(one.address, one.audience) for one in subscribers(joined.site.home)}


def test_a_reader_subscribes_by_a_letter_and_a_button(joined: Served) -> None:
    answer = joined.post(FORM, fields(audiences=("jarjestot", "kunnat")))
    assert (answer.status, answer.headers["location"]) == (303, "/fi/subscribe/sent/")
    path = link(joined)
    assert readers(joined) == set()
    page = joined.ask(path)
    assert (page.status, page.headers["cache-control"]) == (200, "private, no-store")
    assert "noindex" in page.headers["x-robots-tag"]
    assert "Järjestöviikko" in page.text
    assert "Kuntaviikko" in page.text
    assert "aino@example.org" not in page.text
    for method in ("GET", "HEAD", "GET"):
        joined.ask(path, method=method)
    assert readers(joined) == set()
    done = joined.post(path)
    assert "Tilaus on vahvistettu" in done.text
    assert readers(joined) == {("aino@example.org", "jarjestot"), ("aino@example.org", "kunnat")}
    assert "Tilaus on vahvistettu" in joined.post(path).text
    assert readers(joined) == {("aino@example.org", "jarjestot"), ("aino@example.org", "kunnat")}
    preferences = re.findall(r'href="(/p/[^"]+)"', done.text)[0]
    assert "Tilauksesi" in joined.ask(preferences).text


def test_the_letter_is_plain_and_says_what_to_do(joined: Served) -> None:
    joined.post("/sv/subscribe/", fields(edition="sv"))
    (letter,) = joined.inbox.wait(1)
    assert letter["To"] == "aino@example.org"
    assert letter["From"] == "Järjestöviikko <jarjestoviikko@kooste.example>"
    assert letter["Subject"] == "Bekräfta prenumerationen: Organisationsveckan"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "sv"
    assert letter.get_content_type() == "text/plain"
    assert "List-Unsubscribe" not in letter
    text = letter.get_content()
    assert "Om du inte har bett om det här" in text
    assert all(len(line) <= 78 or line.startswith("https://") for line in text.splitlines())


def test_a_known_address_gets_the_same_answer_in_the_same_time(joined: Served) -> None:
    joined.post(FORM, fields())
    joined.post(link(joined))
    times: dict[str, list[float]] = {"aino@example.org": [], "uusi@example.org": []}
    answers = set()
    for _ in range(3):
        for address, spent in times.items():
            began = time.perf_counter()
            answer = joined.post(FORM, fields(address))
            spent.append(time.perf_counter() - began)
            answers.add((answer.status, answer.body, *sorted((k, v) for k, v in answer.headers.items() if k != "date")))
    assert len(answers) == 1
    assert abs(min(times["aino@example.org"]) - min(times["uusi@example.org"])) < 0.05


def test_the_answer_does_not_wait_for_the_relay(joined: Served) -> None:
    joined.inbox.delay = 1.0
    began = time.perf_counter()
    assert joined.post(FORM, fields()).status == 303
    assert time.perf_counter() - began < 0.9
    assert len(joined.inbox.wait(1)) == 1


def test_an_address_gets_a_few_letters_a_day_and_the_answer_stays_the_same(joined: Served) -> None:
    answers = {joined.post(FORM, fields()).body for _ in range(7)}
    assert len(answers) == 1
    assert len(joined.inbox.wait(5, seconds=0.5)) == 4
    joined.clock.later(days=1, minutes=1)
    joined.post(FORM, fields())
    assert len(joined.inbox.wait(5)) == 5


def test_a_client_that_asks_too_often_waits(joined: Served) -> None:
    answers = [joined.post(FORM, fields(f"reader{number}@example.org")) for number in range(21)]
    assert [answer.status for answer in answers] == [303] * 20 + [429]
    assert 3500 < int(answers[-1].headers["retry-after"]) <= 3601
    assert "Pyyntöjä tuli liian monta" in answers[-1].text
    joined.clock.later(hours=1, seconds=1)
    assert joined.post(FORM, fields()).status == 303


def test_a_link_is_good_for_a_week(joined: Served) -> None:
    joined.post(FORM, fields())
    path = link(joined)
    joined.clock.later(days=7, minutes=1)
    for answer in (joined.ask(path), joined.post(path)):
        assert answer.status == 404
        assert "Linkki ei ole enää voimassa" in answer.text
    assert readers(joined) == set()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "aino",
        "aino@",
        "@example.org",
        "aino@example",
        "aino@example.org\r\nBcc: joku@example.org",
        "aino@example.org\nBcc: joku@example.org",
        "aino@example.org, joku@example.org",
        "aino@example.org joku@example.org",
        "<aino@example.org>",
        '"a b"@example.org',
        "aino@[127.0.0.1]",
        "a" * 300 + "@example.org",
        "aino@example.org\x00",
        "aino@example.org\u202e",
        "-froot@example.org",
    ],
)
def test_what_is_no_address_is_sent_back_with_the_form(joined: Served, address: str) -> None:
    answer = joined.post(FORM, fields(address, audiences=("kunnat",), edition="sv"))
    assert answer.status == 422
    assert "Kirjoita sähköpostiosoite kokonaan" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert re.search(r'value="kunnat" checked', answer.text)
    assert re.search(r'value="sv" checked', answer.text)
    assert joined.inbox.wait(1, seconds=0.05) == []


def test_markup_in_the_address_comes_back_as_text(joined: Served) -> None:
    answer = joined.post(FORM, fields('"><script>alert(1)</script>'))
    assert "<script" not in answer.text
    assert "&#34;&gt;&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (fields(audiences=()), "Valitse ainakin yksi kirje"),
        (fields(audiences=("nope", "../etc")), "Valitse ainakin yksi kirje"),
        (fields(edition="de"), "Valitse kieli"),
        ([("audience", "jarjestot")], "Kirjoita sähköpostiosoite kokonaan"),
    ],
)
def test_only_what_is_offered_can_be_chosen(joined: Served, given: list[tuple[str, str]], said: str) -> None:
    answer = joined.post(FORM, given)
    assert answer.status == 422
    assert said in answer.text


def test_an_edition_that_a_letter_does_not_come_in_is_told(joined: Served) -> None:
    audiences = joined.site.home.root / "audiences"
    audiences.mkdir()
    shipped = joined.site.audiences["kunnat"]
    text = (
        f'id = "kunnat"\nlanguages = ["fi"]\n[names]\nfi = "{shipped.names["fi"]}"\n[taglines]\nfi = "x"\n'
        '[mail]\nfrom = "a@kooste.example"\nreply_to = "b@kooste.example"\n[[section]]\nid = "also"\nstyle = "line"\n'
    )
    (audiences / "kunnat.toml").write_text(text, encoding="utf-8")
    answer = joined.post("/sv/subscribe/", fields(audiences=("kunnat",), edition="sv"))
    assert answer.status == 422
    assert "Brevet Kuntaviikko kommer inte ut på det valda språket" in answer.text
    assert joined.post("/sv/subscribe/", fields(audiences=("kunnat",), edition="fi")).status == 303


def test_an_international_domain_is_mailed_in_its_ascii_form(joined: Served) -> None:
    joined.post(FORM, fields("aino@järjestö.example"))
    assert joined.inbox.wait(1)[0]["To"] == "aino@xn--jrjest-bua3m.example"


def test_a_relay_that_refuses_is_not_asked_again_and_nobody_is_told(joined: Served) -> None:
    joined.inbox.refuses.append("550 5.1.1 no such user")
    assert joined.post(FORM, fields()).status == 303
    assert joined.inbox.wait(1, seconds=0.3) == []
    assert joined.inbox.refuses == []


def test_the_form_names_the_audience_that_a_link_named(joined: Served) -> None:
    text = joined.ask("/fi/subscribe/?audience=kunnat&audience=<b>").text
    assert re.search(r'value="kunnat" checked', text)
    assert not re.search(r'value="jarjestot" checked', text)
    assert "<b>" not in text


def test_the_form_names_its_own_origin_for_older_browsers(joined: Served) -> None:
    assert joined.ask(FORM).headers["referrer-policy"] == "same-origin"


def test_without_a_relay_nobody_can_subscribe(pages: Served) -> None:
    assert "Tilaukset eivät ole vielä auki" in pages.ask(FORM).text
    answer = pages.post(FORM, fields())
    assert (answer.status, "<form" in answer.text) == (200, False)
