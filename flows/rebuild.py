"""The whole archive read again with today's extractors, languages, kinds and occasions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial

from flows.settings import Settings
from flows.steps import WAIT_FOR_WRITER, link_backlog, publish_now
from sources import feeds, sttinfo, wordpress
from sources.articles import article
from sources.entrance import front_address
from sources.extract import read_page
from sources.items import Listed, carries_text
from sources.listings import read_listing
from sources.registry import read_registry
from sources.sitemaps import read_sitemap
from stories.model import Article, Item, Organisation, Source
from stories.visit import Fetched, Visit
from warehouse.archive import archived_address
from warehouse.connection import connect
from warehouse.landed import Batch
from warehouse.lock import writer
from warehouse.memory import register
from warehouse.rebuild import Rebuilt, rebuild

Register = Mapping[str, tuple[Organisation, Source]]


def rebuild_all(settings: Settings) -> Rebuilt:
    """Reads every archived batch again, swaps the fresh warehouse in, publishes it, and says what changed.

    Raises RebuildError, RegistryError, Locked and Unfit.
    """
    organisations = read_registry(settings.organisations)
    known = {source.name: (one, source) for one in organisations for source in one.sources}
    with writer(settings.home, wait=WAIT_FOR_WRITER):
        done = rebuild(settings.home, partial(reread, known=known), partial(link_backlog, home=settings.home))
        with closing(connect(settings.home)) as connection:
            register(connection, organisations)
            publish_now(settings, connection)
    return done


def reread(batch: Batch, *, known: Register) -> list[Visit]:
    """The batch's visits with their articles as they are read today; what the archive does not hold stays as it was.

    Also a source that has left the registry stays as it was read, and so does a watched page: its news is a change
    between two nights, which no single answer tells.
    """
    return [_again(visit, *known[visit.source]) if visit.source in known else visit for visit in batch.visits]


def _again(visit: Visit, organisation: Organisation, source: Source) -> Visit:
    if source.kind == "page" or not visit.articles:
        return visit
    answers = {answer.url: answer for answer in visit.fetched}
    listed = {item.url: item for item in _listed(source, answers, visit)}
    found = [_article(one, listed.get(one.url), answers, organisation, source) for one in visit.articles]
    return replace(visit, articles=tuple(found))


def _listed(source: Source, answers: Mapping[str, Fetched], visit: Visit) -> Iterator[Item]:
    """Every item of every list that the visit was given."""
    pages = {archived_address(one.url) for one in visit.articles}
    for answer in answers.values():
        if answer.url not in pages:
            yield from _as_list(answer, source).items


def _as_list(answer: Fetched, source: Source) -> Listed:
    if source.kind == "listing":
        return read_listing(answer, source) if answer.url == archived_address(source.url) else Listed()
    if source.kind == "sitemap":
        return read_sitemap(answer.body, url=answer.final_url, source=source).listed
    if source.kind in ("wordpress", "sttinfo") and answer.body.lstrip()[:1] in (b"[", b"{"):
        read = wordpress.read_posts if source.kind == "wordpress" else sttinfo.read_room
        return read(answer.body, url=answer.final_url, source=source)
    content_type = answer.header("Content-Type") or ""
    return feeds.read_feed(answer.body, url=answer.final_url, source=source, content_type=content_type, known={})


def _article(
    before: Article, item: Item | None, answers: Mapping[str, Fetched], organisation: Organisation, source: Source
) -> Article:
    """The article as it is read today, under its old identity; as it was where nothing can be read."""
    line = _whole(item, answers, source) if item else _line(before)
    answer = answers.get(archived_address(before.url))
    reading = read_page(answer, select=source.select, item=line) if answer else None
    is_told = item is not None and (bool(line.content) or carries_text(line, source))
    if (reading is None or reading.failure) and not is_told:
        return before
    page = None if reading is None or reading.failure else reading
    today = article(line, page, organisation, seen_at=before.seen_at)
    if not today.title:
        return before
    return replace(today, article_id=before.article_id, url=before.url, source=before.source)


def _whole(item: Item, answers: Mapping[str, Fetched], source: Source) -> Item:
    """A press room's item with the text of its own release, as the visit read it."""
    if source.kind != "sttinfo" or not item.group or item.content:
        return item
    address = sttinfo.release_address(item, front_address(source))
    answer = answers.get(archived_address(address)) if address else None
    versions: Sequence[Item] = ()
    if answer:
        versions = sttinfo.read_release(answer.body, url=answer.final_url, source=source)
    whole = next((one for one in versions if one.language == item.language and one.content), None)
    return replace(item, content=whole.content, summary=whole.summary or item.summary) if whole else item


def _line(before: Article) -> Item:
    """What stands in for the line of a list that the archive does not hold: what no page tells of itself."""
    return Item(
        source=before.source,
        url=before.url,
        title="",
        published_at=before.published_at,
        precision=before.precision,
        language=before.declared_language,
        group=before.group,
        categories=before.categories,
        alternates=before.alternates,
    )
