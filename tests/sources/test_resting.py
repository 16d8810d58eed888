"""A host that asks to be left alone: its other sources rest, without having failed and without being asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sources.restraint import Hosts
from stories.visit import Memory
from tests.sources.small_web import NIGHT, feed, page, task, visits
from tests.web import Answer, Web

BUSY = Answer(429, {"Retry-After": "7200"})
ITEM = ("/1", "Yksi", "17.11.2026 12.01")


def test_a_source_whose_host_asked_for_rest_is_not_asked_and_has_not_failed() -> None:
    with Web({"/feed": BUSY, "/blog": feed(ITEM), "/1": page("Yksi")}) as web:
        other = Memory(source="a/blog", consecutive_failures=2, last_success_at=NIGHT - timedelta(days=9))
        first, second = visits([task(web), task(web, path="/blog", name="a/blog", memory=other)], web)
        assert (first.outcome, first.status) == ("failed", 429)
        assert (second.outcome, second.status, second.error) == ("resting", None, None)
        assert "/blog" not in web.paths()
        assert second.next_attempt_at is not None
        assert NIGHT + timedelta(hours=2) < second.next_attempt_at < NIGHT + timedelta(hours=2.3)
        assert second.rest_reason == "Retry-After"
        assert "asked to be left alone" in second.notes[0]


@pytest.mark.parametrize("status", [429, 503])
def test_a_wish_told_by_robots_txt_is_a_wish_of_the_host(status: int) -> None:
    with Web({"/robots.txt": Answer(status, {"Retry-After": "600"}), "/feed": feed(ITEM)}) as web:
        (found,) = visits([task(web)], web)
        assert (found.outcome, web.paths()) == ("resting", ["/robots.txt"])


def test_a_source_that_redirects_to_a_host_at_rest_rests_as_long() -> None:
    with Web({"/feed": BUSY}) as busy, Web({"/feed": Answer(301, {"Location": busy.url("/toinen")})}) as web:
        hosts = Hosts()
        (first,) = visits([task(busy)], busy, web, hosts=hosts)
        (second,) = visits([task(web, name="a/toinen")], busy, web, hosts=hosts)
        assert (first.outcome, second.outcome) == ("failed", "resting")
        assert second.next_attempt_at is not None
        assert second.next_attempt_at > NIGHT + timedelta(hours=2)
        assert busy.paths() == ["/robots.txt", "/feed"]


def test_a_fallback_is_not_asked_of_a_host_at_rest() -> None:
    with Web({"/feed": BUSY, "/feed/": feed(ITEM)}) as web:
        _, second = visits([task(web), task(web, kind="wordpress", path="/", name="a/wp")], web)
        assert second.outcome == "resting"
        assert web.paths() == ["/robots.txt", "/feed"]
