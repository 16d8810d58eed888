"""One source visited now, because somebody says that it has news: by a running server's worker, or right here."""

from __future__ import annotations

import asyncio
import os
from urllib.error import URLError
from urllib.request import urlopen

from flows.crawling import SILENT, Report, Scope, demand_known
from flows.night import night
from flows.settings import Settings
from flows.summary import Summary
from sources.registry import read_registry

EVENT = "kooste.source.pinged"
_TIMEOUT = 5.0


class Unheard(Exception):
    """A ping that no server took; the message says what to do, in one line."""


def ping(
    settings: Settings, source: str, *, through_server: bool | None = None, report: Report = SILENT
) -> Summary | None:
    """Visits one source now; None when a server was asked to, else the summary of what was crawled and published here.

    `through_server` None: a server is asked where PREFECT_API_URL names one. A source that rests after failures is
    visited all the same; one whose server asked us to wait (Retry-After) is not.
    Raises UnknownSource, Unheard, RegistryError and what `night` raises.
    """
    demand_known(read_registry(settings.organisations), [source])
    url = os.environ.get("PREFECT_API_URL")
    if through_server if through_server is not None else bool(url):
        _demand_answer(url)
        asyncio.run(_emit(source))
        return None
    return night(settings, Scope(sources=(source,)), report=report)


def _demand_answer(url: str | None) -> None:
    """An event is sent into the dark: it says nothing when nobody is there."""
    try:
        with urlopen(f"{(url or '').rstrip('/')}/health", timeout=_TIMEOUT):  # noqa: S310 - the operator's own server
            return
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        where = url or "PREFECT_API_URL"
        raise Unheard(f"no Prefect server at {where} ({reason}): start it, or unset PREFECT_API_URL") from error


async def _emit(source: str) -> None:
    from prefect.events import Event  # noqa: PLC0415 - a ping without a server needs no Prefect
    from prefect.events.clients import get_events_client  # noqa: PLC0415

    event = Event(
        event=EVENT,
        resource={"prefect.resource.id": f"kooste.source.{source}"},  # type: ignore[arg-type]
        payload={"source": source},
    )
    # Unlike emit_event, this waits until the server has taken it.
    async with get_events_client(checkpoint_every=1) as client:
        await client.emit(event)
