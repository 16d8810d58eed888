"""An issue's stories as feeds, Atom and JSON Feed 1.1, for sites and newsletter tools that read one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as Tree

from digest.issue import Issue, Placed
from digest.phrases import phrases
from digest.story_view import StoryView
from digest.view import LetterView, letter_view
from digest.week import local

_ATOM, _XML = "http://www.w3.org/2005/Atom", "http://www.w3.org/XML/1998/namespace"


def atom(issue: Issue) -> str:
    """The stories as an Atom feed (RFC 4287), in reading order."""
    Tree.register_namespace("", _ATOM)
    view = letter_view(issue)
    feed = Tree.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": issue.language})
    _text(feed, "id", _tag(issue))
    _text(feed, "title", view.title)
    _text(feed, "subtitle", view.tagline)
    _text(feed, "updated", issue.goes_at.isoformat())
    _text(_under(feed, "author"), "name", view.name)
    for placed, story in _stories(issue, view):
        _entry(feed, issue, placed, story)
    Tree.indent(feed)
    return Tree.tostring(feed, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="utf-8"?>\n', "\n")
    )


def json_feed(issue: Issue) -> str:
    """The stories as a JSON Feed 1.1, in reading order."""
    view = letter_view(issue)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "description": view.tagline,
        "language": issue.language,
        "items": [_item(issue, placed, story) for placed, story in _stories(issue, view)],
    }
    return json.dumps(feed, ensure_ascii=False, indent=2) + "\n"


def _stories(issue: Issue, view: LetterView) -> list[tuple[Placed, StoryView]]:
    stories = [story for section in view.sections for story in section.stories]
    return list(zip(issue.placed, stories, strict=True))


def _tag(issue: Issue) -> str:
    return f"tag:{issue.audience.mail.domain},{issue.week.year}:{issue.name}"


def _story_tag(issue: Issue, placed: Placed) -> str:
    # The id stays the same in every letter and edition: a reader of two feeds meets one story.
    year = local(placed.entry.published_at).year
    return f"tag:{issue.audience.mail.domain},{year}:story/{quote(placed.entry.story_id, safe='')}"


def _entry(feed: Tree.Element, issue: Issue, placed: Placed, story: StoryView) -> None:
    words, kind = phrases(issue.language), placed.entry.kind
    entry = _under(feed, "entry", {f"{{{_XML}}}lang": story.language})
    _text(entry, "id", _story_tag(issue, placed))
    _text(entry, "title", story.title)
    for language, href in ((story.language, story.href), *((other.language, other.href) for other in story.others)):
        _under(entry, "link", {"rel": "alternate", "hreflang": language, "href": href})
    _text(entry, "published", local(placed.entry.published_at).isoformat())
    _text(entry, "updated", local(placed.entry.published_at).isoformat())
    _text(_under(entry, "author"), "name", story.facts[0])
    _under(entry, "category", {"term": kind, "label": words.kinds.get(kind, kind)})
    if summary(story):
        _text(entry, "summary", summary(story))


def _item(issue: Issue, placed: Placed, story: StoryView) -> dict[str, Any]:
    return {
        "id": _story_tag(issue, placed),
        "url": story.href,
        "title": story.title,
        "content_text": summary(story) or story.title,
        "date_published": local(placed.entry.published_at).isoformat(),
        "language": story.language,
        "authors": [{"name": story.facts[0]}],
        "tags": [placed.entry.kind],
        "_kooste": {
            "story_id": placed.entry.story_id,
            "versions": {other.language: other.href for other in story.others},
        },
    }


def summary(story: StoryView) -> str:
    """The publisher's own lead, after the story's coming dates."""
    return "\n".join([*(date.text for date in story.dates), *([story.summary] if story.summary else [])])


def _under(parent: Tree.Element, name: str, attributes: dict[str, str] | None = None) -> Tree.Element:
    return Tree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes or {})


def _text(parent: Tree.Element, name: str, text: str) -> None:
    _under(parent, name).text = text
