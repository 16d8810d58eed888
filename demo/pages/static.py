"""A small association's hand-kept site: a strategy page with PDFs and "Muokattu viimeksi", a list, no feed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib.resources import files

from demo.page import Page, Query, Render, html
from demo.pages.rendering import render
from demo.scene import Scene
from demo.story import Post


def article(scene: Scene, post: Post) -> Page:
    """An item's or the strategy's page; the strategy links the leaflets of its wordings so far, the newest first."""
    documents = _documents(post) if post.kind == "page_update" else []
    return html(render("static/article.html", scene, post.language, post=post, documents=documents, **_frame(scene)))


def missing(scene: Scene) -> Page:
    """The page for what is not there."""
    return html(render("static/missing.html", scene, scene.language, **_frame(scene)), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """The list, also as the front page, and the leaflets."""
    listed = partial(_list, scene)
    pages = (post for post in scene.posts if post.kind == "page_update")
    leaflets = {f"/liitteet/{name}": _leaflet(scene, name) for post in pages for name, _ in _documents(post)}
    return {"/": listed, "/ajankohtaista.html": listed, **leaflets}


def leaflet_name(title: str) -> str:
    """A leaflet's file: `Strategia 2027–2030` lies in `strategia-2027-2030.pdf`."""
    return title.lower().replace("–", "-").replace(" ", "-") + ".pdf"


def _documents(post: Post) -> list[tuple[str, str]]:
    """The leaflets of a page's titles so far, newest first: file name and label."""
    first = post.story.versions[post.language].title
    return [(leaflet_name(title), title) for title in dict.fromkeys((post.version.title, first))]


def _leaflet(scene: Scene, name: str) -> Render:
    file = files("demo").joinpath("files", scene.site.id, name)
    return lambda _query: Page(body=file.read_bytes(), media_type="application/pdf")


def _list(scene: Scene, _query: Query) -> Page:
    # The office lists its rare Swedish notices among the Finnish ones.
    return html(render("static/list.html", scene, "fi", posts=scene.news, **_frame(scene)))


def _frame(scene: Scene) -> dict[str, object]:
    return {"latest": scene.of("fi")[:3], "redesigned": any(at <= scene.instant for at in scene.site.redesigns)}
