"""Which worker runs which tests: all that look at the sample night in one place, and what takes long begins first.

xdist itself begins with the files of the most tests; those that start servers have few, and would end the run alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import pytest

# One worker runs the sample night once for all of these; a file that is missing here costs another night, no more.
SAMPLE: Final = frozenset(
    "tests/" + name
    for name in (
        "flows/test_sample_night.py",
        "flows/test_shards.py",
        "flows/test_learning.py",
        "flows/test_status.py",
        "cli/test_story.py",
        "cli/test_full_disk.py",
        "cli/test_commands.py",
        "cli/test_warehouse_commands.py",
        "warehouse/test_editors_guide.py",
    )
)
# Seconds of two quiet cores, roughly; what is not here takes less.
LONG: Final = {
    "sample": 75,
    "tests/flows/test_prefect_server.py": 57,
    "tests/cli/test_operating.py": 45,
    "tests/flows/test_nights.py": 29,
    "tests/warehouse/test_publish.py": 22,
    "tests/warehouse/test_readers.py": 12,
    "tests/flows/test_crash.py": 15,
    "tests/flows/test_stopping.py": 14,
    "tests/sources/test_hostile.py": 14,
    "tests/flows/test_letters.py": 11,
    "tests/warehouse/test_full_disk.py": 8,
    "tests/flows/test_steps.py": 9,
    "tests/warehouse/test_crash.py": 11,
    "tests/flows/test_watching.py": 10,
    "tests/warehouse/test_about.py": 10,
    "tests/flows/test_keeping.py": 10,
    "tests/warehouse/test_link.py": 9,
    "tests/warehouse/test_reading.py": 9,
    "tests/desk/test_browser.py": 9,
    "tests/sources/test_extract.py": 8,
}


def balanced(config: pytest.Config, log: object) -> Any:
    """A scheduler of xdist's (which has no types) that gives whole files to workers, the longest first."""
    scheduler = import_module("xdist.scheduler").LoadFileScheduling(config, log)
    file_of, assign = scheduler._split_scope, scheduler._assign_work_unit

    def scope(nodeid: str) -> str:
        file: str = file_of(nodeid)
        return "sample" if file in SAMPLE else file

    def longest_first(node: object) -> None:
        waiting = scheduler.workqueue
        waiting.move_to_end(max(waiting, key=lambda name: LONG.get(name, 0)), last=False)
        assign(node)

    scheduler._split_scope, scheduler._assign_work_unit = scope, longest_first
    return scheduler
