from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.headerregistry import ContentTypeHeader
from email.message import EmailMessage
from email.policy import default

import pytest

from digest import render
from digest.audience import Audience
from digest.audience_file import find_audience
from digest.issue import Issue
from digest.letter import letter
from digest.material import Version
from digest.select import select
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK, entry

JARJESTOT = find_audience("jarjestot")
TOKEN = "https://kooste.example/peru/" + "aB3_-" * 40


def issue(*stories: object, language: str = "fi", audience: Audience = JARJESTOT) -> Issue:
    offered = stories or ENTRIES
    return select(offered, OCCASIONS, audience=audience, week=WEEK, language=language)  # type: ignore[arg-type]


def parsed(message: EmailMessage) -> EmailMessage:
    back = message_from_bytes(message.as_bytes(), policy=default)
    assert isinstance(back, EmailMessage)
    return back


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_letter_reads_back_as_text_and_html(language: str) -> None:
    one = issue(language=language)
    back = parsed(letter(one))
    assert isinstance(back["Content-Type"], ContentTypeHeader)
    assert back.get_content_type() == "multipart/alternative"
    assert back["Content-Language"] == language
    assert str(back["Subject"]).startswith(
        {"fi": "Järjestöviikko 47/2026: ", "sv": "Organisationsveckan 47/2026: "}[language]
    )
    assert body(back, "plain") == render.text(one)
    assert body(back, "html") == render.html(one)
    assert not back.defects


def test_the_same_letter_is_the_same_bytes_and_ascii() -> None:
    first, second = letter(issue()).as_bytes(), letter(issue()).as_bytes()
    assert first == second
    assert first.isascii()
    assert b"\n" not in first.replace(b"\r\n", b"")
    assert max(map(len, first.split(b"\r\n"))) <= 998


def test_list_headers_are_never_folded_or_encoded() -> None:
    wire = letter(issue(), recipient="Åsa Öberg <asa@example.fi>", unsubscribe=TOKEN).as_bytes()
    mailto = b"<mailto:toimitus@kooste.example?subject=unsubscribe%20jarjestot>"
    assert b"\r\nList-Unsubscribe: <" + TOKEN.encode() + b">, " + mailto + b"\r\n" in wire
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in wire
    assert b"\r\nList-Id: <fi.jarjestot.kooste.example>\r\n" in wire
    assert b"\r\nAuto-Submitted: auto-generated\r\n" in wire
    assert b"\r\nDate: Mon, 23 Nov 2026 06:00:00 +0200\r\n" in wire
    assert TOKEN in body(parsed(letter(issue(), unsubscribe=TOKEN)), "html")


def test_each_reader_has_an_own_message_id_that_names_nobody() -> None:
    ids = {str(letter(issue(), recipient=to)["Message-ID"]) for to in ("a@example.fi", "b@example.fi", None)}
    assert len(ids) == 3
    assert "<2026-W47.jarjestot.fi@kooste.example>" in ids
    assert not [one for one in ids if "a@" in one or "example.fi" in one]


@pytest.mark.parametrize(
    "title",
    [
        "Kutsu\r\nBcc: joku@example.fi",
        "Kutsu\nBcc: joku@example.fi",
        "Kutsu\u2028Bcc: x",
        "Kutsu\x00\x0bBcc: x",
        "\ud800Kutsu Bcc: x",
    ],
)
def test_a_hostile_title_adds_no_header(title: str) -> None:
    story = entry("paha", versions={"fi": Version(title=title, url="https://a.example/")})
    back = parsed(letter(issue(story)))
    assert back["Bcc"] is None
    assert "Kutsu" in str(back["Subject"])
    assert "Bcc" in str(back["Subject"])


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/\r\nBcc: b@example.fi",
        "javascript:x",
        "https://a.example/ä",
        "https://a.example/" + "a" * 900,
        "https://a.example/>, <https://b.example/",
    ],
)
def test_an_address_that_cannot_stand_in_a_header_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is not a plain web address"):
        letter(issue(), unsubscribe=address)


@pytest.mark.parametrize("recipient", ["a@example.fi\r\nBcc: b@example.fi", "a b@example.fi", "ei osoite", ""])
def test_a_recipient_that_is_no_address_is_refused_or_alone(recipient: str) -> None:
    try:
        back = parsed(letter(issue(), recipient=recipient))
    except ValueError:
        return
    assert back["Bcc"] is None


def test_without_a_web_address_unsubscribing_goes_by_mail() -> None:
    quiet = replace(JARJESTOT, mail=replace(JARJESTOT.mail, unsubscribe=None))
    message = letter(issue(audience=quiet))
    assert message["List-Unsubscribe"] == "<mailto:toimitus@kooste.example?subject=unsubscribe%20jarjestot>"
    assert message["List-Unsubscribe-Post"] is None
