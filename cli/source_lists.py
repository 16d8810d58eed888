"""`kooste sources import` and `export`: lists of feeds (OPML) in and out of a registry."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.faults import Failed
from cli.options import Now, Organisations
from cli.source_options import Kind, Region, checked_kind, checked_region, known_organisations, registry_directory

if TYPE_CHECKING:
    from stories.model import Organisation

File = Annotated[str, typer.Argument(metavar="FILE.opml", help="A list of feeds (OPML); - reads standard input.")]


def import_sources(file: File, organisations: Organisations = None, kind: Kind = None, region: Region = None) -> None:
    """Take the feeds of an OPML file into a registry: one file an organisation, the feeds of one host together.

    What the registry already reads is skipped, no file is overwritten, and nothing is fetched: try the new sources
    with `kooste sources check`.
    """
    from flows.settings import Settings
    from sources.importing import imported
    from sources.naming import visible
    from sources.opml import OpmlError, read_opml

    directory = registry_directory(Settings.of(organisations=organisations).organisations)
    wanted_kind, wanted_region = checked_kind(kind), checked_region(region)
    try:
        outlines = read_opml(_bytes(file))
    except OpmlError as error:
        raise Failed(f"{file}: {error}") from error
    if not outlines:
        raise Failed(f"{file}: names no feed (no outline has an xmlUrl)")
    found = imported(outlines, known_organisations(directory), kind=wanted_kind, region=wanted_region)
    written = [_written(one, directory, Path(file).name) for one in found.organisations]
    for line in (*written, *(f"skipped {url}: {reason}" for url, reason in found.skipped)):
        sys.stdout.write(f"{visible(line)}\n")
    count = sum(len(one.sources) for one in found.organisations)
    sys.stdout.write(
        f"\nNew organisations: {len(found.organisations)}, new sources: {count}, feeds skipped: {len(found.skipped)}.\n"
    )


def _bytes(file: str) -> bytes:
    from sources.opml import LARGEST

    if file == "-":
        return sys.stdin.buffer.read(LARGEST + 1)
    with Path(file).open("rb") as stream:
        return stream.read(LARGEST + 1)


def _written(organisation: Organisation, directory: Path, came_from: str) -> str:
    from sources.writing import AlreadyThere, Remarks, toml, write

    shorts = [source.name.partition("/")[2] for source in organisation.sources]
    remarks = Remarks(top=(f"Imported from {came_from}.",), of=dict.fromkeys(shorts, ("unverified",)))
    try:
        path = write(toml(organisation, remarks), directory, organisation.id)
    except AlreadyThere as error:
        return f"skipped {organisation.website}: {error}"
    return f"{path}  {next(iter(organisation.name.values()))}  ({len(shorts)} sources)"


def export_sources(organisations: Organisations = None, now: Now = None) -> None:
    """Print the registry's feeds as OPML 2.0, one group an organisation; lists, sitemaps and pages are no feeds."""
    from flows.settings import Settings
    from sources.opml import feed_of, write_opml
    from sources.registry import read_registry

    settings = Settings.of(organisations=organisations, now=now)
    read = read_registry(settings.organisations)
    sys.stdout.flush()
    sys.stdout.buffer.write(write_opml(read, now=settings.now))
    left = Counter(source.kind for one in read for source in one.sources if feed_of(source) is None)
    if left:
        told = ", ".join(f"{kind} ({count})" for kind, count in left.items())
        sys.stderr.write(f"kooste: left out, since no feed reader could read them: {told}\n")
