"""A wellbeing area on two hosts, one a language, that name each other only by their front pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from demo.page import Page, Query, Render, html
from demo.pages.rendering import render
from demo.scene import Scene
from demo.story import Post

_LISTS = {"fi": "/ajankohtaista", "sv": "/aktuellt"}


def article(scene: Scene, post: Post) -> Page:
    """An item's page in a language of its own host, no word of its sister on the other."""
    list_path = _LISTS[post.language]
    text = render(
        "twohosts/article.html", scene, post.language, post=post, others=scene.others(post, 3), list_path=list_path
    )
    return html(text)


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("twohosts/missing.html", scene, scene.language, list_path=_LISTS[scene.language]), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """The host's list, also as its front page."""
    return {"/": partial(_list, scene), _LISTS[scene.language]: partial(_list, scene)}


def _list(scene: Scene, _query: Query) -> Page:
    language = scene.language
    return html(render("twohosts/list.html", scene, language, posts=scene.of(language), list_path=_LISTS[language]))
