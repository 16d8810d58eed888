"""What people do before a letter goes: approve it, and have a test letter mailed."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Final

from digest.personal import Copy, LetterError, personal, unsubscribe_address
from digest.relay import Outcome, Relay, relay_of
from digest.week import Week
from flows.handing_over import Manner
from flows.sending import NO_RELAY
from flows.settings import Settings
from flows.written_letters import Written, last_week, written_letters
from warehouse.desk import desk
from warehouse.letting_go import approve as note_approval
from warehouse.letting_go import note_trial
from warehouse.mailbox import mailbox

_NAME: Final = re.compile(r"([0-9]{4}-W[0-9]{2})\.([a-z0-9-]+)(?:\.([a-z+]+))?")


class NotReady(Exception):
    """A letter that cannot be approved or tried out yet; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One test letter and what became of it."""

    issue: str
    outcome: Outcome


def approve(settings: Settings, name: str, *, by: str) -> tuple[str, ...]:
    """Lets a letter go as it is now (2026-W47.jarjestot.fi), or all editions of one (2026-W47.jarjestot).

    Returns the letters' names. Raises NotReady when there is no such letter or its file is not the recorded one.
    """
    found = _NAME.fullmatch(name)
    if not found:
        raise NotReady(f"{name[:80]!r} names no letter: write it as 2026-W47.jarjestot.fi")
    written = _found(written_letters(settings, Week(found[1]), audience=found[2], language=found[3]), name)
    for letter in written:
        note_approval(settings.home, letter.issue, sha256=letter.sha256, by=by, at=settings.now)
    return tuple(letter.issue for letter in written)


def send_test(
    settings: Settings,
    to: str,
    *,
    week: str | None = None,
    audience: str | None = None,
    language: str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Trial, ...]:
    """Mails the chosen letters of a week to one address, as readers would get them, save that their link ends nothing.

    An audience that has had one is ready for its first real letter. Raises NotReady, MailboxError, and RelayError.
    """
    relay = relay_of(environment)
    if relay is None:
        raise NotReady(NO_RELAY)
    chosen = Week(week) if week else last_week(settings)
    written = _found(written_letters(settings, chosen, audience=audience, language=language), str(chosen))
    kept = mailbox(to, utf8_local=True)
    return tuple(_tried(settings, relay, letter, kept, Manner.of(environment, settings.now)) for letter in written)


def _found(written: tuple[Written, ...], name: str) -> tuple[Written, ...]:
    if not written:
        raise NotReady(f"no such letter of {name} is written and published: run `kooste digest` first")
    for letter in written:
        if letter.content is None:
            raise NotReady(f"{letter.issue}: its .eml is gone or changed: write it again with `kooste digest`")
    return written


def _tried(settings: Settings, relay: Relay, letter: Written, to: str, manner: Manner) -> Trial:
    stored = letter.content or b""
    try:
        # Another Message-ID each time: a mail program shows a second test letter too.
        copy = Copy(recipient=to, name=f"koe{settings.now:%H%M%S}", link=unsubscribe_address(stored))
        message = personal(stored, copy)
    except LetterError as error:
        raise NotReady(f"{letter.issue}: {error}") from None
    sender = parseaddr(str(BytesParser().parsebytes(stored, headersonly=True)["From"]))[1]
    outcome = relay.send(message, manner.returns or sender, to)
    if outcome.is_sent:
        with desk(settings.home) as opened:
            note_trial(opened, letter.issue, letter.audience.id, sha256=letter.sha256, at=settings.now)
    return Trial(issue=letter.issue, outcome=outcome)
