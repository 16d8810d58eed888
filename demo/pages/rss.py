"""A Swedish-speaking association with one RSS feed of all its texts, its dates as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from demo.page import Page, Query, Render, html, xml
from demo.pages.rendering import render
from demo.scene import Scene
from demo.story import Post


def article(scene: Scene, post: Post) -> Page:
    """An item's page."""
    return html(render("rss/article.html", scene, post.language, post=post, others=scene.others(post, 4, foreign=1)))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("rss/missing.html", scene, scene.language), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """The lists and the feed."""
    swedish = partial(_list, scene, "sv")
    return {"/": swedish, "/nyheter": swedish, "/fi": partial(_list, scene, "fi"), "/rss.xml": partial(_feed, scene)}


def _list(scene: Scene, language: str, _query: Query) -> Page:
    return html(render("rss/list.html", scene, language, posts=scene.of(language)))


def _feed(scene: Scene, _query: Query) -> Page:
    return xml(render("rss/feed.xml", scene, "sv", posts=scene.news[:20]))
