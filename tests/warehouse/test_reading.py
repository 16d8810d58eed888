from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stories.model import Article, Occasion
from stories.occasions import occasions
from tests.warehouse.samples import DAY, NIGHT, SOSTE, article, bring, visit
from warehouse.connection import Connection
from warehouse.dossier import dossier
from warehouse.export import occasions_of
from warehouse.forget import forget
from warehouse.home import Home
from warehouse.link import backlog, save
from warehouse.memory import register
from warehouse.publish import publish
from warehouse.read import open_snapshot, query
from warehouse.reading import read_stories

FI = "Ilta pidetään maanantaina 14.12.2026 klo 13–15 Kuopiossa."
SV = "Kvällen ordnas måndagen den 14 december 2026 kl. 13–15 i Kuopio."
TOGETHER = {"a0001": "s-1", "a0002": "s-1"}


def text(number: int, body: str, **changes: Any) -> Article:
    found = occasions(title="", body=body, published_at=NIGHT)
    return article(number, **({"body": body, "occasions": found, "published_at": NIGHT} | changes))


def told(home: Home, connection: Connection, batch: str, stories: dict[str, str], *articles: Article) -> None:
    register(connection, [SOSTE])
    bring(connection, home, batch, visit(*articles, visited_at=articles[0].seen_at))
    save(connection, backlog(connection).unlinked, [], stories)
    publish(connection, home)


def ask(home: Home, sql: str) -> Sequence[tuple[Any, ...]]:
    with open_snapshot(home) as snapshot:
        return query(snapshot, sql, seconds=10).rows


def test_versions_share_an_occasion(home: Home, connection: Connection) -> None:
    told(home, connection, "a", TOGETHER, text(1, FI), text(2, SV, language="sv"))
    assert ask(home, "select story_id, kind, article_id, article_ids, sequence from occasion") == [
        ("s-1", "event", "a0001", ["a0001", "a0002"], 0)
    ]
    assert ask(home, "from note") == []


def test_a_contradiction_is_a_note_and_both_days_stand(home: Home, connection: Connection) -> None:
    told(
        home,
        connection,
        "a",
        TOGETHER,
        text(1, FI),
        text(2, SV.replace("måndagen den 14", "tisdagen den 15"), language="sv"),
    )
    assert ask(home, "select story_id, kind, article_ids from note") == [("s-1", "date", ["a0001", "a0002"])]
    assert len(ask(home, "from occasion")) == 2
    with open_snapshot(home) as snapshot:
        (note,) = dossier(snapshot, "s-1").notes
    assert note.message == "The Finnish text says 14.12.2026 13.00–15.00, the Swedish text 15.12.2026 13.00–15.00"
    assert note.evidence[0] == f"fi: {FI}"
    corrected = text(2, SV, language="sv", seen_at=NIGHT + DAY)
    told(home, connection, "b", {}, corrected)
    assert ask(home, "from note") == []
    assert len(ask(home, "from occasion")) == 1


def test_a_corrected_day_keeps_the_occasions_id(home: Home, connection: Connection) -> None:
    told(home, connection, "a", {}, text(1, FI))
    ((before,),) = ask(home, "select occasion_id from occasion")
    told(home, connection, "b", {}, text(1, FI.replace("maanantaina 14", "tiistaina 15"), seen_at=NIGHT + DAY))
    assert ask(home, "select occasion_id, sequence, starts_at::date::varchar, changed_at from occasion") == [
        (before, 1, "2026-12-15", NIGHT + DAY)
    ]


def test_only_stories_that_changed_are_read_again(home: Home, connection: Connection) -> None:
    told(home, connection, "a", {}, text(1, FI), text(2, SV, language="sv"))
    assert read_stories(connection) == 0
    bring(connection, home, "b", visit(text(1, FI + " Tervetuloa!", seen_at=NIGHT + DAY)))
    assert read_stories(connection) == 1


def test_occasions_go_with_their_articles_through_merge_and_split(home: Home, connection: Connection) -> None:
    other = text(2, SV.replace("den 14", "den 16").replace("måndagen", "onsdagen"), language="sv")
    told(home, connection, "a", {"a0001": "s-1", "a0002": "s-2"}, text(1, FI), other)
    ids = dict(ask(home, "select article_id, occasion_id from occasion"))
    save(connection, [], [], TOGETHER)
    publish(connection, home)
    assert dict(ask(home, "select article_id, occasion_id from occasion where story_id = 's-1'")) == ids
    save(connection, [], [], {"a0002": "s-3"})
    publish(connection, home)
    assert ask(home, "select story_id, occasion_id from occasion order by story_id") == [
        ("s-1", ids["a0001"]),
        ("s-3", ids["a0002"]),
    ]


def test_an_all_day_occasion_lasts_to_the_end_of_its_last_day(home: Home, connection: Connection) -> None:
    days = Occasion(kind="event", start="2026-11-19", end="2026-11-20")
    told(home, connection, "a", {}, article(1, occasions=(days,)))
    with open_snapshot(home) as snapshot:
        assert len(occasions_of(snapshot, story_id=None, since=NIGHT + DAY * 0.8)) == 1
        assert occasions_of(snapshot, story_id=None, since=NIGHT + DAY) == []


def test_what_is_forgotten_leaves_no_quote(home: Home, connection: Connection) -> None:
    told(home, connection, "a", TOGETHER, text(1, FI), text(2, SV.replace("kl. 13–15", "kl. 14–16"), language="sv"))
    assert len(ask(home, "from note")) == 1
    connection.close()
    forget(home, article="a0002", now=NIGHT)
    with open_snapshot(home) as snapshot:
        assert "kl. 14" not in str(query(snapshot, "from occasion", seconds=5).rows)
        assert query(snapshot, "from note", seconds=5).rows == []
