from __future__ import annotations

from dataclasses import replace

from stories.visit import Known, Memory
from tests.warehouse.samples import DAY, NIGHT, SOSTE, article, bring, everything, visit
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.landed import read_batch
from warehouse.landing import land
from warehouse.memory import memories, register


def remembered(connection: Connection) -> Memory:
    return memories(connection, [SOSTE])["soste/news"]


def test_a_source_never_visited_is_remembered_as_empty(connection: Connection) -> None:
    assert memories(connection, [SOSTE]) == {"soste/news": Memory(source="soste/news")}
    assert memories(connection, []) == {}


def test_a_reading_brings_validators_and_items(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), etag='"1"', last_modified="Fri", body_hash="h"))
    item = Known(url=article(1).url, fingerprint="f1", published_at=article(1).published_at)
    assert remembered(connection) == Memory(
        source="soste/news",
        etag='"1"',
        last_modified="Fri",
        body_hash="h",
        checked_at=NIGHT,
        last_success_at=NIGHT,
        last_new_item_at=NIGHT,
        visited_at=NIGHT,
        known={item.url: item},
    )


def test_an_unchanged_answer_keeps_the_validators_and_a_304_proves_nothing_whole(
    home: Home, connection: Connection
) -> None:
    bring(connection, home, "a", visit(article(1), etag='"1"', body_hash="h"))
    bring(connection, home, "b", visit(visited_at=NIGHT + DAY, outcome="unchanged", status=304))
    after = remembered(connection)
    assert (after.etag, after.body_hash, after.checked_at) == ('"1"', "h", NIGHT)
    assert (after.last_success_at, after.last_new_item_at) == (NIGHT + DAY, NIGHT)
    bring(connection, home, "c", visit(visited_at=NIGHT + 2 * DAY, outcome="unchanged", status=200))
    assert remembered(connection).checked_at == NIGHT + 2 * DAY


def test_a_whole_answer_without_validators_forgets_them(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), etag='"1"', last_modified="Fri"))
    bring(connection, home, "b", visit(visited_at=NIGHT + DAY))
    assert (remembered(connection).etag, remembered(connection).last_modified) == (None, None)


def test_failures_are_counted_and_an_answer_ends_them(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), etag='"1"'))
    for night in (1, 2):
        failed = visit(visited_at=NIGHT + night * DAY, outcome="failed", status=503, error="503 Service Unavailable")
        loaded = bring(connection, home, f"b{night}", failed)
        assert loaded.failed_sources == ("soste/news",)
    after = remembered(connection)
    assert (after.consecutive_failures, after.etag, after.last_success_at) == (2, '"1"', NIGHT)
    bring(connection, home, "c", visit(visited_at=NIGHT + 3 * DAY, outcome="unchanged", status=304))
    assert remembered(connection).consecutive_failures == 0


def test_a_night_made_again_at_the_same_instant_fails_once(home: Home, connection: Connection) -> None:
    for batch, error in (("a", "timeout"), ("b", "timed out")):
        bring(connection, home, batch, visit(outcome="failed", error=error, status=None))
    assert remembered(connection).consecutive_failures == 1


def test_only_new_articles_move_the_last_new_item(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1)))
    bring(connection, home, "b", visit(article(1, title="Uusi", seen_at=NIGHT + DAY), visited_at=NIGHT + DAY))
    assert remembered(connection).last_new_item_at == NIGHT
    bring(connection, home, "c", visit(article(2), visited_at=NIGHT + 2 * DAY))
    assert remembered(connection).last_new_item_at == NIGHT + 2 * DAY


def test_the_registry_is_recorded_and_what_leaves_it_stays_marked(connection: Connection) -> None:
    register(connection, [SOSTE])
    before = everything(connection)
    register(connection, [SOSTE])
    assert everything(connection) == before
    renamed = replace(SOSTE, name={"sv": "SOSTE rf"}, sources=())
    register(connection, [renamed])
    assert connection.execute("select name_fi, name_sv, aliases from core.organisation").fetchone() == (
        None,
        "SOSTE rf",
        ["SOSTE"],
    )
    assert connection.execute("select is_registered from core.source").fetchone() == (False,)
    register(connection, [])
    assert connection.execute("select is_registered from core.organisation").fetchone() == (False,)


def test_the_prints_of_a_sites_pages_come_back_and_stay_while_a_visit_brings_none(
    home: Home, connection: Connection
) -> None:
    prints = ("0f3a", "77b1", "ä\u2028'\"\\")
    bring(connection, home, "a", visit(article(1), page_prints=prints))
    assert remembered(connection).page_prints == prints
    bring(connection, home, "b", visit(visited_at=NIGHT + DAY))
    assert remembered(connection).page_prints == prints
    bring(connection, home, "c", visit(visited_at=NIGHT + 2 * DAY, page_prints=("aaaa",)))
    assert remembered(connection).page_prints == ("aaaa",)


def test_the_prints_of_a_sites_pages_come_through_a_landed_batch(home: Home) -> None:
    path = land(home, "a", [visit(article(1), page_prints=("0f3a", "77b1"))])
    assert read_batch(home, path).visits[0].page_prints == ("0f3a", "77b1")
