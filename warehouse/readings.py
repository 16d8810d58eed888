"""What is kept of each text so that linking need not read it twice: its sketch, its profile, what it refers to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from stories.duplicates import sketch
from stories.kept_profiles import KeptProfile, kept, read_again, reading
from stories.model import Article
from stories.profile import Profile, profile
from stories.references import references
from stories.surroundings import Surroundings
from stories.variants import composed
from warehouse.connection import Connection
from warehouse.statements import sql

_PAGE: Final = 2_000


def keep_sketches(connection: Connection) -> None:
    """Sketches the texts that need it, the unlinked and those around them, a part of the archive at a time."""
    found = connection.execute(sql("link/unsketched"))
    while page := found.fetchmany(_PAGE):
        columns = {
            "articles": [row[0] for row in page],
            "hashes": [row[4] for row in page],
            "shingles": [sketch(*row[1:4]) for row in page],
        }
        connection.cursor().execute(sql("link/sketches"), columns)


def surroundings(connection: Connection, articles: Iterable[Article]) -> Surroundings:
    """What is known of the texts at hand (temporary tables `partner`, `owner`); what was missing is read and kept."""
    plain = {article.article_id: composed(article) for article in articles}
    profiles = _profiles(connection, plain)
    return Surroundings(
        profiles=profiles,
        sketches=dict(connection.execute(sql("link/known_sketches")).fetchall()),
        owners={name: tuple(owners) for name, owners in connection.execute(sql("link/owners")).fetchall()},
        holders=_holders(connection),
    )


def _profiles(connection: Connection, articles: Mapping[str, Article]) -> dict[str, Profile]:
    if connection.execute(sql("link/profile_reading")).fetchall() != [(reading(),)]:
        connection.execute(sql("link/drop_profiles"), {"reading": reading()})
    found = {
        row[0]: read_again(articles[row[0]], _kept(row)) for row in connection.execute(sql("link/profiles")).fetchall()
    }
    missing = [article for name, article in articles.items() if name not in found]
    for start in range(0, len(missing), _PAGE):
        page = missing[start : start + _PAGE]
        read = [profile(article) for article in page]
        found.update({one.article.article_id: one for one in read})
        connection.execute(sql("link/keep_profiles"), _columns(read))
        _keep_references(connection, page)
    if missing:
        connection.execute(sql("link/prune_profiles"))
    return found


def _kept(row: Sequence[Any]) -> KeptProfile:
    return KeptProfile(terms=row[1], times=row[2], zones=row[3], marks=row[4], mentions=row[5])


def _columns(profiles: Sequence[Profile]) -> dict[str, list[Any]]:
    written = [kept(one) for one in profiles]
    names = ("terms", "times", "zones", "marks", "mentions")
    columns = {name: [getattr(one, name) for one in written] for name in names}
    # Numbers go over as one string a text: DuckDB takes nested lists of Python's number by number.
    told = {name: [",".join(map(str, numbers)) for numbers in columns[name]] for name in ("times", "zones")}
    return {"articles": [one.article.article_id for one in profiles], **columns, **told}


def _keep_references(connection: Connection, articles: Sequence[Article]) -> None:
    """What the texts name now, in the place of what they named."""
    pairs = [(article.article_id, reference) for article in articles for reference in references(article)]
    connection.execute(sql("link/drop_references"), {"articles": [article.article_id for article in articles]})
    columns = {"holders": [name for name, _ in pairs], "references": [reference for _, reference in pairs]}
    connection.execute(sql("link/keep_references"), columns)


def _holders(connection: Connection) -> dict[tuple[str, str], dict[str, int]]:
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for organisation, reference, language, texts in connection.execute(sql("link/holders")).fetchall():
        found[organisation, reference][language] = texts
    return dict(found)
