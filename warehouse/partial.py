"""As much of an article as one of its readers asks for: the rest is left empty."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from stories.model import Article

_UNTOLD: Final[dict[str, Any]] = {
    "source": "",
    "url": "",
    "language_confidence": 1.0,
    "languages": (),
    "published_at": None,
    "precision": "none",
    "seen_at": datetime(1970, 1, 1, tzinfo=UTC),
    "kind": "news",
    "content_hash": "",
}


def partial_article(**told: Any) -> Article:
    """An article with the given fields; id, organisation, title, summary, body and language are among them."""
    return Article(**(_UNTOLD | told))
