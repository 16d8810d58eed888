"""Each step by itself: it does its own backlog, all of it, and nothing where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows import plan
from flows.crawling import Scope, UnknownSource, crawl_and_land
from flows.night import backlog, night
from flows.nights import is_missed, nights
from flows.settings import Settings
from flows.steps import link_new, load_landed, publish_changes
from flows.turn import Shard
from tests.flows.small_web import NOW, SmallWeb, small_web
from warehouse.load import Unloadable
from warehouse.read import open_snapshot, query

VIEWS = ("news", "article", "variant", "source_health")


@pytest.fixture
def web(tmp_path: Path) -> Iterator[SmallWeb]:
    with small_web(tmp_path) as found:
        yield found


def state(settings: Settings) -> dict[str, list[tuple[Any, ...]]]:
    with open_snapshot(settings.home) as snapshot:
        return {view: query(snapshot, f"from {view} order by all", seconds=30).rows for view in VIEWS}


def test_steps_one_by_one_end_like_a_night(web: SmallWeb, tmp_path: Path) -> None:
    landed = crawl_and_land(web.settings)
    assert (len(landed.batches), landed.read, landed.failing) == (1, 4, 0)
    assert not web.settings.home.published.exists(), "the crawl lands only"
    loads = load_landed(web.settings)
    assert ([batch.batch for batch in loads.batches], loads.new) == (list(landed.batches), 4)
    assert link_new(web.settings) == 4
    published = publish_changes(web.settings)
    assert published
    assert published.articles == 4
    whole = replace(web.settings, home=replace(web.settings.home, root=tmp_path / "whole"))
    assert night(whole).articles == 4
    assert state(whole) == state(web.settings)


def test_a_step_without_a_backlog_does_nothing(web: SmallWeb) -> None:
    night(web.settings)
    before = web.settings.home.published.stat()
    assert load_landed(web.settings).batches == ()
    assert link_new(web.settings) == 0
    assert publish_changes(web.settings) is None
    assert web.settings.home.published.stat() == before
    assert publish_changes(web.settings, always=True), "unless it is asked to"


def test_what_another_step_left_undone_is_done_without_visiting_anybody(web: SmallWeb) -> None:
    crawl_and_land(web.settings)
    asked = {name: len(one.asked) for name, one in web.webs.items()}
    loads, published = backlog(web.at(NOW + timedelta(hours=3)))
    assert (loads.new, published and published.articles) == (4, 4)
    assert {name: len(one.asked) for name, one in web.webs.items()} == asked
    assert backlog(web.settings)[1] is None


def test_a_load_that_died_before_the_publication_is_published_by_the_next_step(web: SmallWeb) -> None:
    night(web.settings)
    web.publish("alku", 3)
    crawl_and_land(web.at(NOW + timedelta(days=1)))
    assert load_landed(web.settings).new == 1
    # Nobody links: the process was killed. What is loaded is published all the same.
    link_new(web.settings)
    published = publish_changes(web.settings)
    assert published
    assert published.articles == 5


def test_a_file_that_cannot_be_loaded_holds_up_neither_the_others_nor_the_snapshot(web: SmallWeb) -> None:
    web.settings.home.prepare()
    (web.settings.home.landing / "20261120T000000Z-000-abc.parquet").write_bytes(b"PAR1 not quite")
    with pytest.raises(Unloadable, match="20261120T000000Z-000-abc"):
        night(web.settings)
    assert len(state(web.settings)["article"]) == 4


def test_a_crawl_after_one_that_was_not_loaded_asks_only_for_what_is_new(web: SmallWeb) -> None:
    crawl_and_land(web.settings)
    landed = crawl_and_land(web.at(NOW + timedelta(days=1)))
    assert {row.state for row in landed.rows} <= {"unchanged", "ok"}
    pages = [path for one in web.webs.values() for path in one.paths() if path.strip("/").isdigit()]
    assert sorted(pages) == ["/0", "/0", "/1", "/1"], "each page once, over both sites"


def test_shards_together_are_a_night_and_land_what_it_lands(web: SmallWeb, tmp_path: Path) -> None:
    landed = [crawl_and_land(web.settings, Scope(shard=Shard(number=number, of=3))) for number in range(3)]
    rows = [row.source for one in landed for row in one.rows]
    assert sorted(rows) == ["alku/news", "loppu/news"]
    assert not is_missed(web.settings.home, NOW)
    assert [one.shard for one in nights(web.settings.home)] == [(0, 3), (1, 3), (2, 3)]
    # A shard that comes later has loaded what earlier ones had landed.
    _, published = backlog(web.settings)
    assert published
    assert published.articles == 4


def test_batches_are_small_and_each_is_landed_when_it_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "BATCH", 2)
    steps: list[str] = []

    def drive(name: str, step: Any) -> Any:
        steps.append(name)
        return step()

    with small_web(tmp_path, [f"yhdistys{number}" for number in range(5)], items=1) as web:
        landed = crawl_and_land(web.settings, drive=drive)
    assert steps == ["plan", "crawl batch 1", "crawl batch 2", "crawl batch 3"]
    assert sorted(path.stem for path in web.settings.home.landing.glob("*.parquet")) == sorted(landed.batches)
    assert len(landed.batches) == 3


def test_named_sources_are_visited_and_no_others_and_are_no_night(web: SmallWeb) -> None:
    landed = crawl_and_land(web.settings, Scope(sources=("loppu/news",)))
    assert [row.source for row in landed.rows] == ["loppu/news"]
    assert web.webs["alku"].asked == []
    assert nights(web.settings.home) == ()
    assert is_missed(web.settings.home, NOW)


@pytest.mark.parametrize(("name", "said"), [("ei/ole", "no source is called"), ("alku", "no source is called")])
def test_a_source_that_is_not_there(web: SmallWeb, name: str, said: str) -> None:
    with pytest.raises(UnknownSource, match=said):
        crawl_and_land(web.settings, Scope(sources=(name,)))


def test_a_source_that_is_switched_off(web: SmallWeb) -> None:
    file = web.settings.organisations / "alku.toml"
    file.write_text(file.read_text(encoding="utf-8") + "enabled = false\n", encoding="utf-8")
    with pytest.raises(UnknownSource, match="switched off"):
        crawl_and_land(web.settings, Scope(sources=("alku/news",)))
