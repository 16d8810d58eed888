"""A press room whose JSON keeps all language versions of a release under one id, with RSS and pages beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from markupsafe import escape

from demo.page import Page, Query, Render, data, html, xml
from demo.pages.rendering import render, zulu
from demo.scene import Scene
from demo.story import Post

PUBLISHER = 4711
_API = "/public-website-api"
_ABOUT = {
    "fi": "Tutkimme, miten ihmiset Suomessa voivat ja mitä heidän arjessaan tapahtuu. Tieto on avointa ja maksutonta.",
    "sv": "Vi undersöker hur människor i Finland mår och vad som händer i deras vardag. Våra data är öppna och gratis.",
    "en": "We study how people in Finland are doing and what their days are like. Our data are open and free.",
}


def article(scene: Scene, post: Post) -> Page:
    """A release's page, with whole other releases' leads below it and contacts under their own heading."""
    values = {
        "sisters": scene.sisters(post),
        "zone": post.published.tzname(),
        "others": scene.others(post, 3),
        "about": _ABOUT.get(post.language, _ABOUT["fi"]),
    }
    return html(render("pressroom/article.html", scene, post.language, post=post, **values))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("pressroom/missing.html", scene, scene.language), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """The press room's page, its RSS, its JSON list page by page and one JSON a release."""
    room = partial(_room, scene)
    releases = _releases(scene)
    lists = {
        f"{_API}/pressroom/{PUBLISHER}/releases/{size}/{page}": partial(_listed, scene, size, page)
        for size in (5, 10, 20, 50)
        for page in range(len(releases) // size + 2)
    }
    singles = {
        f"{_API}/release/{versions[0].story.serial}": partial(_release, scene, versions) for versions in releases
    }
    rooms = {"/": room, f"/uutishuone/{PUBLISHER}": room, f"/uutishuone/{PUBLISHER}/{scene.site.id}": room}
    return {**rooms, "/rss/releases/latest": partial(_feed, scene), **lists, **singles}


def _releases(scene: Scene) -> list[tuple[Post, ...]]:
    """The posts of one story together, the newest story first."""
    stories = dict.fromkeys(post.key for post in scene.news)
    return [tuple(post for post in scene.news if post.key == key) for key in stories]


def _listed(scene: Scene, size: int, page: int, _query: Query) -> Page:
    releases = _releases(scene)
    shown = [_json(scene, versions, whole=False) for versions in releases[page * size : (page + 1) * size]]
    paging = {"count": len(releases), "itemsPerPage": size, "page": page}
    return data({"releases": shown, "paging": paging})


def _release(scene: Scene, versions: tuple[Post, ...], _query: Query) -> Page:
    return data(_json(scene, versions, whole=True))


def _json(scene: Scene, versions: tuple[Post, ...], *, whole: bool) -> dict[str, Any]:
    first = min(versions, key=lambda post: post.published)
    return {
        "id": first.story.serial,
        "date": zulu(first.published),
        "type": "PRESS_RELEASE",
        "publisher": {"id": PUBLISHER, "name": scene.site.name("fi"), "slug": scene.site.id},
        "url": scene.path(first),
        "languages": [post.language for post in versions],
        "versions": {post.language: _version(scene, post, whole=whole) for post in versions},
    }


def _version(scene: Scene, post: Post, *, whole: bool) -> dict[str, Any]:
    version: dict[str, Any] = {
        "title": post.title,
        "leadtext": f"<p>{escape(post.lead)}</p>" if whole and post.lead else post.lead,
        "metadescription": post.lead or post.paragraphs[0],
        "url": scene.path(post),
        "date": zulu(post.published),
        "keywords": post.story.topic.lower(),
    }
    if whole:
        text = render("pressroom/body.html", scene, post.language, post=post)
        version["body"] = {"complete": re.sub(r"\n{1,9}", "", text)}
        version["contacts"] = [{"text": post.version.contact}] if post.version.contact else []
        version["modified"] = zulu(post.edited or post.published)
    return version


def _room(scene: Scene, query: Query) -> Page:
    language = query.get("lang", "fi") if query.get("lang") in _ABOUT else "fi"
    values = {"posts": scene.of(language), "about": _ABOUT[language]}
    return html(render("pressroom/list.html", scene, language, **values))


def _feed(scene: Scene, query: Query) -> Page:
    if query.get("publisherId") != str(PUBLISHER):
        return data({"error": "publisherId is required"}, status=400)
    languages = (query["lang"],) if "lang" in query else scene.site.languages
    return xml(render("pressroom/feed.xml", scene, "fi", posts=scene.of(*languages)[:20]))
