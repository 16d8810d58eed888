"""A letter in words: every text of an issue as its reader sees it, before any markup."""

from __future__ import annotations

from dataclasses import dataclass

from digest.dates import moment, week_span
from digest.issue import Issue, Section
from digest.phrases import Phrases, phrases
from digest.story_view import StoryView, story_view
from digest.typography import clean, cut


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section's heading and its stories; `style` is lead, story, dated or line."""

    id: str
    style: str
    heading: str
    stories: tuple[StoryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """All that a template needs; texts are plain, addresses are safe."""

    language: str
    name: str
    tagline: str
    week: str
    number: int
    span: str
    title: str
    contents: str
    sections: tuple[SectionView, ...]
    empty: str
    overflow: str
    about: str
    read: str
    privacy: str
    why: str
    unsubscribe: tuple[str, str] | None
    archive: tuple[str, str] | None
    reply: tuple[str, str]
    postal: str


def letter_view(issue: Issue) -> LetterView:
    """The issue in the words of its own edition."""
    words, audience = phrases(issue.language), issue.audience
    mail = audience.mail
    return LetterView(
        language=issue.language,
        name=audience.names[issue.language],
        tagline=audience.taglines[issue.language],
        week=f"{words['week']} {issue.week.number}",
        number=issue.week.number,
        span=week_span(issue.week, words),
        title=f"{audience.names[issue.language]}: {words['week']} {issue.week.number}, {week_span(issue.week, words)}",
        contents=_contents(issue, words),
        sections=tuple(_section_view(section, issue, words) for section in issue.sections),
        empty=words["empty"] if issue.is_empty else "",
        overflow=words.count("overflow", len(issue.overflow)) if issue.overflow else "",
        about=words["made_of"],
        read=_read(issue, words),
        privacy=words["privacy"],
        why=words["why"],
        unsubscribe=(words["unsubscribe"], mail.unsubscribe) if mail.unsubscribe else None,
        archive=(words["archive"], mail.archive) if mail.archive else None,
        reply=(words["reply"], mail.reply_to),
        postal=mail.postal,
    )


def subject(issue: Issue) -> str:
    """The letter's subject: its name, its week and its first headline."""
    words = phrases(issue.language)
    name = f"{issue.audience.names[issue.language]} {issue.week.number}/{issue.week.year}"
    first = next(issue.placed, None)
    return f"{name}: {cut(clean(first.version.title), 70)}" if first else f"{name}: {words['empty']}"


def _section_view(section: Section, issue: Issue, words: Phrases) -> SectionView:
    heading = section.titles.get(issue.language) or words.sections.get(section.id) or section.id
    stories = tuple(story_view(placed, section, words, year=issue.week.sunday.year) for placed in section.placed)
    return SectionView(id=section.id, style=section.style, heading=heading, stories=stories)


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
