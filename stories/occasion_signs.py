"""The signs by which a date is weighed: words around it and their spelling, its form, its place, how far away it is.

Every sign has a name that an editor can read; its weights are learned (`python -m bench.train_occasions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stories.occasion_cues import Position
from stories.occasion_rules import Surroundings, asked, in_programme, lists_days, rule, tally

_FLAGS = re.IGNORECASE
_ADDRESSED = re.compile(
    r"\b(?:du|dig|din|ditt|dina|ni|er|ert|era|you|your|sinä|sinun|sinulla|sinulle|te|teidän|teille"
    r"|\w{3,}(?:kaa|kää|atte|ette|than|thän))\b|\b\w{4,}(?:asi|äsi|osi|isi|esi|anne|änne)\b",
    _FLAGS,
)
_CONDITION = re.compile(
    r"\b(?:jos|mikäli|om|ifall|if|haluat|vill|want|would|halukka\w+|kiinnostu\w+|intresserad\w*|interested|please"
    r"|voi|voit|kan|can|may|får|saa)\b",
    _FLAGS,
)
_MONEY = re.compile(
    r"€|\beuro|\beur\b|maksu|\bmaksetaan|avgift|\bbetala|\bfees?\b|\bpa(?:y|id)\b|\blasku|faktur|\beräpäiv|invoice",
    _FLAGS,
)
_BRACKET = re.compile(r"\(\s*$")
_BESIDE = ("limit", "until", "since", "copula", "instead")
_SHORT, _LONG = 9, 25  # words of a sentence
_DISTANCES = (
    (-150, "long ago"),
    (-40, "months ago"),
    (0, "past"),
    (1, "today"),
    (15, "soon"),
    (151, "ahead"),
    (366, "far ahead"),
)
_WORD = re.compile(r"[^\W\d_]+")
_BEGINNING, _ENDING, _ENDED = 6, 4, 5  # letters of a beginning, of an ending, of a word without one
_PLACES = ("near", "before", "far", "previous", "title")


def signs(position: Position, around: Surroundings, ahead: int | None) -> dict[str, float]:
    """The signs of one date; `ahead` is how many days after the publication it lies (None when that is unknown)."""
    found = dict.fromkeys((*_words(position, around), *_form(position, around), *_standing(position, around)), 1.0)
    found |= dict.fromkeys((*_together(position, around), *_spelled(position)), 1.0)
    if ahead is not None:
        found |= dict.fromkeys(_distance(position, ahead), 1.0)
    return found | _ruled(position, around)


def _words(position: Position, around: Surroundings) -> Iterator[str]:
    sets = (position.near, position.before, position.far, around.previous, around.title)
    for place, names in zip(_PLACES, sets, strict=True):
        yield from (f"{place} {name}" for name in names)


def _form(position: Position, around: Surroundings) -> Iterator[str]:
    expression, clock = position.expression, position.clock
    told = {
        "a time": clock is not None,
        "a time with its end": clock is not None and clock.ends is not None,
        "weekday": expression.weekday is not None,
        "range": expression.ranged or position.until is not None,
        "list": len(expression.days) > 1 and not expression.ranged,
        "list of sessions": lists_days(position),
        "no date": not expression.days and not in_programme(position, around),
        "describing": expression.attributive,
        "a month's end": expression.vague,
        "counted from today": expression.day_offset is not None,
        "counted from another day": expression.away is not None,
        "next": expression.nearness > 0,
        "last": expression.nearness < 0,
        "with its year": bool(expression.days) and all(day.year for day in expression.days),
        "begins the line": expression.start == 0,
        "in brackets": _BRACKET.search(position.sentence, 0, expression.start) is not None,
    }
    return (name for name, holds in told.items() if holds)


def _standing(position: Position, around: Surroundings) -> Iterator[str]:
    length, clause = len(position.sentence.split()), position.words()
    told = {
        "label": position.is_labelled(),
        "planned": position.is_planned(),
        "last of the sentence": position.is_last,
        "in the title": around.in_title,
        "line": around.is_line,
        "listed": around.listed,
        "few words": length < _SHORT,
        "many words": length > _LONG,
        "addressed": _ADDRESSED.search(position.sentence) is not None,
        "condition": _CONDITION.search(clause) is not None,
        "money": _MONEY.search(clause) is not None,
        "paragraph sign": "§" in clause,
        "question": position.sentence.endswith("?"),
        "exclamation": position.sentence.endswith("!"),
    }
    ranged = position.expression.ranged or position.until is not None
    signs_beside = [sign for sign in _BESIDE if position.beside(sign)]
    yield from (f"beside {sign}" for sign in signs_beside if not (ranged and sign in {"since", "until"}))
    yield from (name for name, holds in told.items() if holds)


def _together(position: Position, around: Surroundings) -> Iterator[str]:
    """Signs that say more together than each alone."""
    near, limit, bare = (
        position.near,
        position.beside("limit"),
        not position.expression.days and not in_programme(position, around),
    )
    asks, ranged = asked(position), position.expression.ranged or position.until is not None
    told = {
        "asked": asks,
        "limit + asked": limit and asks,
        "limit + asked around": limit and asked(around),
        "limit + addressed": limit and _ADDRESSED.search(position.sentence) is not None,
        "limit + money": limit and _MONEY.search(position.words()) is not None,
        "until + asked": position.beside("until") and asks,
        "closes + asked": "closes" in near and asks,
        "noun + verb": {"noun", "verb"} <= near,
        "noun + past": {"noun", "past"} <= near,
        "time + weekday": position.clock is not None and position.expression.weekday is not None,
        "time + closed": position.clock is not None and "closed" in near,
        "no date + happened": bare and "happened" in near,
        "no date + time": bare and position.clock is not None,
        "no date + noun + verb": bare and {"noun", "verb"} <= near,
        "range + verb": ranged and "verb" in near,
        "range + noun": ranged and "noun" in near and "verb" not in near,
        "range alone": ranged and not near & {"noun", "verb"},
    }
    return (name for name, holds in told.items() if holds)


def _spelled(position: Position) -> Iterator[str]:
    """How the words of the date's clause begin and end: verbs that no list has."""
    sentence, (begin, end) = position.sentence.lower(), position.clause
    last = position.until or position.expression
    for word in _WORD.findall(f"{sentence[begin : position.expression.start]} {sentence[last.end : end]}"):
        yield f"{word[:_BEGINNING]}-"
        if len(word) > _ENDED:
            yield f"-{word[-_ENDING:]}"


def _distance(position: Position, ahead: int) -> Iterator[str]:
    name = next((name for limit, name in _DISTANCES if ahead < limit), "years ahead")
    yield name
    if ahead < 0 and position.clock:
        yield "past + time"
    if position.expression.days and all(day.year for day in position.expression.days):
        yield f"{name} + its year"


def _ruled(position: Position, around: Surroundings) -> dict[str, float]:
    """What the rules say: the reason of a deadline, or the sum of an event's signs (in halves, between -2 and 3)."""
    reason, total = rule(position, around), tally(position, around)
    if reason:
        return {f"rule: {reason}": 1.0}
    return {
        "rules' sum": max(-4.0, min(6.0, total)) / 2,
        "rules: event": float(total >= 2),
        "rules: surely": float(total >= 3),
    }
