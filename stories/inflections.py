"""Whether a word is another one in a Finnish case, or with a Swedish or English genitive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_VOWELS = "aeiouyäöå"
# Case endings, and the possessives and particles that may follow one.
_CASE = r"(?:n|t|t?ta|t?tä|a|ä|s?sa|s?sä|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|na|nä|tta|ttä|in|ien|ia|iä|ta|tä)"
_ENDING = re.compile(
    rf"(?:{_CASE}|([aeiouyäö])?n|h[aeiouyäö]n|seen|i?(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|ksi|na|nä|en|in))?"
    r"(?:kin|kaan|kään|han|hän|kaa)?"
)
_SHORT_ENDING = re.compile(
    r":?(?:n|a|ä|t?ta|t?tä|aan|ään|een|iin|hon|lla|llä|lle|lta|ltä|ssa|ssä|sta|stä|ksi|na|nä|s|t|ia|en)"
)
_OTHER_ENDING = re.compile(r"(?:s|:s|’s|'s|t|ts|n|ns|et|ets|en|ens)")
_GRADES = (
    ("nki", "ngi"), ("nkä", "ngä"), ("nka", "nga"), ("nta", "nna"), ("ntö", "nnö"), ("nto", "nno"), ("nti", "nni"),
    ("lta", "lla"), ("rta", "rra"), ("mpi", "mmi"), ("kki", "ki"), ("kko", "ko"), ("kka", "ka"), ("ppi", "pi"),
    ("ppa", "pa"), ("tto", "to"), ("ttö", "tö"), ("tta", "ta"), ("tti", "ti"), ("ttu", "tu"), ("tty", "ty"),
    ("hto", "hdo"), ("hti", "hde"), ("pu", "vu"), ("po", "vo"), ("to", "do"), ("tu", "du"), ("ta", "da"), ("ti", "de"),
    ("tö", "dö"), ("ku", "u"), ("ko", "o"), ("ki", "e"), ("ka", "a"), ("kä", "ä"),
)  # fmt: skip


@lru_cache(maxsize=100_000)
def inflects(form: str, word: str, *, small: bool) -> bool:
    """Whether `form` is `word`, in any case; `small` lets it begin with a small letter.

    An abbreviation keeps its capitals and takes its ending with or without a colon; a word of a title in capitals
    counts as well.

    >>> [inflects(form, "SOSTE", small=False) for form in ("SOSTEn", "SOSTE:lle", "sosten", "SOSTEnut")]
    [True, True, False, False]
    >>> inflects("oikeusministeriöltä", "Oikeusministeriö", small=True)
    True
    """
    if form == word or (small and form.lower() == word.lower()) or (form == word.upper() and len(word) > 2):
        return True
    if word.isupper():
        return form.startswith(word) and _SHORT_ENDING.fullmatch(form, len(word)) is not None
    given = form[:1].lower() + form[1:] if small else form
    base = word[:1].lower() + word[1:] if small else word
    if given.startswith(base) and (_OTHER_ENDING.fullmatch(given, len(base)) or given[len(base) :].startswith(":")):
        return len(given) - len(base) <= 5
    return any(given.startswith(stem) and _ENDING.fullmatch(given, len(stem)) for stem in stems(base))


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """What a Finnish noun's case endings follow: its own form, the weak grade, and the stems of -nen, -us, -e, -t.

    >>> stems("liitto"), stems("yhdistys")
    (('liitto', 'liito'), ('yhdistykse', 'yhdistyst'))
    """
    return tuple(dict.fromkeys(_stems(word)))


def _stems(word: str) -> Iterator[str]:
    if word.endswith("nen"):
        yield from (word[:-3] + "se", word[:-3] + "s", word[:-3] + "si")
        return
    if re.search(r"[uyoieä]s$", word):
        yield from (word[:-1] + "kse", word[:-1] + "st")
        return
    if re.search(r"[jdlrst][aä]t$", word):  # käräjät, järjestöt
        yield from (word[:-1], word[:-2] + "i", word[:-2] + "ie")
        return
    if word.endswith(("öt", "ot")):
        yield from (word[:-1], word[:-1] + "j", word[:-1] + "ide", word[:-1] + "i")
        return
    if word[-1:] in _VOWELS:
        yield word
        if word.endswith("e"):
            yield word + "e"
        if word.endswith("i"):
            yield word[:-1] + "e"
        yield from [word.removesuffix(strong) + weak for strong, weak in _GRADES if word.endswith(strong)][:1]
        return
    yield from (word + "i", word)
