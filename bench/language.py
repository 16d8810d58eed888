"""How fast and how right language detection is.

    python bench/language.py                                   # speed on the tests' own sentences, new words each
    python bench/language.py --lines L.jsonl --gold G.jsonl    # accuracy a class as well; --halves splits by id

One core, CPU time. "cold" is with empty caches, "warm" the same texts again.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from stories.language import detect, detect_lines
from stories.language_odds import forget

OWN = Path(__file__).parent.parent / "tests/stories/data/language.jsonl"
NEWS = {"fi", "sv", "en", "se"}
Lines = Sequence[Mapping[str, Any]]


def read(path: Path) -> list[dict[str, Any]]:
    """The lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def timed(lines: Lines) -> tuple[float, list[dict[str, Any]]]:
    """CPU seconds and answers."""
    start = time.process_time()
    answers = list(detect_lines(lines))
    return time.process_time() - start, answers


def speed(name: str, lines: Lines) -> None:
    """Prints items a CPU second, cold and warm."""
    if lines:
        forget()
        cold, warm = timed(lines)[0], timed(lines)[0]
        print(f"{name:24} {len(lines):6} items  cold {len(lines) / cold:8,.0f}/s  warm {len(lines) / warm:8,.0f}/s")


def score(lines: Lines, gold: Mapping[Any, Mapping[str, Any]]) -> None:
    """Prints accuracy a class for the news languages, and how often a sure answer is wrong."""
    right: dict[str, Counter[bool]] = defaultdict(Counter)
    sure: Counter[bool] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    for answer in timed(lines)[1]:
        true = gold[answer["id"]]
        good = answer["language"] == true["language"]
        news = "news" if true["language"] in NEWS else "other"
        right[f"{true.get('class', '-')}/{news}"][good] += 1
        sure[good] += answer["confidence"] >= 0.95
        if not good:
            missed[true["language"], answer["language"]] += 1
    for name, counts in sorted(right.items()):
        print(f"{name:24} {counts.total():6} items  right {counts[True] / counts.total():.4f}")
    print(f"{'confidence >= .95':24} {sure.total():6} items  wrong {sure[False] / max(1, sure.total()):.4f}")
    print("missed", missed.most_common(8))


def halves(lines: Iterable[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Two halves that keep the openings of one sentence together: by the crc of the first two words."""
    sides: tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]] = ([], [])
    for line in lines:
        sides[crc32(" ".join(line["text"].lower().split()[:2]).encode()) % 2].append(line)
    return sides


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=Path, default=OWN)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--halves", action="store_true")
    asked = parser.parse_args()
    start = time.process_time()
    detect("Hei!")
    print(f"first answer after {time.process_time() - start:.2f} CPU s (imports apart)")
    lines, gold = read(asked.lines), {line["id"]: line for line in read(asked.gold or OWN)}
    by_class: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        by_class[gold[line["id"]].get("class", "-")].append(line)
    for name, some in sorted(by_class.items()):
        speed(name, some)
    for side in halves(lines) if asked.halves else (lines,):
        score(side, gold)


if __name__ == "__main__":
    main()
