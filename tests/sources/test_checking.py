"""Trying sources side by side: traps are read apart and for so long only, and everybody gets an answer."""

from __future__ import annotations

import asyncio
import time

from sources.checking import Checked, check
from sources.crawl import Task
from sources.http import Manners
from tests.sources.small_web import NIGHT, feed, page, task
from tests.web import Answer, Web

MANNERS = Manners(reading_timeout=1.5)
ITEM = ("/1", "Yksi", "17.11.2026 12.01")


def tried(web: Web, *tasks: Task) -> list[Checked]:
    return asyncio.run(check(tasks, doors=web.doors, manners=MANNERS, now=NIGHT))


def test_a_trap_costs_its_own_seconds_and_others_are_answered() -> None:
    trap = Answer(body=b'<rss version="2.0"><channel>' + b"<x>" * 400_000)
    broken = Answer(headers={"Content-Type": "application/pdf"}, body=b"%PDF-1.7\n" + b"1 0 obj<<" * 50_000)
    with Web({"/trap": trap, "/pdf": broken, "/feed": feed(ITEM), "/sivu": page("Strategia")}) as web:
        start = time.monotonic()
        told = tried(
            web,
            task(web, path="/trap", name="a/trap"),
            task(web, path="/pdf", kind="page", name="a/pdf"),
            task(web, name="a/feed"),
            task(web, path="/sivu", kind="page", name="a/page"),
        )
        assert time.monotonic() - start < 12
    assert [(one.source, one.state) for one in told] == [
        ("a/trap", "failing"),
        ("a/pdf", "failing"),
        ("a/feed", "ok"),
        ("a/page", "ok"),
    ]
    assert "within 1.5 s" in told[0].remark or "not a feed" in told[0].remark
    assert all(one.advice for one in told[:2])


def test_a_source_whose_host_asks_for_rest_is_not_called_failing() -> None:
    with Web({"/feed": Answer(429, {"Retry-After": "600"}), "/blog": feed(ITEM)}) as web:
        first, second = tried(web, task(web), task(web, path="/blog", name="a/blog"))
        assert (first.state, second.state) == ("failing", "resting")
        assert "left alone" in second.remark
        assert "/blog" not in web.paths()


def test_a_try_reads_one_page_of_a_long_list() -> None:
    rows = "".join(
        f"<li><h3><a href=/{n}>Tiedote numero {n} järjestöistä</a></h3>{n}.10.2026</li>" for n in range(1, 9)
    )
    body = f"<main><ul>{rows}</ul><a rel=next href='/lista?page=2'>Seuraava</a></main>".encode()
    with Web({"/lista": Answer(headers={"Content-Type": "text/html; charset=utf-8"}, body=body)}) as web:
        (told,) = tried(web, task(web, kind="listing", path="/lista"))
        assert (told.state, told.items, told.advice) == ("ok", 8, ())
        assert web.paths() == ["/robots.txt", "/lista"]
