from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.warehouse.samples import home_in, opened
from warehouse.connection import Connection
from warehouse.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path)


@cache
def empty_warehouse() -> bytes:
    """A warehouse with every schema step and no rows: copied, it is there in half the time."""
    with TemporaryDirectory() as directory:
        made = home_in(Path(directory))
        with opened(made):
            pass
        return made.warehouse.read_bytes()


@pytest.fixture
def connection(home: Home) -> Iterator[Connection]:
    if not home.warehouse.exists():
        home.warehouse.write_bytes(empty_warehouse())
    with opened(home) as connection:
        yield connection
