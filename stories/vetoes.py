"""Contradictions: what two versions of one text do not differ in, however alike they are otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from stories.amounts import Amount, amounts, same
from stories.model import Article
from stories.profile import Profile, Term
from stories.references import projects
from stories.structure import NOTHING_PROMISED, Promises, another_partner

HARD: Final = 12.0
_SOFT_PLACE: Final = 2.5
_SOFT_FIGURE: Final = 2.0
_SOFT_MARK: Final = 1.0
_FIGURE: Final = 1.2
"""What a number weighs from which it tells something: from eleven up (stories/profile.py)."""
_ROUNDED: Final = 0.1
_SUMS: Final = {"euro": (HARD, 4.0), "per cent": (4.0, 2.5)}
"""Log-odds that differing sums and shares take off: in both headlines, and in both leads."""
_LONGEST: Final = 9_000
_KEPT: Final = 4_096
"""Texts whose sums and ids are remembered: one is laid beside many."""
_DIGITS: Final = re.compile(r"\d+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def contradictions(left: Profile, right: Profile, promises: Promises = NOTHING_PROMISED) -> list[tuple[float, str]]:
    """What speaks against a pair: (log-odds taken off, why); HARD decides alone.

    `promises` are the pages that publishers name as the texts' versions (`stories.structure.promises`).
    """
    if left.article.language == right.article.language:
        return [(HARD, f"both are in {left.article.language}")]
    checks = (_correction, _parts, _projects, _days, _years, _sums, _places, _figures)
    found = [check(left, right) for check in checks]
    elsewhere = another_partner(left.article, right.article, promises)
    return [*([(HARD, elsewhere)] if elsewhere else []), *(against for against in found if against)]


def _correction(left: Profile, right: Profile) -> tuple[float, str] | None:
    alone = (left.marks - right.mentions) | (right.marks - left.mentions)
    if "correction" in alone:
        return HARD, "only one is a correction"
    return (_SOFT_MARK, "only one extends a deadline") if "extension" in alone else None


def _parts(left: Profile, right: Profile) -> tuple[float, str] | None:
    a, b = _lead(left, "O"), _lead(right, "O")
    return (HARD, f"part {min(a)} against {min(b)}") if a and b and not a & b else None


def _projects(left: Profile, right: Profile) -> tuple[float, str] | None:
    """Both name projects or cases by ids of one make, and none in common."""
    a, b = _project_ids(left), _project_ids(right)
    if a & b:
        return None
    makes = {_make(one) for one in a} & {_make(one) for one in b}
    ours, theirs = ([one for one in sorted(ids) if _make(one) in makes] for ids in (a, b))
    return (HARD, f"project {ours[0]} against {theirs[0]}") if makes else None


def _days(left: Profile, right: Profile) -> tuple[float, str] | None:
    """Both name days at their head and neither's is found anywhere in the other."""
    a, b = _lead(left, "D"), _lead(right, "D")
    if a and b and not (a & _all(right, "D") or b & _all(left, "D")):
        return HARD, f"{min(a)} against {min(b)}"
    return None


def _years(left: Profile, right: Profile) -> tuple[float, str] | None:
    a, b = _title_years(left), _title_years(right)
    return (HARD, f"year {min(a)} against {min(b)}") if a and b and not a & b else None


def _sums(left: Profile, right: Profile) -> tuple[float, str] | None:
    """Both name sums of money, or shares, at their head, and neither's is found anywhere in the other."""
    for unit, (in_title, in_lead) in _SUMS.items():
        for cost, ours, theirs in (
            (in_title, left.article.title, right.article.title),
            (in_lead, _head(left.article), _head(right.article)),
        ):
            a, b = _told(ours, left.article, unit), _told(theirs, right.article, unit)
            if a and b and not (_agree(a, right.article, unit) or _agree(b, left.article, unit)):
                return cost, f"{a[0].words} against {b[0].words}"
    return None


def _told(text: str, article: Article, unit: str) -> list[Amount]:
    return [one for one in _amounts_in(text, article.language) if one.unit == unit]


def _agree(told: list[Amount], other: Article, unit: str) -> bool:
    whole = _told(f"{_head(other)}\n{other.body}"[:_LONGEST], other, unit)
    return any(same(one, another) for one in told for another in whole)


def _head(article: Article) -> str:
    return f"{article.title}\n{article.summary}"


def _places(left: Profile, right: Profile) -> tuple[float, str] | None:
    """A place at each head that the other never names; a shared day excuses it unless the headlines differ."""
    a, b = _lead(left, "G"), _lead(right, "G")
    if not a or not b or a & _all(right, "G") or b & _all(left, "G"):
        return None
    headlines = _title(left, "G") and _title(right, "G")
    if _all(left, "D") & _all(right, "D") and not headlines:
        return None
    return _SOFT_PLACE, f"{min(a)} against {min(b)}"


def _figures(left: Profile, right: Profile) -> tuple[float, str] | None:
    """Both name figures at their head and share none anywhere, rounded ones included; sums are told by `_sums`."""
    a, b = _telling(left.lead), _telling(right.lead)
    if not a or not b or _sums(left, right):
        return None
    if any(_alike(one, other) for one in _telling(left.counts) for other in _telling(right.counts)):
        return None
    return _SOFT_FIGURE, f"the figure {min(a):g} against {min(b):g}"


def _telling(terms: Iterable[Term]) -> AbstractSet[float]:
    return {float(t.key) for t in terms if t.kind in "#%" and t.weight >= _FIGURE}


def _alike(one: float, other: float) -> bool:
    return abs(one - other) <= _ROUNDED * max(one, other)


def _title(profile: Profile, kind: str) -> AbstractSet[str]:
    return {t.key for t in profile.title if t.kind == kind}


def _lead(profile: Profile, kind: str) -> AbstractSet[str]:
    return {t.key for t in profile.lead if t.kind == kind}


def _all(profile: Profile, kind: str) -> AbstractSet[str]:
    return {t.key for t in profile.counts if t.kind == kind}


def _project_ids(profile: Profile) -> AbstractSet[str]:
    return _projects_in(f"{_head(profile.article)}\n{profile.article.body}"[:_LONGEST])


_projects_in = lru_cache(maxsize=_KEPT)(projects)
_amounts_in = lru_cache(maxsize=_KEPT)(amounts)


def _make(project: str) -> str:
    """What an id looks like, by which a register's ids are told from another's: "a/0/0" for vn/1234/2026."""
    return _DIGITS.sub("0", _LETTERS.sub("a", project))


def _title_years(profile: Profile) -> AbstractSet[str]:
    years = {t.key for t in profile.title if t.kind == "Y"}
    return years | {t.key[:4] for t in profile.title if t.kind == "D"}
