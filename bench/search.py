"""How fast search() is: python -m bench.search [ARTICLES=100000] [HOME]; texts of real words in their real frequencies.

80 % Finnish, 20 % Swedish, about 220 words a text. Prints the index's build time, what a night of 200 new texts costs,
the snapshot's size, and each question's median and slowest of 15.
CPU seconds stand beside wall time: a machine may be shared.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from wordfreq import top_n_list, word_frequency

from warehouse.about import describe, guide_of
from warehouse.connection import Connection, connect
from warehouse.find import find
from warehouse.home import Home
from warehouse.lock import writer
from warehouse.publish import publish
from warehouse.read import open_snapshot
from warehouse.reading import read_stories
from warehouse.search import index

QUESTIONS = (
    "järjestöjen yhteistyö",
    "kunta strategia",
    "yhteistyö",
    "avustukset nuorille",
    "föreningar samarbete",
    "kommun",
    "hyvinvointialueiden järjestöt vaikuttaminen",
    "helsingissä",
    "vapaaehtois*",
    '"sosiaali ja terveys"',
    "suomi",
    "puuttumatonsana",
)
INSERT = """insert into core.article by name select
    'a' || n as article_id, 'o' || n % 300 as organisation, 'o' || n % 300 || '/news' as source,
    'https://o.fi/' || n as url,
    title, '' as summary, body, language, 1.0 as language_confidence, [language] as languages,
    null as declared_language,
    told as published_at, 'minute' as published_precision,
    told as first_seen_at, told as last_seen_at, 'news' as kind,
    [] as categories, [] as alternates, [] as attachments, md5(body) as content_hash, 1 as revision, '' as link_hash
from (select unnest($numbers::integer[]) as n, unnest($titles::varchar[]) as title, unnest($bodies::varchar[]) as body,
      unnest($languages::varchar[]) as language, unnest($instants::timestamptz[]) as told)"""
# What a text is about is drawn, not judged: judging 100,000 texts takes minutes and is measured elsewhere.
ABOUT = """insert into core.about by name
select
    article_id, text_hash, $version as judged_by,
    ['FI-' || lpad((1 + hash(article_id) % 19)::varchar, 2, '0')] as regions,
    [$topics[1 + (hash(url) % len($topics::varchar[]))::integer]] as topics, []::varchar[] as mentions
from mart.text where article_id not in (select article_id from core.about)"""
HISTORY = """insert into core.article_revision by name
select
    article_id, 1 as revision, first_seen_at as seen_at, 'b' as batch, ['new'] as changed, title, summary, body,
    content_hash
from core.article where article_id not in (select article_id from core.article_revision)"""


def vocabulary(language: str) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    words = [word for word in top_n_list(language, 200_000) if word.isalpha()]
    shares = np.array([word_frequency(word, language) for word in words])
    return np.array(words, dtype=object), shares / shares.sum()


def fill(connection: Connection, first: int, last: int) -> None:
    """Writes articles number `first` to `last` into the private warehouse."""
    chance = np.random.default_rng(first)
    known = {language: vocabulary(language) for language in ("fi", "sv")}
    start = datetime(2026, 11, 20, tzinfo=UTC)
    for low in range(first, last, 5_000):
        numbers = list(range(low, min(low + 5_000, last)))
        languages = ["sv" if number % 5 == 0 else "fi" for number in numbers]
        lengths = [max(30, int(length)) for length in chance.lognormal(5.2, 0.6, size=len(numbers))]
        drawn = {
            language: iter(chance.choice(words, size=sum(lengths), p=shares))
            for language, (words, shares) in known.items()
        }
        texts = [list(islice(drawn[code], size)) for code, size in zip(languages, lengths, strict=True)]
        connection.execute(
            INSERT,
            {
                "numbers": numbers,
                "titles": [" ".join(text[:7]).capitalize() for text in texts],
                "bodies": [" ".join(text[7:]) for text in texts],
                "languages": languages,
                "instants": [start - timedelta(minutes=30 * number) for number in numbers],
            },
        )
    connection.execute(HISTORY)


def draw_topics(connection: Connection, home: Home) -> None:
    by = guide_of(connection, home)
    connection.execute(ABOUT, {"version": by.version, "topics": list(by.vocabulary.names)})


def timed(name: str, step: Any, *arguments: Any) -> None:
    start, spent = time.perf_counter(), time.process_time()
    step(*arguments)
    print(f"{name}: {time.perf_counter() - start:.1f} s, CPU {time.process_time() - spent:.1f} s", flush=True)


def main() -> None:
    """Builds, publishes, asks."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    home = Home(Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()))
    if not home.published.exists():
        with writer(home, wait=1), connect(home) as connection:
            timed("write texts", fill, connection, 0, articles)
            timed("draw topics", draw_topics, connection, home)
            timed("first index", index, connection)
            timed("first reading of stories", read_stories, connection)
            timed("publish", publish, connection, home)
            timed("write 200 more", fill, connection, articles, articles + 200)
            timed("judge 200 more", describe, connection, home)
            timed("read 200 more stories", read_stories, connection)
            timed("index 200 more", index, connection)
            timed("publish again", publish, connection, home)
    print(
        f"snapshot {home.published.stat().st_size / 1e6:.0f} MB, warehouse {home.warehouse.stat().st_size / 1e6:.0f} MB"
    )
    ask(home)


def ask(home: Home) -> None:
    """Asks each question 15 times, as `kooste search` does."""
    medians = []
    with open_snapshot(home) as snapshot:
        for words in QUESTIONS:
            seconds = []
            for _ in range(15):
                start = time.perf_counter()
                found = find(snapshot, words)
                seconds.append(time.perf_counter() - start)
            medians.append(statistics.median(seconds))
            print(f"{words:<45} {medians[-1] * 1000:6.1f} ms (slowest {max(seconds) * 1000:.0f}), {len(found)} shown")
    print(f"p50 {statistics.median(medians) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
