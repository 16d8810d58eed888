"""Visits to a small web of our own, for tests: pages, listings, a night, and what the warehouse would remember."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sources.addresses import Doors
from sources.crawl import Task, crawl
from sources.http import Manners
from sources.restraint import Hosts
from stories.model import Organisation, Source, SourceKind
from stories.visit import Memory, Visit
from tests.web import Answer, Web

NIGHT = datetime(2026, 11, 20, 0, 15, tzinfo=UTC)
TEXT = "<p>Yhdistykset kokoontuvat marraskuussa Kuopioon puhumaan vapaaehtoistyön tulevaisuudesta ja rahoituksesta.</p>"
TEXT_SV = "<p>Föreningarna samlas i Kuopio i november för att tala om frivilligarbetets framtid och finansiering.</p>"


def page(title: str, text: str = TEXT, *, lang: str = "fi", alternates: Mapping[str, str] | None = None) -> Answer:
    links = "".join(
        f'<link rel="alternate" hreflang="{code}" href="{url}">' for code, url in (alternates or {}).items()
    )
    body = f'<html lang="{lang}"><head>{links}</head><body><article><h1>{title}</h1>{text * 3}</article></body></html>'
    return Answer(headers={"Content-Type": "text/html; charset=utf-8"}, body=body.encode())


def feed(*items: tuple[str, str, str]) -> Answer:
    told = "".join(
        f"<item><title>{title}</title><link>{path}</link><pubDate>{date}</pubDate></item>"
        for path, title, date in items
    )
    return Answer(body=f'<?xml version="1.0"?><rss version="2.0"><channel>{told}</channel></rss>'.encode())


def task(
    web: Web, *, kind: SourceKind = "feed", path: str = "/feed", memory: Memory | None = None, name: str = "a/news"
) -> Task:
    source = Source(name=name, organisation="a", kind=kind, url=web.url(path))
    organisation = Organisation(
        id="a", kind="association", region="FI", website=web.url("/"), name={"fi": "A ry"}, sources=(source,)
    )
    return Task(source=source, organisation=organisation, memory=memory or Memory(source=name))


def visit(web: Web, one: Task, *, night: int = 0, manners: Manners = Manners()) -> Visit:  # noqa: B008 - frozen
    (outcome,) = visits([one], web, night=night, manners=manners)
    return outcome


def visits(
    tasks: list[Task],
    *webs: Web,
    night: int = 0,
    manners: Manners = Manners(),  # noqa: B008 - frozen
    hosts: Hosts | None = None,
) -> list[Visit]:
    """The visits of one night; `hosts` is what its earlier batches have learnt."""
    doors, now = Doors.of([web.host for web in webs]), NIGHT + timedelta(days=night)
    return asyncio.run(crawl(tasks, doors=doors, manners=manners, now=now, hosts=hosts))


def remembered(before: Memory, outcome: Visit) -> Memory:
    """What the warehouse would remember after a visit."""
    known = {**before.known, **{item.url: item for item in outcome.items}}
    return Memory(
        source=before.source,
        etag=outcome.etag,
        last_modified=outcome.last_modified,
        body_hash=outcome.body_hash,
        checked_at=before.checked_at if outcome.status == 304 else outcome.visited_at,
        last_success_at=outcome.visited_at,
        visited_at=outcome.visited_at,
        moved_from=outcome.moved_from,
        moved_to=outcome.moved_to,
        closed_at=outcome.closed_at,
        parts=outcome.parts or before.parts,
        known={url: item for url, item in known.items() if url not in outcome.gone},
    )


def titles(outcome: Visit) -> list[str]:
    return [found.title for found in outcome.articles]


def sitemap(*entries: str, kind: str = "urlset", tag: str = "url") -> Answer:
    told = "".join(f"<{tag}>{entry}</{tag}>" for entry in entries)
    return Answer(body=f'<{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{told}</{kind}>'.encode())
