"""How common a term is in the news at hand: what everyone writes, and what one organisation writes in every item."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from stories.profile import Profile, Term

_FEW = 20
"""Texts imagined beside those at hand, so that a word in both of two texts is not yet common."""


class Habits:
    """Document frequencies of terms, by language and by organisation."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._texts: Counter[str] = Counter()
        self._own_texts: Counter[tuple[str, str]] = Counter()
        self._held: Counter[tuple[str, str]] = Counter()
        self._own_held: Counter[tuple[str, str, str]] = Counter()
        self._known: dict[str, dict[Term, float]] = {}
        for profile in profiles:
            self._count(profile)

    def weights(self, profile: Profile) -> Mapping[Term, float]:
        """What each term of a text is worth: less where many texts hold it, more where it is repeated."""
        name = profile.article.article_id
        if name not in self._known:
            counted = ((term, times) for term, times in profile.counts.items() if term.weight > 0)
            self._known[name] = {term: self._worth(profile, term, times) for term, times in counted}
        return self._known[name]

    def _count(self, profile: Profile) -> None:
        language, organisation = profile.article.language, profile.article.organisation
        self._texts[language] += 1
        self._own_texts[organisation, language] += 1
        for group in {term.group for term in profile.counts if term.weight > 0}:
            self._held[language, group] += 1
            self._own_held[organisation, language, group] += 1

    def _worth(self, profile: Profile, term: Term, times: int) -> float:
        language, organisation = profile.article.language, profile.article.organisation
        common = math.log(max(1, self._held[language, term.group])) / math.log(self._texts[language] + _FEW)
        others = max(0, self._own_texts[organisation, language] - 1)
        share = max(0, self._own_held[organisation, language, term.group] - 1) / max(1, others)
        habit = 1 / (1 + 4 * share * min(1.0, others / 3))
        return term.weight * (1 - 0.65 * common) * habit * (1 + 0.3 * math.log(times))
