"""A front page's own signs of where its news is told: feeds, APIs, press rooms, lists, and its sisters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from sources.addresses import normalise
from sources.markup import parsed, text_in
from sources.metadata import base_of, head_of, language_code
from sources.naming import Claim, abbreviations, claims
from sources.sttinfo import room_address
from sources.switcher import choosers, language_named
from stories.language import detect
from stories.model import SourceKind
from stories.visit import Fetched

LANGUAGES = ("fi", "sv", "en", "se")
_NEWS_FOLDERS = {
    "fi": ("uutiset", "ajankohtaista"),
    "sv": ("nyheter", "aktuellt"),
    "en": ("news",),
    "se": ("oddasat",),
}
_MOST_LINKS = 3_000
_MOST_SIGNS = 12
_MOST_LISTS = 3
_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf)\+xml|application/feed\+json", re.IGNORECASE)
_FEED_PATH = re.compile(
    r"\.(?:rss|atom|rdf)$|(?:^|[/=])(?:rss2?|feeds?|atom)(?:\.xml|\.json|\.php)?/?$|[?&](?:format=feed|type=rss|feed=rss)",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(r"(?:rss|atom|json feed)\b.{0,25}|.{0,25}(?:rss|syöte|flöde|feed)", re.IGNORECASE)
_API_HEADER = re.compile(r"""<([^<>]{1,500})>;\s{0,3}rel=["']?https://api\.w\.org/""")
_COMMENTS = re.compile(r"\bcomments?\b|kommentt|kommentoin|kommentar", re.IGNORECASE)
_CATEGORY = re.compile(
    r"/(?:category|categories|kategoriat?|kategori|tags?|tagi|avainsana|asiasana|author|kirjoittaja|aihe|amne|topics?|"
    r"taxonomy|search|haku)/|[?&](?:cat|tag|author|s)=",
    re.IGNORECASE,
)
_NEWS = (
    r"ajankohtais|uutiset|uutisia|uutishuone|uutisarkisto|uutiskirjeet|tiedotteet|mediatiedot|aktuell|nyheter|"
    r"nyhets(?!brev)|pressmeddel|meddelanden|pressrum|news(?!letter)|latest|topical|press|ođđas|áigeguovd"
)
_NEWS_TEXT = re.compile(
    rf"(?:(?:kaikki|lisää|lue|katso|näytä|alla|fler|flera|se|läs|all|more|read|see)\s){{0,2}}(?:{_NEWS}).{{0,32}}",
    re.IGNORECASE,
)
_NEWS_PATH = re.compile(rf"/[^/]{{0,40}}?(?:{_NEWS}|uuti|tiedote|tiedott|nyhet|blog|artik|article)", re.IGNORECASE)
_ROOM = re.compile(r"/(?:pressroom|uutishuone|pressrum)/\d+|/rss/releases/latest\?(?:.{0,80}&)?publisherId=\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """An address that a page names as a source; `rank` 0 is the surest, `is_part` a category's or a tag's own."""

    kind: SourceKind
    url: str
    why: str
    rank: int
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What a front page (or a news page) tells: `sisters` by language, `lists` of news, `sites` it links to."""

    url: str
    language: str | None
    signs: tuple[Sign, ...] = ()
    lists: tuple[str, ...] = ()
    sisters: tuple[tuple[str, str], ...] = ()
    sites: frozenset[str] = frozenset()
    claims: tuple[Claim, ...] = ()
    aliases: tuple[str, ...] = ()


def site_of(url: str) -> str:
    """The site that an address belongs to: its registered name, whatever comes before it; an IP address as it is.

    >>> site_of("https://sv.jarjesto.example/x"), site_of("http://127.0.0.1:80/")
    ('jarjesto.example', '127.0.0.1')
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host if re.fullmatch(r"[\d.]+|.*:.*", host) else ".".join(host.split(".")[-2:])


def is_news_address(url: str) -> bool:
    """Whether an address lies where sites keep their news.

    >>> is_news_address("https://a.example/sv/aktuellt/moten"), is_news_address("https://a.example/yhteystiedot")
    (True, False)
    """
    return bool(_NEWS_PATH.search(urlsplit(url).path) or "/-/" in url)


def read_front(fetched: Fetched, language: str | None = None) -> FrontPage | None:
    """The signs of a fetched page, `language` being what its link promised; None when the page holds no element."""
    root, _ = parsed(fetched)
    if root is None:
        return None
    url = fetched.final_url
    base, head = base_of(root, url), head_of(root, url)
    spoken = language or head.language or detect(text_in(root)[:5_000]).code
    links = tuple(_anchors(root, base))
    signs = chain(_api(fetched, root), _declared(root, base), _rooms(root, links, url, base), _shown(links, url))
    return FrontPage(
        url=url,
        language=spoken if spoken in LANGUAGES else None,
        signs=_distinct(signs),
        lists=_lists(links, url),
        sisters=tuple(_sisters(root, links, base, url, spoken)),
        sites=frozenset(site_of(address) for address, _ in links),
        claims=claims(root, head, url),
        aliases=abbreviations(root),
    )


def _anchors(root: etree._Element, base: str) -> Iterator[tuple[str, str]]:
    for link in islice(root.iter("a"), _MOST_LINKS):
        address = normalise(link.get("href") or "", base) if link.get("href") else None
        if address:
            yield address, text_in(link) or link.get("title") or link.get("aria-label") or ""


def _distinct(signs: Iterator[Sign]) -> tuple[Sign, ...]:
    found: dict[tuple[str, str], Sign] = {}
    for sign in signs:
        found.setdefault((sign.kind, sign.url), sign)
    return tuple(islice(found.values(), _MOST_SIGNS))


def _api(fetched: Fetched, root: etree._Element) -> Iterator[Sign]:
    """WordPress's API as the Link header names it, or where a page made by WordPress has it."""
    named = _API_HEADER.search(fetched.header("Link") or "")
    if named and named[1].endswith("/wp-json/"):
        why = "WordPress: the Link header names its API"
        yield Sign(kind="wordpress", url=urljoin(fetched.final_url, named[1].removesuffix("wp-json/")), why=why, rank=0)
        return
    rels = {link.get("rel") for link in islice(root.iter("link"), _MOST_LINKS)}
    makers = (
        meta.get("content") or "" for meta in root.iter("meta") if (meta.get("name") or "").lower() == "generator"
    )
    if "https://api.w.org/" not in rels and any(maker.startswith("WordPress") for maker in makers):
        why = "made by WordPress, whose API answers"
        yield Sign(kind="wordpress", url=urljoin(fetched.final_url, "/"), why=why, rank=2)


def _declared(root: etree._Element, base: str) -> Iterator[Sign]:
    """WordPress's API and feeds, as `<link>` elements declare them."""
    for link in islice(root.iter("link"), _MOST_LINKS):
        rels, href = (link.get("rel") or "").lower().split(), link.get("href")
        address = normalise(href, base) if href else None
        if address is None:
            continue
        if "https://api.w.org/" in rels and address.endswith("/wp-json/"):
            why = 'WordPress: the page names its API (rel="https://api.w.org/")'
            yield Sign(kind="wordpress", url=address.removesuffix("wp-json/"), why=why, rank=0)
        elif "alternate" in rels and _FEED_TYPE.match(link.get("type") or ""):
            yield from _feed_sign(address, link.get("title") or "", "the page declares this feed", 1)


def _feed_sign(url: str, title: str, why: str, rank: int) -> Iterator[Sign]:
    """The sign of a feed, unless it carries comments."""
    if _COMMENTS.search(f"{url} {title}") or _ROOM.search(url):
        return
    named = f" ({' '.join(title.split())[:60]})" if title.strip() else ""
    yield Sign(kind="feed", url=url, why=why + named, rank=rank, is_part=bool(_CATEGORY.search(url)))


def _rooms(root: etree._Element, links: tuple[tuple[str, str], ...], url: str, base: str) -> Iterator[Sign]:
    """Press rooms of STT Info that the page links to, at STT's own address or on the organisation's site."""
    hrefs = (normalise(link.get("href") or "", base) for link in islice(root.iter("link"), _MOST_LINKS))
    for address in chain((address for address, _ in links), filter(None, hrefs)):
        if _ROOM.search(address) and site_of(address) in ("sttinfo.fi", site_of(url)):
            why = "the page links to this STT press room"
            yield Sign(kind="sttinfo", url=room_address(address), why=why, rank=4)


def _shown(links: tuple[tuple[str, str], ...], url: str) -> Iterator[Sign]:
    """Feeds that the page links to for its readers, on its own site."""
    for address, text in links:
        is_named = len(text) <= 30 and bool(_FEED_WORDS.fullmatch(text.strip()))
        if (is_named or _FEED_PATH.search(address)) and site_of(address) == site_of(url):
            yield from _feed_sign(address, text, "the page links to this feed", 3)


def _lists(links: tuple[tuple[str, str], ...], url: str) -> tuple[str, ...]:
    """Pages of news that the page links to by name ("Ajankohtaista", "Nyheter"), on its own site."""
    named = (
        address
        for address, text in links
        if _NEWS_TEXT.fullmatch(text.strip()) and site_of(address) == site_of(url) and not _FEED_PATH.search(address)
    )
    return tuple(islice(dict.fromkeys(named), _MOST_LISTS))


def _sisters(
    root: etree._Element, links: tuple[tuple[str, str], ...], base: str, url: str, spoken: str
) -> Iterator[tuple[str, str]]:
    """The front page in other languages: hreflang first, then choosers, then a lone "På svenska"."""
    seen = {spoken}
    found = chain(
        _by_hreflang(root, base),
        ((version.language, version.url) for version in choosers(root, base, url)[0]),
        ((language_named(text), address) for address, text in links if 4 <= len(text.strip()) <= 30),
    )
    for language, address in found:
        if language in LANGUAGES and language not in seen and address != normalise(url):
            seen.add(language)
            yield language, address


def _by_hreflang(root: etree._Element, base: str) -> Iterator[tuple[str | None, str]]:
    for link in islice(root.iter("link"), _MOST_LINKS):
        is_page = (link.get("type") or "text/html").startswith("text/html")  # a feed may tell its language too
        is_version = is_page and "alternate" in (link.get("rel") or "").lower().split()
        address = normalise(link.get("href") or "", base) if link.get("href") else None
        if is_version and link.get("hreflang") and address:
            yield language_code(link.get("hreflang")), address


def well_known(front: str, language: str | None) -> tuple[str, ...]:
    """Where sites that name no feed often have one, below a front page.

    >>> well_known("https://a.example/?lang=sv", "sv")[:2]
    ('https://a.example/feed/?lang=sv', 'https://a.example/rss.xml?lang=sv')
    """
    parts = urlsplit(front)
    folder = parts.path if parts.path.endswith("/") else parts.path.rpartition("/")[0] + "/"
    if not parts.path.endswith("/") and "." not in parts.path.rpartition("/")[2]:
        folder = f"{parts.path}/"
    query = f"?{parts.query}" if re.fullmatch(r"lang(?:uage)?=\w{2}(?:[-_]\w{2})?", parts.query) else ""
    words = {"sv": ("nyheter", "aktuellt"), "en": ("news",), "se": ("oddasat",)}.get(
        language or "fi", ("uutiset", "ajankohtaista")
    )
    names = ["feed/", "rss.xml", *(f"{word}/feed/" for word in words)]
    if language not in ("en", "se"):  # side languages seldom have a feed of their own: three questions are enough
        names += ["rss", "atom.xml", "feed.xml", "feed.json", f"{words[0]}/rss"]
    return tuple(urljoin(front, f"{folder}{name}{query}") for name in names)
