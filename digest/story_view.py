"""One story in words: title, when and where, who told it, and where it can be read, in each language of an edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from digest.addresses import site_of, web_address
from digest.dates import day, hours, moment, span
from digest.gist import gist
from digest.issue import Placed, Section
from digest.material import Due, Entry, Version
from digest.phrases import Phrases, own_name
from digest.typography import clean, cut, language_tag, typeset
from digest.updates import Update
from digest.week import HELSINKI

_LONGEST_TITLE, _LONGEST_NAME, _MOST_DATES, _LONGEST_BLURB = 180, 80, 4, 400
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
class Telling:
    """A story as one language of the edition tells it.

    `tongue` is the language of everything but title and summary, which are in `language`; where they are in neither of
    the edition's, or stand in its other one, `mark` says so. A telling without a `title` only adds the facts in its
    tongue to a text that the other one shows.
    """

    tongue: str
    language: str
    title: str
    href: str
    site: str
    mark: str
    update: str
    blurb: str
    blurb_label: str
    summary: str
    dates: tuple[DateView, ...]
    facts: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """The facts; before them, where no text is shown, in which language alone there is one."""
        return self.facts if self.title or not self.mark else (self.mark, *self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """What a reader sees of a story: its tellings (one a language of the edition), and links to further languages.

    `weekday` and `day` make the date that stands beside it.
    """

    story_id: str
    tellings: tuple[Telling, ...]
    weekday: str
    day: str
    others: tuple[OtherView, ...]

    @property
    def first(self) -> Telling:
        """The telling that shows a text first."""
        return self.tellings[0]


def story_view(placed: Placed, section: Section, spoken: tuple[Phrases, ...], *, year: int) -> StoryView:
    """The story in the words of its edition; dates show their year when it is not `year`."""
    start = moment(placed.due.starts_at, spoken[0], year=year, all_day=True) if placed.due else None
    codes = [words.language for words in spoken]
    shown = _shown(placed, codes)
    tellings = [_telling(placed, shown.get(words.language), section, words, year=year) for words in spoken]
    return StoryView(
        story_id=placed.entry.story_id,
        # A text comes before the note that it is in one language only.
        tellings=tuple(sorted(tellings, key=lambda telling: not telling.title)),
        weekday=start.weekday if start else "",
        day=day(start.on, spoken[0], year=start.on.year) if start else "",
        others=tuple(_others(placed, {code for code, _ in shown.values()})),
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


def _shown(placed: Placed, codes: list[str]) -> dict[str, tuple[str, Version]]:
    """By tongue, the version it shows: its own, or for the first tongue whatever there is when no tongue has one."""
    every = {placed.language: placed.version, **placed.others}
    own = {code: (code, every[code]) for code in codes if code in every}
    return own or {codes[0]: (placed.language, placed.version)}


def _telling(
    placed: Placed, shown: tuple[str, Version] | None, section: Section, words: Phrases, *, year: int
) -> Telling:
    language, version = shown or (placed.language, placed.version)
    href = web_address(version.url) or ""
    dues = (*((placed.due,) if placed.due else ()), *placed.more_due)[:_MOST_DATES]
    return Telling(
        tongue=words.language,
        language=language_tag(language),
        title=typeset(cut(clean(version.title), _LONGEST_TITLE), language) if shown else "",
        href=href,
        site=site_of(href),
        mark=_mark(language, words, is_told=shown is not None),
        update=_update(placed.update, words, year=year) if placed.update else "",
        blurb=cut(clean(placed.blurbs.get(words.language, "")), _LONGEST_BLURB),
        blurb_label=words["editor"],
        summary=typeset(gist(version), language) if shown else "",
        dates=tuple(_date(due, section, words, year) for due in dues),
        facts=tuple(_facts(placed, section, words, year)),
    )


def _date(due: Due, section: Section, words: Phrases, year: int) -> DateView:
    return DateView(text=_in_place(when(due, words, year=year), section), is_deadline=due.kind == "deadline")


def _in_place(text: str, section: Section) -> str:
    """The text with a small letter where it stands in the middle of a line."""
    return text[:1].lower() + text[1:] if section.style == "line" else text


def _mark(language: str, words: Phrases, *, is_told: bool) -> str:
    if language == words.language:
        return ""
    return words.mark(language) if is_told else words["only_in"].format(language=words.in_language(language))


def _update(update: Update, words: Phrases, *, year: int) -> str:
    """Why the story is told again: "Päivitetty: määräaika siirtyi: ennen 30.11., nyt 7.12."."""
    if update.change == "language":
        said = words.updates["language"]
        return said[0].upper() + said[1:] if update.language == words.language else ""
    before, after = (_said(text, words, year=year) for text in (update.before, update.after))
    if before == after and update.after:
        before, after = (_said(text, words, year=year, hour=True) for text in (update.before, update.after))
    return f"{words['update']}: {words.updates[update.change].format(before=before, after=after)}"


def _said(local_text: str, words: Phrases, *, year: int, hour: bool = False) -> str:
    """A local ISO date or date-time in the edition's words."""
    if not local_text:
        return ""
    instant = datetime.fromisoformat(local_text).replace(tzinfo=HELSINKI)
    on = day(instant.date(), words, year=year)
    return f"{on} {words.dates['clock']} {hours(instant)}" if hour and "T" in local_text else on


def _preferred(names: Mapping[str, str], language: str) -> str:
    order = (language, *_NATIONAL, *sorted(names))
    return next((names[code] for code in order if code in names), "")


def _facts(placed: Placed, section: Section, words: Phrases, year: int) -> Iterator[str]:
    entry = placed.entry
    others = len(entry.organisations) - 1
    name = name_of(entry, words.language)
    yield f"{name} {words['and']} {words.count('others', others)}" if others else name
    if section.id not in _NAMES_ITS_KIND and entry.kind not in {"news", "page_update"} and entry.kind in words.kinds:
        yield _in_place(words.kinds[entry.kind], section)
    if placed.due is None and section.style != "line":
        yield moment(entry.published_at, words, year=year, all_day=True).text
    if words.region(entry.region):
        yield words.region(entry.region)


def _place(due: Due, words: Phrases) -> str:
    place = cut(clean(due.place_in(words.language)), _LONGEST_NAME)
    if due.is_online:
        return f"{place} {words['and_online']}" if place else words["online"]
    return place


def _others(placed: Placed, shown: set[str]) -> Iterator[OtherView]:
    told = {web_address(version.url) for code, version in _every(placed) if code in shown}
    for code, version in _every(placed):
        title, href = typeset(cut(clean(version.title), _LONGEST_TITLE), code), web_address(version.url)
        if code not in shown and href and href not in told:
            yield OtherView(language=language_tag(code), label=own_name(language_tag(code)), title=title, href=href)


def _every(placed: Placed) -> list[tuple[str, Version]]:
    return [(placed.language, placed.version), *placed.others.items()]
