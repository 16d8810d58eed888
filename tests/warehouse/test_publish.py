from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest

from stories.model import Alternate, Article, Attachment, Occasion, Variant
from stories.visit import Known
from tests.warehouse.samples import DAY, NIGHT, SOSTE, article, bring, opened, visit
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.issues import record_issue
from warehouse.link import backlog, save
from warehouse.memory import register
from warehouse.publish import Unfit, publish

COLUMNS = {
    "news": "story_id published_at organisation organisation_name kind region languages title_fi title_sv title_en title_se"
    " summary_fi summary_sv summary_en summary_se url_fi url_sv url_en url_se n_articles sources"
    " regions topics mentions",
    "article": "article_id story_id organisation source language language_confidence title summary body url published_at"
    " modified_at first_seen_at kind attachments regions topics mentions images authors",
    "variant": "left_id right_id relation score evidence decided_by matcher",
    "occasion": "story_id article_id kind starts_at ends_at is_all_day place is_online quote occasion_id"
    " article_ids sequence changed_at",
    "follow_up": "story_id earlier_story_id kind article_id earlier_id score evidence",
    "note": "story_id article_ids kind message evidence",
    "source_health": "source last_success_at last_new_item_at consecutive_failures state last_error remark next_attempt_at",
    "digest_issue": "issue_id week audience language files",
    "digest_item": "issue_id position story_id",
    "organisation": "organisation name_fi name_sv name_en name_se aliases kind region website sources n_articles n_stories"
    " newest_at is_registered",
    "source": "source organisation kind url language",
    "topic": "topic name_fi name_sv name_en name_se n_stories",
    "region": "region name_fi name_sv name_en n_stories",
    "revision": "article_id revision seen_at changed title summary body is_current",
}


@contextmanager
def reader(home: Home) -> Iterator[Connection]:
    """What an editor's client does: open the file, read-only."""
    with duckdb.connect(str(home.published), read_only=True) as connection:
        yield connection


def ask(home: Home, sql: str) -> list[tuple[Any, ...]]:
    with reader(home) as connection:
        return connection.execute(sql).fetchall()


def told(home: Home, connection: Connection, stories: dict[str, str], *articles: Article) -> None:
    """Loads, links and publishes these articles as these stories."""
    register(connection, [SOSTE])
    bring(connection, home, "a", visit(*articles))
    save(connection, backlog(connection).unlinked, [], stories)
    publish(connection, home)


def test_the_snapshot_has_the_views_of_the_contract_and_says_what_each_means(
    home: Home, connection: Connection
) -> None:
    publish(connection, home)
    with reader(home) as snapshot:
        views = snapshot.execute(
            "select view_name, comment from duckdb_views() where schema_name = 'main' and not internal order by 1"
        ).fetchall()
        columns = snapshot.execute(
            "select table_name, column_name, comment from duckdb_columns() where schema_name = 'main' and not internal"
            " order by table_name, column_index"
        ).fetchall()
        macros = snapshot.execute(
            "select function_name, comment from duckdb_functions() where schema_name = 'main' and not internal order by 1"
        ).fetchall()
        types = dict(snapshot.execute("select column_name, column_type from (describe news)").fetchall())
    assert [name for name, _ in views] == sorted(COLUMNS)
    for view, names in COLUMNS.items():
        assert [name for table, name, _ in columns if table == view] == names.split()
    assert [name for name, _ in macros] == ["deadlines", "search", "week"]
    assert all(comment for _, comment in (*views, *macros))
    assert all(comment for _, _, comment in columns)
    assert types["published_at"] == "TIMESTAMP WITH TIME ZONE"


