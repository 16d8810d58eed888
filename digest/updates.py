"""What is new in a story that readers have been told already: a moved deadline, a correction, their own language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from digest.material import Entry, Version, Wording
from stories.dates import HELSINKI
from stories.marks import marks
from stories.model import Occasion
from stories.occasions import occasions

Change = Literal["cancellation", "correction", "extension", "deadline", "event", "language", "title", "text"]
# Below this share of common words a headline, or a text, tells something else than it did.
_SAME_TITLE, _SAME_TEXT = 0.5, 0.6
_MOST_WORDS = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Why a story that was told is told again; `before` and `after` are a moved date's local ISO texts.

    `at` is when the change was seen and `language` the version that changed.
    """

    change: Change
    at: datetime
    language: str
    before: str = ""
    after: str = ""

    @property
    def why(self) -> str:
        """The reason in plain words."""
        return f"{_WORDS[self.change]} ({self.before} -> {self.after})" if self.after else _WORDS[self.change]


_WORDS: dict[Change, str] = {
    "cancellation": "it was cancelled",
    "correction": "the publisher corrected it",
    "extension": "its time was extended",
    "deadline": "its deadline moved",
    "event": "its event moved",
    "language": "it came out in the reader's own language",
    "title": "its headline now says something else",
    "text": "its text was largely rewritten",
}


def update(entry: Entry, *, told_at: datetime, until: datetime, languages: Sequence[str]) -> Update | None:
    """What has materially changed between the letter that told the story and `until`, or None.

    Material is: a version in a language of the reader's that was not there (and none of the reader's was), a
    correction, extension or cancellation marked as such, a date that moved, a headline or a text that is mostly other
    words. A repaired spelling, a new picture or a moved paragraph is not. `languages` are the reader's, dearest first.
    """
    found = [
        change
        for code, version in sorted(entry.versions.items())
        for change in _changes(version, code, entry.published_at, told_at, until)
    ]
    new = _in_own_language(entry, told_at, until, languages)
    order = list(_WORDS)
    ranked = sorted(
        [*found, *([new] if new else [])],
        key=lambda one: (order.index(one.change), one.language not in languages, one.language),
    )
    return ranked[0] if ranked else None


def _in_own_language(entry: Entry, told_at: datetime, until: datetime, languages: Sequence[str]) -> Update | None:
    seen = {code: version.first_seen_at for code, version in entry.versions.items()}
    for code in languages:
        here = seen.get(code)
        if here is None or not told_at < here < until:
            continue
        # Whoever reads both languages has read the news already, unless it was in neither.
        others = [seen[other] for other in languages if other != code and other in seen]
        if not any(other is not None and other <= told_at for other in others):
            return Update(change="language", at=here, language=code)
    return None


def _changes(
    version: Version, code: str, published_at: datetime, told_at: datetime, until: datetime
) -> Iterator[Update]:
    old, new = _as_of(version, told_at), _as_of(version, until)
    if old is None or new is None or new.seen_at <= told_at:
        return
    title = marks(new.title) - marks(old.title)
    for change in ("cancellation", "correction", "extension"):
        if change in title:
            yield Update(change=change, at=new.seen_at, language=code)
    for kind in ("deadline", "event"):
        moved = _moved(old, new, kind, published_at)
        if moved:
            yield Update(change=kind, at=new.seen_at, language=code, before=moved[0], after=moved[1])
    if _likeness(old.title, new.title) < _SAME_TITLE:
        yield Update(change="title", at=new.seen_at, language=code)
    if old.body and new.body and _likeness(old.body, new.body) < _SAME_TEXT:
        yield Update(change="text", at=new.seen_at, language=code)


def _as_of(version: Version, at: datetime) -> Wording | None:
    """What the version said at that moment; None when it was not there yet."""
    known = [wording for wording in version.wordings if wording.seen_at < at]
    return known[-1] if known else None


def _moved(
    old: Wording, new: Wording, kind: Literal["deadline", "event"], published_at: datetime
) -> tuple[str, str] | None:
    """The first date that went and the first that came in its place, when the text holds as many as before."""
    before, after = _starts(old, kind, published_at), _starts(new, kind, published_at)
    # The hour told or left out is the same day still.
    went = [start for start in before if start[:10] not in {other[:10] for other in after}]
    came = [start for start in after if start[:10] not in {other[:10] for other in before}]
    hour = _hour_moved(before, after) if not went and not came else None
    return hour or ((went[0], came[0]) if went and came else None)


def _hour_moved(before: Sequence[str], after: Sequence[str]) -> tuple[str, str] | None:
    if len(before) != len(after):
        return None
    return next(
        ((old, new) for old, new in zip(before, after, strict=True) if old != new and "T" in old and "T" in new), None
    )


def _starts(wording: Wording, kind: str, published_at: datetime) -> list[str]:
    read: Callable[..., tuple[Occasion, ...]] = occasions
    found = read(
        title=wording.title,
        body=wording.body,
        summary=wording.summary,
        published_at=published_at.astimezone(HELSINKI),
    )
    return sorted({one.start for one in found if one.kind == kind})


def _likeness(old: str, new: str) -> float:
    """The share of words, in their order, that two texts have in common (0–1)."""
    left, right = (text.casefold().split()[:_MOST_WORDS] for text in (old, new))
    if left == right:
        return 1.0
    return SequenceMatcher(None, left, right, autojunk=False).ratio()
