"""The dates of a text that are events or deadlines, one finding for each telling, and their merging."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from stories.calendar_days import Context, Resolved, resolved_days
from stories.clock_times import Clock
from stories.date_forms import LIST_BETWEEN
from stories.occasion_cues import Position, positions
from stories.occasion_judgement import Weights
from stories.occasion_lists import dotted_lists, one_day_a_line
from stories.occasion_rules import Surroundings, leaning_of
from stories.occasion_signs import signs
from stories.sentences import Sentence, sentences
from stories.word_classes import word_list

OccasionKind = Literal["event", "deadline"]
_APART = 100_000  # blocks of the title, the summary and the body never touch
_WEEK = 7
_MOST_DATES = 400  # a year's programme fits
_LONGEST_EVENT = 270  # days: what lasts longer is a project or a term
_LONG = 4  # days from which a range is a thing of its own beside an event on its first day
# A date with one of these in its clause does not lean on the verb of the date before it.
_OF_ITS_OWN = frozenset(
    ["verb", "apply", "apply_time", "limit_noun", "law", "published", "closed", "term", "changes", "opens", "promise"]
)


_NO_TIME_OF_AN_EVENT = frozenset(
    ["contact", "apply", "apply_time", "limit_noun", "closes", "law", "published", "cancelled"]
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence with its dates and its place in the text."""

    sentence: Sentence
    positions: tuple[Position, ...]
    in_title: bool
    block: int


@dataclass(frozen=True, slots=True)
class Found:
    """An occasion before its text-wide finish; `at` is the number of its sentence."""

    kind: OccasionKind
    first: date
    last: date | None
    clock: Clock | None
    until_clock: Clock | None
    position: Position
    at: int
    notes: tuple[str, ...]
    told_too: tuple[Position, ...] = ()


def read_text(title: str, summary: str, body: str) -> list[Told]:
    """The sentences of a text's parts in order, each with its dates; behind the 400th date no more are read."""
    told: list[Told] = []
    left = _MOST_DATES
    for part, text in enumerate((title, summary, body)):
        for sentence in dotted_lists(sentences(one_day_a_line(text))):
            found = positions(sentence.text)[:left] if left else ()
            left -= len(found)
            told.append(Told(sentence, found, part == 0, part * _APART + sentence.block))
    return told


def findings(told: Sequence[Told], title: str, context: Context, weights: Weights) -> Iterator[Found]:
    """Every date that is an event or a deadline, as often as the text tells it."""
    told_day, heading = context.told, word_list("occasion_words").names(title)
    for at, line in enumerate(told):
        if not line.positions:
            continue
        around = surroundings(told, at, heading)
        for position, kind in zip(line.positions, _kinds(line.positions, around, context, weights), strict=True):
            calendar = replace(context, told=told_day, spans=() if kind == "deadline" else context.spans)
            resolved = resolved_days(position.expression, calendar, leaning_of(position)) if kind else None
            if kind and resolved:
                one = list(_found(kind, position, resolved, context, at))
                told_day = next(((f.first, f.last or f.first) for f in one if f.kind == "event"), told_day)
                yield from one


def surroundings(told: Sequence[Told], at: int, heading: frozenset[str]) -> Surroundings:
    """What the text around the sentence with a number adds; `heading` are the classes of the title's words."""
    line = told[at]
    return Surroundings(heading, _previous_words(told, at), line.in_title, line.sentence.is_line, _is_listed(told, at))


def _kinds(
    positions: Sequence[Position], around: Surroundings, context: Context, weights: Weights
) -> list[OccasionKind | None]:
    """What each date of a sentence is; dates of one enumeration are the same."""
    kinds: list[OccasionKind | None] = []
    for position in positions:
        inherited = kinds[-1] if kinds and _shares_its_verb(position) else None
        judgement = weights.judge(signs(position, around, days_ahead(position, context)))
        kinds.append(judgement.kind or inherited)
    for at in range(len(kinds) - 2, -1, -1):
        if kinds[at] is None and kinds[at + 1] == "event" and _are_enumerated(positions[at], positions[at + 1]):
            kinds[at] = "event"
    return kinds


def days_ahead(position: Position, context: Context) -> int | None:
    """Days from the publication to a date; None when either is unknown."""
    resolved = resolved_days(position.expression, context, leaning_of(position))
    return (resolved.days[0] - context.published).days if resolved and context.published else None


def _are_enumerated(one: Position, other: Position) -> bool:
    """Whether only a comma or "and" parts two dates: "12.–13.12. ja 19.–20.12."."""
    ends = one.until.end if one.until else one.expression.end
    between = one.sentence[ends : other.expression.start]
    return bool(one.expression.days and other.expression.days) and LIST_BETWEEN.fullmatch(between) is not None


def times_of_days(told: Sequence[Told], context: Context) -> dict[date, Clock]:
    """The time that a text gives a day wherever it names it again; of one day's several times the first."""
    times: dict[date, Clock] = {}
    for position in (position for line in told for position in line.positions):
        resolved = None
        if position.clock and not position.near & _NO_TIME_OF_AN_EVENT and not position.beside("limit"):
            resolved = resolved_days(position.expression, context, leaning_of(position))
        if position.clock and resolved and len(resolved.days) == 1:
            times.setdefault(resolved.days[0], position.clock)
    return times


def _is_listed(told: Sequence[Told], at: int) -> bool:
    """Whether a line begins with its day, as another line beside it does."""
    beside = [told[number] for number in (at - 1, at, at + 1) if 0 <= number < len(told)]
    lines = [one for one in beside if one.block == told[at].block and _begins_with_day(one)]
    return told[at] in lines and len(lines) > 1


def _begins_with_day(line: Told) -> bool:
    return line.sentence.is_line and bool(line.positions) and line.positions[0].expression.start == 0


