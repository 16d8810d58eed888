"""Contradictions: what two versions of one text do not differ in, however alike they are otherwise."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from stories.profile import Profile

HARD: Final = 12.0
_SOFT_PLACE: Final = 2.5
_SOFT_MARK: Final = 1.0


def contradictions(left: Profile, right: Profile) -> list[tuple[float, str]]:
    """What speaks against a pair: (log-odds taken off, why); HARD decides alone."""
    found = (check(left, right) for check in (_correction, _parts, _projects, _days, _years, _places))
    return [against for against in found if against]


def _correction(left: Profile, right: Profile) -> tuple[float, str] | None:
    alone = (left.marks - right.mentions) | (right.marks - left.mentions)
    if "correction" in alone:
        return HARD, "only one is a correction"
    return (_SOFT_MARK, "only one extends a deadline") if "extension" in alone else None


def _parts(left: Profile, right: Profile) -> tuple[float, str] | None:
    a, b = _lead(left, "O"), _lead(right, "O")
    return (HARD, f"part {min(a)} against {min(b)}") if a and b and not a & b else None


def _projects(left: Profile, right: Profile) -> tuple[float, str] | None:
    """Both name projects or cases by id, and none in common."""
    a, b = _project_ids(left), _project_ids(right)
    return (HARD, f"project {min(a)} against {min(b)}") if a and b and not a & b else None


def _days(left: Profile, right: Profile) -> tuple[float, str] | None:
    """Both name days at their head and neither's is found anywhere in the other."""
    a, b = _lead(left, "D"), _lead(right, "D")
    if a and b and not (a & _all(right, "D") or b & _all(left, "D")):
        return HARD, f"{min(a)} against {min(b)}"
    return None


def _years(left: Profile, right: Profile) -> tuple[float, str] | None:
    a, b = _title_years(left), _title_years(right)
    return (HARD, f"year {min(a)} against {min(b)}") if a and b and not a & b else None


def _places(left: Profile, right: Profile) -> tuple[float, str] | None:
    """A place at each head that the other never names; a shared day excuses it unless the headlines differ."""
    a, b = _lead(left, "G"), _lead(right, "G")
    if not a or not b or a & _all(right, "G") or b & _all(left, "G"):
        return None
    headlines = _title(left, "G") and _title(right, "G")
    if _all(left, "D") & _all(right, "D") and not headlines:
        return None
    return _SOFT_PLACE, f"{min(a)} against {min(b)}"


def _title(profile: Profile, kind: str) -> AbstractSet[str]:
    return {t.key for t in profile.title if t.kind == kind}


def _lead(profile: Profile, kind: str) -> AbstractSet[str]:
    return {t.key for t in profile.lead if t.kind == kind}


def _all(profile: Profile, kind: str) -> AbstractSet[str]:
    return {t.key for t in profile.counts if t.kind == kind}


def _project_ids(profile: Profile) -> AbstractSet[str]:
    return {key for key in _all(profile, "L") if key[0].isalpha()}


def _title_years(profile: Profile) -> AbstractSet[str]:
    years = {t.key for t in profile.title if t.kind == "Y"}
    return years | {t.key[:4] for t in profile.title if t.kind == "D"}
