"""A ministry whose Atom feeds name each text's language versions, and whose invitations go out as PDF letters."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from demo.page import Page, Query, Render, html, xml
from demo.pages.liferay import release
from demo.pages.rendering import render
from demo.scene import Scene, letter
from demo.story import Post
from demo.words import CHOOSER

PATHS: Mapping[str, Mapping[str, str]] = {
    "list": {"fi": "/ajankohtaista", "sv": "/sv/aktuellt", "en": "/en/topical"},
    "atom": {"fi": "/atom.xml", "sv": "/sv/atom.xml", "en": "/en/atom.xml"},
}


def article(scene: Scene, post: Post) -> Page:
    """A release's page; it names its sisters only in the chooser, the feed names them by hreflang."""
    values = {"sisters": scene.sisters(post), "release": release(post), "others": scene.others(post, 3)}
    return html(render("letters/article.html", scene, post.language, post=post, paths=PATHS, **values))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("letters/missing.html", scene, scene.language, paths=PATHS, sisters={}), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """Lists and Atom feeds by language; the chooser's other languages lead to the English list."""
    fronts = {f"/{code}": partial(_list, scene, code if code in PATHS["list"] else "en") for code, _ in CHOOSER[1:]}
    lists = {path: partial(_list, scene, code) for code, path in PATHS["list"].items()}
    feeds = {path: partial(_atom, scene, code) for code, path in PATHS["atom"].items()}
    return {"/": partial(_list, scene, "fi"), **fronts, **lists, **feeds}


def _list(scene: Scene, language: str, _query: Query) -> Page:
    values = {"posts": scene.of(language), "is_letter": letter, "sisters": {}}
    return html(render("letters/list.html", scene, language, paths=PATHS, **values))


def _atom(scene: Scene, language: str, _query: Query) -> Page:
    text = render("letters/atom.xml", scene, language, posts=scene.of(language)[:30], paths=PATHS, is_letter=letter)
    return xml(text, "application/atom+xml; charset=utf-8")
