"""Values for the warehouse's tests: articles and visits with everything filled in that a test does not speak of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from stories.model import Article, Organisation, Source
from stories.visit import Fetched, Known, Visit
from warehouse.connection import Connection, connect
from warehouse.home import Home
from warehouse.landing import land
from warehouse.load import Loaded, load
from warehouse.lock import writer

NIGHT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def article(number: int, **changes: Any) -> Article:
    """Article number N of soste/news, published N hours before the night."""
    values: dict[str, Any] = {
        "article_id": f"a{number:04}",
        "organisation": "soste",
        "source": "soste/news",
        "url": f"https://www.soste.fi/uutiset/{number}",
        "title": f"Järjestöjen uutinen {number}",
        "summary": f"Lyhyesti {number}",
        "body": f"Järjestöt tekevät yhteistyötä.\n\nTämä on uutinen {number}.",
        "language": "fi",
        "language_confidence": 0.99,
        "languages": ("fi",),
        "published_at": NIGHT - timedelta(hours=number),
        "precision": "minute",
        "seen_at": NIGHT,
        "kind": "news",
    } | changes
    text = f"{values['title']}|{values['summary']}|{values['body']}|{values.get('attachments')}"
    return Article(**{"content_hash": sha256(text.encode("utf-8", "replace")).hexdigest(), **values})


def visit(*articles: Article, **changes: Any) -> Visit:
    """A visit to soste/news that read these articles."""
    values: dict[str, Any] = {
        "source": "soste/news",
        "visited_at": NIGHT,
        "outcome": "read",
        "requests": 1 + len(articles),
        "status": 200,
        "articles": articles,
        "items": tuple(Known(url=a.url, fingerprint="f1", published_at=a.published_at) for a in articles),
    }
    return Visit(**(values | changes))


def answer(url: str, body: bytes = b"<p>Hei</p>", **changes: Any) -> Fetched:
    """A 200 answer of a web server."""
    values: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=utf-8"),),
        "body": body,
        "fetched_at": NIGHT,
    }
    return Fetched(**(values | changes))


SOSTE = Organisation(
    id="soste",
    kind="umbrella",
    region="FI",
    website="https://www.soste.fi/",
    name={"fi": "SOSTE Suomen sosiaali ja terveys ry", "sv": "SOSTE Finlands social och hälsa rf"},
    aliases=("SOSTE",),
    sources=(Source(name="soste/news", organisation="soste", kind="feed", url="https://www.soste.fi/feed/"),),
)


@contextmanager
def opened(home: Home) -> Iterator[Connection]:
    """The warehouse of a home, opened as its writer."""
    with writer(home, wait=5), connect(home) as connection:
        yield connection


def bring(connection: Connection, home: Home, batch: str, *visits: Visit) -> Loaded:
    """Lands and loads a batch."""
    return load(connection, land(home, batch, visits))


def everything(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every private table, sorted: two warehouses with the same content give the same value."""
    tables = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'kooste' order by all"
    ).fetchall()
    return {name: sorted(connection.execute(f"from {name}").fetchall(), key=repr) for (name,) in tables}


def home_in(path: Path) -> Home:
    """A prepared home below a directory."""
    home = Home(path / "var")
    home.prepare()
    return home
