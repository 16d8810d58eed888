"""An issue's stories as feeds, Atom and JSON Feed 1.1, for sites and newsletter tools that read one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as Tree

from digest.issue import Issue, Placed
from digest.phrases import phrases
from digest.story_view import StoryView
from digest.view import LetterView, Said, letter_view
from digest.week import local

_ATOM, _XML = "http://www.w3.org/2005/Atom", "http://www.w3.org/XML/1998/namespace"


def atom(issue: Issue) -> str:
    """The stories as an Atom feed (RFC 4287), in reading order."""
    view = letter_view(issue)
    feed = Tree.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": view.language})
    _text(feed, "id", issue_tag(issue))
    _text(feed, "title", view.title)
    _text(feed, "subtitle", spoken(view.tagline))
    _text(feed, "updated", issue.goes_at.isoformat())
    _text(_under(feed, "author"), "name", spoken(view.name))
    for placed, story in _stories(issue, view):
        _entry(feed, issue, placed, story)
    return xml(feed)


def json_feed(issue: Issue) -> str:
    """The stories as a JSON Feed 1.1, in reading order."""
    view = letter_view(issue)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "description": spoken(view.tagline),
        "language": view.language,
        "items": [_item(issue, placed, story) for placed, story in _stories(issue, view)],
    }
    return json.dumps(feed, ensure_ascii=False, indent=2) + "\n"


def xml(root: Tree.Element) -> str:
    """An Atom document as text."""
    Tree.register_namespace("", _ATOM)
    Tree.indent(root)
    return Tree.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="utf-8"?>\n', "\n")
    )


def spoken(said: Said) -> str:
    """What the letter says, in each of its languages, on one line."""
    return " · ".join(dict.fromkeys(text for _, text in said))


def issue_tag(issue: Issue) -> str:
    """The issue's own name for feeds, the same for ever."""
    return f"tag:{issue.audience.mail.domain},{issue.week.year}:{issue.name}"


def _stories(issue: Issue, view: LetterView) -> list[tuple[Placed, StoryView]]:
    stories = [story for section in view.sections for story in section.stories]
    return list(zip(issue.placed, stories, strict=True))


def _story_tag(issue: Issue, placed: Placed) -> str:
    # The id stays the same in every letter and edition: a reader of two feeds meets one story.
    year = local(placed.entry.published_at).year
    return f"tag:{issue.audience.mail.domain},{year}:story/{quote(placed.entry.story_id, safe='')}"


def _entry(feed: Tree.Element, issue: Issue, placed: Placed, story: StoryView) -> None:
    words, kind, told = phrases(issue.tongues[0]), placed.entry.kind, story.first
    published = local(placed.entry.published_at)
    entry = _under(feed, "entry", {f"{{{_XML}}}lang": told.language})
    _text(entry, "id", _story_tag(issue, placed))
    _text(entry, "title", _title(story))
    for language, href in _versions(story):
        _under(entry, "link", {"rel": "alternate", "hreflang": language, "href": href})
    _text(entry, "published", published.isoformat())
    _text(entry, "updated", (local(placed.update.at) if placed.update else published).isoformat())
    _text(_under(entry, "author"), "name", told.facts[0])
    _under(entry, "category", {"term": kind, "label": words.kinds.get(kind, kind)})
    if summary(story):
        _text(entry, "summary", summary(story))


def _item(issue: Issue, placed: Placed, story: StoryView) -> dict[str, Any]:
    told = story.first
    item = {
        "id": _story_tag(issue, placed),
        "url": told.href,
        "title": _title(story),
        "content_text": summary(story) or told.title,
        "date_published": local(placed.entry.published_at).isoformat(),
        "language": told.language,
        "authors": [{"name": told.facts[0]}],
        "tags": [placed.entry.kind],
        "_kooste": {"story_id": placed.entry.story_id, "versions": dict(_versions(story)[1:])},
    }
    return item | ({"date_modified": local(placed.update.at).isoformat()} if placed.update else {})


def _title(story: StoryView) -> str:
    return " · ".join(telling.title for telling in story.tellings if telling.title)


def _versions(story: StoryView) -> list[tuple[str, str]]:
    told = [(telling.language, telling.href) for telling in story.tellings if telling.title]
    return [*told, *((other.language, other.href) for other in story.others)]


def summary(story: StoryView) -> str:
    """Each telling's coming dates and the publisher's own lead."""
    lines = [
        line
        for telling in story.tellings
        for line in (telling.update, *(date.text for date in telling.dates), telling.blurb, telling.summary)
        if line
    ]
    return "\n".join(lines)


def _under(parent: Tree.Element, name: str, attributes: dict[str, str] | None = None) -> Tree.Element:
    return Tree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes or {})


def _text(parent: Tree.Element, name: str, text: str) -> None:
    _under(parent, name).text = text
