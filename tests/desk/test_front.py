"""The pages everybody may read: in two languages, from the shelf and the snapshot, the same to the byte for a cache."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from desk.site import Site
from desk.words import words
from tests.desk.site import NOW, PAGE, Clock, Served, served, shelve
from warehouse.decisions import decide
from warehouse.desk import desk as opened_desk
from warehouse.home import Home


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("sv-FI,fi;q=0.5", "sv"),
        ("en-GB,en;q=0.9", "fi"),
        ("fi;q=0.2,sv;q=0.9", "sv"),
        ("", "fi"),
        (",;q=,sv;q=inf", "fi"),
    ],
)
def test_the_front_page_is_chosen_by_the_browsers_language(pages: Served, accepted: str, language: str) -> None:
    answer = pages.ask("/", headers={"Accept-Language": accepted})
    assert (answer.status, answer.headers["location"]) == (302, f"/{language}/")


def test_the_newest_letter_stands_with_its_headlines_and_other_language(news: Served) -> None:
    text = news.ask("/fi/").text
    assert "Järjestöviikko" in text
    assert "Viikko 47" in text
    assert "16.–22.11.2026" in text
    assert 'href="/issues/2026-W47/2026-W47.jarjestot.fi.page.html"' in text
    assert 'href="/issues/2026-W47/2026-W47.jarjestot.sv.page.html"' in text
    assert "4\xa0uutista" in text
    assert "Viikko 46" not in text
    assert '<html lang="sv">' in news.ask("/sv/").text


def test_a_publishers_markup_is_text(news: Served) -> None:
    text = news.ask("/fi/jarjestot/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script" not in text
    assert not re.search(r'href="(?!/|mailto:|#)', text)


def test_an_audiences_page_lists_every_week_and_its_feeds(pages: Served) -> None:
    text = pages.ask("/fi/jarjestot/").text
    assert text.index("Viikko 47") < text.index("Viikko 46")
    assert 'type="application/atom+xml"' in text
    for ending in ("atom", "json", "deadlines.ics"):
        assert f'href="/issues/jarjestot.fi.{ending}"' in text
    assert "Kirjeitä ei ole vielä ilmestynyt" in pages.ask("/fi/kunnat/").text


def test_every_page_leads_to_itself_in_the_other_language(pages: Served) -> None:
    for path in ("/fi/", "/fi/jarjestot/", "/fi/privacy/", "/fi/subscribe/", "/fi/subscribe/sent/"):
        turned = path.replace("/fi/", "/sv/", 1)
        assert f'href="{turned}" lang="sv" hreflang="sv"' in pages.ask(path).text, path
        assert pages.ask(turned).status == 200


def test_a_reader_who_has_the_page_is_told_so(pages: Served) -> None:
    first = pages.ask("/fi/")
    assert first.headers["cache-control"] == "public, max-age=300"
    again = pages.ask("/fi/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])


def test_before_the_first_night_the_pages_say_so(tmp_path: Path) -> None:
    site = Site(home=Home(tmp_path), public_url="http://127.0.0.1", clock=Clock())
    with served(site) as pages:
        for path, said in (("/fi/", "Sivut heräävät pian"), ("/sv/", "Sidorna vaknar snart")):
            answer = pages.ask(path)
            assert answer.status == 200
            assert said in answer.text
        assert pages.ask("/sv/jarjestot/").status == 200
        assert not (tmp_path / "desk.sqlite").exists()


def test_a_new_snapshot_is_seen_without_a_restart(tmp_path: Path, told: Home) -> None:
    home = Home(tmp_path)
    home.prepare()
    shelve(home, "2026-W47", "jarjestot", "fi")
    site = Site(home=home, public_url="http://127.0.0.1", clock=Clock(), shows_drafts=True)
    with served(site) as pages:
        assert "4\xa0uutista" not in pages.ask("/fi/").text
        os.link(told.published, home.published)
        assert "4\xa0uutista" in pages.ask("/fi/").text
        home.published.unlink()
        assert "4\xa0uutista" not in pages.ask("/fi/").text


def test_readers_see_a_letter_when_an_editor_has_let_it_go(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    shelve(home, "2026-W47", "jarjestot", "fi")
    shelve(home, "2026-W47", "avustukset", "fi")
    path = "/issues/2026-W47/2026-W47.jarjestot.fi.page.html"
    site = Site(home=home, public_url="https://kooste.example", clock=Clock())
    with served(site) as pages:
        assert path not in pages.ask("/fi/").text
        assert pages.ask(path).status == 404
        assert pages.ask(path.replace("jarjestot", "avustukset")).status == 200
        with opened_desk(home) as desk:
            desk.execute(
                "insert into approval (issue, sha256, by, at) values ('2026-W47.jarjestot.fi', 'x', 'liisa', ?)",
                [NOW.isoformat()],
            )
        assert path in pages.ask("/fi/").text
        assert pages.ask(path).text == PAGE
    editors = Site(home=home, public_url="http://127.0.0.1", clock=Clock(), shows_drafts=True)
    decide(home, "merge", [("a", "b")], at=NOW, by="liisa")
    shelve(home, "2026-W48", "jarjestot", "fi")
    with served(editors) as pages:
        assert "Luonnos, ei vielä lähetetty" in pages.ask("/fi/").text
        assert "Luonnos" not in pages.ask("/fi/avustukset/").text


def test_a_file_with_a_strange_name_is_no_letter(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    shelve(home, "2026-W99", "jarjestot", "fi")
    (home.issues / "notes").mkdir()
    (home.issues / "notes" / "2026-W47.jarjestot.fi.page.html").write_text("x", encoding="utf-8")
    site = Site(home=home, public_url="http://127.0.0.1", clock=Clock(), shows_drafts=True)
    with served(site) as pages:
        assert "Ensimmäistä kirjettä ei ole vielä tehty" in pages.ask("/fi/").text


def test_privacy_names_the_editors(pages: Served) -> None:
    assert 'href="mailto:toimitus@kooste.example"' in pages.ask("/sv/privacy/").text


def test_both_languages_say_the_same_things() -> None:
    def shape(value: object) -> object:
        if isinstance(value, dict):
            return {key: shape(part) for key, part in value.items()}
        return [shape(part) for part in value] if isinstance(value, list) else bool(value)

    assert shape(words("fi")) == shape(words("sv"))
