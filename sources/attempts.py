"""Trying an address as a source, with the readers that will read it every night."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from sources import feeds, sttinfo, wordpress
from sources.frontpages import LANGUAGES, is_news_address
from sources.http import Failure
from sources.items import Listed
from sources.listings import read_listing
from sources.sitemaps import read_sitemap
from stories.language import detect
from stories.model import Item, Source, SourceKind
from stories.visit import Fetched

Answers = Mapping[str, Fetched | Failure]
STALE = timedelta(days=400)  # a feed this old was left behind by its site
_MOST_CHILDREN = 3
_MOST_JUDGED = 50
_IDS = {"fi": "uutiset", "sv": "nyheter", "en": "news", "se": "oddasat"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """An address to be tried as a source: who says so (`why`), how sure (`rank` 0 is surest), in which language."""

    kind: SourceKind
    url: str
    why: str
    rank: int
    hint: str | None = None
    is_part: bool = False
    is_declared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What a try brought: items with the languages of their titles, or a failure; `url` is where it lives now."""

    what: Try
    url: str
    items: tuple[Item, ...] = ()
    languages: tuple[str, ...] = ()
    language: str | None = None
    newest: datetime | None = None
    failure: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether it lists something."""
        return self.failure is None

    def remarks(self, now: datetime) -> tuple[str, ...]:
        """What an operator should know of it."""
        return tuple(_remarks(self, now))


def addresses(what: Try, answers: Answers) -> tuple[str, ...]:
    """What must be fetched to try an address, as far as the answers so far tell."""
    first = _first(what)
    answer = answers.get(first)
    if what.kind == "sttinfo" and answer is not None and _read(what, answer).failure:
        feed = sttinfo.feed_address(what.url)
        return (first, feed) if feed else (first,)
    if what.kind == "sitemap" and isinstance(answer, Fetched):
        return (first, *_children(what, answer))
    return (first,)


def attempted(what: Try, answers: Answers) -> Attempt:
    """The attempt, all its addresses having been answered."""
    listed = _listed(what, answers)
    fault = listed.failure or _fault(what, listed.items)
    if fault:
        return Attempt(what=what, url=what.url, failure=fault)
    spoken = _spoken(listed.items)
    answer = answers[_first(what)]
    moved = answer.moved_to if isinstance(answer, Fetched) and what.kind not in ("wordpress", "sttinfo") else None
    told = [item.published_at or item.modified_at for item in listed.items]
    return Attempt(
        what=what,
        url=moved or what.url,
        items=listed.items,
        languages=tuple(code for code, count in spoken.most_common() if count * 10 >= sum(spoken.values())),
        language=_main(spoken) or (what.hint if not spoken else None),
        newest=max((at for at in told if at), default=None),
        notes=listed.notes,
    )


def is_feed(answer: Fetched) -> bool:
    """Whether an answer is a feed, whatever its address says."""
    if b"<html" in answer.body[:2_000].lower():
        return False
    return _read(Try(kind="feed", url=answer.url, why="", rank=0), answer).failure is None


def short_id(attempt: Attempt) -> str:
    """The id of a source within its organisation."""
    return id_in(attempt.what.kind, attempt.url, attempt.language or attempt.what.hint)


def id_in(kind: SourceKind, url: str, language: str | None) -> str:
    """What a source of that kind, address and language is called.

    >>> id_in("feed", "https://a.example/sv/feed/", "sv"), id_in("feed", "https://a.example/blogi/feed/", "fi")
    ('nyheter', 'blogi')
    """
    fixed = {"wordpress": "news", "sttinfo": "stt", "sitemap": "sitemap"}.get(kind)
    if fixed:
        return fixed
    if "blog" in urlsplit(url).path.lower():
        return {"sv": "blogg", "en": "blog"}.get(language or "fi", "blogi")
    return _IDS.get(language or "", "news")


def named_sitemaps(robots: bytes) -> tuple[str, ...]:
    """The sitemaps that a robots.txt names.

    >>> named_sitemaps(b"User-agent: *\\nDisallow:\\nSitemap: https://a.example/kartta.xml")
    ('https://a.example/kartta.xml',)
    """
    return tuple(Protego.parse(robots[:500_000].decode("utf-8", "replace")).sitemaps)


def _first(what: Try) -> str:
    if what.kind == "wordpress":
        return wordpress.posts_address(what.url)
    return sttinfo.room_address(what.url) if what.kind == "sttinfo" else what.url


def _listed(what: Try, answers: Answers) -> Listed:
    listed = _read(what, answers[_first(what)])
    others = addresses(what, answers)[1:]
    if what.kind == "sttinfo" and others:
        fallback = _read(Try(kind="feed", url=others[0], why="", rank=0), answers[others[0]])
        return listed if fallback.failure else fallback
    if what.kind == "sitemap" and not listed.failure:
        children = [item for child in others for item in _read(what, answers[child]).items]
        return Listed(items=(*listed.items, *children))
    return listed


def _read(what: Try, answer: Fetched | Failure) -> Listed:
    if isinstance(answer, Failure):
        return Listed(failure=answer.reason)
    if answer.status != 200:
        return Listed(failure=f"answered {answer.status}")
    source, url = _source(what), answer.final_url
    if what.kind == "wordpress":
        return wordpress.read_posts(answer.body, url=url, source=source)
    if what.kind == "sttinfo":
        return sttinfo.read_room(answer.body, url=url, source=source)
    if what.kind == "sitemap":
        return read_sitemap(answer.body, url=url, source=source).listed
    if what.kind == "listing":
        return read_listing(answer, source)
    return feeds.read_feed(answer.body, url=url, source=source, content_type=answer.header("Content-Type") or "")


def _source(what: Try) -> Source:
    return Source(name="new/source", organisation="new", kind=what.kind, url=what.url, language=what.hint)


def _children(what: Try, answer: Fetched) -> tuple[str, ...]:
    top = read_sitemap(answer.body, url=answer.final_url, source=_source(what))
    likely = sorted(top.children, key=lambda url: not is_news_address(f"{url}/"))
    return tuple(likely[:_MOST_CHILDREN])


def _fault(what: Try, items: Sequence[Item]) -> str | None:
    """Why what was read is no news after all."""
    if not items:
        return "it lists nothing"
    dated = sum(item.published_at is not None for item in items)
    if what.kind == "sitemap" and sum(is_news_address(item.url) for item in items) < 2:
        return "the sitemap names no page of news"
    if what.kind == "listing" and (dated < 3 if what.rank > 8 else not dated and len(items) < 3):
        return "no list of news found on the page"
    return None


def _spoken(items: Sequence[Item]) -> Counter[str]:
    """In which of our languages the items are, by their words; a sitemap's items say it by their sisters alone."""
    told = (
        detect(item.summary, title=item.title, declared=item.language).code if item.title else None
        for item in items[:_MOST_JUDGED]
    )
    return Counter(code for code in told if code in LANGUAGES)


def _main(spoken: Counter[str]) -> str | None:
    """The language of three items in four; None for a mixed list."""
    best = spoken.most_common(1)
    return best[0][0] if best and best[0][1] * 4 >= 3 * sum(spoken.values()) else None


def _remarks(attempt: Attempt, now: datetime) -> Iterator[str]:
    if attempt.newest and now - attempt.newest > STALE:
        yield f"newest item is {(now - attempt.newest).days} days old"
    if attempt.newest is None and attempt.what.kind != "sitemap":
        yield "no dates"
    if attempt.language is None and len(attempt.languages) > 1:
        yield f"mixed: {', '.join(attempt.languages)}"
    if attempt.what.kind == "listing":
        yield "read by a first guess: name selectors if `kooste sources check` shows too much or too little"
    yield from (note for note in attempt.notes if note.startswith("ill-formed"))
