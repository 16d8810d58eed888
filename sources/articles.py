"""An item and what its page said, made into an article: whose words count, in which language, of what kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from sources.addresses import article_id
from sources.items import paragraphs
from sources.plain import summary_of
from stories.dates import HELSINKI
from stories.kinds import kind as kind_of
from stories.language import detect
from stories.model import Alternate, Article, Attachment, Item, Kind, Organisation, Precision, Reading
from stories.occasions import occasions as occasions_of

# A listing that carries at least this share of the page's text carries the whole text, without the page's furniture.
_WHOLE = 0.7
_LEAST_BODY = 200


def article(
    item: Item, page: Reading | None, organisation: Organisation, *, seen_at: datetime, kind: Kind | None = None
) -> Article:
    """One article from its line in a listing and its page; None for a page that was not or could not be read.

    The listing's own text wins where it is whole; title and date are the listing's when it gives them; language,
    kind and occasions are judged from the text.
    """
    body, listed = page.body if page else "", paragraphs(item.content, item.url)
    if len(listed) >= max(_WHOLE * len(body), _LEAST_BODY if body else 1):
        body = listed
    title = item.title or (page.title if page else "")
    summary = item.summary or (page.summary if page else "") or summary_of(body)
    declared = (page.language if page else None) or item.language
    names = (*organisation.name.values(), *organisation.aliases)
    language = detect(body or summary, title=title, declared=declared, names=names)
    published_at, precision = published(item, page)
    occasions = occasions_of(title=title, body=body, published_at=published_at, summary=summary)
    judged = kind or kind_of(title=title, summary=summary, body=body, occasions=occasions, language=language.code)[0]
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
        occasions=occasions,
        content_hash=content_hash(title, summary, body, attachments),
    )


def published(item: Item, page: Reading | None) -> tuple[datetime | None, Precision]:
    """The first publication: the listing's instant, unless it tells only the day and the page the hour of that day."""
    if page is None or page.published_at is None:
        return item.published_at, item.precision
    if item.published_at is None or (
        item.precision == "day" and _local_day(item.published_at) == _local_day(page.published_at)
    ):
        return page.published_at, page.precision
    return item.published_at, item.precision


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
