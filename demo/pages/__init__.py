"""The sample sites' answers: which platform serves which site, and what every host answers alike."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Protocol

from demo.page import Page, Query, Render, html
from demo.pages import (
    classless,
    drupal,
    jsonfeed,
    latin1,
    letters,
    liferay,
    portal,
    pressroom,
    project,
    rss,
    static,
    twohosts,
    wordpress,
    wpml,
)
from demo.pages.rendering import render
from demo.scene import Scene, letter
from demo.story import Post


class Platform(Protocol):
    """How one kind of site shows its posts, its lists and what it does not have."""

    def article(self, scene: Scene, post: Post) -> Page: ...
    def missing(self, scene: Scene) -> Page: ...
    def routes(self, scene: Scene) -> Mapping[str, Render]: ...


PLATFORMS: Mapping[str, Platform] = {
    "classless": classless,
    "drupal": drupal,
    "jsonfeed": jsonfeed,
    "latin1": latin1,
    "letters": letters,
    "liferay": liferay,
    "portal": portal,
    "pressroom": pressroom,
    "project": project,
    "rss": rss,
    "static": static,
    "twohosts": twohosts,
    "wordpress": wordpress,
    "wpml": wpml,
}
_STANDING = {
    "tietosuoja": "privacy",
    "saavutettavuus": "accessibility",
    "palaute": "feedback",
    "toiminta": "work",
    "tapahtumat": "events",
    "yhteystiedot": "contact",
    "haku": "search",
    "liity": "join",
    "meista": "about",
    "julkaisut": "publications",
    "uutiskirje": "newsletter",
}


def answer(scene: Scene, path: str, query: Query) -> Page:
    """What a site answers at a path: a route of its platform, a post, a standing page, or that nothing is there."""
    platform = PLATFORMS[scene.site.platform]
    if shared := _shared(scene, path):
        return shared
    if route := platform.routes(scene).get(path):
        return route(query)
    if post := scene.find(path, query):
        return _document(post) or platform.article(scene, post)
    return _standing(scene, path) or platform.missing(scene)


def _document(post: Post) -> Page | None:
    """A post that is published as a PDF; its bytes change only with the post."""
    content = letter(post)
    return Page(body=content, media_type="application/pdf", modified=post.modified) if content else None


def _shared(scene: Scene, path: str) -> Page | None:
    if path == "/robots.txt":
        return Page(body=_robots(scene).encode(), media_type="text/plain; charset=utf-8")
    if path == "/assets/site.css":
        style = files("demo").joinpath("templates", "site.css").read_bytes()
        return Page(body=style, media_type="text/css; charset=utf-8")
    return None


def _robots(scene: Scene) -> str:
    lines = ["User-agent: *", "Disallow: /haku", "Disallow: /search", "Disallow: /wp-admin/", "Allow: /"]
    sitemap = ["", f"Sitemap: {scene.url('/sitemap.xml')}"] if scene.site.platform == "drupal" else []
    return "\n".join([*lines, *sitemap, ""])


def _standing(scene: Scene, path: str) -> Page | None:
    """A page of the menu: a heading and the address, no news."""
    heading = _STANDING.get(path.strip("/"))
    return html(render("standing.html", scene, scene.language, heading=heading)) if heading else None
