"""What to do about a source that was tried: from how it answered and from what it lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urljoin

from sources import sttinfo
from sources.frontpages import LANGUAGES, read_front
from sources.http import Failure
from sources.items import Listed
from sources.opml import feed_of
from stories.language import detect
from stories.model import Item, Source, SourceKind
from stories.visit import Fetched

_OLD = timedelta(days=365)
_AHEAD = timedelta(days=2)
_MOST_JUDGED = 50
_FEED_ROOTS = {"rss": "an RSS feed", "rdf": "an RSS 1.0 feed", "feed": "an Atom feed"}
_ROOT = re.compile(rb"<(?:[a-z]{1,10}:)?(rss|rdf|feed|urlset|sitemapindex|html|!doctype html)\b", re.IGNORECASE)
_BY_STATUS = {
    401: "asks for a password: look for another address",
    404: "nothing is there any more: `kooste sources add {website}` looks for the new address",
    410: "is gone for good: write enabled = false, or look anew with `kooste sources add {website}`",
    429: "asks for fewer requests: try again tomorrow, and check one source at a time",
}


def form_of(answer: Fetched) -> tuple[str, SourceKind | None]:
    """What an answer is, in words, and the kind that reads it.

    >>> from datetime import UTC, datetime
    >>> told = {"url": "https://a.example/", "final_url": "https://a.example/", "status": 200, "headers": ()}
    >>> form_of(Fetched(body=b"<feed xmlns='http://www.w3.org/2005/Atom'/>", fetched_at=datetime.now(UTC), **told))
    ('an Atom feed', 'feed')
    """
    head = answer.body[:4_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF"):
        return "a PDF", "page"
    if head.startswith((b"{", b"[")):
        return _form_of_json(answer.body[:200_000])
    found = _ROOT.search(head)
    name = found[1].decode().lower() if found else ""
    if name in _FEED_ROOTS:
        return _FEED_ROOTS[name], "feed"
    if name in ("urlset", "sitemapindex"):
        return "a sitemap", "sitemap"
    return ("a web page", "listing") if found else ("neither a feed nor a web page", None)


def _form_of_json(body: bytes) -> tuple[str, SourceKind | None]:
    if b"jsonfeed.org" in body:
        return "a JSON Feed", "feed"
    if b'"releases"' in body and b'"versions"' in body:
        return "an STT press room", "sttinfo"
    if body.lstrip().startswith(b"[") and b'"rendered"' in body:
        return "a WordPress API", "wordpress"
    return "JSON of another kind", None


def advice(
    source: Source, website: str, answer: Fetched | Failure, listed: Listed | None, *, has_contact: bool, now: datetime
) -> tuple[str, ...]:
    """What to do, most important first; empty when all is well. `listed` is None for a watched page."""
    feed = feed_of(source)
    if listed and listed.items and feed != source.url and feed and _is_closed(source, answer):
        return (f'its API is closed, its feed answers: write kind = "feed", url = "{feed}"',)
    if isinstance(answer, Failure):
        return (_unanswered(answer, website, has_contact=has_contact),)
    found = [*_moved(source, answer)]
    if answer.status != 200:
        found.append(_by_status(answer.status, website, has_contact=has_contact))
    elif listed is None:
        found += _of_page(answer)
    elif listed.failure or not listed.items:
        found += _misread(source, website, answer, listed)
    else:
        found += [*_of_languages(source, listed.items), *_of_dates(source, website, listed.items, now)]
    return tuple(found)


def _is_closed(source: Source, answer: Fetched | Failure) -> bool:
    return isinstance(answer, Failure) or answer.status != 200 or form_of(answer)[1] not in (source.kind, None)


def _unanswered(failure: Failure, website: str, *, has_contact: bool) -> str:
    reason = failure.reason
    if failure.status is not None:
        return _by_status(failure.status, website, has_contact=has_contact)
    if reason.startswith("robots.txt does not allow"):
        return "robots.txt does not allow it: choose another address of the site, or write enabled = false"
    if reason.startswith("certificate not trusted"):
        return f"{reason}: tell the site; nothing is read until its certificate is in order"
    if "does not resolve" in reason:
        return "the host has no address: check the spelling, or the network"
    if "timed out" in reason or "connect" in reason:
        return f"{reason}: try again later; if it lasts, look anew with `kooste sources add {website}`"
    return reason


def _by_status(status: int, website: str, *, has_contact: bool) -> str:
    if status == 403:
        todo = (
            "ask the site to let you in, or look for another address"
            if has_contact
            else ("name a contact with KOOSTE_CONTACT, so that the site sees who asks")
        )
        return f"answers 403: {todo}"
    if status >= 500:
        return f"answers {status}: the site's own fault; try again later"
    return f"answers {status}: " + _BY_STATUS.get(status, "look for another address").format(website=website)


def _moved(source: Source, answer: Fetched) -> Iterator[str]:
    if answer.moved_to is None:
        return
    url = answer.moved_to
    if source.kind == "wordpress":
        url = url.partition("wp-json/")[0] or url
    elif source.kind == "sttinfo":
        url = sttinfo.room_address(url)
    if url != source.url:
        yield f'moved: write url = "{url}"'


def _misread(source: Source, website: str, answer: Fetched, listed: Listed) -> Iterator[str]:
    """Why nothing could be listed: the kind is another, or the address is."""
    form, kind = form_of(answer)
    if kind is not None and kind != source.kind and not (kind == "listing" and source.kind in ("listing", "page")):
        if kind != "listing":
            yield f'wrong kind: this is {form}, write kind = "{kind}"'
            return
        yield from _page_instead(source, website, answer, form)
    elif source.kind == "listing":
        yield from _declared_feeds(answer)
        yield listed.failure or "nothing listed: name selectors in [source.select]"
    else:
        yield listed.failure or f"{form} that lists nothing: look anew with `kooste sources add {website}`"


def _page_instead(source: Source, website: str, answer: Fetched, form: str) -> Iterator[str]:
    feeds = list(_declared_feeds(answer))
    if feeds:
        yield f"this is {form}: {feeds[0]}"
    elif source.kind == "wordpress":
        yield f'the WordPress API is closed: write kind = "feed", url = "{urljoin(source.url, "feed/")}"'
    else:
        yield f'wrong kind: this is {form}, write kind = "listing", or look anew with `kooste sources add {website}`'


def _declared_feeds(answer: Fetched) -> Iterator[str]:
    page = read_front(answer)
    for sign in page.signs if page else ():
        if sign.kind in ("feed", "wordpress") and not sign.is_part and sign.rank < 2:
            yield f'the page names a {sign.kind} source: write kind = "{sign.kind}", url = "{sign.url}"'


def _of_page(answer: Fetched) -> Iterator[str]:
    form, kind = form_of(answer)
    if kind not in ("page", "listing", None):
        yield f'wrong kind: this is {form}, write kind = "{kind}"'


def _of_languages(source: Source, items: Sequence[Item]) -> Iterator[str]:
    """A declared language that the texts are not in."""
    spoken = spoken_in(items)
    best = spoken.most_common(1)
    if source.language and best and sum(spoken.values()) > 2:
        declared, texts = source.language[:2].lower(), best[0]
        if texts[0] != declared and texts[1] * 4 >= 3 * sum(spoken.values()):
            yield f'declares {declared}, texts are {texts[0]}: write language = "{texts[0]}"'


def spoken_in(items: Sequence[Item]) -> Counter[str]:
    """How many of the newest items are in which language, by their words and not by what is declared."""
    codes = (detect(item.summary, title=item.title).code for item in items[:_MOST_JUDGED] if item.title)
    return Counter(code for code in codes if code in LANGUAGES)


def _of_dates(source: Source, website: str, items: Sequence[Item], now: datetime) -> Iterator[str]:
    told = [at for item in items if (at := item.published_at or item.modified_at)]
    if not told:
        if source.kind == "listing":
            yield "no dates: name select.date if the page shows them"
        elif source.kind != "sitemap":
            yield "no dates: they are read from each page instead"
        return
    newest = max(told)
    if now - newest > _OLD:
        age = (now - newest).days
        yield f"newest item is {age} days old: `kooste sources add {website}` looks for a living address"
    elif newest - now > _AHEAD:
        yield f"newest item is dated {newest:%Y-%m-%d}, in the future: its dates may be of events"
