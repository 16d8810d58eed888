"""Thirty nights over nine small sites, one for each way a source can live: nothing lost, nothing doubled, nobody pressed."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from flows.night import night
from flows.settings import Settings
from flows.summary import Summary
from tests.web import Answer, Web
from warehouse.read import open_snapshot, query

FIRST = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
NIGHTS = 30
STATES = {7, 8, 13, 21, 22, NIGHTS}  # nights whose source_health is looked at
DAY = timedelta(days=1)
LISTED = 40  # items a feed lists


@dataclass
class Site:
    """A site's life: on which nights it publishes, and how its listing answers on a night (None: as it should)."""

    publishes: Callable[[int], bool]
    spoil: Callable[[Site, int, Mapping[str, str]], Answer | None] = lambda _site, _night, _headers: None
    age: timedelta = timedelta(0)  # how old its first items are
    night: int = 0
    items: dict[int, str] = field(default_factory=dict)  # titles by number
    asked: list[list[str]] = field(default_factory=list)  # paths by night

    def begin(self, number: int, web: Web) -> None:
        """Turns the site's calendar to a night."""
        self.night = number
        if number == 1:
            self.items = {one: f"Tiedote numero {one} alusta" for one in range(3)}
        elif self.publishes(number):
            self.items[100 + number] = f"Tiedote numero {100 + number} yöltä"
        for one, title in self.items.items():
            web.answers[f"/{one}"] = Answer(headers={"Content-Type": "text/html; charset=utf-8"}, body=page(title))

    def at(self, one: int) -> datetime:
        """When an item was published."""
        if one >= 100:
            return FIRST + (one - 101) * DAY - timedelta(hours=5)
        return FIRST - self.age - (one + 1) * timedelta(hours=30)

    def feed(self, web: Web) -> bytes:
        """The listing as it is tonight."""
        newest = sorted(self.items, key=self.at, reverse=True)[:LISTED]
        items = "".join(
            f"<item><title>{self.items[one]}</title><link>{web.url(f'/{one}')}</link><guid>{one}</guid>"
            f"<pubDate>{format_datetime(self.at(one))}</pubDate></item>"
            for one in newest
        )
        return f'<rss version="2.0"><channel><title>Uutiset</title>{items}</channel></rss>'.encode()

    def answer(self, web: Web, headers: Mapping[str, str]) -> Answer:
        """The listing's answer: its misbehaviour, else a 304, else the list."""
        return self.spoil(self, self.night, headers) or self.honest(web, headers)

    def honest(self, web: Web, headers: Mapping[str, str]) -> Answer:
        """What a good server answers."""
        body = self.feed(web)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        told = {"ETag": tag, "Content-Type": "application/rss+xml"}
        return Answer(304, {"ETag": tag}) if headers.get("if-none-match") == tag else Answer(headers=told, body=body)


def page(title: str) -> bytes:
    text = " ".join(f"{title} kertoo järjestöjen työstä ja kutsuu mukaan yhteiseen tilaisuuteen." for _ in range(6))
    return f"<html lang='fi'><body><main><article><h1>{title}</h1><p>{text}</p></article></main></body></html>".encode()


def every(nights: int) -> Callable[[int], bool]:
    return lambda number: number % nights == 0


def lies(site: Site, _night: int, headers: Mapping[str, str]) -> Answer | None:
    if headers.get("if-none-match"):
        return Answer(304, {"ETag": '"ikuinen"'})
    return Answer(headers={"ETag": '"ikuinen"'}, body=site.feed(WEBS["liar"]))


def moves(_site: Site, number: int, _headers: Mapping[str, str]) -> Answer | None:
    return Answer(301, {"Location": "/new.xml"}) if number >= 10 else None


def ends(_site: Site, number: int, _headers: Mapping[str, str]) -> Answer | None:
    return Answer(410) if number >= 12 else None


def fails(_site: Site, number: int, _headers: Mapping[str, str]) -> Answer | None:
    return Answer(500) if 8 <= number <= 20 else None


def asks_for_rest(_site: Site, number: int, _headers: Mapping[str, str]) -> Answer | None:
    if number == 5:
        return Answer(429, {"Retry-After": str(26 * 3600)})
    return (
        Answer(503, {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)})
        if number == 15
        else None
    )


