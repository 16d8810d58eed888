"""OPML: read safely, grouped into organisations, written so that it reads back."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sources.importing import imported
from sources.opml import OpmlError, feed_of, read_opml, write_opml
from sources.registry import read_organisation, read_registry
from sources.writing import toml
from stories.model import Organisation, OrganisationKind, Source, SourceKind

NOW = datetime(2026, 11, 23, tzinfo=UTC)

FEEDLY = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Tilaukset</title></head><body>
  <outline text="Järjestöt" title="Järjestöt">
    <outline type="rss" text="Uutiset – Vanha Virta ry" xmlUrl="https://www.vanhavirta.example/feed/" htmlUrl="https://www.vanhavirta.example"/>
    <outline type="rss" text="Nyheter – Gamla Strömmen rf" xmlUrl="https://www.vanhavirta.example/sv/feed/" language="sv-FI"/>
    <outline type="rss" text="Omaisareena" xmlUrl="http://omaisareena.example/feed.json"/>
    <outline text="Blogit"><outline type="rss" text="Blogi" xmlUrl="https://vanhavirta.example/blogi/feed/"/></outline>
  </outline>
  <outline type="rss" text="SOSTE tiedotteet" xmlUrl="https://www.sttinfo.fi/rss/releases/latest?publisherId=4335" htmlUrl="https://www.soste.example/"/>
  <outline type="rss" text="Toinen huone" xmlUrl="https://www.sttinfo.fi/rss/releases/latest?publisherId=99"/>
  <outline type="rss" text="Sama uudestaan" xmlUrl="http://vanhavirta.example/feed"/>
  <outline type="link" text="Vain linkki" url="https://a.example/"/>
  <outline text="Huono" xmlUrl="javascript:alert(1)"/>
</body></opml>
"""


def organisations(text: str, known: tuple[Organisation, ...] = ()) -> dict[str, Organisation]:
    found = imported(read_opml(text.encode()), known, kind=None, region=None)
    return {one.id: one for one in found.organisations}


def test_feeds_of_one_host_are_one_organisation() -> None:
    found = organisations(FEEDLY)
    assert list(found) == ["vanhavirta", "omaisareena", "soste", "sttinfo"]
    assert [(one.name, one.kind, one.url, one.language) for one in found["vanhavirta"].sources] == [
        ("vanhavirta/news", "feed", "https://www.vanhavirta.example/feed/", None),
        ("vanhavirta/nyheter", "feed", "https://www.vanhavirta.example/sv/feed/", "sv"),
        ("vanhavirta/blogi", "feed", "https://vanhavirta.example/blogi/feed/", None),
    ]
    assert found["vanhavirta"].name == {"fi": "Vanha Virta ry"}
    assert found["vanhavirta"].website == "https://www.vanhavirta.example/"


def test_a_press_rooms_rss_becomes_its_press_room_and_each_room_its_own_organisation() -> None:
    found = organisations(FEEDLY)
    room = "https://www.sttinfo.fi/public-website-api/pressroom/{}/releases/20/0"
    assert [(one.kind, one.url) for one in found["soste"].sources] == [("sttinfo", room.format(4335))]
    assert [(one.kind, one.url) for one in found["sttinfo"].sources] == [("sttinfo", room.format(99))]
    assert found["soste"].website == "https://www.soste.example/"


def test_what_the_registry_reads_is_skipped_whatever_the_address_looks_like() -> None:
    known = Organisation(
        id="virta",
        kind="association",
        region="FI",
        website="https://vanhavirta.example/",
        name={"fi": "Vanha Virta ry"},
        sources=(Source(name="virta/news", organisation="virta", kind="wordpress", url="https://vanhavirta.example/"),),
    )
    found = imported(read_opml(FEEDLY.encode()), (known,), kind="regional", region="FI-15")
    assert [one.id for one in found.organisations] == ["omaisareena", "soste", "sttinfo"]
    assert {one.kind for one in found.organisations} == {"regional"}
    assert {one.region for one in found.organisations} == {"FI-15"}
    reasons = dict(found.skipped)
    assert reasons["https://www.vanhavirta.example/feed/"] == "already read as virta/news"
    assert reasons["https://www.vanhavirta.example/sv/feed/"].startswith("virta is in the registry already")


def test_what_is_imported_is_valid_registry_text() -> None:
    for one in organisations(FEEDLY).values():
        assert read_organisation(toml(one).encode(), Path(f"{one.id}.toml")) == one


