from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from icalendar import Calendar
from lxml import html as lxml_html

from digest.archive import shelf, shelve
from digest.audience_file import find_audience
from digest.issue import Issue
from digest.material import Version
from digest.page import fragment, page, style_hash
from digest.select import open_deadlines, select
from digest.week import Week
from digest.write import write
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK, at, due, entry, many

JARJESTOT = find_audience("jarjestot")
ATOM = {"a": "http://www.w3.org/2005/Atom"}
NEXT = Week("2026-W48")
LATER = tuple(entry(f"uusi-{n}", published_at=at(25, n)) for n in range(1, 4))


def tree_of(source: str) -> Any:
    return lxml_html.fromstring(source)


def issue(language: str = "fi", week: Week = WEEK) -> Issue:
    return select((*ENTRIES, *LATER), OCCASIONS, audience=JARJESTOT, week=week, language=language)


def archived(root: Path, *issues: Issue) -> None:
    for one in issues:
        write(one, root / str(one.week))
        shelve(root, JARJESTOT, one.language, deadlines=deadlines(one.language))


def deadlines(language: str) -> Issue:
    return open_deadlines(ENTRIES, OCCASIONS, audience=JARJESTOT, week=WEEK, language=language)


def nav(path: Path) -> dict[str, str]:
    tree = tree_of(path.read_text(encoding="utf-8"))
    return {str(link.text_content()): str(link.get("href")) for link in tree.xpath("//nav//a")}


@pytest.mark.parametrize("language", ["fi", "sv", "fi+sv"])
def test_the_page_holds_every_story_in_main_without_script_image_or_style_attribute(language: str) -> None:
    one = issue(language)
    tree = tree_of(page(one))
    (main,) = tree.xpath("//main")
    assert {each.get("id") for each in main.xpath(".//article | .//li")} == set(one.story_ids)
    assert not tree.xpath("//script | //img | //@style | //link[@rel='stylesheet'] | //iframe | //form")
    assert tree.get("lang") == one.tongues[0]
    assert tree.xpath("//footer//a[contains(@href, '.ics')]")


def test_the_style_sheet_is_known_by_its_hash() -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", page(issue()), re.DOTALL)
    assert style_hash() == f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"


def test_what_did_not_fit_stands_on_the_page_all_the_same() -> None:
    full = select(many(60), (), audience=JARJESTOT, week=WEEK, language="fi")
    listed = tree_of(page(full)).xpath("//main/*//@id")
    assert {placed.entry.story_id for placed in full.overflow} <= set(listed)
    assert len(listed) == 60


@pytest.mark.parametrize("language", ["fi", "sv", "fi+sv"])
def test_the_fragment_is_plain_html_in_the_languages_of_its_texts(language: str) -> None:
    source = fragment(issue(language))
    tree = tree_of(source)
    names = {name for each in tree.iter() for name in each.attrib}
    assert names <= {"lang", "href", "hreflang"}
    tags = {str(each.tag) for each in tree.iter()}
    assert tags <= {"div", "h2", "h3", "h4", "p", "ul", "li", "a", "span", "strong", "em"}
    assert "Järjestöstrategia 2026–2029" in str(tree.text_content())


def test_hostile_texts_stay_texts_on_the_page_and_in_the_fragment() -> None:
    text = '"><script>alert(1)</script><img src=x onerror=alert(1)> class="x" <!--nav-->{{ 7*7 }}'
    story = entry("paha", versions={"fi": Version(title=text, summary=text, url="https://x.example/<b>")})
    hostile = select([story], [due("paha", place=text)], audience=JARJESTOT, week=WEEK, language="fi")
    for source in (page(hostile), fragment(hostile)):
        tree = tree_of(source)
        assert not tree.xpath("//script | //img | //@onerror")
        assert "<script>alert(1)</script>" in str(tree.text_content())
        assert source.count("<!--nav-->") == (1 if "<html" in source else 0)


def test_pages_lead_to_their_neighbours_and_to_the_other_editions(tmp_path: Path) -> None:
    archived(tmp_path, issue("fi"), issue("sv"), issue("fi", NEXT), issue("fi"))
    first, second = (tmp_path / str(week) / f"{week}.jarjestot.fi.page.html" for week in (WEEK, NEXT))
    assert nav(first) == {
        "Seuraava kirje": "../2026-W48/2026-W48.jarjestot.fi.page.html",
        "På svenska": "2026-W47.jarjestot.sv.page.html",
        "Kaikki kirjeet": "../jarjestot.fi.html",
    }
    assert nav(second) == {
        "Edellinen kirje": "../2026-W47/2026-W47.jarjestot.fi.page.html",
        "Kaikki kirjeet": "../jarjestot.fi.html",
    }
    for path in (first, second):
        for href in nav(path).values():
            assert (path.parent / href).exists()


def test_the_archive_is_the_same_bytes_however_often_it_is_made(tmp_path: Path) -> None:
    issues = (issue("fi"), issue("sv"), issue("fi", NEXT))
    archived(tmp_path, *issues, *issues)
    before = {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}
    archived(tmp_path, *reversed(issues), *issues)
    assert {path: path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()} == before
    assert not [path for path in before if path.name.startswith(".")]


def test_feeds_hold_every_issue_with_its_whole_text(tmp_path: Path) -> None:
    archived(tmp_path, issue("fi"), issue("fi", NEXT))
    feed = Tree.parse(tmp_path / "jarjestot.fi.atom").getroot()
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)] == [
        "Järjestöviikko: Viikko 48, 23.–29.11.2026",
        "Järjestöviikko: Viikko 47, 16.–22.11.2026",
    ]
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-11-30T06:00:00+02:00"
    links = [link.get("href") for link in feed.findall("a:entry/a:link", ATOM)]
    assert links[0] == "https://kooste.example/fi/jarjestot/2026-W48/"
    items = json.loads((tmp_path / "jarjestot.fi.json").read_text(encoding="utf-8"))["items"]
    contents = [entry.findtext("a:content", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]
    assert [item["content_html"] for item in items] == contents
    assert ENTRIES[0].versions["fi"].title in str(contents[1])
    index = tree_of((tmp_path / "jarjestot.fi.html").read_text(encoding="utf-8"))
    assert [str(link.text_content()) for link in index.xpath("//main//a")] == [
        "Viikko 48, 23.–29.11.2026",
        "Viikko 47, 16.–22.11.2026",
    ]


def test_the_standing_calendar_holds_coming_deadlines_alone_told_or_not(tmp_path: Path) -> None:
    archived(tmp_path, issue("sv"))
    calendar = Calendar.from_ical((tmp_path / "jarjestot.sv.deadlines.ics").read_bytes())
    events = [event.to_ical() for event in calendar.walk("VEVENT")]
    assert len(events) == 3
    assert all(b"CATEGORIES:DEADLINE" in event for event in events)
    assert calendar["x-wr-calname"] == "Organisationsveckan: Tidsfrister"
    assert shelf(tmp_path, JARJESTOT, "sv").weeks == (WEEK,)


def test_what_only_looks_like_an_issue_is_none(tmp_path: Path) -> None:
    archived(tmp_path, issue("fi"))
    for name in ("2026-W99", "notes"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.jarjestot.fi.page.html").write_text("x", encoding="utf-8")
    assert shelf(tmp_path, JARJESTOT, "fi").weeks == (WEEK,)
