"""Subscribing: a form, a letter that asks whether it was really they, and a button that begins it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Final

import anyio
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.confirmation import confirmation
from desk.faults import fault
from desk.forms import audiences_of, chosen_edition, names_of, offered, read_form, wrong_choice
from desk.limits import client_key
from desk.pages import private, public
from desk.site import Desk, desk_of
from desk.words import Lang, is_lang, language_of, words
from digest.relay import Relay, post
from warehouse.mailbox import MailboxError, mailbox
from warehouse.subscribers import confirm, peek, request

_LOG = logging.getLogger("kooste.desk")
_PAUSES: Final = (0, 10, 60)  # seconds before each attempt to hand the letter to the relay


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the form said: an address, the audiences, an edition, and in which language the page was read."""

    address: str
    audiences: tuple[str, ...]
    edition: str
    language: Lang


def form(request_: Request) -> Response:
    """The form, with the audience that a link named already chosen."""
    named = request_.query_params.getlist("audience")
    return _form(request_, Asked(address="", audiences=tuple(named), edition="", language=language_of(request_)), {})


async def submitted(request_: Request) -> Response:
    """Takes the form; whoever the address belongs to, the answer and the time it takes are the same."""
    desk, language = desk_of(request_), language_of(request_)
    if desk.site.relay is None:
        return await run_in_threadpool(form, request_)
    asked = _asked(desk, await read_form(request_), language)
    wrong = _wrong(desk, asked)
    if wrong:
        return await run_in_threadpool(_form, request_, asked, wrong)
    wait = desk.joining.take(client_key(request_.client.host if request_.client else None), desk.site.clock())
    if wait:
        raise HTTPException(429, headers={"retry-after": str(wait)})
    # What comes of it is found out after the answer has gone.
    task = BackgroundTask(_invite, desk, asked)
    return RedirectResponse(f"/{language}/subscribe/sent/", status_code=303, background=task)


def sent(request_: Request) -> Response:
    """Says to look into the mailbox."""
    return public(request_, "sent.html.j2", language_of(request_))


def confirm_page(request_: Request) -> Response:
    """Asks for the button: mail scanners open links, and a subscription must not begin by that."""
    return _confirming(request_, is_done=False)


def confirmed(request_: Request) -> Response:
    """Begins the subscription."""
    return _confirming(request_, is_done=True)


def _confirming(request_: Request, *, is_done: bool) -> Response:
    site, token = desk_of(request_).site, request_.path_params["token"]
    at = site.clock()
    found = confirm(site.home, token, at) if is_done else peek(site.home, token, "confirm", at)
    if found is None:
        return fault(request_, 404, about="link")
    language = page_language(found.language, request_)
    names = names_of(site.audiences, found.audiences, language)
    return private(request_, "confirm.html.j2", language, standing=found, names=names, is_done=is_done)


def page_language(edition: str, request_: Request) -> Lang:
    """The language that the address names, else the reader's own; who reads both gets what the browser asks for."""
    return edition if is_lang(edition) and "l" not in request_.query_params else language_of(request_)


async def _invite(desk: Desk, asked: Asked) -> None:
    site, at = desk.site, desk.site.clock()
    assert site.relay is not None
    wanted = await run_in_threadpool(request, site.home, asked.address, asked.audiences, asked.edition, at)
    if wanted is None:
        _LOG.warning("a confirmation was not mailed: enough have gone out lately")
        return
    letter = confirmation(
        wanted.address,
        f"{site.public_url}/c/{wanted.token}",
        [site.audiences[one] for one in asked.audiences],
        asked.language,
        at=at,
        sender=site.relay.sender or None,
    )
    await _mail(site.relay, letter)


async def _mail(relay: Relay, letter: EmailMessage) -> None:
    """Two of one confirmation do no harm, so what is in doubt is not told from what is deferred."""
    for pause in _PAUSES:
        await anyio.sleep(pause)
        outcome = await run_in_threadpool(post, relay, letter)
        if outcome.is_sent:
            return
        _LOG.warning("a confirmation could not be mailed: %s", outcome.said)
        if outcome.state == "refused":
            return


def _asked(desk: Desk, data: FormData, language: Lang) -> Asked:
    return Asked(
        address=str(data.get("address") or "").strip()[:400],
        audiences=audiences_of(data, desk.site.audiences),
        edition=chosen_edition(data),
        language=language,
    )


def _wrong(desk: Desk, asked: Asked) -> dict[str, str]:
    """What must be put right, by field; nothing here depends on whom the address belongs to."""
    said, wrong = words(asked.language)["subscribe"], {}
    try:
        mailbox(asked.address)
    except MailboxError:
        wrong["address"] = said["wrong_address"]
    if not asked.audiences:
        wrong["audiences"] = said["wrong_audience"]
    return wrong | wrong_choice(desk.site.audiences, asked.audiences, asked.edition, asked.language)


def _form(request_: Request, asked: Asked, wrong: Mapping[str, str]) -> Response:
    site = desk_of(request_).site
    known = site.audiences
    values: dict[str, Any] = {
        "audiences": list(zip(known, names_of(known, list(known), asked.language), strict=True)),
        "asked": asked,
        "wrong": wrong,
        "editions": offered(known),
        "edition": asked.edition or asked.language,
        "is_open": site.relay is not None,
    }
    found = private(request_, "subscribe.html.j2", asked.language, 422 if wrong else 200, **values)
    # Without this a browser too old for Fetch Metadata would not say where the form lies; no token stands here.
    found.headers["referrer-policy"] = "same-origin"
    return found
