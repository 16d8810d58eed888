"""What was landed comes back as the values it was written from, and a forgotten text does not come back at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stories.model import Alternate, Attachment, Image, Occasion
from stories.visit import Known
from tests.warehouse.samples import DAY, NIGHT, answer, article, opened, visit
from warehouse.archive import read_warc
from warehouse.forget import ForgetError, forget
from warehouse.home import Home
from warehouse.landed import LandedError, landed_batches, read_batch
from warehouse.landing import land
from warehouse.load import load
from warehouse.lock import writer
from warehouse.publish import publish
from warehouse.tombstones import bury, tombstones

RICH = article(
    1,
    alternates=(Alternate(language="sv", url="https://www.soste.fi/sv/1", origin="hreflang"),),
    attachments=(Attachment(url="https://www.soste.fi/a.pdf", title="Ohje"),),
    images=(Image(url="https://www.soste.fi/a.jpg", alt="Ohje"),),
    authors=("Anna Virta",),
    occasions=(Occasion(kind="deadline", start="2026-12-01", quote="1.12.2026 mennessä", notes=("a",)),),
    categories=("Uutiset",),
    modified_at=NIGHT - DAY,
)


def test_a_batch_is_read_back_as_it_was(home: Home) -> None:
    page = answer(RICH.url, b"\x00\xff<p>Hei</p>", headers=(("Content-Type", "text/html"), ("Content-Encoding", "br")))
    first = visit(RICH, fetched=(page,), gone=("https://www.soste.fi/2",), notes=("a",))
    second = visit(
        source="soste/page",
        outcome="read",
        items=(Known(url="https://www.soste.fi/sivu", fingerprint="f", text="Teksti"),),
        fetched=(answer("https://www.soste.fi/ä?a=\u20ac"),),
    )
    path = land(home, "a", [first, second])
    batch = read_batch(home, path)
    assert batch.name == path.stem
    assert [replace(one, fetched=()) for one in batch.visits] == [replace(one, fetched=()) for one in (first, second)]
    (read,) = batch.visits[0].fetched
    assert (read.url, read.body, read.fetched_at, read.status) == (page.url, page.body, page.fetched_at, 200)
    assert [name for name, _ in read.headers] == ["Content-Type", "Content-Encoding", "Content-Length"]
    assert [one.url for one in batch.visits[1].fetched] == ["https://www.soste.fi/%C3%A4?a=%E2%82%AC"]
    path.with_name("b.parquet").write_bytes(b"PAR1")
    with pytest.raises(LandedError, match="cannot be read"):
        read_batch(home, landed_batches(home)[-1])


def test_a_forgotten_text_is_not_landed_again_nor_are_lists_that_carry_it(home: Home) -> None:
    bury(home, "article", ["a0001"])
    bury(home, "organisation", ["muu"])
    feed = answer("https://www.soste.fi/feed/", f"<item>{RICH.title}</item>".encode())
    other = answer("https://www.soste.fi/uutiset/2", b"<p>Muuta</p>")
    gone = visit(RICH, article(2), fetched=(feed, answer(RICH.url), other), notes=(f"{RICH.url}: 500",))
    away = visit(article(3, organisation="muu"), source="muu/news", fetched=(answer("https://muu.fi/3"),))
    path = land(home, "a", [gone, away])
    (kept,) = read_batch(home, path).visits
    assert [one.article_id for one in kept.articles] == ["a0002"]
    assert [one.url for one in kept.fetched] == [other.url]
    assert kept.notes == ()
    assert [item.url for item in kept.items] == [
        RICH.url,
        article(2).url,
    ]  # the address stays known: it is not asked again
    assert [one.url for _, one in read_warc(home.archive / f"{path.stem}.warc.gz")] == [other.url]


def test_what_another_machine_lands_unknowing_is_not_loaded(home: Home) -> None:
    with opened(home) as connection:
        load(connection, land(home, "a", [visit(RICH, article(2))]))
        publish(connection, home)
    with writer(home, wait=1):
        assert forget(home, article="a0001", now=NIGHT).articles == 1
    assert tombstones(home).articles == {"a0001"}
    (home.root / "forgotten.tsv").unlink()
    with opened(home) as connection:
        load(connection, land(home, "b", [visit(RICH, article(3))]))
        assert connection.execute("select article_id from core.article order by 1").fetchall() == [
            ("a0002",),
            ("a0003",),
        ]


def test_nothing_of_a_forgotten_text_stays_in_the_files(home: Home) -> None:
    secret = article(1, title="Salattu otsikkosana", body="Yksityinenasia kerrottiin tässä.")
    with opened(home) as connection:
        load(connection, land(home, "a", [visit(secret, article(2), fetched=(answer(secret.url, b"Yksityinenasia"),))]))
        publish(connection, home)
    with writer(home, wait=1):
        forget(home, article="a0001", now=NIGHT)
        files = [path for path in home.root.rglob("*") if path.is_file()]
        assert [path for path in files if b"ksityinenasia" in path.read_bytes()] == []
        assert forget(home, article="a0001", now=NIGHT).articles == 0  # cut off, it is completed by the same command
        with pytest.raises(ForgetError, match="no such article"):
            forget(home, article="zzz", now=NIGHT)
