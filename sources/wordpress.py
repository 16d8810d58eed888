"""WordPress's REST API as items (`/wp-json/wp/v2/posts`), with the translations that WPML and Polylang tell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from sources.items import Listed, one_line, paragraphs, tidy
from stories.dates import read_moment
from stories.model import Alternate, Item, Source

PER_PAGE = 50
_FIELDS = (
    "id,date,date_gmt,modified_gmt,link,title,excerpt,content,lang,translations,wpml_translations,wpml_current_locale"
)


def posts_address(root: str) -> str:
    """Where a site's newest posts are told, with the fields that are read.

    >>> posts_address("https://a.example/").partition("?")[0]
    'https://a.example/wp-json/wp/v2/posts'
    """
    return urljoin(root, f"wp-json/wp/v2/posts?per_page={PER_PAGE}&_fields={_FIELDS}")


def feed_address(root: str) -> str:
    """Where the site's feed is when the API is closed."""
    return urljoin(root, "feed/")


def read_posts(body: bytes, *, url: str, source: Source) -> Listed:
    """The items of the API's answer; `failure` when it is none (closed APIs answer with an HTML page or an error)."""
    try:
        posts = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return Listed(failure="the WordPress API answered with something other than JSON")
    if not isinstance(posts, list):
        return Listed(failure="the WordPress API answered without a list of posts")
    return Listed(items=tidy((_item(post, source, url) for post in posts if isinstance(post, dict)), url))


def _item(post: Mapping[str, Any], source: Source, url: str) -> Item:
    # date_gmt is UTC without saying so; `date` is the site's own clock.
    published = (
        read_moment(f"{post['date_gmt']}Z") if post.get("date_gmt") else read_moment(str(post.get("date") or ""))
    )
    modified = read_moment(f"{post['modified_gmt']}Z") if post.get("modified_gmt") else None
    content = _rendered(post, "content")
    return Item(
        source=source.name,
        url=str(post.get("link") or ""),
        title=one_line(_rendered(post, "title")),
        summary=paragraphs(_rendered(post, "excerpt"), url),
        content=content,
        published_at=published.at if published else None,
        precision=published.precision if published else "none",
        modified_at=modified.at if modified else None,
        language=str(post.get("lang") or post.get("wpml_current_locale") or "")[:2].lower() or source.language,
        guid=str(post.get("id") or "") or None,
        alternates=tuple(_translations(post)),
    )


def _rendered(post: Mapping[str, Any], name: str) -> str:
    field = post.get(name)
    text = field.get("rendered") if isinstance(field, dict) else field
    return text if isinstance(text, str) else ""


def _translations(post: Mapping[str, Any]) -> Iterator[Alternate]:
    """WPML lists objects with `locale` and `href`; Polylang's extensions map a language to an address."""
    wpml = post.get("wpml_translations")
    for entry in wpml if isinstance(wpml, list) else ():
        if isinstance(entry, dict) and entry.get("href") and entry.get("locale"):
            yield Alternate(language=str(entry["locale"])[:2].lower(), url=str(entry["href"]), origin="wordpress")
    polylang = post.get("translations")
    for language, target in polylang.items() if isinstance(polylang, dict) else ():
        if isinstance(target, str) and target.startswith("http"):
            yield Alternate(language=str(language)[:2].lower(), url=target, origin="wordpress")
