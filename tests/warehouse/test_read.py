from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from stories.model import Occasion
from tests.warehouse.samples import DAY, NIGHT, SOSTE, article, bring, opened, visit
from warehouse.home import Home
from warehouse.issues import record_issue
from warehouse.link import backlog, save
from warehouse.memory import register
from warehouse.mistakes import explain
from warehouse.publish import publish
from warehouse.read import (
    QueryError,
    Snapshot,
    SnapshotMissing,
    Span,
    digest_history,
    occasions_after,
    open_snapshot,
    query,
    source_counts,
    stories_for_letter,
    stories_with_deadlines,
)

EVENT = Occasion(kind="event", start="2026-11-24", end="2026-11-25", place="Kuopio")
# What calendar files need besides.
ABOUT = {"occasion_id", "sequence", "changed_at", "quote", "quotes", "organisation_name"}
DEADLINE = Occasion(kind="deadline", start="2026-11-22T16:00", online=True)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"))
    # The Swedish text tells only the day of the deadline.
    by_day = Occasion(kind="deadline", start="2026-11-22")
    swedish = {"language": "sv", "title": "Nyhet", "summary": "", "occasions": (EVENT, by_day)}
    with opened(home) as connection:
        register(connection, [SOSTE])
        bring(
            connection, home, "a", visit(article(1, occasions=(EVENT, DEADLINE)), article(2, **swedish), article(300))
        )
        save(connection, backlog(connection).unlinked, [], {"a0001": "s-1", "a0002": "s-1", "a0300": "s-3"})
        for language in ("sv", "fi"):
            record_issue(
                connection,
                issue_id=f"2026-W46.kaikki.{language}",
                week="2026-W46",
                audience="kaikki",
                language=language,
                files={},
                story_ids=["s-3", "s-1", "s-3"],
            )
        publish(connection, home)
    return home


@pytest.fixture
def snapshot(filled: Home) -> Iterator[Snapshot]:
    with open_snapshot(filled, now=NIGHT) as snapshot:
        yield snapshot


def test_without_a_snapshot_the_reader_is_told_what_to_do(home: Home) -> None:
    with pytest.raises(SnapshotMissing, match="run `kooste run` first"):
        open_snapshot(home)


def test_an_answer_has_its_columns_rows_and_finnish_times(snapshot: Snapshot) -> None:
    table = query(snapshot, "select story_id, published_at from news order by 1 limit 1;", seconds=5)
    assert table.columns == ("story_id", "published_at")
    ((story, published_at),) = table.rows
    assert (story, published_at, published_at.hour) == ("s-1", NIGHT - DAY / 12, 1)


@pytest.mark.parametrize(
    ("sql", "answer"),
    [
        ("select titel_fi from news", "there is no column titel_fi; did you mean title_fi"),
        ("select n.Titel_fi from news n", "there is no column Titel_fi; did you mean title_fi"),
        ("from newz", "there is no table newz; did you mean news?"),
        ("from serch('a')", "there is no function serch; did you mean search?"),
        ("from zzzzzzzz", "there is no table zzzzzzzz; there are article, digest_issue"),
        ("selec 1", 'syntax error at or near "selec"'),
        ("select 1; select 2", "one question at a time"),
        ("", "one question at a time"),
        ("create table a (b integer)", "the snapshot is read-only"),
        ("attach '/tmp/x' as x", "the snapshot is read-only"),
        ("set threads = 8", "the snapshot is read-only"),
        ("copy news to '/tmp/x.csv'", "the snapshot is read-only"),
        ("install fts", "the snapshot is read-only"),
        ("from read_text('/etc/hostname')", "Cannot access file"),
        ("from 'other.parquet'", ""),
        ("select 'a'::integer", "Could not convert string 'a'"),
    ],
)
def test_a_question_that_cannot_be_answered_gets_one_clear_line(snapshot: Snapshot, sql: str, answer: str) -> None:
    with pytest.raises(QueryError) as caught:
        query(snapshot, sql, seconds=5)
    assert str(caught.value).startswith(answer)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from range(10000000000) a, range(10000) b where a.range * b.range = 7",
        "from range(1000000000000)",
    ],
)
def test_an_endless_question_is_stopped_and_the_next_one_answered(snapshot: Snapshot, sql: str) -> None:
    start = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.3 seconds"):
        query(snapshot, sql, seconds=0.3)
    assert time.monotonic() - start < 5
    assert query(snapshot, "select 1", seconds=5).rows == [(1,)]


@pytest.mark.parametrize("sql", ["describe news", "explain from news", "summarize news", "from news", "show tables"])
def test_any_way_of_reading_is_allowed(snapshot: Snapshot, sql: str) -> None:
    assert query(snapshot, sql, seconds=5).rows


def test_values_are_handed_over_apart_from_the_question(snapshot: Snapshot) -> None:
    asked = "select article_id from search($words) limit $limit"
    found = query(snapshot, asked, seconds=5, parameters={"words": "järjestöjen 300 '", "limit": 1})
    assert found.rows == [("a0300",)]
    with pytest.raises(QueryError, match="words"):
        query(snapshot, asked, seconds=5)


def test_a_complaint_of_no_known_kind_is_cut_to_its_first_line() -> None:
    assert explain("Binder Error: this\nand that", {}) == "this"
    assert explain("", {}) == "the question could not be answered"


