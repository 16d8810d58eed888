"""Which of several sources of one organisation are worth reading: each piece of news once, from its surest teller."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sources.addresses import article_id
from sources.attempts import STALE, Attempt
from sources.frontpages import is_news_address

_SAME = 0.7  # of a list's items: a list lags a little behind another that tells the same


def chosen(attempts: Iterable[Attempt], now: datetime) -> tuple[list[Attempt], list[tuple[str, str]]]:
    """The attempts worth keeping, surest first, and the addresses left out, each with its reason."""
    good = sorted((one for one in attempts if one.is_good), key=lambda one: (one.what.is_part, one.what.rank))
    kept: list[Attempt] = []
    out: list[tuple[str, str]] = []
    for one in good:
        reason = _reason(one, kept, now)
        if reason is None:
            kept.append(one)
        elif one.what.is_declared and all(other.url != one.url for other in kept):
            out.append((one.url, reason))
    narrow = [(one, wider) for one in kept if (wider := _wider(one, kept))]
    out += [(one.url, f"lists only part of what {wider.url} lists") for one, wider in narrow]
    gone = {id(one) for one, _ in narrow}
    return _living([one for one in kept if id(one) not in gone], out, now)


def _reason(one: Attempt, kept: Sequence[Attempt], now: datetime) -> str | None:
    same = next((other for other in kept if other.url == one.url), None)
    if same:
        return "the same address"
    if one.what.is_part and not is_news_address(one.url):
        return "the feed of one category"
    if one.what.is_part and any(other.what.kind != "sttinfo" and _is_alive(other, now) for other in kept):
        return "the feed of one category"
    peers = [other for other in kept if _may_tell_the_same(one, other)]
    if peers and _share(one, peers) >= _SAME:
        return f"lists the same items as {max(peers, key=lambda other: _share(one, [other])).url}"
    return None


def _may_tell_the_same(one: Attempt, other: Attempt) -> bool:
    """A press room carries releases with their language versions: only another room repeats it."""
    return (one.what.kind == "sttinfo") == (other.what.kind == "sttinfo")


def _share(one: Attempt, others: Iterable[Attempt]) -> float:
    """The part of a list's items that others list too, by address or by title."""
    ids = {article_id(item.url) for other in others for item in other.items}
    titles = {title for other in others for item in other.items if (title := _telling(item.title))}
    shared = sum(article_id(item.url) in ids or _telling(item.title) in titles for item in one.items)
    return shared / len(one.items)


def _telling(title: str) -> str | None:
    """A title that is hardly given twice; "Kutsu" and "Inbjudan" are."""
    return title.casefold() if len(title) > 20 else None


def _wider(one: Attempt, kept: Sequence[Attempt]) -> Attempt | None:
    return next(
        (
            other
            for other in kept
            if other is not one
            and len(other.items) > len(one.items)
            and other.what.kind == one.what.kind
            and _may_tell_the_same(one, other)
            and _share(one, [other]) >= _SAME
        ),
        None,
    )


def _is_alive(one: Attempt, now: datetime) -> bool:
    return one.newest is None or now - one.newest <= STALE


def _living(
    kept: list[Attempt], out: list[tuple[str, str]], now: datetime
) -> tuple[list[Attempt], list[tuple[str, str]]]:
    """Without the sources that were left behind, where a living one speaks the same language."""
    alive = {language for one in kept if _is_alive(one, now) for language in one.languages}
    stale = [one for one in kept if not _is_alive(one, now) and set(one.languages) <= alive and alive]
    out += [(one.url, f"its newest item is {_age(one, now)} days old; others are alive") for one in stale]
    return [one for one in kept if one not in stale], out


def _age(one: Attempt, now: datetime) -> int:
    return (now - one.newest).days if one.newest else 0
