"""Leaving and changing one's mind, by the links in a letter: a GET asks, only a POST acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.faults import fault
from desk.forms import audiences_of, chosen_edition, names_of, offered, read_form, wrong_choice
from desk.joining import page_language
from desk.pages import private
from desk.site import desk_of
from warehouse.subscribers import Standing, peek, preferences, unsubscribe


def leave_page(request: Request) -> Response:
    """Asks for the button."""
    site = desk_of(request).site
    found = peek(site.home, request.path_params["token"], "unsubscribe", site.clock())
    return _leave(request, found, is_done=False)


def left(request: Request) -> Response:
    """Ends the subscription, whatever the body says: a mail program's one click (RFC 8058) or the page's button."""
    site, everything = desk_of(request).site, request.query_params.get("all") == "1"
    found = unsubscribe(site.home, request.path_params["token"], site.clock(), everything=everything)
    return _leave(request, found, is_done=True, everything=everything)


def preferences_page(request: Request) -> Response:
    """Shows what one reads now."""
    site = desk_of(request).site
    return _preferences(request, peek(site.home, request.path_params["token"], "preferences", site.clock()))


async def changed(request: Request) -> Response:
    """Changes what one reads."""
    data = await read_form(request)
    audiences = audiences_of(data, desk_of(request).site.audiences)
    return await run_in_threadpool(_change, request, audiences, chosen_edition(data))


def _change(request: Request, audiences: tuple[str, ...], edition: str) -> Response:
    site, token, at = desk_of(request).site, request.path_params["token"], desk_of(request).site.clock()
    known = peek(site.home, token, "preferences", at)
    if known is None:
        return _preferences(request, None)
    wrong = (
        wrong_choice(site.audiences, audiences, edition, page_language(known.language, request)) if audiences else {}
    )
    if wrong:
        return _preferences(request, known, wrong=wrong)
    # An audience that has no file now was no choice on the page: it stays as it was.
    kept = tuple(one for one in known.audiences if one not in site.audiences)
    found = preferences(site.home, token, edition or known.language, (*audiences, *kept), at)
    return _preferences(request, found, is_saved=True)


def _leave(request: Request, found: Standing | None, *, is_done: bool, everything: bool = False) -> Response:
    if found is None:
        return fault(request, 404, about="link")
    language = page_language(found.language, request)
    names = names_of(desk_of(request).site.audiences, found.audiences, language)
    values: dict[str, Any] = {"standing": found, "names": names, "is_done": is_done, "everything": everything}
    return private(request, "leave.html.j2", language, **values)


def _preferences(
    request: Request, found: Standing | None, *, wrong: Mapping[str, str] | None = None, is_saved: bool = False
) -> Response:
    if found is None:
        return fault(request, 404, about="link")
    language, known = page_language(found.language, request), desk_of(request).site.audiences
    values: dict[str, Any] = {
        "standing": found,
        "audiences": list(zip(known, names_of(known, list(known), language), strict=True)),
        "editions": offered(known),
        "wrong": wrong or {},
        "is_saved": is_saved,
    }
    return private(request, "preferences.html.j2", language, 422 if wrong else 200, **values)
