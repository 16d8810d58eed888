"""Articles that come night by night end in the same stories as articles that come at once."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flows.steps import link_backlog
from stories.match import article as matchable
from stories.model import Article, Relation, Variant
from tests.warehouse.samples import DAY, NIGHT, article, bring, visit
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.link import Backlog, backlog, save, standing

ITEMS = Path(__file__).parent.parent / "quality" / "data" / "associations-open.items.jsonl"
SPRING = timedelta(days=60)


def some_articles() -> list[Article]:
    """What associations wrote in two months; where two share an address, each gets its own: they are two articles."""
    read = [matchable(json.loads(line)) for line in ITEMS.read_text("utf-8").splitlines() if line.strip()]
    middle = sorted(read, key=lambda one: one.seen_at)[len(read) // 2].seen_at
    near = [one for one in read if abs(one.seen_at - middle) <= SPRING / 2]
    return [replace(one, source=f"{one.organisation}/news", url=f"{one.url}-{one.article_id}") for one in near]


def stories_of(connection: Connection, home: Home, nights: list[list[Article]]) -> set[frozenset[str]]:
    for number, night in enumerate(nights):
        at = max(one.seen_at for one in night)
        bring(connection, home, f"n{number}", visit(*night, visited_at=at))
        link_backlog(connection, home)
    found: dict[str, set[str]] = defaultdict(set)
    for name, story in connection.execute("select article_id, story_id from core.story_member").fetchall():
        found[story].add(name)
    connection.execute("delete from core.variant; update core.article set linked_hash = null")
    connection.execute("delete from core.story_member; delete from core.story_alias; delete from core.story")
    return {frozenset(members) for members in found.values()}


def test_late_articles_end_in_the_same_stories(home: Home, connection: Connection) -> None:
    articles = some_articles()
    late = stories_of(connection, home, [articles[turn::3] for turn in range(3)])
    link_backlog(connection, home)  # all is unlinked again: everything at once
    rows = connection.execute("select story_id, list(article_id) from core.story_member group by all").fetchall()
    assert late == {frozenset(members) for _, members in rows}
    assert any(len(members) > 1 for members in late)


def test_a_later_text_that_fits_better_takes_its_place(home: Home, connection: Connection) -> None:
    def tie(right: str, relation: Relation, score: float) -> Variant:
        return Variant(left="a0001", right=right, relation=relation, score=score, evidence=("text",), decided_by="text")

    bring(connection, home, "a", visit(article(1), article(2, language="sv")))
    first = backlog(connection)
    save(connection, first.unlinked, [tie("a0002", "variant", 0.9)], {"a0001": "s-1", "a0002": "s-1"})
    bring(connection, home, "b", visit(article(3, language="sv"), visited_at=NIGHT + DAY))
    second: Backlog = backlog(connection)
    judged = [tie("a0002", "possible", 0.9), tie("a0003", "variant", 0.99)]
    assert standing(connection, judged, second) == judged[1:]
    save(connection, second.unlinked, judged, {})
    told = connection.execute("select left_id, right_id, relation from core.variant order by all").fetchall()
    assert told == [("a0001", "a0002", "possible"), ("a0001", "a0003", "variant")]


def test_where_the_days_around_are_poor_the_nearest_days_give_strangers(home: Home, connection: Connection) -> None:
    def at(day: int, number: int, language: str) -> Article:
        when = NIGHT + day * DAY
        return replace(
            article(number, language=language, published_at=when, seen_at=when),
            organisation=f"o{number}", source=f"o{number}/news",
        )  # fmt: skip

    earlier = [at(-40, 10 + number, "fi") for number in range(3)]
    bring(connection, home, "a", visit(*earlier, visited_at=NIGHT - 40 * DAY))
    link_backlog(connection, home)
    pair = [
        replace(at(0, number, code), organisation="soste", source="soste/news")
        for number, code in ((1, "fi"), (2, "sv"))
    ]
    bring(connection, home, "b", visit(*pair, visited_at=NIGHT))
    assert {one.article_id for one in backlog(connection).articles} >= {"a0010", "a0011", "a0012"}
