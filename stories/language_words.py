"""From a text to the words that tell its language: no addresses, no names, no shouting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from langdetect.utils.ngram import NGram

NOISE = re.compile(
    r"(?:https?://|www\.)\S{1,2000}"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}"
    r"|\b[\w-]{2,64}(?:\.[\w-]{2,64}){0,3}\.(?:fi|se|com|org|net|eu|info)\b"
    r"|[#@]\w{1,100}"
)
# Without one of these there is nothing for NOISE to find, and looking costs more than all else here.
NOISE_SIGNS = ("://", "www.", "@", "#", ".fi", ".se", ".com", ".org", ".net", ".eu", ".info")
LONGEST_KEPT = 40  # letters of a word that is remembered
LONGEST_ENDING = 5  # Finnish cases after a name: "SOSTEsta"


class _Letters(dict[int, str]):
    """langdetect's own mapping of characters (what is no letter becomes a space), filled as characters come."""

    def __missing__(self, key: int) -> str:
        self[key] = letter = cast("str", NGram.normalize(chr(key)))
        return letter


_LETTERS = _Letters()


def letters(text: str) -> str:
    """The text with all but letters turned into spaces, as langdetect's profiles were made."""
    return text.translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written (capitals folded) and whether it looks like a name: a capital inside a sentence."""

    text: str
    name: bool = False


def plain(text: str) -> str:
    """NFC, without addresses, e-mails, hashtags and invisible characters.

    >>> plain("Lue lisää: https://www.soste.fi/uutiset #sote")
    'Lue lisää:    '
    """
    clean = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200b", "")
    return NOISE.sub(" ", clean) if any(map(clean.__contains__, NOISE_SIGNS)) else clean


def words(text: str) -> list[Word]:
    """The words of a plain text in order; shouted words in lower case."""
    tokens = text.split()
    capital = [token.lstrip("\"'”’»«(–-")[:1].isupper() for token in tokens]
    # A headline in title case tells nothing by its capitals.
    telling = sum(capital) <= 0.6 * len(tokens)
    found: list[Word] = []
    opening = True
    for token, is_capital in zip(tokens, capital, strict=True):
        name = is_capital and telling and not opening
        found.extend(_words_in(token, name) if len(token) < LONGEST_KEPT else _split(token, name))
        opening = token[-1] in ".!?:…"
    return found


def _split(token: str, name: bool) -> tuple[Word, ...]:
    """The words of what stands between two blanks."""
    folded = token.lower() if len(token) > 1 and token.isupper() else token
    return tuple(Word(part, name) for part in letters(folded).split(" ") if part)


# Texts are made of the same few thousand words.
_words_in = lru_cache(maxsize=50_000)(_split)


def prose(text: str) -> int:
    """How many letters a text holds."""
    return sum(map(str.isalpha, text))


@lru_cache(maxsize=16)
def _naming(names: frozenset[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Names by their first word, longest first."""
    split = sorted({tuple(name.casefold().split()) for name in names if len(name) > 2}, key=len, reverse=True)
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for name in split:
        found[name[0]] = (*found.get(name[0], ()), name)
    return found


def _is_form(token: str, name: str) -> bool:
    return token.startswith(name) and len(token) - len(name) <= LONGEST_ENDING


def _named(tokens: list[str], at: int, naming: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
    """How many tokens from `at` on are one known name (0: none)."""
    first = tokens[at]
    for cut in range(len(first), max(1, len(first) - LONGEST_ENDING - 1), -1):
        for name in naming.get(first[:cut], ()):
            rest = tokens[at : at + len(name)]
            if len(rest) == len(name) and all(map(_is_form, rest, name)):
                return len(name)
    return 0


def without_names(text: str, names: Collection[str]) -> str:
    """The text less the known names (which look like any language), unless nothing else would remain.

    >>> without_names("SOSTEn uusi raportti", {"SOSTE"})
    'uusi raportti'
    """
    if not names:
        return text
    naming = _naming(frozenset(names))
    shown, kept, at = text.split(), [], 0
    tokens = [token.casefold().strip("\"'”’»«().,:;!?") for token in shown]
    while at < len(tokens):
        taken = _named(tokens, at, naming)
        kept += [] if taken else [shown[at]]
        at += max(1, taken)
    rest = " ".join(kept)
    return rest if prose(rest) >= 3 else text
