from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warehouse.samples import home_in, opened
from warehouse.connection import Connection
from warehouse.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path)


@pytest.fixture
def connection(home: Home) -> Iterator[Connection]:
    with opened(home) as connection:
        yield connection
