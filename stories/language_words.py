"""From a text to the words that tell its language: no addresses, no names, no shouting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, cast

from langdetect.utils.ngram import NGram

NOISE = re.compile(
    r"(?:https?://|www\.)\S{1,2000}"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}"
    r"|\b[\w-]{2,64}(?:\.[\w-]{2,64}){0,3}\.(?:fi|se|com|org|net|eu|info)\b"
    r"|[#@]\w{1,100}"
)
# Without one of these there is nothing for NOISE to find, and looking costs more than all else here.
NOISE_SIGNS = ("://", "www.", "@", "#", ".fi", ".se", ".com", ".org", ".net", ".eu", ".info")
# How likely a word is a name that belongs to no language, or to its bearer's: by log-loss on the development parts of
# public treebanks (docs/decisions/0003), none of them a set that is scored.
OPENING, INNER, TITLE, ACRONYM = 0.06, 0.25, 0.5, 0.8
LONGEST_ACRONYM = 5  # letters; a longer word in capitals is shouted
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
    """One word as written (shouting folded) and how likely it is a name (0–1), by where its capital stands."""

    text: str
    name: float = 0.0


class _Token(NamedTuple):
    """What stands between two blanks: its words, and what its capitals and its last sign say."""

    words: tuple[str, ...]
    letters: int
    is_capital: bool
    is_shouted: bool
    closes: bool


def plain(text: str) -> str:
    """NFC, without addresses, e-mails, hashtags and invisible characters.

    >>> plain("Lue lisää: https://www.soste.fi/uutiset #sote")
    'Lue lisää:    '
    """
    clean = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200b", "")
    return NOISE.sub(" ", clean) if any(map(clean.__contains__, NOISE_SIGNS)) else clean


def words(text: str) -> list[Word]:
    """The words of a plain text in order; shouted words in lower case."""
    tokens = _tokens(text)
    # A headline in title case tells little by its capitals, one in capitals nothing.
    inner = INNER if sum([token.is_capital for token in tokens]) <= 0.6 * len(tokens) else TITLE
    is_loud = all(token.is_shouted or token.letters == 1 for token in tokens if token.letters)
    found: list[Word] = []
    opening = True
    for token in tokens:
        name = 0.0
        if token.is_shouted:
            name = ACRONYM if token.letters <= LONGEST_ACRONYM and not is_loud else 0.0
        elif token.is_capital and not is_loud:
            name = OPENING if opening else inner
        found += [_known_word(word, name) for word in token.words]
        opening = token.closes
    return found


def _tokens(text: str) -> list[_Token]:
    return [_known_token(token) if len(token) < LONGEST_KEPT else _token(token) for token in text.split()]


def _token(token: str) -> _Token:
    is_shouted = len(token) > 1 and token.isupper()
    folded = token.lower() if is_shouted else token
    return _Token(
        words=tuple(part for part in letters(folded).split(" ") if part),
        letters=sum(map(str.isalpha, token)),
        is_capital=token.lstrip("\"'”’»«(–-")[:1].isupper(),
        is_shouted=is_shouted,
        closes=token[-1] in ".!?:…",
    )


# Texts are made of the same few thousand words.
_known_token = lru_cache(maxsize=50_000)(_token)
_known_word = lru_cache(maxsize=50_000)(Word)


def prose(text: str) -> int:
    """How many letters a text holds."""
    return sum([token.letters for token in _tokens(text)])


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
