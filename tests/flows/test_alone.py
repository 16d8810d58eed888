"""A step by itself from a shell: `python -m flows.load` and its like."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import crawl, link, load, publish, watch
from flows.alone import Step, alone, parser
from tests.flows.small_web import NOW, SmallWeb, small_web

ROOT = Path(__file__).parents[2]


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallWeb]:
    with small_web(tmp_path) as found:
        for name, value in (found.environment() | {"KOOSTE_NOW": NOW.isoformat()}).items():
            monkeypatch.setenv(name, value)
        yield found


def ended(step: Step, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(sys, "argv", ["step"])
    options = parser("flows.step", "does something")
    options.set_defaults(source=None, shard=None, shards=None, days=14, failing_nights=3)
    with pytest.raises(SystemExit) as exit_:
        alone(options, step)
    return exit_.value.code


def test_a_night_by_its_steps(
    web: SmallWeb, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for module in (crawl, load, link, publish, publish, watch):
        assert ended(module._alone, monkeypatch) == 0 or module is watch
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == [
        "2 sources, 4 articles read, 0 failing; landed, not yet loaded",
        "1 batches loaded: 4 articles new, 0 changed",
        "4 articles linked",
    ]
    assert lines[3].startswith("4 articles in ")
    assert lines[4] == "nothing to publish: the snapshot tells everything"


def test_wrong_use_is_told_in_one_line(web: SmallWeb) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows.crawl", "--shard", "4", "--shards", "4"],
        cwd=ROOT,
        env=os.environ | web.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "kooste: shard 4 of 4: shards are counted from 0 to 3\n")


def test_a_step_whose_time_has_not_come(
    web: SmallWeb, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(watch._alone, monkeypatch) == 1
    assert capsys.readouterr().err.startswith("kooste: nothing has been published at ")
