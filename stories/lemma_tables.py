"""Dictionary forms of inflected words, read a few at a time: simplemma's own tables take seconds to unpack whole."""

from __future__ import annotations

import lzma
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = frozenset({"fi", "sv", "en", "se"})
BLOCK: Final = 32
_WIDE: Final = 4  # bytes of an offset


class LemmaTable(Mapping[str, str]):
    """Forms with their lemmas in blocks of sorted, front-coded records; a block is decoded when first asked.

    A record: length shared with the form before, length and bytes of the rest, how many bytes of the form the lemma
    drops, length and bytes of what it puts instead; every length one byte. The first of a block shares nothing.
    """

    def __init__(self, data: bytes) -> None:
        count = int.from_bytes(data[:_WIDE], "little")
        self._starts = array("I", data[_WIDE : _WIDE * (count + 2)])  # one more: where the last block ends
        self._records = data[_WIDE * (count + 2) :]
        records = self._records
        self._firsts = [records[start + 2 : start + 2 + records[start + 1]] for start in self._starts[:-1]]
        self._places: dict[int, dict[bytes, int]] = {}

    def __getitem__(self, form: str) -> str:
        key = form.encode("utf-8", "replace")
        place = self._block(bisect_right(self._firsts, key) - 1)[key]
        start = place + 2
        kept = key[: len(key) - self._records[place]]
        return (kept + self._records[start : start + self._records[place + 1]]).decode()

    def __iter__(self) -> Iterator[str]:
        return (form.decode() for number in range(len(self._starts) - 1) for form in self._block(number))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _block(self, number: int) -> dict[bytes, int]:
        """The forms of a block, and where each one's lemma stands; none before the first."""
        found = self._places.get(number)
        if found is None:
            ends = (self._starts[number], self._starts[number + 1]) if number >= 0 else (0, 0)
            found = self._places[number] = _read(self._records, *ends)
        return found


class LemmaTables:
    """What simplemma asks for its dictionaries."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """The table of a language; raises ValueError for one that has none."""
        return table(lang)


@lru_cache(maxsize=len(LANGUAGES))
def table(language: str) -> LemmaTable:
    """The packaged table of a language, compiled by `python -m bench.compile_lemmas`; ValueError for others."""
    if language not in LANGUAGES:
        raise ValueError(f"no table of lemmas for {language!r}")
    packed = files("stories").joinpath("data", "lemmas", f"{language}.bin.xz").read_bytes()
    return LemmaTable(lzma.decompress(packed))


def written(lemmas: Mapping[str, str]) -> bytes:
    """A table's bytes, unpacked; forms and lemmas over 200 bytes are left out.

    >>> LemmaTable(written({"talossa": "talo", "talot": "talo"}))["talot"]
    'talo'
    """
    pairs = sorted((form.encode(), lemma.encode()) for form, lemma in lemmas.items())
    short = [(form, lemma) for form, lemma in pairs if len(form) <= 200 and len(lemma) <= 200]
    starts, records = array("I", [0]), bytearray()
    for start in range(0, len(short), BLOCK):
        before = b""
        for form, lemma in short[start : start + BLOCK]:
            records += _record(before, form, lemma)
            before = form
        starts.append(len(records))
    return (len(starts) - 1).to_bytes(_WIDE, "little") + starts.tobytes() + bytes(records)


def _record(before: bytes, form: bytes, lemma: bytes) -> bytes:
    shared, kept = _common(before, form), _common(form, lemma)
    rest, put = form[shared:], lemma[kept:]
    return bytes([shared, len(rest)]) + rest + bytes([len(form) - kept, len(put)]) + put


def _common(left: bytes, right: bytes) -> int:
    return next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


def _read(records: bytes, at: int, end: int) -> dict[bytes, int]:
    """Forms with the places of their lemmas: of a block's thirty-two few lemmas are ever asked for."""
    found: dict[bytes, int] = {}
    form = b""
    while at < end:
        middle = at + 2 + records[at + 1]
        form = form[: records[at]] + records[at + 2 : middle]
        at = middle + 2 + records[middle + 1]
        found[form] = middle
    return found
