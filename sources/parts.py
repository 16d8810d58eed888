"""An index of sitemaps, night by night: which of its files are read, and what their dates are worth.

Pure. A file is read when the index gives it another date. Indexes forget to, so the newest file of each series is asked
for conditionally too, and the others take turns; until the index has been seen to keep its word.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from stories.visit import Fetched, Part

MOST = 5  # files a night
_MOST_REMEMBERED = 200
_TRUST = timedelta(days=7)
_NEWS = re.compile(
    r"post|news|uuti|ajankoh|tiedot|blog|nyhet|aktuell|meddel|press|artik|article|odda|ođđ", re.IGNORECASE
)
# What lists no news: terms, people, files. Asked for only where an index names nothing else.
_OTHER = re.compile(
    r"categor|(?:^|[-_/])tags?(?:[-_.]|$)|taxonom|author|users?(?:[-_.]|$)|image|video|product|media|attachment|avainsana",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+(?=\D*$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One night with an index: the files to ask for now, and those that must wait though they are due."""

    due: tuple[Part, ...]
    waiting: tuple[Part, ...]


def turn(told: Sequence[Part], before: Mapping[str, Part], now: datetime) -> Turn:
    """Whose turn it is among the files that the index tells of (`told`, newest first), and who has to wait."""
    wanted = [part for part in told if not _OTHER.search(_name(part))] or list(told)
    changed = [part for part in wanted if _is_changed(part, before.get(part.url))]
    fresh, newest, kept = {part.url for part in changed}, _newest(wanted), keeps_word(before.values())
    live = [part for part in wanted if part.url in newest - fresh and not (kept and part.told)]
    others = [
        part
        for part in wanted
        if part.url not in newest | fresh and not (kept and part.told and is_trusted(before[part.url], now))
    ]
    # By the calendar, so that a night that is made again asks for the same ones.
    lot = others[now.toordinal() % len(others) :][:1] if others else []
    due = [*_news_first(changed, newest), *_news_first(live, newest), *lot]
    return Turn(due=tuple(due[:MOST]), waiting=tuple(part for part in due[MOST:] if part.url in fresh))


def _news_first(parts: Sequence[Part], newest: Collection[str]) -> list[Part]:
    """Files named for news first, then the newest of each series; by date as the index has them, else by number."""
    return sorted(
        parts, key=lambda part: (not is_news(part), part.url not in newest, 0 if part.told else -_number(part))
    )


def is_news(part: Part) -> bool:
    """Whether a file's name says that it lists news.

    >>> is_news(Part(url="https://a.example/post-sitemap.xml")), is_news(Part(url="https://a.example/page-sitemap.xml"))
    (True, False)
    """
    return bool(_NEWS.search(_name(part)))


def keeps_word(parts: Iterable[Part]) -> bool:
    """Whether the index has been seen to give a changed file another date, and never not to."""
    words = {part.keeps_word for part in parts}
    return True in words and False not in words


def is_trusted(part: Part, now: datetime) -> bool:
    """Whether a file is asked for conditionally."""
    return part.read_at is not None and now - part.read_at < _TRUST


def answered(told: Part, before: Part | None, answer: Fetched, now: datetime) -> Part:
    """What is remembered of a file after its answer (200 or 304)."""
    if before is not None and answer.status == 304:
        return replace(before, told=told.told)
    body_hash = hashlib.sha256(answer.body).hexdigest()
    has_changed = before is not None and before.body_hash not in (None, body_hash)
    word = before.keeps_word if before else None
    if before is not None and has_changed and told.told:
        word = word is not False and told.told != before.told
    return Part(
        url=told.url,
        told=told.told,
        read_at=now,
        etag=answer.header("ETag"),
        last_modified=answer.header("Last-Modified"),
        body_hash=body_hash,
        keeps_word=word,
    )


def remembered(told: Sequence[Part], before: Mapping[str, Part], read: Mapping[str, Part]) -> tuple[Part, ...]:
    """What is remembered of an index's files after a night; what waits keeps the date at which it was last read."""
    known = {**before, **read}
    return tuple(known.get(part.url, part) for part in told[:_MOST_REMEMBERED])


def _is_changed(part: Part, before: Part | None) -> bool:
    return before is None or part.told != before.told


def _newest(parts: Sequence[Part]) -> frozenset[str]:
    """The address of the newest file of each series (`posts-1.xml`, `posts-2.xml`): by its date, else by its number."""
    series: dict[str, Part] = {}
    for part in parts:
        stem = _NUMBER.sub("", part.url, count=1)
        held = series.get(stem)
        if held is None or (part.told, _number(part)) > (held.told, _number(held)):
            series[stem] = part
    return frozenset(part.url for part in series.values())


def _number(part: Part) -> int:
    found = _NUMBER.search(part.url)
    return int(found[0][:9]) if found else 0


def _name(part: Part) -> str:
    parts = urlsplit(part.url)
    return f"{parts.path.rpartition('/')[2]}?{parts.query}"
