"""A regional project's site: no feed, one list of newsletters and events, a register page, relative links."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from demo.page import Page, Query, Render, html
from demo.pages.rendering import render
from demo.scene import Scene
from demo.story import Post

_HEADINGS = {
    "fi": (
        "Uutiskirjeet ja tapahtumat",
        "Järjestökirje on tarkoitettu yhdistyksille, kuntakirje luottamushenkilöille.",
    ),
    "sv": ("På svenska", "Här samlar vi det som projektet erbjuder på svenska."),
}


def article(scene: Scene, post: Post) -> Page:
    """A letter's, event's or register's page; it tells its date only as a day."""
    values = {"others": scene.others(post, 2), "latest": scene.of("fi")[:4]}
    return html(render("project/article.html", scene, post.language, post=post, **values))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("project/missing.html", scene, scene.language, latest=scene.of("fi")[:4]), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """The lists; the front page is the Finnish one."""
    finnish = partial(_list, scene, "fi")
    return {"/": finnish, "/uutiskirjeet/": finnish, "/pa-svenska/": partial(_list, scene, "sv")}


def _list(scene: Scene, language: str, _query: Query) -> Page:
    heading, intro = _HEADINGS[language]
    # The Finnish list holds everything: the project's few Swedish texts stand among the Finnish ones.
    posts = scene.news if language == "fi" else scene.of(language)
    values = {"heading": heading, "intro": intro, "posts": posts, "latest": scene.of("fi")[:4]}
    return html(render("project/list.html", scene, language, **values))
