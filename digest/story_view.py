"""One story in words: title, when and where, who told it, and where it can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digest.addresses import site_of, web_address
from digest.dates import day, moment, span
from digest.issue import Placed, Section
from digest.material import Due, Entry
from digest.phrases import Phrases, own_name
from digest.typography import clean, cut, language_tag

_LONGEST_TITLE, _LONGEST_SUMMARY, _LONGEST_NAME, _MOST_DATES = 180, 320, 80, 4
# A heading that already names the kind need not be repeated in every story below it.
_NAMES_ITS_KIND = frozenset({"grants", "statements", "events", "changes"})
_NATIONAL = ("fi", "sv", "en", "se")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherView:
    """A link to the same story in another language, in that language's own words."""

    language: str
    label: str
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateView:
    """One coming date of a story in full."""

    text: str
    is_deadline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """What a reader sees of a story; `language` is that of title and summary, everything else is the letter's.

    `mark` says that the text is in another language; `weekday` and `day` make the date that stands beside it,
    `dates` all of them in full, that one first; `facts` are who, where and what kind.
    """

    language: str
    title: str
    href: str
    site: str
    mark: str
    summary: str
    dates: tuple[DateView, ...]
    weekday: str
    day: str
    facts: tuple[str, ...]
    others: tuple[OtherView, ...]


def story_view(placed: Placed, section: Section, words: Phrases, *, year: int) -> StoryView:
    """The story in the words of its edition; dates show their year when it is not `year`."""
    href = web_address(placed.version.url) or ""
    start = moment(placed.due.starts_at, words, year=year, all_day=True) if placed.due else None
    shown = (*((placed.due,) if placed.due else ()), *placed.more_due)[:_MOST_DATES]
    return StoryView(
        language=language_tag(placed.language),
        title=cut(clean(placed.version.title), _LONGEST_TITLE),
        href=href,
        site=site_of(href),
        mark="" if placed.language == words.language else words.mark(placed.language),
        summary=_summary(placed),
        dates=tuple(DateView(text=when(due, words, year=year), is_deadline=due.kind == "deadline") for due in shown),
        weekday=start.weekday if start else "",
        day=day(start.on, words, year=start.on.year) if start else "",
        facts=tuple(_facts(placed, section, words, year)),
        others=tuple(_others(placed)),
    )


def when(due: Due, words: Phrases, *, year: int) -> str:
    """When an occasion is, and where: "Määräaika ma 30.11. klo 16.15", "ti 1.12. klo 9.00, Helsinki"."""
    if due.kind == "deadline":
        return f"{words['deadline']} {span(due, words, year=year)}"
    place = _place(due, words)
    return f"{span(due, words, year=year)}, {place}" if place else span(due, words, year=year)


def name_of(entry: Entry, language: str) -> str:
    """The publisher's name in the reader's language where it has one."""
    names = {code: name for code, text in entry.organisation_name.items() if (name := clean(text))}
    return cut(_preferred(names, language) or clean(entry.organisation), _LONGEST_NAME)


def _preferred(names: Mapping[str, str], language: str) -> str:
    order = (language, *_NATIONAL, *sorted(names))
    return next((names[code] for code in order if code in names), "")


def _summary(placed: Placed) -> str:
    summary = cut(clean(placed.version.summary), _LONGEST_SUMMARY)
    # A teaser that only repeats the headline would make the reader read it twice.
    return "" if summary.rstrip(".… ").casefold() == clean(placed.version.title).rstrip(".… ").casefold() else summary


def _facts(placed: Placed, section: Section, words: Phrases, year: int) -> Iterator[str]:
    entry = placed.entry
    others = len(entry.organisations) - 1
    name = name_of(entry, words.language)
    yield f"{name} {words['and']} {words.count('others', others)}" if others else name
    if section.id not in _NAMES_ITS_KIND and entry.kind not in {"news", "page_update"} and entry.kind in words.kinds:
        yield words.kinds[entry.kind]
    if placed.due is None and section.style != "line":
        yield moment(entry.published_at, words, year=year, all_day=True).text
    if words.region(entry.region):
        yield words.region(entry.region)


def _place(due: Due, words: Phrases) -> str:
    place = cut(clean(due.place or ""), _LONGEST_NAME)
    if due.is_online:
        return f"{place} {words['and_online']}" if place else words["online"]
    return place


def _others(placed: Placed) -> Iterator[OtherView]:
    for code, version in placed.others.items():
        title, href = cut(clean(version.title), _LONGEST_TITLE), web_address(version.url)
        if href and href != web_address(placed.version.url):
            yield OtherView(language=language_tag(code), label=own_name(language_tag(code)), title=title, href=href)
