from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from stories.model import Alternate, Article, Attachment, Image, Occasion
from stories.visit import Known
from tests.warehouse.samples import DAY, NIGHT, article, bring, everything, opened, visit
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.landing import land, pending, write_parquet
from warehouse.link import backlog, save
from warehouse.load import Count, Unloadable, load
from warehouse.rows import rows

RICH = article(
    1,
    languages=("fi", "sv"),
    declared_language="sv",
    modified_at=NIGHT,
    release="97/2026",
    group="g-1",
    categories=("Tiedotteet",),
    alternates=(Alternate(language="sv", url="https://www.soste.fi/sv/1", origin="hreflang"),),
    attachments=(Attachment(url="https://www.soste.fi/1.pdf", title="Kutsu", media_type="application/pdf"),),
    images=(Image(url="https://www.soste.fi/1.jpg", alt="Talkooväkeä"), Image(url="https://www.soste.fi/2.jpg")),
    authors=("Anna Virta", "SOSTE"),
    occasions=(
        Occasion(
            kind="event", start="2026-12-01T13:00", end="2026-12-01T15:00", place="Helsinki", quote="1.12. klo 13"
        ),
        Occasion(kind="deadline", start="2026-11-25", online=True, quote="viimeistään 25.11.", notes=("no year",)),
    ),
)


def one(connection: Connection, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


def test_every_field_of_an_article_comes_back(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(RICH))
    (back,) = backlog(connection).articles
    for field in fields(Article):
        assert getattr(back, field.name) == getattr(RICH, field.name), field.name


def test_a_batch_of_an_earlier_program_has_neither_pictures_nor_names(home: Home, connection: Connection) -> None:
    lines = [
        replace(
            row,
            payload=json.dumps({k: v for k, v in json.loads(row.payload).items() if k not in ("images", "authors")}),
        )
        for row in rows([visit(RICH)])
    ]
    path = home.landing / "old-1.parquet"
    write_parquet(path, path.stem, lines)
    assert load(connection, path).new == 1
    (back,) = backlog(connection).articles
    assert back == replace(RICH, images=(), authors=())


def test_a_new_picture_or_name_alone_brings_an_article_back_and_their_lack_changes_no_hash(
    home: Home, connection: Connection
) -> None:
    bring(connection, home, "a", visit(article(1)))
    ((plain,),) = connection.execute("select link_hash from core.article").fetchall()
    assert plain == one(
        connection,
        "select md5(to_json([content_hash, language, kind, release_number, release_group, epoch_us(published_at)::varchar,"
        " to_json(alternates)::varchar])::varchar) from core.article",
    )
    for batch, changes in (("b", {"images": RICH.images}), ("c", {"authors": RICH.authors}), ("d", {})):
        save(connection, backlog(connection).unlinked, [], {"a0001": "s-1"})
        bring(connection, home, batch, visit(article(1, seen_at=NIGHT + DAY, **changes)))
        assert backlog(connection).unlinked == {"a0001"}
    assert one(connection, "select link_hash from core.article") == plain


def test_a_batch_is_loaded_once(home: Home, connection: Connection) -> None:
    path = land(home, "a", [visit(article(1), RICH, article(2))])
    assert load(connection, path).by_source == {"soste/news": Count(new=2)}
    before = everything(connection)
    again = load(connection, path)
    assert (again.new, again.changed, again.unchanged, again.gone) == (0, 0, 0, 0)
    assert everything(connection) == before


def test_a_changed_text_is_a_revision_and_keeps_its_first_sight(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), article(2)))
    edited = article(1, title="Uusi otsikko", body="Uusi teksti", seen_at=NIGHT + DAY)
    loaded = bring(connection, home, "b", visit(edited, article(2, seen_at=NIGHT + DAY), visited_at=NIGHT + DAY))
    assert loaded.by_source == {"soste/news": Count(changed=1, unchanged=1)}
    revisions = connection.execute(
        "select article_id, revision, changed, title, seen_at from core.article_revision order by all"
    ).fetchall()
    assert revisions == [
        ("a0001", 1, ["new"], "Järjestöjen uutinen 1", NIGHT),
        ("a0001", 2, ["title", "body"], "Uusi otsikko", NIGHT + DAY),
        ("a0002", 1, ["new"], "Järjestöjen uutinen 2", NIGHT),
    ]
    row = one(
        connection, "select title, first_seen_at, last_seen_at, revision from core.article where article_id = 'a0001'"
    )
    assert row == ("Uusi otsikko", NIGHT, NIGHT + DAY, 2)


def test_an_address_keeps_its_first_id_and_source(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1)))
    renamed = article(1, article_id="other", source="soste/blog", title="Toinen", seen_at=NIGHT + DAY)
    bring(connection, home, "b", visit(renamed, source="soste/blog", visited_at=NIGHT + DAY))
    assert one(connection, "select article_id, source, title from core.article") == ("a0001", "soste/news", "Toinen")


def test_of_two_readings_in_one_batch_the_later_stands(home: Home, connection: Connection) -> None:
    early, late = article(1, title="Varhain"), article(1, title="Myöhään", seen_at=NIGHT + DAY / 24)
    loaded = bring(connection, home, "a", visit(late), visit(early, source="soste/blog"))
    assert loaded.new == 1
    assert one(connection, "select title from core.article") == "Myöhään"
    assert one(connection, "select count(*) from core.article_revision") == 1


