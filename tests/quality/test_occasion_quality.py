"""The occasions found in texts by other hands stay above their floors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from stories.occasions import occasion_lines

HERE = Path(__file__).parent
FLOORS = json.loads(HERE.joinpath("occasion_floors.json").read_text("utf-8"))


def lines(name: str) -> Iterator[dict[str, Any]]:
    folder = next(folder for folder in ("data", "occasions") if HERE.joinpath(folder, name).exists())
    return map(json.loads, HERE.joinpath(folder, name).read_text("utf-8").splitlines())


def right_found_and_true(name: str) -> tuple[int, int, int]:
    """Occasions that kind and start (to the gold's day or minute) agree on, all found ones, all in the gold."""
    gold = {line["id"]: list(line["occasions"]) for line in lines(f"{name}.gold.jsonl")}
    right = found = 0
    for line in occasion_lines(lines(f"{name}.items.jsonl")):
        for one in line["occasions"]:
            found += 1
            left = gold[line["id"]]
            hit = next((o for o in left if o["kind"] == one["kind"] and one["start"].startswith(o["start"])), None)
            if hit:
                left.remove(hit)
                right += 1
    return right, found, right + sum(map(len, gold.values()))


@pytest.mark.parametrize("name", FLOORS)
def test_occasions_stay_above_their_floors(name: str) -> None:
    right, found, true = right_found_and_true(name)
    figures = {"precision": right / found, "recall": right / true}
    assert not {key: figures[key] for key, floor in FLOORS[name].items() if figures[key] < floor}
