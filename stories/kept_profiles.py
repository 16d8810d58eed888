"""Profiles as they are kept beside an archive: reading a text into terms is slow, reading its terms again is not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from typing import Final

from stories.model import Article
from stories.profile import Profile, Term, term

_TITLE: Final = 1
_LEAD: Final = 2
_FIELD: Final = "\t"
_AMONG: Final = "\x1e"
_WITHIN: Final = "\x1f"
_READ: Final = (
    "calendar_words",
    "clock_times",
    "date_expressions",
    "date_forms",
    "facts",
    "frequencies",
    "kept_profiles",
    "lemma_tables",
    "lemmas",
    "lexicon",
    "marks",
    "names",
    "numerals",
    "pictures",
    "profile",
    "references",
    "relative_days",
    "spoken_times",
)
"""The modules whose text decides what a profile holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProfile:
    """A profile without its article: `terms` is one term a line; `times` and `zones` (1 title, 2 lead) run along it."""

    terms: str
    times: Sequence[int]
    zones: Sequence[int]
    marks: Sequence[str]
    mentions: Sequence[str]


def kept(profile: Profile) -> KeptProfile:
    """A profile as it is written down."""
    return KeptProfile(
        terms="\n".join(map(_written, profile.counts)),
        times=list(profile.counts.values()),
        zones=[_TITLE * (one in profile.title) | _LEAD * (one in profile.lead) for one in profile.counts],
        marks=sorted(profile.marks),
        mentions=sorted(profile.mentions),
    )


def read_again(article: Article, told: KeptProfile) -> Profile:
    """The profile of an article out of what was written down of it; ValueError when that is broken."""
    known = _KNOWN.setdefault(article.language, _Terms(article.language))
    terms = list(map(known.__getitem__, told.terms.split("\n"))) if told.terms else []
    zoned = [(one, zones) for one, zones in zip(terms, told.zones, strict=True) if zones]  # most stand in the body
    return Profile(
        article=article,
        counts=dict(zip(terms, told.times, strict=True)),
        title=frozenset(one for one, zones in zoned if zones & _TITLE),
        lead=frozenset(one for one, zones in zoned if zones & _LEAD),
        marks=frozenset(told.marks),
        mentions=frozenset(told.mentions),
    )


@lru_cache(maxsize=1)
def reading() -> str:
    """What profiles depend on; when it changes, those written down are of no use any more."""
    room = files("stories")
    texts = [(room / f"{name}.py").read_bytes() for name in _READ]
    texts.append((room / "data" / "variants" / "lexicon.tsv.xz").read_bytes())
    texts += [(room / "data" / "lemmas" / f"{code}.bin.xz").read_bytes() for code in ("en", "fi", "se", "sv")]
    texts += [version(name).encode() for name in ("simplemma", "wordfreq")]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:16]


@lru_cache(maxsize=500_000)
def _written(one: Term) -> str:
    parts = _AMONG.join(_WITHIN.join(sorted(piece)) for piece in one.parts)
    return _FIELD.join((one.kind, one.key, _AMONG.join(one.lemmas), parts, repr(one.weight)))


class _Terms(dict[str, Term]):
    """The terms of one language by their lines; a line that comes again costs no call."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __missing__(self, line: str) -> Term:
        if len(self) >= _MOST_TERMS:
            self.clear()
        kind, key, lemmas, parts, weight = line.split(_FIELD)
        told = (piece.split(_WITHIN) if piece else () for piece in parts.split(_AMONG) if parts)
        forms = tuple(lemmas.split(_AMONG)) if lemmas else ()
        return self.setdefault(line, term(kind, key, self._language, forms, tuple(map(frozenset, told)), float(weight)))


_MOST_TERMS: Final = 250_000
_KNOWN: Final[dict[str, _Terms]] = {}