def test_a_story_is_told_in_each_language_by_its_best_article(home: Home, connection: Connection) -> None:
    original = article(1, published_at=NIGHT, title="Alkuperäinen")
    swedish = article(2, published_at=NIGHT - DAY, language="sv", title="På svenska", summary="", kind="invitation")
    copy = article(
        3,
        published_at=datetime(2026, 11, 19, 22, tzinfo=UTC),  # midnight in Helsinki: the portal tells only the day
        precision="day",
        organisation="portaali",
        source="portaali/kaikki",
        title="Kopio",
    )
    told(home, connection, {"a0001": "s-1", "a0002": "s-1", "a0003": "s-1"}, original, swedish, copy)
    with reader(home) as snapshot:
        found = snapshot.execute("from news")
        names = [column[0] for column in found.description]
        (row,) = (dict(zip(names, values, strict=True)) for values in found.fetchall())
    assert row["title_fi"] == "Alkuperäinen"
    assert row["url_fi"] == original.url
    assert (row["title_sv"], row["summary_sv"], row["title_en"]) == ("På svenska", None, None)
    assert row["languages"] == ["fi", "sv"]
    assert (row["organisation"], row["organisation_name"]) == ("soste", "SOSTE Suomen sosiaali ja terveys ry")
    assert (row["kind"], row["n_articles"], row["sources"]) == ("invitation", 3, ["portaali/kaikki", "soste/news"])
    assert row["published_at"] == NIGHT - DAY


def test_a_removed_page_gives_way_to_a_living_copy(home: Home, connection: Connection) -> None:
    first, copy = article(1, published_at=NIGHT - DAY), article(2, published_at=NIGHT, organisation="portaali")
    told(home, connection, {"a0001": "s-1", "a0002": "s-1"}, first, copy)
    bring(connection, home, "b", visit(gone=(first.url,), visited_at=NIGHT + DAY))
    publish(connection, home)
    assert ask(home, "select url_fi, organisation from news") == [(copy.url, "soste")]


def test_at_the_same_moment_a_portal_yields_to_the_publisher(home: Home, connection: Connection) -> None:
    at = {"published_at": NIGHT, "organisation": "portaali", "source": "portaali/kaikki"}
    originals = [article(n, published_at=NIGHT, organisation=f"o{n}", title=f"T{n}") for n in (5, 6)]
    copies = [article(n - 4, title=f"T{n}", **at) for n in (5, 6)]
    register(connection, [SOSTE])
    bring(connection, home, "a", visit(*originals, *copies))
    judged = [
        Variant(
            left=f"a000{n - 4}", right=f"a000{n}", relation="duplicate", score=1, evidence=("same",), decided_by="text"
        )
        for n in (5, 6)
    ]
    save(connection, backlog(connection).unlinked, judged, {f"a000{n}": f"s-{n % 4}" for n in (1, 2, 5, 6)})
    publish(connection, home)
    assert ask(home, "select organisation, url_fi from news order by 1") == [(o.organisation, o.url) for o in originals]


def test_at_the_same_moment_the_publisher_that_the_text_names_goes_first(home: Home, connection: Connection) -> None:
    told_by = "SOSTE Suomen sosiaali ja terveys ry tiedottaa."
    for_fi, for_sv = {"language": "fi", "published_at": NIGHT}, {"language": "sv", "published_at": NIGHT}
    portal = {"organisation": "alku", "source": "alku/kaikki", "body": told_by}
    texts = [article(1, **for_fi, **portal), article(2, **for_sv, **portal)]
    texts += [article(3, **for_fi, body=told_by), article(4, **for_sv, body=told_by)]
    told(home, connection, {f"a000{n}": "s-1" for n in (1, 2, 3, 4)}, *texts)
    assert ask(home, "select organisation, url_fi, url_sv from news") == [("soste", texts[2].url, texts[3].url)]


def test_an_article_not_linked_yet_is_a_story_of_its_own(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1, published_at=None, precision="none", language="de")))
    publish(connection, home)
    found = ask(home, "select title_fi, languages, published_at, organisation_name, region from news")
    assert found == [(None, ["de"], NIGHT, "soste", "FI")]


