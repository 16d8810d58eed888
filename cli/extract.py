"""`kooste extract`: what Kooste reads out of one page or PDF."""

from __future__ import annotations

import asyncio
import json
import sys
import tomllib
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.faults import Failed, Misused
from cli.options import AllowHost, Now

if TYPE_CHECKING:
    from flows.settings import Settings
    from stories.model import Reading, Select
    from stories.visit import Fetched

Place = Annotated[
    str, typer.Argument(metavar="FILE|URL", help="An address, a saved page or PDF; - reads standard input.")
]
Url = Annotated[str | None, typer.Option("--url", help="The address a saved page came from.")]
SelectFile = Annotated[
    Path | None, typer.Option("--select", metavar="TOML", help="Selectors as in the registry's [source.select].")
]
Explain = Annotated[bool, typer.Option("--explain", help="Tell on stderr what was kept, what was cut, and why.")]


def extract(
    place: Place,
    url: Url = None,
    select: SelectFile = None,
    explain: Explain = False,
    allow_host: AllowHost = None,
    now: Now = None,
) -> None:
    """Print what a page or PDF says as JSON: title, language, dates, body, alternates, attachments, images, occasions.

    Exit 1 when the page holds no article of its own.
    """
    from flows.settings import Settings
    from sources.extract import read_page

    settings = Settings.of(allow_hosts=allow_host or (), now=now)
    fetched = _fetched(place, url, settings)
    reading = read_page(fetched, select=_select(select))
    if explain:
        for line in (*reading.kept, *reading.cut):
            typer.echo(line, err=True)
    if reading.failure:
        raise Failed(f"{place}: {reading.failure}")
    json.dump(_told(reading, url or fetched.final_url, settings), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _fetched(place: str, url: str | None, settings: Settings) -> Fetched:
    from stories.visit import Fetched

    if place.startswith(("http://", "https://")):
        return asyncio.run(_fetch(place, settings))
    body = sys.stdin.buffer.read() if place == "-" else Path(place).read_bytes()
    address = url or (Path(place).resolve().as_uri() if place != "-" else "file:///stdin")
    return Fetched(url=address, final_url=address, status=200, headers=(), body=body, fetched_at=settings.now)


async def _fetch(url: str, settings: Settings) -> Fetched:
    from sources.http import Client, Failure

    async with Client(settings.doors, settings.manners, lambda: settings.now) as client:
        answer = await client.get(url)
    if isinstance(answer, Failure):
        raise Failed(f"{url}: {answer.reason}")
    if answer.status != 200:
        raise Failed(f"{url}: answered {answer.status}")
    return answer


def _select(path: Path | None) -> Select:
    from sources.registry import RegistryError, read_select

    if path is None:
        return read_select({}, "")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return read_select(table.get("select", table), "")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RegistryError) as error:
        raise Misused(f"--select {path}: {error}") from error


def _told(reading: Reading, url: str, settings: Settings) -> dict[str, Any]:
    """The reading with what the stories room makes of it, in the order of CONTRACT.md."""
    from stories.kinds import kind
    from stories.language import detect
    from stories.occasions import occasions

    language = detect(reading.body, title=reading.title, declared=reading.language)
    found = occasions(
        title=reading.title, body=reading.body, published_at=reading.published_at, summary=reading.summary
    )
    judged, why = kind(
        title=reading.title,
        summary=reading.summary,
        body=reading.body,
        occasions=found,
        language=language.code,
        published_at=reading.published_at,
    )
    return {
        "title": reading.title,
        "language": language.code,
        "language_confidence": round(language.confidence, 4),
        "languages": language.languages,
        "published_at": _instant(reading.published_at),
        "published_precision": reading.precision,
        "modified_at": _instant(reading.modified_at),
        "summary": reading.summary,
        "body": reading.body,
        "url": url,
        "canonical_url": reading.canonical_url,
        "release": reading.release,
        "kind": judged,
        "kind_evidence": why,
        **_about(reading, language.code, [one.place for one in found if one.place], settings),
        "alternates": [asdict(alternate) for alternate in reading.alternates],
        "attachments": [asdict(attachment) for attachment in reading.attachments],
        "images": [asdict(image) for image in reading.images],
        "authors": reading.authors,
        "occasions": [asdict(occasion) for occasion in found],
    }


def _about(reading: Reading, language: str, venues: list[str], settings: Settings) -> dict[str, Any]:
    """The regions, topics and organisations of a reading."""
    from sources.registry import read_registry
    from stories.mentions import directory, mentions
    from stories.regions import regions
    from stories.topics import topics
    from warehouse.about import read_topics

    said = {"title": reading.title, "summary": reading.summary, "body": reading.body}
    named = mentions("\n".join(said.values()), directory(read_registry(settings.organisations)))
    about = topics(**said, language=language, categories=reading.categories, vocabulary=read_topics(settings.home))
    return {
        "regions": regions(**said, venues=venues)[0],
        "topics": [one.id for one in about],
        "mentions": sorted({one.organisation for one in named}),
    }


def _instant(at: datetime | None) -> str | None:
    from stories.dates import HELSINKI

    return at.astimezone(HELSINKI).isoformat() if at else None
