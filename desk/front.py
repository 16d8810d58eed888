"""The pages everybody may read: the audiences and their letters, and what becomes of a reader's address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.forms import name_of
from desk.pages import public
from desk.released import shown
from desk.shelf import Issue, standing
from desk.site import Desk, desk_of
from desk.words import Lang, is_lang, language_of, words
from digest.audience import Audience
from digest.dates import week_span
from digest.phrases import phrases
from digest.typography import clean, cut, figures_kept, typeset
from digest.week import Week, WeekError
from warehouse.shelf import Contents, contents

_LONGEST_HEAD = 110  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One letter as a list shows it: `count` and `heads` are empty where the snapshot does not know it."""

    issue: Issue
    number: int
    span: str
    count: str
    heads: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, Issue], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """An audience with its letters, newest first, each week once."""

    id: str
    name: str
    tagline: str
    told: tuple[Told, ...]


def root(request: Request) -> Response:
    """The front page in the language that the browser asks for."""
    return RedirectResponse(f"/{language_of(request)}/", status_code=302, headers={"vary": "accept-language"})


def front(request: Request) -> Response:
    """Every audience with its newest letter."""
    desk, language = desk_of(request), language_of(request)
    shelves = _shelves(desk, language)
    # Whoever has letters comes first; each in the order of the files.
    ordered = sorted(shelves.values(), key=lambda shelf: not shelf.told)
    is_waiting = not any(shelf.told for shelf in ordered) and not desk.site.home.published.exists()
    return public(request, "front.html.j2", language, shelves=ordered, is_waiting=is_waiting)


def audience(request: Request) -> Response:
    """One audience: its letters, and where to follow them."""
    desk, language = desk_of(request), language_of(request)
    named = request.url.path.split("/")[1]
    shelf = _shelves(desk, language, named).get(request.path_params["audience"])
    if shelf is None:
        raise HTTPException(404)
    editions = desk.site.audiences[shelf.id].languages
    edition = named if named in editions else editions[0]
    feeds = standing(desk.site.home, shelf.id, edition)
    return public(request, "audience.html.j2", language, shelf=shelf, edition=edition, feeds=feeds)


def privacy(request: Request) -> Response:
    """What is kept of a reader, why, and for how long."""
    desk, language = desk_of(request), language_of(request)
    contacts = list(dict.fromkeys(one.mail.reply_to for one in desk.site.audiences.values()))
    return public(request, "privacy.html.j2", language, contacts=contacts)


def _shelves(desk: Desk, language: Lang, edition: str = "") -> dict[str, Shelf]:
    """Every audience with its letters, each week's first in that edition, else in the page's language."""
    known, told = desk.site.audiences, desk.window.ask(contents) or {}
    letters = shown(desk.site, known)
    own = {
        one.id: sorted((i for i in letters if i.audience == one.id), key=_nearness(edition, language))
        for one in known.values()
    }
    return {one.id: _shelf(one, own[one.id], told, language) for one in known.values()}


def _nearness(edition: str, language: Lang) -> Callable[[Issue], tuple[object, ...]]:
    return lambda issue: (issue.edition != edition, issue.edition != language, issue.edition)


def _shelf(audience: Audience, own: Sequence[Issue], known: Mapping[str, Contents], language: Lang) -> Shelf:
    weeks = sorted({issue.week for issue in own}, reverse=True)
    told = (_told([issue for issue in own if issue.week == week], known, language) for week in weeks)
    return Shelf(
        id=audience.id,
        name=name_of(audience, language),
        tagline=audience.taglines.get(language) or next(iter(audience.taglines.values())),
        told=tuple(filter(None, told)),
    )


def _told(editions: Sequence[Issue], known: Mapping[str, Contents], language: Lang) -> Told | None:
    """A week's letter in the first of its editions, with the others beside it."""
    try:
        week = Week(editions[0].week)
    except WeekError:  # a file that somebody named so by hand
        return None
    held = known.get(editions[0].name)
    return Told(
        issue=editions[0],
        number=week.number,
        span=week_span(week, phrases(language)),
        count=_count(held.stories, language) if held else "",
        heads=tuple(_head(head, language) for head in held.heads) if held else (),
        others=tuple((_edition_name(issue.edition, language), issue) for issue in editions[1:]),
    )


def _edition_name(edition: str, language: Lang) -> str:
    return str(words(language)["audience"][edition if is_lang(edition) else "both"])


def _count(number: int, language: Lang) -> str:
    one, several = words(language)["audience"]["stories"]
    return f"{number} {one if number == 1 else several}"


def _head(head: Mapping[str, str], language: Lang) -> tuple[str, str]:
    """A headline with its language: the page's own where the story is told in it."""
    code = language if language in head else next(iter(head), language)
    return code, figures_kept(typeset(cut(clean(head.get(code, "")), _LONGEST_HEAD), code))