def test_a_week_is_monday_to_sunday_in_helsinki(home: Home, connection: Connection) -> None:
    monday = datetime(2026, 11, 15, 22, tzinfo=UTC)
    edges = [monday - timedelta(seconds=1), monday, monday + 7 * DAY - timedelta(seconds=1), monday + 7 * DAY]
    articles = [article(number, published_at=at) for number, at in enumerate(edges)]
    told(home, connection, {a.article_id: f"s-{a.article_id}" for a in articles}, *articles)
    assert ask(home, "select story_id from week('2026-W47')") == [("s-a0002",), ("s-a0001",)]
    with reader(home) as snapshot:
        snapshot.execute("set TimeZone = 'America/New_York'")
        week = snapshot.execute("from week('2026-W47')")
        assert [column[0] for column in week.description] == COLUMNS["news"].split()
        assert len(week.fetchall()) == 2


def test_search_finds_all_words_in_any_case_and_titles_first(home: Home, connection: Connection) -> None:
    articles = [
        article(1, title="Muuta", body="Sosiaalijärjestöjen yhteistyö jatkuu."),
        article(2, title="JÄRJESTÖJEN YHTEISTYÖ", body="Tiivistyy."),
        article(3, title="Järjestöjen", body="Muuta."),
        article(4, title="Hajotettu a\u0308a\u0308nne", body="Muuta."),
    ]
    told(home, connection, {}, *articles)
    found = ask(home, "select article_id, title, score from search('yhteistyö  järjestöjen?')")
    assert [row[0] for row in found] == ["a0002", "a0001"]
    assert found[0][2] > found[1][2] > 0
    decomposed = "select count(*) from search('yhteistyo\u0308')"
    assert ask(home, decomposed) == [(2,)]
    assert ask(home, "select article_id from search('äänne')") == [("a0004",)]
    for words in ("", "?!", "puuttuva järjestöjen", "%", "o''brien [("):
        assert ask(home, f"select * from search('{words}')") == []


def test_deadlines_are_those_still_open_within_the_days_once_a_story(home: Home, connection: Connection) -> None:
    today = Occasion(kind="deadline", start="2026-11-20", quote="tänään")
    passed = Occasion(kind="deadline", start="2026-11-19", quote="eilen")
    soon = Occasion(kind="deadline", start="2026-11-30T16:15", quote="pian")
    event = Occasion(kind="event", start="2026-11-25T10:00")
    articles = (
        article(1, occasions=(today, passed, soon, event)),
        article(2, language="sv", occasions=(Occasion(kind="deadline", start="2026-11-30T16:15", quote="snart"),)),
    )
    articles = (replace(articles[0], published_at=NIGHT - DAY), articles[1])
    told(home, connection, {"a0001": "s-1", "a0002": "s-1"}, *articles)
    with reader(home) as snapshot:
        snapshot.execute("set variable kooste_now = timestamptz '2026-11-20 21:59:00+00'")
        found = "select strftime(starts_at at time zone 'Europe/Helsinki', '%d.%m. %H.%M'), quote from deadlines({})"
        assert snapshot.execute(found.format(30)).fetchall() == [("20.11. 00.00", "tänään"), ("30.11. 16.15", "pian")]
        assert snapshot.execute(found.format(5)).fetchall() == [("20.11. 00.00", "tänään")]
        snapshot.execute("set variable kooste_now = timestamptz '2026-11-20 22:00:00+00'")
        assert snapshot.execute(found.format(5)).fetchall() == []


def health(home: Home, connection: Connection) -> tuple[Any, ...]:
    publish(connection, home)
    (row,) = ask(home, "select source, consecutive_failures, state, last_error from source_health")
    return row


