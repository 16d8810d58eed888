"""What some tests need of the system: found, or the test skips with a reason; where KOOSTE_NEEDS_ALL is set, it fails."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def chromium() -> str:
    """The path of Debian's Chromium."""
    return shutil.which("chromium") or _missing("Chromium: apt-get install chromium")


def postgresql() -> Path:
    """The directory of PostgreSQL's server programs (initdb, postgres), the newest installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else _missing("PostgreSQL's server: apt-get install postgresql")


def _missing(what: str) -> NoReturn:
    if os.environ.get("KOOSTE_NEEDS_ALL"):
        pytest.fail(f"needs {what}")
    pytest.skip(f"needs {what}")
