"""One night over the sample web: what is published is what was written, and nothing else."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from demo.server import Server
from demo.world import Gold, load
from demo.world import night as night_at
from digest.write import ENDINGS
from flows.letters import Letter, letters
from flows.night import night
from flows.settings import Settings
from tests.conftest import SampleNight, settings_for
from warehouse.read import open_snapshot, query

Rows = list[dict[str, Any]]


def ask(settings: Settings, sql: str) -> Rows:
    with open_snapshot(settings.home) as snapshot:
        found = query(snapshot, sql, seconds=30)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def articles(settings: Settings) -> dict[str, dict[str, Any]]:
    """Articles by host, path and query, as the gold names them."""
    return {address(row["url"]): row for row in ask(settings, "from article")}


def address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}" + (f"?{parts.query}" if parts.query else "")


@pytest.fixture(scope="module")
def found(sample: SampleNight) -> dict[str, dict[str, Any]]:
    return articles(sample.settings)


@pytest.fixture(scope="module")
def gold(sample: SampleNight) -> dict[str, Gold]:
    return {one.url: one for one in sample.server.world.gold(night_at(7))}


def folded(texts: Iterable[str]) -> str:
    return " ".join(" ".join(texts).split())


def test_every_item_is_there_once_and_nothing_else(found: dict[str, Any], gold: dict[str, Gold]) -> None:
    assert set(found) == set(gold)
    assert len(gold) >= 80


def test_every_title_and_language_is_right(found: dict[str, Any], gold: dict[str, Gold]) -> None:
    told = {url: (row["title"], row["language"]) for url, row in found.items()}
    assert told == {url: (" ".join(one.title.split()), one.language) for url, one in gold.items()}


def test_publication_is_right_to_the_precision_that_the_site_tells(
    found: dict[str, Any], gold: dict[str, Gold]
) -> None:
    wrong = [
        url
        for url, one in gold.items()
        # A watched page tells when it was edited, not when it was first published.
        if one.kind != "page_update"
        and found[url]["published_at"] != one.published.replace(second=0)
        and found[url]["published_at"].date() != one.published.date()
    ]
    assert wrong == []


def test_bodies_hold_every_paragraph_and_no_furniture(found: dict[str, Any], gold: dict[str, Gold]) -> None:
    for url, one in gold.items():
        body = folded([found[url]["body"]])
        assert [part for part in one.body if folded([part]) not in body.replace(" - ", " ")] == [], url
        written = folded([one.lead, *one.body, one.contact])
        assert len(body) <= len(written) + 120, f"{url}: more than was written"


def test_teasers_comments_choosers_and_letterheads_are_in_no_body(found: dict[str, Any], sample: SampleNight) -> None:
    comments = [comment.text for story in sample.server.world.stories for comment in story.comments]
    furniture = ["Muut teeman artikkelit", "Davvisámegiella", "Postiosoite", "Postadress", "Siirry sisältöön", "eväste"]
    bodies = {url: row["body"] for url, row in found.items()}
    assert len(comments) > 5
    assert [(url, text) for url, body in bodies.items() for text in (*comments, *furniture) if text in body] == []


def test_stories_are_the_ones_that_were_written(found: dict[str, Any], gold: dict[str, Gold]) -> None:
    pairs = list(itertools.combinations(sorted(gold), 2))
    true = {pair for pair in pairs if gold[pair[0]].story == gold[pair[1]].story}
    told = {pair for pair in pairs if found[pair[0]]["story_id"] == found[pair[1]]["story_id"]}
    assert told - true == set(), "merged stories that are different news"
    assert len(true & told) >= 0.97 * len(true), sorted(true - told)


def test_the_nordic_pair_is_one_story_in_two_languages(sample: SampleNight) -> None:
    (row,) = ask(sample.settings, "from news where title_fi ilike '%pohjoismainen yhteistyö%'")
    assert "nya nordiska samarbete" in row["title_sv"]
    assert row["languages"] == ["fi", "sv"]


@pytest.fixture(scope="module")
def preview(sample: SampleNight, tmp_path_factory: pytest.TempPathFactory) -> list[Letter]:
    """The week's letters for associations, beside the home."""
    return letters(sample.settings, week="2026-W47", out=tmp_path_factory.mktemp("preview"))


def test_the_finnish_letter_tells_each_story_once_and_links_its_swedish_version(preview: list[Letter]) -> None:
    finnish, swedish, both = preview
    told = finnish.issue.story_ids
    assert len(told) == len(set(told)) >= 30
    (nordic,) = [one for one in finnish.issue.placed if "pohjoismainen yhteistyö" in one.version.title]
    assert len(both.issue.story_ids) == len(set(both.issue.story_ids)) >= 30
    html = next(path for path in finnish.paths if path.suffix == ".html").read_text(encoding="utf-8")
    assert html.count(f'href="{nordic.version.url}"') >= 1
    assert html.count(nordic.others["sv"].url) == 1
    assert html.count(nordic.version.title) == 1
    assert all(one.language == "sv" for one in swedish.issue.placed if "sv" in one.entry.versions)


def test_a_letter_written_again_is_the_same_to_the_byte(
    sample: SampleNight, preview: list[Letter], tmp_path: Path
) -> None:
    def files(made: list[Letter]) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for letter in made for path in letter.paths}

    first = files(preview)
    assert len(first) == 3 * len(ENDINGS)
    assert files(letters(sample.settings, week="2026-W47", out=tmp_path)) == first


def test_a_week_without_news_writes_no_letter(sample: SampleNight, tmp_path: Path) -> None:
    assert letters(sample.settings, week="2015-W01", out=tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_run_again_nothing_is_new_and_each_source_is_asked_once(sample: SampleNight) -> None:
    before, asked = ask(sample.settings, "from article order by all"), len(sample.server.log)
    again = night(sample.settings)
    assert (again.new, again.changed, again.failing) == (0, 0, 0)
    assert ask(sample.settings, "from article order by all") == before
    listings = [seen for seen in sample.server.log[asked:] if seen.path != "/robots.txt"]
    assert len(listings) == len(again.sources)
    assert {seen.status for seen in listings} == {304}


@pytest.mark.timeout(200)
def test_seven_nights_end_in_the_same_stories_as_one(sample: SampleNight, tmp_path: Path) -> None:
    with Server(load(), now=night_at(1)) as server:
        changed = 0
        for number in range(1, 8):
            server.move_to(night_at(number))
            settings = settings_for(server, tmp_path, number)
            summary = night(settings)
            assert summary.failing == 0
            changed += summary.changed
        gold = {one.url for one in server.world.gold(night_at(7))}
    weekly, at_once = articles(settings), articles(sample.settings)
    assert changed >= 3, "edits arrive as revisions"
    # What was removed during the week stays readable; the watched page's change is an article of its own.
    kept = {url for url in weekly if url not in gold}
    assert 1 <= len(kept) <= 3
    same = [url for url in at_once if "strategia" not in url]
    assert {url: weekly[url]["body"] for url in same} == {url: at_once[url]["body"] for url in same}
    assert groups(weekly, same) == groups(at_once, same)


def groups(found: dict[str, dict[str, Any]], urls: Iterable[str]) -> set[frozenset[str]]:
    """Stories as sets of addresses, whatever their ids."""
    by_story: dict[str, set[str]] = {}
    for url in urls:
        by_story.setdefault(found[url]["story_id"], set()).add(url)
    return {frozenset(members) for members in by_story.values()}
