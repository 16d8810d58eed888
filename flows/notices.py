"""Mail to the operator, through the relay that carries the letters: what failed, and what needs a person."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from flows.settings import Settings
from warehouse.disk import settle

OPERATOR: Final = "KOOSTE_OPERATOR"
_AGAIN: Final = timedelta(days=7)  # a trouble that lasts is told again


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that needs a person: `key` stays the same as long as it is the same trouble, `said` is one line."""

    key: str
    said: str


def tell_operator(
    settings: Settings, subject: str, text: str, *, environment: Mapping[str, str] = os.environ
) -> str | None:
    """Mails KOOSTE_OPERATOR; None when the relay has taken it, else why not. Never raises: a notice is not the work."""
    from digest.relay import RelayError, notify, relay_of  # noqa: PLC0415 - nights without a notice need no mail

    to = environment.get(OPERATOR)
    if not to:
        return f"no operator is named ({OPERATOR}=address)"
    try:
        relay = relay_of(environment)
    except RelayError as error:
        return str(error)
    if relay is None:
        return "no relay is named (KOOSTE_SMTP=host:port)"
    try:
        outcome = notify(relay, to, subject, text, at=settings.now)
    except ValueError as error:
        return f"{OPERATOR} {to!r}: {error}"
    return None if outcome.is_sent else outcome.said


def tell_troubles(
    settings: Settings, topic: str, troubles: Sequence[Trouble], *, environment: Mapping[str, str] = os.environ
) -> str | None:
    """Mails the troubles when one of them is new, or a week old; None when nothing had to be said or it was said.

    `troubles` are all of one topic: what is not among them is over. What could not be mailed is tried again next time.
    """
    memory = settings.home.root / "run" / f"told-{topic}.json"
    told = {key: at for key, at in _told(memory).items() if key in {one.key for one in troubles}}
    fresh = [one for one in troubles if one.key not in told or settings.now - told[one.key] >= _AGAIN]
    if fresh:
        failure = tell_operator(settings, _subject(fresh), _letter(fresh, troubles), environment=environment)
        if failure:
            return failure
        told |= {one.key: settings.now for one in fresh}
    _remember(memory, told)
    return None


def _subject(fresh: Sequence[Trouble]) -> str:
    more = f" (and {len(fresh) - 1} more)" if len(fresh) > 1 else ""
    return f"Kooste: {fresh[0].said[:80]}{more}"


def _letter(fresh: Sequence[Trouble], troubles: Sequence[Trouble]) -> str:
    older = [one for one in troubles if one not in fresh]
    lines = ["New:", *(f"- {one.said}" for one in fresh)]
    if older:
        lines += ["", "Told before, and still so:", *(f"- {one.said}" for one in older)]
    return "\n".join([*lines, "", "`kooste status` and `kooste doctor` say more.", ""])


def _told(path: Path) -> dict[str, datetime]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {str(key): datetime.fromisoformat(at) for key, at in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _remember(path: Path, told: Mapping[str, datetime]) -> None:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        settle(path, lambda draft: draft.write_text(json.dumps(told, default=datetime.isoformat), encoding="utf-8"))
