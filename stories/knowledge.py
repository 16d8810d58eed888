"""What a matcher works with: its lexicon, its weights, and the version under which its judgements are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from stories.lexicon import Lexicon, lexicon
from stories.weights import Judgement, judgement

WordPair = tuple[str, str, str, str, float]
"""Language, word, other language, word, trust 0-1."""
_READ: Final = (
    "addresses", "amounts", "assignment", "background", "blocks", "comparison", "duplicates", "facts", "habits",
    "lemmas", "lexicon", "linking", "marks", "matcher", "names", "partners", "pictures", "profile",
    "references", "structure", "surprise", "variants", "vetoes", "weights",
)  # fmt: skip
"""The modules whose text decides how a pair is judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """A matcher's lexicon and weights; `version` names them and the code, such as 2026-11-21+3fa94c1b."""

    lexicon: Lexicon
    judgement: Judgement
    version: str


@lru_cache(maxsize=1)
def shipped() -> Knowledge:
    """What Kooste ships, before it has learned anything from an archive."""
    return Knowledge(lexicon=lexicon(), judgement=judgement(), version=f"{judgement().version}+{_digest()}")


def learned(pairs: Sequence[WordPair], weights: Judgement | None) -> Knowledge:
    """What is shipped, with word pairs and weights learned from an archive; with neither, what is shipped."""
    if not pairs and weights is None:
        return shipped()
    chosen = weights or judgement()
    mark = hashlib.sha256(repr((sorted(pairs), chosen)).encode()).hexdigest()[:8]
    version = f"{chosen.version}+{_digest()}+learned-{mark}"
    return Knowledge(lexicon=lexicon().taught(pairs), judgement=chosen, version=version)


@lru_cache(maxsize=1)
def _digest() -> str:
    """Of everything packaged that decides; computed, so that nobody has to remember to count a version up."""
    room = files("stories")
    data = room / "data" / "variants"
    texts = [(room / f"{name}.py").read_bytes() for name in _READ]
    texts += [(data / name).read_bytes() for name in ("lexicon.tsv.xz", "weights.json")]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:8]
