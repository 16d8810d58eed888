"""What kind of text a piece of news is, by rules whose every sign is told: news, invitation, grant call, …"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from stories.date_expressions import date_expressions
from stories.dates import HELSINKI
from stories.model import Kind, Occasion
from stories.word_classes import Mark, word_list

_LEAD = 400  # characters of the body that open a text and say what it is for
_OPENING = 700  # within these an event is what the text is about, further down it is one thing among others
_LONGEST = 12_000
_INVITES = 3.0
_QUOTATION = re.compile(r"(?:^|\n)\s?[–—-]\s[^\n]{0,1500}|[\"”“»«][^\"”“»«\n]{0,600}[\"”“»«]")
# "– Hoito paranee, sanoo johtaja Aho.": a text that lets people speak reports.
_SPOKEN = re.compile(r"(?:^|\n)\s?[–—-]\s[^\n]{20,1500}")
_COLUMN = re.compile(r"[^\W\d_][^:\n]{2,30}:\s\S")  # "Omaisen ääni: Äidin avaimet"
_SIGNED = re.compile(r"\n\s*[A-ZÅÄÖ][\w-]{1,20}(?:\s[A-ZÅÄÖ][\w-]{1,20})?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """A text's word classes by part, and the occasions that its title, its summary and its opening carry."""

    title: frozenset[str]
    summary: frozenset[str]
    lead: frozenset[str]
    body: frozenset[str]
    opens_with: str
    practical: int
    title_event: bool
    front_event: bool
    early_event: bool
    front_deadline: bool
    event: bool
    only_weeks: bool
    deadline: bool
    myself: float
    gathers: float
    looks_back: bool
    is_headline: bool
    is_column: bool
    is_signed: bool
    lets_speak: bool

    def weight(self, name: str) -> float:
        """How strongly a class of words is there: most in the title, least deep in the body."""
        parts = ((self.title, 3.0), (self.summary, 2.0), (self.lead, 1.0), (self.body, 0.5))
        return max((value for names, value in parts if name in names), default=0.0)

    @property
    def front(self) -> frozenset[str]:
        """The classes of the title and the summary."""
        return self.title | self.summary


def kind(
    *,
    title: str,
    summary: str,
    body: str,
    occasions: Sequence[Occasion],
    language: str,
    published_at: datetime | None = None,
) -> tuple[Kind, str]:
    """The kind of a text and the evidence for it; `news` where no rule speaks.

    `occasions` are those read from the text; an event before the day of `published_at` invites nobody. All languages
    are read alike, `language` is told in the evidence. A watched page's change is a `page_update` by its source; here
    only a text that says so itself.

    >>> kind(title="Haemme koordinaattoria", summary="", body="Lähetä hakemus ja CV.", occasions=(), language="fi")[0]
    'job'
    """
    coming = _coming(occasions, published_at)
    text = _read(title, summary, body[:_LONGEST], coming, language)
    for name, rule in _RULES:
        evidence = rule(text)
        if evidence:
            return name, f"{evidence} ({language})"
    return "news", f"no rule of another kind speaks ({language})"


def _coming(occasions: Sequence[Occasion], published_at: datetime | None) -> list[Occasion]:
    today = published_at.astimezone(HELSINKI).date().isoformat() if published_at else ""
    return [one for one in occasions if (one.end or one.start)[:10] >= today]


def _read(title: str, summary: str, body: str, occasions: Sequence[Occasion], language: str) -> _Text:
    listed = word_list("kind_words")
    summary = summary if len(summary) <= _LEAD else ""  # a listing that gives the whole text has no summary
    events = [one for one in occasions if one.kind == "event"]
    in_title, in_summary = (_told_in(part, occasions) for part in (title, summary))
    heading, marks = listed.marks(title), listed.marks(body)
    first = {mark.name: mark for mark in reversed(heading)}
    names, summed = frozenset(first), listed.names(summary)
    told = _QUOTATION.sub(" ", body) if any(mark.name == "myself" for mark in marks) or language == "en" else ""
    return _Text(
        title=names,
        summary=summed,
        lead=frozenset(mark.name for mark in marks if mark.start < _LEAD),
        body=frozenset(mark.name for mark in marks),
        opens_with=" ".join(mark.name for mark in heading if not title[: mark.start].strip('"”»– ')),
        practical=max(_count("practical", some) for some in (marks, listed.marks(summary))),
        title_event="event" in in_title,
        front_event="event" in in_title | in_summary,
        early_event=any(_stands_early(one, body) for one in events),
        front_deadline="deadline" in in_title | in_summary,
        event=bool(events),
        only_weeks=bool(events) and all(_is_week(one) for one in events),
        deadline=len(events) < len(occasions),
        myself=_share_of_myself(told, language),
        gathers=2.0 if "gathering" in names else 1.0 if "gathering" in summed else 0.0,
        looks_back="past" in word_list("occasion_words").names(title),
        is_headline=not body and not summary,
        is_column=bool(_COLUMN.match(title)),
        is_signed=bool(_SIGNED.search(body)),
        lets_speak=bool(_SPOKEN.search(body)),
    )


def _count(name: str, marks: Sequence[Mark]) -> int:
    return sum(mark.name == name for mark in marks)


def _told_in(part: str, occasions: Sequence[Occasion]) -> set[str]:
    """The kinds of the occasions whose day a title or summary names."""
    days = {(day.month, day.day) for found in date_expressions(part[:2_000]) for day in found.days}
    return {one.kind for one in occasions if (int(one.start[5:7]), int(one.start[8:10])) in days}


