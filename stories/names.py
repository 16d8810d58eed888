"""Names across languages: Finnish case endings taken off, places and bodies brought to one key."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from stories.lexicon import lexicon

_ENDING: Final = re.compile(
    r"(?:[':’-]?(?:i|e)?(?:n|a|ä|ta|tä|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|na|nä|ksi|tta|ttä|han|hen|hin|hon|hön|hun|hyn|iin|ien"
    r"|jen|ja|jä|ita|itä|issa|issä|ista|istä|illa|illä|ille|t|kin|kaan|nsa|nsä|ssaan|llaan|seen|een|oon|öön|aan|ään|uun|yyn"
    r"|[aeiouyäö]n|ssakin|nkin)?)?\Z"
)
_VOWELS: Final = "aeiouyäö"
_SHORTENED: Final = range(3, 6)
"""Words of a name that is called by its initials."""
_GRADATION: Final = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("nt", "nn"), ("mp", "mm"), ("lt", "ll"), ("rt", "rr"),
    ("k", ""), ("t", "d"), ("p", "v"),
)  # fmt: skip


@lru_cache(maxsize=100_000)
def stems(name: str) -> frozenset[str]:
    """The stems a lower-case name may stand on before a Finnish case ending.

    >>> sorted(stems("virtanen"))
    ['virtanen', 'virtaneni', 'virtas', 'virtase']
    """
    found = {name}
    if name.endswith("nen"):
        found |= {name[:-3] + "se", name[:-3] + "s"}
    if name.endswith("s"):
        found |= {name[:-1] + "kse", name[:-1] + "ks", name[:-1]}
    if name.endswith("i"):
        found |= {name[:-1] + "e", name[:-1]}
    if name[-1:] in "bcdfghjklmnpqrstvwxz":
        found.add(name + "i")
    return frozenset(found | {weak for stem in found if (weak := _weak(stem))})


def _weak(stem: str) -> str | None:
    head = stem.rstrip(_VOWELS)
    vowels = stem[len(head) :]
    if not 1 <= len(vowels) <= 3:
        return None
    for strong, weak in _GRADATION:
        if head.endswith(strong) and 2 <= len(head) - len(strong) <= 40:
            return head[: -len(strong)] + weak + vowels
    return None


@lru_cache(maxsize=200_000)
def same_name(inflected: str, name: str) -> bool:
    """Whether a Finnish word may be a case form of a name; both lower case.

    >>> same_name("virtasen", "virtanen"), same_name("wikin", "wik"), same_name("virtasen", "virta")
    (True, True, False)
    """
    return any(
        len(stem) >= 3 and inflected.startswith(stem) and _ENDING.match(inflected[len(stem) :]) for stem in stems(name)
    )


@lru_cache(maxsize=100_000)
def finnish_place(word: str) -> str | None:
    """The known Finnish name that a lower-case word is a case form of; the longest stem wins.

    >>> finnish_place("turussa"), finnish_place("pöydässä")
    ('turku', None)
    """
    fits = [
        (len(stem), name)
        for stem, name in _stems_of_places().get(word[:4], ())
        if word.startswith(stem) and _ENDING.match(word[len(stem) :])
    ]
    return max(fits, default=(0, None))[1]


def foreign_place(phrase: str) -> str | None:
    """The Finnish name of a known Swedish one, given in lower case, genitive -s allowed.

    >>> foreign_place("åbo"), foreign_place("norra savolax")
    ('turku', 'pohjois-savo')
    """
    known = _swedish_places()
    return known.get(phrase) or (known.get(phrase[:-1]) if phrase.endswith("s") else None)


def initials_of(tokens: Sequence[str]) -> dict[str, list[str]]:
    """What names of several words are shortened to, by the word that ends each; the first may only begin a sentence.

    >>> initials_of(["Eilen", "Saturday", "Night", "Livessä", "nähtiin"])
    {'Livessä': ['esnl', 'snl']}
    """
    found: dict[str, list[str]] = {}
    letters = ""
    for token, after in zip(tokens, (*tokens[1:], "."), strict=True):
        letters = letters + token[0].lower() if _is_capitalised(token) else ""
        if letters and not _is_capitalised(after):
            short = [told for told in (letters, letters[1:]) if len(told) in _SHORTENED]
            if short:
                found[token] = short
    return found


def _is_capitalised(token: str) -> bool:
    return token[0].isupper() and not token.isupper()


def begins_foreign_name(word: str) -> bool:
    """Whether a known Swedish name may begin with a word given in lower case."""
    heads = _heads_of_names()
    return word in heads or (word.endswith("s") and word[:-1] in heads)


def longest_foreign_name() -> int:
    """The number of words in the longest known Swedish name."""
    return 4


@lru_cache(maxsize=1)
def _stems_of_places() -> dict[str, list[tuple[str, str]]]:
    by_start: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in lexicon().names:
        if len(name) >= 3 and " " not in name:
            for stem in stems(name):
                if len(stem) >= 3:
                    by_start[stem[:4]].append((stem, name))
    return by_start


@lru_cache(maxsize=1)
def _heads_of_names() -> frozenset[str]:
    return frozenset(name.split(" ", 1)[0] for name in _swedish_places())


@lru_cache(maxsize=1)
def _swedish_places() -> dict[str, str]:
    """Swedish to Finnish; of two Finnish names the one that the lexicon names first, its most trusted."""
    found: dict[str, str] = {}
    for fi, swedish in lexicon().names.items():
        for sv in swedish:
            found.setdefault(sv, fi)
    return found
