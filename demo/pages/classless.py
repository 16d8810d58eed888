"""An old hand-made site: tables and divs without a class, `fi | sv | eng` above, teasers and comments below."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from demo.page import Page, Query, Render, html
from demo.pages.rendering import colon, day, padded_day, render
from demo.scene import Scene
from demo.story import Post

FRONTS: Mapping[str, str] = {"fi": "/uutiset.html", "sv": "/sve/nyheter.html", "en": "/eng/news.html"}


def article(scene: Scene, post: Post) -> Page:
    """An item's page; visitors' comments stand below the Finnish text, in whatever language they came."""
    values = {
        "sisters": scene.sisters(post),
        "fronts": FRONTS,
        "stamp": stamp(post),
        "others": scene.others(post, 3, foreign=1),
        "talk": post.language == "fi",
    }
    return html(render("classless/article.html", scene, post.language, post=post, **values))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("classless/missing.html", scene, scene.language, fronts=FRONTS, sisters={}), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """The list of each language; the Finnish one is the front page."""
    return {"/": partial(_list, scene, "fi"), **{path: partial(_list, scene, code) for code, path in FRONTS.items()}}


def stamp(post: Post) -> str:
    """When an item came out: `10.08.2017, 13:20` by the site's first editor, `24.5.2019 12:01` by the next one."""
    at = post.published
    return f"{padded_day(at)}, {colon(at)}" if at.year < 2019 else f"{day(at)} {colon(at)}"


def _list(scene: Scene, language: str, _query: Query) -> Page:
    values = {"fronts": FRONTS, "sisters": {}, "stamp": stamp}
    return html(render("classless/list.html", scene, language, posts=scene.of(language), **values))
