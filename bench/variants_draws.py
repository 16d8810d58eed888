"""Organisations' news made of texts that stand in two languages side by side: each draw hides other halves.

A third of the texts keeps both languages, a third only the first, a third only the second, so that most have no partner
and the likest stranger is tempting.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from stories.match import article
from stories.model import Article

Cut = tuple[str, str, str]
"""An outlet, a text's first language and its second, each as headline and lead with a line break between."""
_DAY: Final = "2026-10-05T09:00:00+03:00"
_OUTLETS: Final = 3
"""Single sentences come from no outlet: they are dealt out to this many."""


def draws(path: Path, seeds: Sequence[int]) -> Iterator[tuple[str, list[Article], dict[str, str]]]:
    """Named sets of articles with their stories, from lines {"id", "corpus", "fi": [sentence], "sv": [sentence]}."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    for seed in seeds:
        for name, cut in _CUTS.items():
            texts = [text for n, line in enumerate(lines) for text in cut(line, n + seed)]
            yield f"{name}-{seed}", *_drawn(f"{name}-{seed}", texts, seed)


def _drawn(name: str, texts: Sequence[Cut], seed: int) -> tuple[list[Article], dict[str, str]]:
    """Which half is hidden, the order after shuffling decides."""
    articles: list[Article] = []
    for number, (outlet, fi, sv) in enumerate(random.Random(seed).sample(list(texts), len(texts))):
        for language, text, hidden in (("fi", fi, 0), ("sv", sv, 1)):
            if number % 3 != hidden:
                articles.append(_article(f"{name}/{number}-{language}", outlet, language, text))
    return articles, {a.article_id: a.article_id.rsplit("-", 1)[0] for a in articles}


def _article(name: str, outlet: str, language: str, text: str) -> Article:
    title, _, summary = text.partition("\n")
    told = {"id": name, "organisation": outlet, "published_at": _DAY, "language": language}
    return article({**told, "title": title, "summary": summary})


def _headlines(line: Mapping[str, Any], number: int) -> list[Cut]:
    return [(_outlet(line), line["fi"][0], line["sv"][0])] if len(line["fi"]) > 1 else []


def _leads(line: Mapping[str, Any], number: int) -> list[Cut]:
    return _pieces(line, 0)[:1]


def _chunks(line: Mapping[str, Any], number: int) -> list[Cut]:
    return _pieces(line, number % 2)


def _sentences(line: Mapping[str, Any], number: int) -> list[Cut]:
    return [(f"{line['corpus']}{number % _OUTLETS}", *_both(line, 0, 1))] if len(line["fi"]) == 1 else []


def _pieces(line: Mapping[str, Any], first: int) -> list[Cut]:
    return [(_outlet(line), *_both(line, at, at + 2)) for at in range(first, len(line["fi"]) - 1, 2)]


def _both(line: Mapping[str, Any], start: int, end: int) -> tuple[str, str]:
    return "\n".join(line["fi"][start:end]), "\n".join(line["sv"][start:end])


def _outlet(line: Mapping[str, Any]) -> str:
    return str(line["id"]).rsplit(".", 1)[0]


_CUTS: Final[Mapping[str, Callable[[Mapping[str, Any], int], list[Cut]]]] = {
    "headlines": _headlines,
    "leads": _leads,
    "chunks": _chunks,
    "sentences": _sentences,
}
