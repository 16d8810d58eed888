"""Words brought to their dictionary forms, and compounds to their parts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy

from stories.lemma_tables import LANGUAGES, LemmaTables
from stories.lexicon import lexicon

_LEMMATIZER: Final = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=LemmaTables()))
_LOOKUP: Final = DictionaryLookupStrategy(LemmaTables())
_FI_CLITICS: Final = ("kin", "kaan", "kään", "nsa", "nsä", "mme", "nne", "han", "hän")
_SV_ENDINGS: Final = (
    ("orna", "a"), ("erna", ""), ("arna", ""), ("arna", "e"), ("heten", "het"), ("et", ""), ("en", ""), ("en", "e"),
    ("na", ""), ("an", "a"), ("n", ""), ("t", ""), ("er", ""), ("ar", ""), ("or", "a"), ("ade", "a"), ("at", "a"),
    ("as", "a"), ("ar", "a"), ("er", "a"), ("de", "a"), ("te", "a"), ("a", ""), ("s", ""), ("ets", ""), ("ens", ""),
    ("ades", "a"), ("ats", "a"), ("des", "a"), ("tes", "a"), ("ande", "a"), ("igt", "ig"), ("iga", "ig"),
)  # fmt: skip
_FI_ENDINGS: Final = (
    ("minen", "a"), ("minen", "ä"), ("seminen", "sta"), ("seminen", "stä"), ("leminen", "lla"), ("leminen", "llä"),
    ("iminen", "ida"), ("iminen", "idä"), ("aminen", "ata"), ("äminen", "ätä"), ("eminen", "etä"),
    ("ltu", "lla"), ("lty", "llä"), ("ltaan", "llaan"), ("llaan", "lla"), ("llään", "llä"), ("rtu", "rra"),
    ("stu", "sta"), ("sty", "stä"), ("staan", "sta"), ("stään", "stä"), ("nnetaan", "ntaa"), ("nnetään", "ntää"),
    ("nnettu", "ntaa"), ("nnetty", "ntää"), ("rretaan", "rtaa"), ("rretään", "rtää"), ("rrettu", "rtaa"),
    ("rretty", "rtää"), ("llettu", "ltaa"), ("lletty", "ltää"), ("lletaan", "ltaa"), ("lletään", "ltää"),
    ("tetaan", "taa"), ("tetään", "tää"), ("tettu", "taa"), ("tetty", "tää"), ("tetaan", "ttaa"), ("tetään", "ttää"),
    ("tettu", "ttaa"), ("tetty", "ttää"), ("detaan", "taa"), ("detään", "tää"), ("dettu", "taa"), ("detty", "tää"),
    ("etaan", "aa"), ("etään", "ää"), ("ettu", "aa"), ("etty", "ää"), ("ataan", "ata"), ("ätään", "ätä"),
    ("attu", "ata"), ("ätty", "ätä"), ("innut", "ita"), ("innyt", "itä"), ("nnut", "ta"), ("nnyt", "tä"),
    ("idaan", "ida"), ("idään", "idä"), ("oitu", "oida"), ("öity", "öidä"),
)  # fmt: skip
"""Verbs behind their passives and their nouns in -minen; each is believed where the lexicon has the verb."""
_FI_CASES: Final = re.compile(
    r"(?:i|e|j)?(?:n|a|ä|t|ta|tä|tta|ttä|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|na|nä|ksi|den|iden|ita|itä|een|seen|siin|ien"
    r"|[aeiouyäö]n|h[aeiouyäö]n|ja|jä)(?:kin|kaan|kään|nsa|nsä|han|hän|mme|nne)?\Z"
)
_EN_ENDINGS: Final = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("'s", ""),
)  # fmt: skip
_SHORT_FIRST_PARTS: Final = frozenset({"työ", "yö", "tv", "it", "jää", "suu", "puu", "maa", "pää"})
_LONGEST: Final = 40
_ENDING: Final = 3
"""Letters that a case ending takes from a first part; what guessing takes beyond these is a part of its own."""


@lru_cache(maxsize=200_000)
def lemmas(word: str, language: str) -> tuple[str, ...]:
    """Every dictionary form a lower-case word may have, the word itself included, sorted.

    An ending after a colon is none of the word's; behind a hyphen stands a word of its own.

    >>> lemmas("spr:n", "fi"), "zoom-kokous" in lemmas("zoom-kokouksessa", "fi")
    (('spr', 'spr:n'), True)
    """
    bare, colon, _ = word.partition(":")
    if colon and len(bare) > 1:
        return tuple(sorted({word, *lemmas(bare, language)}))
    first, hyphen, last = word.rpartition("-")
    if hyphen and first and len(last) > 2:
        return tuple(sorted({word, *(f"{first}-{form}" for form in lemmas(last, language))}))
    found = {word, _lemma(word, language)}
    if language == "fi":
        for clitic in _FI_CLITICS:
            if word.endswith(clitic) and len(word) - len(clitic) > 4:
                found.add(_lemma(word[: -len(clitic)], "fi"))
        found = {form for form in found if form == word or not _cut_short(word, form)} | _verbs(word)
    if language in ("sv", "en"):
        found |= _undone(word, language)
    return tuple(sorted(f for f in found if f))


def _cut_short(word: str, form: str) -> bool:
    """Whether a form that was guessed drops the head of a compound: kirjakassi is no kirja, syysloma no syyskuu."""
    if is_form(word, "fi"):
        return False
    shared = next((n for n, (a, b) in enumerate(zip(word, form, strict=False)) if a != b), min(len(word), len(form)))
    rest = word[shared:]
    if len(rest) < 4 or _FI_CASES.match(rest):
        return False
    return bool(_firsts(word[:shared], "fi")) and bool(_heads(rest, "fi"))


def _verbs(word: str) -> set[str]:
    if len(word) < 7:
        return set()
    undone = ((word[: len(word) - len(ending)] + put) for ending, put in _FI_ENDINGS if word.endswith(ending))
    return {verb for verb in undone if len(verb) > 4 and lexicon().knows(verb, "fi")}


def lemma(word: str, language: str) -> str:
    """The likeliest dictionary form of a lower-case word; the word itself where none is known.

    >>> lemma("järjestöjen", "fi"), lemma("talo", "ru")
    ('järjestö', 'talo')
    """
    return _lemma(word, language)


def is_form(word: str, language: str) -> bool:
    """Whether the dictionaries hold a lower-case word in this very form; a name may be held with its capital."""
    return language in LANGUAGES and _LOOKUP.get_lemma(word, language) is not None


@lru_cache(maxsize=200_000)
def parts(word: str, language: str) -> tuple[frozenset[str], ...]:
    """The known words that a compound is made of, first part first; empty when it is none or its parts are unknown.

    A hyphen parts any word: what stands before it may be a name.

    >>> [sorted(p) for p in parts("palveluseteleitä", "fi")], [sorted(p) for p in parts("eu-rahoituksen", "fi")]
    ([['palvelu'], ['seteli']], [['eu'], ['rahoitus']])
    """
    if len(word) > _LONGEST or language not in ("fi", "sv"):
        return ()
    if "-" in word:
        return _hyphenated(word, language)
    if len(word) < 7:
        return ()
    forms = sorted(lemmas(word, language), key=lambda x: (len(x), x))
    splits = [split for form in forms for split in _splits(form, language)]
    if splits:
        return max(splits, key=lambda s: s[0])[1]
    return () if any(lexicon().knows(f, language) for f in forms) else _head_alone(forms[0], language)


def _hyphenated(word: str, language: str) -> tuple[frozenset[str], ...]:
    first, _, last = word.partition(":")[0].rpartition("-")
    if len(first) < 2 or len(last) < 3:
        return ()
    forms = lemmas(last, language)
    known = frozenset(form for form in forms if lexicon().knows(form, language))
    return _firsts(first, language) | {first, *first.split("-")}, known or frozenset(forms)


def _splits(word: str, language: str) -> list[tuple[int, tuple[frozenset[str], ...]]]:
    """All two-part readings, better the longer their shorter part, then their head; a hyphen settles it."""
    found: list[tuple[int, tuple[frozenset[str], ...]]] = []
    for cut in range(2, len(word) - 2):
        first, last = word[:cut].rstrip("-"), word[cut:].lstrip("-")
        if len(last) < 3 or (len(first) < 3 and first not in _SHORT_FIRST_PARTS):
            continue
        heads = _heads(last, language)
        if heads and (firsts := _firsts(first, language)):
            guessed = max(map(len, firsts)) < len(first) - _ENDING
            clean = 20 if word[cut - 1] == "-" else 2 if first in firsts else -4 if guessed else 0
            found.append((100 * (min(len(first), len(last)) + clean) + len(last), (firsts, heads)))
    return found


def _head_alone(word: str, language: str) -> tuple[frozenset[str], ...]:
    """The longest known word of five letters or more that an unknown one ends in: lähikonttori is a konttori."""
    for cut in range(2, len(word) - 4):
        if heads := _heads(word[cut:], language):
            return frozenset(), heads
    return ()


@lru_cache(maxsize=100_000)
def _heads(part: str, language: str) -> frozenset[str]:
    if len(part) < 3:
        return frozenset()
    if language == "fi" and len(part) < 6 and _FI_CASES.match(part):
        return frozenset()
    forms = {part, _lemma(part, language)} if len(part) > 4 and (language == "sv" or is_form(part, "fi")) else {part}
    return frozenset(form for form in forms if len(form) > 2 and lexicon().knows(form, language))


@lru_cache(maxsize=100_000)
def _firsts(part: str, language: str) -> frozenset[str]:
    """Dictionary words that stand as a first part in this form: genitives, -s- joints, dropped vowels."""
    forms = {part}
    if language == "fi":
        if part.endswith("s"):
            forms.add(part[:-1] + "nen")
        if len(part) >= 4:
            forms.add(_lemma(part, "fi"))
    else:
        forms |= {part + "a", part + "e"}
        forms |= {part[:-1]} if part.endswith("s") else set()
        forms |= {part[:-1] + "a"} if part.endswith(("o", "u")) else set()
        forms |= {part[:-1] + "um"} if part.endswith(("ei", "ie")) else set()
    return frozenset(f for f in forms if (len(f) > 2 or f in _SHORT_FIRST_PARTS) and lexicon().knows(f, language))


def _undone(word: str, language: str) -> set[str]:
    """Endings taken off where a known word appears: dictionaries of forms lack most Swedish compounds."""
    endings = _SV_ENDINGS if language == "sv" else _EN_ENDINGS
    bare = {word[:-1]} if language == "sv" and word.endswith("s") and len(word) > 4 else set()
    found = {_lemma(b, language) for b in bare}
    for form in (word, *bare):
        for ending, put in endings:
            if form.endswith(ending) and len(form) - len(ending) >= 3:
                candidate = form[: len(form) - len(ending)] + put
                if lexicon().knows(candidate, language):
                    found.add(candidate)
    return found


@lru_cache(maxsize=300_000)
def _lemma(word: str, language: str) -> str:
    if language not in LANGUAGES or len(word) > _LONGEST:
        return word
    return _LEMMATIZER.lemmatize(word, language).lower()
