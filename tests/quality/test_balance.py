"""The lists by which tests are given to workers name files that are there, and all that look at the sample night."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.balance import LONG, SAMPLE, balanced

ROOT = Path(__file__).parents[2]


def test_every_file_is_there() -> None:
    assert [name for name in SAMPLE | LONG.keys() - {"sample"} if not (ROOT / name).is_file()] == []
    assert SAMPLE.isdisjoint(LONG)


def test_whoever_looks_at_the_sample_night_is_on_its_list() -> None:
    files = (path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__))
    found = {str(path.relative_to(ROOT)) for path in files if "SampleNight" in path.read_text(encoding="utf-8")}
    assert found == SAMPLE


def test_files_stay_whole_the_longest_go_first_and_the_sample_nights_are_one(pytestconfig: pytest.Config) -> None:
    given: list[list[str]] = []

    class Node:
        gateway, shutting_down = SimpleNamespace(id="gw"), False

        def send_runtest_some(self, indices: list[int]) -> None:
            given.append([asked[index] for index in indices])

        def shutdown(self) -> None:
            """Nothing more will be given."""

    nodes = [Node(), Node()]
    told: Any = SimpleNamespace(
        getvalue=lambda _: ["2*popen"], option=SimpleNamespace(loadscopereorder=True), hook=pytestconfig.hook
    )
    scheduler = balanced(told, None)
    small, long = "tests/stories/test_words.py", "tests/flows/test_prefect_server.py"
    learning, shards = "tests/flows/test_learning.py", "tests/flows/test_shards.py"
    asked = [f"{small}::a", f"{small}::b", f"{small}::c", f"{learning}::a", f"{long}::a", f"{shards}::a"]
    for node in nodes:
        scheduler.add_node(node)
        scheduler.add_node_collection(node, asked)
    scheduler.schedule()
    assert given == [[f"{learning}::a", f"{shards}::a"], [f"{long}::a"], [f"{small}::{one}" for one in "abc"]]
