"""Listening to hubs: subscriptions are kept alive, and a source that has news is visited within seconds."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flows.leasing import asked, due, is_over, moved, reconciled
from flows.settings import Settings
from sources.addresses import Doors
from sources.http import Failure
from sources.hubs import Found, ask, can_name_a_hub, find
from sources.registry import read_registry
from sources.websub import may_carry_secret, request
from stories.model import Source
from warehouse.leases import Lease, amend, keep, leases
from warehouse.lock import Locked

LOOK = timedelta(days=1)  # how often feeds are asked which hubs they name
GAP = timedelta(minutes=1)  # between two visits to one source, however often its hub calls
FAREWELL = 60.0  # seconds in which hubs may confirm that subscriptions end
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Bell:
    """Which sources have news, and when each may be visited: at once, and then a gap apart at least."""

    gap: timedelta = GAP
    rung: set[str] = field(default_factory=set)
    free_at: dict[str, datetime] = field(default_factory=dict)

    def ring(self, source: str) -> None:
        """Notes that a source has news; ringing twice is ringing once."""
        self.rung.add(source)

    def answer(self, now: datetime) -> str | None:
        """A source to be visited now, if there is one; it may ring again while the visit lasts."""
        ready = sorted(name for name in self.rung if self.free_at.get(name, now) <= now)
        if not ready:
            return None
        self.rung.discard(ready[0])
        self.free_at[ready[0]] = now + self.gap
        return ready[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What listening works with.

    `settings` are made anew for each step, since they carry the clock; `callback` makes the address that ends in a
    token; `visit` crawls one source and says how it went; `say` tells the operator; `breath` is the seconds between
    two looks at what is due.
    """

    settings: Callable[[], Settings]
    callback: Callable[[str], str]
    visit: Callable[[Settings, str], str]
    say: Callable[[str], None]
    bell: Bell = field(default_factory=Bell)
    breath: float = 1.0


def feeds(settings: Settings) -> list[Source]:
    """The enabled sources whose publishers could name a hub."""
    organisations = read_registry(settings.organisations)
    return [s for one in organisations for s in one.sources if s.enabled and can_name_a_hub(s)]


def look(settings: Settings, sources: Sequence[Source]) -> dict[str, Found]:
    """What each source's feed says about hubs now: a Naming, None, or why it does not answer."""
    return asyncio.run(find(sources, doors=settings.doors, manners=settings.manners, now=settings.now))


async def listen(listener: Listener, stop: asyncio.Event) -> None:
    """Keeps subscriptions alive and visits what rings, until told to stop; a visit under way is finished."""
    tasks = [asyncio.create_task(_tend(listener)), asyncio.create_task(_answer(listener))]
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([*tasks, stopping], return_when=asyncio.FIRST_COMPLETED)
    for task in (*tasks, stopping):
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


async def leave(listener: Listener, *, patience: float = FAREWELL) -> list[Lease]:
    """Ends every subscription; returns those whose hub has not confirmed in time: they end with their lease."""
    home = listener.settings().home
    for lease in reconciled(leases(home), {one.source: None for one in leases(home)}, _refuse):
        keep(home, lease)
    deadline = asyncio.get_running_loop().time() + patience
    while leases(home) and asyncio.get_running_loop().time() < deadline:
        await _tend_once(listener)
        await asyncio.sleep(listener.breath)
    return leases(home)


def _refuse(*_: str) -> Lease:
    raise AssertionError("nothing is subscribed to while leaving")


async def _tend(listener: Listener) -> None:
    looked_at: datetime | None = None
    told: dict[str, str] = {}
    while True:
        now = listener.settings().now
        if looked_at is None or now - looked_at >= LOOK:
            await _reconcile(listener)
            looked_at = now
        await _tend_once(listener)
        told = _tell(listener, told)
        await asyncio.sleep(listener.breath)


async def _reconcile(listener: Listener) -> None:
    """Brings the subscriptions in line with what feeds name now."""
    settings = listener.settings()
    sources = feeds(settings)
    # In a thread with a loop of its own: a feed that is hard to read must not keep a hub waiting.
    found = await asyncio.to_thread(look, settings, sources)
    known = leases(settings.home)
    named = {source: told for source, told in found.items() if not isinstance(told, Failure)}
    gone = {lease.source: None for lease in known if lease.source not in found}
    for lease in moved(known, listener.callback):
        keep(settings.home, lease)
    for lease in reconciled(leases(settings.home), named | gone, _maker(listener, settings.doors)):
        keep(settings.home, lease)
    hubs = sum(told is not None for told in named.values())
    silent = len(found) - len(named)
    listener.say(f"{hubs} of {len(found)} feeds name a hub" + (f"; {silent} did not answer" if silent else ""))


def _maker(listener: Listener, doors: Doors) -> Callable[[str, str, str], Lease]:
    def new(source: str, topic: str, hub: str) -> Lease:
        parts, token = urlsplit(hub), secrets.token_urlsafe(32)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        is_safe = may_carry_secret(hub, is_named=doors.is_named(parts.hostname or "", port))
        return Lease(
            token=token,
            source=source,
            topic=topic,
            hub=hub,
            callback=listener.callback(token),
            secret=secrets.token_urlsafe(48) if is_safe else None,
        )

    return new


async def _tend_once(listener: Listener) -> None:
    """Asks every hub whose turn it is, and lets go of what is over."""
    settings = listener.settings()
    for lease in leases(settings.home):
        at = due(lease)
        if lease.asked_at is not None and is_over(lease, settings.now):
            amend(settings.home, lease.token, lambda _: None)
        elif at is None or at <= settings.now:
            await _ask(listener, settings, lease)


async def _ask(listener: Listener, settings: Settings, lease: Lease) -> None:
    # Written down first: a hub may ask back before it answers.
    amend(settings.home, lease.token, lambda one: asked(one, settings.now))
    form = request(lease.wanted, callback=lease.callback, topic=lease.topic, secret=lease.secret)
    told = await ask(lease.hub, form, doors=settings.doors, manners=settings.manners)
    if not told.is_accepted:
        amend(settings.home, lease.token, lambda one: replace(one, said=told.said))
        listener.say(f"{lease.source}: {lease.hub} did not take the request to {lease.wanted}: {told.said}")


def _tell(listener: Listener, told: dict[str, str]) -> dict[str, str]:
    """Says what has changed about the subscriptions since last time."""
    now = {lease.token: _state(lease) for lease in leases(listener.settings().home)}
    for said in sorted(said for token, said in now.items() if told.get(token) != said):
        listener.say(said)
    return now


def _state(lease: Lease) -> str:
    if lease.wanted == "unsubscribe":
        return f"{lease.source}: leaving {lease.hub}"
    if lease.state == "denied":
        return f"{lease.source}: {lease.hub} refuses it: {lease.said}"
    if lease.state == "active" and lease.expires_at:
        return f"{lease.source}: {lease.hub} tells its news until {lease.expires_at:%Y-%m-%d %H:%M} UTC"
    return f"{lease.source}: asked {lease.hub}; it has to call back"


async def _answer(listener: Listener) -> None:
    while True:
        settings = listener.settings()
        source = listener.bell.answer(settings.now)
        if source is None:
            await asyncio.sleep(listener.breath)
            continue
        try:
            listener.say(f"{source}: {await asyncio.to_thread(listener.visit, settings, source)}")
        except Locked as busy:
            listener.say(f"{source}: {busy}; it is visited later")
            listener.bell.ring(source)
        except Exception as error:  # one source's visit must not end the listening to all others
            _log.exception("%s", source)
            listener.say(f"{source}: {type(error).__name__}: {error}")
