"""An edition's standing files beside its issues: links between its pages, an index, feeds over issues, deadlines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree as Tree

from markupsafe import Markup, escape

from digest.audience import Audience
from digest.calendar import icalendar
from digest.editions import EDITIONS, tongues
from digest.feed import issue_tag, spoken, xml
from digest.files import replace_file
from digest.issue import Issue
from digest.material import Due
from digest.page import FEEDS, NAV_BEGIN, NAV_END, style
from digest.phrases import phrases
from digest.render import environment
from digest.view import Said, full_name, page_address, title
from digest.week import Week, WeekError

_ATOM, _XML = "http://www.w3.org/2005/Atom", "http://www.w3.org/XML/1998/namespace"
_MOST_IN_FEED = 20
_PAGE = ".page.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The issues of one edition that lie in a directory (`<root>/<week>/<name>.*`), the newest first.

    `hidden` are names of issues, of any edition, that nothing here may name.
    """

    root: Path
    audience: Audience
    language: str
    weeks: tuple[Week, ...]
    hidden: frozenset[str] = frozenset()

    def issue(self, week: Week) -> Issue:
        """An issue's name and dates; its stories lie in its files."""
        return Issue(audience=self.audience, week=week, language=self.language, sections=())

    def file(self, week: Week, ending: str) -> Path:
        return self.root / str(week) / f"{self.issue(week).name}{ending}"

    @property
    def standing(self) -> str:
        """The stem of its standing files: `jarjestot.fi`."""
        return f"{self.audience.id}.{self.language}"


def shelf(root: Path, audience: Audience, language: str, *, hidden: frozenset[str] = frozenset()) -> Shelf:
    """The edition's issues as their pages lie below `root`, without the hidden ones."""
    found = sorted(root.glob(f"*/*.{audience.id}.{language}{_PAGE}"), reverse=True)
    seen = (path for path in found if path.name.removesuffix(_PAGE) not in hidden)
    weeks = (week for path in seen if (week := _week_of(path, audience, language)))
    return Shelf(root=root, audience=audience, language=language, weeks=tuple(weeks), hidden=hidden)


def shelve(root: Path, audience: Audience, language: str, *, deadlines: Issue | None = None) -> list[Path]:
    """Rewrites the edition's standing files below `root` and the links between its pages; returns the paths.

    `deadlines` holds every story with a coming deadline; None leaves that calendar as it is. Same files, same bytes.
    Raises OSError.
    """
    held = shelf(root, audience, language)
    for week in held.weeks:
        _link(held, week)
    written = [
        replace_file(root / f"{held.standing}.{ending}", make(held).encode()) for ending, make in STANDING.items()
    ]
    if deadlines is not None:
        name = root / f"{held.standing}.deadlines.ics"
        written.append(replace_file(name, deadlines_calendar(deadlines).encode()))
    return written


def deadlines_calendar(issue: Issue) -> str:
    """All coming deadlines of the issue's stories as one iCalendar file."""
    language = issue.tongues[0]
    name = f"{issue.audience.names[language]}: {phrases(language)['deadlines_calendar']}"
    sections = tuple(
        replace(
            section,
            placed=tuple(
                replace(placed, due=None, more_due=_deadlines(placed.occasions), cancelled=_deadlines(placed.cancelled))
                for placed in section.placed
            ),
        )
        for section in issue.sections
    )
    return icalendar(replace(issue, language=language, sections=sections), name=name)


