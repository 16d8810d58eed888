"""A night in shards is the night in one: nothing lost, nothing doubled, nobody asked twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows import plan
from flows.crawling import Scope, crawl_and_land
from flows.nights import is_missed
from flows.steps import link_new, load_landed, publish_changes
from flows.turn import Shard
from sources.addresses import host_of
from sources.registry import read_registry
from stories.model import Organisation, Source
from tests.conftest import SampleNight
from tests.flows.small_web import small_web
from warehouse.home import Home
from warehouse.read import open_snapshot, query

SHARDS = [Shard(number=number, of=4) for number in range(4)]
TOLD = {
    "articles": "select article_id, source, url, title, language, published_at, modified_at, kind, body from article",
    "variants": "select left_id, right_id, relation, decided_by from variant",
    "stories": "select list_sort(list(article_id)) from article group by story_id",
    "occasions": "select article_id, kind, starts_at, ends_at, place, quote from occasion",
    "health": "select source, state, last_success_at from source_health",
}


def told(home: Home) -> dict[str, list[Any]]:
    """What a home's snapshot says, in an order that does not depend on the loads'."""
    with open_snapshot(home) as snapshot:
        return {name: sorted(query(snapshot, asked, seconds=10).rows, key=repr) for name, asked in TOLD.items()}


def test_four_shards_of_the_sample_web_give_what_one_crawl_gives(sample: SampleNight, tmp_path: Path) -> None:
    settings = replace(sample.settings, home=Home(tmp_path / "home"))
    before, rows = len(sample.server.log), Counter[str]()
    for shard in SHARDS:
        assert is_missed(settings.home, settings.now)
        landed = crawl_and_land(settings, Scope(shard=shard))
        assert landed.failing == 0
        rows.update(row.source for row in landed.rows)
    assert not is_missed(settings.home, settings.now)
    assert rows == Counter(row.source for row in sample.summary.sources)
    asked = Counter((seen.host, seen.path) for seen in sample.server.log[before:])
    assert asked.total() > 100
    assert {page for page, times in asked.items() if times > 1} == set()
    load_landed(settings)
    again = [crawl_and_land(settings, Scope(shard=shard)) for shard in SHARDS]
    assert sum(landed.failing for landed in again) == 0
    loads = load_landed(settings)
    assert sum(landed.earlier.new for landed in again) + loads.new == 0, "run again, nothing is doubled"
    link_new(settings)
    assert publish_changes(settings)
    ours, whole = told(settings.home), told(sample.settings.home)
    assert len(ours["articles"]) > 100
    for name in TOLD:
        assert ours[name] == whole[name], name


def test_what_a_plan_loads_of_other_shards_is_told_to_whoever_links(tmp_path: Path) -> None:
    with small_web(tmp_path, ["alku"]) as web:
        registry = read_registry(web.settings.organisations)
        shards = [Shard(number=number, of=2) for number in range(2)]
        # The one that has nothing to visit lands nothing that could wake anybody.
        busy, idle = sorted(shards, key=lambda shard: not plan.part(registry, shard))
        first, second = (crawl_and_land(web.settings, Scope(shard=shard)) for shard in (busy, idle))
    assert (first.read, first.earlier.batches) == (2, ())
    assert second.batches == ()
    assert [one.batch for one in second.earlier.batches] == list(first.batches)
    assert second.earlier.new == 2


def organisation(number: int, hosts: frozenset[str]) -> Organisation:
    sources = [
        Source(name=f"o{number}/s{place}", organisation=f"o{number}", kind="feed", url=f"https://{host}/{number}/feed")
        for place, host in enumerate(sorted(hosts))
    ]
    website = f"https://o{number}.example/"
    return Organisation(
        id=f"o{number}", kind="association", region="FI", website=website, name={"fi": "Ö"}, sources=tuple(sources)
    )


HOSTS = st.frozensets(st.sampled_from([f"h{number}.example" for number in range(30)]), max_size=3)
REGISTRIES = st.lists(HOSTS, max_size=25).map(lambda told: [organisation(*one) for one in enumerate(told)])


@given(REGISTRIES, st.integers(min_value=1, max_value=6))
def test_every_source_is_in_one_shard_with_its_host_and_its_organisation(
    organisations: list[Organisation], of: int
) -> None:
    parts = [plan.part(organisations, Shard(number=number, of=of)) for number in range(of)]
    place = {name: number for number, names in enumerate(parts) for name in names}
    assert Counter(name for names in parts for name in names) == Counter(
        source.name for one in organisations for source in one.sources
    )
    for key in (lambda source: source.organisation, lambda source: host_of(source.url)):
        shards: dict[str, set[int]] = {}
        for one in organisations:
            for source in one.sources:
                shards.setdefault(key(source), set()).add(place[source.name])
        assert all(len(numbers) == 1 for numbers in shards.values())
    assert parts == [plan.part(organisations[::-1], Shard(number=number, of=of)) for number in range(of)]


def test_the_registry_that_comes_along_falls_apart_evenly_enough() -> None:
    parts = [plan.part(read_registry(), shard) for shard in SHARDS]
    assert min(map(len, parts)) > 25


def test_thousands_of_organisations_at_one_host_are_one_shards() -> None:
    organisations = [organisation(number, frozenset({"room.example"})) for number in range(3_000)]
    (whole,) = [part for shard in SHARDS if (part := plan.part(organisations, shard))]
    assert len(whole) == 3_000
