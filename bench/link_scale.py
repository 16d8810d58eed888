"""How long a night's linking takes in a large archive: synthetic texts, real words, no network.

    python -m bench.link_scale [--articles 1000000] [--new 2000] [--days 400] [--organisations 400] [--nights 3]

Four in ten organisations write Finnish only, four Finnish and Swedish, two English too; one new text in twenty is a
copy. The newest 100,000 articles are written one by one; older ones are theirs again, each time so many days earlier.
Times are wall-clock and CPU seconds on this machine; the first night also reads and sketches the weeks before it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows.learning import knowledge
from flows.steps import uncollected
from stories.linking import stories
from stories.rulings import NO_RULINGS
from stories.variants import judge
from warehouse import link
from warehouse.connection import Connection, connect
from warehouse.home import Home
from warehouse.lock import writer

TEXTS = Path(__file__).parent.parent / "tests" / "quality" / "data"
START = datetime(2026, 11, 20, 1, tzinfo=UTC)
COLUMNS = (
    "article_id", "organisation", "source", "url", "title", "summary", "body", "language", "published_at",
    "content_hash",
)  # fmt: skip
ADD = """
insert into core.article by name
select *, 0.99::double as language_confidence, [language] as languages, 'minute' as published_precision,
    published_at as first_seen_at, published_at as last_seen_at, 'news' as kind, []::varchar[] as categories,
    [] as alternates, [] as attachments, 1 as revision, content_hash as link_hash,
    case when $linked then content_hash end as linked_hash
from (select {})
"""


EARLIER = """
insert into core.article by name
select
    * replace (
        article_id || '-' || $turn::varchar as article_id,
        url || '-' || $turn::varchar as url,
        published_at - to_days($days * $turn) as published_at,
        first_seen_at - to_days($days * $turn) as first_seen_at,
        last_seen_at - to_days($days * $turn) as last_seen_at
    )
from core.article
where article_id not like '%-%'
"""
ONE_BY_ONE = 100_000


def main() -> None:
    """Builds the archive, links two nights, and prints what each step took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (
        ("articles", 1_000_000),
        ("new", 2_000),
        ("days", 400),
        ("organisations", 400),
        ("nights", 3),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        with writer(home, wait=1), closing(connect(home)) as connection:
            chance = random.Random(1)
            words = _words()
            single = min(asked.articles, ONE_BY_ONE)
            turns = asked.articles // single
            rows = list(_rows(single, asked.days // turns, asked.organisations, words, chance))
            _add(connection, rows, linked=True)
            for turn in range(1, turns):
                connection.execute(EARLIER, {"turn": turn, "days": asked.days // turns})
            for night in range(1, asked.nights + 1):
                fresh = _fresh(night, asked.new, asked.organisations, words, chance, rows[-2_000:])
                _add(connection, fresh, linked=False)
                print(f"night {night}: {len(fresh)} new among {asked.articles}:", _link(connection, home))


@uncollected()
def _link(connection: Connection, home: Home) -> str:
    marks, busy = [time.perf_counter()], time.process_time()
    backlog = link.backlog(connection)
    marks.append(time.perf_counter())
    known = knowledge(home)
    variants = judge(backlog.articles, new=backlog.unlinked, knowledge=known, surroundings=backlog.surroundings)
    marks.append(time.perf_counter())
    told = link.standing(connection, variants, backlog)
    grouped = stories(backlog.articles, told, backlog.known)
    link.save(connection, backlog.unlinked, variants, grouped, rulings=NO_RULINGS, matcher=known.version)
    marks.append(time.perf_counter())
    steps = zip(("backlog", "judge", "save"), marks, marks[1:], strict=False)
    spent = ", ".join(f"{name} {after - before:.1f} s" for name, before, after in steps)
    whole, busy = marks[-1] - marks[0], time.process_time() - busy
    seen = f"{len(backlog.articles)} at hand, {len(variants)} judgements"
    return f"{seen}; {spent}; in all {whole:.1f} s, CPU {busy:.1f} s"


def _words() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"fi": [], "sv": [], "en": []}
    for items in sorted(TEXTS.glob("*items.jsonl")):
        gold = {g["id"]: g["language"] for g in _lines(items.with_name(items.name.replace("items", "gold")))}
        for line in _lines(items):
            if gold[line["id"]] in found:
                found[gold[line["id"]]] += re.findall(r"[^\W\d_]+", f"{line['title']} {line['body']}")
    return {language: held or found["sv"] for language, held in found.items()}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def _rows(
    count: int, days: int, organisations: int, words: dict[str, list[str]], chance: random.Random
) -> Iterator[dict[str, Any]]:
    for number in range(count):
        when = START - timedelta(days=days * (1 - number / count))
        yield _row(f"a{number:08}", when, organisations, words, chance)


def _row(
    name: str, when: datetime, organisations: int, words: dict[str, list[str]], chance: random.Random
) -> dict[str, Any]:
    place = chance.randrange(organisations)
    spoken = ("fi",) if place % 10 < 4 else ("fi", "fi", "fi", "sv") if place % 10 < 8 else ("fi", "fi", "sv", "en")
    language = chance.choice(spoken)
    body = " ".join(chance.choices(words[language], k=chance.randrange(60, 300)))
    values = (
        name, f"o{place}", f"o{place}/news", f"https://o{place}.fi/{name}",
        " ".join(chance.choices(words[language], k=7)).capitalize(), "", body, language, when,
        sha256(body.encode()).hexdigest(),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _fresh(
    night: int,
    count: int,
    organisations: int,
    words: dict[str, list[str]],
    chance: random.Random,
    earlier: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    made = []
    for number in range(count):
        row = _row(f"n{night}{number:06}", START + timedelta(days=night - 1), organisations, words, chance)
        if number % 20 == 0:
            copied = chance.choice(earlier)
            row |= {key: copied[key] for key in ("title", "body", "language", "content_hash")}
        made.append(row)
    return made


def _add(connection: Connection, rows: list[dict[str, Any]], *, linked: bool) -> None:
    kinds = {"published_at": "timestamptz"}
    listed = ", ".join(f"unnest(${name}::{kinds.get(name, 'varchar')}[]) as {name}" for name in COLUMNS)
    for start in range(0, len(rows), 20_000):
        page = rows[start : start + 20_000]
        columns: dict[str, Any] = {name: [row[name] for row in page] for name in COLUMNS}
        connection.execute(ADD.format(listed), columns | {"linked": linked})


if __name__ == "__main__":
    main()
