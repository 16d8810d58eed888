"""A night over the whole sample web, run once for all tests that look at its outcome."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from demo.registry import registry
from demo.server import Server
from demo.world import load
from demo.world import night as night_at
from flows.night import night
from flows.settings import Settings
from flows.summary import Summary
from tests.balance import balanced

# How long an example takes says more of the machine's load than of the code; time limits have tests of their own.
hypothesis_settings.register_profile("kooste", deadline=None, max_examples=50)
hypothesis_settings.load_profile("kooste")


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Any:
    """With `--dist loadfile`, files go to workers as tests/balance.py says."""
    return balanced(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_finish() -> None:
    """Thousands of collected tests live until the end: the collector need not look at them again and again."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the exit everything is let go as usual."""
    gc.unfreeze()


@dataclass(frozen=True)
class SampleNight:
    """The sample web on Monday's night, and a home in which that night was run once."""

    server: Server
    settings: Settings
    summary: Summary


def settings_for(server: Server, root: Path, number: int) -> Settings:
    """Settings of the sample week's given night for a home; the registry is written beside it."""
    organisations = root / "organisations"
    organisations.mkdir(parents=True, exist_ok=True)
    for name, text in registry(server.port).items():
        (organisations / name).write_text(text, encoding="utf-8")
    return Settings.of(
        home=root / "home",
        organisations=organisations,
        allow_hosts=server.allow,
        now=night_at(number).isoformat(),
        environment={},
    )


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleNight]:
    """Monday's night over the sample web."""
    with Server(load(), now=night_at(7)) as server:
        settings = settings_for(server, tmp_path_factory.mktemp("sample"), 7)
        yield SampleNight(server=server, settings=settings, summary=night(settings))
