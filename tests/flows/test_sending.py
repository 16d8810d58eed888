"""Letters to readers through a real mail server: each of them once, whatever is run, refused or changed in between."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from flows.letting_go import NotReady, approve, send_test
from flows.sending import send_due, waiting
from tests.flows.sending_home import (
    MONDAY,
    OWN,
    WEEK,
    add_readers,
    approved,
    ready_home,
    send,
    settings_at,
    states,
    tried_out,
    write_letters,
)
from tests.postbox import Postbox, Rude
from warehouse.desk import desk
from warehouse.home import Home
from warehouse.outbox import LIFE, OutboxError, Sending, decide_doubt, in_doubt, sender
from warehouse.subscriber_list import remove, subscribers
from warehouse.subscribers import peek, preferences, unsubscribe


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)


def test_every_reader_gets_one_letter_of_their_own_and_the_next_run_sends_nothing(tmp_path: Path) -> None:
    home, readers = ready_home(tmp_path, 3)
    with Postbox() as post:
        first, second = send(home, post.place), send(home, post.place)
    assert (first.sent, second.sent) == (3, 0)
    assert post.counts() == dict.fromkeys(readers, 1)
    assert (
        len({letter.sender for letter in post.got})
        == len({str(letter.parsed["Message-ID"]) for letter in post.got})
        == 3
    )
    for letter in post.got:
        message = letter.parsed
        link = str(message["List-Unsubscribe"]).split(">")[0].removeprefix("<")
        token = link.removeprefix(f"{OWN}/")
        assert letter.sender.startswith("viikko+")
        assert message["To"] == letter.to
        assert (
            f"List-Unsubscribe: <{link}>, <mailto:viikko@kooste.example?subject=unsubscribe%20{token}>\r\n".encode()
            in letter.content
        )
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        text, html = (str(message.get_body((kind,)).get_content()) for kind in ("plain", "html"))  # type: ignore[union-attr]
        assert f"Peruuta tilaus: {link}\n" in text.replace("\r\n", "\n")
        assert f'<a href="{link}">Peruuta tilaus</a>' in html
        assert letter.to not in link
        standing = peek(home, token, "unsubscribe", MONDAY)
        assert standing is not None
        assert (standing.audiences, standing.is_active) == (("avustukset",), True)


def test_a_letter_waits_for_its_day_its_approval_and_an_audiences_first_test_letter(tmp_path: Path) -> None:
    home = Home(tmp_path)
    write_letters(home, ("jarjestot", "fi"), ("jarjestot", "sv"))
    add_readers(home, 2, audience="jarjestot")
    early = MONDAY - timedelta(hours=2)
    with Postbox() as post:
        said = send_due(settings_at(home, early), week=WEEK, environment={"KOOSTE_SMTP": post.place})
        finnish, swedish = said.letters
        assert [why.split(":")[0] for why in finnish.why] == [
            "it is due 23.11.2026 at 06.00",
            "it waits for approval",
            "this audience's first letter wants a test letter before it",
        ]
        assert swedish.why == ("nobody reads it yet",)
        assert approved(home, f"{WEEK}.jarjestot") == (f"{WEEK}.jarjestot.fi", f"{WEEK}.jarjestot.sv")
        assert len(waiting(settings_at(home))) == 1
        assert send(home, post.place).sent == 0
        trials = send_test(
            settings_at(home), "liisa@toimitus.example", language="fi", environment={"KOOSTE_SMTP": post.place}
        )
        assert [(trial.issue, trial.outcome.is_sent) for trial in trials] == [(f"{WEEK}.jarjestot.fi", True)]
        assert post.counts() == {"liisa@toimitus.example": 1}
        assert waiting(settings_at(home)) == ()
        assert send(home, post.place).sent == 2


def test_what_was_approved_is_what_goes(tmp_path: Path) -> None:
    home = Home(tmp_path)
    write_letters(home, ("jarjestot", "fi"), note="ensimmäinen")
    readers = add_readers(home, 4, audience="jarjestot")
    tried_out(home, "jarjestot")
    approved(home, f"{WEEK}.jarjestot.fi")
    write_letters(home, ("jarjestot", "fi"), note="toinen")
    with Postbox() as post:
        (held,) = send(home, post.place).letters
        assert held.why == ("it has changed since Liisa approved it: `kooste send --approve 2026-W47.jarjestot.fi`",)
        approved(home, f"{WEEK}.jarjestot.fi")
        assert (
            send_due(settings_at(home), limit=2, environment={"KOOSTE_SMTP": post.place, "KOOSTE_SMTP_RATE": "0"}).sent
            == 2
        )
        # Written anew in the middle of its sending: the rest of the readers get what the first ones got.
        write_letters(home, ("jarjestot", "fi"), note="kolmas")
        assert send(home, post.place).sent == 2
    assert post.counts() == dict.fromkeys(readers, 1)
    assert all("toinen" in letter.content.decode() for letter in post.got)


def test_bytes_that_nobody_recorded_do_not_go(tmp_path: Path) -> None:
    home, _ = ready_home(tmp_path, 1)
    path = home.issues / WEEK / f"{WEEK}.avustukset.fi.eml"
    path.write_bytes(path.read_bytes().replace(b"huomenta", b"iltaa"))
    with Postbox() as post:
        (held,) = send(home, post.place).letters
        assert held.why == ("its .eml is gone or changed: write it again with `kooste digest`",)
        with pytest.raises(NotReady, match="gone or changed"):
            approve(settings_at(home), f"{WEEK}.avustukset.fi", by="Liisa")
    assert post.got == []


def test_a_letter_without_a_way_out_never_goes(tmp_path: Path) -> None:
    home, _ = ready_home(tmp_path, 1, footer="https://kooste.example/")
    with Postbox() as post:
        (held,) = send(home, post.place).letters
    assert held.why == ("the letter's footer holds no link for unsubscribing",)


def test_a_dry_run_writes_and_sends_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    write_letters(home, ("avustukset", "fi"))
    report = send_due(settings_at(home), dry_run=True, environment={})
    assert not home.desk.exists()
    assert (report.is_rehearsal, report.letters[0].readers) == (True, 0)
    add_readers(home, 3)
    tried_out(home, "avustukset")
    report = send_due(settings_at(home), dry_run=True, environment={"KOOSTE_SMTP": "127.0.0.1:9"})
    assert (report.letters[0].readers, report.letters[0].why, report.stopped) == (3, (), None)
    assert report.letters[0].warnings[0].startswith("it comes from viikko@kooste.example")
    assert "esimerkki" not in report.markdown
    assert states(home) == {}


def test_without_a_relay_nothing_begins(tmp_path: Path) -> None:
    home, _ = ready_home(tmp_path, 1)
    report = send_due(settings_at(home), environment={})
    assert report.stopped == "no mail relay is named: set KOOSTE_SMTP=host:port"
    assert states(home) == {}


def test_who_has_nothing_to_send_needs_no_relay(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert send_due(settings_at(home), environment={}).needs_person == ()
    write_letters(home, ("avustukset", "fi"), ("jarjestot", "fi"))
    report = send_due(settings_at(home), environment={})
    assert (len(report.letters), report.needs_person) == (2, ())


def test_a_refused_mailbox_is_mailed_to_no_more_and_a_full_one_is_tried_again(tmp_path: Path) -> None:
    home, (gone, full, well) = ready_home(tmp_path, 3)
    with Postbox(refusals={gone: f"550 5.1.1 <{gone}> unknown", full: "452 4.2.2 full"}) as post:
        (letter,) = send(home, post.place).letters
        assert (letter.sent, letter.failed, letter.waiting) == (1, 1, 1)
        assert letter.next_at == MONDAY + timedelta(minutes=5)
        assert letter.state == "waiting until 23.11. 07.05"
        assert send(home, post.place, now=MONDAY + timedelta(minutes=4)).sent == 0
        post.refusals.pop(full)
        assert send(home, post.place, now=MONDAY + timedelta(minutes=5)).sent == 1
    assert post.counts() == {full: 1, well: 1}
    assert {s.address: s.suppressed for s in subscribers(home)} == {gone: "refused: 550", full: None, well: None}
    with desk(home) as opened:
        kept = "".join(map(str, opened.execute("select * from outbox").fetchall()))
    assert "esimerkki" not in kept
    assert "lukija" not in kept


def test_what_is_never_taken_is_given_up(tmp_path: Path) -> None:
    home, (full,) = ready_home(tmp_path, 1)
    with Postbox(refusals={full: "452 4.2.2 full"}) as post:
        at = MONDAY
        for _ in range(40):
            (letter,) = send(home, post.place, now=at).letters
            if not letter.waiting:
                break
            assert letter.next_at is not None
            at = letter.next_at
    assert letter.failed == 1
    assert LIFE <= at - MONDAY < LIFE + timedelta(hours=4)
    assert subscribers(home)[0].suppressed is None


def test_a_relay_that_refuses_us_costs_no_reader_anything(tmp_path: Path) -> None:
    home, readers = ready_home(tmp_path, 2)
    with Rude("MAIL", says="530 5.7.0 authenticate first") as server:
        report = send(home, server.place)
    assert report.stopped == "refused at sender: 530 5.7.0 authenticate first"
    assert set(states(home).values()) == {"queued"}
    with Postbox() as post:
        assert send(home, post.place).sent == 2
    assert post.counts() == dict.fromkeys(readers, 1)


def test_a_relay_that_refuses_every_letter_does_not_get_the_whole_list(tmp_path: Path) -> None:
    home, _ = ready_home(tmp_path, 8)
    with Postbox(answer=lambda to: "554 5.7.1 looks like spam") as post:
        report = send(home, post.place)
    assert report.stopped is not None
    assert sorted(states(home).values()) == ["failed"] * 3 + ["queued"] * 5
    assert all(s.suppressed is None for s in subscribers(home))


def test_a_relay_that_drops_every_letter_leaves_three_in_doubt_and_a_person_settles_them(tmp_path: Path) -> None:
    home, readers = ready_home(tmp_path, 6)
    with Rude("taken") as server:
        report = send(home, server.place)
    assert report.in_doubt == 3
    assert report.needs_person[0] == "3 letters in doubt: `kooste send --in-doubt`"
    doubts = in_doubt(home)
    assert len(doubts) == 3
    with Postbox() as post:
        assert send(home, post.place).sent == 3
        later = send(home, post.place, now=MONDAY + timedelta(days=1))
        assert (later.sent, later.in_doubt) == (0, 3)
        assert (
            decide_doubt(home, f"{doubts[0].issue}/{doubts[0].subscriber[:8]}", again=False, by="Liisa", at=MONDAY) == 1
        )
        assert decide_doubt(home, doubts[0].issue, again=True, by="Liisa", at=MONDAY + timedelta(days=3)) == 2
        assert send(home, post.place, now=MONDAY + timedelta(days=3)).sent == 2
    assert set(states(home).values()) == {"sent"}
    assert len(post.got) == 5
    assert in_doubt(home) == []
    with pytest.raises(OutboxError, match=r"nothing of '2026-W47\.avustukset\.fi' is in doubt"):
        decide_doubt(home, "2026-W47.avustukset.fi", again=True, by="Liisa", at=MONDAY)
    assert max(post.counts().values()) == 1
    assert set(post.counts()) <= set(readers)


def test_who_leaves_between_two_runs_gets_nothing_more(tmp_path: Path) -> None:
    home, readers = ready_home(tmp_path, 3)
    with Postbox() as post:
        send_due(settings_at(home), limit=1, environment={"KOOSTE_SMTP": post.place, "KOOSTE_SMTP_RATE": "0"})
        rest = sorted(set(readers) - set(post.counts()))
        assert remove(home, rest[0], None, MONDAY) == ("avustukset",)
        (letter,) = send(home, post.place).letters
    assert post.counts() == {reader: 1 for reader in readers if reader != rest[0]}
    assert (letter.sent, letter.dropped) == (2, 1)


def test_who_changes_language_on_monday_does_not_get_the_week_twice(tmp_path: Path) -> None:
    home = Home(tmp_path)
    write_letters(home, ("avustukset", "fi"))
    tried_out(home, "avustukset")
    add_readers(home, 1)
    with Postbox() as post:
        assert send(home, post.place).sent == 1
        token = str(post.got[0].parsed["List-Unsubscribe"]).split(">")[0].removeprefix(f"<{OWN}/")
        standing = peek(home, token, "unsubscribe", MONDAY)
        assert standing is not None
        preferences(home, standing.preferences, "sv", ["avustukset"], MONDAY)
        write_letters(home, ("avustukset", "sv"))
        assert send(home, post.place).sent == 0
        # Somebody who leaves and comes back the same day is the same reader.
        unsubscribe(home, token, MONDAY)
        add_readers(home, 1)
        assert send(home, post.place, now=MONDAY + timedelta(hours=1)).sent == 0


def test_two_senders_at_once_are_one(tmp_path: Path) -> None:
    home, _ = ready_home(tmp_path, 1)
    with (
        Postbox() as post,
        sender(home, wait=0),
        pytest.raises(Sending, match=r"process \d+ has been sending letters since 20"),
    ):
        send(home, post.place)
    assert post.got == []


def test_the_public_address_and_the_return_address_of_the_environment_win(tmp_path: Path) -> None:
    home, _ = ready_home(tmp_path, 1)
    with Postbox() as post:
        send(home, post.place, KOOSTE_PUBLIC_URL="https://uutiset.example.fi/", KOOSTE_RETURN="palautus@example.fi")
    (letter,) = post.got
    assert str(letter.parsed["List-Unsubscribe"]).startswith("<https://uutiset.example.fi/u/")
    assert letter.sender.startswith("palautus+")
    assert letter.sender.endswith("@example.fi")


def test_an_outbox_row_cannot_be_made_twice(tmp_path: Path) -> None:
    home, _ = ready_home(tmp_path, 1)
    with Postbox() as post:
        send(home, post.place)
    with desk(home) as opened, pytest.raises(sqlite3.IntegrityError):
        opened.execute(
            "insert into outbox (issue, subscriber, edition_of, tag) select issue, subscriber, 'x', 'y' from outbox"
        )


def test_the_bytes_of_a_letter_are_let_go_when_its_sending_is_long_over(tmp_path: Path) -> None:
    home, _ = ready_home(tmp_path, 1)
    later = MONDAY + timedelta(days=61)
    with Postbox(answer=lambda to: "554 5.7.1 spam") as post:
        send(home, post.place)
        send(home, post.place, now=later)
    with desk(home) as opened:
        assert opened.execute("select length(letter) from mailing").fetchall() == [(0,)]
    with pytest.raises(OutboxError):
        decide_doubt(home, f"{WEEK}.avustukset.fi", again=True, by="Liisa", at=later)


def test_another_week_waits_to_be_named(tmp_path: Path) -> None:
    home, _ = ready_home(tmp_path, 1)
    settings = replace(settings_at(home), now=MONDAY + timedelta(days=14))
    with Postbox() as post:
        environment = {"KOOSTE_SMTP": post.place, "KOOSTE_SMTP_RATE": "0"}
        assert send_due(settings, environment=environment).sent == 0
        assert send_due(settings, week=WEEK, environment=environment).sent == 1
