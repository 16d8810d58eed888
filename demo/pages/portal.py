"""A portal that republishes ministries' releases as its own pages; its feed escapes CDATA marks into the text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from markupsafe import escape

from demo.page import Page, Query, Render, html, xml
from demo.pages.liferay import release
from demo.pages.rendering import render
from demo.scene import Scene
from demo.sites import SITES
from demo.story import Post

PATHS: Mapping[str, Mapping[str, str]] = {
    "rss": {
        "fi": "/staattiset-feedit/-/asset_publisher/Kh4WBNNjLkT0/rss",
        "sv": "/sv/staattiset-feedit-sv/-/asset_publisher/Kh4WBNNjLkT0/rss",
        "en": "/en/staattiset-feedit-en/-/asset_publisher/LOmkEPY4nk2s/rss",
    }
}
CREATORS = {site.id: site for site in SITES}


def article(scene: Scene, post: Post) -> Page:
    """A republished release: the words are the ministry's, the address and the frame the portal's."""
    values = {"creator": CREATORS[post.story.creator], "release": release(post), "others": scene.others(post, 3)}
    return html(render("portal/article.html", scene, post.language, post=post, paths=PATHS, **values))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("portal/missing.html", scene, scene.language, paths=PATHS), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """The list and the joint feed of each language."""
    lists = {"/" if code == "fi" else f"/{code}": partial(_list, scene, code) for code in PATHS["rss"]}
    return lists | {path: partial(_feed, scene, code) for code, path in PATHS["rss"].items()}


def _list(scene: Scene, language: str, _query: Query) -> Page:
    return html(render("portal/list.html", scene, language, posts=scene.of(language), paths=PATHS))


def _feed(scene: Scene, language: str, _query: Query) -> Page:
    values = {"posts": scene.of(language)[:100], "creators": CREATORS, "description": _description}
    return xml(render("portal/feed.xml", scene, language, paths=PATHS, **values), "text/xml; charset=UTF-8")


def _description(post: Post) -> str:
    """The text that the portal's template escapes once too often: readers meet `<![CDATA[` as words."""
    paragraphs = [f"<p>{escape(line)}</p>" for line in (post.lead, *post.paragraphs) if line]
    return f"<![CDATA[{''.join(paragraphs)}]]>"
