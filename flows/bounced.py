"""The mail that came back, read from its mailbox before anything is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from digest.bounce_box import BoxError, box_of, read
from digest.bounces import take_bounce, token_to_leave
from flows.settings import Settings
from warehouse.subscribers import unsubscribe


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRead:
    """What a mailbox held: messages, permanent and passing failures, addresses given up, and who left by mail."""

    messages: int
    hard: int
    soft: int
    suppressed: int
    left: int


def read_box(settings: Settings, environment: Mapping[str, str]) -> BoxRead | None:
    """Reads the mailbox that KOOSTE_BOUNCES names; None when it names none. Raises BoxError."""
    named = (environment.get("KOOSTE_BOUNCES") or "").strip()
    if not named:
        return None
    authority = environment.get("KOOSTE_SMTP_CA")
    box = box_of(named, password=_password(environment), authority=Path(authority) if authority else None)
    counts: Counter[str] = Counter()

    def take(raw: bytes) -> bool:
        token = token_to_leave(raw)
        if token is not None and unsubscribe(settings.home, token, settings.now) is not None:
            counts["left"] += 1
            return True
        found = take_bounce(settings.home, raw, settings.now)
        counts[found.kind] += 1
        counts["suppressed"] += found.is_suppressed
        return found.kind != "none"

    messages = read(box, take)
    return BoxRead(
        messages=messages,
        hard=counts["hard"],
        soft=counts["soft"],
        suppressed=counts["suppressed"],
        left=counts["left"],
    )


def _password(environment: Mapping[str, str]) -> str:
    path = environment.get("KOOSTE_BOUNCES_PASSWORD_FILE")
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BoxError(f"KOOSTE_BOUNCES_PASSWORD_FILE {path}: {error}") from None
