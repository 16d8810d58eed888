"""A ministry on Liferay: `/-/slug` and `/sv/-/slug`, numbered releases, a seven-language chooser, a feed a language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from zlib import crc32

from demo.page import Page, Query, Render, html, redirect, xml
from demo.pages.rendering import day, dot, render
from demo.scene import Scene
from demo.story import Post
from demo.words import CHOOSER, words

PATHS: Mapping[str, Mapping[str, str]] = {
    "list": {"fi": "/ajankohtaista", "sv": "/sv/aktuellt", "en": "/en/topical"},
    "rss": {
        "fi": "/ajankohtaista/-/asset_publisher/QGPfXenrI9A4/rss",
        "sv": "/sv/aktuellt/-/asset_publisher/QGPfXenrI9A4/rss",
        "en": "/en/topical/-/asset_publisher/QGPfXenrI9A4/rss",
    },
}
_KINDS = {
    "fi": {
        "grant_call": "Avustushaku",
        "statement_request": "Lausuntopyyntö",
        "job": "Avoin virka",
        "invitation": "Kutsu",
    },
    "sv": {"grant_call": "Utlysning", "statement_request": "Remiss", "job": "Ledig tjänst", "invitation": "Inbjudan"},
    "en": {
        "grant_call": "Grant call",
        "statement_request": "Statement request",
        "job": "Vacancy",
        "invitation": "Invitation",
    },
}
_IN_LANGUAGE = {
    "fi": "Julkaistu suomeksi {} klo {}",
    "sv": "Publicerad på svenska {} kl. {}",
    "en": "Published in English on {} at {}",
}


def article(scene: Scene, post: Post) -> Page:
    """A release's page; three in four name their language versions by hreflang, all by the chooser."""
    sisters = scene.sisters(post)
    values = {
        "sisters": sisters,
        "hreflang": crc32(post.key.encode()) % 4 != 0,
        "dates": dates(post, sisters),
        "release": release(post),
        "tags": [post.story.topic] if post.story.topic else [],
        "others": scene.others(post, 3),
    }
    return html(render("liferay/article.html", scene, post.language, post=post, paths=PATHS, **values))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("liferay/missing.html", scene, scene.language, paths=PATHS, sisters={}), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """What the ministry answers beside its releases; the chooser's other languages have a front page only."""
    fronts = {
        f"/{code}": partial(_list, scene, code if code in PATHS["list"] else "en")
        for code, _ in CHOOSER
        if code != "fi"
    }
    lists = {path: partial(_list, scene, code) for code, path in PATHS["list"].items()}
    feeds = {path: partial(_feed, scene, code) for code, path in PATHS["rss"].items()}
    return {"/": partial(_list, scene, "fi"), **fronts, **lists, **feeds, **_numbered(scene)}


def dates(post: Post, sisters: Mapping[str, Post]) -> str:
    """The line of dates: the first publication, then when it came out in the page's own or the other language."""
    first = min(sisters.values(), key=lambda sister: sister.published)
    line = f"{words(post.language)['released_at']} {day(first.published)} {dot(first.published)}"
    second = post if post is not first else sisters.get("sv", post)
    if second is first:
        return line
    told = _IN_LANGUAGE[second.language].format(day(second.published), dot(second.published))
    return f"{line} | {told}"


def release(post: Post) -> str:
    """`Tiedote 97/2026`, or the kind of notice when it is not a release; empty when neither."""
    if post.story.number:
        return f"{words(post.language)['release']} {post.story.number}"
    return _KINDS[post.language].get(post.kind, "")


def _list(scene: Scene, language: str, _query: Query) -> Page:
    text = render("liferay/list.html", scene, language, posts=scene.of(language), paths=PATHS, sisters={})
    return html(text)


def _feed(scene: Scene, language: str, _query: Query) -> Page:
    text = render("liferay/feed.xml", scene, language, posts=scene.of(language)[:20], paths=PATHS)
    return xml(text, "text/xml; charset=UTF-8")


def _numbered(scene: Scene) -> Mapping[str, Render]:
    """The older form of a release's address, with the ministry's group number; it leads to the present one."""
    return {f"/-/1271139/{post.slug}": _leads_to(scene.link(post)) for post in scene.of("fi")}


def _leads_to(url: str) -> Render:
    return lambda _query: redirect(url, status=302)
