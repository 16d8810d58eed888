"""A WordPress site: posts of all languages in one stream, its feed and its REST API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zlib import crc32

from markupsafe import escape

from demo.page import Page, Query, Render, data, html, redirect, xml
from demo.pages.rendering import colon, day, dot, render, zulu
from demo.scene import Scene
from demo.story import HELSINKI, Post

FEED_LENGTH = 20
_TOPICS = {"invitation": "Tapahtumat", "blog": "Blogi", "job": "Avoimet työpaikat"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A WordPress tag."""

    name: str

    @property
    def slug(self) -> str:
        """The tag in addresses."""
        plain = self.name.lower().translate(str.maketrans("äöå ", "aoa-"))
        return "".join(letter for letter in plain if letter.isascii() and (letter.isalnum() or letter == "-"))

    @property
    def serial(self) -> int:
        """The tag's number."""
        return 10 + crc32(self.slug.encode()) % 900


def article(scene: Scene, post: Post) -> Page:
    """A post's page with teasers of three other posts below it, one of them in the other language."""
    return html(
        render(
            "wordpress/article.html",
            scene,
            post.language,
            post=post,
            **_frame(scene),
            hreflang=False,
            stamp=stamp,
            tags=tags(post),
            others=scene.others(post, 3, foreign=1),
            older=next(iter(scene.others(post, 1)), None),
        )
    )


def missing(scene: Scene) -> Page:
    """The theme's page for what is not there."""
    return html(render("wordpress/missing.html", scene, scene.language, **_frame(scene)), status=404)


def routes(scene: Scene) -> Mapping[str, Render]:
    """What the site answers beside its posts."""
    return {
        "/": partial(_home, scene),
        "/ajankohtaista/": partial(_archive, scene, "fi", "/ajankohtaista/", scene.news),
        "/pa-svenska/": partial(_archive, scene, "sv", "/pa-svenska/", scene.of("sv")),
        **{f"/tag/{tag.slug}/": _tagged(scene, tag) for tag in known_tags(scene)},
        "/feed/": partial(_feed, scene),
        "/feed": lambda _query: redirect(scene.url("/feed/")),
        "/wp-json/": lambda _query: data(
            {"name": scene.site.name("fi"), "url": scene.url("/"), "namespaces": ["wp/v2"]}
        ),
        "/wp-json/wp/v2/posts": partial(_posts, scene),
        "/wp-json/wp/v2/tags": partial(_tags, scene),
        **{f"/wp-json/wp/v2/posts/{post.serial}": _single(scene, post) for post in scene.news},
    }


def tags(post: Post) -> tuple[Tag, ...]:
    """A post's tags: its topic, its kind when that has one, and the language when it is not Finnish."""
    language = {"sv": "På svenska", "en": "In English"}.get(post.language)
    names = dict.fromkeys(name for name in (post.story.topic, _TOPICS.get(post.kind), language) if name)
    return tuple(Tag(name=name) for name in names)


def stamp(post: Post) -> str:
    """When a post came out, as its editor wrote it: `17.11.2026 12.01`, or `27.5.2019 08:30` early in the day."""
    at = post.published
    return f"{day(at)} {colon(at) if at.hour < 10 else dot(at)}"


def content(post: Post, scene: Scene) -> str:
    """A post's text as the editor keeps it, without the page around it."""
    return render("wordpress/content.html", scene, post.language, post=post).strip()


def _home(scene: Scene, query: Query) -> Page:
    wanted = next((post for post in scene.news if str(post.serial) == query.get("p")), None)
    return redirect(scene.link(wanted)) if wanted else _archive(scene, "fi", "/", scene.news, query)


def _frame(scene: Scene) -> dict[str, Any]:
    """The theme around every page: it says Finnish everywhere, as single-language installations do."""
    switch = (("fi", "Suomeksi", scene.url("/")), ("sv", "På svenska", scene.url("/pa-svenska/")))
    return {"html_language": "fi", "switch": switch, "switch_class": "language-menu"}


def _tagged(scene: Scene, tag: Tag) -> Render:
    posts = tuple(post for post in scene.news if tag in tags(post))
    return partial(_archive, scene, "fi", f"/tag/{tag.slug}/", posts)