def _previous_words(told: Sequence[Told], at: int) -> frozenset[str]:
    """Classes of words in the sentence before; for a list line, in the line that heads the list."""
    if at == 0:
        return frozenset()
    before = at - 1
    if told[at].sentence.is_line:
        while before > 0 and told[before].sentence.is_line and told[before].block == told[at].block:
            before -= 1
    return word_list("occasion_words").names(" . ".join(told[number].sentence.text for number in {before, at - 1}))


def _shares_its_verb(position: Position) -> bool:
    """Whether a later date of a sentence has no verb of its own: "… pidetään Mikkelissä 11.8. ja Kuopiossa 12.8."."""
    return bool(position.expression.days) and not position.near & _OF_ITS_OWN and not position.beside("instead")


def _found(kind: OccasionKind, position: Position, resolved: Resolved, context: Context, at: int) -> Iterator[Found]:
    last = _until_day(position, context) or (resolved.days[-1] if resolved.ranged else None)
    notes = resolved.notes
    if kind == "deadline":
        # What closed before the text appeared asks nothing of its reader.
        if not (context.published and (last or resolved.days[-1]) < context.published):
            clock = position.until_clock or _closing_clock(position)
            yield Found(kind, last or resolved.days[-1], None, clock, None, position, at, notes)
        return
    if last and (last - resolved.days[0]).days > _LONGEST_EVENT:
        return
    part = _part_of_span(position, resolved.days[0], context)
    if part:
        first, last, clock, until = part
        if clock or until:
            yield Found(kind, first, last, clock, until, position, at, notes)
        return
    starts = resolved.days[:1] if resolved.ranged else resolved.days
    for day in starts:
        yield Found(
            kind, day, last if last and last > day else None, position.clock, position.until_clock, position, at, notes
        )


def _part_of_span(
    position: Position, day: date, context: Context
) -> tuple[date, date, Clock | None, Clock | None] | None:
    """The event of several days that a weekday alone is a part of, with the time that it begins or ends there."""
    if position.expression.days or position.expression.weekday is None or position.expression.nearness:
        return None
    span = next((span for span in context.spans if span[0] <= day <= span[1]), None)
    if span is None or ("noun" in position.near and not position.near & {"opens", "closes"}):
        return None
    if position.expression.start == 0 and (span[1] - span[0]).days >= _LONG and position.clock:
        return None  # a line of a week's programme is an event of its own
    clock = position.clock
    if clock is None or span[0] < day < span[1]:
        return (*span, None, None)
    return (*span, clock, None) if day == span[0] else (*span, None, replace(clock, begins=clock.ends or clock.begins))


def _until_day(position: Position, context: Context) -> date | None:
    until = resolved_days(position.until, context, "open") if position.until else None
    return until.days[-1] if until else None


LAST_DAY = re.compile(
    r"\b(?:viimeisenä\s(?:haku|ilmoittautumis|vastaus)?(?:päivänä|iltana)|sista\s(?:\w+)?(?:dagen|kvällen)|(?:last|final|closing)\s(?:day|date))\b",
    re.IGNORECASE,
)


def _closing_clock(position: Position) -> Clock | None:
    """A deadline's time: in its own clause, or where the sentence goes on with "… ja se päättyy kello 16"."""
    clock = position.clock
    if clock is None or clock.start < position.clause[1]:
        return clock
    between = position.sentence[position.expression.end : clock.start]
    return clock if "closes" in word_list("occasion_words").names(between) or LAST_DAY.search(between) else None


def certain(found: Sequence[Found]) -> list[Found]:
    """Leave out a month's end where the text also gives the exact day."""
    exact = [f for f in found if f.kind == "deadline" and not f.position.expression.vague]
    return [f for f in found if not (f.position.expression.vague and exact)]


def merged(found: Iterable[Found]) -> list[Found]:
    """One occasion a day and kind, the fullest telling of it; different times of one day stay apart."""
    kept: list[Found] = []
    for one in found:
        same = next((n for n, other in enumerate(kept) if _is_same(one, other)), None)
        if same is None:
            kept.append(one)
        else:
            kept[same] = _fuller(kept[same], one)
    return [one for one in kept if not _is_within(one, kept)]


def short_spans(found: Iterable[Found]) -> tuple[tuple[date, date], ...]:
    """First and last days of the events that last from two days to a week."""
    events = ((one.first, one.last) for one in found if one.kind == "event" and one.last)
    return tuple(dict.fromkeys((first, last) for first, last in events if (last - first).days <= _WEEK))


def _is_same(one: Found, other: Found) -> bool:
    if (one.kind, one.first) != (other.kind, other.first):
        return False
    if _is_long(one) != _is_long(other) and (one.clock or other.clock):
        return False  # the opening of an exhibition is not the exhibition
    return one.clock is None or other.clock is None or one.clock.begins == other.clock.begins


def _is_long(one: Found) -> bool:
    return one.last is not None and (one.last - one.first).days >= _LONG


def _fuller(kept: Found, new: Found) -> Found:
    best, rest = (new, kept) if new.clock and not kept.clock else (kept, new)
    clock = rest.clock if best.clock and rest.clock and not best.clock.ends else best.clock
    notes = tuple(dict.fromkeys((*kept.notes, *new.notes)))
    return replace(
        best,
        last=best.last or rest.last,
        clock=clock or best.clock,
        until_clock=best.until_clock or rest.until_clock,
        notes=notes,
        told_too=(*best.told_too, rest.position, *rest.told_too),
    )


def _is_within(one: Found, all_found: Sequence[Found]) -> bool:
    """Whether a bare day only repeats the last day of a longer event."""
    return one.kind == "event" and one.clock is None and any(o.last == one.first and o is not one for o in all_found)
