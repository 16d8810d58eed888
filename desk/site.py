"""What the pages work with: a home, the address readers know, the clock, and a relay for letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from starlette.requests import Request

from desk.limits import Limit
from desk.window import Window
from digest.audience import Audience
from digest.home_audiences import audiences_of
from digest.relay import Relay
from warehouse.home import Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One desk as it was opened.

    `public_url` is scheme and host, without a slash at the end. Without a `relay` nobody can subscribe, without a
    `bounce_secret` no bounces are taken. `shows_drafts`: letters that nobody has let go yet are shown, and marked.
    """

    home: Home
    public_url: str
    clock: Callable[[], datetime]
    relay: Relay | None = None
    bounce_secret: str | None = None
    shows_drafts: bool = False

    @property
    def audiences(self) -> Mapping[str, Audience]:
        """Every audience by id, as its file says now."""
        return audiences_of(self.home)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The host names that requests may be for: another one is a stranger's page pointed at this machine."""
        return (urlsplit(self.public_url).hostname or "", "127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A site in service: its open snapshot, and how often it has been asked lately."""

    site: Site
    window: Window
    # A person subscribes once; a class of students behind one address does so twenty times.
    joining: Limit = field(default_factory=lambda: Limit(20, timedelta(hours=1)))


def desk_of(request: Request) -> Desk:
    """The desk that a request came to."""
    desk: Desk = request.app.state.desk
    return desk
