"""An item and what its page said, made into an article: whose words count, in which language, of what kind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sources.addresses import article_id
from sources.fragments import is_longer_by_furniture, own_text
from sources.images import images_in
from sources.plain import summary_of
from sources.refrains import line_print, page_print, refrains_of, remembered, without_refrains
from stories.dates import HELSINKI
from stories.kinds import kind as kind_of
from stories.language import detect
from stories.model import Alternate, Article, Attachment, Item, Kind, Occasion, Organisation, Precision, Reading
from stories.occasions import occasions as occasions_of

# A listing that carries at least this share of the page's text carries the whole text, without the page's furniture.
_WHOLE = 0.7
_LEAST_BODY = 200
_MOST_NOTES = 3
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[\s?(?:…|\.\.\.)\s?\])\s*$")
_CLOCKS_DIFFER = timedelta(days=1)
_UNTOLD: tuple[None, Precision] = (None, "none")


def article(
    item: Item, page: Reading | None, organisation: Organisation, *, seen_at: datetime, kind: Kind | None = None
) -> Article:
    """One article from its line in a listing and its page; None for a page that was not or could not be read.

    The listing's own text wins where it is whole; title and date are the listing's when it gives them; language,
    kind and occasions are judged from the text.
    """
    body = body_of(item, page)
    title = item.title or (page.title if page else "")
    summary = _lead(item.summary, body) or (page.summary if page else "") or summary_of(body)
    declared = (page.language if page else None) or item.language
    names = (*organisation.name.values(), *organisation.aliases)
    language = detect(body or summary, title=title, declared=declared, names=names)
    published_at, precision = published(item, page, seen_at)
    occasions = occasions_of(title=title, body=body, published_at=published_at, summary=summary)
    judged = kind or _judged(title, summary, body, occasions, language.code, published_at)
    attachments = page.attachments if page else ()
    return Article(
        article_id=article_id(item.url),
        organisation=organisation.id,
        source=item.source,
        url=item.url,
        title=title,
        summary=summary,
        body=body,
        language=language.code,
        language_confidence=language.confidence,
        languages=language.languages,
        declared_language=declared,
        published_at=published_at,
        precision=precision,
        modified_at=(page.modified_at if page else None) or item.modified_at,
        seen_at=seen_at,
        kind=judged,
        release=page.release if page else None,
        group=item.group,
        categories=tuple(dict.fromkeys((*item.categories, *(page.categories if page else ())))),
        alternates=_merged(item.alternates, page.alternates if page else ()),
        attachments=attachments,
        images=(page.images if page else ()) or images_in(item.content, item.url, item.title),
        authors=tuple(dict.fromkeys((*item.authors, *(page.authors if page else ())))),
        occasions=occasions,
        content_hash=content_hash(title, summary, body, attachments),
    )


def _lead(summary: str, body: str) -> str:
    """The listing's summary, unless the platform cut it off and the whole text is at hand."""
    return "" if body and _CUT_OFF.search(summary) else summary


def _judged(
    title: str, summary: str, body: str, found: tuple[Occasion, ...], language: str, published_at: datetime | None
) -> Kind:
    told = kind_of(
        title=title, summary=summary, body=body, occasions=found, language=language, published_at=published_at
    )
    return told[0]


def with_body(told: Article, body: str, organisation: Organisation) -> Article:
    """An article with another body: everything that is judged from the text is judged again."""
    summary = summary_of(body) if told.summary == summary_of(told.body) else told.summary
    names = (*organisation.name.values(), *organisation.aliases)
    language = detect(body or summary, title=told.title, declared=told.declared_language, names=names)
    occasions = occasions_of(title=told.title, body=body, published_at=told.published_at, summary=summary)
    judged = kind_of(title=told.title, summary=summary, body=body, occasions=occasions, language=language.code)[0]
    return replace(
        told,
        body=body,
        summary=summary,
        language=language.code,
        language_confidence=language.confidence,
        languages=language.languages,
        occasions=occasions,
        kind=told.kind if told.kind == "page_update" else judged,
        content_hash=content_hash(told.title, summary, body, told.attachments),
    )


def without_furniture(
    articles: Sequence[Article], before: Sequence[str], organisation: Organisation
) -> tuple[tuple[Article, ...], tuple[str, ...], tuple[str, ...]]:
    """Tonight's articles of one source without what stands on all its pages, the page prints to remember, and notes.

    `before` are the prints of earlier nights, since most nights bring a page or two. Without articles there is nothing
    new to remember: no prints.
    """
    if not articles:
        return (), (), ()
    prints = remembered(before, (page_print(told.url, told.language, told.body) for told in articles))
    refrains, cleaned, notes = refrains_of(prints), [], dict[str, None]()
    old = frozenset[str]().union(*refrains_of(before).values())  # told on the night they were learnt
    for told in articles:
        body, cut = without_refrains(told.body, refrains.get(told.language, frozenset()))
        cleaned.append(with_body(told, body, organisation) if cut else told)
        notes |= dict.fromkeys(line for line in cut if line_print(line) not in old)
    cut_notes = [
        f"stands on the site's other pages, too, and was cut: '{' '.join(line.split())[:60]}'" for line in notes
    ]
    return tuple(cleaned), prints, tuple(cut_notes[:_MOST_NOTES])


def body_of(item: Item, page: Reading | None) -> str:
    """The text that counts: the listing's own where it is whole, unless it is the page's with furniture besides."""
    body, listed = page.body if page else "", own_text(item.content, item.url, item.title)
    is_whole = len(listed) >= max(_WHOLE * len(body), _LEAST_BODY if body else 1)
    return listed if is_whole and not is_longer_by_furniture(listed, body) else body


def published(item: Item, page: Reading | None, seen_at: datetime) -> tuple[datetime | None, Precision]:
    """The first publication: the listing's instant, unless it tells only the day and the page the hour of that day.

    An instant that has not come yet is nobody's publication: it would stand above all news until it comes.
    """
    listed = _past(item.published_at, item.precision, seen_at)
    told = _past(page.published_at, page.precision, seen_at) if page else _UNTOLD
    if listed[0] is None or (told[0] and listed[1] == "day" and _local_day(listed[0]) == _local_day(told[0])):
        return told
    return listed


def _past(instant: datetime | None, precision: Precision, seen_at: datetime) -> tuple[datetime | None, Precision]:
    return (instant, precision) if instant and instant <= seen_at + _CLOCKS_DIFFER else _UNTOLD


def _local_day(instant: datetime) -> date:
    return instant.astimezone(HELSINKI).date()


def content_hash(title: str, summary: str, body: str, attachments: Iterable[Attachment]) -> str:
    """A digest (SHA-256, hex) of what a reader sees: it changes when a reader would see a change."""
    seen = (title, summary, body, *(attachment.url for attachment in attachments))
    return hashlib.sha256("\0".join(" ".join(text.split()) for text in seen).encode()).hexdigest()


def _merged(listed: Iterable[Alternate], on_page: Iterable[Alternate]) -> tuple[Alternate, ...]:
    """Each address once; what the page says comes first, since it is the publisher's newest word."""
    found: dict[str, Alternate] = {}
    for alternate in (*on_page, *listed):
        found.setdefault(alternate.url, alternate)
    return tuple(found.values())
