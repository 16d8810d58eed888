"""Who is visited tonight, who rests, and who travels together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows import plan
from flows.settings import Settings, SettingsError, spacings_of
from sources.crawl import Task
from sources.rhythm import BACK_OFF, RETRY_AFTER
from stories.model import Organisation, Source
from stories.visit import Memory

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def task(name: str, url: str, **memory: object) -> Task:
    organisation = name.partition("/")[0]
    return Task(
        source=Source(name=name, organisation=organisation, kind="feed", url=url),
        organisation=Organisation(
            id=organisation, kind="association", region="FI", website=url, name={"fi": organisation}
        ),
        memory=replace(Memory(source=name), **memory),  # type: ignore[arg-type]  # fields by name
    )


def test_a_host_that_asked_for_rest_is_left_alone_by_all_its_sources() -> None:
    later = NOW + timedelta(hours=3)
    planned = [
        task("a/one", "https://room.example/1"),
        task("b/two", "https://room.example/2", next_attempt_at=later, rest_reason=RETRY_AFTER),
        task("c/three", "https://other.example/", next_attempt_at=later, rest_reason=BACK_OFF),
        task("d/four", "https://other.example/feed"),
    ]
    asked, rests = plan.parted(planned, NOW)
    assert [one.source.name for one in asked] == ["d/four"]
    assert set(rests) == {"a/one", "b/two", "c/three"}
    assert rests["a/one"].until == later
    assert plan.parted(planned, later) == (planned, {})


def test_sources_of_one_address_are_in_one_batch_wherever_their_organisations_stand() -> None:
    joint = "https://valtioneuvosto.example/rss"
    planned = [task(f"o{number}/a", f"https://o{number}.example/") for number in range(60)]
    planned += [task(f"o{number}/joint", joint) for number in (0, 30, 59)]
    batches = plan.batches(planned)
    assert sorted(one.source.name for batch in batches for one in batch) == sorted(one.source.name for one in planned)
    (joined,) = [batch for batch in batches if any(one.source.url == joint for one in batch)]
    assert {"o0/a", "o0/joint", "o30/a", "o30/joint", "o59/a", "o59/joint"} <= {one.source.name for one in joined}
    assert max(len(batch) for batch in batches) <= plan.BATCH


@pytest.mark.parametrize(
    "written", ["x", "=5", "a.example=", "a.example=fast", "a.example=-1", "a.example=1e9", "a=1=b"]
)
def test_a_spacing_that_is_none_is_told(written: str) -> None:
    with pytest.raises(SettingsError, match="HOST=SECONDS"):
        spacings_of(written)


def test_spacings_come_from_the_environment() -> None:
    settings = Settings.of(now="2026-11-23", environment={"KOOSTE_SPACING": "127.0.0.7:8000=0.5, Www.STM.fi=4,"})
    assert settings.manners.spacings == {"127.0.0.7:8000": 0.5, "www.stm.fi": 4.0}


@pytest.mark.parametrize("written", ["x", "0", "4/", "/9", "-1", "4/365/1", "100"])
def test_a_history_that_is_none_is_told(written: str) -> None:
    with pytest.raises(SettingsError, match="PAGES/DAYS"):
        Settings.of(now="2026-11-23", environment={"KOOSTE_HISTORY": written})


def test_how_far_back_comes_from_the_environment() -> None:
    manners = Settings.of(now="2026-11-23", environment={"KOOSTE_HISTORY": "10/90"}).manners
    assert (manners.history_pages, manners.history_days) == (10, 90)
