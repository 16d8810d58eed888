"""A reader's own copy: the stored bytes, changed only where they name the reader."""

from __future__ import annotations

from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.letter import LETTER
from digest.personal import Copy, LetterError, message_id, personal, unsubscribe_address
from digest.precheck import precheck

OWN = "https://kooste.example/u"
LINK = f"{OWN}/{'aB3_-' * 30}"
ASA = Copy(recipient="asa@xn--jrjest-bua3m.example", name="ab" * 12, link=LINK, token="T0k3n")


def stored(text: str = "Hei\n", html: str = "<p>Hei</p>", *, own: str = OWN, footer: str = OWN) -> bytes:
    message = EmailMessage(policy=LETTER)
    message["From"] = "Viikko ÄÖ <viikko@kooste.example>"
    message["To"] = "viikko@kooste.example"
    message["Subject"] = "Järjestöviikko 47/2026: " + "pitkä otsikko " * 12
    message["Message-ID"] = "<2026-W47.jarjestot.fi+sv@kooste.example>"
    message["Date"] = "Mon, 23 Nov 2026 06:00:00 +0200"
    message["List-Unsubscribe"] = f"<{own}>, <mailto:a@kooste.example?subject=unsubscribe%20jarjestot>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(f"{text}\n-- \nPeruuta tilaus: {footer}\nVastaa\n", cte="quoted-printable")
    end = f'<p><a class="a" href="{footer}" style="x">Peruuta</a> <a href="https://kooste.example/fi/">Arkisto</a></p>'
    message.add_alternative(f"{html}{end}\n", subtype="html", cte="quoted-printable")
    message.set_boundary("=_kiinteä".encode().hex())
    return message.as_bytes()


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(raw: bytes, kind: str) -> str:
    found = read(raw).get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_headers_are_the_readers_own_and_the_rest_stays_byte_by_byte() -> None:
    letter = stored()
    own = personal(letter, ASA)
    head = own.partition(b"\r\n\r\n")[0].decode("ascii")
    assert f"\r\nTo: {ASA.recipient}\r\n" in head
    assert f"\r\nMessage-ID: <2026-W47.jarjestot.fi+sv.{'ab' * 12}@kooste.example>\r\n" in head
    assert f"\r\nList-Unsubscribe: <{LINK}>, <mailto:a@kooste.example?subject=unsubscribe%20T0k3n>\r\n" in head
    assert head.count("List-Unsubscribe-Post: List-Unsubscribe=One-Click") == 1
    told = (b"To:", b"Message-ID:", b"List-Unsubscribe", b" ")
    others = [line for line in letter.partition(b"\r\n\r\n")[0].split(b"\r\n") if not line.startswith(told)]
    assert [line for line in others if line not in own.split(b"\r\n")] == []
    for kind in ("plain", "html"):
        assert part(own, kind) == part(letter, kind).replace(OWN, LINK)
    assert personal(letter, ASA) == own
    assert own.isascii()


