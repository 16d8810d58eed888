"""`kooste sources add`: from a home page to a registry file."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.faults import Failed, Misused
from cli.options import AllowHost, Now, Organisations
from cli.source_options import Kind, Region, checked_kind, checked_region, known_organisations, registry_directory

if TYPE_CHECKING:
    from flows.settings import Settings
    from sources.discovery import Found, FoundSource
    from sources.writing import Remarks
    from stories.model import Organisation, OrganisationKind

Address = Annotated[str, typer.Argument(metavar="URL", help="The organisation's home page.")]
Id = Annotated[
    str | None,
    typer.Option("--id", metavar="ID", help="The organisation's id and its file's name [told by the address]."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the file instead of writing it.")]


def add_source(
    url: Address,
    *,
    id_: Id = None,
    kind: Kind = None,
    region: Region = None,
    dry_run: DryRun = False,
    organisations: Organisations = None,
    allow_host: AllowHost = None,
    now: Now = None,
) -> None:
    """Find an organisation's feeds, press rooms, lists and sister sites from its home page, and write its file.

    Every source is read once before it is written down. Exit 1 when the site does not answer or has no news.
    """
    from flows.settings import Settings
    from sources.writing import AlreadyThere, toml, write

    settings = Settings.of(organisations=organisations, allow_hosts=allow_host or (), now=now)
    wanted_kind, wanted_region, address = checked_kind(kind), checked_region(region), _address(url)
    directory = None if dry_run else registry_directory(settings.organisations)
    known = known_organisations(directory) if directory else ()
    _refuse_known_id(id_, directory)
    found = _explored(address, settings)
    made = _organisation(found, id_=id_, kind=wanted_kind, region=wanted_region)
    made = _without_known(made, known)
    text = toml(made, _remarks(found, settings))
    if directory is None:
        sys.stderr.write("".join(f"{line}\n" for line in _told(found, made)))
        sys.stdout.write(text)
        return
    try:
        path = write(text, directory, made.id)
    except AlreadyThere as error:
        raise Failed(str(error)) from error
    sys.stdout.write("".join(f"{line}\n" for line in (*_told(found, made), f"Wrote {path}")))


def _address(url: str) -> str:
    from sources.addresses import normalise

    address = normalise(url if "://" in url else f"https://{url}")
    if address is None:
        raise Misused(f"{url!r} is not an http or https address")
    return address


def _refuse_known_id(id_: str | None, directory: Path | None) -> None:
    """What can be refused before the site is bothered."""
    from sources.writing import is_slug

    if id_ is None:
        return
    if not is_slug(id_):
        raise Misused(f"--id {id_!r}: it must be a slug of a–z, 0–9 and single hyphens")
    if directory and (directory / f"{id_}.toml").exists():
        raise Failed(f"{directory / f'{id_}.toml'} exists; name another with --id, or edit it by hand")


def _explored(address: str, settings: Settings) -> Found:
    from cli.source_progress import progress
    from sources.exploring import explore

    with progress("Looking around") as step:
        found = asyncio.run(
            explore(address, doors=settings.doors, manners=settings.manners, now=settings.now, asked=step)
        )
    if found.failure:
        raise Failed(f"{address}: {found.failure}")
    if not found.sources:
        raise Failed(
            f"{address}: no feed, press room, sitemap or list of news found; write the file by hand "
            "(CONTRIBUTING.md, 'Add a source')"
        )
    return found


def _organisation(found: Found, *, id_: str | None, kind: OrganisationKind | None, region: str | None) -> Organisation:
    from sources.naming import id_of, kind_of
    from stories.model import Organisation, Source

    stem = id_ or id_of(found.website, found.names.values())
    return Organisation(
        id=stem,
        kind=kind or kind_of(found.names.values()),
        region=region or "FI",
        website=found.website,
        name=dict(found.names) or {"fi": stem},
        aliases=found.aliases,
        sources=tuple(
            Source(name=f"{stem}/{one.id}", organisation=stem, kind=one.kind, url=one.url, language=one.language)
            for one in found.sources
        ),
    )


def _without_known(made: Organisation, known: Iterable[Organisation]) -> Organisation:
    """The organisation without what the registry already reads; Failed when nothing is left."""
    from dataclasses import replace

    from sources.importing import readers

    read = readers(known)
    fresh = tuple(source for source in made.sources if source.url not in read)
    if not fresh:
        raise Failed(f"{made.website}: all of it is read already, as {read[made.sources[0].url]}")
    return replace(made, sources=fresh)


def _remarks(found: Found, settings: Settings) -> Remarks:
    from sources.writing import Remarks

    return Remarks(
        top=(f"Found by `kooste sources add` on {settings.now:%Y-%m-%d}.", *(f"Name, {e}" for e in found.evidence)),
        of={one.id: (_why(one),) for one in found.sources},
        end=tuple(f"Left out: {url}: {reason}" for url, reason in found.left_out),
    )


def _why(one: FoundSource) -> str:
    from sources.naming import visible

    newest = f", newest {one.newest:%Y-%m-%d}" if one.newest else ""
    said = f"{one.why}; {one.items} item{'s' * (one.items != 1)}{newest}"
    return visible("; ".join((said, *one.remarks)))


def _told(found: Found, made: Organisation) -> Iterator[str]:
    """What was found and why, for a person."""
    from sources.naming import visible

    yield visible(f"{made.id}: {' / '.join(made.name.values())} ({made.kind}, {made.region}, {made.website})")
    kept = {source.url for source in made.sources}
    for one in found.sources:
        if one.url in kept:
            language = f" [{one.language}]" if one.language else ""
            yield "  " + visible(f"{made.id}/{one.id}{language} {one.kind} {one.url}")
            yield f"      {_why(one)}"
        else:
            yield "  " + visible(f"left out: {one.url}: the registry reads it already")
    if len(found.languages) > 1:
        yield f"  languages of the site: {', '.join(found.languages)}"
    for url, reason in found.left_out:
        yield "  " + visible(f"left out: {url}: {reason}")
