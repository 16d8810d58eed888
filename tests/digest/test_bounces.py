"""What comes back: believed only where it bears what we alone can have made, and read whatever its bytes are."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.bounce_box import BoxError, box_of, read
from digest.bounces import Bounced, read_report, take_bounce
from flows.bounced import read_box
from tests.flows.sending_home import MONDAY, ready_home, send, settings_at
from tests.postbox import Letter, Postbox
from warehouse.desk import desk
from warehouse.home import Home
from warehouse.subscriber_list import Entry, import_list, subscribers
from warehouse.subscribers import confirm, request


def report(
    to: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    returned: str = "",
    victim: str = "uhri@esimerkki.example",
) -> bytes:
    """A delivery report as RFC 3464 has it."""
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@posti.example>
To: {to}
Auto-Submitted: auto-replied
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="raja"

--raja
Content-Type: text/plain

Unknown user {victim}
--raja
Content-Type: message/delivery-status

Reporting-MTA: dns; posti.example

Final-Recipient: rfc822; {victim}
Original-Recipient: rfc822; {victim}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} unknown

--raja
Content-Type: text/rfc822-headers

{returned}
--raja--
""".replace("\n", "\r\n").encode()


@pytest.fixture
def sent(tmp_path: Path) -> tuple[Home, list[Letter]]:
    """A home whose three readers have got a letter."""
    home, _ = ready_home(tmp_path / "home", 3)
    with Postbox() as post:
        send(home, post.place)
    return home, post.got


def unreached(home: Home) -> dict[str, str]:
    return {one.address: one.suppressed for one in subscribers(home) if one.suppressed}


def test_a_dead_address_is_mailed_to_no_more_until_its_owner_confirms_it(sent: tuple[Home, list[Letter]]) -> None:
    home, (letter, other, _) = sent
    raw = report(letter.sender, victim=other.to)
    assert take_bounce(home, raw, MONDAY) == Bounced(kind="hard", status="5.1.1", is_suppressed=True)
    assert take_bounce(home, raw, MONDAY) == Bounced(kind="hard", status="5.1.1", is_suppressed=True)
    # The report names somebody else: it is the return address that counts.
    assert unreached(home) == {letter.to: "bounced: 5.1.1"}
    with desk(home) as opened:
        assert opened.execute("select count(*) from bounce").fetchone() == (1,)
    dead = Entry(address=letter.to, audience="avustukset", language="fi", consent_at=MONDAY)
    assert import_list(home, [dead]).suppressed == 1
    assert import_list(home, [dead], by="added").changed == 1
    assert unreached(home) == {}
    take_bounce(home, raw, MONDAY)
    wanted = request(home, letter.to, ["avustukset"], "fi", MONDAY)
    assert wanted is not None
    confirm(home, wanted.token, MONDAY)
    assert unreached(home) == {}


def test_a_report_that_came_elsewhere_is_known_by_our_message_id(sent: tuple[Home, list[Letter]]) -> None:
    home, (letter, *_) = sent
    own = f"Message-ID: {letter.parsed['Message-ID']}\r\nSubject: x"
    assert take_bounce(home, report("toimitus@kooste.example", returned=own), MONDAY).kind == "hard"
    assert list(unreached(home)) == [letter.to]


@pytest.mark.parametrize(
    "to", ["viikko@kooste.example", "viikko+" + "0" * 30 + "@kooste.example", "viikko+" + "ab" * 15 + "@kooste.example"]
)
def test_anybody_may_write_a_report_about_anybody(sent: tuple[Home, list[Letter]], to: str) -> None:
    home, (letter, *_) = sent
    forged = report(to, victim=letter.to, returned=f"Message-ID: <2026-W47.avustukset.fi.{'0' * 24}@kooste.example>")
    assert take_bounce(home, forged, MONDAY) == Bounced(kind="none", status="5.1.1")
    assert unreached(home) == {}


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", "hard"),
        ("5.1.10", "FAILED", "hard"),
        ("5.2.1", "failed", "hard"),
        ("5.0.0", "failed", "hard"),
        ("5.2.2", "failed", "soft"),
        ("5.7.1", "failed", "soft"),
        ("5.1.8", "failed", "soft"),
        ("4.4.7", "failed", "soft"),
        ("4.4.7", "delayed", "none"),
        ("2.0.0", "delivered", "none"),
        ("5.1.1", "relayed", "none"),
        ("nonsense", "failed", "none"),
    ],
)
def test_what_a_status_means(status: str, action: str, kind: str) -> None:
    assert read_report(report("x@y.example", status=status, action=action)).kind == kind


def test_soft_bounces_of_four_letters_end_it(sent: tuple[Home, list[Letter]]) -> None:
    home, (letter, *_) = sent
    with desk(home) as opened:
        (reader,) = opened.execute("select id from reader where address = ?", (letter.to,)).fetchone()
        for week in range(3):
            opened.execute("insert into bounce values (?, ?, '2026', 'soft', '4.2.2')", (reader, f"W{week}"))
    assert unreached(home) == {}
    assert take_bounce(home, report(letter.sender, status="4.2.2"), MONDAY).is_suppressed
    assert list(unreached(home)) == [letter.to]


