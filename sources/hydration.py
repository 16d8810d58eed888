"""Texts that a page carries as data for its scripts (Next.js, Nuxt, state of React) where no text is on the page.

Only the node that is this page's own is read: by its address or its title. Others in the same data are other news.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from sources.trimming import folded
from stories.dates import Moment, read_moment

_LONGEST = 1_500_000
_MOST_NODES = 20_000
_MOST_SCRIPTS = 20
_LEAST = 100  # characters of a text
_STATE = re.compile(r"\s*(?:window\.)?__?[A-Z][A-Z_]{3,40}__?\s*=\s*(?=\{)")
_TITLES = ("title", "headline", "heading", "name")
_ADDRESSES = ("slug", "path", "url", "uri", "link", "href", "permalink")
_BODIES = ("body", "content", "html", "text", "bodyHtml", "contentHtml", "articleBody", "richText", "description")
_INNER = ("text", "value", "html", "children", "content", "nodes")
_PUBLISHED = ("publishedAt", "published_at", "datePublished", "publishDate", "published", "firstPublishedAt", "date")


@dataclass(frozen=True, slots=True)
class Carried:
    """A page's own text among the data of its scripts: HTML or plain, with its title and its date."""

    title: str
    text: str
    published: Moment | None


def carried(root: etree._Element, url: str, titles: tuple[str, ...]) -> Carried | None:
    """The text that a page's data gives for its own address or one of its titles; None when there is none."""
    slug = folded(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    wanted = {folded(title) for title in titles if len(folded(title)) > 3}
    best: Carried | None = None
    for node in islice((node for data in _data(root) for node in _nodes(data)), _MOST_NODES):
        if _is_own(node, slug, wanted):
            text = _text(node)
            if len(text) > max(_LEAST, len(best.text) if best else 0):
                best = Carried(_title(node), text, _published(node))
    return best


def _data(root: etree._Element) -> Iterator[Any]:
    for script in islice(root.iter("script"), _MOST_SCRIPTS):
        text = script.text or ""
        start = _STATE.match(text)
        if len(text) > _LONGEST or not (start or (script.get("type") or "") == "application/json"):
            continue
        try:
            yield json.JSONDecoder(strict=False).raw_decode(
                text, start.end() if start else len(text) - len(text.lstrip())
            )[0]
        except (ValueError, RecursionError):
            continue


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    waiting = [data]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node[:1_000]


def _is_own(node: Mapping[str, Any], slug: str, wanted: set[str]) -> bool:
    told = [node[key] for key in _ADDRESSES if isinstance(node.get(key), str)]
    same_place = bool(slug) and any(folded(value.rstrip("/").rpartition("/")[2]) == slug for value in told)
    return same_place or any(isinstance(node.get(key), str) and folded(node[key]) in wanted for key in _TITLES)


def _title(node: Mapping[str, Any]) -> str:
    return next((" ".join(node[key].split())[:300] for key in _TITLES if isinstance(node.get(key), str)), "")


def _text(node: Mapping[str, Any]) -> str:
    texts = (_joined(node[key]) for key in _BODIES if key in node)
    return max(texts, key=len, default="")


def _joined(value: Any, depth: int = 0) -> str:
    """A string, or the strings of a list of blocks ("text" of editors that keep texts as data), one a paragraph."""
    if isinstance(value, str):
        return value
    if depth > 8:
        return ""
    if isinstance(value, list):
        return "\n\n".join(part for one in value[:500] if (part := _joined(one, depth + 1)))
    if isinstance(value, dict):
        inner = next((value[key] for key in _INNER if key in value), None)
        runs = [one.get("text") if isinstance(one, dict) else None for one in inner] if isinstance(inner, list) else []
        told = [run for run in runs if isinstance(run, str)]
        return "".join(told) if told and len(told) == len(runs) else _joined(inner, depth + 1)
    return ""


def _published(node: Mapping[str, Any]) -> Moment | None:
    told = (node[key] for key in _PUBLISHED if isinstance(node.get(key), str))
    return next((moment for value in told if (moment := read_moment(value[:60]))), None)
