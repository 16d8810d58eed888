"""STT Info press rooms as items: JSON releases, each with its language versions (a hard key of variants)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from sources.items import Listed, one_line, paragraphs, tidy
from stories.dates import Moment, read_moment
from stories.model import Alternate, Item, Source

_ROOM = re.compile(r"/(?:pressroom|uutishuone|pressrum)/(\d+)|publisherId=(\d+)")
_SITE = re.compile(r"/(?:public-website-api|pressroom|uutishuone|pressrum|rss/releases)(?:/|$)")
_LANGUAGE = re.compile(r"/(?:fi|sv|en|se)")
_LANGUAGES = ("fi", "sv", "en", "se")


def room_address(url: str) -> str:
    """The JSON address of a press room, from itself or from the room's page, which carries the same id.

    >>> room_address("https://www.sttinfo.fi/uutishuone/4335/soste")
    'https://www.sttinfo.fi/public-website-api/pressroom/4335/releases/20/0'
    """
    found = _ROOM.search(url)
    if "/public-website-api/" in url or not found:
        return url
    return urljoin(url, f"{_prefix(url)}/public-website-api/pressroom/{found[1] or found[2]}/releases/20/0")


def feed_address(url: str) -> str | None:
    """Where the same press room's RSS is; None when the address tells no room."""
    found = _ROOM.search(url)
    return urljoin(url, f"{_prefix(url)}/rss/releases/latest?publisherId={found[1] or found[2]}") if found else None


def release_address(item: Item, room: str) -> str | None:
    """The JSON of one whole release: the room lists only its titles and leads."""
    found = _ROOM.search(room)
    if not item.group or not found:
        return None
    release = quote(item.group.rpartition(":")[2], safe="")
    told = f"public-website-api/release/{release}?publisherId={found[1] or found[2]}&lang=fi"
    return urljoin(room, f"{_prefix(room)}/{told}")


def _prefix(url: str) -> str:
    """The path under which a press room's site lies; a language at its head is none."""
    head = _SITE.split(urlsplit(url).path, maxsplit=1)[0]
    return "" if _LANGUAGE.fullmatch(head) else head


def read_room(body: bytes, *, url: str, source: Source) -> Listed:
    """One item a language version of each release of a room; the versions of a release share `group`."""
    room = _json(body)
    releases = room.get("releases") if isinstance(room, dict) else None
    if not isinstance(releases, list):
        return Listed(failure="not a press room: JSON without a list of releases")
    found = (item for release in releases if isinstance(release, dict) for item in _versions(release, source, url))
    return Listed(items=tidy(found, url))


def read_release(body: bytes, *, url: str, source: Source) -> tuple[Item, ...]:
    """The versions of one release with their whole bodies; empty when the answer is not a release."""
    release = _json(body)
    if not isinstance(release, dict):
        return ()
    whole = release.get("release") if isinstance(release.get("release"), dict) else release
    return tidy(_versions(whole or {}, source, url), url)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None


def _versions(release: Mapping[str, Any], source: Source, url: str) -> Iterator[Item]:
    versions = release.get("versions")
    if not isinstance(versions, dict):
        return
    told = {language: version for language, version in versions.items() if isinstance(version, dict)}
    addresses = {language: str(version.get("url") or "") for language, version in told.items()}
    group = f"sttinfo:{urlsplit(url).hostname}:{release.get('id')}" if release.get("id") else None
    published = _date(release)
    for language, version in told.items():
        first = _date(version) or published
        yield Item(
            source=source.name,
            url=addresses[language],
            title=one_line(_text(version, "title")),
            summary=paragraphs(_text(version, "leadtext") or _text(version, "metadescription"), url),
            content=_body(version),
            published_at=first.at if first else None,
            precision=first.precision if first else "none",
            language=language,
            guid=f"{release.get('id')}-{language}",
            group=group,
            alternates=tuple(
                Alternate(language=other, url=urljoin(url, target), origin="sttinfo")
                for other, target in addresses.items()
                if other != language and other in _LANGUAGES and target
            ),
        )


def _date(of: Mapping[str, Any]) -> Moment | None:
    """The release's time: an ISO text, or milliseconds since 1970."""
    value = of.get("date") or of.get("published") or of.get("publishedAt")
    if isinstance(value, int | float) and 0 < value < 4e12:
        return Moment(at=datetime.fromtimestamp(value / 1000, UTC), precision="second", text=str(value))
    return read_moment(value) if isinstance(value, str) else None


def _text(version: Mapping[str, Any], name: str) -> str:
    value = version.get(name)
    return value if isinstance(value, str) else ""


def _body(version: Mapping[str, Any]) -> str:
    body = version.get("body")
    if isinstance(body, dict):
        body = body.get("complete") or body.get("text")
    text, lead = (body if isinstance(body, str) else ""), _text(version, "leadtext")
    # The release's first paragraph is its lead, told apart from the rest.
    return text if not text or not lead or lead.strip() in text else f"<p>{lead}</p>\n{text}"