def _stands_early(one: Occasion, body: str) -> bool:
    """Whether an event with a time of day is told in the opening of a text."""
    return "T" in one.start and one.quote[:60] in " ".join(body[:_OPENING].split())


def _is_week(one: Occasion) -> bool:
    """Whether an event lasts days on end: a theme week or an exhibition, which one hears of rather than attends."""
    return one.end is not None and "T" not in one.start and (_day(one.end) - _day(one.start)).days >= 4


def _day(stamp: str) -> date:
    return date.fromisoformat(stamp[:10])


def _share_of_myself(text: str, language: str) -> float:
    """How many of a hundred words outside quotations speak in the first person."""
    words = len(re.findall(r"\w+", text))
    own = _count("myself", word_list("kind_words").marks(text))
    if language == "en":  # in Swedish "I" is "in"
        own += len(re.findall(r"(?<!\w)I(?!\w)", text))
    return 100 * own / words if words > 20 else 0.0


def _updated(text: _Text) -> str | None:
    return "says that its page was updated" if "updated" in text.front else None


def _corrected(text: _Text) -> str | None:
    return "corrects an earlier text" if "correction" in text.opens_with else None


def _job(text: _Text) -> str | None:
    is_paid = text.weight("job") >= 1 or "job" in text.body
    joins = "participant" in text.title and not is_paid
    if "seek" in text.title and "occupation" in text.title and not joins:
        return "seeks an employee by title"
    if {"seek", "occupation"} <= text.summary and is_paid and text.deadline:
        return "seeks an employee by its summary"
    if {"seeks", "occupation"} <= text.title and text.weight("job") >= 1:
        return "seeks an employee, of whom its lead tells"
    if text.weight("job") >= 3 and (text.deadline or text.weight("occupation") or text.weight("seek")):
        return "a job by its title"
    sought = max(text.weight("seek"), text.weight("seeks"))
    if text.weight("job") >= 1 and sought >= 1 and text.weight("occupation") >= 1 and text.deadline:
        return "seeks an employee"
    return None


def _statement(text: _Text) -> str | None:
    score = text.weight("statement") + (1.0 if text.weight("draft") >= 1 else 0.0) + (1.0 if text.deadline else 0.0)
    if "statement" in text.front and score >= 4 and (text.deadline or "statement" in text.title):
        return None if "report" in text.title else "asks for statements in its title or summary"
    if (
        text.deadline
        and text.weight("statement") >= 1
        and text.weight("draft") >= 1
        and not text.weight("grant")
        and not text.gathers
    ):
        return "asks for statements on a draft by a day"
    return None


def _grant(text: _Text) -> str | None:
    if "grant" in text.front | text.lead and text.deadline:
        near = text.weight("grant") + text.weight("apply")
        if near >= 3 and text.weight("apply") >= 0.5:
            return "a grant to apply for by a day"
    if text.weight("grant") >= 3 and text.weight("apply") >= 2 and not text.front & {"report"}:
        return "a grant to apply for by its title"
    return None


def _recruits(text: _Text) -> str | None:
    """Panels, courses and surveys: someone is asked to take part, by a day."""
    asks = text.front & {"calls", "seek", "seeks", "apply", "invite"}
    if text.deadline and asks and "participant" in text.front and not text.front & {"grant", "report"}:
        return "asks people to take part by a day"
    if text.deadline and "calls" in text.opens_with and "grant" not in text.front:
        return "its title asks the reader to act by a day"
    return None


def _blog(text: _Text) -> str | None:
    if "blog" in text.front:
        return "a blog by its title or summary"
    least = 3.0 - (1.0 if text.is_column else 0.0) - (1.0 if text.is_signed else 0.0)
    if text.myself >= least or (text.myself >= 1.5 and "blog" in text.body):
        return f"told in the first person: {text.myself:.1f} words of a hundred"
    return None


def _invitation(text: _Text) -> str | None:
    if not (text.event or text.deadline or text.gathers or "more_time" in text.front):
        return None
    signs = {
        "words of inviting": max(text.weight("invite"), text.weight("more_time")),
        "a call to the reader": 1.0 if "calls" in text.front else 0.0,
        "a gathering": text.gathers,
        "an event": _event_sign(text),
        "what a guest needs to know": min(text.practical, 3) * 0.5 if text.event or text.deadline else 0.0,
        "a deadline": 1.5 if text.front_deadline else 0.5 if text.deadline else 0.0,
        "looks back": -1.5 if text.looks_back else 0.0,
        "reports": -1.0 if "report" in text.front else -0.5 if "report" in text.body else 0.0,
        "lets people speak": -0.5 if text.lets_speak else 0.0,
        "a headline alone": 1.5 if text.gathers == 2.0 and text.is_headline and not text.looks_back else 0.0,
    }
    told = ", ".join(f"{name} {value:+.1f}" for name, value in signs.items() if value)
    return f"invites: {told}" if sum(signs.values()) >= _INVITES else None


def _event_sign(text: _Text) -> float:
    if text.only_weeks:
        return 1.0 if text.title_event else 0.5
    if text.title_event:
        return 2.0
    if text.front_event or (text.early_event and text.practical >= 2):
        return 1.5
    return 0.5 if text.event else 0.0


_RULES: tuple[tuple[Kind, Callable[[_Text], str | None]], ...] = (
    ("page_update", _updated),
    ("news", _corrected),
    ("job", _job),
    ("statement_request", _statement),
    ("invitation", _recruits),
    ("grant_call", _grant),
    ("invitation", _invitation),
    ("blog", _blog),
)
