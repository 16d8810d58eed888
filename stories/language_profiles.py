"""langdetect's n-gram profiles and our own Northern Sámi one, as log-probabilities that add up exactly.

langdetect draws n-grams at random and loads its profiles under the feet of other threads; here every n-gram counts
once, and the profiles are whole before anyone sees them. Sources: `data/language/SOURCES.md`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from langdetect.detector_factory import PROFILES_DIRECTORY
from numpy.typing import NDArray

SMOOTHING = 0.5 / 10_000  # langdetect's ALPHA_DEFAULT / BASE_FREQ
OWN = ("se",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """All profiles as one table: `table[index[gram]]` is the log-probability of a gram in each of `codes`."""

    codes: tuple[str, ...]
    index: Mapping[str, int]
    table: NDArray[np.float32]

    def evidence(self, word: str) -> NDArray[np.float32]:
        """The summed log-probabilities of a word's 1-, 2- and 3-grams, one number a language."""
        whole = f" {word} "
        grams = [*word, *(whole[at : at + size] for size in (2, 3) for at in range(len(whole) - size + 1))]
        known = [at for at in map(self.index.get, grams) if at is not None]
        total: NDArray[np.float32] = np.add.reduce(self.table.take(known, axis=0), axis=0)
        return total


_lock = Lock()
_loaded: list[Profiles] = []


def profiles() -> Profiles:
    """The profiles, read once; a thread that comes early waits."""
    if not _loaded:
        with _lock:
            if not _loaded:
                _loaded.append(_read())
    return _loaded[0]


def _read() -> Profiles:
    paths = [path for path in sorted(Path(PROFILES_DIRECTORY).iterdir()) if path.is_file()]
    texts = [path.read_text("utf-8") for path in paths]
    texts += [files("stories").joinpath(f"data/language/{code}.json").read_text("utf-8") for code in OWN]
    return _tabled([json.loads(text) for text in texts])


def _tabled(found: Sequence[Mapping[str, Any]]) -> Profiles:
    """langdetect's own frequencies: a gram's count among all grams of its length."""
    index: dict[str, int] = {}
    columns = [
        [(index.setdefault(gram, len(index)), count, len(gram)) for gram, count in one["freq"].items()] for one in found
    ]
    table = np.zeros((len(index), len(found)), np.float32)
    for column, (one, cells) in enumerate(zip(found, columns, strict=True)):
        rows, counts, lengths = np.array(cells).T
        table[rows, column] = counts / np.array(one["n_words"])[lengths - 1]
    codes = tuple(str(one["name"]) for one in found)
    return Profiles(codes=codes, index=index, table=np.log(table + np.float32(SMOOTHING)))