@pytest.mark.parametrize(
    ("head", "body", "kind"),
    [
        ("Return-Path: <>\r\n", "550 5.1.1 no such user", "soft"),
        ("From: MAILER-DAEMON@posti.example\r\n", "452 4.2.2 over quota", "none"),
        ("From: Aino <aino@esimerkki.example>\r\n", "5.1.1 lol", "none"),
        ("Return-Path: <>\r\n", "Toimitus epäonnistui näille vastaanottajille", "soft"),
        ("Return-Path: <>\r\n", "Meddelandet kunde\r\ninte levereras.", "soft"),
        ("Return-Path: <>\r\n", "Viestisi on jonossa ja sitä yritetään uudelleen.", "none"),
        ("From: Aino <aino@esimerkki.example>\r\n", "Toimitus epäonnistui!", "none"),
        ("Return-Path: <>\r\nAuto-Submitted: auto-replied\r\n", "Olen lomalla 5.1.1", "none"),
    ],
)
def test_a_servers_own_words_prove_little_and_an_answer_nothing(head: str, body: str, kind: str) -> None:
    assert read_report(f"{head}To: x@y.example\r\n\r\n{body}\r\n".encode()).kind == kind


@settings(max_examples=30, deadline=None)
@given(raw=st.binary(max_size=600), cut=st.integers(0, 700), put=st.integers(0, 700))
def test_any_bytes_are_read(raw: bytes, cut: int, put: int) -> None:
    whole = report("viikko+" + "ab" * 15 + "@kooste.example")
    for message in (raw, whole[:cut] + raw + whole[put:]):
        assert read_report(message).kind in {"hard", "soft", "none"}


def test_parts_within_parts_within_parts_and_very_long_lines_end() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5_000))
    assert read_report(b"To: a@b.example\r\n" + deep).kind == "none"
    assert read_report(b"To: " + b"a" * 3_000_000 + b"\r\n\r\nx").kind == "none"
    assert read_report(b"To: " + b"a+" * 200_000 + b"@x\r\n\r\nx").kind == "none"


def test_a_maildir_is_read_once_and_what_is_not_ours_stays(sent: tuple[Home, list[Letter]], tmp_path: Path) -> None:
    home, (letter, other, _) = sent
    box = tmp_path / "palautukset"
    (box / "new").mkdir(parents=True)
    (box / "new" / "1.a").write_bytes(report(letter.sender))
    (box / "new" / "2.b").write_bytes(report(other.sender, status="4.2.2"))
    (box / "new" / "3.c").write_bytes(b"Subject: hei\r\n\r\nhei")
    found = read_box(settings_at(home), {"KOOSTE_BOUNCES": f"maildir:{box}"})
    assert found is not None
    assert (found.messages, found.hard, found.soft, found.suppressed) == (3, 1, 1, 1)
    assert sorted(path.name for path in (box / "cur").iterdir()) == ["1.a:2,S", "2.b:2,S"]
    assert [path.name for path in (box / "new").iterdir()] == ["3.c"]


def test_who_asks_by_mail_to_leave_has_left(sent: tuple[Home, list[Letter]], tmp_path: Path) -> None:
    home, (letter, other, _) = sent
    (by_mail,) = re.findall(r"<mailto:[^?]*\?subject=([^>]+)>", str(letter.parsed["List-Unsubscribe"]))
    box = tmp_path / "palautukset"
    (box / "new").mkdir(parents=True)
    subject = unquote(by_mail)
    (box / "new" / "1").write_bytes(f"From: {other.to}\r\nSubject: {subject[:50]}\r\n {subject[50:]}\r\n\r\n".encode())
    (box / "new" / "2").write_bytes(f"From: {other.to}\r\nSubject: unsubscribe {'x' * 90}\r\n\r\n".encode())
    found = read_box(settings_at(home), {"KOOSTE_BOUNCES": f"maildir:{box}"})
    assert found is not None
    assert (found.messages, found.left) == (2, 1)
    # Whoever holds the letter speaks for its reader; who wrote the mail proves nothing.
    assert letter.to not in {one.address for one in subscribers(home)}
    assert len(subscribers(home)) == 2


def test_an_mbox_is_read_before_letters_go(sent: tuple[Home, list[Letter]], tmp_path: Path) -> None:
    home, (letter, *_) = sent
    box = tmp_path / "palautukset"
    box.write_bytes(
        b"From MAILER-DAEMON Mon Nov 23 06:00:00 2026\n" + report(letter.sender).replace(b"\r\n", b"\n") + b"\n"
    )
    with Postbox() as post:
        first = send(home, post.place, now=MONDAY + timedelta(hours=1), KOOSTE_BOUNCES=f"mbox:{box}")
        lost = send(home, post.place, KOOSTE_BOUNCES=f"mbox:{tmp_path / 'none'}")
    assert (first.bounced, list(unreached(home))) == (1, [letter.to])
    assert lost.notes == (f"{tmp_path / 'none'}: there is no such mbox",)


@pytest.mark.parametrize("text", ["", "imap://a@b", "maildir:", "imaps://mail.example.org", "pops://a:b@c d"])
def test_a_mailbox_that_cannot_be_meant(text: str) -> None:
    with pytest.raises(BoxError, match="maildir:DIR, mbox:FILE"):
        box_of(text)


def test_a_mailbox_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BoxError, match="is no maildir"):
        read(box_of(f"maildir:{tmp_path}"), lambda raw: True)
    with pytest.raises(BoxError, match="cannot be read"):
        read(box_of("pops://a@127.0.0.1:9"), lambda raw: True)
