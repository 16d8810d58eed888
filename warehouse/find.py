"""`search()` with snippets: the best articles for a few words, and the place in each where the words stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from warehouse.snapshot import Snapshot
from warehouse.snippet import snippet
from warehouse.words import word

_LANGUAGES: Final = ("fi", "sv", "en", "se")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found; `score` compares within one search, `snippet` is one line of its text."""

    article_id: str
    story_id: str
    title: str
    language: str
    organisation: str
    published_at: datetime | None
    url: str
    score: float
    snippet: str


def find(snapshot: Snapshot, words: str, *, language: str | None = None, most: int = 20) -> list[Hit]:
    """The best `most` articles that hold all the words, best first; only those written in `language` when it is given.

    The words are found in any form and in other languages; `word*` is a beginning, "several words" a phrase.
    """
    told = snapshot.rows("read/search_forms", words=words, language=language)
    if any(row["is_guess"] for row in told) and '"' not in words:
        words = _understood(snapshot, words, [row["word"] for row in told if row["is_guess"]])
        told = snapshot.rows("read/search_forms", words=words, language=language)
    # What the words may stand as is worked out once: it costs as much as all the rest.
    asked = [term for row in told for term in row["terms"]]
    rows = snapshot.rows("read/search", asked=asked, words=words, most=most)
    forms = {form for row in told for form in row["forms"]}
    shown = [{name: value for name, value in row.items() if name not in ("summary", "body")} for row in rows]
    return [Hit(**hit, snippet=_shown(row, forms)) for hit, row in zip(shown, rows, strict=True)]


def _understood(snapshot: Snapshot, words: str, unknown: list[str]) -> str:
    """The words, those that no text has in this form replaced by their dictionary form."""
    roots = {text: [word(text, code).root for code in _LANGUAGES] for text in unknown}
    asked = sorted({root for found in roots.values() for root in found})
    known = {row["form"] for row in snapshot.rows("read/search_known", forms=asked)}
    better = {text: next((root for root in found if root in known), text) for text, found in roots.items()}
    return " ".join(better.get(text.lower(), text) for text in words.split())


def _shown(row: dict[str, str], forms: set[str]) -> str:
    return snippet(row["body"] or row["summary"], forms)