def _archive(scene: Scene, language: str, path: str, posts: tuple[Post, ...], query: Query) -> Page:
    first = max(_number(query, "paged", 1) - 1, 0) * 10
    values: dict[str, Any] = {
        "heading": {"sv": "På svenska"}.get(language, "Ajankohtaista"),
        "posts": posts[first : first + 10],
        "older": f"{path}?paged={first // 10 + 2}" if len(posts) > first + 10 else None,
    }
    return html(render("wordpress/archive.html", scene, language, stamp=stamp, **_frame(scene), **values))


def _feed(scene: Scene, query: Query) -> Page:
    first = max(_number(query, "paged", 1) - 1, 0) * FEED_LENGTH
    return feed(scene, scene.news[first : first + FEED_LENGTH], "/feed/", "fi")


def feed(scene: Scene, posts: tuple[Post, ...], path: str, language: str) -> Page:
    """An RSS 2.0 feed with whole texts in content:encoded."""
    text = render(
        "wordpress/feed.xml",
        scene,
        language,
        posts=posts,
        self_path=path,
        channel_language=language,
        tags=tags,
        content=partial(content, scene=scene),
    )
    return xml(text)


def _posts(scene: Scene, query: Query) -> Page:
    """The collection of posts: `per_page` (1-100), `page`, `after`, `modified_after`, `order`, `slug`, `_fields`."""
    size, page = _number(query, "per_page", 10), _number(query, "page", 1)
    if not 1 <= size <= 100:
        return _refusal("rest_invalid_param", "Invalid parameter(s): per_page", 400)
    posts = _wanted(scene.news, query)
    pages = -(-len(posts) // size)
    if page > max(pages, 1):
        return _refusal(
            "rest_post_invalid_page_number", "The page number requested is larger than the pages available.", 400
        )
    chosen = [_json(scene, post) for post in posts[(page - 1) * size : page * size]]
    answer = data([_fields(post, query) for post in chosen])
    return Page(
        body=answer.body,
        media_type=answer.media_type,
        headers=(("X-WP-Total", str(len(posts))), ("X-WP-TotalPages", str(pages))),
    )


def _wanted(posts: tuple[Post, ...], query: Query) -> tuple[Post, ...]:
    after, modified = _instant(query.get("after")), _instant(query.get("modified_after"))
    kept = tuple(
        post
        for post in posts
        if (after is None or post.published > after)
        and (modified is None or (post.edited or post.published) > modified)
        and query.get("slug") in {None, post.slug}
    )
    return kept[::-1] if query.get("order") == "asc" else kept


def _single(scene: Scene, post: Post) -> Render:
    return lambda query: data(_fields(_json(scene, post), query))


def _json(scene: Scene, post: Post) -> dict[str, Any]:
    changed = post.edited or post.published
    return {
        "id": post.serial,
        "date": post.published.strftime("%Y-%m-%dT%H:%M:%S"),
        "date_gmt": zulu(post.published).removesuffix("Z"),
        "guid": {"rendered": scene.url(f"/?p={post.serial}")},
        "modified": changed.strftime("%Y-%m-%dT%H:%M:%S"),
        "modified_gmt": zulu(changed).removesuffix("Z"),
        "slug": post.slug,
        "status": "publish",
        "type": "post",
        "link": scene.link(post),
        "title": {"rendered": str(escape(post.title)).replace("–", "&#8211;")},
        "content": {"rendered": content(post, scene), "protected": False},
        "excerpt": {"rendered": f"<p>{escape(post.lead or post.paragraphs[0])}</p>\n", "protected": False},
        "author": 3,
        "featured_media": 0,
        "comment_status": "closed",
        "categories": [1],
        "tags": [tag.serial for tag in tags(post)],
    }


def _tags(scene: Scene, _query: Query) -> Page:
    known = sorted(known_tags(scene), key=lambda tag: tag.serial)
    return data([{"id": tag.serial, "name": tag.name, "slug": tag.slug} for tag in known])


def known_tags(scene: Scene) -> Mapping[Tag, None]:
    """Every tag of the site, in the order of its posts."""
    return dict.fromkeys(tag for post in scene.news for tag in tags(post))


def _fields(post: dict[str, Any], query: Query) -> dict[str, Any]:
    wanted = query.get("_fields")
    return {name: post[name] for name in wanted.split(",") if name in post} if wanted else post


def _refusal(code: str, message: str, status: int) -> Page:
    return data({"code": code, "message": message, "data": {"status": status}}, status=status)


def _number(query: Query, name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else default


def _instant(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return at.replace(tzinfo=HELSINKI) if at and at.tzinfo is None else at
