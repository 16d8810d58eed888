"""`kooste desk`: the web pages for readers, served on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.faults import Failed, Misused
from cli.options import Home, Now

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.types import ASGIApp

    from desk.site import Site


def desk(
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help="Where to listen; beyond loopback it needs --public-url."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="0 takes a free one.")] = 8750,
    public_url: Annotated[
        str | None,
        typer.Option(
            "--public-url", metavar="URL", help="How readers reach it, through a proxy with TLS [$KOOSTE_PUBLIC_URL]."
        ),
    ] = None,
    home: Home = None,
    now: Now = None,
) -> None:
    """Serve the readers' pages: the archive of letters, feeds, subscribing, leaving, preferences.

    They need no JavaScript and set no cookies. Subscribing opens when a mail relay is named (KOOSTE_SMTP). A mail
    service may tell of bounces at /bounces when KOOSTE_BOUNCE_SECRET_FILE names a file with a secret. Stop with
    Ctrl-C. docs/desk.md shows a reverse proxy.
    """
    from cli.screen import say
    from desk.address import checked_host
    from desk.address import public_url as checked
    from desk.app import application
    from desk.serving import serve

    named = public_url or os.environ.get("KOOSTE_PUBLIC_URL") or None
    url = checked(named) if named else None
    bare = checked_host(host, url).strip("[]")
    shown = f"[{bare}]" if ":" in bare else bare

    def app_at(taken: int) -> ASGIApp:
        site = _site(home, now, url, f"http://{shown}:{taken}")
        say(f"Desk: http://{shown}:{taken}/" + (f", for readers at {url}/" if url else ""))
        if site.relay is None:
            say("Nobody can subscribe yet: no mail relay is named (KOOSTE_SMTP).")
        sys.stdout.flush()
        return application(site)

    try:
        serve(app_at, host=host, port=port, behind_proxy=url is not None)
    except OSError as error:
        if error.filename is not None:
            raise
        raise Failed(f"--host {host} --port {port}: {error.strerror or error}") from error


def _site(home: Path | None, now: str | None, url: str | None, here: str) -> Site:
    from desk.site import Site
    from digest.relay import relay_of
    from flows.settings import Settings

    settings = Settings.of(home=home, now=now)
    site = Site(
        home=settings.home,
        public_url=url or here,
        clock=_clock(now),
        relay=relay_of(os.environ),
        bounce_secret=_secret(os.environ.get("KOOSTE_BOUNCE_SECRET_FILE")),
        # Whoever opens the desk for this machine alone is an editor.
        shows_drafts=url is None,
    )
    # A fault in an audience's file is told now, not to the first reader.
    _ = site.audiences
    return site


def _clock(now: str | None) -> Callable[[], datetime]:
    from flows.settings import instant

    return lambda: instant(now or os.environ.get("KOOSTE_NOW"))


def _secret(name: str | None) -> str | None:
    if not name:
        return None
    try:
        secret = Path(name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(f"KOOSTE_BOUNCE_SECRET_FILE {name}: cannot be read: {error}") from error
    if len(secret) < 20 or not secret.isascii() or not secret.isprintable():
        raise Misused(f"KOOSTE_BOUNCE_SECRET_FILE {name}: a secret is at least 20 printable ASCII characters")
    return secret
