"""A modern site with a JSON Feed 1.1 a language, `<article>`, JSON-LD and hreflang; what it removes is 410 Gone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from demo.page import Page, Query, Render, data, html
from demo.pages.rendering import iso, render
from demo.scene import Scene
from demo.story import Post

FEEDS: Mapping[str, str] = {"fi": "/feed.json", "sv": "/sv/feed.json"}
_MEDIA_TYPE = "application/feed+json; charset=utf-8"


def article(scene: Scene, post: Post) -> Page:
    """An item's page in clean modern markup, with more `<article>`s of other items beside it."""
    values = {"others": scene.others(post, 3), "feeds": FEEDS}
    return html(render("jsonfeed/article.html", scene, post.language, post=post, **values))


def missing(scene: Scene, *, gone: bool = False) -> Page:
    """The page for what is not there."""
    text = render("jsonfeed/missing.html", scene, scene.language, feeds=FEEDS, gone=gone)
    return html(text, status=410 if gone else 404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """Lists, feeds, and the word that a removed item is gone."""
    lists = {"/": partial(_list, scene, "fi"), "/sv": partial(_list, scene, "sv")}
    feeds = {path: partial(_feed, scene, code) for code, path in FEEDS.items()}
    return {**lists, **feeds, **{scene.path(post): lambda _query: missing(scene, gone=True) for post in scene.gone}}


def _list(scene: Scene, language: str, _query: Query) -> Page:
    return html(render("jsonfeed/list.html", scene, language, posts=scene.of(language), feeds=FEEDS))


def _feed(scene: Scene, language: str, _query: Query) -> Page:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": scene.site.name(language),
        "home_page_url": scene.url("/" if language == "fi" else f"/{language}"),
        "feed_url": scene.url(FEEDS[language]),
        "language": language,
        "authors": [{"name": scene.site.name(language), "url": scene.url("/")}],
        "items": [_item(scene, post) for post in scene.of(language)],
    }
    return data(feed, _MEDIA_TYPE)


def _item(scene: Scene, post: Post) -> dict[str, Any]:
    item = {
        "id": scene.link(post),
        "url": scene.link(post),
        "title": post.title,
        "summary": post.lead or post.paragraphs[0],
        "content_html": render("jsonfeed/content.html", scene, post.language, post=post).strip(),
        "date_published": iso(post.published),
        "tags": [post.story.topic] if post.story.topic else [],
        "language": post.language,
    }
    return item | ({"date_modified": iso(post.edited)} if post.edited else {})
