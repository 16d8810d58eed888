"""The steps after the crawl: load, link, publish. Each selects its own backlog, so that it can always be run again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Final

from flows import unpublished
from flows.learning import knowledge
from flows.settings import Settings
from flows.standing import note_standing
from stories.linking import stories
from stories.variants import judge
from warehouse import exchange, landing, link
from warehouse.connection import Connection, connect
from warehouse.decisions import rulings
from warehouse.home import Home
from warehouse.load import Loaded, Unloadable, load
from warehouse.lock import writer
from warehouse.publish import Published, publish

WAIT_FOR_WRITER: Final = 60.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Loads:
    """What a load brought in: its batches, and the files that could not be read: the others were loaded."""

    batches: tuple[Loaded, ...] = ()
    broken: tuple[Unloadable, ...] = ()

    @property
    def new(self) -> int:
        """Articles never seen before."""
        return sum(batch.new for batch in self.batches)

    @property
    def changed(self) -> int:
        """Articles that were edited."""
        return sum(batch.changed for batch in self.batches)

    def demand_whole(self) -> None:
        """Raises Unloadable for the first file that could not be read."""
        for fault in self.broken:
            raise fault


@contextmanager
def writing(settings: Settings) -> Iterator[Connection]:
    """The warehouse, for its one writer; waits a minute for another and then raises Locked."""
    with writer(settings.home, wait=WAIT_FOR_WRITER), closing(connect(settings.home)) as connection:
        yield connection


def load_landed(settings: Settings) -> Loads:
    """Loads what has landed and is not in the warehouse."""
    with writing(settings) as connection:
        return load_pending(settings, connection)


def link_new(settings: Settings) -> int:
    """Links what is new, changed or decided about; returns how many articles those were."""
    with writing(settings) as connection:
        linked = link_backlog(connection, settings.home)
        if linked:
            note_standing(settings.home, connection, at=settings.now)
        return linked


def publish_changes(settings: Settings, *, always: bool = False) -> Published | None:
    """Publishes what the snapshot does not tell yet; None when it tells everything."""
    with writing(settings) as connection:
        if not always and not unpublished.is_marked(settings.home):
            return None
        return publish_now(settings, connection)


def publish_now(settings: Settings, connection: Connection) -> Published:
    """Publishes what the warehouse holds; for a process that has it open."""
    published = publish(connection, settings.home)
    unpublished.clear(settings.home)
    note_standing(settings.home, connection, at=settings.now, published=True)
    return published


def load_pending(settings: Settings, connection: Connection) -> Loads:
    """Loads every landed batch that the warehouse lacks, oldest first; where machines share a landing, theirs too."""
    exchange.carry(settings.home)
    exchange.fetch(settings.home)
    waiting = landing.pending(settings.home, connection)
    if not waiting:
        return Loads()
    unpublished.mark(settings.home)
    loaded, broken = [], []
    for path in waiting:
        try:
            loaded.append(load(connection, path))
        except Unloadable as fault:
            broken.append(fault)
    note_standing(settings.home, connection, at=settings.now)
    return Loads(batches=tuple(loaded), broken=tuple(broken))


@contextmanager
def uncollected() -> Iterator[None]:
    """Looks for no cycles meanwhile: a night's linking makes millions of objects that hold none.

    Looking through all of them again and again takes a sixth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@uncollected()
def link_backlog(connection: Connection, home: Home) -> int:
    """Judges every article that is new, changed or decided about since it was last linked; returns how many those were.

    Editors' decisions (desk.sqlite) are heard first; what `kooste learn` has taught (HOME/learned) is known.
    """
    ruled = rulings(home)
    backlog = link.backlog(connection, ruled)
    if backlog.unlinked:
        unpublished.mark(home)
        known = knowledge(home)
        variants = judge(
            backlog.articles,
            new=backlog.unlinked,
            rulings=ruled,
            knowledge=known,
            surroundings=backlog.surroundings,
        )
        told = link.standing(connection, variants, backlog)
        grouped = stories(backlog.articles, told, backlog.known, ruled)
        link.save(connection, backlog.unlinked, variants, grouped, rulings=ruled, matcher=known.version)
    return len(backlog.unlinked)
