"""`kooste sources hubs`: which feeds name a hub, and what we have subscribed to."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from cli.faults import Misused
from cli.options import AllowHost, AsJson, Home, Now, Organisations

if TYPE_CHECKING:
    from datetime import datetime

    from sources.hubs import Found
    from warehouse.leases import Lease

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[ORGANISATION[/SOURCE]]…", help="Only these; all when none is named.")
]


def hubs(
    names: Names = None,
    home: Home = None,
    organisations: Organisations = None,
    allow_host: AllowHost = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Ask each feed which WebSub hubs it names, and show the subscriptions there are; nothing is stored.

    `kooste listen` subscribes: news of these feeds then arrives in seconds.
    """
    from cli.screen import say, table
    from flows.listening import feeds, look
    from flows.settings import Settings
    from warehouse.leases import leases

    settings = Settings.of(home=home, organisations=organisations, allow_hosts=allow_host or (), now=now)
    chosen = [s for s in feeds(settings) if not names or {s.name, s.organisation} & set(names)]
    if not chosen:
        raise Misused(f"no feed called {', '.join(names or ())}; see `kooste sources list`")
    found = look(settings, chosen)
    rows = _rows(found, leases(settings.home), settings.now)
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=2, default=str)
        say()
        return
    columns = ("source", "hub", "topic", "subscription")
    table(columns, [[row[column] for column in columns] for row in rows])
    silent = sum(1 for row in rows if row["failure"])
    named = len({row["source"] for row in rows if row["hub"]})
    say(f"\n{named} of {len(found)} feeds name a hub" + (f"; {silent} do not answer." if silent else "."))


def _rows(found: Mapping[str, Found], known: list[Lease], now: datetime) -> list[dict[str, object]]:
    """One row a hub that a feed names, and one a feed that does not answer."""
    from sources.http import Failure

    held = {(one.source, one.topic, one.hub): one for one in known}
    rows: list[dict[str, object]] = []
    for source, told in found.items():
        if isinstance(told, Failure):
            rows.append(_row(source, failure=told.reason))
        elif told:
            leases = {hub: held.get((source, told.topic, hub)) for hub in told.hubs}
            rows += [
                _row(source, hub=h, topic=told.topic, subscription=_standing(one, now)) for h, one in leases.items()
            ]
    return rows


def _row(source: str, **told: str) -> dict[str, object]:
    row: dict[str, object] = {"source": source, "hub": None, "topic": None, "subscription": None, "failure": None}
    return row | told | ({"subscription": told["failure"]} if "failure" in told else {})


def _standing(lease: Lease | None, now: datetime) -> str:
    if lease is None:
        return "none"
    if lease.state == "denied":
        return f"refused: {lease.said}"
    if lease.is_active(now) and lease.expires_at:
        return f"until {lease.expires_at:%Y-%m-%d %H:%M} UTC"
    return "asked, not confirmed" if lease.state == "asked" else "lapsed"
