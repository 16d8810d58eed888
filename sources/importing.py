"""A list of feeds as organisations: several feeds of one host are one organisation, what is already read is skipped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast, get_args
from urllib.parse import urljoin, urlsplit

from sources import sttinfo
from sources.addresses import article_id, host_of, normalise
from sources.attempts import id_in
from sources.frontpages import LANGUAGES
from sources.metadata import language_code
from sources.naming import id_of, name_in, visible
from sources.opml import Outline, feed_of
from sources.writing import is_slug
from stories.language import detect
from stories.model import Organisation, OrganisationKind, Select, Source, SourceKind

# Hosts that carry the feeds of many publishers: there the publisher is known by its website.
_SHARED = re.compile(r"(?:.*\.)?(?:sttinfo\.fi|feedburner\.com|feedburner\.google\.com|feedpress\.me|rss\.app)")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Organisations to write, and the feeds that were left out, each with the reason."""

    organisations: tuple[Organisation, ...]
    skipped: tuple[tuple[str, str], ...] = ()


def imported(
    outlines: Sequence[Outline], known: Iterable[Organisation], *, kind: OrganisationKind | None, region: str | None
) -> Imported:
    """The organisations of a list of feeds that a registry does not have yet.

    `kind` and `region` count for all when given; else what a list of our own says, else association and FI.
    """
    there = tuple(known)
    read = {identity: source.name for one in there for source in one.sources for identity in _identities(source)}
    owners = {_host(source.url): one.id for one in there for source in one.sources}
    owners |= {_host(one.website): one.id for one in there} | {f"id:{one.id}": one.id for one in there}
    skipped: list[tuple[str, str]] = []
    fresh: dict[str, list[Outline]] = defaultdict(list)
    for outline in outlines:
        key, identity = _key(outline), _identity(outline.url, dict(outline.ours).get("author"))
        reader, owner = read.get(identity), owners.get(key)
        if reader:
            skipped.append((outline.url, f"already read as {reader}"))
        elif owner:
            skipped.append((outline.url, f"{owner} is in the registry already: add this [[source]] to {owner}.toml"))
        else:
            read[identity] = "another line of this file"
            fresh[key].append(outline)
    used = {one.id for one in there}
    made = []
    for company in fresh.values():
        made.append(_organisation(company, outlines, used, kind=kind, region=region))
        used.add(made[-1].id)
    return Imported(organisations=tuple(made), skipped=tuple(skipped))


def readers(organisations: Iterable[Organisation]) -> dict[str, str]:
    """Which source reads an address already, by every address that names it."""
    return {
        address: source.name
        for one in organisations
        for source in one.sources
        for address in (source.url, feed_of(source), sttinfo.room_address(source.url))
        if address
    }


def _identities(source: Source) -> set[str]:
    """Everything that names the same source: its address, the feed that tells the same, a room's JSON.

    Of a feed that several publishers share, each reads its own author's entries.
    """
    room = sttinfo.room_address(source.url) if source.kind == "sttinfo" else source.url
    addresses = [address for address in (source.url, feed_of(source), room) if address]
    return {_identity(address, author) for address in addresses for author in (None, source.select.author)}


def _identity(url: str, author: str | None) -> str:
    return f"{article_id(url)} {author or ''}"


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")


def _publisher(outline: Outline) -> str:
    """The host that tells whose feed it is; a shared host tells only with the feed's own number."""
    if not _SHARED.fullmatch(urlsplit(outline.url).hostname or ""):
        return _host(outline.url)
    website = outline.website or outline.group_website
    is_own = website and not _SHARED.fullmatch(urlsplit(website).hostname or "")
    return _host(website) if website and is_own else article_id(outline.url)


def _key(outline: Outline) -> str:
    """What feeds of one organisation share: our own id, else the publisher's host."""
    own = dict(outline.group_ours).get("id", "")
    return f"id:{own}" if is_slug(own) else _publisher(outline)


def _organisation(
    company: Sequence[Outline],
    outlines: Sequence[Outline],
    used: set[str],
    *,
    kind: OrganisationKind | None,
    region: str | None,
) -> Organisation:
    first, ours = company[0], dict(company[0].group_ours)
    website = first.group_website or first.website or urljoin(first.url, "/")
    if not is_slug(ours.get("id", "")) and _host(website) != _publisher(first):
        website = first.website or urljoin(first.url, "/")
    names = _own_names(ours) or _names(company, outlines)
    stem = ours["id"] if is_slug(ours.get("id", "")) else id_of(website, names.values())
    id_ = _unused(stem, used)
    told_kind, told_region = ours.get("kind"), ours.get("region", "")
    return Organisation(
        id=id_,
        kind=kind or (_organisation_kind(told_kind) or "association"),
        region=region or (told_region if re.fullmatch(r"FI(?:-\d\d)?", told_region) else "FI"),
        website=website,
        name=names,
        aliases=tuple(alias for part in ours.get("aliases", "").split("|")[:20] if (alias := visible(part))),
        sources=_sources(id_, company),
    )


def _unused(stem: str, used: set[str]) -> str:
    number = 1
    while (name := stem if number == 1 else f"{stem}-{number}") in used:
        number += 1
    return name


def _organisation_kind(told: str | None) -> OrganisationKind | None:
    return cast("OrganisationKind", told) if told in get_args(OrganisationKind) else None


def _own_names(ours: Mapping[str, str]) -> dict[str, str]:
    told = {language: visible(ours.get(f"name-{language}", ""))[:_LONGEST_NAME] for language in LANGUAGES}
    return {language: name for language, name in told.items() if name}


def _names(company: Sequence[Outline], outlines: Sequence[Outline]) -> dict[str, str]:
    """The group's title when the group is this organisation's alone, else what the feeds' titles tell."""
    group = company[0].group
    alone = group and len({_publisher(one) for one in outlines if one.group == group}) == 1
    found = name_in([group] if group and alone else [one.title for one in company])
    name = (found or _host(company[0].url))[:_LONGEST_NAME]
    told = detect("", title=name).code
    declared = language_code(company[0].language)
    return {next((code for code in (declared, told) if code in LANGUAGES), None) or "fi": name}


def _sources(organisation: str, company: Sequence[Outline]) -> tuple[Source, ...]:
    used: set[str] = set()
    made = []
    for outline in company:
        ours = dict(outline.ours)
        kind, url = _kind_and_url(outline)
        language = language_code(outline.language)
        short = ours.get("id", "") if is_slug(ours.get("id", "")) else id_in(kind, url, language)
        name = _unused(short, used)
        used.add(name)
        made.append(
            Source(
                name=f"{organisation}/{name}",
                organisation=organisation,
                kind=kind,
                url=url,
                language=language,
                enabled=ours.get("enabled") != "false",
                select=Select(author=visible(ours["author"]) if ours.get("author") else None),
            )
        )
    return tuple(made)


def _kind_and_url(outline: Outline) -> tuple[SourceKind, str]:
    """What a list of our own says, when its feed is indeed that source's; a press room's RSS is its press room."""
    ours = dict(outline.ours)
    url = normalise(ours.get("url", ""))
    for kind in ("wordpress", "sttinfo"):
        if ours.get("kind") == kind and url:
            source = Source(name="x/x", organisation="x", kind=cast("SourceKind", kind), url=url)
            if feed_of(source) == outline.url:
                return source.kind, url
    room = sttinfo.room_address(outline.url)
    is_room = room != outline.url and (urlsplit(outline.url).hostname or "").endswith("sttinfo.fi")
    return ("sttinfo", room) if is_room else ("feed", outline.url)
