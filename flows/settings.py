"""Settings of a run: from the command line first, then from the environment, then the defaults of CONTRACT.md."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sources.addresses import Doors
from sources.http import Manners
from sources.registry import SHIPPED
from stories.dates import HELSINKI
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
        contact = environment.get("KOOSTE_CONTACT")
        manners = Manners()
        return cls(
            home=Home(home or Path(environment.get("KOOSTE_HOME") or "var")),
            organisations=organisations or Path(environment.get("KOOSTE_ORGANISATIONS") or SHIPPED),
            doors=doors,
            manners=replace(manners, agent=f"{manners.agent[:-1]}; {contact})") if contact else manners,
            now=instant(now or environment.get("KOOSTE_NOW")),
        )


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
