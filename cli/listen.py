"""`kooste listen`: news in seconds, from the feeds whose publishers name a hub."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from cli.faults import Failed, Misused
from cli.options import AllowHost, Home, Now, Organisations

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.listening import Listener
    from flows.settings import Settings


def listen(
    *,
    public_url: Annotated[
        str | None,
        typer.Option(
            "--public-url",
            metavar="URL",
            envvar="KOOSTE_PUBLIC_URL",
            help="Where hubs reach us, such as https://kooste.example; a reverse proxy passes /websub/ on to the port.",
        ),
    ] = None,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one.")
    ] = 8765,
    leave: Annotated[bool, typer.Option("--leave", help="End every subscription, and exit.")] = False,
    home: Home = None,
    organisations: Organisations = None,
    allow_host: AllowHost = None,
    now: Now = None,
) -> None:
    """Subscribe to the WebSub hubs that feeds name, and visit a source as soon as its hub says that it has news.

    Runs until stopped (Ctrl-C, SIGTERM). Subscriptions outlive it: start it again and it takes up where it was.
    `kooste sources hubs` lists the feeds that name a hub; the nightly visit reads everything with or without hubs.
    """
    import asyncio

    from flows.settings import Settings

    def settings() -> Settings:
        return Settings.of(home=home, organisations=organisations, allow_hosts=allow_host or (), now=now)

    asyncio.run(_serve(settings, _checked(public_url), port, leave=leave))


def _checked(public_url: str | None) -> str:
    if not public_url:
        raise Misused("--public-url is missing: hubs must know where to call, such as https://kooste.example")
    try:
        parts = urlsplit(public_url)
        is_fit = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        is_fit = is_fit and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        is_fit = False
    if not is_fit:
        raise Misused(f"--public-url {public_url!r}: write it as https://kooste.example")
    return public_url.rstrip("/")


async def _serve(settings: Callable[[], Settings], public_url: str, port: int, *, leave: bool) -> None:
    import asyncio
    import signal

    from desk.websub import callback_app, served
    from flows.listening import feeds
    from flows.listening import listen as keep_listening

    feeds(settings())  # a registry that cannot be read is told before anything starts
    listener, stop = _listener(settings, public_url), asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stop.set)
    app = callback_app(settings().home, clock=lambda: settings().now, news=listener.bell.ring)
    try:
        async with served(app, port=port) as taken:
            _say(f"listening on 127.0.0.1:{taken} for what hubs send to {public_url}/websub/")
            await (_leave(listener) if leave else keep_listening(listener, stop))
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise Failed(f"port {port}: {error.strerror}; name another one with --port") from error
    if not leave:
        _say("stopped; subscriptions stay until their hubs' leases end")


def _listener(settings: Callable[[], Settings], public_url: str) -> Listener:
    from desk.websub import PATH
    from flows.listening import Listener

    return Listener(
        settings=settings,
        callback=lambda token: f"{public_url}{PATH}{token}",
        visit=_visit,
        say=_say,
    )


def _visit(settings: Settings, source: str) -> str:
    from cli.ping import told
    from flows.pinging import ping

    return told(ping(settings, source))


async def _leave(listener: Listener) -> None:
    from flows.listening import leave
    from warehouse.leases import leases

    before = len(leases(listener.settings().home))
    left = await leave(listener)
    _say(f"{before - len(left)} of {before} subscriptions ended")
    for lease in left:
        _say(f"{lease.source}: {lease.hub} has not confirmed; its lease ends by itself")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
