"""A watched page: the first sight is remembered, a later change becomes an item of kind `page_update`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sources.articles import article
from sources.extract import read_page
from sources.plain import summary_of
from stories.changes import difference, watched
from stories.model import Article, Item, Organisation, Reading, Source
from stories.visit import Fetched, Known

_HELSINKI = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a look at a watched page gave: what to remember of it, and the article when there is one."""

    known: Known | None = None
    article: Article | None = None
    failure: str | None = None


def look(fetched: Fetched, source: Source, organisation: Organisation, before: Known | None, now: datetime) -> Watched:
    """Decides what a page says today against what it said before.

    The first sight is an article only when the page tells its own date (then it is dated so, not as today's news).
    """
    reading = read_page(fetched, select=source.select)
    if reading.failure:
        return Watched(failure=reading.failure)
    text = _text(reading)
    known = Known(url=source.url, fingerprint=watched(text), published_at=reading.modified_at, text=text)
    if before is None:
        dated = reading.modified_at or reading.published_at
        first = _article(source.url, source, organisation, reading, dated, now) if dated else None
        return Watched(known=known, article=first)
    # By its words, not by the fingerprint of an older program.
    if known.fingerprint in (before.fingerprint, watched(before.text or "")):
        return Watched(known=known)
    return Watched(known=known, article=_change(source, organisation, reading, before, now))


def _text(reading: Reading) -> str:
    """What a visitor would call the page's contents: its text and the files it offers."""
    files = [f"{attachment.title} ({attachment.url})" for attachment in reading.attachments]
    return "\n\n".join([reading.title, reading.body, *files])


def _change(source: Source, organisation: Organisation, reading: Reading, before: Known, now: datetime) -> Article:
    language = reading.language or source.language or "fi"
    changed = difference(before.text or "", _text(reading), language[:2])
    # Each change has its own address, which still opens the page itself.
    url = f"{source.url}#muutos-{now.astimezone(_HELSINKI):%Y-%m-%d}"
    told = replace(reading, body=changed, summary=summary_of(changed.partition("\n\n")[2]))
    return _article(url, source, organisation, told, now, now)


def _article(
    url: str, source: Source, organisation: Organisation, reading: Reading, published_at: datetime | None, now: datetime
) -> Article:
    item = Item(
        source=source.name,
        url=url,
        title=reading.title,
        summary=reading.summary,
        published_at=published_at,
        precision="day",
        language=source.language,
    )
    return article(item, reading, organisation, seen_at=now, kind="page_update")
