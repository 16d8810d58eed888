"""From an organisation's home page to its registry entry: which sources it has, in which languages, under which names.

Pure: `discover` looks at the answers fetched so far and says what it found, or which addresses it wants next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, count, islice
from urllib.parse import urljoin

from sources.addresses import is_front, normalise
from sources.attempts import STALE, Attempt, Try, addresses, attempted, is_feed, named_sitemaps, short_id
from sources.frontpages import FrontPage, Sign, read_front, site_of, well_known
from sources.http import Failure
from sources.naming import agreed
from sources.selection import chosen
from stories.model import SourceKind
from stories.visit import Fetched

Answer = Fetched | Failure
_MOST_TRIES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSource:
    """A source that was tried and lists something; `remarks` are what an operator should know of it."""

    id: str
    kind: SourceKind
    url: str
    why: str
    language: str | None = None
    items: int = 0
    newest: datetime | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What discovery knows: `wanted` are addresses to fetch before it can go on, `failure` why it cannot.

    `left_out` are addresses that a page named, each with the reason why it is no source of its own.
    """

    website: str
    names: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sources: tuple[FoundSource, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What one stage of the search wants fetched for its own use, and which addresses it takes for sources."""

    wanted: tuple[str, ...] = ()
    tries: tuple[Try, ...] = ()


def discover(url: str, answers: Mapping[str, Answer], *, now: datetime) -> Found:
    """What the answers so far tell of the organisation at `url`; ask again with what is `wanted` until nothing is.

    A surer kind of source ends the search for a language: what pages declare, what their news pages declare,
    well-known addresses, sitemaps, and the news pages themselves as lists.
    """
    start, given = _start(url, answers)
    home = answers.get(start)
    if home is None:
        return _wanting(url, [start])
    if isinstance(home, Failure) or home.status != 200:
        return Found(website=start, names={}, failure=_reason(home))
    front = read_front(home)
    if front is None:
        return Found(website=start, names={}, failure="the page is empty")
    missing = [address for _, address in front.sisters if address not in answers]
    if missing:
        return _wanting(url, missing)
    fronts, apart = _fronts(replace(front, signs=(*given, *front.signs)), answers)
    found = _searched(fronts, apart, answers, now)
    return replace(found, website=_website(start, front.url))


def _start(url: str, answers: Mapping[str, Answer]) -> tuple[str, tuple[Sign, ...]]:
    """Where the search starts: at the address, or at its site's front page when the address is itself a feed."""
    answer = answers.get(url)
    if not isinstance(answer, Fetched) or not is_feed(answer):
        return url, ()
    return urljoin(answer.final_url, "/"), (Sign(kind="feed", url=url, why="the address given is a feed", rank=0),)


def _website(asked: str, final: str) -> str:
    """The front page to write down: a site's root stays the root when it merely leads on to a language."""
    root = urljoin(final, "/")
    return root if is_front(final) and normalise(asked) == urljoin(asked, "/") else final


def _wanting(url: str, wanted: Iterable[str]) -> Found:
    return Found(website=url, names={}, wanted=tuple(dict.fromkeys(wanted)))


def _reason(answer: Answer) -> str:
    return answer.reason if isinstance(answer, Failure) else f"answered {answer.status}"


def _fronts(home: FrontPage, answers: Mapping[str, Answer]) -> tuple[list[FrontPage], list[tuple[str, str]]]:
    """The home page and its sisters; a sister on another site must link back, or it is somebody else's."""
    fronts, apart = [home], []
    for language, address in home.sisters:
        answer = answers[address]
        sister = read_front(answer, language) if isinstance(answer, Fetched) and answer.status == 200 else None
        if sister is None:
            apart.append((address, f"{language}: {_reason(answer)}"))
        elif site_of(sister.url) != site_of(home.url) and site_of(home.url) not in sister.sites:
            apart.append((address, f"{language}: does not link back to {site_of(home.url)}"))
        elif all(sister.url != front.url for front in fronts):
            fronts.append(sister)
    return fronts, apart


def _searched(
    fronts: list[FrontPage], apart: list[tuple[str, str]], answers: Mapping[str, Answer], now: datetime
) -> Found:
    attempts: list[Attempt] = []
    for stage in (_declared, _declared_on_news_pages, _guessed, _mapped, _listed):
        step = stage(fronts, _uncovered(fronts, attempts, now), answers)
        wanted = [*step.wanted, *(address for one in step.tries for address in addresses(one, answers))]
        missing = [address for address in wanted if address not in answers]
        if missing:
            return _wanting(fronts[0].url, missing)
        attempts += [attempted(one, answers) for one in step.tries]
    return _settled(fronts, apart, attempts, now)


def _uncovered(fronts: list[FrontPage], attempts: list[Attempt], now: datetime) -> list[FrontPage]:
    """The front pages in whose language no living source lists anything yet."""
    living = [one for one in attempts if one.is_good and not (one.newest and now - one.newest > STALE)]
    spoken = {language for one in living for language in one.languages}
    sites = {site_of(one.what.url) for one in living if one.what.kind == "sitemap"}
    return [
        front
        for front in fronts
        if site_of(front.url) not in sites and (front.language not in spoken if front.language else not living)
    ]


def _declared(fronts: list[FrontPage], _open: list[FrontPage], _answers: Mapping[str, Answer]) -> _Step:
    """What the front pages name themselves."""
    return _Step(tries=tuple(_of_signs(fronts, 0)))


def _of_signs(pages: Iterable[FrontPage], later: int) -> Iterator[Try]:
    found: dict[tuple[str, str], Try] = {}
    for page in pages:
        for sign in page.signs:
            found.setdefault(
                (sign.kind, sign.url),
                Try(
                    kind=sign.kind,
                    url=sign.url,
                    why=sign.why,
                    rank=sign.rank + later,
                    hint=page.language,
                    is_part=sign.is_part,
                    is_declared=True,
                ),
            )
    yield from islice(found.values(), _MOST_TRIES)


def _declared_on_news_pages(
    fronts: list[FrontPage], uncovered: list[FrontPage], answers: Mapping[str, Answer]
) -> _Step:
    """What the news pages name: many sites declare the feed only there."""
    wanted = tuple(address for front in uncovered for address in front.lists)
    if any(address not in answers for address in wanted):
        return _Step(wanted=wanted)
    pages = (
        read_front(answer, front.language)
        for front in uncovered
        for address in front.lists
        if isinstance(answer := answers[address], Fetched) and answer.status == 200
    )
    known = {(sign.kind, sign.url) for front in fronts for sign in front.signs}
    tries = _of_signs((page for page in pages if page), 1)
    return _Step(wanted=wanted, tries=tuple(one for one in tries if (one.kind, one.url) not in known))


def _guessed(_fronts: list[FrontPage], uncovered: list[FrontPage], _answers: Mapping[str, Answer]) -> _Step:
    """Well-known addresses of feeds."""
    why = "a well-known address that answers with a feed"
    return _Step(
        tries=tuple(
            Try(kind="feed", url=address, why=why, rank=6, hint=front.language)
            for front in uncovered
            for address in well_known(front.url, front.language)
        )
    )


def _mapped(fronts: list[FrontPage], uncovered: list[FrontPage], answers: Mapping[str, Answer]) -> _Step:
    """Sitemaps, where nothing better was found in any language: they would tell the same again."""
    if len(uncovered) < len(fronts):
        return _Step()
    robots = tuple(dict.fromkeys(urljoin(front.url, "/robots.txt") for front in uncovered))
    if any(address not in answers for address in robots):
        return _Step(wanted=robots)
    tries: list[Try] = []
    for address in robots:
        answer = answers[address]
        told = named_sitemaps(answer.body) if isinstance(answer, Fetched) and answer.status == 200 else ()
        own = [one for one in told if site_of(one) == site_of(address)][:3]
        why = "robots.txt names this sitemap" if own else "the site's sitemap"
        tries += [Try(kind="sitemap", url=one, why=why, rank=7) for one in own or [urljoin(address, "/sitemap.xml")]]
    return _Step(wanted=robots, tries=tuple(tries))


def _listed(_fronts: list[FrontPage], uncovered: list[FrontPage], _answers: Mapping[str, Answer]) -> _Step:
    """The news pages as lists, and last the front page itself."""
    why = "no feed found; this page lists news"
    last = "no feed and no news page found; the front page lists news"
    tries = [
        Try(kind="listing", url=address, why=why, rank=8, hint=front.language)
        for front in uncovered
        for address in front.lists
    ]
    fallback = [Try(kind="listing", url=front.url, why=last, rank=9, hint=front.language) for front in uncovered]
    named = {one.url for one in tries}
    return _Step(tries=(*tries, *(one for one in fallback if one.url not in named)))


def _settled(fronts: list[FrontPage], apart: list[tuple[str, str]], attempts: list[Attempt], now: datetime) -> Found:
    named = agreed((front.language, front.claims, front.aliases) for front in fronts)
    kept, redundant = chosen(attempts, now)
    broken = [(one.what.url, one.failure) for one in attempts if one.failure and one.what.is_declared]
    return Found(
        website=fronts[0].url,
        names=named.names,
        aliases=named.aliases,
        languages=tuple(dict.fromkeys(front.language for front in fronts if front.language)),
        sources=tuple(_named(kept, now)),
        left_out=tuple(dict.fromkeys((*apart, *broken, *redundant))),
        evidence=named.evidence,
    )


def _named(kept: Iterable[Attempt], now: datetime) -> Iterator[FoundSource]:
    """The chosen attempts under ids that stand once each: a second "news" in Swedish is "news-sv"."""
    used: set[str] = set()
    for one in kept:
        stem = short_id(one)
        spoken = [f"{stem}-{one.language}"] if one.language else []
        free = (
            name for name in chain((stem, *spoken), (f"{stem}-{number}" for number in count(2))) if name not in used
        )
        name = next(free)
        used.add(name)
        yield FoundSource(
            id=name,
            kind=one.what.kind,
            url=one.url,
            why=one.what.why,
            language=one.language,
            items=len(one.items),
            newest=one.newest,
            remarks=one.remarks(now),
        )
