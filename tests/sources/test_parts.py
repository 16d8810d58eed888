"""An index of sitemaps, night by night: what is asked for, what is found, and what the index's dates are worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from sources.parts import MOST, answered, keeps_word, turn
from stories.visit import Fetched, Memory, Part, Visit
from tests.sources.small_web import NIGHT, TEXT, page, remembered, sitemap, task, titles, visit
from tests.web import Answer, Web

DATED = f"<time datetime='2026-11-17'>17.11.2026</time>{TEXT}"


class Site:
    """A site with an index of sitemaps, whose files answer conditionally."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.memory = Memory(source="a/news")

    def publish(self, file: str, *numbers: int, folder: str = "uutiset") -> None:
        """A sitemap with these items, in the order given."""
        for number in numbers:
            self.web.answers[f"/{folder}/{number}"] = page(f"Uutinen {number}", DATED)
        told = sitemap(
            *(f"<loc>{self.web.url(f'/{folder}/{n}')}</loc><lastmod>2026-10-{11 + n % 9}</lastmod>" for n in numbers)
        )
        self.web.answers[file] = conditional(told)

    def index(self, *files: tuple[str, str]) -> None:
        """The index with each file's date."""
        told = (
            f"<loc>{self.web.url(file)}</loc>" + (f"<lastmod>{date}</lastmod>" if date else "") for file, date in files
        )
        self.web.answers["/sitemap.xml"] = conditional(sitemap(*told, kind="sitemapindex", tag="sitemap"))

    def night(self, number: int) -> tuple[Visit, list[str]]:
        """One night: the visit, and the paths asked for."""
        asked = len(self.web.asked)
        found = visit(self.web, task(self.web, kind="sitemap", path="/sitemap.xml", memory=self.memory), night=number)
        self.memory = remembered(self.memory, found)
        return found, [path for path in self.web.paths()[asked:] if path != "/robots.txt"]


def conditional(answer: Answer) -> Callable[[Mapping[str, str]], Answer]:
    tag = f'"{hash(answer.body)}"'

    def told(headers: Mapping[str, str]) -> Answer:
        return Answer(304) if headers.get("if-none-match") == tag else Answer(headers={"ETag": tag}, body=answer.body)

    return told


def test_a_newest_file_with_a_stale_date_is_found_out_the_next_night() -> None:
    with Web({}) as web:
        site = Site(web)
        site.publish("/post-sitemap1.xml", 1, 2)
        site.publish("/post-sitemap2.xml", 3, 4)
        site.index(("/post-sitemap1.xml", "2024-01-01"), ("/post-sitemap2.xml", "2025-01-01"))
        assert len(titles(site.night(0)[0])) == 4
        quiet, asked = site.night(1)
        assert quiet.outcome == "unchanged"
        assert "/post-sitemap2.xml" in asked
        assert quiet.requests <= 3
        site.publish("/post-sitemap2.xml", 5, 3, 4)
        found, asked = site.night(2)
        assert titles(found) == ["Uutinen 5"]
        assert asked[0] == "/sitemap.xml"
        again, _ = site.night(3)
        assert (again.outcome, again.articles) == ("unchanged", ())


def test_an_old_file_that_changes_behind_its_date_is_found_by_turns() -> None:
    with Web({}) as web:
        site = Site(web)
        for number in (1, 2, 3):
            site.publish(f"/post-sitemap{number}.xml", number)
        site.index(*((f"/post-sitemap{number}.xml", f"202{number}-01-01") for number in (1, 2, 3)))
        site.night(0)
        site.publish("/post-sitemap1.xml", 9, 1)
        assert "Uutinen 9" in [title for night in (1, 2) for title in titles(site.night(night)[0])]


def test_an_index_that_keeps_its_word_costs_one_request_a_night() -> None:
    with Web({}) as web:
        site = Site(web)
        site.publish("/a.xml", 1)
        site.publish("/b.xml", 2)
        site.index(("/a.xml", "2026-11-01"), ("/b.xml", "2026-11-18"))
        site.night(0)
        site.publish("/b.xml", 3, 2)
        site.index(("/a.xml", "2026-11-01"), ("/b.xml", "2026-11-20"))
        assert titles(site.night(1)[0]) == ["Uutinen 3"]
        assert [site.night(night)[1] for night in (2, 3, 4)] == [["/sitemap.xml"]] * 3


def test_an_index_without_dates_is_read_by_its_newest_numbers() -> None:
    with Web({}) as web:
        site = Site(web)
        for number in range(1, 9):
            site.publish(f"/wp-sitemap-posts-post-{number}.xml", number)
        site.publish("/wp-sitemap-taxonomies-category-1.xml", 50)
        site.publish("/wp-sitemap-users-1.xml", 51)
        site.index(
            *((f"/wp-sitemap-posts-post-{number}.xml", "") for number in range(1, 9)),
            ("/wp-sitemap-taxonomies-category-1.xml", ""),
            ("/wp-sitemap-users-1.xml", ""),
        )
        first, asked = site.night(0)
        assert len(asked) == 1 + MOST + len(first.articles)
        assert not {"/wp-sitemap-taxonomies-category-1.xml", "/wp-sitemap-users-1.xml"} & set(asked)
        site.publish("/wp-sitemap-posts-post-8.xml", 8, 9)
        assert titles(site.night(1)[0]) == ["Uutinen 9"]


