"""A list of subscribers as CSV: read strictly, every bad line named by what is wrong with it, never by an address."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Final

from stories.dates import HELSINKI
from warehouse.mailbox import mailbox, same_reader
from warehouse.subscriber_list import Entry, Subscriber

COLUMNS: Final = ("address", "audience", "language", "consent")
_MOST_LINES: Final = 200_000
_MOST_FAULTS: Final = 20  # told one by one


class ListError(ValueError):
    """A list that cannot be taken in; each line of the message is one clear line and holds no address."""


def read_list(
    text: str, *, editions: Mapping[str, Collection[str]], at: datetime, utf8_local: bool = False
) -> list[Entry]:
    """The entries of a CSV text with the columns address, audience, language and consent, in any order.

    `editions` are the languages of each audience. Commas, semicolons or tabs part the columns; consent is a date
    (2026-11-20, 20.11.2026) or an ISO instant. Raises ListError, which names every bad line.
    """
    entries: dict[tuple[str, str], Entry] = {}
    faults: list[str] = []
    for number, columns, values in _table(text):
        try:
            entry = entry_of(_row(columns, values), editions, at, utf8_local=utf8_local)
            first = entries.setdefault((same_reader(entry.address), entry.audience), entry)
            _demand_agreement(first, entry)
        except ValueError as error:
            faults.append(f"line {number}: {error}")
    if faults:
        more = [f"… and {len(faults) - _MOST_FAULTS} more lines"] if len(faults) > _MOST_FAULTS else []
        raise ListError("\n".join([*faults[:_MOST_FAULTS], *more]))
    return list(entries.values())


def as_csv(listed: Iterable[Subscriber]) -> str:
    """The list as CSV that `read_list` reads back, with how consent was given as a fifth column."""
    lines = io.StringIO()
    table = csv.writer(lines, lineterminator="\n")
    table.writerow((*COLUMNS, "consent_by"))
    table.writerows((s.address, s.audience, s.language, s.consent_at.isoformat(), s.consent_by) for s in listed)
    return lines.getvalue()


def entry_of(
    row: Mapping[str, str], editions: Mapping[str, Collection[str]], at: datetime, *, utf8_local: bool
) -> Entry:
    """One line as an entry; raises ValueError, whose message does not hold the address."""
    audience, language = row["audience"].strip(), row["language"].strip()
    address = mailbox(row["address"].strip(), utf8_local=utf8_local)
    if audience not in editions:
        raise ValueError(f"audience {audience[:40]!r} is none of {', '.join(sorted(editions))}")
    if language not in editions[audience]:
        raise ValueError(f"language {language[:20]!r} is none of {audience}'s: {', '.join(editions[audience])}")
    return Entry(address=address, audience=audience, language=language, consent_at=consent(row["consent"], at))


def consent(text: str, at: datetime) -> datetime:
    """When consent was given; a bare date counts from its first minute in Finland. Raises ValueError.

    >>> consent("20.11.2026", datetime(2026, 11, 23, tzinfo=UTC)).isoformat()
    '2026-11-19T22:00:00+00:00'
    """
    found = _instant(text.strip())
    if found is None:
        raise ValueError("consent must be the date it was given, such as 2026-11-20")
    if found > at:
        raise ValueError("consent lies in the future")
    if found.year < 1995:
        raise ValueError("consent cannot be that old")
    return found


def _instant(text: str) -> datetime | None:
    try:
        day, month, year = (int(part) for part in text.split("."))
        return _utc(datetime.combine(date(year, month, day), time()))
    except (ValueError, OverflowError):
        pass
    try:
        return _utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _utc(read: datetime) -> datetime:
    return (read if read.tzinfo else read.replace(tzinfo=HELSINKI)).astimezone(UTC)


def _table(text: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Each line that holds something: its number, the columns and their values."""
    text = text.removeprefix("\ufeff")
    head = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        columns = _columns(next(lines, []))
        for count, values in enumerate(lines):
            if count >= _MOST_LINES:
                raise ListError(f"line {lines.line_num}: more than {_MOST_LINES} lines, split the list")
            if any(value.strip() for value in values):
                yield lines.line_num, columns, values
    except csv.Error as error:
        raise ListError(f"line {lines.line_num}: this is no CSV: {error}") from None


def _columns(head: Sequence[str]) -> list[str]:
    columns = [name.strip().casefold() for name in head]
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise ListError(f"line 1: the header lacks {', '.join(missing)}; it must name {', '.join(COLUMNS)}")
    if len(set(columns)) != len(columns):
        raise ListError("line 1: the header names a column twice")
    return columns


def _row(columns: Sequence[str], values: Sequence[str]) -> dict[str, str]:
    if len(values) != len(columns):
        raise ValueError(f"{len(values)} values, the header has {len(columns)}")
    return dict(zip(columns, values, strict=True))


def _demand_agreement(first: Entry, entry: Entry) -> None:
    if first.language != entry.language:
        raise ValueError(f"this address is on {entry.audience}'s list above, in another language")
