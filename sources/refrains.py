"""What a site hangs on all its pages, learnt from the pages themselves: the memory of one source, as pure values.

A line is a refrain when at least three pages in one language, and 60 % of those remembered, carry the same words.
Only the run of refrains at a text's beginning or end is cut: what stands between a text's own lines is read as text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from math import ceil

from sources.phrases import CONTACT
from sources.trimming import folded
from stories.dates import read_moment

MOST_PAGES = 24  # remembered a source; the newest, so that a site's new dress is learnt and its old one forgotten
_TOP, _BOTTOM = 4, 12  # lines of a page that are remembered
_LEAST_PAGES, _LEAST_SHARE = 3, 0.6
_LONG, _PAGES_OF_LONG = 160, 5  # a paragraph said three times may be three calls to one event
_LEAST_LEFT = 60  # characters; a text of refrains alone is no text with furniture
_COUNTED = re.compile(r"\D{3,}\d[\d\s.,]{1,12}\d\D{0,2}|\d[\d\s.,]{1,12}\d\D{3,}")
_HOUR_OR_PRICE = re.compile(r"\b(?:klo|kello|kl|at)\b|[€:]\s?\d{1,2}\b|€|\beur", re.IGNORECASE)
_REACHED = re.compile(r"@|\(at\)|\d(?:[\s-]?\d){5}")
_POSTAL = re.compile(r"\b\d{5}\s+[^\W\d_]")
_CONTACT_LINES = 8


def page_print(url: str, language: str, body: str) -> str:
    """What is remembered of one page: a hash of its address, its language, hashes of its first and last lines.

    >>> page_print("https://a.example/1", "fi", "Talkoot alkavat.").split()[1]
    'fi'
    """
    lines = _lines(body)
    edges = lines if len(lines) <= _TOP + _BOTTOM else [*lines[:_TOP], *lines[-_BOTTOM:]]
    return " ".join((_hash(url), language, *dict.fromkeys(map(line_print, edges))))


def line_print(line: str) -> str:
    """A line's hash, by its words; a counter's number ("Kävijöitä 4 120") is left out, a date or price is not."""
    words = folded(line)
    if len(line) < _LEAST_LEFT and _is_counter(line.strip()):
        words = " ".join(re.sub(r"\d+", " ", words).split()) + " #"
    return f"{_hash(words)}{'+' if len(line) > _LONG else ''}"


def _is_counter(line: str) -> bool:
    return bool(_COUNTED.fullmatch(line)) and not _HOUR_OR_PRICE.search(line) and read_moment(line) is None


def remembered(before: Iterable[str], tonight: Iterable[str]) -> tuple[str, ...]:
    """The prints to keep: tonight's first, one a page, as many as are remembered."""
    newest: dict[str, str] = {}
    for told in (*tonight, *before):
        newest.setdefault(told.partition(" ")[0], told)
    return tuple(newest.values())[:MOST_PAGES]


def refrains_of(prints: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The hashes of the lines that stand on most pages, by the pages' language."""
    pages: dict[str, list[list[str]]] = {}
    for told in prints:
        _, language, *lines = told.split(" ")
        pages.setdefault(language, []).append(lines)
    return {language: _common(among) for language, among in pages.items() if len(among) >= _LEAST_PAGES}


def _common(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    counts = Counter(line for lines in pages for line in set(lines))
    share = ceil(_LEAST_SHARE * len(pages))
    return frozenset(
        line
        for line, count in counts.items()
        if count >= max(share, _PAGES_OF_LONG if line[-1] == "+" else _LEAST_PAGES)
    )


def without_refrains(body: str, refrains: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """A body without the refrains at its beginning and end, and the lines that were cut.

    A release's contacts ("Lisätietoja: Maija Mäki, puh. …") stay although one writer signs all: they are part of what
    is said, and an editor rings them. An office's own card, told by its postal address, goes.
    """
    parts = re.split(r"(\n+)", body)
    lines = parts[0::2]
    known = [not line.strip() or line_print(line) in refrains for line in lines]
    first = next((at for at, is_known in enumerate(known) if not is_known), len(lines))
    last = next((at for at in range(len(lines), first, -1) if not known[at - 1]), first)
    kept = {*range(first, last), *_contacts(lines, last)}
    cut = tuple(line for at, line in enumerate(lines) if at not in kept and line.strip())
    if not cut or sum(len(lines[at]) for at in range(first, last)) < _LEAST_LEFT:
        return body, ()
    return "".join(
        parts[2 * at] + (parts[2 * at + 1] if 2 * at + 1 < len(parts) else "") for at in sorted(kept)
    ).strip(), cut


def _contacts(lines: Sequence[str], start: int) -> range:
    """The lines from a contact's cue to the last one that tells how to reach it."""
    cue = next((at for at in range(start, len(lines)) if CONTACT.match(lines[at].lstrip("- "))), None)
    if cue is None:
        return range(0)
    reached = [at for at in range(cue, min(len(lines), cue + _CONTACT_LINES)) if _REACHED.search(lines[at])]
    section = range(cue, reached[-1] + 1) if reached else range(0)
    return range(0) if any(_POSTAL.search(lines[at]) for at in section) else section


def _lines(body: str) -> list[str]:
    return [line for line in body.split("\n") if line.strip()]


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()
