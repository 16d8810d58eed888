from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from stories.visit import Fetched, Visit
from tests.warehouse.samples import NIGHT, answer, article, bring, home_in, visit
from warehouse.archive import write_warc
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.landing import land, pending
from warehouse.rows import plain


def archived(home: Home) -> Path:
    (warc,) = home.archive.iterdir()
    return warc


def test_a_batch_is_one_parquet_and_one_warc_and_landing_it_again_changes_nothing(home: Home) -> None:
    night = [visit(article(1), article(2), fetched=(answer("https://www.soste.fi/feed/"),))]
    path = land(home, "20261120T010000Z-000", night)
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in (path, archived(home))}
    assert land(home, "20261120T010000Z-000", night) == path
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in (path, archived(home))} == before
    with duckdb.connect() as reader:
        records = reader.execute("select record from read_parquet(?) order by position", [str(path)]).fetchall()
    assert records == [("visit",), ("article",), ("article",)]


def test_other_visits_under_a_used_name_are_not_lost(home: Home, connection: Connection) -> None:
    first, second = (land(home, "b", [visit(article(number))]) for number in (1, 2))
    assert first != second
    assert pending(home, connection) == sorted([first, second])


def test_pending_is_what_the_ledger_lacks(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(article(1)))
    waiting = land(home, "b", [visit(article(2))])
    (home.landing / ".c.parquet.tmp").write_bytes(b"half a file")
    assert pending(home, connection) == [waiting]


def test_a_crash_before_the_parquet_leaves_no_batch(
    home: Home, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> None:
        raise OSError(28, "No space left on device")

    night = [visit(article(1), fetched=(answer("https://www.soste.fi/"),))]
    with monkeypatch.context() as patched:
        patched.setattr("warehouse.landing.write_parquet", power_cut)
        with pytest.raises(OSError, match="No space"):
            land(home, "b", night)
    assert pending(home, connection) == []
    land(home, "b", night)
    assert len(pending(home, connection)) == 1
    assert len(list(home.archive.iterdir())) == 1


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a b", "x" * 200])
def test_a_batch_needs_a_plain_name(home: Home, name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a batch"):
        land(home, name, [])


def test_the_archive_keeps_address_headers_and_bytes(home: Home) -> None:
    body = bytes(range(256))
    fetched = answer(
        "https://www.soste.fi/ä?q=1",
        body,
        final_url="https://www.soste.fi/b",
        headers=(
            ("Content-Type", "text/html"),
            ("Content-Encoding", "br"),
            ("Content-Length", "7"),
            ("X-A", "1\r\nX-B: 2"),
        ),
    )
    land(home, "b", [visit(fetched=(fetched, answer("https://www.soste.fi/304", b"", status=304)))])
    with archived(home).open("rb") as file:
        records = [(r.rec_headers, r.http_headers, r.content_stream().read()) for r in ArchiveIterator(file)]
    (warc, http, kept), (_, not_modified, empty) = records
    assert kept == body
    assert warc.get_header("WARC-Target-URI") == "https://www.soste.fi/%C3%A4?q=1"
    assert warc.get_header("WARC-Date") == "2026-11-20T01:00:00Z"
    assert http.get_statuscode() == "200"
    assert http.get_header("Content-Encoding") is None
    assert http.get_header("X-Archive-Orig-Content-Encoding") == "br"
    assert http.get_header("Content-Length") == "256"
    assert http.get_header("X-B") is None
    assert (not_modified.get_statuscode(), empty) == ("304", b"")


ANSWERS = st.builds(
    Fetched,
    url=st.text(max_size=60).map(lambda rest: f"https://www.soste.fi/{rest}"),
    final_url=st.text(max_size=60),
    status=st.integers(100, 999),
    headers=st.lists(st.tuples(st.text(max_size=12), st.text(max_size=20)), max_size=4).map(tuple),
    body=st.binary(max_size=200),
    fetched_at=st.just(NIGHT),
)


@given(st.lists(ANSWERS, max_size=4))
def test_no_answer_breaks_the_archive_and_the_same_answers_give_the_same_bytes(answers: list[Fetched]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        once, twice = Path(folder) / "once.warc.gz", Path(folder) / "twice.warc.gz"
        write_warc(once, [("a/b", one) for one in answers])
        write_warc(twice, [("a/b", one) for one in answers])
        assert once.read_bytes() == twice.read_bytes()
        with once.open("rb") as file:
            bodies = [record.content_stream().read() for record in ArchiveIterator(file)]
    assert bodies == [a.body for a in answers]


@given(st.text(), st.text())
def test_no_text_is_too_strange_for_a_row(title: str, error: str) -> None:
    strange = plain(Visit(source=title, visited_at=datetime(2026, 1, 1, tzinfo=UTC), outcome="failed", error=error))
    again = json.loads(json.dumps(strange, ensure_ascii=False).encode())
    assert again["error"] == strange["error"]
    assert "\x00" not in again["error"]


def test_strange_texts_come_through_a_whole_batch(tmp_path: Path, connection: Connection) -> None:
    strange = 'NUL \x00, puolikas \ud83d, \' " \\ {"a": 1}\u2028 😀'
    home = home_in(tmp_path / "other")
    bring(connection, home, "b", visit(article(1, title=strange, body=strange * 50)))
    found = connection.execute("select title from core.article").fetchone()
    assert found == (strange.replace("\x00", "\ufffd").replace("\ud83d", "\ufffd"),)


def test_an_archive_is_readable_as_plain_gzip(home: Home) -> None:
    land(home, "b", [visit(fetched=(answer("https://www.soste.fi/"),))])
    assert gzip.decompress(archived(home).read_bytes()).startswith(b"WARC/1.1\r\n")
