"""Labelled sets of articles, and every pair of them that the matcher compares, with its figures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from zlib import crc32

from stories.blocks import language_pairs
from stories.match import article
from stories.matcher import Matcher
from stories.model import Article
from stories.vetoes import contradictions

BRIEF_BELOW: Final = 24


@dataclass(frozen=True, slots=True)
class Pair:
    """One compared pair of a data set with its label, its features and what contradictions take off."""

    data: str
    languages: tuple[str, str]
    organisation: str
    left: str
    right: str
    same: bool
    features: dict[str, float]
    against: float

    @property
    def brief(self) -> bool:
        """Which of the two judgements the pair belongs to."""
        return self.features["size"] < BRIEF_BELOW


def read(data: Path) -> tuple[list[Article], dict[str, str]]:
    """Articles with the labelled language: the judgement is trained apart from the detection of languages."""
    start = f"{data}/" if data.is_dir() else f"{data}."
    items, gold = Path(f"{start}items.jsonl"), Path(f"{start}gold.jsonl")
    truth = {line["id"]: line for line in _lines(gold)}
    found = [article({**line, "language": truth[line["id"]]["language"]}) for line in _lines(items)]
    return found, {key: line["story"] for key, line in truth.items()}


def _lines(path: Path) -> Iterator[dict[str, str]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def compared(name: str, articles: Sequence[Article], story: dict[str, str], window: timedelta) -> list[Pair]:
    """Every pair of two languages within a window of publication; `story` labels articles by id."""
    known = sorted(articles, key=lambda a: a.article_id)
    by_id = {a.article_id: a for a in known}
    matcher = Matcher(known, window)
    return [
        Pair(
            name,
            languages,
            by_id[c.left].organisation,
            c.left,
            c.right,
            story[c.left] == story[c.right],
            dict(c.features),
            sum(cost for cost, _ in contradictions(matcher.profiles[c.left], matcher.profiles[c.right])),
        )
        for languages in language_pairs(known)
        for c in matcher.compared(*languages, None)
    ]


def _headline(article: Article) -> Article:
    return replace(article, summary="", body="")


def _lead(article: Article) -> Article:
    return replace(article, body="" if article.summary else article.body[:150])


def _mixed(article: Article) -> Article:
    """Three of ten texts as their headline, three as their lead, four whole; which, its id decides."""
    draw = crc32(article.article_id.encode()) % 10
    return _headline(article) if draw < 3 else _lead(article) if draw < 6 else article


CUTS: Final[tuple[Callable[[Article], Article], ...]] = (_headline, _lead, _mixed)
"""Ways to shorten a text to what feeds carry of it."""
