"""Runs commands as their users would."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cli.main import main


class Said(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Kooste = Callable[..., Said]


@pytest.fixture
def kooste(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kooste:
    """Runs a command in an environment without settings and returns exit code, stdout and stderr."""
    for name in [name for name in os.environ if name.startswith("KOOSTE_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str | Path) -> Said:
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments)])
        out, err = capsys.readouterr()
        return Said(int(str(left.value.code or 0)), out, err)

    return run
