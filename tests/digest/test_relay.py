"""The relay, spoken to by a real client over a real connection."""

from __future__ import annotations

import logging
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme

from digest.relay import Relay, RelayError, notify, post, relay_of
from tests.postbox import Postbox, Rude

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
MESSAGE = b"Subject: hei\r\nTo: a@example.fi\r\n\r\nHei\r\n.piste\r\n"


@pytest.fixture(autouse=True)
def _quiet() -> None:
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)


def at(server: Postbox | Rude, **changes: object) -> Relay:
    values: dict[str, object] = {"host": "127.0.0.1", "port": server.port, "per_minute": 0, "timeout": 5.0}
    return Relay(**values | changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


def pem(authority: trustme.CA, directory: Path) -> Path:
    authority.cert_pem.write_to_path(str(directory / "ca.pem"))
    return directory / "ca.pem"


def test_a_message_arrives_as_it_was_with_its_own_envelope() -> None:
    with Postbox() as post_office:
        outcome = at(post_office).send(MESSAGE, "palautus+x@example.org", "a@example.fi")
    assert (outcome.state, outcome.step, outcome.code) == ("sent", "content", 250)
    (letter,) = post_office.got
    assert (letter.sender, letter.to, letter.content) == ("palautus+x@example.org", "a@example.fi", MESSAGE)


@pytest.mark.parametrize(
    ("content", "arrives"),
    [
        (b"A: b\r\n\r\nx", b"A: b\r\n\r\nx\r\n"),
        (b"A: b\n\nx\n.\ny\n", b"A: b\r\n\r\nx\r\n.\r\ny\r\n"),
        (b"A: b\r\n\r\nx\r.\rMAIL FROM:<evil@example.fi>\r", b"A: b\r\n\r\nx\r\n.\r\nMAIL FROM:<evil@example.fi>\r\n"),
        (b"A: b\r\n\r\n..\r\n.\r\n", b"A: b\r\n\r\n..\r\n.\r\n"),
    ],
)
def test_no_content_ends_itself_and_smuggles_a_second_message(content: bytes, arrives: bytes) -> None:
    with Postbox() as post_office:
        at(post_office).send(content, "b@example.org", "a@example.fi")
    assert [letter.content for letter in post_office.got] == [arrives]


def test_tls_and_login(authority: trustme.CA, tls: ssl.SSLContext, tmp_path: Path) -> None:
    trusted = pem(authority, tmp_path)
    with Postbox(tls=tls, users={"kooste": "sala sana"}) as post_office:
        known = at(post_office, user="kooste", password="sala sana", authority=trusted)
        assert known.check().is_sent
        assert known.send(MESSAGE, "b@example.org", "a@example.fi").is_sent
        wrong = at(post_office, user="kooste", password="wrong", authority=trusted).send(MESSAGE, "b@e.org", "a@e.fi")
        assert (wrong.state, wrong.step, wrong.code) == ("refused", "connect", 535)
        nobody = at(post_office, authority=trusted).send(MESSAGE, "b@example.org", "a@example.fi")
        assert (nobody.state, nobody.code, nobody.is_about_relay) == ("refused", 530, True)
    assert len(post_office.got) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(tls: ssl.SSLContext, tmp_path: Path) -> None:
    stranger = pem(trustme.CA(), tmp_path)
    with Postbox(tls=tls) as post_office:
        outcome = at(post_office, authority=stranger).send(MESSAGE, "b@example.org", "a@example.fi")
        assert (outcome.state, outcome.step) == ("refused", "connect")
        assert "TLS failed: CERTIFICATE_VERIFY_FAILED" in outcome.said
        # To oneself, without a certificate to trust, protection without proof is enough.
        assert at(post_office).send(MESSAGE, "b@example.org", "a@example.fi").is_sent


def test_without_starttls_nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with Postbox() as post_office:
        monkeypatch.setattr(Relay, "is_loopback", False)
        outcome = at(post_office).send(MESSAGE, "b@example.org", "a@example.fi")
    assert (outcome.state, outcome.step, post_office.got) == ("refused", "connect", [])
    assert "offers no STARTTLS" in outcome.reply


@pytest.mark.parametrize(
    ("answer", "state"), [("550 5.1.1 <liisa@example.fi>: no liisa here", "refused"), ("452 4.2.2 full", "deferred")]
)
def test_an_answer_to_a_recipient_is_told_without_the_address(answer: str, state: str) -> None:
    with Postbox(refusals={"liisa@example.fi": answer}) as post_office, at(post_office).session() as session:
        outcome = session.send(MESSAGE, "b@example.org", "liisa@example.fi")
        assert (outcome.state, outcome.step, outcome.code) == (state, "recipient", int(answer[:3]))
        assert "liisa" not in outcome.said
        assert session.send(MESSAGE, "b@example.org", "toinen@example.fi").is_sent


@pytest.mark.parametrize(("answer", "state"), [("451 4.7.1 later", "deferred"), ("554 5.7.1 spam", "refused")])
def test_an_answer_to_the_content(answer: str, state: str) -> None:
    with Postbox(answer=lambda to: answer) as post_office:
        outcome = at(post_office).send(MESSAGE, "b@example.org", "a@example.fi")
    assert (outcome.state, outcome.step) == (state, "content")


@pytest.mark.parametrize(
    ("step", "state", "told"),
    [
        ("greeting", "deferred", "connect"),
        ("EHLO", "deferred", "connect"),
        ("MAIL", "deferred", "sender"),
        ("RCPT", "deferred", "recipient"),
        ("DATA", "deferred", "data"),
        ("content", "in doubt", "content"),
        ("taken", "in doubt", "content"),
    ],
)
@pytest.mark.parametrize("silently", [False, True])
def test_a_dropped_or_silent_connection_is_in_doubt_only_once_the_message_is_on_its_way(
    step: str, state: str, told: str, silently: bool
) -> None:
    ready: list[int] = []
    with Rude(step, stays=silently) as server, at(server, timeout=0.3).session() as session:
        outcome = session.send(MESSAGE, "b@example.org", "a@example.fi", before_data=lambda: ready.append(1))
    assert (outcome.state, outcome.step, outcome.code) == (state, told, None)
    assert outcome.reply
    assert bool(ready) == (step in {"DATA", "content", "taken"})


def test_an_answer_that_is_none_leaves_the_message_in_doubt() -> None:
    with Rude("content", says="mitä?") as server:
        assert at(server).send(MESSAGE, "b@example.org", "a@example.fi").state == "in doubt"
    with Rude("content", says="250 " + "x" * 20_000) as server:
        assert at(server).send(MESSAGE, "b@example.org", "a@example.fi").state == "in doubt"


def test_421_at_any_step_is_no_refusal_and_the_next_message_gets_a_new_connection() -> None:
    with Rude("RCPT", says="421 4.3.2 going down") as server, at(server).session() as session:
        first = session.send(MESSAGE, "b@example.org", "a@example.fi")
        second = session.send(MESSAGE, "b@example.org", "b@example.fi")
    assert (first.state, first.code, second.code) == ("deferred", 421, 421)
    assert server.commands.count("EHLO") == 2


def test_a_connection_that_stood_idle_is_made_anew() -> None:
    with Postbox() as post_office, at(post_office).session() as session:
        assert session.send(MESSAGE, "b@example.org", "a@example.fi").is_sent
        assert session._smtp is not None
        assert session._smtp.sock is not None
        session._smtp.sock.shutdown(2)  # as a relay does after a while
        assert session.send(MESSAGE, "b@example.org", "b@example.fi").is_sent
    assert post_office.counts() == {"a@example.fi": 1, "b@example.fi": 1}


def test_nobody_listens() -> None:
    with Postbox() as gone:
        pass
    outcome = at(gone).send(MESSAGE, "b@example.org", "a@example.fi")
    assert (outcome.state, outcome.step, outcome.is_about_relay) == ("deferred", "connect", True)


def test_the_pace_is_kept() -> None:
    import time

    with Postbox() as post_office, at(post_office, per_minute=600).session() as session:
        start = time.monotonic()
        for number in range(4):
            session.send(MESSAGE, "b@example.org", f"a{number}@example.fi")
        assert 0.3 <= time.monotonic() - start < 3


def test_an_address_beyond_ascii_goes_where_the_relay_takes_it_and_nowhere_else() -> None:
    with Postbox() as modern:
        assert at(modern).offers_utf8()
        assert at(modern).send(MESSAGE, "b@example.org", "pekka.äijälä@example.fi").is_sent
    assert modern.got[0].to == "pekka.äijälä@example.fi"
    with Postbox(utf8=False) as old:
        assert not at(old).offers_utf8()
        outcome = at(old).send(MESSAGE, "b@example.org", "pekka.äijälä@example.fi")
    assert (outcome.state, outcome.step, old.got) == ("refused", "recipient", [])


@pytest.mark.parametrize(
    "address", ["a@example.fi\r\nRCPT TO:<b@example.fi>", "a@example.fi> SIZE=1", "a b@example.fi"]
)
def test_an_address_cannot_carry_a_command(address: str) -> None:
    with Postbox() as post_office, pytest.raises(ValueError, match="characters that no address has"):
        at(post_office).send(MESSAGE, "b@example.org", address)
    assert post_office.got == []


def test_a_notice_reads_back_whatever_it_says() -> None:
    with Postbox() as post_office:
        relay = at(post_office, sender="Kooste <kooste@example.org>")
        said = notify(
            relay, "Ylläpito <op@example.fi>", "Yö\r\nBcc: x@example.fi epäonnistui", "å\ud800 €\n.\n", at=NOW
        )
    assert said.is_sent
    (letter,) = post_office.got
    assert (letter.sender, letter.to) == ("kooste@example.org", "op@example.fi")
    assert letter.parsed["Bcc"] is None
    assert letter.parsed["Subject"] == "Yö Bcc: x@example.fi epäonnistui"
    assert letter.parsed.get_content().replace("\r\n", "\n") == "å? €\n.\n"
    assert letter.content.isascii()
    with pytest.raises(ValueError, match="no mail address"):
        notify(relay, "ei osoite", "x", "y", at=NOW)


def test_a_message_without_one_recipient_is_nobodys() -> None:
    message = EmailMessage()
    message["From"] = "a@example.fi"
    message["To"] = "b@example.fi, c@example.fi"
    with pytest.raises(ValueError, match="one address to one address"):
        post(Relay(host="127.0.0.1", port=1), message)


def test_the_relay_is_described_by_the_environment(tmp_path: Path) -> None:
    secret = tmp_path / "salasana"
    secret.write_text("sala sana\n")
    assert relay_of({}) is relay_of({"KOOSTE_SMTP": " "}) is None
    found = relay_of(
        {"KOOSTE_SMTP": "mail.example.org:587", "KOOSTE_SMTP_USER": "u", "KOOSTE_SMTP_PASSWORD_FILE": str(secret)}
    )
    assert found is not None
    assert (found.host, found.port, found.password, found.is_tls_from_start) == (
        "mail.example.org",
        587,
        "sala sana",
        False,
    )
    assert "sala" not in repr(found)
    secret.write_text("salasänä")
    with pytest.raises(RelayError, match="holds a letter beyond ASCII"):
        relay_of({"KOOSTE_SMTP": "m.example", "KOOSTE_SMTP_USER": "u", "KOOSTE_SMTP_PASSWORD_FILE": str(secret)})
    six, tls = relay_of({"KOOSTE_SMTP": "[::1]:2525"}), relay_of({"KOOSTE_SMTP": "smtps://mail.example.org"})
    assert six is not None
    assert tls is not None
    assert (six.host, six.is_loopback, tls.port, tls.is_tls_from_start) == ("::1", True, 465, True)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"KOOSTE_SMTP": "mail example"}, "write it as mail.example.org:587"),
        ({"KOOSTE_SMTP": "mail:99999"}, "write it as"),
        ({"KOOSTE_SMTP_USER": "u"}, "belong together"),
        (
            {"KOOSTE_SMTP_USER": "u", "KOOSTE_SMTP_PASSWORD_FILE": "/nowhere"},
            "KOOSTE_SMTP_PASSWORD_FILE /nowhere: No such",
        ),
        ({"KOOSTE_SMTP_CA": "/nowhere"}, "there is no such file"),
        ({"KOOSTE_SMTP_RATE": "fast"}, "a whole number from 0 to 60000"),
        ({"KOOSTE_SMTP_TIMEOUT": "0"}, "a whole number from 1 to 600"),
        ({"KOOSTE_SMTP_FROM": "nobody"}, "write it as Kooste <kooste@example.org>"),
    ],
)
def test_a_wrong_description_is_told_in_one_line(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(RelayError, match=told) as raised:
        relay_of({"KOOSTE_SMTP": "mail.example.org"} | wrong)
    assert "\n" not in str(raised.value)
