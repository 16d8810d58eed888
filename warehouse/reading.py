"""What a story's articles tell together: its occasions, each once and known again, and notes for the editor."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from stories import conflicts, shared_occasions
from stories.model import Article
from stories.shared_occasions import Shared, Standing
from warehouse.connection import Connection
from warehouse.partial import partial_article
from warehouse.rows import occasion, plain
from warehouse.statements import sql
from warehouse.transaction import transaction

_PAGE: Final = 1_000  # stories
_VERSION: Final = f"{shared_occasions.VERSION}.{conflicts.VERSION}"
_Row = tuple[Any, ...]


def read_stories(connection: Connection) -> int:
    """Reads every story whose texts or members have changed since it was last read; returns how many those were."""
    done = 0
    with transaction(connection):
        connection.execute(sql("reading/follow"))
        connection.execute(sql("reading/stale"), {"version": _VERSION})
        for page in _pages(connection):
            _save(connection, page)
            done += len(page)
        connection.execute(sql("reading/done"))
    return done


def _pages(connection: Connection) -> Iterator[dict[str, list[_Row]]]:
    """The rows of some stories at a time, by story."""
    ((left,),) = connection.execute(sql("reading/stale_stories")).fetchall()
    after = ""
    while left > 0:
        rows = connection.execute(sql("reading/page"), {"after": after, "most": _PAGE}).fetchall()
        yield {story: list(group) for story, group in groupby(rows, key=lambda row: str(row[0]))}
        after, left = rows[-1][0], left - _PAGE


def _save(connection: Connection, page: Mapping[str, list[_Row]]) -> None:
    stories = list(page)
    known = _standing(connection, stories)
    occasions, notes = [], []
    for story_id, rows in page.items():
        articles, seen_at = [_article(row) for row in rows], max(row[6] for row in rows)
        told = shared_occasions.shared(articles)
        standing = shared_occasions.identified(story_id, known.get(story_id, ()), told, seen_at)
        occasions += [_columns(story_id, one) for one in standing]
        found = conflicts.notes(articles)
        notes += [{"story_id": story_id, "position": n} | plain(note) for n, note in enumerate(found)]
    connection.execute(sql("reading/forget"), {"stories": stories})
    connection.execute(sql("reading/occasions"), {"occasions": json.dumps(occasions)})
    connection.execute(sql("reading/notes"), {"notes": json.dumps(notes)})
    digests = [rows[0][-1] for rows in page.values()]
    connection.execute(sql("reading/read"), {"stories": stories, "digests": digests})


def _standing(connection: Connection, stories: Sequence[str]) -> dict[str, list[Standing]]:
    found: dict[str, list[Standing]] = {}
    for row in connection.execute(sql("reading/standing"), {"stories": stories}).fetchall():
        story_id, occasion_id, sequence, changed_at, is_told, kind, start, end, place, online, quote, article_ids = row
        what = Shared(
            kind=kind,
            start=start,
            end=end,
            place=place,
            online=online,
            quote=quote,
            article_ids=tuple(article_ids),
        )
        found.setdefault(story_id, []).append(
            Standing(occasion_id=occasion_id, sequence=sequence, changed_at=changed_at, is_told=is_told, what=what)
        )
    return found


def _columns(story_id: str, one: Standing) -> dict[str, Any]:
    return {
        "occasion_id": one.occasion_id,
        "story_id": story_id,
        "kind": one.what.kind,
        "start_text": one.what.start,
        "end_text": one.what.end,
        "place": one.what.place,
        "is_online": one.what.online,
        "quote": plain(one.what.quote),
        "article_ids": list(one.what.article_ids),
        "sequence": one.sequence,
        "changed_at": plain(one.changed_at),
        "is_told": one.is_told,
    }


def _article(row: _Row) -> Article:
    """As much of an article as its story's readers look at."""
    _, article_id, organisation, language, published_at, precision, seen_at, title, summary, body, occasions, _ = row
    return partial_article(
        article_id=article_id,
        organisation=organisation,
        title=title,
        summary=summary,
        body=body,
        language=language,
        published_at=published_at,
        precision=precision,
        seen_at=seen_at,
        occasions=tuple(occasion(part) for part in occasions),
    )