def test_a_reader_gets_the_new_snapshot_while_an_old_one_is_open(home: Home) -> None:
    counts = "select count(*) from article"
    with opened(home) as connection:
        bring(connection, home, "a", visit(article(1)))
        publish(connection, home)
        with open_snapshot(home) as old:
            bring(connection, home, "b", visit(article(2)))
            publish(connection, home)
            with open_snapshot(home) as new:
                assert query(new, counts, seconds=5).rows == [(2,)]
            assert query(old, counts, seconds=5).rows == [(1,)]


def week(start: datetime, *, days: float = 7) -> Span:
    """A week from that moment on, with nothing older that was met or changed in it."""
    end = start + days * DAY
    return Span(week_start=start, week_end=end, seen_from=end, seen_until=end)


def test_the_stories_of_a_week_in_a_letters_terms(snapshot: Snapshot) -> None:
    monday = datetime(2026, 11, 15, 22, tzinfo=UTC)
    (row,) = stories_for_letter(snapshot, week(monday))
    assert row == {
        "story_id": "s-1",
        "published_at": NIGHT - DAY / 12,
        "organisation": "soste",
        "organisation_name": dict(SOSTE.name),
        "organisation_kind": "umbrella",
        "kind": "news",
        "region": "FI",
        "languages": ("fi", "sv"),
        "versions": {
            "fi": {
                "title": "Järjestöjen uutinen 1",
                "url": article(1).url,
                "summary": "Lyhyesti 1",
                "body": article(1).body,
                "first_seen_at": NIGHT,
                "wordings": [],
            },
            "sv": {
                "title": "Nyhet",
                "url": article(2).url,
                "summary": "",
                "body": article(2).body,
                "first_seen_at": NIGHT,
                "wordings": [],
            },
        },
        "n_articles": 2,
        "sources": ("soste/news",),
        "topics": ("associations",),
        "regions": ("FI-15",),
        "first_seen_at": NIGHT,
        "source_since": NIGHT,
    }
    assert stories_for_letter(snapshot, week(monday, days=(NIGHT - DAY / 12 - monday) / DAY)) == []
    assert [row["story_id"] for row in stories_for_letter(snapshot, week(NIGHT), picked=["s-1", "s-404"])] == ["s-1"]
    assert stories_with_deadlines(snapshot, NIGHT) == ["s-1"]
    assert stories_with_deadlines(snapshot, NIGHT + 9 * DAY) == []


def test_occasions_to_come_are_told_once_a_story(snapshot: Snapshot) -> None:
    deadline, event = occasions_after(snapshot, NIGHT)
    told = {key: event[key] for key in event.keys() - ABOUT}
    assert told == {
        "story_id": "s-1",
        "kind": "event",
        "starts_at": datetime(2026, 11, 23, 22, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 24, 22, tzinfo=UTC),
        "is_all_day": True,
        "place": "Kuopio",
        "places": {"fi": "Kuopio", "sv": "Kuopio"},
        "is_cancelled": False,
        "is_online": False,
        "title": {"fi": "Järjestöjen uutinen 1", "sv": "Nyhet"},
        "url": {"fi": article(1).url, "sv": article(2).url},
    }
    assert (deadline["kind"], deadline["is_online"], deadline["is_all_day"]) == ("deadline", True, False)
    last_day_over = datetime(2026, 11, 25, 22, tzinfo=UTC)
    assert len(occasions_after(snapshot, last_day_over - DAY / 24)) == 1
    assert occasions_after(snapshot, last_day_over) == []


def test_what_letters_have_told(snapshot: Snapshot) -> None:
    told = [(row["issue_id"], row["position"], row["story_id"]) for row in digest_history(snapshot)]
    assert told == [
        ("2026-W46.kaikki.fi", 1, "s-3"),
        ("2026-W46.kaikki.fi", 2, "s-1"),
        ("2026-W46.kaikki.sv", 1, "s-3"),
        ("2026-W46.kaikki.sv", 2, "s-1"),
    ]
    assert source_counts(snapshot) == {"total": 1, "failing": 0, "silent": 0, "since": NIGHT}


def test_the_clock_of_deadlines_can_be_fixed(filled: Home) -> None:
    for now, count in ((NIGHT, 1), (NIGHT + 3 * DAY, 0)):
        with open_snapshot(filled, now=now) as snapshot:
            assert query(snapshot, "select count(*) from deadlines(7)", seconds=5).rows == [(count,)]


def test_a_letter_leads_to_no_removed_page(home: Home) -> None:
    with opened(home) as connection:
        bring(connection, home, "a", visit(article(1, occasions=(EVENT,)), article(2)))
        bring(connection, home, "b", visit(gone=(article(1).url,), visited_at=NIGHT + DAY))
        publish(connection, home)
    with open_snapshot(home) as snapshot:
        assert [row["versions"]["fi"]["url"] for row in stories_for_letter(snapshot, week(NIGHT - DAY, days=1))] == [
            article(2).url
        ]
        assert occasions_after(snapshot, NIGHT) == []
        assert query(snapshot, "select count(*) from news", seconds=5).rows == [(2,)]


def test_a_snapshot_of_an_older_program_is_told_in_one_line(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    with closing(duckdb.connect(str(home.published))) as connection:
        connection.execute("create schema store; create table store.news (story_id varchar)")
        connection.execute("create table store.occasion (story_id varchar)")
    with open_snapshot(home) as snapshot, pytest.raises(SnapshotMissing, match="published by an older Kooste"):
        occasions_after(snapshot, NIGHT)
