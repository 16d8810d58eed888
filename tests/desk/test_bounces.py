"""Bounces told by a mail service: taken with the secret only, and the answer tells nothing about readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk.site import Site
from tests.desk.site import NOW, Clock, Served, served
from tests.desk.test_joining import fields, link
from warehouse.home import Home
from warehouse.outbox import Mailing, begin, sender
from warehouse.subscriber_list import subscribers

SECRET = "kolmekymmentä".encode().hex()
BOUNCE = """\
From: MAILER-DAEMON@mail.example
To: <palautus+{tag}@kooste.example>
Return-Path: <>
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; aino@example.org
Action: failed
Status: 5.1.1

--b--
"""


@pytest.fixture
def hook(joined: Served) -> Iterator[Served]:
    """A desk that takes bounces, with one reader and one letter sent."""
    joined.post("/fi/subscribe/", fields())
    joined.post(link(joined))
    site = replace(joined.site, bounce_secret=SECRET)
    with served(site, clock=joined.clock, inbox=joined.inbox) as found:
        yield found


def tag_of_letter(home: Home) -> str:
    mailing = Mailing(
        issue="2026-W47.jarjestot.fi", week="2026-W47", audience="jarjestot", language="fi", sha256="x", letter=b"x"
    )
    with sender(home, wait=5) as opened:
        assert begin(opened, mailing, NOW) == 1
        return str(opened.execute("select tag from outbox").fetchone()[0])


def test_a_bounce_with_the_secret_ends_the_letters(hook: Served) -> None:
    raw = BOUNCE.format(tag=tag_of_letter(hook.site.home)).encode()
    answer = hook.ask("/bounces", method="POST", body=raw, headers={"Authorization": f"Bearer {SECRET}"})
    assert (answer.status, answer.body) == (204, b"")
    (reader,) = subscribers(hook.site.home)
    assert reader.suppressed


@pytest.mark.parametrize(
    "said", ["", "Bearer ", f"bearer {SECRET}", f"Bearer {SECRET}x", f"Basic {SECRET}", "Bearer ä"]
)
def test_without_the_secret_nothing_is_taken(hook: Served, said: str) -> None:
    raw = BOUNCE.format(tag=tag_of_letter(hook.site.home)).encode()
    headers = {"Authorization": said.encode().decode("latin-1")} if said else {}
    assert hook.ask("/bounces", method="POST", body=raw, headers=headers).status == 403
    (reader,) = subscribers(hook.site.home)
    assert not reader.suppressed


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 1000, BOUNCE.format(tag="ab" * 15).encode()])
def test_a_bounce_about_nobody_is_answered_alike(hook: Served, raw: bytes) -> None:
    answer = hook.ask("/bounces", method="POST", body=raw, headers={"Authorization": f"Bearer {SECRET}"})
    assert answer.status == 204


def test_an_endless_bounce_is_refused(hook: Served) -> None:
    answer = hook.ask("/bounces", method="POST", body=b"x" * 600_000, headers={"Authorization": f"Bearer {SECRET}"})
    assert answer.status == 413


def test_without_a_secret_there_is_no_such_page(tmp_path: Path) -> None:
    with served(Site(home=Home(tmp_path), public_url="http://127.0.0.1", clock=Clock())) as pages:
        assert pages.ask("/bounces", method="POST", headers={"Authorization": "Bearer None"}).status == 404
