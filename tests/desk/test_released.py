"""What a public desk names: letters that somebody has let go, and nothing of those that wait for a word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.site import Site
from tests.desk.site import NOW, Clock, Served, served, shelve
from tests.warehouse.samples import home_in
from warehouse.home import Home
from warehouse.letting_go import approve

PAGE = "<!doctype html><title>t</title><main>{name}</main><!--nav--><a href='x'>kaikki</a><!--/nav-->"


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Served]:
    """A public desk: week 46 has been let go in Finnish, week 47 waits, in Finnish and in both languages."""
    home = home_in(tmp_path)
    for week, edition in (("2026-W46", "fi"), ("2026-W46", "fi+sv"), ("2026-W47", "fi"), ("2026-W47", "fi+sv")):
        shelve(home, week, "jarjestot", edition)
        name = f"{week}.jarjestot.{edition}"
        (home.issues / week / f"{name}.page.html").write_text(PAGE.format(name=name), encoding="utf-8")
    for ending in ("html", "atom", "json", "deadlines.ics"):
        (home.issues / f"jarjestot.fi.{ending}").write_text("2026-W47", encoding="utf-8")
    let_go(home, "2026-W46.jarjestot.fi")
    with served(Site(home=home, public_url="http://127.0.0.1", clock=Clock())) as found:
        yield found


def let_go(home: Home, name: str) -> None:
    approve(home, name, sha256="x", by="Liisa", at=NOW)


def test_feeds_and_the_index_name_what_has_been_let_go(public: Served) -> None:
    for ending in ("html", "atom", "json"):
        said = public.ask(f"/issues/jarjestot.fi.{ending}")
        assert "W46" in said.text
        assert "W47" not in said.text, ending
        assert "last-modified" not in said.headers
    let_go(public.site.home, "2026-W47.jarjestot.fi")
    items = json.loads(public.ask("/issues/jarjestot.fi.json").text)["items"]
    assert [item["url"] for item in items] == [
        "https://kooste.example/fi/jarjestot/2026-W47/",
        "https://kooste.example/fi/jarjestot/2026-W46/",
    ]


def test_a_page_leads_to_no_letter_that_waits(public: Served) -> None:
    path = "/issues/2026-W46/2026-W46.jarjestot.fi.page.html"
    assert "W47" not in public.ask(path).text
    assert "fi+sv" not in public.ask(path).text
    let_go(public.site.home, "2026-W47.jarjestot.fi")
    let_go(public.site.home, "2026-W46.jarjestot.fi+sv")
    text = public.ask(path).text
    assert 'href="../2026-W47/2026-W47.jarjestot.fi.page.html"' in text
    assert 'href="2026-W46.jarjestot.fi+sv.page.html"' in text


@pytest.mark.parametrize("edition", ["fi", "fi+sv"])
def test_the_address_that_a_letter_names_leads_to_its_page(public: Served, edition: str) -> None:
    where = f"/{edition}/jarjestot/2026-W47/"
    assert public.ask(where).status == 404
    let_go(public.site.home, f"2026-W47.jarjestot.{edition}")
    said = public.ask(where)
    assert (said.status, said.headers["location"]) == (302, f"/issues/2026-W47/2026-W47.jarjestot.{edition}.page.html")
    assert public.ask(said.headers["location"]).status == 200


@pytest.mark.parametrize("path", ["/sv/jarjestot/2026-W46/", "/fi/nope/2026-W46/", "/fi/jarjestot/..%2f/", "/de/x/y/"])
def test_no_such_letter_is_404(public: Served, path: str) -> None:
    assert public.ask(path).status == 404


def test_the_bilingual_archive_speaks_the_browsers_language_and_shows_its_own_letters_first(public: Served) -> None:
    let_go(public.site.home, "2026-W46.jarjestot.fi+sv")
    swedish = public.ask("/fi+sv/jarjestot/", headers={"Accept-Language": "sv"}).text
    assert '<html lang="sv">' in swedish
    assert swedish.index("W46.jarjestot.fi+sv.page.html") < swedish.index("W46.jarjestot.fi.page.html")
    assert public.ask("/fi%2Bsv/jarjestot/").status == 200
    assert public.ask("/fi+sv/").headers["location"] == "/fi/"