def _deadlines(dues: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(due for due in dues if due.kind == "deadline")


def _week_of(path: Path, audience: Audience, language: str) -> Week | None:
    try:
        week = Week(path.parent.name)
    except WeekError:
        return None
    return week if path.name == f"{week}.{audience.id}.{language}{_PAGE}" else None


def linked(held: Shelf, week: Week) -> str:
    """An issue's page with links to its neighbours on the shelf. Raises OSError."""
    text = held.file(week, _PAGE).read_text(encoding="utf-8")
    before, found, rest = text.partition(NAV_BEGIN)
    _, ended, after = rest.partition(NAV_END)
    return f"{before}{NAV_BEGIN}{_nav(held, week)}{NAV_END}{after}" if found and ended else text


def _link(held: Shelf, week: Week) -> None:
    path, text = held.file(week, _PAGE), linked(held, week).encode()
    if text != path.read_bytes():
        replace_file(path, text)


def _nav(held: Shelf, week: Week) -> str:
    """Links to the previous and the next issue, to this one's other editions, and to all issues."""
    place = held.weeks.index(week)
    spoken_here = tongues(held.language)
    links: list[str] = []
    if place + 1 < len(held.weeks):
        links.append(_anchor(_words(spoken_here, "previous"), _to(held, held.weeks[place + 1]), rel="prev"))
    if place:
        links.append(_anchor(_words(spoken_here, "next"), _to(held, held.weeks[place - 1]), rel="next"))
    links += _editions(held, week)
    links.append(_anchor(_words(spoken_here, "all_issues"), f"../{held.standing}.html"))
    label = " / ".join(text for _, text in _words(spoken_here, "letters_of"))
    items = "".join(f"<li>{link}</li>" for link in links)
    return f'<nav aria-label="{escape(label)}"><ul>{items}</ul></nav>'


def _editions(held: Shelf, week: Week) -> Iterator[str]:
    for edition in EDITIONS:
        issue = f"{week}.{held.audience.id}.{edition}"
        name = f"{issue}{_PAGE}"
        if edition != held.language and issue not in held.hidden and (held.root / str(week) / name).exists():
            code = tongues(edition)[0]
            said = ((code, phrases(code).editions[edition]),)
            yield _anchor(said, name, lang=code, hreflang=code)


def _words(spoken_here: Sequence[str], key: str) -> Said:
    return tuple((tongue, phrases(tongue)[key]) for tongue in spoken_here)


def _to(held: Shelf, week: Week) -> str:
    return f"../{week}/{held.file(week, _PAGE).name}"


def _anchor(said: Said, href: str, **attributes: str) -> str:
    texts = Markup(" · ").join(
        Markup('<span lang="{}">{}</span>').format(language, text) if len(said) > 1 else escape(text)
        for language, text in said
    )
    extra = Markup("").join(Markup(' {}="{}"').format(name, value) for name, value in attributes.items())
    return str(Markup('<a href="{}"{}>{}</a>').format(href, extra, texts))


def _index(held: Shelf) -> str:
    audience, spoken_here = held.audience, tongues(held.language)
    weeks = [(_week_words(held, week), f"{week}/{held.file(week, _PAGE).name}") for week in held.weeks]
    files = [
        (_words(spoken_here, "standing_calendar"), f"{held.standing}.deadlines.ics", "text/calendar"),
        ((("en", "Atom"),), f"{held.standing}.atom", FEEDS[0][1]),
        ((("en", "JSON Feed"),), f"{held.standing}.json", FEEDS[1][1]),
    ]
    text = (
        environment()
        .get_template("index.html.j2")
        .render(
            language=spoken_here[0],
            title=full_name(held.issue(Week("2000-W01"))),
            names=[(tongue, audience.names[tongue]) for tongue in spoken_here],
            taglines=[(tongue, audience.taglines[tongue]) for tongue in spoken_here],
            heading=_words(spoken_here, "letters_of"),
            issues=weeks,
            files=files,
            feeds=FEEDS,
            standing=held.standing,
            style=style(),
        )
    )
    return re.sub(r"\n\s*\n+", "\n", text)


def _week_words(held: Shelf, week: Week) -> Said:
    # Digits read alike in both languages; the word before them does not.
    language = tongues(held.language)[0]
    return ((language, title(held.issue(week)).partition(": ")[2]),)


def _atom(held: Shelf) -> str:
    feed = Tree.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": tongues(held.language)[0]})
    domain = held.audience.mail.domain
    _text(feed, "id", f"tag:{domain},2026:{held.standing}")
    _text(feed, "title", full_name(held.issue(Week("2000-W01"))))
    newest = held.issue(held.weeks[0]).goes_at if held.weeks else held.issue(Week("2000-W01")).goes_at
    _text(feed, "updated", newest.isoformat())
    _text(Tree.SubElement(feed, f"{{{_ATOM}}}author"), "name", spoken(_names(held)))
    for week in held.weeks[:_MOST_IN_FEED]:
        issue = held.issue(week)
        entry = Tree.SubElement(feed, f"{{{_ATOM}}}entry")
        _text(entry, "id", issue_tag(issue))
        _text(entry, "title", title(issue))
        if held.audience.mail.archive:
            Tree.SubElement(entry, f"{{{_ATOM}}}link", {"rel": "alternate", "href": page_address(issue)})
        _text(entry, "updated", issue.goes_at.isoformat())
        _text(entry, "content", held.file(week, ".fragment.html").read_text(encoding="utf-8")).set("type", "html")
    return xml(feed)


def _json(held: Shelf) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": full_name(held.issue(Week("2000-W01"))),
        "description": " · ".join(held.audience.taglines[tongue] for tongue in tongues(held.language)),
        "language": tongues(held.language)[0],
        "items": [_item(held, week) for week in held.weeks[:_MOST_IN_FEED]],
    }
    return json.dumps(feed, ensure_ascii=False, indent=2) + "\n"


def _item(held: Shelf, week: Week) -> dict[str, Any]:
    issue = held.issue(week)
    address = {"url": page_address(issue)} if held.audience.mail.archive else {}
    return {
        "id": issue_tag(issue),
        **address,
        "title": title(issue),
        "content_html": held.file(week, ".fragment.html").read_text(encoding="utf-8"),
        "date_published": issue.goes_at.isoformat(),
    }


def _names(held: Shelf) -> Said:
    return tuple((tongue, held.audience.names[tongue]) for tongue in tongues(held.language))


def _text(parent: Tree.Element, name: str, text: str) -> Tree.Element:
    child = Tree.SubElement(parent, f"{{{_ATOM}}}{name}")
    child.text = text
    return child


STANDING: Mapping[str, Callable[[Shelf], str]] = MappingProxyType({"html": _index, "atom": _atom, "json": _json})
"""What names an edition's issues, by its file's ending: an index and feeds."""