WEBS: dict[str, Web] = {}
SITES: dict[str, Site] = {
    "daily": Site(every(1)),
    "weekly": Site(every(7)),
    "liar": Site(every(5), lies),
    "mover": Site(every(3), moves),
    "ended": Site(every(4), ends),
    "failing": Site(every(2), fails),
    "busy": Site(every(2), asks_for_rest),
    "silent": Site(lambda number: number == 24, age=timedelta(days=200)),
    "asleep": Site(lambda _: False, age=timedelta(days=400)),
}
LOST = {"ended": {112, 116, 120, 124, 128}}  # published after the address had gone


@dataclass
class Month:
    """What thirty nights left behind."""

    summaries: list[Summary]
    states: dict[int, dict[str, str]]
    settings: Settings


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Month]:
    root = tmp_path_factory.mktemp("month")
    with ExitStack() as stack:
        for name, site in SITES.items():
            web = stack.enter_context(Web({"/robots.txt": Answer(body=b"User-agent: *\nDisallow: /admin\n")}))
            WEBS[name] = web
            web.answers["/feed.xml"] = lambda headers, site=site, web=web: site.answer(web, headers)  # type: ignore[misc]
            web.answers["/new.xml"] = lambda headers, site=site, web=web: site.honest(web, headers)  # type: ignore[misc]
            register(root / "organisations", name, web)
        yield lived(root)


def register(folder: Path, name: str, web: Web) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(
        f'id = "{name}"\nkind = "association"\nregion = "FI"\nwebsite = "{web.url("/")}"\n\n[name]\nfi = "{name} ry"\n\n'
        f'[[source]]\nid = "news"\nkind = "feed"\nurl = "{web.url("/feed.xml")}"\n',
        encoding="utf-8",
    )


def lived(root: Path) -> Month:
    summaries, states = [], {}
    for number in range(1, NIGHTS + 1):
        settings = Settings.of(
            home=root / "home",
            organisations=root / "organisations",
            allow_hosts=[web.host for web in WEBS.values()],
            now=(FIRST + (number - 1) * DAY).isoformat(),
            environment={},
        )
        before = {name: len(web.asked) for name, web in WEBS.items()}
        for name, site in SITES.items():
            site.begin(number, WEBS[name])
        summaries.append(night(settings))
        for name, site in SITES.items():
            site.asked.append(WEBS[name].paths()[before[name] :])
        if number in STATES:
            states[number] = {row["source"]: row["state"] for row in ask(settings, "from source_health")}
    return Month(summaries=summaries, states=states, settings=settings)


def ask(settings: Settings, sql: str) -> list[dict[str, Any]]:
    with open_snapshot(settings.home) as snapshot:
        found = query(snapshot, sql, seconds=30)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def nights_asked(name: str) -> list[int]:
    return [number for number, paths in enumerate(SITES[name].asked, 1) if {"/feed.xml", "/new.xml"} & set(paths)]


def test_no_item_is_lost_and_none_doubled(month: Month) -> None:
    rows = ask(month.settings, "select url, title, organisation from article")
    told = sorted((row["organisation"], row["url"]) for row in rows)
    written = sorted(
        (name, WEBS[name].url(f"/{one}"))
        for name, site in SITES.items()
        for one in site.items
        if one not in LOST.get(name, ())
    )
    assert told == written
    assert sum(summary.new for summary in month.summaries) == len(written)
    assert sum(summary.changed for summary in month.summaries) == 0


def test_an_unchanged_source_costs_one_request_a_night_and_robots_txt(month: Month) -> None:
    for name, site in SITES.items():
        for number, paths in enumerate(site.asked, 1):
            assert paths.count("/robots.txt") == bool(paths), (name, number)
            row = next(row for row in month.summaries[number - 1].sources if row.source == f"{name}/news")
            if row.state == "unchanged" and (name, number) != ("mover", 10):
                assert len(paths) == 2, (name, number, paths)
                assert row.requests == 1
            if row.state == "resting":
                assert paths == [], (name, number)
    assert nights_asked("daily") == nights_asked("weekly") == list(range(1, NIGHTS + 1))