def test_a_file_that_was_there_before_us_is_history_and_its_news_is_news() -> None:
    with Web({}) as web:
        site = Site(web)
        for number in range(1, 8):
            site.publish(f"/post-sitemap{number}.xml", number)
        site.index(*((f"/post-sitemap{number}.xml", f"202{number}-01-01") for number in range(1, 8)))
        assert len(titles(site.night(0)[0])) == MOST
        later = [title for night in range(1, 10) for title in titles(site.night(night)[0])]
        assert later == [], "what lay in the files that had to wait is no news"
        assert {one.url for one in site.memory.known.values()} >= {web.url("/uutiset/1"), web.url("/uutiset/2")}


def test_pages_that_are_no_news_are_not_asked_for_where_a_file_is_named_for_news() -> None:
    with Web({}) as web:
        site = Site(web)
        site.publish("/post-sitemap.xml", 1)
        site.publish("/page-sitemap.xml", 2, 3, folder="tietoa")
        site.index(("/post-sitemap.xml", ""), ("/page-sitemap.xml", ""))
        _, asked = site.night(0)
        assert "/tietoa/2" not in asked


def test_a_file_that_fails_is_tried_again_the_next_night() -> None:
    with Web({}) as web:
        site = Site(web)
        site.publish("/a.xml", 1)
        site.index(("/a.xml", "2026-11-01"), ("/b.xml", "2026-11-18"))
        web.answers["/b.xml"] = Answer(500)
        assert titles(site.night(0)[0]) == ["Uutinen 1"]
        site.publish("/b.xml", 2)
        assert titles(site.night(1)[0]) == ["Uutinen 2"]


def test_an_index_none_of_whose_files_can_be_read_is_failing() -> None:
    with Web({"/a.xml": Answer(500)}) as web:
        site = Site(web)
        site.index(("/a.xml", "2026-11-01"))
        found, _ = site.night(0)
        assert found.outcome == "failed"
        assert "/a.xml" in (found.error or "")


def test_an_index_that_names_itself_or_ten_thousand_files_costs_five_requests() -> None:
    with Web({}) as web:
        site = Site(web)
        site.index(("/sitemap.xml", ""), *((f"/{n}.xml", "") for n in range(10_000)))
        site.publish("/9.xml", 1)
        _, asked = site.night(0)
        assert len(asked) <= 1 + MOST + 1
        assert asked.count("/sitemap.xml") == 1


@pytest.mark.parametrize(
    ("dates", "kept"),
    [
        (("1", "2"), True),
        (("1", "1"), False),
        (("", ""), False),
    ],
)
def test_a_word_is_kept_by_another_date_for_other_bytes(dates: tuple[str, str], kept: bool) -> None:
    def answer(body: bytes) -> Fetched:
        return Fetched(url="/", final_url="/", status=200, headers=(), body=body, fetched_at=NIGHT)

    before = answered(Part(url="/", told=dates[0]), None, answer(b"a"), NIGHT)
    after = answered(Part(url="/", told=dates[1]), before, answer(b"b"), NIGHT)
    assert keeps_word([after]) is kept
    broken = answered(Part(url="/", told=dates[1]), after, answer(b"c"), NIGHT)
    assert keeps_word([broken]) is False, "once is enough"


def test_a_night_made_again_asks_for_the_same_files() -> None:
    told = [Part(url=f"http://a.example/{n}.xml", told=str(n)) for n in range(40)]
    before = {part.url: part for part in told}
    for night in range(9):
        now = NIGHT + timedelta(days=night)
        assert turn(told, before, now) == turn(told, before, now + timedelta(hours=2))


@pytest.mark.parametrize("dated", ["honest", "stale", "undated"])
def test_thirty_nights_lose_nothing_double_nothing_and_cost_little(dated: str) -> None:
    with Web({}) as web:
        site, told, requests = Site(web), [], []
        posts: dict[int, list[int]] = {1: [1, 2], 2: [3, 4], 3: [5]}
        changed = dict.fromkeys(posts, 0)
        for night in range(30):
            is_news = night % 3 == 1
            if is_news:
                posts[3].insert(0, 100 + night)
                changed[3] = night
            for file, numbers in posts.items():
                site.publish(f"/post-sitemap{file}.xml", *numbers)
            at = {"honest": changed, "stale": dict.fromkeys(posts, 0)}.get(dated)
            site.index(*((f"/post-sitemap{n}.xml", f"2026-10-{1 + at[n]:02}" if at else "") for n in posts))
            found, asked = site.night(night)
            told += titles(found)
            requests.append(len(asked))
            assert is_news or night == 0 or found.articles == ()
        assert sorted(told) == sorted(f"Uutinen {number}" for numbers in posts.values() for number in numbers)
        quiet = [count for night, count in enumerate(requests) if night > 7 and night % 3 != 1]
        assert max(quiet) <= (2 if dated == "honest" else 3)
        assert dated != "honest" or quiet.count(1) > len(quiet) / 2