def test_the_health_of_a_source(home: Home, connection: Connection) -> None:
    register(connection, [SOSTE])
    assert health(home, connection) == ("soste/news", 0, "silent", None)
    bring(connection, home, "a", visit(article(1)))
    assert health(home, connection) == ("soste/news", 0, "ok", None)
    bring(connection, home, "b", visit(visited_at=NIGHT + DAY, outcome="failed", status=503, error="503"))
    assert health(home, connection) == ("soste/news", 1, "failing", "503")
    bring(
        connection, home, "c", visit(visited_at=NIGHT + 2 * DAY, moved_to="https://soste.fi/rss", outcome="unchanged")
    )
    assert health(home, connection) == ("soste/news", 0, "moved", None)
    bring(connection, home, "d", visit(visited_at=NIGHT + 3 * DAY, outcome="failed", status=410, error="410 Gone"))
    assert health(home, connection) == ("soste/news", 1, "gone", "410 Gone")


@pytest.mark.parametrize(("days", "state"), [(29, "ok"), (31, "silent")])
def test_a_source_is_silent_after_three_of_its_usual_gaps(
    home: Home, connection: Connection, days: int, state: str
) -> None:
    register(connection, [SOSTE])
    every_ten = [Known(url=f"https://x.fi/{n}", fingerprint="", published_at=NIGHT - n * 10 * DAY) for n in range(6)]
    bring(connection, home, "a", visit(article(1), items=tuple(every_ten)))
    bring(connection, home, "b", visit(visited_at=NIGHT + days * DAY, outcome="unchanged", status=304))
    assert health(home, connection)[2] == state


def test_letters_lead_to_the_stories_as_they_are_now(home: Home, connection: Connection) -> None:
    told(home, connection, {"a0001": "s-1", "a0002": "s-2"}, article(1), article(2))
    record_issue(
        connection,
        issue_id="2026-W47.kaikki.fi",
        week="2026-W47",
        audience="kaikki",
        language="fi",
        files={"b.txt": "2", "a.html": "1"},
        story_ids=["s-2", "s-1"],
    )
    save(connection, [], [], {"a0002": "s-1"})
    publish(connection, home)
    assert ask(home, "select position, story_id, title_fi is not null from digest_item join news using (story_id)") == [
        (1, "s-1", True),
        (2, "s-1", True),
    ]
    (files,) = ask(home, "select files from digest_issue")[0]
    assert files == [{"path": "a.html", "sha256": "1"}, {"path": "b.txt", "sha256": "2"}]


def test_sources_that_left_the_registry_or_rest_are_not_judged(home: Home, connection: Connection) -> None:
    register(connection, [SOSTE])
    bring(connection, home, "a", visit(outcome="failed", error="timeout"))
    for organisation in (
        replace(SOSTE, sources=()),
        replace(SOSTE, sources=(replace(SOSTE.sources[0], enabled=False),)),
    ):
        register(connection, [organisation])
        publish(connection, home)
        assert ask(home, "from source_health") == []


def test_the_register_knows_every_organisation_and_what_it_tells(home: Home, connection: Connection) -> None:
    register(connection, [SOSTE, replace(SOSTE, id="hiljainen", name={"sv": "Tyst rf"}, sources=())])
    bring(connection, home, "a", visit(article(1), article(2)))
    publish(connection, home)
    found = ask(home, "select organisation, name_sv, sources, n_articles, n_stories, newest_at from organisation")
    assert found == [
        ("hiljainen", "Tyst rf", [], 0, 0, None),
        ("soste", "SOSTE Finlands social och hälsa rf", ["soste/news"], 2, 2, NIGHT - timedelta(hours=1)),
    ]


def test_editors_see_what_a_text_said_before(home: Home, connection: Connection) -> None:
    told(home, connection, {}, article(1, title="Vanha", body="Ennen."))
    bring(connection, home, "b", visit(article(1, title="Uusi", body="Nyt.", seen_at=NIGHT + DAY)))
    publish(connection, home)
    assert ask(home, "select revision, seen_at, changed, title, body, is_current from revision order by 1") == [
        (1, NIGHT, ["new"], "Vanha", "Ennen.", False),
        (2, NIGHT + DAY, ["title", "body"], "Uusi", "Nyt.", True),
    ]