def test_an_item_is_fetched_once(month: Month) -> None:
    for name, site in SITES.items():
        pages = [path for paths in site.asked for path in paths if path.strip("/").isdigit()]
        assert len(pages) == len(set(pages)), name


def test_a_wish_for_rest_is_obeyed_for_a_day_at_most(month: Month) -> None:
    asked = nights_asked("busy")
    assert 6 not in asked
    assert {5, 7, 15, 16} <= set(asked)
    resting = {row.source: row for row in month.summaries[5].sources}["busy/news"]
    assert resting.state == "resting"
    assert "Retry-After" in resting.notes[0]
    assert all(paths == ["/robots.txt", "/feed.xml"] for paths in (SITES["busy"].asked[4], SITES["busy"].asked[14]))


def test_what_fails_is_asked_more_and_more_slowly_and_comes_back(month: Month) -> None:
    assert [number for number in nights_asked("failing") if number >= 8] == [8, 9, 11, 15, *range(22, NIGHTS + 1)]
    assert [month.states[number]["failing/news"] for number in (7, 8, 21, 22)] == ["ok", "failing", "failing", "ok"]


def test_what_is_gone_is_asked_once_a_week(month: Month) -> None:
    assert [number for number in nights_asked("ended") if number >= 12] == [12, 19, 26]
    assert month.states[13]["ended/news"] == month.states[NIGHTS]["ended/news"] == "gone"


def test_a_move_is_followed_once_and_then_gone_to_directly(month: Month) -> None:
    paths = [[path for path in paths if path.endswith(".xml")] for paths in SITES["mover"].asked]
    assert paths[8:11] == [["/feed.xml"], ["/feed.xml", "/new.xml"], ["/new.xml"]]
    assert all(one == ["/new.xml"] for one in paths[10:])
    assert month.states[NIGHTS]["mover/news"] == "moved"
    (row,) = ask(month.settings, "select remark from source_health where source = 'mover/news'")
    assert "/new.xml" in row["remark"]


def test_a_liars_etag_is_found_out_within_a_week_and_no_longer_believed(month: Month) -> None:
    (row,) = ask(month.settings, "select remark, state from source_health where source = 'liar/news'")
    assert row == {"remark": "its ETag lies: asked without it", "state": "ok"}
    conditional = [number for number, (_, headers) in enumerate(WEBS["liar"].asked) if "if-none-match" in headers]
    assert len(conditional) == 6, "from the second night to the seventh"


def test_who_publishes_nothing_for_half_a_year_is_asked_every_third_night(month: Month) -> None:
    asked = nights_asked("asleep")
    assert asked[:14] == list(range(1, 15))
    assert {after - before for before, after in itertools.pairwise(asked[13:])} == {3}
    back = nights_asked("silent")
    assert max(after - before for before, after in itertools.pairwise(back)) == 3
    assert back[-5:] == list(range(NIGHTS - 4, NIGHTS + 1)), "it has published again"


def test_a_night_as_json_tells_who_rests_and_why(month: Month) -> None:
    told = json.loads(json.dumps(month.summaries[12].as_json()))
    rests = {row["source"]: row["notes"][0] for row in told["sources"] if row["state"] == "resting"}
    assert "gone (410)" in rests["ended/news"]
    assert "failing" in rests["failing/news"]
    assert told["failing"] == 0


def test_the_same_night_again_asks_once_more_and_changes_nothing(month: Month) -> None:
    before = {view: ask(month.settings, f"from {view} order by all") for view in ("article", "source_health")}
    asked = {name: len(web.asked) for name, web in WEBS.items()}
    again = night(month.settings)
    assert (again.new, again.changed, again.failing) == (0, 0, 0)
    assert {view: ask(month.settings, f"from {view} order by all") for view in before} == before
    more = {name: len(web.asked) - asked[name] for name, web in WEBS.items()}
    resting = {row.source.partition("/")[0] for row in again.sources if row.state == "resting"}
    assert {name for name, count in more.items() if count == 0} == resting
    assert set(more.values()) == {0, 2}
