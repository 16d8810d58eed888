"""What is looked at when a snapshot is new: which deadlines come, and what needs a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from flows.nights import is_missed, nights
from flows.notices import Trouble
from flows.schedule import last_due
from flows.settings import Settings
from stories.dates import HELSINKI
from warehouse.disk import settle
from warehouse.read import SnapshotMissing, open_snapshot, query

DAYS: Final = 14
NIGHTS: Final = 3
_GRACE: Final = timedelta(hours=4)  # until the catch-up has had its chance
_SECONDS: Final = 30.0
Row = Mapping[str, Any]


def deadlines(settings: Settings, days: int = DAYS) -> list[dict[str, Any]]:
    """The deadlines of the coming days, soonest first; raises SnapshotMissing."""
    asked = (
        "select starts_at, is_all_day, title, organisation_name, url from deadlines($days) order by starts_at, title"
    )
    return _ask(settings, asked, days=days)


def radar(settings: Settings, days: int = DAYS) -> tuple[Path, str]:
    """Writes the coming deadlines beside the snapshot, as `deadlines.md`; returns the file and its text."""
    text = as_markdown(deadlines(settings, days), days)
    path = settings.home.published.with_name("deadlines.md")
    settle(path, lambda draft: draft.write_text(text, encoding="utf-8"))
    return path, text


def as_markdown(rows: Sequence[Row], days: int) -> str:
    """Deadlines as a Markdown list under their days."""
    lines = [f"# Määräajat, {days} päivää · Tidsfrister, {days} dagar"]
    day = ""
    for row in rows:
        at = row["starts_at"].astimezone(HELSINKI)
        if f"{at:%Y-%m-%d}" != day:
            day = f"{at:%Y-%m-%d}"
            lines += ["", f"## {at.day}.{at.month}.{at.year}", ""]
        hour = "" if row["is_all_day"] else f" {at:%H.%M}"
        lines.append(f"- [{_plain(row['title'])}]({row['url']}), {_plain(row['organisation_name'])}{hour}")
    return "\n".join(lines if rows else [*lines, "", "–"]) + "\n"


def troubles(settings: Settings, *, failing_nights: int = NIGHTS) -> list[Trouble]:
    """What needs a person now: nights that were missed or failed, and sources that have not answered for long."""
    found = [*_of_nights(settings)]
    with suppress(SnapshotMissing):
        found += [_of_source(row, settings.now) for row in _failing(settings, failing_nights)]
    return found


def _of_nights(settings: Settings) -> Iterator[Trouble]:
    due, done = last_due(settings.now), nights(settings.home)
    if settings.now - due > _GRACE and is_missed(settings.home, settings.now):
        yield Trouble(key=f"missed {due:%Y-%m-%d}", said=f"no whole night has been run since {due:%d.%m.%Y %H:%M}")
    if done and done[-1].state == "failed":
        yield Trouble(
            key=f"failed {done[-1].at.isoformat()}", said=f"the night of {done[-1].night}: {done[-1].failure}"
        )
    if done and done[-1].sources > 1 and done[-1].failing == done[-1].sources:
        said = f"the night of {done[-1].night}: none of {done[-1].sources} sources answered; is the network there?"
        yield Trouble(key=f"silence {done[-1].night}", said=said)


def _failing(settings: Settings, failing_nights: int) -> list[dict[str, Any]]:
    asked = (
        "select source, state, last_success_at, consecutive_failures, last_error from source_health "
        "where state in ('failing', 'gone') and consecutive_failures > 0 "
        # A source that rests between tries fails on more nights than it is asked on.
        "and (consecutive_failures >= $nights or last_success_at < $since) order by source"
    )
    since = settings.now - timedelta(days=failing_nights) + timedelta(hours=6)
    return _ask(settings, asked, nights=failing_nights, since=since)


def _of_source(row: Row, now: datetime) -> Trouble:
    last = row["last_success_at"]
    since = f"for {(now - last).days} days" if last else "since it is in the registry"
    error = " ".join(str(row["last_error"] or "").split())[:160]
    return Trouble(key=f"source {row['source']}", said=f"{row['source']} has not answered {since}: {error}")


def _ask(settings: Settings, sql: str, **parameters: object) -> list[dict[str, Any]]:
    with open_snapshot(settings.home, now=settings.now) as snapshot:
        found = query(snapshot, sql, seconds=_SECONDS, parameters=parameters)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def _plain(text: object) -> str:
    """A text that cannot break out of a Markdown link."""
    kept = " ".join(str(text or "").split())
    return kept.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("<", "&lt;")
