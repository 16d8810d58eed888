"""What a page declares about itself in its head: JSON-LD, meta and link elements, the html element's language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from sources import authors
from sources.addresses import is_front, normalise
from sources.markup import tag_of, text_in
from stories.dates import Moment, read_moment
from stories.model import Alternate

_LONGEST_JSON = 500_000
_MOST_NODES = 2_000
_ARTICLE_TYPES = re.compile(
    r"(?:News|Blog|Report|Tech|Scholarly|Opinion|Analysis|Advertiser)?(?:Article|Posting)|PressRelease|WebPage|Event"
)
_PUBLISHED_NAMES = """article:published_time datepublished dcterms.issued dcterms.created dc.date.issued dc.date.created
    dc.date dcterms.date date publish-date pubdate og:article:published_time publication_date sailthru.date
    article:published parsely-pub-date release_date"""
_MODIFIED_NAMES = """article:modified_time og:updated_time datemodified dcterms.modified dc.date.modified"""
_PUBLISHED = frozenset(_PUBLISHED_NAMES.split())
_MODIFIED = frozenset(_MODIFIED_NAMES.split())
_LANGUAGE = re.compile(r"\s{0,3}([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9-]{1,20})?\s{0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A page's own declarations; `published` and `modified` are told for machines, never read from running text."""

    title: str = ""
    headline: str = ""
    site_name: str = ""
    description: str = ""
    language: str | None = None
    canonical_url: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    alternates: tuple[Alternate, ...] = ()
    article_body: str = ""
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    generator: str = ""
    evidence: tuple[str, ...] = ()


def head_of(root: etree._Element, url: str) -> Head:
    """The declarations of a page read at `url`."""
    metas = dict(_metas(root))
    data = _article_data(root)
    base = base_of(root, url)
    published, said_in = _first_moment(("JSON-LD datePublished", data.get("datePublished")), *_named(metas, _PUBLISHED))
    modified, _ = _first_moment(("JSON-LD dateModified", data.get("dateModified")), *_named(metas, _MODIFIED))
    return Head(
        title=_text(next(root.iter("title"), None)),
        headline=_line(data.get("headline")) or metas.get("og:title", "") or metas.get("twitter:title", ""),
        site_name=metas.get("og:site_name", ""),
        description=_line(data.get("description")) or metas.get("og:description") or metas.get("description", ""),
        language=language_code(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
        or language_code(metas.get("og:locale"))
        or language_code(metas.get("content-language") or metas.get("dc.language") or _line(data.get("inLanguage"))),
        canonical_url=_canonical(root, base),
        published=published,
        modified=modified,
        alternates=tuple(_hreflang(root, base, url)) + tuple(_translations(data, base, url)),
        article_body=str(data.get("articleBody") or "") if isinstance(data.get("articleBody"), str) else "",
        categories=tuple(_tags(root)),
        authors=authors.names([*authors.of_data(data), metas.get("author"), metas.get("dc.creator")]),
        generator=metas.get("generator", ""),
        evidence=(f"published: {said_in}",) if published else (),
    )


def base_of(root: etree._Element, url: str) -> str:
    """The address that relative links of a page are relative to."""
    base = next(root.iter("base"), None)
    return (normalise(base.get("href") or "", url) if base is not None else None) or url


def language_code(tag: str | None) -> str | None:
    """The language of a tag such as "sv-FI" or "fi_FI" in lower case; None for "x-default" and what is no tag.

    >>> language_code("sv_FI"), language_code("x-default"), language_code("sme")
    ('sv', None, 'se')
    """
    found = _LANGUAGE.fullmatch(tag or "")
    if found is None or found[1].lower() in {"x", "und", "mul", "zxx"}:
        return None
    return _LONG_CODES.get(found[1].lower(), found[1].lower())


_LONG_CODES = {"fin": "fi", "swe": "sv", "eng": "en", "sme": "se", "rus": "ru", "est": "et"}


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Names (lower case) and contents; the first of a name counts."""
    seen: set[str] = set()
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        content = meta.get("content")
        name = name.lower()
        if name and content and name not in seen:
            seen.add(name)
            yield name, " ".join(content[:2_000].split())


def _tags(root: etree._Element) -> Iterator[str]:
    """The tags that a page gives its article: `article:tag` and links marked `rel="tag"`."""
    for meta in root.iter("meta"):
        if meta.get("property") == "article:tag" and meta.get("content"):
            yield " ".join((meta.get("content") or "")[:100].split())
    for link in root.iter("a"):
        if "tag" in (link.get("rel") or "").lower().split():
            yield text_in(link)


def _named(metas: Mapping[str, str], names: frozenset[str]) -> Iterator[tuple[str, str]]:
    return ((f"meta {name}", metas[name]) for name in metas if name in names)


def _first_moment(*spots: tuple[str, Any]) -> tuple[Moment | None, str]:
    for name, value in spots:
        moment = read_moment(value[:60]) if isinstance(value, str) else None
        if moment is not None:
            return moment, f"{name} {moment.text}"
    return None, ""


def _article_data(root: etree._Element) -> Mapping[str, Any]:
    """The JSON-LD node that describes the article: the one with a publication date, a headline or a text."""
    nodes = [node for script in root.iter("script") for node in _json_nodes(script)]
    articles = [node for node in nodes if _is_article(node)]
    return max(articles, key=_worth, default={})


def _json_nodes(script: etree._Element) -> Iterator[Mapping[str, Any]]:
    text = script.text
    if not text or "ld+json" not in (script.get("type") or "") or len(text) > _LONGEST_JSON:
        return
    try:
        waiting: list[Any] = [json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart") if key in node]


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE_TYPES.fullmatch(kind) for kind in named)


def _worth(node: Mapping[str, Any]) -> int:
    is_page = node.get("@type") in ("WebPage", "Event")
    return 10 * (not is_page) + sum(2 for key in ("datePublished", "headline", "articleBody") if node.get(key))


def _hreflang(root: etree._Element, base: str, url: str) -> Iterator[Alternate]:
    for link in root.iter("link"):
        if "alternate" in (link.get("rel") or "").lower().split() and link.get("hreflang"):
            yield from alternate(link.get("hreflang"), link.get("href"), base, url, "hreflang")


def _translations(data: Mapping[str, Any], base: str, url: str) -> Iterator[Alternate]:
    for key in ("workTranslation", "translationOfWork"):
        named = data.get(key)
        for node in (named if isinstance(named, list) else [named])[:20]:
            if isinstance(node, dict):
                yield from alternate(
                    _line(node.get("inLanguage")), _line(node.get("url") or node.get("@id")), base, url, "jsonld"
                )


def alternate(tag: str | None, href: str | None, base: str, url: str, origin: str) -> Iterator[Alternate]:
    """A named language version, unless it is the page itself, a front page or no address at all."""
    language, address = language_code(tag), normalise(href or "", base) if href else None
    if language is None or address is None or address == normalise(url):
        return
    if not is_front(address) or is_front(url):
        yield Alternate(language=language, url=address, origin=origin)


def _canonical(root: etree._Element, base: str) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return normalise(link.get("href") or "", base)
    return None


def _line(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name") or value.get("@value")
    return " ".join(value[:2_000].split()) if isinstance(value, str) else ""


def _text(element: etree._Element | None) -> str:
    return text_in(element)[:1_000] if element is not None and tag_of(element) == "title" else ""
