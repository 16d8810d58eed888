"""One source visited now."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.crawling import UnknownSource
from flows.night import night
from flows.nights import nights
from flows.pinging import Unheard, ping
from flows.turn import turn
from tests.flows.small_web import NOW, SmallWeb, small_web
from tests.web import Answer
from warehouse.lock import Locked
from warehouse.read import open_snapshot, query

NOON = NOW + timedelta(hours=10)


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallWeb]:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with small_web(tmp_path) as found:
        yield found


def test_its_news_is_published_at_once(web: SmallWeb) -> None:
    night(web.settings)
    web.publish("alku", 3)
    asked = len(web.webs["loppu"].asked)
    summary = ping(web.at(NOON), "alku/news")
    assert summary
    assert [(row.source, row.new) for row in summary.sources] == [("alku/news", 1)]
    with open_snapshot(web.settings.home) as snapshot:
        assert query(snapshot, "select count(*) from article", seconds=10).rows == [(5,)]
    assert len(web.webs["loppu"].asked) == asked
    assert len(nights(web.settings.home)) == 1, "no night"


def test_a_source_that_rests_after_failures_is_visited_and_one_that_asked_for_rest_is_not(web: SmallWeb) -> None:
    web.webs["alku"].answers["/feed.xml"] = Answer(500)
    web.webs["loppu"].answers["/feed.xml"] = Answer(503, {"Retry-After": "80000"})
    night(web.settings)
    web.publish("alku", 2)
    web.publish("loppu", 2)
    later = web.at(NOON)
    assert [row.state for row in ping(later, "alku/news").sources] == ["ok"]  # type: ignore[union-attr]
    assert [row.state for row in ping(later, "loppu/news").sources] == ["resting"]  # type: ignore[union-attr]


def test_a_name_that_nobody_bears(web: SmallWeb) -> None:
    with pytest.raises(UnknownSource, match="alku/uutiset"):
        ping(web.settings, "alku/uutiset")


def test_a_night_that_is_visiting_is_not_disturbed(web: SmallWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.night.WAIT_FOR_TURN", 0.2)
    with turn(web.settings.home, wait=0), pytest.raises(Locked, match="has been visiting the sources since"):
        ping(web.settings, "alku/news")


def test_a_server_that_is_not_there_is_told(web: SmallWeb, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{probe.getsockname()[1]}/api")
        with pytest.raises(Unheard, match="no Prefect server at http://127"):
            ping(web.settings, "alku/news")
    monkeypatch.setenv("PREFECT_API_URL", "tuonne")
    with pytest.raises(Unheard, match="tuonne"):
        ping(web.settings, "alku/news")
