"""ISO weeks as Finland lives them: Monday to Sunday in Europe/Helsinki."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
_FORM = re.compile(r"([0-9]{4})-W([0-9]{2})")


class WeekError(ValueError):
    """A text that names no ISO week; its message is one clear line."""


@dataclass(frozen=True, order=True)
class Week:
    """One ISO week, written as in ISO 8601; raises WeekError when there is no such week.

    >>> Week("2026-W47").monday, Week("2026-W47").sunday
    (datetime.date(2026, 11, 16), datetime.date(2026, 11, 22))
    >>> Week("2026-W54")
    Traceback (most recent call last):
    digest.week.WeekError: there is no week 2026-W54: the year 2026 has weeks W01 to W53
    """

    text: str

    def __post_init__(self) -> None:
        form = _FORM.fullmatch(self.text)
        if not form or not 1900 <= int(form[1]) <= 2999:
            raise WeekError(f"{self.text[:40]!r} is not a week: write it as 2026-W47")
        year, last = int(form[1]), _weeks_in(int(form[1]))
        if not 1 <= int(form[2]) <= last:
            raise WeekError(f"there is no week {self.text}: the year {year} has weeks W01 to W{last}")

    @classmethod
    def of(cls, instant: datetime) -> Week:
        """The week that an aware instant belongs to in Helsinki."""
        year, number, _ = instant.astimezone(HELSINKI).isocalendar()
        return cls(f"{year:04d}-W{number:02d}")

    @property
    def year(self) -> int:
        return int(self.text[:4])

    @property
    def number(self) -> int:
        return int(self.text[6:])

    @cached_property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @cached_property
    def start(self) -> datetime:
        """Monday 00:00 in Helsinki, as an instant in UTC."""
        return _midnight(self.monday)

    @cached_property
    def end(self) -> datetime:
        """The next Monday 00:00 in Helsinki, in UTC: the first instant that is no longer in the week."""
        return _midnight(self.monday + timedelta(days=7))

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def __str__(self) -> str:
        return self.text


def local(instant: datetime) -> datetime:
    """The instant on a Finnish clock."""
    return instant.astimezone(HELSINKI)


def _weeks_in(year: int) -> int:
    # 28 December always lies in the last ISO week of its year.
    return date(year, 12, 28).isocalendar().week


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HELSINKI).astimezone(UTC)
