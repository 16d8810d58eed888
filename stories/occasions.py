"""Events and deadlines that a text names, with their days, times, place and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from stories.calendar_days import Context, anchors_of, week_of, week_told
from stories.dates import HELSINKI, read_moment
from stories.model import Occasion
from stories.occasion_findings import Found, Told, certain, findings, merged, read_text, short_spans, times_of_days
from stories.occasion_judgement import Weights, packaged_weights
from stories.occasion_places import labelled_place, place_of
from stories.occasion_times import with_loose_times
from stories.word_classes import word_list

_LONGEST_TEXT = 40_000  # characters: a year's programme fits; what is longer is not one piece of news
_MOST = 60
_LONGEST_QUOTE = 300
_TELLINGS = 8  # mentions of one day that are searched for its place


def occasions(
    *, title: str, body: str, published_at: datetime | None, summary: str = "", weights: Weights | None = None
) -> tuple[Occasion, ...]:
    """The events and deadlines of one text in Finnish, Swedish or English, in the order it names them.

    Days without a year or a date ("ti 14.9.", "torstaina") are read from the publication day. A weekday that
    contradicts its date stays as a note. At most 40,000 characters of the text are read. `weights` are the packaged
    ones unless others are tried.

    >>> day = datetime(2026, 11, 2, tzinfo=HELSINKI)
    >>> occasions(title="Talvijuhla", body="Juhla on 5.12. klo 13–15.", published_at=day)[0].start
    '2026-12-05T13:00'
    """
    told = read_text(title[:2_000], summary[:10_000], body[:_LONGEST_TEXT])
    expressions = [position.expression for line in told for position in line.positions]
    published = published_at.astimezone(HELSINKI).date() if published_at else None
    context = Context(published, anchors_of(expressions))
    week = week_told(f"{title}\n{summary}\n{body[:_LONGEST_TEXT]}", published) or week_of(expressions, context)
    context = replace(context, week=week)
    weights = weights or packaged_weights()
    found = list(findings(told, title, context, weights))
    spans = short_spans(found)
    if any(not one.days and (one.weekday is not None or one.away) for one in expressions):
        found = list(findings(told, title, replace(context, spans=spans, told=_main_days(found)), weights))
    timed = with_loose_times(merged(certain(found)), told, times_of_days(told, context))
    if {"seek", "occupation"} <= word_list("kind_words").names(title):
        timed = [one for one in timed if one.kind == "deadline" or one.clock]  # the day a post begins is no event
    return tuple(islice(_occasions(merged(timed), told), _MOST))


def _main_days(found: Sequence[Found]) -> tuple[date, date] | None:
    """First and last day of the event that a text tells first."""
    return next(((one.first, one.last or one.first) for one in found if one.kind == "event"), None)


def _occasions(found: Sequence[Found], told: Sequence[Told]) -> Iterator[Occasion]:
    events = sum(one.kind == "event" for one in found)
    lines = {id(position): number for number, line in enumerate(told) for position in line.positions}
    for one in found:
        is_event = one.kind == "event"
        online = is_event and _is_online(one, told, alone=events == 1)
        yield Occasion(
            kind=one.kind,
            start=_stamp(one.first, one.clock.begins if one.clock else None),
            end=_end(one) if is_event else None,
            place=_place(one, told, lines, alone=events == 1) if is_event else None,
            online=online,
            quote=one.position.sentence[:_LONGEST_QUOTE],
            notes=one.notes,
        )


def _stamp(day: date, clock: str | None) -> str:
    return f"{day.isoformat()}T{clock}" if clock else day.isoformat()


def _end(one: Found) -> str | None:
    clock = one.clock
    if one.last:
        closing = one.until_clock.begins if one.until_clock else clock.ends if clock else None
        return _stamp(one.last, closing)
    if clock is None or clock.ends is None:
        return None
    day = one.first + timedelta(days=1) if clock.ends < clock.begins else one.first
    return _stamp(day, clock.ends)


def _place(one: Found, told: Sequence[Told], lines: Mapping[int, int], *, alone: bool) -> str | None:
    """The place beside a date in any of its tellings, or behind one of them by label ("Missä? Kuopion kaupungintalo").

    For a text's only event also from the next sentences and, where they name none, from the title.
    """
    tellings = [(position.words(), position.sentence) for position in (one.position, *one.told_too[:_TELLINGS])]
    at = sorted(lines[id(position)] for position in (one.position, *one.told_too))
    behind = ([line.sentence.text for line in told[number + 1 : number + 4]] for number in at)
    labelled = next((place for texts in behind if (place := labelled_place(texts))), None)
    if labelled:
        return labelled
    near = [(line.sentence.text, "") for line in told[one.at + 1 : one.at + 3] if not line.positions] if alone else []
    heading = [(line.sentence.text, "") for line in told if line.in_title] if alone and _is_gathering(one) else []
    texts = (*tellings, *near, *heading)
    return next((place for clause, sentence in texts if (place := place_of(clause, sentence))), None)


def _is_gathering(one: Found) -> bool:
    """Whether people come together, rather than a body having decided something."""
    return "noun" in one.position.near and "decided" not in one.position.near


def _is_online(one: Found, told: Sequence[Told], *, alone: bool) -> bool:
    if "online" in one.position.near | (one.position.far if alone else frozenset()):
        return True
    others = told if alone else [line for line in told[one.at + 1 : one.at + 2] if not line.positions]
    return any(
        "online" in (found := word_list("occasion_words").names(line.sentence.text)) and "apply" not in found
        for line in others
    )


def occasion_lines(lines: Iterable[Mapping[str, Any]], weights: Weights | None = None) -> Iterator[dict[str, Any]]:
    """The occasions of each text, as `kooste occasions` tells them, in the order of the lines."""
    for line in lines:
        moment = read_moment(str(line.get("published_at") or ""))
        title, body, summary = (str(line.get(key) or "") for key in ("title", "body", "summary"))
        at = moment.at if moment else None
        found = occasions(title=title, body=body, summary=summary, published_at=at, weights=weights)
        keys = ("kind", "start", "end", "place", "online", "quote")
        rows = [{key: getattr(one, key) for key in keys} | ({"notes": one.notes} if one.notes else {}) for one in found]
        yield {"id": line.get("id"), "occasions": rows}
