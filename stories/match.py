"""`kooste match`: judges loose lines of news without a warehouse, one line in, one line a pair out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from stories.language import detect
from stories.model import Alternate, Article, Language
from stories.variants import judge

_HELSINKI: Final = ZoneInfo("Europe/Helsinki")
_EPOCH: Final = datetime.fromtimestamp(0, UTC)


def match_lines(lines: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Pairs judged the same story among lines of the contract's item format, sorted by their ids.

    A missing language is detected; what a feed declares is only a hint. A line without an `id` raises ValueError.
    """
    articles = {a.article_id: a for a in map(article, lines)}
    for variant in judge(list(articles.values())):
        if variant.relation != "possible":
            yield {
                "left": variant.left,
                "right": variant.right,
                "relation": variant.relation,
                "score": variant.score,
                "evidence": list(variant.evidence),
            }


def article(line: Mapping[str, Any]) -> Article:
    """One line of the contract's item format as an article; text fields may be missing, `id` may not."""
    if not line.get("id"):
        raise ValueError("a line has no id")
    title, summary, body = (_text(line.get(k)) for k in ("title", "summary", "body"))
    language = _language(line, title, f"{summary}\n{body}".strip())
    published = _instant(line.get("published_at"))
    return Article(
        article_id=str(line["id"]),
        organisation=_text(line.get("organisation")),
        source=_text(line.get("source")),
        url=_text(line.get("url")),
        title=title,
        summary=summary,
        body=body,
        language=language.code,
        language_confidence=language.confidence,
        languages=language.languages,
        declared_language=line.get("feed_language"),
        published_at=published,
        precision="minute" if published else "none",
        seen_at=published or _EPOCH,
        kind="news",
        release=line.get("release"),
        group=line.get("group"),
        alternates=_alternates(line.get("alternates")),
        content_hash=hashlib.sha256(f"{title}\0{summary}\0{body}".encode()).hexdigest(),
    )


def _language(line: Mapping[str, Any], title: str, text: str) -> Language:
    if line.get("language"):
        return Language(code=str(line["language"]), confidence=1.0, languages=(str(line["language"]),))
    return detect(text, title=title, declared=line.get("feed_language"))


def _alternates(given: Any) -> tuple[Alternate, ...]:
    if isinstance(given, Mapping):
        given = [{"language": language, "url": url} for language, url in given.items()]
    named = given if isinstance(given, list) else []
    return tuple(
        Alternate(language=str(a["language"]).lower()[:2], url=str(a["url"]), origin=str(a.get("origin") or "hreflang"))
        for a in named
        if isinstance(a, Mapping) and a.get("language") and a.get("url")
    )


def _instant(given: Any) -> datetime | None:
    """An aware UTC instant; a time without a zone is Finland's, and what is no time at all is None."""
    try:
        read = datetime.fromisoformat(str(given))
        return (read if read.tzinfo else read.replace(tzinfo=_HELSINKI)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _text(given: Any) -> str:
    return given if isinstance(given, str) else ""
