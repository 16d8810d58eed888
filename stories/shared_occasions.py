"""A story's occasions, each told once whatever languages and copies tell it, and known again when it moves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final, Literal

from rapidfuzz import fuzz

from stories.dates import HELSINKI
from stories.model import Article

# Raised by hand whenever occasions are shared otherwise than before.
VERSION: Final = "1"
# What of a sentence stays the same when only its date is changed.
_DATED: Final = re.compile(
    r"[\d.:–-]+|\b(?:ma|ti|ke|to|pe|la|su|må|on|fr|lö|sö)[a-zåäö]{0,12}(?:na|en|dag)\b", re.IGNORECASE
)
_ALIKE: Final = 75.0  # of 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One occasion of a story as its articles tell it together; `start`/`end` as in Occasion, `article_ids` tell it."""

    kind: Literal["event", "deadline"]
    start: str
    end: str | None
    place: str | None
    online: bool
    quote: str
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An occasion under the id that it keeps.

    `sequence` counts what changed in it, `changed_at` is when that was seen, `is_told` whether a text still tells it.
    """

    occasion_id: str
    sequence: int
    changed_at: datetime
    is_told: bool
    what: Shared


def shared(articles: Sequence[Article]) -> tuple[Shared, ...]:
    """The occasions of one story, whose articles are given with the original first, by start.

    The first article's words stand for all; an end or a place that it lacks comes from the next. A day that another
    telling knows the hour of is no occasion of its own.
    """
    found: dict[tuple[str, str], Shared] = {}
    for article in articles:
        for told in article.occasions:
            new = Shared(
                kind=told.kind,
                start=told.start,
                end=told.end,
                place=told.place or None,
                online=told.online,
                quote=told.quote,
                article_ids=(article.article_id,),
            )
            known = found.get((told.kind, told.start))
            found[told.kind, told.start] = _joined(known, new) if known else new
    return tuple(sorted(_folded(list(found.values())), key=lambda one: (one.start, one.kind)))


def identified(story_id: str, known: Iterable[Standing], told: Sequence[Shared], at: datetime) -> tuple[Standing, ...]:
    """Every occasion that the story has had, those told now with what changed in them `at` that instant.

    An occasion is known again by its start; else by its day, when its hour changed; else by its words, or as the only
    one of its kind that an article stopped telling when it began to tell this one. What is over does not move.
    """
    before, now = sorted(known, key=lambda one: one.occasion_id), list(told)
    pairs: list[tuple[Standing, Shared]] = []
    for match in (_same_start, _same_day, _same_words, _only_ones):
        found = match([one for one in before if match is _same_start or _can_move(one, at)], now)
        pairs += found
        before = [one for one in before if all(one is not old for old, _ in found)]
        now = [one for one in now if all(one is not new for _, new in found)]
    taken = {one.occasion_id for one, _ in pairs} | {one.occasion_id for one in before}
    fresh = []
    for one in now:
        fresh.append(Standing(occasion_id=_id(story_id, one, taken), sequence=0, changed_at=at, is_told=True, what=one))
        taken.add(fresh[-1].occasion_id)
    gone = [_untold(one, at) for one in before]
    return tuple(sorted([*(_updated(*pair, at) for pair in pairs), *fresh, *gone], key=lambda one: one.occasion_id))


def _joined(one: Shared, other: Shared) -> Shared:
    return replace(
        one,
        end=one.end or other.end,
        place=one.place or other.place,
        online=one.online or other.online,
        article_ids=tuple(dict.fromkeys((*one.article_ids, *other.article_ids))),
    )


def _folded(found: list[Shared]) -> list[Shared]:
    """A bare day joins the first occasion of its kind that has an hour on that day."""
    kept = {(one.kind, one.start): one for one in found if not _is_bare(one)}
    for bare in filter(_is_bare, found):
        timed = next((key for key, one in sorted(kept.items()) if key[0] == bare.kind and _is_hour_of(one, bare)), None)
        if timed is None:
            kept[bare.kind, bare.start] = bare
        else:
            kept[timed] = _joined(kept[timed], bare)
    return list(kept.values())


def _is_bare(one: Shared) -> bool:
    return len(one.start) == 10 and one.end is None


def _is_hour_of(timed: Shared, bare: Shared) -> bool:
    return len(timed.start) > 10 and timed.start[:10] == bare.start


def _same_start(before: Sequence[Standing], now: Sequence[Shared]) -> list[tuple[Standing, Shared]]:
    standing = {(one.what.kind, one.what.start): one for one in sorted(before, key=lambda one: one.is_told)}
    return [(standing[new.kind, new.start], new) for new in now if (new.kind, new.start) in standing]


def _same_day(before: Sequence[Standing], now: Sequence[Shared]) -> list[tuple[Standing, Shared]]:
    return _only(before, now, lambda old, new: old.what.start[:10] == new.start[:10])


def _same_words(before: Sequence[Standing], now: Sequence[Shared]) -> list[tuple[Standing, Shared]]:
    return _only(before, now, lambda old, new: _same_teller(old, new) and _alike(old.what.quote, new.quote))


def _can_move(one: Standing, at: datetime) -> bool:
    day = at.astimezone(HELSINKI).date().isoformat()
    return one.is_told and (one.what.end or one.what.start)[:10] >= day


def _only_ones(before: Sequence[Standing], now: Sequence[Shared]) -> list[tuple[Standing, Shared]]:
    return _only(before, now, _same_teller)


def _same_teller(old: Standing, new: Shared) -> bool:
    return bool(set(old.what.article_ids) & set(new.article_ids))


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(_DATED.sub(" ", one.lower()), _DATED.sub(" ", other.lower())) >= _ALIKE


def _only(
    before: Sequence[Standing], now: Sequence[Shared], fits: Callable[[Standing, Shared], bool]
) -> list[tuple[Standing, Shared]]:
    """Pairs of one kind that fit each other and nothing else."""
    found = [(o, n) for o in before for n in now if o.what.kind == n.kind and fits(o, n)]
    return [
        (old, new)
        for old, new in found
        if sum(o is old for o, _ in found) == 1 and sum(n is new for _, n in found) == 1
    ]


def _updated(old: Standing, new: Shared, at: datetime) -> Standing:
    if old.is_told and _calendar(old.what) == _calendar(new):
        return replace(old, what=new)
    return replace(old, what=new, sequence=old.sequence + 1, changed_at=at, is_told=True)


def _untold(one: Standing, at: datetime) -> Standing:
    return replace(one, is_told=False, sequence=one.sequence + 1, changed_at=at) if one.is_told else one


def _calendar(one: Shared) -> tuple[object, ...]:
    """What a calendar shows of it."""
    return one.start, one.end, one.place, one.online


def _id(story_id: str, one: Shared, taken: set[str]) -> str:
    start = datetime.fromisoformat(one.start).replace(tzinfo=HELSINKI).timestamp()
    for number in range(len(taken) + 1):
        key = f"{story_id}\n{one.kind}\n{start}" + (f"\n{number}" if number else "")
        made = sha256(key.encode()).hexdigest()[:32]
        if made not in taken:
            return made
    raise AssertionError("a free number is among the first n + 1")
