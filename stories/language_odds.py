"""From words to odds: what langdetect's profiles and our spelling table say together, weighed with a prior."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from stories.language_profiles import profiles
from stories.language_spelling import CLASSES
from stories.language_spelling import evidence as spelling
from stories.language_words import Word

Vector = NDArray[np.float64]

# What a Finnish organisation's site publishes; the last of each is for the languages not named.
PRIOR: Mapping[str, float] = {"fi": 0.5, "sv": 0.25, "en": 0.15, "se": 0.03, "smn": 0.003, "sms": 0.003}
PRIOR_CLASS, PRIOR_OTHER = 0.01, 0.02
OTHERS: Mapping[str, float] = {"ru": 0.3, "uk": 0.2, "ar": 0.2}
PRIOR_ANOTHER = 0.006
# Chosen by log-loss on the development parts of public treebanks: docs/decisions/0003.
WEIGHT_PROFILES = 0.4
TEMPER = 0.7
FOREIGN_SCRIPT = 8.0
_WORTH_NAMING = 0.001  # of all languages outside the classes together; less is not told apart
LONGEST = 40  # letters of one word; Chinese and Thai come without spaces


def _is_latin(word: str) -> bool:
    first = word[0]
    return first < "\u0250" or "\u02b0" <= first <= "\u02ff" or "\u1e00" <= first <= "\u1eff"


@lru_cache(maxsize=100_000)
def _row(word: str) -> Vector:
    """A word's evidence: log-odds of the classes first, then each of langdetect's languages' own.

    Neighbouring n-grams are not independent: a third of the profiles' sum. What is no class speaks as a mixture.
    """
    named, other, _ = _places()
    row = np.empty(len(CLASSES) + len(profiles().codes))
    told, grams = row[: len(CLASSES)], row[len(CLASSES) :]
    grams[:] = profiles().evidence(word)
    told[:-1], told[-1] = grams[named] / 3, _log_sum(grams[other] / 3) - math.log(len(other))
    told *= WEIGHT_PROFILES
    told += spelling(word.lower()) if _is_latin(word) else _FOREIGN
    told *= TEMPER
    told -= _log_sum(told)
    row.setflags(write=False)
    return row


@lru_cache(maxsize=20_000)
def _doubted(word: str, name: float) -> Vector:
    """What a word says that may be a name, which says nothing: no name outweighs a text, however foreign."""
    row = _row(word) * (1 - name)
    if _is_latin(word):
        row[: len(CLASSES)] = np.log((1 - name) * np.exp(_row(word)[: len(CLASSES)]) + name / len(CLASSES))
    else:
        row[: len(CLASSES)] = _row(word)[: len(CLASSES)]
    row.setflags(write=False)
    return row


def _log_sum(logs: Vector) -> float:
    top = np.maximum.reduce(logs)
    return float(top) + math.log(np.add.reduce(np.exp(logs - top)))


_FOREIGN = np.array([FOREIGN_SCRIPT if code == "other" else 0.0 for code in CLASSES])


def weigh(words: Iterable[Word]) -> Vector | None:
    """The summed evidence of words; None when there are none."""
    rows = [_doubted(one.text[:LONGEST], one.name) if one.name else _row(one.text[:LONGEST]) for one in words]
    return np.add.reduce(rows) if rows else None


@cache
def _places() -> tuple[NDArray[np.intp], NDArray[np.intp], list[str]]:
    """Where langdetect's table holds each class (Inari and Skolt Sámi look to Northern), and all other languages."""
    codes = profiles().codes
    named = [codes.index({"smn": "se", "sms": "se"}.get(code, code)) for code in CLASSES[:-1]]
    other = [at for at, code in enumerate(codes) if code not in CLASSES]
    labels = [codes[at].removesuffix("-cn").removesuffix("-tw") for at in other]
    return np.array(named, np.intp), np.array(other, np.intp), labels


@lru_cache(maxsize=256)
def _priors(declared: str | None, trust: float) -> tuple[Vector, Vector]:
    """Log-priors of the classes and of the other languages; `declared` gets `trust` of the whole."""
    classes = np.array([*(PRIOR.get(code, PRIOR_CLASS) for code in CLASSES[:-1]), PRIOR_OTHER])
    others = np.array([OTHERS.get(code, PRIOR_ANOTHER) for code in _places()[2]])
    label = declared if declared in CLASSES[:-1] else "other" if declared in _places()[2] else None
    if label:
        classes = classes / classes.sum() * (1 - trust)
        classes[CLASSES.index(label)] += trust
    if label == "other" and declared:
        others = others / others.sum() * (1 - trust)
        others[_places()[2].index(declared)] += trust
    return np.log(classes / classes.sum()), np.log(others / others.sum())


def _softmax(scores: Vector) -> Vector:
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True))
    total: Vector = odds / odds.sum(axis=-1, keepdims=True)
    return total


def odds(evidence: Vector, *, declared: str | None = None, trust: float = 0.6) -> dict[str, float]:
    """Probabilities by language for summed evidence, the likely ones only, best first.

    `declared` is a language that someone names with that much `trust` (0–1).
    """
    chances, foreign = _chances(evidence, declared, trust)
    found = dict(zip(CLASSES, chances.tolist(), strict=True))
    rest = found.pop("other")
    if rest > _WORTH_NAMING:
        for code, chance in zip(_places()[2], (rest * _softmax(foreign)).tolist(), strict=True):
            found[code] = found.get(code, 0.0) + chance
    return dict(sorted(found.items(), key=lambda pair: -pair[1])[:5])


def likeliest(evidence: Sequence[Vector]) -> list[tuple[str, float]]:
    """The first of `odds` for each of many: a text's sentences are asked for all at once."""
    if not evidence:
        return []
    chances, _ = _chances(np.array(evidence), None, 0.6)
    return [_first(row, one) for row, one in zip(chances.tolist(), evidence, strict=True)]


def _first(chances: list[float], evidence: Vector) -> tuple[str, float]:
    if chances[-1] > _WORTH_NAMING:
        return next(iter(odds(evidence).items()))
    best = max(chances[:-1])
    return CLASSES[chances.index(best)], best


def _chances(evidence: Vector, declared: str | None, trust: float) -> tuple[Vector, Vector]:
    """Probabilities of the classes, the other languages' together last, and the scores of those one by one.

    One row of evidence or many: all runs along the last axis.
    """
    prior, prior_other = _priors(declared, trust)
    foreign = evidence[..., len(CLASSES) :].take(_places()[1], axis=-1) / 3 + prior_other
    return _softmax(evidence[..., : len(CLASSES)] + prior), foreign


def forget() -> None:
    """Empties the cache of words, so that a benchmark meets each as new."""
    _row.cache_clear()
    _doubted.cache_clear()
