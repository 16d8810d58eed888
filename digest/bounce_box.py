"""Mailboxes that letters come back to: a maildir or mbox on this machine, IMAP or POP elsewhere."""

from __future__ import annotations

import imaplib
import mailbox
import poplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from digest.bounces import LONGEST

_MOST: Final = 5_000  # messages a reading
_TIMEOUT: Final = 30.0
_URL: Final = re.compile(r"(imaps|pops)://([^/@\s]+(?:@[^/@\s]+)?)@([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?(?:/(\S+))?")
_LOCAL: Final = re.compile(r"(maildir|mbox):(.+)")


class BoxError(Exception):
    """A mailbox that is not there or does not let us in; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where bounces lie: `place` is a path, or a host with a folder."""

    kind: str
    place: str
    user: str = ""
    password: str = field(default="", repr=False)
    port: int = 0
    folder: str = "INBOX"
    authority: Path | None = None


def box_of(text: str, *, password: str = "", authority: Path | None = None) -> Box:
    """The mailbox that a text names; raises BoxError.

    >>> box_of("maildir:/var/mail/palautus").kind, box_of("imaps://palautus@mail.example.org/Bounces").folder
    ('maildir', 'Bounces')
    """
    local = _LOCAL.fullmatch(text.strip())
    if local:
        return Box(kind=local[1], place=local[2])
    found = _URL.fullmatch(text.strip())
    if not found:
        raise BoxError("the mailbox of bounces is maildir:DIR, mbox:FILE, imaps://USER@HOST/FOLDER or pops://USER@HOST")
    return Box(
        kind=found[1],
        place=found[3],
        user=found[2],
        password=password,
        port=int(found[4] or (993 if found[1] == "imaps" else 995)),
        folder=found[5] or "INBOX",
        authority=authority,
    )


def read(box: Box, take: Callable[[bytes], bool]) -> int:
    """Gives each message to `take` (True: it was ours and is dealt with) and returns how many there were.

    What is dealt with is not read again: a maildir's goes to `cur`, IMAP marks it seen, POP deletes it; of an mbox all
    is read each time. What was not ours stays as it is. Raises BoxError.
    """
    readers = {"maildir": _maildir, "mbox": _mbox, "imaps": _imap, "pops": _pop}
    try:
        return sum(1 for _ in readers[box.kind](box, take))
    except (OSError, imaplib.IMAP4.error, poplib.error_proto, ssl.SSLError, mailbox.Error) as error:
        told = " ".join(str(error).split())[:200] or type(error).__name__
        raise BoxError(f"the mailbox of bounces at {box.place} cannot be read: {told}") from None


def _maildir(box: Box, take: Callable[[bytes], bool]) -> Iterator[None]:
    fresh = Path(box.place) / "new"
    if not fresh.is_dir():
        raise BoxError(f"{box.place} is no maildir: it has no directory `new`")
    for path in sorted(fresh.iterdir())[:_MOST]:
        if path.name.startswith(".") or not path.is_file():
            continue
        with path.open("rb") as file:
            raw = file.read(LONGEST)
        if take(raw):
            seen = path.parent.parent / "cur"
            seen.mkdir(exist_ok=True)
            path.rename(seen / f"{path.name.partition(':')[0]}:2,S")
        yield


def _mbox(box: Box, take: Callable[[bytes], bool]) -> Iterator[None]:
    if not Path(box.place).is_file():
        raise BoxError(f"{box.place}: there is no such mbox")
    with closing(mailbox.mbox(box.place, create=False)) as messages:
        for key in messages.keys()[-_MOST:]:
            with closing(messages.get_file(key)) as file:
                take(file.read(LONGEST))
            yield


def _imap(box: Box, take: Callable[[bytes], bool]) -> Iterator[None]:
    with imaplib.IMAP4_SSL(box.place, box.port, ssl_context=_context(box), timeout=_TIMEOUT) as server:
        server.login(box.user, box.password)
        state, _ = server.select(f'"{box.folder}"')
        if state != "OK":
            raise BoxError(f"{box.place} has no folder {box.folder!r}")
        _, found = server.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split()[:_MOST]:
            _, parts = server.uid("FETCH", uid.decode("ascii"), f"(BODY.PEEK[]<0.{LONGEST}>)")
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            if take(raw):
                server.uid("STORE", uid.decode("ascii"), "+FLAGS", r"(\Seen)")
            yield


def _pop(box: Box, take: Callable[[bytes], bool]) -> Iterator[None]:
    """A message that cannot be read costs its connection: the next one goes on after it."""
    done, total = 0, 1
    while done < total:
        with _logged_in(box) as server:
            total = min(server.stat()[0], _MOST)
            with suppress(poplib.error_proto):
                while done < total:
                    done += 1
                    if take(b"\r\n".join(server.retr(done)[1])[:LONGEST]):
                        server.dele(done)
                    yield


@contextmanager
def _logged_in(box: Box) -> Iterator[poplib.POP3_SSL]:
    server = poplib.POP3_SSL(box.place, box.port, timeout=_TIMEOUT, context=_context(box))
    try:
        server.user(box.user)
        server.pass_(box.password)
        yield server
    finally:
        # What is deleted is gone only after a goodbye; read again otherwise, it changes nothing.
        try:
            server.quit()
        except (OSError, poplib.error_proto):
            server.close()


def _context(box: Box) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=box.authority)
