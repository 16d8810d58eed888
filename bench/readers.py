"""Readers while snapshots are replaced: python -m bench.readers [QUERIES=10000] [PUBLICATIONS=20] [PROCESSES=4].

Every publication adds ten articles; a reader that ever sees another number, or an error, has met half a snapshot.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stories.model import Article
from stories.visit import Visit
from warehouse.connection import Connection, connect
from warehouse.home import Home
from warehouse.landing import land
from warehouse.load import load
from warehouse.lock import writer
from warehouse.publish import publish
from warehouse.read import open_snapshot, query

START = datetime(2026, 11, 20, 1, tzinfo=UTC)
A_NIGHT = 10
QUESTION = """select
    (select count(*) from article), (select sum(n_articles) from news), (select count(*) from search('uutinen')),
    (select count(*) from revision)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the readers met: queries answered, errors and broken answers (with the first few), and snapshots seen."""

    queries: int
    errors: int
    shown: tuple[str, ...]
    snapshots: int
    publications: int


def trial(home: Home, *, queries: int, publications: int, processes: int) -> Outcome:
    """Publishes again and again until every reader has asked its share, at least `publications` times."""
    with writer(home, wait=5), connect(home) as connection:
        number = 0
        publish_night(home, connection, number)
        command = [sys.executable, "-m", "bench.readers", "--read", str(home.root), str(queries // processes)]
        readers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
        while number < publications or any(reader.poll() is None for reader in readers):
            number += 1
            publish_night(home, connection, number)
            if number >= publications:
                (home.root / "enough").touch()
        told = [json.loads(reader.communicate()[0]) for reader in readers]
    return Outcome(
        queries=sum(one["queries"] for one in told),
        errors=sum(len(one["errors"]) for one in told),
        shown=tuple(error for one in told for error in one["errors"])[:5],
        snapshots=len({count for one in told for count in one["seen"]}),
        publications=number,
    )


def publish_night(home: Home, connection: Connection, number: int) -> None:
    """Lands, loads and publishes ten more articles."""
    at = START + timedelta(minutes=number)
    articles = tuple(
        Article(
            article_id=f"a{n:06}", organisation="soste", source="soste/news", url=f"https://soste.example/{n}",
            title=f"Uutinen {n}", summary="", body="Järjestöt tekevät yhteistyötä. " * 40, language="fi",
            language_confidence=1, languages=("fi",), published_at=at, precision="minute", seen_at=at, kind="news",
            content_hash=str(n),
        )
        for n in range(number * A_NIGHT, (number + 1) * A_NIGHT)
    )  # fmt: skip
    visit = Visit(source="soste/news", visited_at=at, outcome="read", status=200, articles=articles)
    load(connection, land(home, f"n{number:05}", [visit]))
    publish(connection, home)


def read(home: Home, queries: int) -> None:
    """A reader's share: half on a connection it keeps for a while, half on fresh ones; prints what it met as JSON."""
    errors: list[str] = []
    seen: set[int] = set()
    done = 0
    # Who is quick goes on asking until the last publication, so that all of them are read.
    while done < queries or not (home.root / "enough").exists():
        try:
            with open_snapshot(home) as snapshot:
                for _ in range(1 if done % 2 else 20):
                    ((articles, told, found, revisions),) = query(snapshot, QUESTION, seconds=60).rows
                    done += 1
                    seen.add(articles)
                    if len({articles, int(told), found, revisions}) > 1 or articles % A_NIGHT:
                        errors.append(f"{articles} articles, {told} in stories, {found} found, {revisions} revisions")
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
            done += 1
    json.dump({"queries": done, "errors": errors, "seen": sorted(seen)}, sys.stdout)


def main() -> None:
    """Runs the trial and prints what came of it."""
    if sys.argv[1:2] == ["--read"]:
        read(Home(Path(sys.argv[2])), int(sys.argv[3]))
        return
    given = [int(one) for one in sys.argv[1:]]
    queries, publications, processes = (*given, *(10_000, 20, 4)[len(given) :])
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as directory:
        print(trial(Home(Path(directory)), queries=queries, publications=publications, processes=processes))
    print(f"{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
