"""What rules say of a date in its sentence: an event, a deadline or neither, and why.

What counts: something dated that people attend, follow or meet, past or to come; the last moment for a reader to
apply, answer, nominate or register. What does not: dates of laws and publication, closures and opening hours, terms
of office, fees, the opening of an application, a deadline that was replaced, an organisation's own promises.
"""

from __future__ import annotations

from dataclasses import dataclass

from stories.calendar_days import Leaning
from stories.occasion_cues import Position


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the text around a sentence adds: classes of words in the title and in the sentence before, and its place.

    `listed` is a line of a list whose lines begin with days.
    """

    title: frozenset[str] = frozenset()
    previous: frozenset[str] = frozenset()
    in_title: bool = False
    is_line: bool = False
    listed: bool = False


_NEITHER = "a limit or an opening that no reader keeps"
_ASKING = frozenset({"apply", "apply_time", "limit_noun"})
_FEW_WORDS = 9
_SESSIONS = 3
_FOR = {"verb": 2.0, "noun": 1.5, "decided": 0.75, "passive": 0.7}
_AGAINST = {"law": 3.0, "published": 2.5, "closed": 2.5, "term": 2.0, "changes": 2.0, "cancelled": 9.0}
# Beside none of these a day with its weekday, or with a time, is an appointment whatever its verb.
_OTHER_MATTERS = frozenset(
    {"law", "published", "closed", "term", "changes", "cancelled", "closes", "promise", "apply_time", "limit_noun"}
) | {"contact"}


def leaning_of(position: Position) -> Leaning:
    """Where the sentence's verbs point: back, ahead, or nowhere."""
    if "past" in position.near or ("past" in position.far and not position.near & {"verb", "apply"}):
        return "past"
    return "future" if position.near & {"apply", "limit_noun", "verb"} or position.beside("limit") else "open"


def rule(position: Position, around: Surroundings) -> str | None:
    """The rule that alone would settle what a date is, by its name; None where an event's signs are to be summed up."""
    if position.beside("instead"):
        return "replaced"
    if _is_given_up(position):
        return "planned, and moved or cancelled"
    deadline = _deadline(position, around)
    if deadline:
        return deadline
    if position.expression.vague:
        return "a month's end"
    if "moved" in position.near | position.far and not position.is_last:
        return "moved to a later date of the sentence"
    return "a weekday alone" if not position.expression.days and not _is_told(position, around) else None


def tally(position: Position, around: Surroundings) -> float:
    """The sum of an event's signs; from 2 on they would make one."""
    return sum(value for _, value in _signs(position, around))


def in_programme(position: Position, around: Surroundings) -> bool:
    """Whether a day, with its time, begins a line of a list whose lines begin with days."""
    return around.listed and position.clock is not None and position.expression.start == 0


def lists_days(position: Position) -> bool:
    """Whether a date is one of at least three that a sentence lists: the sessions of a course."""
    return len(position.expression.days) >= _SESSIONS and not position.expression.ranged


def asked(place: Position | Surroundings) -> bool:
    """Whether a sentence, or what stands around it, asks something of its reader."""
    if isinstance(place, Position):
        return bool((place.near | place.far) & _ASKING)
    return bool((place.previous | place.title) & _ASKING)


def _is_given_up(position: Position) -> bool:
    """Whether a moved or cancelled thing had the date: "keskiviikoksi 7.10. suunniteltu ilta siirtyy"."""
    return bool({"moved", "cancelled"} & (position.near | position.far)) and position.is_planned()


def _deadline(position: Position, around: Surroundings) -> str | None:
    """Why a date is a deadline; "neither" when it is a limit that no reader has to keep; None to go on."""
    if _is_replaced(position):
        return _NEITHER
    if position.beside("limit"):
        return _limit(position, around)
    if _is_opening(position):
        return _NEITHER
    return _closing(position, around)


def _is_replaced(position: Position) -> bool:
    limiting = bool(position.near & {"closes", "limit_noun"}) or position.beside("limit")
    return "replaced" in position.near and limiting and asked(position)


def _closing(position: Position, around: Surroundings) -> str | None:
    near = position.near
    if "limit_noun" in near:
        return "a deadline by name"
    asks = asked(position)
    if "arrive" in near and asks:
        return "to have arrived"
    closes = "closes" in near and not position.beside("since") and not _is_happening(position)
    if closes and (asks or asked(around)):
        return "a time for applying closes"
    if position.beside("until"):
        return "open until" if asks and "cancelled" not in near else None
    return _range(position)


def _limit(position: Position, around: Surroundings) -> str:
    near = position.near
    if "promise" in near and not near & {"apply", "limit_noun"}:
        return _NEITHER
    if asked(position) or asked(around):
        return "a limit for the reader"
    return "a limit and little else" if _is_terse(position) else _NEITHER


def _is_terse(position: Position) -> bool:
    """Whether a limit stands in a few words without a verb, as told to readers: "Ruokavaliot 7.12. mennessä"."""
    telling = {"verb", "passive", "past", "law", "published", "closed", "term", "changes", "assembly", "decided"}
    return len(position.sentence.split()) <= _FEW_WORDS and not (position.near | position.far) & telling


