"""The organisations shipped: complete, valid, and honest about which addresses anybody has seen."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from sources.registry import SHIPPED, read_registry
from stories.model import OrganisationKind, SourceKind

DOCUMENT = SHIPPED.parents[1] / "docs" / "registry.md"
ORGANISATIONS = {organisation.id: organisation for organisation in read_registry(SHIPPED)}
SOURCES = [source for organisation in ORGANISATIONS.values() for source in organisation.sources]

# One feed for all ministries: each keeps the releases that name it as author.
JOINT = "https://valtioneuvosto.fi/staattiset-feedit/-/asset_publisher/Kh4WBNNjLkT0/rss"
# Addresses whose sighting was looked into when the registry was begun; every other one carries its mark.
SEEN = {
    JOINT,
    "https://112.fi/staattiset-rss-syotteet/-/asset_publisher/o7don5OvWPDS/rss",
    "https://defmin.fi/en/topical/static-rss-feeds/-/asset_publisher/bGmVi3cQo5T6/rss",
    "https://stm.fi/ajankohtaista/-/asset_publisher/QGPfXenrI9A4/rss",
    "https://supo.fi/en/news-and-press-releases/-/asset_publisher/LVkvGHGkmM3J/rss",
    "https://valtioneuvosto.fi/en/staattiset-feedit-en/-/asset_publisher/00Qguh1GvAiJ/rss",
    "https://valtioneuvosto.fi/en/staattiset-feedit-en/-/asset_publisher/lKJx41DPuWCC/rss",
    "https://vammaisfoorumi.fi/category/ajankohtaista/",
    "https://vantaa.fi/fi/rss/topical/121",
    "https://www.eduskunta.fi/FI/rss-feeds/Sivut/parliament-press-releases.aspx",
    "https://www.espoo.fi/fi/rss/news",
    "https://www.hel.fi/fi/uutiset/rss",
    "https://www.kommunforbundet.fi/pressrum",
    "https://www.kyberturvallisuuskeskus.fi/feed/rss/fi",
    "https://www.presidentti.fi/en/feed/",
    *(
        f"https://www.sttinfo.fi/public-website-api/pressroom/{room}/releases/20/0"
        for room in (1504, 3544, 4268, 4335, 4377, 69817778, 69817817)
    ),
}
MARKS = {"unverified", "seen in public code", "seen on a public page"}
MINISTRIES = {
    "vnk": {"VNK", "SRK"},
    "um": {"UM"},
    "om": {"OM", "JM"},
    "sm": {"SM", "IM"},
    "plm": {"PLM"},
    "vm": {"VM", "FM"},
    "okm": {"OKM", "UKM"},
    "mmm": {"MMM", "JSM"},
    "lvm": {"LVM", "KM"},
    "tem": {"TEM", "ANM"},
    "stm": {"STM", "SHM"},
    "ym": {"YM", "MM"},
}
# How the regions of ISO 3166-2:FI are called in names, Finnish and Swedish.
REGIONS = {
    "FI-01": ("Åland",),
    "FI-02": ("Etelä-Karjala", "Södra Karelen"),
    "FI-03": ("Etelä-Pohjanmaa", "Södra Österbotten"),
    "FI-04": ("Etelä-Savo", "Södra Savolax"),
    "FI-05": ("Kainuu", "Kajanaland"),
    "FI-06": ("Kanta-Häme", "Egentliga Tavastland"),
    "FI-07": ("Keski-Pohjanmaa", "Mellersta Österbotten"),
    "FI-08": ("Keski-Suome", "Mellersta Finland"),
    "FI-09": ("Kymenlaakso", "Kymmenedalen"),
    "FI-10": ("Lapin", "Lappland"),
    "FI-11": ("Pirkanmaa", "Birkaland"),
    "FI-12": ("Pohjanmaa", "Österbotten"),
    "FI-13": ("Pohjois-Karjala", "Norra Karelen"),
    "FI-14": ("Pohjois-Pohjanmaa", "Norra Österbotten"),
    "FI-15": ("Pohjois-Savo", "Norra Savolax"),
    "FI-16": ("Päijät-Häme", "Päijänne-Tavastland"),
    "FI-17": ("Satakunta", "Satakunnan"),
    "FI-18": ("Uudenmaa", "Nyland"),
    "FI-19": ("Varsinais-Suome", "Egentliga Finland"),
}


def addresses() -> Iterator[tuple[str, str, str | None]]:
    """Every `url` line: organisation, address and the mark at its end."""
    for path in sorted(SHIPPED.glob("*.toml")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("url"):
                found = re.fullmatch(r'url = "([^"]+)"(?:  # (.+))?', line)
                assert found, f"{path.name}: {line}"
                yield path.stem, found[1], found[2]


def described(name: str) -> set[str]:
    """The regions that a name tells of: Pohjois-Pohjanmaa holds the word Pohjanmaa and does not mean it."""
    fitting = {word: code for code, words in REGIONS.items() for word in words if word in name}
    return {code for word, code in fitting.items() if not any(word != other and word in other for other in fitting)}


def test_it_holds_enough_organisations_of_every_kind() -> None:
    kinds = Counter(organisation.kind for organisation in ORGANISATIONS.values())
    assert len(ORGANISATIONS) >= 90
    assert set(kinds) == set(get_args(OrganisationKind))
    assert kinds["association"] >= 35
    assert {"soste", "kuntaliitto", "samediggi", "folkhalsan", "sams", "sfv", "thl", "stea", "kela", "dvv"} <= set(
        ORGANISATIONS
    )
    assert all(organisation.sources for organisation in ORGANISATIONS.values())


@pytest.mark.parametrize(("ministry", "abbreviations"), MINISTRIES.items())
def test_each_of_the_twelve_ministries_is_read_by_its_own_name(ministry: str, abbreviations: set[str]) -> None:
    organisation = ORGANISATIONS[ministry]
    assert organisation.kind == "ministry"
    assert {"fi", "sv", "en"} <= set(organisation.name)
    assert abbreviations <= set(organisation.aliases)
    (release,) = [source for source in organisation.sources if source.url == JOINT]
    assert release.select.author == organisation.name["fi"].lower()


def test_no_other_ministry_is_shipped_but_the_government_itself() -> None:
    shipped = {organisation.id for organisation in ORGANISATIONS.values() if organisation.kind == "ministry"}
    assert shipped == {*MINISTRIES, "valtioneuvosto"}


def test_no_author_in_the_joint_feed_is_part_of_another() -> None:
    authors = [source.select.author or "" for source in SOURCES if source.url == JOINT]
    assert len(authors) == len(set(authors)) == 12
    assert not [(one, other) for one in authors for other in authors if one != other and one in other]


def test_names_and_regions_fit() -> None:
    for organisation in ORGANISATIONS.values():
        names = (*organisation.name.values(), *organisation.aliases)
        assert re.fullmatch(r"FI(?:-(?:0[1-9]|1\d))?", organisation.region), organisation.id
        assert all(name and name == name.strip() for name in names), organisation.id
        assert len(set(organisation.aliases)) == len(organisation.aliases), organisation.id
        if organisation.region != "FI":
            told = set().union(*(described(name) for name in organisation.name.values()))
            assert told <= {organisation.region}, organisation.id


def test_the_wellbeing_services_counties_have_both_names_and_their_regions() -> None:
    counties = [one for one in ORGANISATIONS.values() if one.id.endswith("-hyvinvointialue")]
    assert len(counties) == 21
    assert all(one.name["fi"].endswith(" hyvinvointialue") for one in counties)
    assert all(one.name["sv"].endswith(" välfärdsområde") for one in counties)
    told = {one.id: described(one.name["fi"]) | described(one.name["sv"]) for one in counties}
    assert {id_ for id_, codes in told.items() if not codes} == {"vantaan-ja-keravan-hyvinvointialue"}
    assert {one.region for one in counties} == set(REGIONS) - {"FI-01"}


def test_forty_organisations_have_a_swedish_name() -> None:
    swedish = [organisation.name["sv"] for organisation in ORGANISATIONS.values() if "sv" in organisation.name]
    assert len(set(swedish)) == len(swedish) >= 40
    assert not [name for name in swedish if name.endswith(" ry")]
    assert not [
        one.id for one in ORGANISATIONS.values() if one.name.get("fi", "").endswith(" rf") and one.id != "folkhalsan"
    ]


def test_every_address_was_seen_or_says_that_it_was_not() -> None:
    for organisation, url, mark in addresses():
        if url in SEEN:
            assert mark is None, f"{organisation}: {url} was seen and is marked {mark!r}"
        else:
            assert mark in MARKS, f"{organisation}: {url} needs a mark"


def test_the_seen_list_holds_no_address_that_is_gone() -> None:
    assert {url for _, url, _ in addresses()} >= SEEN


def test_no_address_is_visited_for_two_sources_but_the_joint_feed() -> None:
    visited = Counter(source.url.rstrip("/") for source in SOURCES if source.url != JOINT)
    assert not [url for url, times in visited.items() if times > 1]


def test_every_source_fits_its_kind() -> None:
    room = r"https://www\.sttinfo\.fi/public-website-api/pressroom/\d+/releases/20/0"
    forms = {"wordpress": r"https://[^/]+/", "sttinfo": room}
    for source in SOURCES:
        assert re.fullmatch(forms.get(source.kind, r"https://.+"), source.url), source.name
        assert source.language in {None, "fi", "sv", "en", "se"}, source.name


def test_the_document_counts_what_is_shipped() -> None:
    marks = {(organisation, url): mark for organisation, url, mark in addresses()}
    rows: Counter[tuple[str, bool]] = Counter(
        (source.kind, marks[source.organisation, source.url] == "unverified") for source in SOURCES
    )
    table = dict(_rows(DOCUMENT, "| source kind |"))
    expected = {kind: (rows[kind, False], rows[kind, True]) for kind in get_args(SourceKind)}
    assert table == {**expected, "all": tuple(map(sum, zip(*expected.values(), strict=True)))}
    kinds = {**Counter(str(one.kind) for one in ORGANISATIONS.values()), "all": len(ORGANISATIONS)}
    assert dict(_rows(DOCUMENT, "| organisation kind |")) == {kind: (number,) for kind, number in kinds.items()}


def _rows(path: Path, head: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The rows below a table's head: their first cell and the numbers after it."""
    text = path.read_text("utf-8").partition(head)[2].partition("\n\n")[0]
    for line in text.splitlines()[2:]:
        first, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        yield first.strip("`"), tuple(int(cell) for cell in cells if cell.isdigit())