def test_the_shipped_registry_survives_the_way_out_and_in() -> None:
    shipped = read_registry()
    readable = {
        one.id: replace(one, sources=tuple(source for source in one.sources if feed_of(source)))
        for one in shipped
        if any(feed_of(source) for source in one.sources)
    }
    text = write_opml(shipped, now=NOW)
    found = imported(read_opml(text), (), kind=None, region=None)
    again = {one.id: one for one in found.organisations}
    assert found.skipped == ()
    assert again == {
        id_: replace(one, sources=tuple(_as_carried(source) for source in one.sources)) for id_, one in readable.items()
    }
    assert imported(read_opml(text), shipped, kind=None, region=None).organisations == ()


def _as_carried(source: Source) -> Source:
    """Selectors of article pages are no part of a list of feeds."""
    return replace(source, select=replace(type(source.select)(), author=source.select.author))


_NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Co", "Cn", "Cs", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=30,
)


@given(
    st.dictionaries(st.sampled_from(["fi", "sv", "en", "se"]), _NAMES, min_size=1),
    st.sampled_from(get_args(OrganisationKind)),
    st.sampled_from(["feed", "wordpress", "sttinfo"]),
)
def test_any_organisation_round_trips(
    names: Mapping[str, str], kind: OrganisationKind, source_kind: SourceKind
) -> None:
    url = {"sttinfo": "https://www.sttinfo.fi/public-website-api/pressroom/7/releases/20/0"}.get(
        source_kind, "https://kerho.example/"
    )
    source = Source(name="kerho/a", organisation="kerho", kind=source_kind, url=url, language="sv", enabled=False)
    made = Organisation(
        id="kerho", kind=kind, region="FI-15", website="https://kerho.example/", name=names, sources=(source,)
    )
    found = imported(read_opml(write_opml([made], now=NOW)), (), kind=None, region=None)
    assert found.organisations == (made,)


def test_what_is_written_is_opml_2() -> None:
    root = etree.fromstring(write_opml(read_registry(), now=NOW))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert [child.tag for child in root] == ["head", "body"]
    outlines = list(root.iter("outline"))
    assert all(outline.get("text") for outline in outlines)
    assert all(outline.get("type") == "rss" for outline in outlines if outline.get("xmlUrl"))
    assert any(outline.get("xmlUrl") for outline in outlines)
    ours = {name for outline in outlines for name in outline.attrib if str(name).startswith("{")}
    plain = {str(name) for outline in outlines for name in outline.attrib} - {str(name) for name in ours}
    assert plain <= {"text", "type", "xmlUrl", "htmlUrl", "language"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not OPML"),
        (b"<html><body/></html>", "not OPML"),
        (b"{}", "not OPML"),
        (b"<opml><head/></opml>", "not OPML"),
        (b"<!DOCTYPE opml [<!ENTITY a 'x'>]><opml><body><outline xmlUrl='&a;'/></body></opml>", "entities"),
        ("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><opml/>".encode("utf-16"), "entities"),
        (b" " * 10_000_001, "larger than 10 MB"),
    ],
)
def test_what_is_no_safe_opml_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(OpmlError, match=reason):
        read_opml(body)


def test_torn_opml_and_other_charsets_keep_what_can_be_kept() -> None:
    torn = "<?xml version='1.0' encoding='iso-8859-1'?><opml><body><outline text='Ä & Ö' xmlUrl='https://a.example/f'/><outl"
    assert [(one.title, one.url) for one in read_opml(torn.encode("latin-1"))] == [
        ("Ä  Ö".replace("  ", " "), "https://a.example/f")
    ]


def test_deep_and_wide_lists_end_soon() -> None:
    begun = time.monotonic()
    deep = "<opml><body>" + "<outline text='a'>" * 100_000 + "</body></opml>"
    wide = "<opml><body>" + "<outline text='a' xmlUrl='https://a.example/1'/>" * 100_000 + "</body></opml>"
    assert read_opml(deep.encode()) == ()
    assert len(read_opml(wide.encode())) == 5_000
    assert time.monotonic() - begun < 10


def test_a_strangers_marks_are_taken_only_when_they_make_sense() -> None:
    text = """<opml xmlns:k="urn:kooste:registry"><body><outline text="X" k:id="../../etc" k:kind="king" k:region="US"
      k:name-fi="&#8238;Nimi"><outline text="Y" xmlUrl="https://y.example/f" k:id="A B" k:kind="page"
      k:url="https://elsewhere.example/"/></outline></body></opml>"""
    (one,) = organisations(text).values()
    assert (one.id, one.kind, one.region, one.name) == ("y", "association", "FI", {"fi": "Nimi"})
    assert [(source.name, source.kind, source.url) for source in one.sources] == [
        ("y/news", "feed", "https://y.example/f")
    ]


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise_anything_else(body: bytes) -> None:
    try:
        read_opml(b"<opml><body>" + body)
    except OpmlError:
        return
