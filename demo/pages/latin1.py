"""An old site: RSS in ISO-8859-1 with HTML's entities in it, pages in windows-1252 that call themselves ISO-8859-1."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html.entities import codepoint2name

from markupsafe import escape

from demo.page import Page, Query, Render, html, xml
from demo.pages.rendering import render
from demo.scene import Scene
from demo.story import Post

CHARSET = "ISO-8859-1"


def article(scene: Scene, post: Post) -> Page:
    """An item's page."""
    return _html(render("latin1/article.html", scene, post.language, post=post, others=scene.others(post, 4)))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    page = _html(render("latin1/missing.html", scene, scene.language))
    return Page(body=page.body, media_type=page.media_type, status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """Lists and the feeds, RSS 2.0 and 0.91; only the former tells dates."""
    finnish = partial(_list, scene, "fi")
    lists = {"/": finnish, "/uutiset/": finnish, "/nyheter/": partial(_list, scene, "sv")}
    return {**lists, "/uutiset.rss": partial(_feed, scene, "2.0"), "/rss091.xml": partial(_feed, scene, "0.91")}


def old(text: str) -> str:
    """A text as the old publishing tool escapes it: umlauts by name here and there, though XML has no such name."""
    return "".join(_letter(place, letter) for place, letter in enumerate(text))


def _letter(place: int, letter: str) -> str:
    name = codepoint2name.get(ord(letter), "")
    # Letters were named by the word processor's paste, typed ones stayed bytes: both occur in one title.
    return f"&{name};" if name and ord(letter) > 127 and place % 2 else str(escape(letter))


def _list(scene: Scene, language: str, _query: Query) -> Page:
    return _html(render("latin1/list.html", scene, language, posts=scene.of(language)))


def _feed(scene: Scene, version: str, _query: Query) -> Page:
    text = render("latin1/feed.xml", scene, "fi", posts=scene.news[:15], version=version, old=old)
    return xml(text, f"application/rss+xml; charset={CHARSET}", charset=CHARSET)


def _html(text: str) -> Page:
    return html(text, charset=CHARSET)
