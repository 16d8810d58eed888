"""What the archive teaches the matcher, and where that is kept: HOME/learned."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Final

from flows.settings import Settings
from stories.knowledge import Knowledge, WordPair, learned, shipped
from stories.learning import Lesson, learn
from stories.weights import Judgement, parsed
from warehouse import link
from warehouse.connection import connect
from warehouse.decisions import rulings
from warehouse.disk import settle
from warehouse.home import Home
from warehouse.lock import writer

_MOST: Final = 2_000
_WAIT: Final = 10.0  # seconds


class Unlearned(Exception):
    """A file of HOME/learned cannot be read; the message names it and says what to do."""


def knowledge(home: Home) -> Knowledge:
    """What the matcher knows in this home: what is shipped, and what `kooste learn --apply` has added.

    Raises Unlearned for a file that somebody has spoilt: no night may quietly judge by other weights.
    """
    words, weights = _files(home)
    try:
        pairs = [_pair(line) for line in words.read_text("utf-8").splitlines()] if words.exists() else []
        judgement = parsed(json.loads(weights.read_text("utf-8"))) if weights.exists() else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unlearned(f"{words.parent} cannot be read ({error}): delete it and run `kooste learn --apply`") from error
    return learned(pairs, judgement)


def lesson(settings: Settings) -> Lesson:
    """What this archive teaches, against what is shipped; changes nothing. Raises TooFew, warehouse.lock.Locked."""
    with writer(settings.home, wait=_WAIT), closing(connect(settings.home)) as connection:
        articles, ties = link.lessons(connection, _MOST)
    return learn(articles, ties, rulings(settings.home).apart, shipped())


def keep(settings: Settings, found: Lesson) -> list[Path]:
    """Writes what was learned into HOME/learned, for the next night on, over what was there; returns the files."""
    words, weights = _files(settings.home)
    words.parent.mkdir(parents=True, exist_ok=True)
    _put(words, _lines(found.words) if found.words else None)
    _put(weights, _judgement(found.weights) if found.weights else None)
    return [path for path in (words, weights) if path.exists()]


def _files(home: Home) -> tuple[Path, Path]:
    return home.root / "learned" / "lexicon.tsv", home.root / "learned" / "weights.json"


def _put(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink(missing_ok=True)
        return
    settle(path, lambda draft: draft.write_text(text, "utf-8"))


def _lines(words: Iterable[WordPair]) -> str:
    return "".join("\t".join(map(str, word)) + "\n" for word in words)


def _pair(line: str) -> WordPair:
    language, word, other, meant, trust = line.split("\t")
    if not 0 < float(trust) <= 1:
        raise ValueError(f"a trust of {trust}")
    return language, word, other, meant, float(trust)


def _judgement(weights: Judgement) -> str:
    return json.dumps(asdict(weights), ensure_ascii=False, indent=1, default=dict) + "\n"
