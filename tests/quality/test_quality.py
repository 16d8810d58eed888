"""The floors under the quality of judgements hold on the set that ships with the tests."""

from __future__ import annotations

import pytest

from bench.quality import Figures, fallen, main


def test_every_floor_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0, capsys.readouterr().out
    assert "every floor holds" in capsys.readouterr().out


def test_a_fall_is_named() -> None:
    low = Figures(name="x", items=1, precision=0.9, recall=1, language=1, seconds=0, false=(), missed=())
    assert fallen(low, {"precision": 0.95}) == ["x: precision 0.9000 is under its floor 0.95"]
