"""The desk as one application: which address leads to which page, and what stands before them all."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from desk import bounces, front, issues, joining, leaving, websub
from desk.faults import HANDLERS
from desk.guard import Guard
from desk.site import Desk, Site
from desk.window import Window
from desk.words import LANGS, Lang
from digest.editions import EDITIONS

_GET: Final = ["GET"]
_POST: Final = ["POST"]


def application(site: Site, *, further: Sequence[BaseRoute] = ()) -> ASGIApp:
    """The pages of a site; `further` routes come first, such as those that hubs call."""
    desk = Desk(site=site, window=Window(site.home))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.window.close()

    app = Starlette(
        routes=[*further, *_routes()],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(site.hosts), www_redirect=False)],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.state.desk = desk
    return Guard(
        app,
        # A mail program's one click, a mail service's bounce, a hub's news: each carries its own proof.
        open_to_all=("/u/", bounces.PATH, websub.PATH),
        larger={bounces.PATH: bounces.LARGEST, websub.PATH: websub.MOST},
    )


def _routes() -> list[BaseRoute]:
    return [
        Route("/", front.root, methods=_GET),
        Route("/health", _health, methods=_GET),
        Route("/robots.txt", issues.robots, methods=_GET),
        Route("/icon.svg", issues.icon, methods=_GET),
        Route("/favicon.ico", issues.icon, methods=_GET),
        Route("/style/{name}", issues.style_sheet, methods=_GET),
        Route("/issues/{path:path}", issues.issue_file, methods=_GET),
        Route("/c/{token}", joining.confirm_page, methods=_GET),
        Route("/c/{token}", joining.confirmed, methods=_POST),
        Route("/u/{token}", leaving.leave_page, methods=_GET),
        Route("/u/{token}", leaving.left, methods=_POST),
        Route("/p/{token}", leaving.preferences_page, methods=_GET),
        Route("/p/{token}", leaving.changed, methods=_POST),
        Route(bounces.PATH, bounces.bounced, methods=_POST),
        *(route for language in LANGS for route in _pages(language)),
        # Where letters say that they can be read; the bilingual edition has no pages in a language of its own.
        Route("/fi+sv/", front.root, methods=_GET),
        Route("/fi+sv/{audience}/", front.audience, methods=_GET),
        *(Route(f"/{edition}/{{audience}}/{{week}}/", issues.issue_page, methods=_GET) for edition in EDITIONS),
    ]


def _pages(language: Lang) -> list[BaseRoute]:
    return [
        Route(f"/{language}/", front.front, methods=_GET),
        Route(f"/{language}/privacy/", front.privacy, methods=_GET),
        Route(f"/{language}/subscribe/", joining.form, methods=_GET),
        Route(f"/{language}/subscribe/", joining.submitted, methods=_POST),
        Route(f"/{language}/subscribe/sent/", joining.sent, methods=_GET),
        Route(f"/{language}/{{audience}}/", front.audience, methods=_GET),
    ]


def _health(_: Request) -> Response:
    return PlainTextResponse("ok\n")
