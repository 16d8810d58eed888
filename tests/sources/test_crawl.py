"""Visits to a small web of our own, night after night: what is read, what is asked again, what is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sources import wordpress
from stories.visit import Memory
from tests.sources.small_web import NIGHT, TEXT, TEXT_SV, feed, page, remembered, sitemap, task, titles, visit
from tests.web import Answer, Web


def test_only_new_and_changed_items_are_read() -> None:
    one, two = ("/1", "Yksi", "17.11.2026 12.01"), ("/2", "Kaksi", "18.11.2026 12.01")
    with Web({"/feed": feed(one), "/1": page("Yksi"), "/2": page("Kaksi")}) as web:
        first = visit(web, task(web))
        assert titles(first) == ["Yksi"]
        memory = remembered(Memory(source="a/news"), first)
        web.answers["/feed"] = feed(two, one)
        second = visit(web, task(web, memory=memory), night=1)
        assert titles(second) == ["Kaksi"]
        memory = remembered(memory, second)
        web.answers["/feed"] = feed(two, ("/1", "Yksi, korjattu", "17.11.2026 12.01"))
        assert titles(visit(web, task(web, memory=memory), night=2)) == ["Yksi, korjattu"]


def test_a_page_that_failed_is_asked_for_again_and_the_listing_with_it() -> None:
    with Web({"/feed": feed(("/1", "Yksi", "17.11.2026 12.01")), "/1": Answer(503)}) as web:
        first = visit(web, task(web))
        assert (first.outcome, first.articles, first.body_hash) == ("read", (), None)
        web.answers["/1"] = page("Yksi")
        again = visit(web, task(web, memory=remembered(Memory(source="a/news"), first)), night=1)
        assert titles(again) == ["Yksi"]


def test_a_page_that_fails_for_a_week_is_what_its_list_says_of_it_and_asked_no_more() -> None:
    summary = "Yhdistykset kokoontuvat marraskuussa Kuopioon puhumaan vapaaehtoistyön tulevaisuudesta."
    item = f"<item><title>Yksi kokous</title><link>/1</link><description>{summary}</description></item>"
    told = Answer(body=f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>'.encode())
    with Web({"/feed": told, "/1": Answer(403)}) as web:
        memory, found = Memory(source="a/news"), []
        for night in range(9):
            outcome = visit(web, task(web, memory=memory), night=night)
            memory = remembered(memory, outcome)
            found.append(titles(outcome))
        assert found == [[]] * 6 + [["Yksi kokous"]] + [[]] * 2
        assert web.paths().count("/1") == 7


def test_an_address_that_is_only_spelled_otherwise_is_known() -> None:
    def told(slash: str, session: str) -> Answer:
        return feed(
            (f"/1{slash};jsessionid={session}", "Yksi", "17.11.2026 12.01"), ("/2", "Kaksi", "16.11.2026 12.01")
        )

    with Web({"/feed": told("", "A1"), "/1": page("Yksi"), "/1/": page("Yksi"), "/2": page("Kaksi")}) as web:
        first = visit(web, task(web))
        assert sorted(found.url for found in first.articles) == [web.url("/1"), web.url("/2")]
        asked = len(web.asked)
        web.answers["/feed"] = told("/", "B2")
        again = visit(web, task(web, memory=remembered(Memory(source="a/news"), first)), night=1)
        assert (titles(again), again.gone, web.paths()[asked:]) == ([], (), ["/robots.txt", "/feed"])


def test_a_304_that_nobody_asked_for_is_a_failure() -> None:
    with Web({"/feed": Answer(304)}) as web:
        outcome = visit(web, task(web))
        assert outcome.outcome == "failed"
        assert "not conditional" in (outcome.error or "")


def test_an_item_whose_page_is_gone_is_settled_and_not_asked_for_again() -> None:
    with Web({"/feed": feed(("/1", "Yksi", "17.11.2026 12.01"))}) as web:
        first = visit(web, task(web))
        assert (titles(first), len(first.items)) == ([], 1)
        visit(web, task(web, memory=remembered(Memory(source="a/news"), first)), night=1)
        assert web.paths().count("/1") == 1


def test_a_removed_item_is_gone_and_one_that_aged_out_is_not() -> None:
    items = [(f"/{day}", f"Uutinen {day}", f"{day}.11.2026 12.01") for day in (16, 17, 18)]
    answers = {f"/{day}": page(f"Uutinen {day}") for day in (16, 17, 18)}
    with Web({"/feed": feed(*items), **answers}) as web:
        memory = remembered(Memory(source="a/news"), visit(web, task(web)))
        del web.answers["/17"]
        web.answers["/feed"] = feed(items[0], items[2])
        assert visit(web, task(web, memory=memory), night=1).gone == (web.url("/17"),)
        web.answers["/feed"] = feed(items[2])
        assert visit(web, task(web, memory=memory), night=1).gone == ()


def test_a_sister_page_that_points_back_is_read_too() -> None:
    with Web({"/feed": feed(("/1", "Yksi", "17.11.2026 12.01"))}) as web:
        web.answers["/1"] = page("Yksi", alternates={"sv": web.url("/sv/1")})
        web.answers["/sv/1"] = page("Ett", TEXT_SV, lang="sv", alternates={"fi": web.url("/1")})
        outcome = visit(web, task(web))
        assert [(found.title, found.language) for found in outcome.articles] == [("Yksi", "fi"), ("Ett", "sv")]
        again = visit(web, task(web, memory=remembered(Memory(source="a/news"), outcome)), night=1)
        assert (again.outcome, again.requests) == ("unchanged", 1)


def test_an_alternate_that_does_not_point_back_or_keep_its_word_is_no_sister() -> None:
    with Web({"/feed": feed(("/1", "Yksi", "17.11.2026 12.01"), ("/2", "Kaksi", "17.11.2026 12.02"))}) as web:
        web.answers["/1"] = page("Yksi", alternates={"sv": web.url("/sv/1")})
        web.answers["/2"] = page("Kaksi", alternates={"sv": web.url("/sv/2"), "en": web.url("/en/")})
        web.answers["/sv/1"] = page("Ett", TEXT_SV, lang="sv")
        web.answers["/sv/2"] = page("Kaksi", TEXT, lang="sv", alternates={"fi": web.url("/2")})
        assert titles(visit(web, task(web))) == ["Yksi", "Kaksi"]
        assert "/en/" not in web.paths()


def test_a_section_page_that_many_name_as_their_sister_is_not_asked_for() -> None:
    with Web({"/feed": feed(("/1", "Yksi", "17.11.2026 12.01"), ("/2", "Kaksi", "17.11.2026 12.02"))}) as web:
        for path, title in (("/1", "Yksi"), ("/2", "Kaksi")):
            web.answers[path] = page(title, alternates={"sv": web.url("/sv/nyheter")})
        assert titles(visit(web, task(web))) == ["Yksi", "Kaksi"]
        assert "/sv/nyheter" not in web.paths()


def test_a_watched_page_tells_what_changed_and_dates_alone_are_no_change() -> None:
    def strategy(text: str, edited: str) -> Answer:
        return page("Järjestöstrategia", f"<p>{text}</p><p>Muokattu viimeksi: {edited}</p>")

    old, new = (
        "Tavoitteena on vahva järjestökenttä koko maakunnassa.",
        "Tavoitteena on yhteinen talo jokaiseen kuntaan.",
    )
    with Web({"/strategia": strategy(old, "04.06.2020")}) as web:
        first = visit(web, task(web, kind="page", path="/strategia"))
        (found,) = first.articles
        assert (found.kind, found.published_at) == ("page_update", datetime(2020, 6, 3, 21, tzinfo=UTC))
        memory = remembered(Memory(source="a/news"), first)
        web.answers["/strategia"] = strategy(old, "19.11.2026")
        second = visit(web, task(web, kind="page", path="/strategia", memory=memory), night=1)
        assert second.articles == ()
        web.answers["/strategia"] = strategy(new, "20.11.2026")
        third = visit(web, task(web, kind="page", path="/strategia", memory=memory), night=2)
        (change,) = third.articles
        assert change.url == web.url("/strategia#muutos-2026-11-22")
        assert new in change.body.partition("Sivulta on poistettu:")[0]
        assert old in change.body.partition("Sivulta on poistettu:")[2]


def test_a_watched_deadline_that_moves_is_a_change_and_counters_are_none() -> None:
    def grants(until: str, edited: str) -> Answer:
        told = f"<p>Haemme kumppaneita järjestöistä ja kunnista yhteiseen työhön.</p><p>Hakuaika päättyy {until}.</p>"
        return page("Avustukset", f"{told}<p>Päivitetty {edited}</p>")

    with Web({"/avustukset": grants("15.12.2026 klo 16", "17.11.2026")}) as web:
        memory = remembered(Memory(source="a/news"), visit(web, task(web, kind="page", path="/avustukset")))
        web.answers["/avustukset"] = grants("15.12.2026 klo 16", "18.11.2026")
        assert visit(web, task(web, kind="page", path="/avustukset", memory=memory), night=1).articles == ()
        web.answers["/avustukset"] = grants("15.1.2027 klo 16", "19.11.2026")
        (found,) = visit(web, task(web, kind="page", path="/avustukset", memory=memory), night=2).articles
        assert "15.1.2027" in found.body
        older = replace(memory, known={url: replace(one, fingerprint="x") for url, one in memory.known.items()})
        web.answers["/avustukset"] = grants("15.12.2026 klo 16", "20.11.2026")
        assert visit(web, task(web, kind="page", path="/avustukset", memory=older), night=3).articles == ()


def test_an_etag_is_trusted_for_a_week_only() -> None:
    def lies(headers: Mapping[str, str]) -> Answer:
        return Answer(304) if "if-none-match" in headers else feed(("/1", "Yksi", "17.11.2026 12.01"))

    with Web({"/feed": lies, "/1": page("Yksi")}) as web:
        memory = Memory(source="a/news", etag='"a"', checked_at=NIGHT - timedelta(days=1), last_success_at=NIGHT)
        assert visit(web, task(web, memory=memory)).outcome == "unchanged"
        assert titles(visit(web, task(web, memory=memory), night=7)) == ["Yksi"]


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_closed_api_falls_back_to_the_feed(status: int) -> None:
    api = wordpress.posts_address("/")
    answers = {api: Answer(status), "/feed/": feed(("/1", "Yksi", "17.11.2026 12.01")), "/1": page("Yksi")}
    with Web(answers) as web:
        outcome = visit(web, task(web, kind="wordpress", path="/"))
        assert (outcome.outcome, titles(outcome)) == ("read", ["Yksi"])
        assert "feed was read instead" in outcome.notes[0]
        again = visit(
            web, task(web, kind="wordpress", path="/", memory=remembered(Memory(source="a/news"), outcome)), night=1
        )
        assert (again.outcome, web.paths().count("/1")) == ("unchanged", 1)


@pytest.mark.parametrize("dated", [False, True])
def test_an_index_that_stays_the_same_is_followed_all_the_same(dated: bool) -> None:
    text = f"<time datetime='2026-11-17'>17.11.2026</time>{TEXT}"
    with Web({f"/uutiset/{number}": page(f"Uutinen {number}", text) for number in (1, 2)}) as web:
        known = [f"<loc>{web.url(f'/uutiset/{number}')}</loc><lastmod>2026-11-17</lastmod>" for number in (1, 2)]
        told = f"<loc>{web.url('/news.xml')}</loc>" + ("<lastmod>2026-11-16</lastmod>" if dated else "")
        web.answers["/sitemap.xml"] = sitemap(told, kind="sitemapindex", tag="sitemap")
        web.answers["/news.xml"] = sitemap(known[0])
        first = visit(web, task(web, kind="sitemap", path="/sitemap.xml"))
        assert titles(first) == ["Uutinen 1"]
        memory = remembered(Memory(source="a/news"), first)
        web.answers["/news.xml"] = sitemap(*known)
        again = visit(web, task(web, kind="sitemap", path="/sitemap.xml", memory=memory), night=1)
        assert titles(again) == ["Uutinen 2"]


def test_robots_txt_keeps_us_from_a_source() -> None:
    with Web({"/feed": feed(), "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /\n")}) as web:
        outcome = visit(web, task(web))
        assert (outcome.outcome, outcome.error) == ("failed", "robots.txt does not allow it")
        assert web.paths() == ["/robots.txt"]
