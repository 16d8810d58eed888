"""Letters handed to the relay, one row of the outbox at a time, and what each answer means for the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesParser
from email.utils import parseaddr
from functools import partial
from sqlite3 import Connection
from typing import Final, Literal

from digest.bounces import is_dead
from digest.personal import Copy, personal, unsubscribe_address
from digest.relay import Outcome, Relay, Session
from digest.tokens import return_address, unsubscribe_link
from warehouse.outbox import Due, State, mailing_of, mark_sending, next_due, postpone, settle, suppress

_NO_OWN_WORD: Final = 500
_PATIENCE: Final = 3  # troubles of one sort in a row, after which the rest is spared them
Verdict = Literal["sent", "in doubt", "later", "no such mailbox", "refused", "stop"]
_STATES: Final[Mapping[Verdict, State]] = {
    "sent": "sent",
    "in doubt": "unknown",
    "no such mailbox": "failed",
    "refused": "failed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How letters are handed over: when that is, how many at most, Kooste's public address and where bounces go."""

    now: datetime
    limit: int | None = None
    public: str | None = None
    returns: str | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str], now: datetime, *, limit: int | None = None) -> Manner:
        """The manner that the environment asks for; raises LinkError for addresses that cannot carry a token."""
        public = (environment.get("KOOSTE_PUBLIC_URL") or "").strip() or None
        returns = (environment.get("KOOSTE_RETURN") or "").strip() or None
        unsubscribe_link("0" * 40, public=public, own="https://kooste.example")
        return_address(returns or "palautus@kooste.example", "0" * 30)
        return cls(now=now, limit=limit, public=public, returns=returns)


@dataclass(frozen=True, slots=True)
class Handed:
    """How many letters the relay took, and why the rest was left for later, when it was."""

    sent: int
    stopped: str | None = None


def hand_over(desk: Connection, relay: Relay, issues: Collection[str], manner: Manner) -> Handed:
    """Hands over what is due of these letters, until nothing is, the limit is reached, or the relay is in trouble."""
    tried = sent = 0
    run, letters = _Run(), _Letters(desk)
    with relay.session() as session:
        while manner.limit is None or tried < manner.limit:
            due = next_due(desk, issues, manner.now)
            if due is None:
                break
            if due.address is None or due.is_suppressed:
                settle(desk, due, "dropped", manner.now, reply="left" if due.address is None else "suppressed")
                continue
            tried += 1
            outcome = _handed(letters, session, due, due.address, manner)
            verdict = judged(outcome)
            _note(desk, due, outcome, verdict, manner.now)
            sent += verdict == "sent"
            if verdict == "stop" or run.is_hopeless(verdict, outcome):
                return Handed(sent=sent, stopped=outcome.said)
    return Handed(sent=sent)


def judged(outcome: Outcome) -> Verdict:
    """What an outcome means for its row.

    >>> judged(Outcome(state="refused", step="recipient", code=550, reply="5.1.1 no such user"))
    'no such mailbox'
    >>> judged(Outcome(state="refused", step="content", code=550, reply="looks like spam"))
    'refused'
    >>> judged(Outcome(state="refused", step="content", code=550, reply="5.1.1 no such user"))
    'no such mailbox'
    """
    if outcome.is_sent:
        return "sent"
    if outcome.state == "in doubt":
        return "in doubt"
    if outcome.is_about_relay:
        return "stop"
    if outcome.state == "deferred":
        return "later"
    # A bare code after the content may be about the content; a status such as 5.1.1 is about the recipient anywhere.
    code = outcome.code if outcome.step == "recipient" else _NO_OWN_WORD
    return "no such mailbox" if is_dead(code, outcome.reply) else "refused"


class _Run:
    """Counts troubles in a row: a relay that refuses, loses or drops every letter must not get the whole list."""

    def __init__(self) -> None:
        self._last: Verdict = "sent"
        self._count = 0

    def is_hopeless(self, verdict: Verdict, outcome: Outcome) -> bool:
        self._count = self._count + 1 if verdict == self._last else 1
        self._last = verdict
        is_dropped = verdict == "later" and outcome.code in {None, 421}
        return (is_dropped or verdict in {"in doubt", "refused"}) and self._count >= _PATIENCE


class _Letters:
    """The letters of a run, each read once: its bytes as its sending began, and the address it comes from."""

    def __init__(self, desk: Connection) -> None:
        self.desk = desk
        self._read: dict[str, tuple[bytes, str]] = {}

    def __getitem__(self, issue: str) -> tuple[bytes, str]:
        if issue not in self._read:
            mailing = mailing_of(self.desk, issue)
            if mailing is None:
                raise RuntimeError(f"{issue} is queued without its letter")
            headers = BytesParser().parsebytes(mailing.letter, headersonly=True)
            self._read[issue] = mailing.letter, parseaddr(str(headers["From"]))[1]
        return self._read[issue]


def _handed(letters: _Letters, session: Session, due: Due, address: str, manner: Manner) -> Outcome:
    stored, sender = letters[due.issue]
    link = unsubscribe_link(due.token, public=manner.public, own=unsubscribe_address(stored))
    copy = Copy(recipient=address, name=due.subscriber, link=link, token=due.token)
    envelope = return_address(manner.returns or sender, due.tag)
    ready = partial(mark_sending, letters.desk, due, manner.now)
    return session.send(personal(stored, copy), envelope, address, before_data=ready)


def _note(desk: Connection, due: Due, outcome: Outcome, verdict: Verdict, now: datetime) -> None:
    if verdict == "later":
        postpone(desk, due, now, code=outcome.code, reply=outcome.reply)
    elif verdict != "stop":
        settle(desk, due, _STATES[verdict], now, code=outcome.code, reply=outcome.reply)
    if verdict == "no such mailbox":
        suppress(desk, due.subscriber, now, f"refused: {outcome.code}")
