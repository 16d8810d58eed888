"""A letter in words: every text of an issue as its reader sees it, before any markup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from digest.addresses import web_address
from digest.dates import moment, week_span
from digest.issue import Issue, Section
from digest.phrases import Phrases, phrases
from digest.story_view import StoryView, story_view
from digest.typography import clean, cut, typeset

# What the letter itself says, once a language of the edition: (language, text).
Said = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section's heading and its stories; `style` is lead, story, dated or line."""

    id: str
    style: str
    heading: Said
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """All that a template needs; texts are plain, addresses are safe. `more` are stories that did not fit."""

    language: str
    edition: str
    name: Said
    tagline: Said
    week: Said
    number: int
    span: Said
    title: str
    contents: Said
    sections: tuple[SectionView, ...]
    empty: Said
    overflow: Said
    all_news: Said
    more: SectionView | None
    about: Said
    read: Said
    privacy: Said
    why: Said
    unsubscribe: tuple[Said, str] | None
    archive: tuple[Said, str] | None
    page: tuple[Said, str] | None
    reply: tuple[Said, str]
    postal: str
    skip: Said
    take_along: Said


def letter_view(issue: Issue) -> LetterView:
    """The issue in the words of its own edition."""
    spoken = tuple(phrases(tongue) for tongue in issue.tongues)
    audience, mail = issue.audience, issue.audience.mail
    said = _Speaker(spoken)
    return LetterView(
        language=spoken[0].language,
        edition=issue.language,
        name=said(lambda words: audience.names[words.language]),
        tagline=said(lambda words: audience.taglines[words.language]),
        week=said(lambda words: f"{words['week']} {issue.week.number}"),
        number=issue.week.number,
        span=said(lambda words: week_span(issue.week, words)),
        title=title(issue),
        contents=said(lambda words: _contents(issue, words)),
        sections=tuple(_section_view(section, issue, spoken) for section in issue.sections),
        empty=said(lambda words: words["empty"] if issue.is_empty else ""),
        overflow=said(lambda words: words.count("overflow", len(issue.overflow)) if issue.overflow else ""),
        all_news=said.word("overflow_archive"),
        more=_more(issue, spoken),
        about=said(lambda words: words["made_of"]),
        read=said(lambda words: _read(issue, words)),
        privacy=said(lambda words: words["privacy"]),
        why=said(lambda words: words["why"]),
        unsubscribe=(said.word("unsubscribe"), mail.unsubscribe) if mail.unsubscribe else None,
        archive=(said.word("archive"), archive_address(issue)) if mail.archive else None,
        page=(said.word("read_on_web"), page_address(issue)) if mail.archive else None,
        reply=(said.word("reply"), mail.reply_to),
        postal=mail.postal,
        skip=said.word("skip"),
        take_along=said.word("take_along"),
    )


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says one thing in each language of an edition; what comes to nothing is not said."""

    spoken: tuple[Phrases, ...]

    def __call__(self, tell: Callable[[Phrases], str]) -> Said:
        told = ((words.language, tell(words)) for words in self.spoken)
        return tuple((language, text) for language, text in told if text)

    def word(self, key: str) -> Said:
        return self(lambda words: words[key])


def title(issue: Issue) -> str:
    """The issue's name for a page's title: "Järjestöviikko: Viikko 47, 16.–22.11.2026"."""
    words = phrases(issue.tongues[0])
    return f"{full_name(issue)}: {words['week']} {issue.week.number}, {week_span(issue.week, words)}"


def full_name(issue: Issue) -> str:
    """The letter's name in each language of the edition."""
    return " · ".join(dict.fromkeys(issue.audience.names[tongue] for tongue in issue.tongues))


def subject(issue: Issue) -> str:
    """The letter's subject: its name, its week and its first headline."""
    name = f"{full_name(issue)} {issue.week.number}/{issue.week.year}"
    first = next(issue.placed, None)
    if first is None:
        return f"{name}: {phrases(issue.tongues[0])['empty']}"
    return f"{name}: {cut(typeset(clean(first.version.title), first.language), 70)}"


def archive_address(issue: Issue) -> str:
    """Where all issues of this edition can be read: the audience's archive, its language and its id."""
    root = (issue.audience.mail.archive or "").rstrip("/")
    return web_address(f"{root}/{issue.language}/{issue.audience.id}/") or ""


def page_address(issue: Issue) -> str:
    """Where this very issue can be read in a browser."""
    return f"{archive_address(issue)}{issue.week}/"


def _section_view(section: Section, issue: Issue, spoken: tuple[Phrases, ...]) -> SectionView:
    heading = tuple(
        (words.language, section.titles.get(words.language) or words.sections.get(section.id) or section.id)
        for words in spoken
    )
    stories = tuple(story_view(placed, section, spoken, year=issue.week.sunday.year) for placed in section.placed)
    return SectionView(id=section.id, style=section.style, heading=heading, stories=stories)


def _more(issue: Issue, spoken: tuple[Phrases, ...]) -> SectionView | None:
    if not issue.overflow:
        return None
    titles = {words.language: words["overflow_heading"] for words in spoken}
    return _section_view(Section(id="more", style="line", placed=issue.overflow, titles=titles), issue, spoken)


def _contents(issue: Issue, words: Phrases) -> str:
    if issue.is_empty:
        return words["empty"]
    dues = [placed.occasions for placed in issue.placed]
    deadlines = [due for each in dues for due in each if due.kind == "deadline"]
    events = sum(any(due.kind == "event" for due in each) for each in dues)
    stories = sum(not each for each in dues)
    parts = [words.count("stories", stories)] if stories else []
    if deadlines:
        nearest = moment(min(due.starts_at for due in deadlines), words, year=issue.week.sunday.year, all_day=True)
        parts.append(f"{words.count('deadlines', len(deadlines))} ({words['nearest']} {nearest.text})")
    parts += [words.count("events", events)] if events else []
    return f"{words['in_this_letter']}: {', '.join(parts)}."


def _read(issue: Issue, words: Phrases) -> str:
    if issue.sources is None:
        return ""
    text = words["read_sources"].format(n=words.count("sources", issue.sources.total))
    return f"{text} {_sentence(words.count('failing', issue.sources.failing))}" if issue.sources.failing else text


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
