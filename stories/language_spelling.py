"""How words are spelled in each language: a compact table of letter groups, learned from word lists.

A word's evidence is the sum of the weights of its letter groups (1–4 letters) and of the word itself; a text's
evidence is the sum over its words. Compiled by `bench/language_model.py`; sources in `data/language/SOURCES.md`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

CLASSES = ("fi", "sv", "en", "se", "smn", "sms", "no", "da", "et", "de", "so", "other")
SIZE = 1 << 18
LONGEST_GROUP = 4
LONGEST_WORD = 30


def slots(word: str) -> list[int]:
    """Where in the table a lower-case word's evidence lies: one slot a letter group, one for the whole word."""
    raw = f" {word[:LONGEST_WORD]} ".encode("utf-16-le", "replace")
    groups = [raw] if len(raw) > 2 * LONGEST_GROUP else []
    for size in range(2, 2 * LONGEST_GROUP + 1, 2):
        groups += [raw[at : at + size] for at in range(0, len(raw) - size + 1, 2)]
    return [crc32(group) & (SIZE - 1) for group in groups]  # SIZE is a power of two


@cache
def table() -> tuple[NDArray[np.int8], float]:
    """The weights, int8 [SIZE, classes], and what one step of them is worth in nats."""
    with files("stories").joinpath("data/language/spelling.npz").open("rb") as packed, np.load(packed) as found:
        return found["table"], float(found["scale"])


def evidence(word: str) -> NDArray[np.float64]:
    """Log-odds of each class for one lower-case word."""
    weights, scale = table()
    total: NDArray[np.float64] = np.add.reduce(weights.take(slots(word), axis=0), axis=0, dtype=np.int32) * scale
    return total
