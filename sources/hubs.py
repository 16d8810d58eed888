"""Which hub a feed names, and the asking of that hub; the protocol's values are in `sources.websub`."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import aiohttp
from lxml import etree
from yarl import URL

from sources import wordpress
from sources.addresses import Doors, normalise
from sources.connecting import guarded
from sources.http import Client, Failure, Manners
from sources.link_headers import links
from sources.robots import Robots
from stories.model import Source
from stories.visit import Fetched

_READ = 500_000  # bytes of a document: a feed names its hub in its head
_MOST_HUBS = 3
_MOST_ADDRESS = 2_048  # characters
_MOST_HOPS = 3
_SAID = 500  # bytes of a hub's answer that are read
_SIDE_BY_SIDE = 16
_Relations = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What a feed says of who tells its news: the `topic` to subscribe to, and the hubs in the feed's own order.

    `is_self_named` is False where the feed names no address of its own, and the one asked for stands in.
    """

    topic: str
    hubs: tuple[str, ...]
    is_self_named: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a hub took a request: it will verify it (`is_accepted`), or what it said instead."""

    is_accepted: bool
    said: str = ""


Found = Naming | Failure | None


def naming(answer: Fetched) -> Naming | None:
    """The hubs that an answer names: in its Link headers, else in the document (Atom, RSS, JSON Feed, HTML)."""
    for relations in (_in_headers(answer), _in_document(answer.body)):
        hubs = tuple(dict.fromkeys(_addresses(relations, "hub", answer.final_url)))
        if hubs:
            own = next(_addresses(relations, "self", answer.final_url), None)
            topic = own or answer.final_url
            return Naming(topic=topic, hubs=hubs[:_MOST_HUBS], is_self_named=own is not None)
    return None


def _addresses(relations: _Relations, wanted: str, base: str) -> Iterator[str]:
    for relation, written in relations:
        if wanted in relation.lower().split() and (url := _absolute(written, base)):
            yield url


def _absolute(written: str, base: str) -> str | None:
    """The address as its publisher writes it: a hub knows a topic by that very string, so nothing is tidied."""
    try:
        url = urljoin(base, written.strip())
    except ValueError:
        return None
    is_odd = len(url) > _MOST_ADDRESS or not url.isprintable() or " " in url
    return None if is_odd or normalise(url) is None else url


def _in_headers(answer: Fetched) -> _Relations:
    return [(told.get("rel", ""), target) for target, told in links(answer)]


def _in_document(body: bytes) -> _Relations:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"{":
        return list(_in_json(start))
    is_page = re.match(rb"(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", start[:2_000], re.IGNORECASE | re.DOTALL)
    parser: etree.XMLParser | etree.HTMLParser = (
        etree.HTMLParser(no_network=True, huge_tree=False)
        if is_page
        else etree.XMLParser(resolve_entities=False, no_network=True, recover=True, load_dtd=False, huge_tree=False)
    )
    try:
        root = etree.fromstring(start[:_READ], parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return list(_in_tree(root)) if root is not None else []


def _in_tree(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Links of the document itself: what an entry links to is the entry's."""
    for place in (root, *(child for child in root if _local(child) in ("channel", "head"))):
        for link in place:
            if _local(link) == "link" and link.get("href"):
                yield link.get("rel") or "", link.get("href") or ""


def _local(element: etree._Element) -> str:
    # A feed that forgot to declare its prefix still says atom:link.
    return re.split(r"[}:]", element.tag)[-1].lower() if isinstance(element.tag, str) else ""


def _in_json(start: bytes) -> Iterator[tuple[str, str]]:
    try:
        feed = json.loads(start.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return
    hubs = feed.get("hubs") if isinstance(feed, dict) else None
    for hub in hubs if isinstance(hubs, list) else ():
        is_websub = isinstance(hub, dict) and str(hub.get("type")).lower() in ("websub", "pubsubhubbub")
        if is_websub and isinstance(hub.get("url"), str):
            yield "hub", hub["url"]
    if isinstance(feed, dict) and isinstance(feed.get("feed_url"), str):
        yield "self", feed["feed_url"]


async def find(sources: Sequence[Source], *, doors: Doors, manners: Manners, now: datetime) -> dict[str, Found]:
    """What each source's feed names, by source; None where it names no hub, Failure where it does not answer."""
    async with Client(doors, manners, lambda: now) as client:
        robots, places = Robots(client), asyncio.Semaphore(_SIDE_BY_SIDE)

        async def one(source: Source) -> Found:
            async with places:
                answer = await client.get(_feed_of(source), gate=robots.refusal)
            if isinstance(answer, Failure):
                return answer
            if answer.status != 200:
                return Failure(url=source.url, reason=f"answered {answer.status}", status=answer.status)
            return naming(answer)

        found = await asyncio.gather(*(one(source) for source in sources))
    return {source.name: what for source, what in zip(sources, found, strict=True)}


def can_name_a_hub(source: Source) -> bool:
    """Whether a source has a feed, or a page with a head, that a publisher may write a hub into."""
    return source.kind in ("feed", "wordpress", "listing")


def _feed_of(source: Source) -> str:
    # WordPress tells of hubs in its feed, not in its API.
    return (wordpress.feed_address(source.url) if source.kind == "wordpress" else None) or source.url


async def ask(hub: str, form: Mapping[str, str], *, doors: Doors, manners: Manners) -> Asked:
    """Asks a hub, following the redirects that keep a POST one (307, 308), each hop through the doors."""
    timeout = aiohttp.ClientTimeout(total=manners.total_timeout, sock_connect=manners.connect_timeout)
    headers = {"User-Agent": manners.agent}
    async with aiohttp.ClientSession(
        connector=guarded(doors, connections=1), timeout=timeout, headers=headers, trust_env=False
    ) as session:
        hop = hub
        for _ in range(_MOST_HOPS + 1):
            reason = _refusal(hop, doors)
            if reason:
                return Asked(is_accepted=False, said=f"refused: {reason}")
            try:
                told, onward = await _post(session, hop, form)
            except TimeoutError:
                return Asked(is_accepted=False, said="timed out")
            except (aiohttp.ClientError, OSError, ValueError) as error:
                return Asked(is_accepted=False, said=" ".join(f"{error}".split())[:200] or type(error).__name__)
            if onward is None:
                return told
            hop = onward
    return Asked(is_accepted=False, said=f"more than {_MOST_HOPS} redirects")


async def _post(session: aiohttp.ClientSession, hop: str, form: Mapping[str, str]) -> tuple[Asked, str | None]:
    """The hub's answer, and where it sends us on to."""
    async with session.post(URL(hop), data=dict(form), allow_redirects=False) as answer:
        if answer.status in (307, 308) and (target := normalise(answer.headers.get("Location", ""), hop)):
            # A secret that left over https does not travel on in the open.
            if urlsplit(hop).scheme == "https" and urlsplit(target).scheme != "https":
                return Asked(is_accepted=False, said="redirects from https to http"), None
            return Asked(is_accepted=False), target
        said = (await answer.content.read(_SAID)).decode("utf-8", "replace")
        text = " ".join("".join(c if c.isprintable() else " " for c in said).split())[:200]
        if 200 <= answer.status < 300:
            return Asked(is_accepted=True), None
        return Asked(is_accepted=False, said=f"answered {answer.status}{': ' if text else ''}{text}"), None


def _refusal(url: str, doors: Doors) -> str | None:
    try:
        return doors.refusal(url) or doors.refusal(str(URL(url)))
    except ValueError:
        return "not a valid address"
