from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as Tree

from digest.audience_file import find_audience
from digest.feed import atom, json_feed
from digest.issue import Issue
from digest.material import Version
from digest.select import select
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK, entry

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def issue(entries: Any = ENTRIES, language: str = "fi") -> Issue:
    chosen = find_audience("jarjestot")
    return select(entries, OCCASIONS, audience=chosen, week=WEEK, language=language)


def test_both_feeds_hold_the_letters_stories_in_its_order() -> None:
    one = issue()
    titles = [placed.version.title for placed in one.placed]
    entries = Tree.fromstring(atom(one)).findall("a:entry", ATOM)
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in entries] == titles
    assert [entry.get(LANG) for entry in entries] == [placed.language for placed in one.placed]
    assert [item["title"] for item in json.loads(json_feed(one))["items"]] == titles


def test_an_atom_entry_links_to_every_language_and_keeps_its_id_between_editions() -> None:
    fi, sv = (Tree.fromstring(atom(issue(language=language))) for language in ("fi", "sv"))
    first = fi.find("a:entry", ATOM)
    assert first is not None
    assert [link.get("hreflang") for link in first.findall("a:link", ATOM)] == ["fi", "sv"]
    ids = [{each.text for each in feed.findall("a:entry/a:id", ATOM)} for feed in (fi, sv)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == len(ENTRIES)
    assert all(feed.findtext(f"a:{name}", namespaces=ATOM) for feed in (fi, sv) for name in ("id", "title", "updated"))


def test_hostile_texts_leave_both_feeds_readable() -> None:
    bad = Version(title="]]>\x00\x1b\ufffe<b>&amp;\ud800", summary="\x08</summary>", url="https://a.example/")
    hostile = issue([entry('paha"<>\x01', versions={"x\x02": bad}, organisation_name={"fi": "\x03<"})])
    feed = Tree.fromstring(atom(hostile))
    assert feed.findtext("a:entry/a:title", namespaces=ATOM) == "]]><b>&amp;"
    (item,) = json.loads(json_feed(hostile).encode())["items"]
    assert item["title"] == "]]><b>&amp;"
