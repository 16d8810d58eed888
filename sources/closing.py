"""The day at the end of a text that gives none above: writers date and sign their texts so."""

from __future__ import annotations

import re

from sources.blocks import Block
from sources.publication import (
    BARS,
    WEEKDAY,
    is_byline,
    is_counted,
    is_publication_line,
    lies_ahead,
    named_moment,
    parts_of,
)
from sources.trimming import Trimming, quoted
from stories.dates import read_moment


def take_closing_date(trimming: Trimming) -> None:
    """A bare date as the last line of a text that gave none above: writers date their texts so."""
    if len(trimming.blocks) < 2 or any(read_moment(line) for line in (*trimming.setting.dated, *trimming.dated)):
        return
    last = trimming.blocks[-1]
    if last.kind == "p" and len(last.text) < 120 and _closes(last) and not lies_ahead(last, trimming.setting.now):
        place = _PLACE_AND_DAY.fullmatch(last.text.strip())
        trimming.dated += [place["day"]] if place else parts_of(last)
        trimming.drop([last], f"closing date: {quoted(last.text)}")


# "Jyväskylässä 3.3.2026", "Vasa den 3 mars 2026": where and when a text was signed.
_PLACE_AND_DAY = re.compile(
    r"[A-ZÅÄÖ][a-zåäö]+(?:-[A-ZÅÄÖ][a-zåäö]+)?(?:ss[aä]|ll[aä]),?\s(?P<day>\d{1,2}\.\s?\d{1,2}\.\s?\d{4})\.?"
)


def _closes(last: Block) -> bool:
    """Whether a last line only dates and signs a text."""
    text = last.text.strip()
    moment = read_moment(text)
    if moment is None or WEEKDAY.search(text) or re.search(r"\d\s?[–-]\s?\d", text.replace(moment.text, "", 1)):
        return False
    if is_publication_line(text, near_title=True) or _PLACE_AND_DAY.fullmatch(text) or named_moment(text):
        return True
    parts = [part for part in BARS.split(text.replace(",", " | ")) if part.strip()]
    dated = [part for part in parts if is_publication_line(part, near_title=True)]
    return (
        len(parts) > 1 and bool(dated) and all(part in dated or is_byline(part) or is_counted(part) for part in parts)
    )
