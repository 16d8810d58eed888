"""Compiles the bilingual lexicon that `stories` ships from its open sources (stories/data/variants/SOURCES.md).

    python -m bench.compile_lexicon --pairs fi-sv.tsv.gz --sami fi-se.tsv.gz --dictd DIR [--out FILE]

`--pairs` holds columns fi, sv, en, source, kind, weight; `--sami` fi, se; `--dictd` the FreeDict (WikDict) dictionaries
fin-eng and eng-fin as Debian ships them. The own lists domain.tsv, everyday.tsv and names.tsv lie beside the result.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import lzma
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent.parent / "stories" / "data" / "variants"
_BASE64: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[-' ][^\W\d_]+){0,3}\Z")
_OWN: Final = {"domain.tsv": 1.0, "everyday.tsv": 0.8}
_LOOSE: Final = frozenset({"wordnet"})
Table = dict[str, dict[str, float]]


def main() -> None:
    """Reads the sources named on the command line and writes one compressed table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--sami", type=Path, required=True)
    parser.add_argument("--dictd", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=DATA / "lexicon.tsv.xz")
    options = parser.parse_args()
    tables = compiled(options.pairs, options.sami, options.dictd)
    text = "\n".join(line for name, table in tables.items() for line in _section(name, table))
    options.out.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    sizes = {name: (len(table), sum(map(len, table.values()))) for name, table in tables.items()}
    print(sizes, options.out.stat().st_size, "bytes")


