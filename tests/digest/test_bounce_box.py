"""Mailboxes elsewhere, spoken to over TLS: read once, what is not ours left alone, one bad message no obstacle."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import pytest
import trustme

from digest.bounce_box import Box, BoxError, box_of, read

OURS, OTHER = b"To: a@b.example\r\n\r\nmeidan\r\n.piste\r\n", b"To: c@d.example\r\n\r\nmuu\r\n"
OVERLONG = b"X: " + b"a" * 5_000 + b"\r\n\r\nx\r\n"


@dataclass
class Kept:
    """What a server holds: messages by number, and which of them are seen or gone."""

    messages: list[bytes]
    seen: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)
    logins: int = 0


class _Talk(socketserver.StreamRequestHandler):
    kept: ClassVar[Kept]

    def say(self, *lines: bytes) -> None:
        self.wfile.write(b"".join(line + b"\r\n" for line in lines))


class Pop(_Talk):
    def handle(self) -> None:
        deleted: set[int] = set()
        self.say(b"+OK")
        while words := self.rfile.readline(500).split():
            command, *rest = words
            number = int(rest[0]) if rest and rest[0].isdigit() else 0
            if command == b"PASS" and rest != [b"sala"]:
                self.say(b"-ERR no")
                return
            self.kept.logins += command == b"PASS"
            if command == b"STAT":
                self.say(b"+OK %d 100" % len(self.kept.messages))
            elif command == b"RETR":
                self.say(b"+OK", re.sub(rb"(?m)^\.", b"..", self.kept.messages[number - 1]) + b".")
            else:
                deleted |= {number} if command == b"DELE" else set()
                self.kept.gone |= deleted if command == b"QUIT" else set()
                self.say(b"+OK")


class Imap(_Talk):
    def handle(self) -> None:
        self.say(b"* OK hei")
        while words := self.rfile.readline(500).split():
            tag, *command = words
            self._answer(command)
            failed = command[0] in {b"LOGIN", b"SELECT"} and command[-1] not in {b'"sala"', b'"INBOX"'}
            self.say(tag + (b" NO no" if failed else b" OK done"))

    def _answer(self, command: list[bytes]) -> None:
        if command[0] == b"CAPABILITY":
            self.say(b"* CAPABILITY IMAP4REV1")
        elif command[0] == b"SELECT":
            self.say(b"* %d EXISTS" % len(self.kept.messages))
        elif command[:2] == [b"UID", b"SEARCH"]:
            self.say(
                b"* SEARCH " + b" ".join(b"%d" % n for n in range(len(self.kept.messages)) if n not in self.kept.seen)
            )
        elif command[:2] == [b"UID", b"FETCH"]:
            content = self.kept.messages[int(command[2])]
            self.say(b"* 1 FETCH (UID %s BODY[]<0> {%d}" % (command[2], len(content)), content + b")")
        elif command[:2] == [b"UID", b"STORE"]:
            self.kept.seen.add(int(command[2]))


@contextmanager
def serving(talk: type[_Talk], messages: list[bytes], directory: Path) -> Iterator[tuple[Kept, Box]]:
    authority, kept = trustme.CA(), Kept(messages)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(directory / "ca.pem"))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def get_request(self) -> tuple[Any, Any]:
            line, address = self.socket.accept()
            return context.wrap_socket(line, server_side=True), address

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is no news."""

    with Server(("127.0.0.1", 0), type("Talking", (talk,), {"kept": kept})) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        kind = "pops" if talk is Pop else "imaps"
        text = f"{kind}://palautus@127.0.0.1:{server.server_address[1]}"
        yield kept, box_of(text, password="sala", authority=directory / "ca.pem")
        server.shutdown()


def taking(got: list[bytes]) -> Any:
    def take(raw: bytes) -> bool:
        got.append(raw)
        return b"meidan" in raw

    return take


def test_imap_marks_ours_as_seen(tmp_path: Path) -> None:
    got: list[bytes] = []
    with serving(Imap, [OURS, OTHER, OURS], tmp_path) as (kept, box):
        assert read(box, taking(got)) == 3
        assert (got, kept.seen) == ([OURS, OTHER, OURS], {0, 2})
        assert read(box, taking(got)) == 1


def test_pop_deletes_ours_and_goes_on_after_a_message_that_cannot_be_read(tmp_path: Path) -> None:
    got: list[bytes] = []
    with serving(Pop, [OTHER, OVERLONG, OURS], tmp_path) as (kept, box):
        assert read(box, taking(got)) == 2
    assert [one.rstrip() for one in got] == [OTHER.rstrip(), OURS.rstrip()]
    assert (kept.gone, kept.logins) == ({3}, 2)


@pytest.mark.parametrize("talk", [Pop, Imap])
def test_a_wrong_password_and_a_stranger_are_told_in_one_line(talk: type[_Talk], tmp_path: Path) -> None:
    with serving(talk, [OURS], tmp_path) as (kept, box):
        text = f"{box.kind}://palautus@127.0.0.1:{box.port}"
        with pytest.raises(BoxError, match=r"the mailbox of bounces at 127\.0\.0\.1 cannot be read"):
            read(box_of(text, password="väärä".encode().hex(), authority=tmp_path / "ca.pem"), taking([]))
        with pytest.raises(BoxError, match="CERTIFICATE_VERIFY_FAILED"):
            read(box_of(text, password="sala"), taking([]))
    assert kept.gone == kept.seen == set()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with serving(Imap, [OURS], tmp_path) as (_, box):
        text = f"imaps://palautus@127.0.0.1:{box.port}/Palautukset"
        with pytest.raises(BoxError, match="has no folder 'Palautukset'"):
            read(box_of(text, password="sala", authority=tmp_path / "ca.pem"), taking([]))