@settings(max_examples=40)
@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=200),
    token=st.text("abcXYZ019_-", min_size=1, max_size=400),
)
def test_only_the_footers_link_changes_whatever_stands_above(text: str, token: str) -> None:
    body = f"{text} {OWN}\n{text}{OWN}x\n"
    html = f'<p>{OWN} <a href="{OWN}">paha linkki</a></p>'
    own = personal(stored(body, html), Copy(recipient="a@example.fi", name="x", link=f"{OWN}/{token}"))
    plain = stored(body, html)
    assert part(own, "plain") == part(plain, "plain").replace(f"tilaus: {OWN}\n", f"tilaus: {OWN}/{token}\n")
    assert part(own, "html") == part(plain, "html").replace(
        f'class="a" href="{OWN}"', f'class="a" href="{OWN}/{token}"'
    )
    assert max(map(len, own.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78


def test_a_link_that_was_folded_over_two_lines_is_found() -> None:
    own = f"https://kooste.example/{'pitka-polku/' * 12}u"
    letter = stored(own=own, footer=own)
    assert b"=\r\n" in letter
    assert f"Peruuta tilaus: {LINK}\n" in part(personal(letter, ASA), "plain")
    assert unsubscribe_address(letter) == own


def test_an_ampersand_in_the_address_is_found_in_the_markup() -> None:
    own = "https://kooste.example/u?a=1&b=2"
    letter = (
        stored(own=own).replace(b'https://kooste.example/u"', b"x").replace(b'href=3D"https://kooste.example/u"', b"")
    )
    with pytest.raises(LetterError, match="no link"):
        personal(letter, ASA)
    html = stored(own=own, footer=own.replace("&", "&amp;")).replace(
        b"tilaus: https://kooste.example/u?a=3D1&amp;b=3D2", b"tilaus: https://kooste.example/u?a=3D1&b=3D2"
    )
    assert f'href="{LINK}"' in part(personal(html, ASA), "html")


def test_http_is_no_one_click(tmp_path: object) -> None:
    letter = stored()
    own = personal(letter, Copy(recipient="a@example.fi", name="x", link="http://localhost:8765/u/T"))
    assert b"List-Unsubscribe-Post" not in own
    assert b"\r\nList-Unsubscribe: <http://localhost:8765/u/T>, <mailto:" in own


def test_a_utf8_address_stands_as_it_is() -> None:
    own = personal(stored(), Copy(recipient="äiti@example.fi", name="x", link=LINK))
    assert "\r\nTo: äiti@example.fi\r\n".encode() in own


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example/\r\nBcc: b@example.fi",
        "javascript:x",
        "https://a.example/ä",
        "https://a.example/" + "a" * 900,
        "https://a.example/>, <https://b",
    ],
)
def test_a_link_that_cannot_stand_in_a_header_is_refused(link: str) -> None:
    with pytest.raises(LetterError, match="no plain web address"):
        personal(stored(), Copy(recipient="a@example.fi", name="x", link=link))


@pytest.mark.parametrize(
    ("letter", "told"),
    [
        (b"", "no body"),
        (b"A: b\r\n\r\n", "names no web address for unsubscribing"),
        (stored().replace(b"<https://kooste.example/u>, ", b""), "names no web address for unsubscribing"),
        (stored().replace(b"multipart/alternative; boundary=", b"text/plain; x="), "not in parts"),
        (stored().replace(b"quoted-printable", b"base64"), "is not quoted-printable"),
        (stored(footer="https://kooste.example/x"), "footer holds no link"),
    ],
)
def test_a_letter_that_cannot_be_anybodys_own_is_told(letter: bytes, told: str) -> None:
    with pytest.raises(LetterError, match=told):
        personal(letter, ASA)
    assert precheck(letter).faults


@settings(max_examples=40)
@given(st.binary(max_size=400))
def test_any_bytes_are_a_letter_or_a_letter_error(raw: bytes) -> None:
    for letter in (raw, stored()[:300] + raw, stored()[:-200] + raw):
        with suppress(LetterError):
            personal(letter, ASA)
        precheck(letter)


def test_the_message_id_is_the_same_every_time_and_names_nobody() -> None:
    assert message_id(stored(), "ab" * 12) == f"<2026-W47.jarjestot.fi+sv.{'ab' * 12}@kooste.example>"


def test_a_precheck_tells_sizes_and_what_is_odd() -> None:
    small = precheck(stored())
    assert small.faults == ()
    assert (small.html_size < 500, small.size) == (True, len(stored()))
    assert small.warnings == (
        "it comes from viikko@kooste.example, an address that nobody can answer: set [mail] in the audience's file",
        "it has no Reply-To, List-Id, List-Archive",
    )
    big = precheck(stored(html="<p>" + "å" * 60_000 + "</p>"))
    assert big.warnings[0] == "the HTML is 120 kB: Gmail cuts it at 102"
