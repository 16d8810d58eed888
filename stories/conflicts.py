"""What an editor should look at in a story: where its language versions contradict each other, or a text itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final, Literal

from stories import facts
from stories.amounts import Amount, amounts, same
from stories.dates import HELSINKI
from stories.model import Article, Occasion

NoteKind = Literal["date", "time", "deadline", "amount", "publication", "weekday"]
# Raised by hand whenever notes are judged otherwise than before.
VERSION: Final = "1"
_LANGUAGES: Final = {"fi": "Finnish", "sv": "Swedish", "en": "English", "se": "Northern Sámi"}
_FAR_APART: Final = timedelta(days=14)
_NEAR: Final = timedelta(days=31)
_FEW: Final = 2  # more that differ are another selection of figures, not a mistake
_DAYS_MOST: Final = 400
_WEEKDAY: Final = re.compile(r"weekday contradicts: (\d{4})-(\d\d)-(\d\d) is a (\w+), the text says (\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One thing to look at: which articles, what in plain words, and the words of the texts that say so."""

    kind: NoteKind
    article_ids: tuple[str, ...]
    message: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One language version with what it says: days and times as facts, sums and shares."""

    article: Article
    days: frozenset[date]
    clocks: frozenset[str]
    sums: tuple[Amount, ...]

    @property
    def name(self) -> str:
        return f"the {_LANGUAGES[self.article.language]} text"


def notes(articles: Sequence[Article]) -> tuple[Note, ...]:
    """The notes on one story, whose articles are given with the original first.

    Of each language the first article is compared, of the same organisation where there is one; a day, a time or a sum
    that the other version names anywhere is no contradiction, and neither is what one version leaves out.
    """
    found = [note for article in articles for note in _weekdays(article)]
    for left, right in _pairs(articles):
        found += [*_occasions(left, right), *_sums(left, right), *_publication(left, right)]
    return tuple(dict.fromkeys(found))


def _pairs(articles: Sequence[Article]) -> Iterator[tuple[_Side, _Side]]:
    known = [a for a in articles if a.language in _LANGUAGES]
    sides = {a.article_id: _side(a) for a in known} if len({a.language for a in known}) > 1 else {}
    told = {a.language for a in known}
    for one, other in combinations([code for code in _LANGUAGES if code in told], 2):
        lefts = [a for a in known if a.language == one]
        rights = [a for a in known if a.language == other]
        together = ((a, b) for a in lefts for b in rights if a.organisation == b.organisation)
        left, right = next(together, (lefts[0], rights[0]))
        yield sides[left.article_id], sides[right.article_id]


def _side(article: Article) -> _Side:
    text = "\n".join((article.title, article.summary, article.body))
    told = facts.read(text, article.language, _day_of(article))
    return _Side(
        article,
        frozenset(date.fromisoformat(key[2:]) for key in told.keys if key.startswith("D:")),
        frozenset(key[2:] for key in told.keys if key.startswith("T:")),
        amounts(text, article.language),
    )


def _day_of(article: Article) -> date | None:
    return article.published_at.astimezone(HELSINKI).date() if article.published_at else None


def _weekdays(article: Article) -> Iterator[Note]:
    for occasion in article.occasions:
        for found in filter(None, map(_WEEKDAY.search, occasion.notes)):
            year, month, day, is_a, says = found.groups()
            yield Note(
                kind="weekday",
                article_ids=(article.article_id,),
                message=f"{_shown(date(int(year), int(month), int(day)))} is a {is_a}, but the text says {says}",
                evidence=(_quoted(article, occasion),),
            )


def _occasions(left: _Side, right: _Side) -> Iterator[Note]:
    for kind in ("event", "deadline"):
        lefts = [o for o in left.article.occasions if o.kind == kind]
        rights = [o for o in right.article.occasions if o.kind == kind]
        alone_left = [o for o in lefts if _is_unknown(o, rights, right)]
        alone_right = [o for o in rights if _is_unknown(o, lefts, left)]
        yield from _moved(left, right, alone_left, alone_right)
        if bool(alone_left) != bool(alone_right):
            side, other = (left, right) if alone_left else (right, left)
            yield from _one_sided(side, other, alone_left or alone_right)
        yield from _at_other_times(left, right, lefts, rights)


def _is_unknown(occasion: Occasion, others: Iterable[Occasion], other: _Side) -> bool:
    """Whether the other text neither has such an occasion on its days nor names its first day at all."""
    days = _days(occasion)
    return _first(occasion) not in other.days and not any(days & _days(one) for one in others)


def _moved(left: _Side, right: _Side, lefts: Sequence[Occasion], rights: Sequence[Occasion]) -> Iterator[Note]:
    """Occasions that each text has on a day of its own: the likest are taken for one, which has two dates."""
    if max(len(lefts), len(rights)) > _FEW:
        return
    ranked = sorted(
        ((_unlikeness(a, b), a.start, b.start, a, b) for a in lefts for b in rights), key=lambda row: row[:3]
    )
    used: set[int] = set()
    for _, _, _, one, other in ranked:
        if not used & {id(one), id(other)}:
            used |= {id(one), id(other)}
            kind: NoteKind = "deadline" if one.kind == "deadline" else "date"
            yield _contradiction(kind, left, one, right, other)


def _unlikeness(one: Occasion, other: Occasion) -> tuple[bool, int, str, str]:
    differ = _clock(one.start) != _clock(other.start)
    return differ, abs((_first(one) - _first(other)).days), one.start, other.start


def _one_sided(side: _Side, other: _Side, alone: Sequence[Occasion]) -> Iterator[Note]:
    """One occasion that the other text lacks, while it names a day nearby that this text does not."""
    if len(alone) != 1:
        return
    (occasion,) = alone
    told = {day for one in other.article.occasions for day in _days(one)} & side.days
    near = ((abs(day - _first(occasion)), day) for day in other.days - side.days - told)
    strange = sorted(pair for pair in near if pair[0] <= _NEAR)
    if strange:
        named = _shown(strange[0][1])
        yield Note(
            kind="deadline" if occasion.kind == "deadline" else "date",
            article_ids=_ids(side, other),
            message=f"{_capital(side.name)} has the {occasion.kind} {_when(occasion)}, which {other.name} lacks; "
            f"that one names {named} instead",
            evidence=(_quoted(side.article, occasion),),
        )


def _at_other_times(left: _Side, right: _Side, lefts: Sequence[Occasion], rights: Sequence[Occasion]) -> Iterator[Note]:
    """Occasions of one day that begin, or end, when the other text does not say."""
    for day in sorted({_first(o) for o in lefts} & {_first(o) for o in rights}):
        ours, theirs = ([o for o in side if _first(o) == day and _clock(o.start)] for side in (lefts, rights))
        strange = (
            [o for o in ours if not _clocks(o) & right.clocks],
            [o for o in theirs if not _clocks(o) & left.clocks],
        )
        if len(strange[0]) == len(strange[1]) == 1:
            yield _contradiction("time", left, strange[0][0], right, strange[1][0])
    for one, other in ((a, b) for a in lefts for b in rights if a.start == b.start and a.end and b.end):
        if _last(one) != _last(other) and _last(one) not in right.days and _last(other) not in left.days:
            yield _contradiction("date", left, one, right, other)


def _clocks(occasion: Occasion) -> set[str]:
    hour, _, minute = _clock(occasion.start).partition(":")
    return {f"{int(hour)}.{minute}"} if hour else set()


def _sums(left: _Side, right: _Side) -> Iterator[Note]:
    """Sums or shares that each text has for itself, where they are few: the other ones agree."""
    for unit in ("euro", "per cent"):
        ours = [one for one in left.sums if one.unit == unit]
        theirs = [one for one in right.sums if one.unit == unit]
        alone_left = _distinct(one for one in ours if not any(same(one, other) for other in theirs))
        alone_right = _distinct(one for one in theirs if not any(same(one, other) for other in ours))
        if 0 < len(alone_left) == len(alone_right) <= _FEW:
            ours_told, theirs_told = (" and ".join(one.words for one in alone) for alone in (alone_left, alone_right))
            yield Note(
                kind="amount",
                article_ids=_ids(left, right),
                message=f"{_capital(left.name)} says {ours_told}, {right.name} {theirs_told}",
                evidence=tuple(
                    _around(side.article, one.words)
                    for side, alone in ((left, alone_left), (right, alone_right))
                    for one in alone
                ),
            )


def _distinct(found: Iterable[Amount]) -> list[Amount]:
    return list({one.value: one for one in found}.values())


def _publication(left: _Side, right: _Side) -> Iterator[Note]:
    one, other = left.article, right.article
    if one.published_at is None or other.published_at is None or one.organisation != other.organisation:
        return
    if "month" in (one.precision, other.precision) or abs(one.published_at - other.published_at) <= _FAR_APART:
        return
    days = abs((one.published_at - other.published_at).days)
    told = [f"{side.name} {_shown(_day_of(side.article))}" for side in (left, right)]
    yield Note(
        kind="publication",
        article_ids=_ids(left, right),
        message=f"Published {days} days apart: {told[0]}, {told[1]}",
        evidence=(),
    )


def _contradiction(kind: NoteKind, left: _Side, one: Occasion, right: _Side, other: Occasion) -> Note:
    return Note(
        kind=kind,
        article_ids=_ids(left, right),
        message=f"{_capital(left.name)} says {_when(one)}, {right.name} {_when(other)}",
        evidence=(_quoted(left.article, one), _quoted(right.article, other)),
    )


def _ids(left: _Side, right: _Side) -> tuple[str, ...]:
    return tuple(sorted((left.article.article_id, right.article.article_id)))


def _first(occasion: Occasion) -> date:
    return date.fromisoformat(occasion.start[:10])


def _last(occasion: Occasion) -> date:
    return max(_first(occasion), date.fromisoformat((occasion.end or occasion.start)[:10]))


def _days(occasion: Occasion) -> set[date]:
    first = _first(occasion)
    return {first + timedelta(days=n) for n in range(min((_last(occasion) - first).days, _DAYS_MOST) + 1)}


def _clock(stamp: str) -> str:
    return stamp[11:16]


def _when(occasion: Occasion) -> str:
    """A moment as people write it: 14.9.2026 13.00–15.00."""
    end, start = occasion.end or "", occasion.start
    told = " ".join(filter(None, (_shown(_first(occasion)), _clock(start).replace(":", "."))))
    until = _clock(end).replace(":", ".") if end[:10] == start[:10] else _shown(_last(occasion)) if end else ""
    return f"{told}–{until}" if until else told


def _shown(day: date | None) -> str:
    return f"{day.day}.{day.month}.{day.year}" if day else ""


def _quoted(article: Article, occasion: Occasion) -> str:
    return f"{article.language}: {' '.join(occasion.quote.split())}"


def _around(article: Article, words: str) -> str:
    """The line of the text in which the words stand."""
    lines = "\n".join((article.title, article.summary, article.body)).splitlines()
    found = next((line for line in lines if words in " ".join(line.split())), words)
    at = " ".join(found.split()).find(words)
    return f"{article.language}: {' '.join(found.split())[max(0, at - 80) : at + 120]}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