def compiled(pairs: Path, sami: Path, dictd: Path) -> dict[str, Table]:
    """All sections by name: word tables fi-sv, fi-en, sv-en, fi-se and the names fi-sv."""
    rows = list(_rows(pairs))
    tables: dict[str, Table] = {name: defaultdict(dict) for name in ("fi-sv", "fi-en", "sv-en", "fi-se", "names")}
    _put_words(tables, rows)
    _put_parts_of_terms(tables["fi-sv"], rows)
    _put_english(tables, dictd)
    _put_own(tables)
    _put_sami(tables["fi-se"], sami)
    _put_names(tables["names"], rows)
    for fi, swedish in tables["names"].items():
        for sv in swedish:
            if fi != sv and _fits(fi, 1) and _fits(sv, 1):
                _put(tables["fi-sv"], fi, sv, 1.0)
    _pivot(tables)
    return {name: dict(table) if name == "names" else _pruned(table) for name, table in tables.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _weight(row: dict[str, str]) -> float:
    """How far a pair is trusted: learned pairs by their own weight, loose synonyms little, the rest fully."""
    if row["source"] in _LOOSE:
        return 0.6
    given = float(row["weight"] or 1)
    return 0.0 if given < 0.2 else min(1.0, given * 1.25)


def _put_words(tables: dict[str, Table], rows: Iterable[dict[str, str]]) -> None:
    for row in rows:
        fi, sv, en, weight = row["fi"].lower(), row["sv"].lower(), row["en"].lower(), _weight(row)
        if row["kind"] == "name" or not weight or not _fits(fi, 1) or not _fits(sv, 2):
            continue
        _put(tables["fi-sv"], fi, sv, weight)
        if _fits(en, 2) and en not in (fi, sv):
            _put(tables["fi-en"], fi, en, weight)
            if _fits(sv, 1):
                _put(tables["sv-en"], sv, en, weight)


def _put_parts_of_terms(table: Table, rows: Iterable[dict[str, str]]) -> None:
    """Two-word terms teach what is left when one pair is known: henkilökohtainen apu = personlig assistans."""
    for row in rows:
        fi, sv = row["fi"].lower().split(), row["sv"].lower().split()
        if len(fi) != 2 or len(sv) != 2 or row["kind"] == "name" or row["source"].startswith("eforms"):
            continue
        for known, left in ((0, 1), (1, 0)):
            if table.get(fi[known], {}).get(sv[known], 0) >= 0.5 and not table.get(fi[left], {}).get(sv[left]):
                _put(table, fi[left], sv[left], 0.4)


def _put_english(tables: dict[str, Table], dictd: Path) -> None:
    for head, words in _dictd(dictd, "fin-eng"):
        for word in words:
            _put_if(tables["fi-en"], head, word, 1.0)
    for head, words in _dictd(dictd, "eng-fin"):
        for word in words:
            _put_if(tables["fi-en"], word, head, 1.0)


def _put_if(table: Table, fi: str, en: str, weight: float) -> None:
    en = re.sub(r"\A(?:to|a|an|the) ", "", en)
    if _fits(fi, 1) and _fits(en, 2):
        _put(table, fi, en, weight)


def _dictd(folder: Path, pair: str) -> Iterator[tuple[str, set[str]]]:
    data = gzip.decompress((folder / f"freedict-{pair}.dict.dz").read_bytes())
    for line in (folder / f"freedict-{pair}.index").read_text("utf-8").splitlines():
        head, start, length = line.split("\t")[:3]
        if not head.startswith("00"):
            entry = data[_number(start) : _number(start) + _number(length)].decode("utf-8", "replace").split("\n")
            yield re.sub(r"\s*[/<\[].*$", "", entry[0]).strip().lower(), _translations(entry[1:])


def _number(text: str) -> int:
    value = 0
    for letter in text:
        value = value * 64 + _BASE64.index(letter)
    return value


def _translations(lines: list[str]) -> set[str]:
    body = [line for line in lines if line.strip()]
    numbered = [line for line in body if re.match(r"\d+\. ", line)] or body[:1]
    plain = (re.sub(r"[<\[(/].*?[>\])/]", "", re.sub(r"\A\d+\. ", "", line)) for line in numbered)
    return {word.strip().lower() for line in plain for word in line.split(",") if 1 < len(word.strip()) < 40}


def _put_own(tables: dict[str, Table]) -> None:
    """The own lists, columns fi, sv, en with commas between words: terms are trusted fully, everyday words nearly."""
    for name, trust in _OWN.items():
        for line in (DATA / name).read_text("utf-8").splitlines():
            columns = [list(filter(None, map(str.strip, column.split(",")))) for column in line.split("\t")]
            fi, sv, en = [*columns, [], []][:3]
            for table, heads, words in (("fi-sv", fi, sv), ("fi-en", fi, en), ("sv-en", sv, en)):
                for head, word in product(heads, words):
                    _put(tables[table], head, word, trust)


def _put_sami(table: Table, path: Path) -> None:
    for row in _rows(path):
        if _fits(row["fi"], 1) and _fits(row["se"], 1):
            _put(table, row["fi"].lower(), row["se"].lower(), 1.0)


def _put_names(table: Table, rows: Sequence[dict[str, str]]) -> None:
    """In order of trust, for of two Finnish names of one Swedish name the first is meant: own, official, others."""
    for line in (DATA / "names.tsv").read_text("utf-8").splitlines():
        fi, sv = line.split("\t")[:2]
        _put(table, fi.lower(), sv.lower(), 1.0)
    official = [row for row in rows if "geofi:" in row["source"]]
    named = [row for row in rows if row["kind"] == "name" and "finlex-title" not in row["source"]]
    for row in (*official, *named):
        fi, sv = row["fi"].lower(), row["sv"].lower()
        if _fits(fi, 4) and _fits(sv, 5) and (fi != sv or "municipality" in row["source"]):
            _put(table, fi, sv, 1.0)


def _pivot(tables: dict[str, Table]) -> None:
    """Swedish-English over Finnish, only where both steps are trusted; less where a word has many meanings."""
    for fi, swedish in tables["fi-sv"].items():
        english = tables["fi-en"].get(fi, {})
        trust = 0.7 if len(english) * len(swedish) <= 24 else 0.4
        for sv, first in swedish.items():
            for en, second in english.items():
                if first * second >= 0.5 and _fits(sv, 1) and _fits(en, 1):
                    _put(tables["sv-en"], sv, en, trust * first * second)


def _fits(text: str, words: int) -> bool:
    return (2 <= len(text) <= 40 or text == "ö") and bool(_WORDS.match(text)) and len(text.split()) <= words


def _put(table: Table, head: str, word: str, weight: float) -> None:
    known = table[head] if isinstance(table, defaultdict) else table.setdefault(head, {})
    known[word] = max(weight, known.get(word, 0.0))


def _pruned(table: Table) -> Table:
    """The twelve surest words of each head: a word with more partners tells nothing."""
    return {head: dict(sorted(table[head].items(), key=lambda w: (-w[1], w[0]))[:12]) for head in sorted(table)}


def _section(name: str, table: Table) -> Iterator[str]:
    yield f"#{name}"
    for head, words in table.items():
        yield head + "\t" + ";".join(f"{word}{_digit(weight)}" for word, weight in words.items())


def _digit(weight: float) -> str:
    """Full trust is left out, the rest is tenths: most pairs are fully trusted."""
    return "" if weight >= 0.95 else f"={max(1, round(weight * 10))}"


if __name__ == "__main__":
    main()
