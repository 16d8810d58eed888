"""An earlier snapshot put back in the published one's place."""

from __future__ import annotations

import filecmp
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.disk import settle
from warehouse.home import Home
from warehouse.publish import drop_log, verify
from warehouse.retention import copies, copy_of, twin


class RestoreError(Exception):
    """There is nothing to restore; the message says what there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """The copy's date, and how many stories and articles are published now."""

    date: str
    stories: int
    articles: int


def restore(home: Home, date: str | None) -> Restored:
    """Publishes the copy of a date, or the newest one that is not what is published now; raises RestoreError.

    Belongs inside `writer(home, …)`. The warehouse itself is untouched: the next publication shows its content again.
    """
    chosen = date or _previous(home)
    copy = copy_of(home, chosen)
    if chosen not in copies(home):
        raise RestoreError(f"there is no back-up of {chosen}; there are {', '.join(copies(home)) or 'none'}")
    try:
        stories, articles = verify(copy)
    except duckdb.Error as error:
        raise RestoreError(f"{copy} cannot be read: {' '.join(str(error).split())[:200]}") from error
    drop_log(home.published)
    if not (home.published.exists() and copy.samefile(home.published)):
        settle(home.published, lambda draft: twin(copy, draft))
    drop_log(home.published)
    return Restored(date=chosen, stories=stories, articles=articles)


def _previous(home: Home) -> str:
    kept = copies(home)
    if not kept:
        raise RestoreError(f"there is no back-up in {home.copies}: `kooste run` keeps one of every night")
    found = [date for date in kept if not _is_published(home, copy_of(home, date))]
    if not found:
        raise RestoreError("the only back-up is what is published now")
    return found[0]


def _is_published(home: Home, copy: Path) -> bool:
    return home.published.exists() and filecmp.cmp(copy, home.published, shallow=False)