def _is_opening(position: Position) -> bool:
    """Whether a date is when applying begins: "haku alkaa 1.10.", "ansökan öppnas den 1 oktober"."""
    near, sentence = position.near, position.near | position.far
    if position.expression.ranged or position.until or position.beside("until"):
        return False
    begins = "opens" in near or position.beside("since")
    return (
        begins and "closes" not in near and ("apply_time" in near or ("apply_time" in sentence and "noun" not in near))
    )


def _is_happening(position: Position) -> bool:
    """Whether an event's own noun and time stand in the clause: "kurssi päättyy la 5.12. klo 15"."""
    return "noun" in position.near and not position.near & {"apply_time", "limit_noun"}


def _range(position: Position) -> str | None:
    if not (position.expression.ranged or position.until):
        return None
    near = position.near
    if near & {"term", "law", "past"}:
        return None
    if "apply_time" in near and "verb" not in near:
        return "a time for applying"
    if near & {"apply", "apply_time"} and not near & {"noun", "verb"}:
        return "a time for applying"
    return None


def _is_told(position: Position, around: Surroundings) -> bool:
    """Whether a weekday or "tänään" without a date carries an event of its own."""
    if in_programme(position, around):
        return True
    near = position.near
    if position.expression.attributive:  # "lauantain ottelussa nähtiin"
        return "noun" in near and bool({"past", "happened", "occurred"} & (near | position.far))
    if (
        {"happened", "assembly"} <= near | position.far
        or {"past", "assembly"} <= near
        or ("occurred" in near and near & {"past", "happened"})
    ):
        return True
    if position.clock is not None or position.expression.nearness < 0:
        return bool(near & {"noun", "verb", "decided"})
    return {"noun", "verb"} <= near


def _signs(position: Position, around: Surroundings) -> list[tuple[str, float]]:
    near, far, clock, expression = position.near, position.far, position.clock, position.expression
    moved, bare = "moved" in near | far, not expression.days
    signs = [(name, weight) for name, weight in _FOR.items() if name in near]
    signs += [(f"{name} in the sentence", weight / 2) for name, weight in _FOR.items() if name in far]
    signs += [(name, -weight) for name, weight in _AGAINST.items() if name in near]
    signs += [
        ("opening hours", -2.5 if "closed" in far and not near & {"verb", "noun"} else 0.0),
        ("happened", 1.5 if "happened" in near and not expression.days else 0.0),
        ("past by its form", 0.5 if bare and expression.nearness < 0 else 0.0),
        ("is on", 0.75 if "noun" in near and position.beside("copula") else 0.0),
        ("a body decided", 1.25 if {"assembly", "decided"} <= near else 0.0),
        ("moved here", 1.5 if moved else 0.0),
        ("time", (2.0 if clock.ends else 1.5) if clock else 0.0),
        ("weekday", 1.0 if expression.weekday is not None else 0.0),
        ("a list of days", 2.0 if lists_days(position) and not near & _OTHER_MATTERS else 0.0),
        ("an appointment", _appointment(position, around)),
        ("contact hours", -3.0 if "contact" in near and clock and not near & {"noun", "verb"} else 0.0),
        ("begins to be used", 3.0 if _is_new_service(position) else 0.0),
        ("several days", 0.5 if len(expression.days) > 1 or position.until else 0.0),
        ("place", 0.5 if near & {"online"} else 0.0),
        ("label", 3.0 if position.is_labelled() else 0.0),
        ("title", 0.5 if around.in_title else 0.0),
        ("the sentence before", 0.75 if around.is_line and around.previous & {"noun", "verb"} else 0.0),
        ("the title", 0.5 if around.title & {"noun"} else 0.0),
        ("since", -1.0 if position.beside("since") and not clock else 0.0),
        ("until", -1.5 if position.beside("until") and not position.until and not moved else 0.0),
    ]
    return [(name, value) for name, value in signs if value]


def _appointment(position: Position, around: Surroundings) -> float:
    """What a whole date with a weekday or a time adds where nothing else explains it; in a title, a span of days."""
    expression = position.expression
    explained = position.near & _OTHER_MATTERS or position.far & {"law", "closed", "changes"}
    limits = ("until", "limit") if position.clock else ("since", "until", "limit")
    bare = not expression.days and not in_programme(position, around)
    if explained or bare or any(map(position.beside, limits)):
        return 0.0
    if (around.in_title and (expression.ranged or position.until)) or expression.weekday is not None:
        return 1.0
    if around.listed and not around.previous & _OTHER_MATTERS:
        return 2.0
    return 0.5 if position.clock or "noun" in position.near else 0.0


def _is_new_service(position: Position) -> bool:
    """Whether something that people use can be used from the date on: "voi hakea 1.6. alkaen mobiilisovelluksella"."""
    beside = position.beside("since") and "service" in position.near | position.far
    return beside and not position.near & {"closed", "law", "term"} and position.clock is None
