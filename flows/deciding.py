"""What editors decide about stories, written down and followed at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import closing
from typing import Final

from flows.settings import Settings
from flows.steps import link_backlog, publish_now
from stories.rulings import Pair, crossed, within
from warehouse.connection import connect
from warehouse.decisions import Action, Decision, decide, undo
from warehouse.lock import Locked, writer

WAIT: Final = 10.0  # seconds that an editor waits for a night that is being written


class Pointless(Exception):
    """A decision that would say nothing; the message tells why in one line."""


def merging(groups: Sequence[Collection[str]]) -> list[Pair]:
    """The pairs that make several stories one: every article of each with every article of the others."""
    pairs = {pair for n, group in enumerate(groups) for other in groups[n + 1 :] for pair in crossed(group, other)}
    if not pairs:
        raise Pointless("that is one story already; `kooste story confirm` keeps it so")
    return sorted(pairs)


def splitting(members: Collection[str], parted: Collection[str]) -> list[Pair]:
    """The pairs that hold some articles apart from the rest of a story, or from a story they are not in."""
    rest = set(members) - set(parted)
    if not rest:
        raise Pointless("that would leave nothing of the story: name only the articles that do not belong to it")
    return crossed(rest, parted)


def confirming(members: Collection[str]) -> list[Pair]:
    """The pairs that keep a story as it is."""
    if len(set(members)) < 2:
        raise Pointless("the story has one article only: there is nothing to confirm")
    return within(members)


def decided(settings: Settings, action: Action, pairs: Sequence[Pair], *, by: str, note: str) -> Decision:
    """Writes a decision down, under the time of the settings."""
    return decide(settings.home, action, pairs, at=settings.now, by=by, note=note)


def undone(settings: Settings, number: int | None, *, by: str, note: str) -> tuple[Decision, Decision]:
    """Takes a decision back: (the undo, what it took back); raises DecisionError."""
    return undo(settings.home, number, at=settings.now, by=by, note=note)


def follow(settings: Settings) -> str | None:
    """Links again what decisions touch and publishes; None when done, else why it waits for the next night."""
    try:
        with writer(settings.home, wait=WAIT), closing(connect(settings.home)) as connection:
            link_backlog(connection, settings.home)
            publish_now(settings, connection)
    except Locked as locked:
        return str(locked)
    return None
