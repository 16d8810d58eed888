"""Settings of a run: from the command line first, then from the environment, then the defaults of CONTRACT.md."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sources.addresses import Doors
from sources.http import Manners
from sources.registry import SHIPPED
from stories.dates import HELSINKI
from warehouse.exchange import SharedAddressError, checked
from warehouse.home import Home


class SettingsError(ValueError):
    """A setting that cannot be used: one line naming it, what it is and what to write instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run works with: where it writes, which registry it reads, which doors are open, and what time it is."""

    home: Home
    organisations: Path
    doors: Doors
    manners: Manners
    now: datetime

    @classmethod
    def of(
        cls,
        *,
        home: Path | None = None,
        organisations: Path | None = None,
        allow_hosts: Sequence[str] = (),
        now: str | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> Settings:
        """The settings of a command; raises SettingsError for an instant or a host that cannot be read."""
        named = [*allow_hosts, *filter(None, (environment.get("KOOSTE_ALLOW_HOSTS") or "").split(","))]
        try:
            doors = Doors.of(named)
        except ValueError as error:
            raise SettingsError(str(error)) from error
        spacings = spacings_of(environment.get("KOOSTE_SPACING") or "")
        contact = environment.get("KOOSTE_CONTACT")
        pages, days = history_of(environment.get("KOOSTE_HISTORY") or "4/365")
        manners = Manners(spacings=spacings, history_pages=pages, history_days=days)
        return cls(
            home=Home(home or Path(environment.get("KOOSTE_HOME") or "var"), shared_landing(environment)),
            organisations=organisations or Path(environment.get("KOOSTE_ORGANISATIONS") or SHIPPED),
            doors=doors,
            manners=replace(manners, agent=f"{manners.agent[:-1]}; {contact})") if contact else manners,
            now=instant(now or environment.get("KOOSTE_NOW")),
        )


def shared_landing(environment: Mapping[str, str]) -> str | None:
    """The landing that machines share, as KOOSTE_LANDING names it; raises SettingsError for what cannot be used.

    >>> shared_landing({"KOOSTE_LANDING": "/mnt/shared/kooste/"}), shared_landing({})
    ('/mnt/shared/kooste', None)
    """
    try:
        named = environment.get("KOOSTE_LANDING")
        return checked(named) if named else None
    except SharedAddressError as error:
        raise SettingsError(f"KOOSTE_LANDING {error}") from error


def spacings_of(text: str) -> dict[str, float]:
    """Seconds between requests by host, as KOOSTE_SPACING names them; raises SettingsError for what cannot be read.

    >>> spacings_of("www.stm.fi=5, 127.0.0.1:8000=0.2,*=2")
    {'www.stm.fi': 5.0, '127.0.0.1:8000': 0.2, '*': 2.0}
    """
    found: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        host, _, seconds = part.rpartition("=")
        if not host.strip() or not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", seconds.strip()):
            raise SettingsError(f"KOOSTE_SPACING {part!r}: write it as HOST=SECONDS, such as www.stm.fi=5")
        found[host.strip().lower()] = float(seconds)
    return found


def history_of(text: str) -> tuple[int, int]:
    """How far back a site is read on first sight, as KOOSTE_HISTORY names it: pages of its list, and days.

    >>> history_of("4/365"), history_of("1")
    ((4, 365), (1, 365))
    """
    found = re.fullmatch(r"([1-9]\d?)(?:/(\d{1,5}))?", text.strip())
    if not found:
        raise SettingsError(f"KOOSTE_HISTORY {text!r}: write it as PAGES/DAYS, such as 4/365; 1 reads no further page")
    return int(found[1]), int(found[2] or 365)


def instant(text: str | None) -> datetime:
    """The instant that `--now` names, in UTC; the clock's own when it names none. Zone-less means Europe/Helsinki.

    >>> instant("2026-11-20T03:00:00+02:00").isoformat()
    '2026-11-20T01:00:00+00:00'
    """
    if not text:
        return datetime.now(UTC)
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"--now {text!r}: write it as 2026-11-20T03:00:00+02:00") from error
    return (read if read.tzinfo else read.replace(tzinfo=HELSINKI)).astimezone(UTC)
