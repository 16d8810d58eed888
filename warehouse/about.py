"""Regions, topics and mentions of every article, judged again when its text, the vocabulary or the registry changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from stories.about import Guide, described, guide
from stories.model import Article, Occasion, Organisation
from stories.place_names import gazetteer
from stories.vocabulary import Vocabulary, VocabularyError, read_vocabulary, shipped_vocabulary
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.partial import partial_article
from warehouse.statements import sql
from warehouse.transaction import transaction

_PAGE: Final = 2_000
_LARGEST: Final = 2_000_000  # bytes of a topics file
_WHOLE_COUNTRY: Final = ("FI", "Koko Suomi", "Hela Finland", "All of Finland")


def read_topics(home: Home) -> Vocabulary:
    """The shipped topics with the home's `topics.toml` over them, where there is one; raises VocabularyError."""
    path = home.root / "topics.toml"
    if not path.exists():
        return shipped_vocabulary()
    try:
        if path.stat().st_size > _LARGEST:
            raise VocabularyError(f"{path}: larger than {_LARGEST} bytes")
        return read_vocabulary(path.read_text(encoding="utf-8-sig"), place=str(path))
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path}: save it as UTF-8 ({error.reason} at byte {error.start})") from error


def guide_of(connection: Connection, home: Home) -> Guide:
    """What the home's texts are judged by: its topics, and the registry as it was last recorded."""
    rows = connection.execute(sql("about/registry")).fetchall()
    return guide([_organisation(row) for row in rows], read_topics(home))


def describe(connection: Connection, home: Home) -> int:
    """Judges every article that is new or changed, or all when the guide has changed; returns how many those were."""
    by, judged = guide_of(connection, home), 0
    with transaction(connection):
        connection.execute(sql("about/clear"))
        _name(connection, by.vocabulary)
        connection.execute(sql("about/stale"), {"version": by.version})
        for page in _pages(connection):
            _save(connection, page, by)
            judged += len(page)
        connection.execute(sql("about/done"))
    return judged


def _pages(connection: Connection) -> Iterator[list[tuple[Any, ...]]]:
    """A part of the archive at a time, since a new guide concerns all of it."""
    ((left,),) = connection.execute(sql("about/stale_texts")).fetchall()
    after = ""
    while left > 0:
        page = connection.execute(sql("about/page"), {"after": after, "most": _PAGE}).fetchall()
        yield page
        after, left = page[-1][0], left - _PAGE


def _save(connection: Connection, rows: Sequence[tuple[Any, ...]], by: Guide) -> None:
    told = [described(_article(row), by) for row in rows]
    columns = {
        "articles": [one.article_id for one in told],
        "hashes": [row[-1] for row in rows],
        "version": by.version,
        "regions": [list(one.regions) for one in told],
        "topics": [list(one.topics) for one in told],
        "mentions": [list(one.mentions) for one in told],
    }
    connection.execute(sql("about/save"), columns)


def _name(connection: Connection, vocabulary: Vocabulary) -> None:
    """Records what topics and regions are called, where that has changed."""
    codes = ("fi", "sv", "en", "se")
    topics = [(topic, *(name.get(code) for code in codes)) for topic, name in vocabulary.names.items()]
    if connection.execute(sql("about/known_topics")).fetchall() != topics:
        connection.execute("delete from core.topic")
        connection.execute(sql("about/topics"), _columns(("topics", *codes), topics))
    regions = [_WHOLE_COUNTRY]
    regions += [(p.region, p.fi, p.sv or p.fi, p.en or p.fi) for p in gazetteer() if p.kind == "region"]
    if connection.execute(sql("about/known_regions")).fetchall() != regions:
        connection.execute("delete from core.region")
        connection.execute(sql("about/regions"), _columns(("regions", *codes[:3]), regions))


def _columns(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


def _article(row: tuple[Any, ...]) -> Article:
    """As much of an article as its judges read."""
    article_id, organisation, title, summary, body, language, categories, venues, _ = row
    return partial_article(
        article_id=article_id,
        organisation=organisation,
        title=title,
        summary=summary,
        body=body,
        language=language,
        categories=tuple(categories),
        occasions=tuple(Occasion(kind="event", start="", place=venue) for venue in venues),
    )


def _organisation(row: tuple[Any, ...]) -> Organisation:
    organisation, kind, region, website, name, aliases = row
    names = {code: told for code, told in name.items() if told}
    return Organisation(id=organisation, kind=kind, region=region, website=website, name=names, aliases=tuple(aliases))
