"""A municipality on Drupal: no feed, a sitemap.xml that names language versions, paged lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from demo.page import Page, Query, Render, html, redirect, xml
from demo.pages.rendering import render
from demo.scene import Scene
from demo.story import Post

LISTS: Mapping[str, str] = {"fi": "/fi/ajankohtaista", "sv": "/sv/aktuellt", "en": "/en/news"}
_ROWS = 10


def article(scene: Scene, post: Post) -> Page:
    """A news node's page; its sisters stand in the language block, not in the head."""
    values = {"sisters": scene.sisters(post), "others": scene.others(post, 3), "lists": LISTS}
    return html(render("drupal/article.html", scene, post.language, post=post, **values))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("drupal/missing.html", scene, scene.language, lists=LISTS, sisters={}), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """Lists by language, ten rows a page, and the sitemap."""
    lists = {path: partial(_list, scene, code) for code, path in LISTS.items()}
    fronts = {f"/{code}": partial(_list, scene, code) for code in LISTS}
    nodes = {f"/node/{post.story.serial}": _leads_to(scene.link(post)) for post in reversed(scene.posts)}
    return {"/": _leads_to(scene.url("/fi")), **lists, **fronts, **nodes, "/sitemap.xml": partial(_sitemap, scene)}


def _list(scene: Scene, language: str, query: Query) -> Page:
    text = query.get("page", "0")
    at = int(text) if text.isdecimal() and len(text) < 5 else 0
    posts = scene.of(language)
    pager = {"at": at, "previous": at > 0, "next": len(posts) > (at + 1) * _ROWS}
    rows = posts[at * _ROWS : (at + 1) * _ROWS]
    return html(render("drupal/list.html", scene, language, posts=rows, pager=pager, sisters={}, lists=LISTS))


def _leads_to(url: str) -> Render:
    return lambda _query: redirect(url)


def _sitemap(scene: Scene, _query: Query) -> Page:
    return xml(render("drupal/sitemap.xml", scene, "fi", posts=scene.posts), "application/xml; charset=utf-8")
