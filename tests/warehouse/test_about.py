from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from stories.about import described, guide
from stories.model import Article, Organisation
from stories.vocabulary import VocabularyError
from tests.warehouse.samples import DAY, NIGHT, SOSTE, article, bring, visit
from warehouse.about import describe, read_topics
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.link import backlog, save
from warehouse.memory import register
from warehouse.publish import publish
from warehouse.read import open_snapshot

SAVO = Organisation(
    id="savo", kind="regional", region="FI-15", website="https://savo.fi/", name={"fi": "Savon Verkko ry"}
)
CARERS = "Omaishoitajien ilta"


def published(home: Home, connection: Connection, stories: dict[str, str], *articles: Article) -> None:
    register(connection, [SOSTE, SAVO])
    bring(connection, home, "a", visit(*articles))
    save(connection, backlog(connection).unlinked, [], stories)
    publish(connection, home)


def ask(home: Home, sql: str) -> Sequence[tuple[Any, ...]]:
    with open_snapshot(home) as snapshot:
        return snapshot.connection.execute(sql).fetchall()


def test_articles_and_stories_tell_regions_topics_and_mentions(home: Home, connection: Connection) -> None:
    finnish = article(1, title=f"{CARERS} Turussa", body="Savon Verkko ja SOSTE kutsuvat.")
    swedish = article(2, language="sv", title="Äldrevård i Österbotten", body="Välkommen!", published_at=NIGHT)
    published(home, connection, {"a0001": "s-1", "a0002": "s-1"}, finnish, swedish)
    assert ask(home, "select regions, topics, mentions from article order by article_id") == [
        (["FI-19"], ["carers"], ["savo"]),
        (["FI-12"], ["older_people"], []),
    ]
    assert ask(home, "select region, regions, topics, mentions from news") == [
        ("FI", ["FI-12", "FI-19"], ["carers", "older_people"], ["savo"])
    ]
    assert ask(home, "select name_fi, n_stories from topic where topic = 'carers'") == [("Omaishoito ja läheiset", 1)]
    assert ask(home, "select name_sv, n_stories from region where region = 'FI-19'") == [("Egentliga Finland", 1)]


def test_a_story_that_names_no_region_concerns_its_organisations(home: Home, connection: Connection) -> None:
    published(home, connection, {}, article(1), article(2, organisation="savo"))
    assert ask(home, "select organisation, regions from news order by organisation") == [
        ("savo", ["FI-15"]),
        ("soste", ["FI"]),
    ]


def test_who_passes_a_story_on_does_not_lend_it_its_region(home: Home, connection: Connection) -> None:
    copy = article(2, organisation="savo", published_at=NIGHT + DAY, body="SOSTE kertoo.")
    published(home, connection, {"a0001": "s-1", "a0002": "s-1"}, article(1), copy)
    assert ask(home, "select regions, mentions from news") == [(["FI"], [])]


def test_only_what_is_new_or_changed_is_judged_again(home: Home, connection: Connection) -> None:
    published(home, connection, {}, article(1, title=CARERS), article(2))
    assert describe(connection, home) == 0
    bring(
        connection,
        home,
        "b",
        visit(article(1, title="Avustushaku aukeaa", seen_at=NIGHT + DAY), visited_at=NIGHT + DAY),
    )
    assert describe(connection, home) == 1
    publish(connection, home)
    assert ask(home, "select topics from article where article_id = 'a0001'") == [(["grants"],)]


def test_an_editors_topics_reach_every_article_at_the_next_publication(home: Home, connection: Connection) -> None:
    published(home, connection, {}, article(1, title="Mehiläispäivä"), article(2, title=CARERS))
    own = '[bees]\nname = { fi = "Mehiläiset", sv = "Bin" }\nfi = "mehiläi+"\n[carers]\noff = true\n'
    (home.root / "topics.toml").write_text(own, encoding="utf-8-sig")
    publish(connection, home)
    assert ask(home, "select topics from article order by article_id") == [(["bees"],), ([],)]
    assert ask(home, "select name_sv from topic where topic = 'bees'") == [("Bin",)]
    assert ask(home, "select 1 from topic where topic = 'carers'") == []
    (home.root / "topics.toml").unlink()
    publish(connection, home)
    assert ask(home, "select topics from article order by article_id") == [([],), (["carers"],)]


def test_a_new_organisation_is_found_in_old_texts(home: Home, connection: Connection) -> None:
    published(home, connection, {}, article(1, body="Savon Tuki auttaa."))
    tuki = replace(SAVO, id="tuki", name={"fi": "Savon Tuki ry"})
    register(connection, [SOSTE, SAVO, tuki])
    publish(connection, home)
    assert ask(home, "select mentions from article") == [(["tuki"],)]


@pytest.mark.parametrize("bad", ["[bees", '[bees]\nfi = "mehiläi("', "\xff\xfe"])
def test_a_broken_topics_file_stops_the_publication_in_one_line(home: Home, connection: Connection, bad: str) -> None:
    publish(connection, home)
    before = home.published.stat().st_mtime_ns
    (home.root / "topics.toml").write_bytes(bad.encode("latin-1"))
    with pytest.raises(VocabularyError) as caught:
        publish(connection, home)
    assert str(home.root / "topics.toml") in str(caught.value)
    assert "\n" not in str(caught.value)
    assert home.published.stat().st_mtime_ns == before


def test_what_the_landing_tells_is_taken_and_not_judged_again(home: Home, connection: Connection) -> None:
    by = guide([SOSTE, SAVO], read_topics(home))
    told = replace(described(article(1, title=CARERS), by), topics=("health",))
    published(home, connection, {}, told, article(2))
    assert ask(home, "select topics from article order by article_id") == [(["health"],), (["associations"],)]


def test_an_older_batch_without_the_fields_is_judged(home: Home, connection: Connection) -> None:
    told = replace(described(article(1, title=CARERS), guide([SOSTE])), topics=("health",), judged_by="older")
    published(home, connection, {}, told)
    assert ask(home, "select topics from article") == [(["carers"],)]


def test_what_is_judged_depends_on_nothing_but_the_texts(home: Home, connection: Connection) -> None:
    published(home, connection, {}, *(article(n, title=f"{CARERS} {n}") for n in range(1, 6)))
    first = connection.execute("from core.about order by article_id").fetchall()
    connection.execute("delete from core.about")
    describe(connection, home)
    assert connection.execute("from core.about order by article_id").fetchall() == first
