"""One conversation with a mail relay, in steps: each outcome tells how far a message got.

SMTP has no way to ask whether a message was taken. What may have been taken and may not is "in doubt", and only a
person may send it again.
"""

from __future__ import annotations

import re
import smtplib
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from digest.relay import Relay

State = Literal["sent", "deferred", "refused", "in doubt"]
Step = Literal["connect", "sender", "recipient", "data", "content"]
_TROUBLE: Final = (OSError, smtplib.SMTPException)
_TAKEN: Final = frozenset({250, 251, 252})
_CLOSING: Final = frozenset({None, 421})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a message: `step` is how far it got, `code` and `reply` what the relay said last.

    deferred: not taken now, another time perhaps. refused: never. in doubt: taken or not, nobody knows. `reply` is one
    short line without mail addresses.
    """

    state: State
    step: Step
    code: int | None = None
    reply: str = ""

    @property
    def is_sent(self) -> bool:
        return self.state == "sent"

    @property
    def is_about_relay(self) -> bool:
        """Whether the trouble is between us and the relay: then the next recipient will fare no better."""
        return not self.is_sent and self.step in {"connect", "sender"}

    @property
    def said(self) -> str:
        """The outcome as one line."""
        return " ".join(filter(None, (self.state, f"at {self.step}:", str(self.code or ""), self.reply)))


class Session:
    """One connection to the relay, which reconnects by itself and keeps to the relay's pace."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._smtp: smtplib.SMTP | None = None
        self._next = 0.0

    def send(
        self, message: bytes, sender: str, recipient: str, *, before_data: Callable[[], object] | None = None
    ) -> Outcome:
        """Hands one message over; network trouble is an outcome, not an exception.

        `before_data` is called when the relay has taken sender and recipient, right before the message itself: what
        goes wrong earlier is never in doubt. What it raises is passed on. Raises ValueError for an address with
        characters that no address has.
        """
        _refuse_controls(sender, recipient)
        outcome = self._envelope(sender, recipient)
        if outcome is None:
            if before_data is not None:
                before_data()
            outcome = self._content(message)
        if outcome.state == "in doubt" or outcome.code in _CLOSING:
            self._drop()
        elif not outcome.is_sent:
            self._reset()
        local = recipient.rpartition("@")[0]
        return replace(outcome, reply=outcome.reply.replace(local, "…")) if len(local) > 2 else outcome

    def open(self) -> Outcome | None:
        """Connects unless there is a connection; None when there is one now, else why not."""
        if self._smtp is not None:
            return None
        try:
            self._smtp = _connected(self._relay)
        except smtplib.SMTPResponseException as error:
            return _answered("connect", error.smtp_code, error.smtp_error)
        except ssl.SSLError as error:
            return Outcome(state="refused", step="connect", reply=_line(f"TLS failed: {error.reason or error}"))
        except smtplib.SMTPNotSupportedError as error:
            return Outcome(state="refused", step="connect", reply=_line(str(error)))
        except (*_TROUBLE, UnicodeError) as error:
            return _broken("deferred", "connect", error)
        return None

    def offers(self, extension: str) -> bool:
        """Whether the relay has offered an extension on this connection."""
        return self._smtp is not None and bool(self._smtp.has_extn(extension))

    def close(self) -> None:
        """Says goodbye when there is somebody to say it to."""
        if self._smtp is not None:
            with suppress(*_TROUBLE):
                self._smtp.quit()
        self._drop()

    def _envelope(self, sender: str, recipient: str) -> Outcome | None:
        """Everything up to the message itself; None when the relay has taken sender and recipient."""
        was_idle = self._smtp is not None
        outcome = self._offer(sender, recipient)
        # A relay may have closed a connection that stood idle: that is no news about the relay.
        if was_idle and outcome is not None and outcome.step == "sender" and outcome.code in _CLOSING:
            self._drop()
            outcome = self._offer(sender, recipient)
        return outcome

    def _offer(self, sender: str, recipient: str) -> Outcome | None:
        failed = self.open()
        if failed is not None or self._smtp is None:
            return failed
        needs_utf8 = not (sender + recipient).isascii()
        if needs_utf8 and not self.offers("smtputf8"):
            return Outcome(state="refused", step="recipient", code=553, reply="5.6.7 the relay does not offer SMTPUTF8")
        self._keep_pace()
        smtp, options = self._smtp, ("SMTPUTF8", "BODY=8BITMIME") if needs_utf8 else ()
        return _asked("sender", lambda: smtp.mail(sender, options)) or _asked("recipient", lambda: smtp.rcpt(recipient))

    def _content(self, message: bytes) -> Outcome:
        smtp = self._smtp
        if smtp is None:
            return Outcome(state="deferred", step="data", reply="the connection was closed")
        try:
            code, reply = smtp.docmd("DATA")
        except _TROUBLE as error:
            return _broken("deferred", "data", error)
        if code != 354:
            return _answered("data", code, reply)
        try:
            smtp.send(_dotted(message))
            code, reply = smtp.getreply()
        except _TROUBLE as error:
            return _broken("in doubt", "content", error)
        return _answered("content", code, reply)

    def _keep_pace(self) -> None:
        """So many messages a minute, evenly."""
        now = time.monotonic()
        if now < self._next:
            time.sleep(self._next - now)
        if self._relay.per_minute:
            self._next = max(now, self._next) + 60 / self._relay.per_minute

    def _reset(self) -> None:
        if self._smtp is not None:
            try:
                self._smtp.rset()
            except _TROUBLE:
                self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            with suppress(OSError):
                self._smtp.close()
        self._smtp = None


