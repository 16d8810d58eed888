"""`kooste status`: how everything stands, on one screen."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import typer

from cli.options import AsJson, Home, Now, Organisations

if TYPE_CHECKING:
    from flows.nights import Night
    from flows.status import Status


def status(home: Home = None, organisations: Organisations = None, now: Now = None, as_json: AsJson = False) -> None:
    """Show last night, the next runs, what each step has still to do, the snapshot's age and what needs a person.

    Takes no lock: look as often as you like, also while a night runs. Exit 1 when something needs a person now, with
    what to do; what is merely worth a look does not count.
    """
    from flows.settings import Settings
    from flows.status import status as look

    found = look(Settings.of(home=home, organisations=organisations, now=now))
    if as_json:
        json.dump(found.as_json(), sys.stdout, ensure_ascii=False, indent=2, default=str)
        sys.stdout.write("\n")
    else:
        _show(found)
    raise typer.Exit(int(bool(found.needs)))


def _show(found: Status) -> None:
    from cli.screen import say

    say(f"Kooste at {found.home}, {_clock(found.now)}\n")
    for name, line in _lines(found):
        say(f"{name:<12}{line}")
    for title, lines in (("Needs a person", found.needs), ("Worth a look", found.worth_a_look)):
        if lines:
            say(f"\n{title}")
            for line in lines:
                say(f"  - {line}")
    if not found.needs:
        say("\nNothing needs a person.")


def _lines(found: Status) -> Iterator[tuple[str, str]]:
    """What stands beside what: name and line."""
    yield "Last night", _night(found)
    if found.under_way:
        yield "Now", f"process {found.under_way.pid} is at work since {_clock(found.under_way.since)}"
    yield "Running", _running(found)
    for number, one in enumerate(found.planned):
        yield ("" if number else "Next runs"), f"{_clock(one.at)}  {one.name}"
    if found.planned_by == "schedule":
        yield "", "(as prefect.yaml says; no server has planned them)"
    yield "Backlog", _backlog(found)
    yield "Snapshot", _snapshot(found)
    yield "Sources", _sources(found)
    if found.hubs:
        yield "Hubs", f"{found.hubs.active} of {found.hubs.wanted} subscriptions confirmed"
    yield "Disk", f"{found.disk.free_gb:.1f} GB free"


def _night(found: Status) -> str:
    night = found.last_night
    if night is None:
        return "none yet"
    new = f", {found.vitals.new} new articles" if found.vitals else ""
    asked = f"{night.sources} sources asked, {night.failing} failed"
    return f"{_clock(night.at)}: {night.state} in {_span(timedelta(seconds=night.seconds))}; {asked}{new}{_part(night)}"


def _part(night: Night) -> str:
    return f" (shard {night.shard[0]} of {night.shard[1]})" if night.shard else ""


def _running(found: Status) -> str:
    up = found.up
    if up is None:
        return "nothing by itself; `kooste up` starts the nights"
    if found.is_up_broken:
        return "no more, though `kooste down` was not called"
    names = ", ".join(f"{one.name} {one.pid}" for one in (up.keeper, *up.processes))
    return f"{names}; {up.page if up.is_ready else 'starting …'}"


def _backlog(found: Status) -> str:
    backlog = found.backlog
    if backlog is None:
        return "not known before the next night"
    behind = "the snapshot is behind" if backlog.unpublished_since else "the snapshot tells everything"
    return f"{backlog.unloaded} batches to load, {backlog.unlinked} articles to link; {behind}"


def _snapshot(found: Status) -> str:
    told = found.vitals
    if told is None:
        return "none"
    # The file's own time is the computer's, not that of --now: its age is counted from the visits.
    age = f"; newest visit {_span(found.now - told.visited_at)} ago" if told.visited_at else ""
    return f"{told.stories} stories, {told.articles} articles{age}"


def _sources(found: Status) -> str:
    if found.vitals is None:
        return "not asked yet"
    states = found.vitals.states
    counts = [f"{states[state]} {state}" for state in ("ok", "failing", "silent", "moved", "gone") if states.get(state)]
    return ", ".join(counts) + (f"; {found.vitals.resting} rest" if found.vitals.resting else "")


def _clock(at: datetime) -> str:
    from stories.dates import HELSINKI

    return f"{at.astimezone(HELSINKI):%a %d.%m.%Y %H:%M}"


def _span(length: timedelta) -> str:
    """A length of time in its two largest units.

    >>> _span(timedelta(hours=50)), _span(timedelta(seconds=95)), _span(timedelta(seconds=7.25))
    ('2 d 2 h', '1 min 35 s', '7 s')
    """
    seconds = max(0, round(length.total_seconds()))
    minutes, hours, days = seconds // 60, seconds // 3_600, seconds // 86_400
    if days:
        return f"{days} d {hours % 24} h"
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min {seconds % 60} s" if minutes else f"{seconds} s"
