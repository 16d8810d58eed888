"""To which letter a story belongs: that of its week, or the next one when it was found too late for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from digest.material import Entry
from digest.week import HELSINKI, Week, local

# Older news that turns up is history, not late.
_LATEST = timedelta(days=28)
# A story that an unscheduled letter told was as it is known some hours after it was met.
_SETTLED = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When a week's letter closes for readers who get it on `weekday` (0 = Monday).

    `since` is when Kooste began to read: what it found before its first letter could have gone is not late for it.
    """

    week: Week
    weekday: int
    since: datetime | None

    @property
    def closes_at(self) -> datetime:
        """The end of the day on which the letter goes: what is found later belongs to the next one."""
        return closing(self.week, self.weekday)

    @property
    def opens_at(self) -> datetime:
        """When the letter of the week before closed."""
        return closing(Week.of(self.week.start - timedelta(hours=1)), self.weekday)

    def told_at(self, entry: Entry, week: Week) -> datetime:
        """As of when the letter of `week` told the story."""
        seen = entry.first_seen_at
        closed = closing(week, self.weekday)
        return max(closed, seen + _SETTLED) if seen else closed

    def refusal(self, entry: Entry, *, is_open: bool) -> str | None:
        """Why the letter is not the story's; None when it is. `is_open`: a deadline of it still lies ahead."""
        if entry.published_at >= self.week.end:
            return f"it was published in {Week.of(entry.published_at)}, after {self.week}"
        if entry.published_at in self.week:
            return self._found_too_late(entry)
        return None if self.is_late(entry, is_open=is_open) else self._too_old(entry)

    def is_late(self, entry: Entry, *, is_open: bool = False) -> bool:
        """Whether the story was published before the week, but found only after its own letter had closed.

        Only what a source brought while it was already being read counts: a new source's archive is history.
        """
        seen, since = entry.first_seen_at, entry.source_since
        if entry.published_at >= self.week.start or seen is None or since is None:
            return False
        own = closing(Week.of(entry.published_at), self.weekday)
        fresh = is_open or entry.published_at >= self.week.start - _LATEST
        return since < own <= seen and self.opens_at <= seen < self.closes_at and fresh

    def _found_too_late(self, entry: Entry) -> str | None:
        seen = entry.first_seen_at
        began_later = self.since is None or self.since >= self.closes_at
        if seen is None or seen < self.closes_at or began_later:
            return None
        return f"it was found on {local(seen):%Y-%m-%d}, after this letter had gone: it belongs to the next one"

    def _too_old(self, entry: Entry) -> str:
        seen, week = entry.first_seen_at, Week.of(entry.published_at)
        old = f"it was published in {week}, not in {self.week}"
        if seen is None or not self.opens_at <= seen < self.closes_at:
            return old
        return f"{old}, and found only now in its source's archive"


def closing(week: Week, weekday: int) -> datetime:
    """The end of the first such weekday after the week, on a Finnish clock."""
    return datetime.combine(week.monday + timedelta(days=8 + weekday), time(), tzinfo=HELSINKI)
