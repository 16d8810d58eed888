"""Which hub is asked for what, and when: decided from what feeds name and what was granted. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sources.hubs import Naming
from sources.websub import renewal, retry
from warehouse.leases import Lease

_AFTER_DENIAL = timedelta(days=1)
_FAREWELLS = 3  # requests to end a subscription; then it ends by itself
Named = Mapping[str, Naming | None]


def reconciled(known: Sequence[Lease], named: Named, new: Callable[[str, str, str], Lease]) -> Iterator[Lease]:
    """The subscriptions as they should be: what is named and unknown is `new`, what is named no more is to end.

    `named` holds a Naming, or None, for each source that told; a source that is absent did not answer and keeps what
    it has. `new` makes a lease of source, topic and hub. Leases come back only where they differ from `known`.
    """
    wanted = {(source, told.topic, hub) for source, told in named.items() if told for hub in told.hubs}
    for lease in known:
        is_wanted = lease.source not in named or (lease.source, lease.topic, lease.hub) in wanted
        if is_wanted != (lease.wanted == "subscribe"):
            yield replace(lease, wanted="subscribe" if is_wanted else "unsubscribe", asked_at=None, attempts=0)
    for source, topic, hub in sorted(wanted - {(one.source, one.topic, one.hub) for one in known}):
        yield new(source, topic, hub)


def moved(known: Sequence[Lease], callback: Callable[[str], str]) -> Iterator[Lease]:
    """Subscriptions whose callback lies elsewhere now: to a hub they are new ones, asked for at once."""
    for lease in known:
        if lease.callback != callback(lease.token):
            yield replace(lease, callback=callback(lease.token), state="asked", asked_at=None, attempts=0)


def due(lease: Lease) -> datetime | None:
    """When a hub is to be asked (again) about a subscription; None for at once."""
    if lease.asked_at is None:
        return None
    if lease.state == "denied":
        return lease.asked_at + _AFTER_DENIAL
    if lease.attempts:
        return retry(lease.asked_at, lease.attempts)
    if lease.granted_at and lease.expires_at:
        return renewal(lease.granted_at, lease.expires_at)
    return None


def is_over(lease: Lease, now: datetime) -> bool:
    """Whether a subscription that is to end has ended by itself, or has been said farewell to often enough."""
    if lease.wanted == "subscribe":
        return False
    return not lease.is_active(now) or lease.attempts >= _FAREWELLS


def asked(lease: Lease, now: datetime) -> Lease:
    """The subscription as it stands once its hub is being asked; an active one stays so while it is renewed."""
    state = lease.state if lease.state == "active" else "asked"
    return replace(lease, asked_at=now, attempts=lease.attempts + 1, state=state)