def _connected(relay: Relay) -> smtplib.SMTP:
    # To itself a machine need not name itself, which may take long where names are looked up.
    name = "localhost" if relay.is_loopback else None
    if relay.is_tls_from_start:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            relay.host, relay.port, name, timeout=relay.timeout, context=_context(relay)
        )
    else:
        smtp = smtplib.SMTP(relay.host, relay.port, name, timeout=relay.timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if not relay.is_tls_from_start:
            _secure(smtp, relay)
        if relay.user:
            smtp.login(relay.user, relay.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _secure(smtp: smtplib.SMTP, relay: Relay) -> None:
    if smtp.has_extn("starttls"):
        smtp.starttls(context=_context(relay))
        smtp.ehlo()
    elif not relay.is_loopback:
        raise smtplib.SMTPNotSupportedError("the relay offers no STARTTLS, and mail is not handed over unprotected")


def _context(relay: Relay) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=relay.authority)
    if relay.is_loopback and relay.authority is None:
        # Nobody stands between us and ourselves, and a machine's own mail server mostly signs its own certificate.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _asked(step: Step, ask: Callable[[], tuple[int, bytes]]) -> Outcome | None:
    try:
        code, reply = ask()
    except _TROUBLE as error:
        return _broken("deferred", step, error)
    return None if code in _TAKEN else _answered(step, code, reply)


def _answered(step: Step, code: int, reply: bytes | str) -> Outcome:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return Outcome(state=_meaning(step, code), step=step, code=code, reply=_line(text))


def _meaning(step: Step, code: int) -> State:
    if 200 <= code < 300 and step == "content":
        return "sent"
    if 500 <= code < 600:
        return "refused"
    # An answer that is none leaves a message that was handed over in doubt.
    return "deferred" if 400 <= code < 500 or step != "content" else "in doubt"


def _broken(state: State, step: Step, error: Exception) -> Outcome:
    return Outcome(state=state, step=step, reply=_line(str(error) or type(error).__name__))


def _line(text: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in text[:1000])
    return " ".join(re.sub(r"\S+@\S+", "<…>", printable).split())[:200]


def _dotted(message: bytes) -> bytes:
    """The message as it goes over the wire: CRLF line ends only, dots doubled, closed by the dot that ends it."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    ended = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n"


def _refuse_controls(*addresses: str) -> None:
    for address in addresses:
        if not address.isprintable() or any(character in address for character in ' <>,;:"\\'):
            raise ValueError("an address holds characters that no address has")
