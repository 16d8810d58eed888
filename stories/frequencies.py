"""How common words are, by wordfreq's lists: laid out quicker than wordfreq does it, without its rarest words."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from wordfreq import cB_to_freq, freq_to_zipf, get_frequency_list, zipf_frequency
from wordfreq.tokens import lossy_tokenize

COUNTED: Final = frozenset({"fi", "sv", "en"})
RARE: Final = 1.5
"""On the Zipf scale; below it no weight tells words apart, and that is half of all words of a list."""
_LEAST: Final = round((9 - RARE) * 100)  # a share in centibels, as wordfreq counts
_LETTERS: Final = re.compile(r"[a-zåäöé]+")


def frequency(word: str, language: str) -> float:
    """How common a lower-case word is on the Zipf scale, as wordfreq tells it; below `RARE` it may be 0.

    A plain one is looked up without wordfreq's own way of cutting texts.

    >>> frequency("järjestö", "fi"), frequency("sol-och-vår", "sv"), frequency("sananhelinä", "fi")
    (4.45, 4.53, 0.0)
    """
    known = shares(language)
    if _LETTERS.fullmatch(word):
        share = known.get(word, 0.0)
        return round(math.log10(share) + 9, 2) if share else 0.0
    tokens = lossy_tokenize(word, language)
    if any(sign.isdigit() for token in tokens for sign in token):
        return zipf_frequency(word, language)
    if not tokens or not all(token in known for token in tokens):
        return 0.0
    share = 1 / sum(1 / known[token] for token in tokens)
    return round(freq_to_zipf(round(share, math.floor(-math.log10(share)) + 3)), 2)


@lru_cache(maxsize=len(COUNTED))
def shares(language: str) -> dict[str, float]:
    """How large a share of all words each word of a language has that is not rare; one of `COUNTED`."""
    found: dict[str, float] = {}
    for centibels, words in enumerate(get_frequency_list(language)[: _LEAST + 1]):
        found.update(dict.fromkeys(words, cB_to_freq(-centibels)))
    return found