def test_one_id_at_two_addresses_is_one_article(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), article(1, url="https://www.soste.fi/toinen")))
    bring(connection, home, "b", visit(article(1, url="https://www.soste.fi/kolmas", seen_at=NIGHT + DAY)))
    assert one(connection, "select count(*) from core.article") == 1


def test_a_batch_that_comes_late_overwrites_nothing(home: Home, connection: Connection) -> None:
    late = land(home, "a", [visit(article(1, title="Vanha"), outcome="failed", error="503", etag="old")])
    bring(
        connection, home, "b", visit(article(1, title="Uusi", seen_at=NIGHT + DAY), visited_at=NIGHT + DAY, etag="new")
    )
    assert load(connection, late).by_source == {"soste/news": Count(unchanged=1)}
    assert one(connection, "select title, first_seen_at from core.article") == ("Uusi", NIGHT)
    assert one(connection, "select etag, consecutive_failures from core.source_state") == ("new", 0)
    assert one(connection, "select count(*) from core.article_revision") == 1


def test_a_removed_article_is_marked_and_comes_back(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1), article(2)))
    gone = bring(connection, home, "b", visit(gone=(article(1).url,), visited_at=NIGHT + DAY))
    assert gone.by_source == {"soste/news": Count(gone=1)}
    again = bring(connection, home, "c", visit(gone=(article(1).url,), visited_at=NIGHT + 2 * DAY))
    assert again.gone == 0
    marks = "select gone_at from core.article order by article_id"
    assert connection.execute(marks).fetchall() == [(NIGHT + DAY,), (None,)]
    bring(connection, home, "d", visit(article(1, seen_at=NIGHT + 3 * DAY), visited_at=NIGHT + 3 * DAY))
    assert connection.execute(marks).fetchall() == [(None,), (None,)]


def test_occasions_follow_the_text(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(RICH))
    stored = connection.execute(
        "select kind, strftime(starts_at at time zone 'Europe/Helsinki', '%d.%m. %H.%M'), is_all_day, is_online"
        " from core.occasion order by position"
    ).fetchall()
    assert stored == [("event", "01.12. 13.00", False, False), ("deadline", "25.11. 00.00", True, True)]
    broken = Occasion(kind="event", start="joskus keväällä")
    bring(connection, home, "b", visit(article(1, seen_at=NIGHT + DAY, occasions=(broken,)), visited_at=NIGHT + DAY))
    assert one(connection, "select count(*) from core.occasion") == 0


def test_a_broken_file_loads_nothing_and_is_named(home: Home, connection: Connection) -> None:
    before = everything(connection)
    path = home.landing / "broken-1.parquet"
    path.write_bytes(b"PAR1 this is no parquet PAR1")
    with pytest.raises(Unloadable, match=r"broken-1\.parquet cannot be loaded"):
        load(connection, path)
    assert everything(connection) == before
    bring(connection, home, "b", visit(article(1)))


def test_a_field_of_tomorrow_is_passed_over_and_a_field_of_yesterday_missed_gently(
    home: Home, connection: Connection
) -> None:
    path = land(home, "a", [visit(article(1))])
    payload = """replace(replace(payload, '"categories":[],', ''), '"kind":', '"invented":[1],"kind":')"""
    rows = f"select * replace ({payload} as payload) from read_parquet('{path}')"
    connection.execute(f"copy ({rows}) to '{home.landing / 'b.parquet'}' (format parquet)")
    assert load(connection, home.landing / "b.parquet").new == 1
    assert one(connection, "select categories from core.article") == []


def test_an_interrupted_load_leaves_nothing_and_the_next_one_everything(home: Home) -> None:
    path = land(home, "a", [visit(article(1), RICH)])
    with opened(home) as connection:
        connection.begin()
        load_without_commit(connection, path)
    with opened(home) as connection:
        assert one(connection, "select count(*) from core.article") == 0
        assert pending(home, connection) == [path]
        assert load(connection, path).new == 1


def load_without_commit(connection: Connection, path: Any) -> None:
    from warehouse.load import _load

    _load(connection, path, path.stem)


def test_items_are_remembered_also_when_they_leave_the_list(home: Home, connection: Connection) -> None:
    listed = (
        Known(url="https://x.fi/1", fingerprint="f1", text="Vanha"),
        Known(url="https://x.fi/2", fingerprint="f2"),
    )
    bring(connection, home, "a", visit(items=(*listed, listed[0])))
    bring(connection, home, "b", visit(items=(Known(url="https://x.fi/1", fingerprint="f9"),), visited_at=NIGHT + DAY))
    rows = connection.execute(
        "select url, fingerprint, text, first_seen_at, last_listed_at from core.item order by url"
    ).fetchall()
    assert rows == [
        ("https://x.fi/1", "f9", "Vanha", NIGHT, NIGHT + DAY),
        ("https://x.fi/2", "f2", None, NIGHT, NIGHT),
    ]


def test_a_batch_of_nothing_is_loaded_too(home: Home, connection: Connection) -> None:
    assert bring(connection, home, "a").new == 0
    assert pending(home, connection) == []