def test_nothing_private_is_published(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), etag="secret-etag"))
    publish(connection, home)
    assert b"secret-etag" not in home.published.read_bytes()


def test_a_fault_stops_the_publication_and_yesterdays_snapshot_stays(home: Home, connection: Connection) -> None:
    told(home, connection, {}, article(1))
    before = home.published.read_bytes()
    bring(connection, home, "b", visit(article(2)))
    connection.execute("insert into core.variant values ('a0001', 'zzz', 'variant', 0.9, ['x'], 'text', null)")
    with pytest.raises(
        Unfit, match=r"a judgement names an article that does not exist \(variant_of_nothing, 1 times: a0001, zzz\)"
    ):
        publish(connection, home)
    assert home.published.read_bytes() == before
    assert [path.name for path in home.published.parent.iterdir()] == ["news.duckdb"]
    connection.execute("delete from core.variant")
    assert publish(connection, home).articles == 2


FAULTS = {
    "broken_history": "delete from core.article_revision",
    "member_of_nothing": "insert into core.story_member values ('zzz', 's-1')",
    "lost_alias": "insert into core.story_alias values ('s-9', 's-8')",
    "unlisted_batch": "delete from core.batch",
}


@pytest.mark.parametrize("check", sorted(FAULTS))
def test_every_kind_of_fault_is_found(home: Home, connection: Connection, check: str) -> None:
    bring(connection, home, "a", visit(article(1)))
    connection.execute(FAULTS[check])
    with pytest.raises(Unfit, match=check):
        publish(connection, home)
    assert not home.published.exists()


def test_the_file_is_read_only_alone_and_survives_leftovers(home: Home, connection: Connection) -> None:
    publish(connection, home)
    room = home.published.parent
    for name in ("news.duckdb.wal", ".news.duckdb.tmp", ".news.duckdb.tmp.wal"):
        (room / name).write_bytes(b"left by a client that died")
    bring(connection, home, "a", visit(article(1)))
    assert publish(connection, home).stories == 1
    assert [path.name for path in room.iterdir()] == ["news.duckdb"]
    assert home.published.stat().st_mode & 0o777 == 0o444
    assert ask(home, "select count(*) from news") == [(1,)]


def test_the_same_warehouse_gives_the_same_rows(home: Home, connection: Connection) -> None:
    rich = article(
        1,
        attachments=(Attachment(url="https://www.soste.fi/1.pdf", title="Kutsu"),),
        alternates=(Alternate(language="sv", url="https://x", origin="feed"),),
    )
    told(home, connection, {}, rich, *(article(number) for number in range(2, 30)))
    once = {view: ask(home, f"from {view}") for view in COLUMNS}
    publish(connection, home)
    assert {view: ask(home, f"from {view}") for view in COLUMNS} == once


def test_readers_never_meet_an_error_and_each_sees_one_whole_snapshot(home: Home) -> None:
    with opened(home) as connection:
        bring(connection, home, "a", visit(article(0)))
        publish(connection, home)
        with reader(home) as held:
            done = threading.Event()
            seen: list[tuple[int, int]] = []
            thread = threading.Thread(target=read_on, args=(home, done, seen))
            thread.start()
            for number in range(1, 6):
                bring(connection, home, f"b{number}", visit(article(number)))
                publish(connection, home)
            done.set()
            thread.join()
            assert held.execute("select count(*) from article").fetchone() == (1,)
    assert all(stories == articles for stories, articles in seen)
    assert len(seen) > 3


def read_on(home: Home, done: threading.Event, seen: list[tuple[int, int]]) -> None:
    from warehouse.read import open_snapshot, query

    while not done.wait(0.02):
        with open_snapshot(home) as snapshot:
            sql = "select (select count(*) from news), (select count(*) from article)"
            seen.append(query(snapshot, sql, seconds=10).rows[0])
