"""What kind of text a piece of news is, by rules whose every sign is told: news, invitation, grant call, …"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stories.date_expressions import date_expressions
from stories.model import Kind, Occasion
from stories.word_classes import word_list

_LEAD = 400  # characters of the body that open a text and say what it is for
_LONGEST = 12_000
_INVITES = 3.0
_QUOTATION = re.compile(r"(?:^|\n)\s?[–—-]\s[^\n]{0,1500}|[\"”“»«][^\"”“»«\n]{0,600}[\"”“»«]")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text's word classes by part, and the occasions that its title or summary carry."""

    title: frozenset[str]
    summary: frozenset[str]
    lead: frozenset[str]
    body: frozenset[str]
    title_event: bool
    front_event: bool
    front_deadline: bool
    event: bool
    deadline: bool
    myself: float
    gathers: float
    looks_back: bool
    is_headline: bool

    def weight(self, name: str) -> float:
        """How strongly a class of words is there: most in the title, least deep in the body."""
        parts = ((self.title, 3.0), (self.summary, 2.0), (self.lead, 1.0), (self.body, 0.5))
        return max((value for names, value in parts if name in names), default=0.0)


def kind(*, title: str, summary: str, body: str, occasions: Sequence[Occasion], language: str) -> tuple[Kind, str]:
    """The kind of a text and the evidence for it; `news` where no rule speaks.

    `occasions` are those read from the text. All languages are read alike, `language` is told in the evidence. A
    watched page's change is a `page_update` by its source; here only a text that says so itself.

    >>> kind(title="Haemme koordinaattoria", summary="", body="Lähetä hakemus ja CV.", occasions=(), language="fi")[0]
    'job'
    """
    text = _read(title, summary, body, occasions, language)
    for name, rule in _RULES:
        evidence = rule(text)
        if evidence:
            return name, f"{evidence} ({language})"
    return "news", f"no rule of another kind speaks ({language})"


def _read(title: str, summary: str, body: str, occasions: Sequence[Occasion], language: str) -> _Text:
    listed = word_list("kind_words")
    body = body[:_LONGEST]
    events = [one for one in occasions if one.kind == "event"]
    told_in = [_told_in(part, occasions) for part in (title, summary)]
    marks = listed.marks(body)
    told = _QUOTATION.sub(" ", body) if any(mark.name == "myself" for mark in marks) or language == "en" else ""
    return _Text(
        title=listed.names(title),
        summary=listed.names(summary),
        lead=frozenset(mark.name for mark in marks if mark.start < _LEAD),
        body=frozenset(mark.name for mark in marks),
        title_event="event" in told_in[0],
        front_event="event" in told_in[0] | told_in[1],
        front_deadline="deadline" in told_in[0] | told_in[1],
        event=bool(events),
        deadline=len(events) < len(occasions),
        myself=_share_of_myself(told, language),
        gathers=2.0 if "gathering" in listed.names(title) else 1.0 if "gathering" in listed.names(summary) else 0.0,
        looks_back="past" in word_list("occasion_words").names(title),
        is_headline=not body and not summary,
    )


def _told_in(part: str, occasions: Sequence[Occasion]) -> set[str]:
    """The kinds of the occasions whose day a title or summary names."""
    days = {(day.month, day.day) for found in date_expressions(part[:2_000]) for day in found.days}
    return {one.kind for one in occasions if (int(one.start[5:7]), int(one.start[8:10])) in days}


def _share_of_myself(text: str, language: str) -> float:
    """How many of a hundred words outside quotations speak in the first person."""
    words = len(re.findall(r"\w+", text))
    own = sum(mark.name == "myself" for mark in word_list("kind_words").marks(text))
    if language == "en":  # in Swedish "I" is "in"
        own += len(re.findall(r"(?<!\w)I(?!\w)", text))
    return 100 * own / words if words > 30 else 0.0


def _job(text: _Text) -> str | None:
    seeks = {"seek", "occupation"} <= text.title or {"seek", "occupation"} <= text.summary
    if seeks and (text.weight("job") or text.deadline or "seek" in text.title):
        return "seeks an employee by title"
    if text.weight("job") >= 3 and (text.deadline or text.weight("occupation") or text.weight("seek")):
        return "a job by its title"
    if text.weight("job") >= 1 and text.weight("seek") >= 1 and text.weight("occupation") >= 1 and text.deadline:
        return "seeks an employee"
    return None


def _statement(text: _Text) -> str | None:
    score = text.weight("statement") + (1.0 if text.weight("draft") >= 1 else 0.0) + (1.0 if text.deadline else 0.0)
    front = "statement" in text.title | text.summary
    if front and score >= 4 and (text.deadline or "statement" in text.title):
        return "asks for statements in its title or summary"
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
    if "grant" in text.title | text.summary | text.lead and text.deadline:
        near = text.weight("grant") + text.weight("apply")
        if near >= 3 and text.weight("apply") >= 0.5:
            return "a grant to apply for by a day"
    if text.weight("grant") >= 3 and text.weight("apply") >= 2:
        return "a grant to apply for by its title"
    return None


def _blog(text: _Text) -> str | None:
    if "blog" in text.title | text.summary:
        return "a blog by its title or summary"
    if text.myself >= 3 or (text.myself >= 1.5 and "blog" in text.body):
        return f"told in the first person: {text.myself:.1f} words of a hundred"
    return None


def _updated(text: _Text) -> str | None:
    return "says that its page was updated" if "updated" in text.title | text.summary else None


def _invitation(text: _Text) -> str | None:
    if not (text.event or text.deadline or text.gathers):
        return None
    signs = {
        "words of inviting": text.weight("invite"),
        "a gathering": text.gathers,
        "an event": 2.0 if text.title_event else 1.5 if text.front_event else 0.5 if text.event else 0.0,
        "a deadline": 1.5 if text.front_deadline else 0.5 if text.deadline else 0.0,
        "looks back": -1.5 if text.looks_back else 0.0,
        "reports": -1.0 if "report" in text.title | text.summary else -0.5 if "report" in text.body else 0.0,
        "a headline alone": 1.5 if text.gathers == 2.0 and text.is_headline and not text.looks_back else 0.0,
    }
    told = ", ".join(f"{name} {value:+.1f}" for name, value in signs.items() if value)
    return f"invites: {told}" if sum(signs.values()) >= _INVITES else None


_RULES: tuple[tuple[Kind, Callable[[_Text], str | None]], ...] = (
    ("page_update", _updated),
    ("job", _job),
    ("statement_request", _statement),
    ("grant_call", _grant),
    ("invitation", _invitation),
    ("blog", _blog),
)
