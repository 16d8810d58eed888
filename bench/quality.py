"""The quality of language and variant judgements as a table, held against floors.

    python -m bench.quality [--data DIR] [--floors FILE] [--show N]

Takes every pair NAME.items.jsonl / NAME.gold.jsonl under DIR, and items.jsonl / gold.jsonl in its subfolders.
Items are in the contract's format; gold lines hold id, story and language. Exit 1 when a figure is under its floor.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from stories.linking import join
from stories.match import article
from stories.model import Article
from stories.variants import judge

HERE: Final = Path(__file__).parent.parent / "tests" / "quality"
Pairs = set[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Figures:
    """One data set's figures: shares 0-1 and seconds; pairs are counted after closing them into stories."""

    name: str
    items: int
    precision: float
    recall: float
    language: float
    seconds: float
    false: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]

    def row(self) -> str:
        """The figures as one line of the table."""
        shares = f"{self.precision:9.4f}  {self.recall:6.4f}  {self.language:8.4f}"
        wrong = f"{len(self.false):5}  {len(self.missed):6}"
        return f"{self.name:22} {self.items:5}  {shares}  {wrong}  {self.seconds:7.1f}"


def main(arguments: list[str] | None = None) -> int:
    """Prints the table; 1 when a figure fell under its floor, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--floors", type=Path, default=HERE / "floors.json")
    parser.add_argument("--show", type=int, default=0, help="wrong and missed pairs to print of each set")
    options = parser.parse_args(arguments)
    floors = json.loads(options.floors.read_text("utf-8"))
    print(f"{'set':22} items  precision  recall  language  false  missed  seconds")
    falls: list[str] = []
    for items, gold in sorted(data_sets(options.data)):
        figures = measured(items, gold)
        print(figures.row())
        _show(figures, options.show)
        falls += fallen(figures, floors.get(figures.name, {}))
    print("\n".join(falls) if falls else "every floor holds")
    return 1 if falls else 0


def data_sets(folder: Path) -> Iterator[tuple[Path, Path]]:
    """All sets of items with their gold under a folder."""
    for items in folder.rglob("*items.jsonl"):
        gold = items.with_name(items.name.replace("items.jsonl", "gold.jsonl"))
        if gold.exists():
            yield items, gold


def measured(items: Path, gold: Path) -> Figures:
    """The figures of one set; languages that the items leave out are detected first."""
    truth = {str(line["id"]): line for line in _lines(gold)}
    started = time.perf_counter()
    articles = {a.article_id: a for a in map(article, _lines(items))}
    claimed = _closed(join(articles, judge(list(articles.values()))))
    seconds = time.perf_counter() - started
    true = _closed(_stories(truth))
    right = len(claimed & true)
    return Figures(
        name=items.parent.name if items.name == "items.jsonl" else items.name.removesuffix(".items.jsonl"),
        items=len(articles),
        precision=right / len(claimed) if claimed else 1.0,
        recall=right / len(true) if true else 1.0,
        language=_language(articles.values(), truth),
        seconds=seconds,
        false=tuple(sorted(claimed - true)),
        missed=tuple(sorted(true - claimed)),
    )


def fallen(figures: Figures, floors: Mapping[str, float]) -> list[str]:
    """What is under its floor, in words."""
    return [
        f"{figures.name}: {name} {getattr(figures, name):.4f} is under its floor {floor}"
        for name, floor in floors.items()
        if getattr(figures, name) < floor
    ]


def _stories(truth: Mapping[str, Mapping[str, Any]]) -> Iterable[Collection[str]]:
    stories: dict[str, list[str]] = defaultdict(list)
    for key, line in truth.items():
        stories[line["story"]].append(key)
    return stories.values()


def _closed(groups: Iterable[Collection[str]]) -> Pairs:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def _language(articles: Iterable[Article], truth: Mapping[str, Mapping[str, Any]]) -> float:
    known = [(a.language, truth[a.article_id].get("language")) for a in articles if a.article_id in truth]
    asked = [(said, is_) for said, is_ in known if is_ and is_ != "und"]
    return sum(said == is_ for said, is_ in asked) / len(asked) if asked else 1.0


def _show(figures: Figures, most: int) -> None:
    for word, pairs in (("false", figures.false), ("missed", figures.missed)):
        for left, right in pairs[:most]:
            print(f"    {word} {left} ~ {right}")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


if __name__ == "__main__":
    sys.exit(main())
