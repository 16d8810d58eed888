"""A WordPress site whose languages are told apart by `?lang=`: feeds, switcher and hreflang by language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from demo.page import Page, Query, Render, html
from demo.pages import wordpress
from demo.pages.rendering import render
from demo.scene import Scene
from demo.story import Post
from demo.words import CHOOSER


def article(scene: Scene, post: Post) -> Page:
    """A post's page in the theme's frame, its sisters named by switcher and hreflang."""
    others = scene.others(post, 3)
    return html(
        render(
            "wordpress/article.html",
            scene,
            post.language,
            post=post,
            **_frame(scene, post.language, scene.sisters(post)),
            hreflang=True,
            stamp=wordpress.stamp,
            tags=wordpress.tags(post),
            others=others,
            older=next(iter(others), None),
        )
    )


def missing(scene: Scene) -> Page:
    """The theme's page for what is not there."""
    return html(render("wordpress/missing.html", scene, "fi", **_frame(scene, "fi", {})), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """Archives and feeds by `?lang=`; the REST API as in any WordPress."""
    archive = partial(_archive, scene, None)
    tagged = {f"/tag/{tag.slug}/": partial(_archive, scene, tag) for tag in wordpress.known_tags(scene)}
    api = {path: own for path, own in wordpress.routes(scene).items() if path.startswith("/wp-json/")}
    return {"/": archive, "/ajankohtaista/": archive, **tagged, "/feed/": partial(_feed, scene), **api}


def _language(scene: Scene, query: Query) -> str:
    wanted = query.get("lang", "fi")
    return wanted if wanted in scene.site.languages else "fi"


def _frame(scene: Scene, language: str, sisters: Mapping[str, Post]) -> dict[str, object]:
    """The theme around every page; its switcher leads to the sister, else to the language's archive."""
    switch = [
        (code, label, scene.link(sisters[code]) if code in sisters else scene.url(f"/?lang={code}"))
        for code, label in CHOOSER
        if code in scene.site.languages
    ]
    return {"html_language": language, "switch": switch, "switch_class": "wpml-ls-legacy-list-horizontal"}


def _archive(scene: Scene, tag: wordpress.Tag | None, query: Query) -> Page:
    language = _language(scene, query)
    posts = [post for post in scene.of(language) if tag is None or tag in wordpress.tags(post)]
    values = {"heading": tag.name if tag else "Ajankohtaista", "posts": posts, "older": None, "stamp": wordpress.stamp}
    return html(render("wordpress/archive.html", scene, language, **_frame(scene, language, {}), **values))


def _feed(scene: Scene, query: Query) -> Page:
    language = _language(scene, query)
    return wordpress.feed(scene, scene.of(language)[: wordpress.FEED_LENGTH], f"/feed/?lang={language}", language)
