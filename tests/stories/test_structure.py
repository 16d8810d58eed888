"""What publishers say of versions, and how far each way is trusted: one-way and shared targets are hints."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from stories.match import article
from stories.model import Alternate, Article, Image
from stories.pictures import is_furniture, picture_key
from stories.references import references
from stories.structure import FIRM, release_number, ties
from stories.variants import judge

ORIGINS = ("hreflang", "link-header", "feed", "jsonld", "switcher", "wordpress")
SILENT = {"fi": "Tervetuloa", "sv": "Nyheter", "en": "Update"}
AT = "2026-10-05T09:00:00+03:00"


def page(name: str, language: str, **changes: Any) -> Article:
    """A page whose words say nothing a matcher could use."""
    line = {"id": name, "organisation": "a", "source": "a/news", "url": f"https://a.example/{language}/sivu-{name}"}
    return article(line | {"title": SILENT[language], "language": language, "published_at": AT} | changes)


def naming(one: Article, other: Article, origin: str, language: str = "") -> Article:
    """The article with a link to the other one beside those that it has."""
    told = Alternate(language=language or other.language, url=other.url, origin=origin)
    return replace(one, alternates=(*one.alternates, told))


def joined(*articles: Article) -> set[tuple[str, str]]:
    return {(v.left, v.right) for v in judge(articles) if v.relation != "possible"}


FI, SV = page("f", "fi"), page("s", "sv")


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_link_both_ways_decides_where_texts_are_silent(origin: str) -> None:
    assert joined(naming(FI, SV, origin), naming(SV, FI, origin)) == {("f", "s")}


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("turned", [False, True])
def test_a_link_one_way_is_a_hint_and_no_more(origin: str, turned: bool) -> None:
    pair = [FI, naming(SV, FI, origin)] if turned else [naming(FI, SV, origin), SV]
    (tie,) = ties(pair).values()
    assert 0 < tie.trust < FIRM - 2
    assert tie.evidence == f"{origin} one way"
    assert joined(*pair) == set()


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_target_that_two_pages_name_ties_neither(origin: str) -> None:
    third = naming(page("g", "fi"), SV, origin)
    assert ties([naming(FI, SV, origin), third, SV]) == {}
    back = ties([naming(FI, SV, origin), third, naming(SV, FI, origin)])
    assert {pair: tie.trust < FIRM - 2 for pair, tie in back.items()} == {("f", "s"): True}
    assert joined(naming(FI, SV, origin), third, naming(SV, FI, origin)) == set()


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_link_to_the_wrong_language_or_answered_by_another_partner_is_nothing(origin: str) -> None:
    assert ties([naming(FI, SV, origin, language="en"), SV]) == {}
    elsewhere = naming(SV, page("g", "fi"), origin)
    assert ties([naming(FI, SV, origin), elsewhere]) == {}


def test_a_press_room_tells_the_versions_of_its_own_releases() -> None:
    assert joined(naming(FI, SV, "sttinfo"), SV) == {("f", "s")}


PHOTO = "https://a.example/uploads/2026/10/talkoot.jpg"


def showing(one: Article, *urls: str) -> Article:
    return replace(one, images=tuple(Image(url=url, alt="Talkoot") for url in urls))


@pytest.mark.parametrize(
    "other",
    [
        PHOTO,
        PHOTO.replace(".jpg", "-1024x683.jpg"),
        PHOTO.replace(".jpg", "-scaled.jpg"),
        PHOTO.replace(".jpg", "-e1760000000000-300x200.jpg"),
        PHOTO.replace(".jpg", "@2x.jpg"),
        f"{PHOTO}?width=600&height=400",
        f"{PHOTO}.webp",
        PHOTO.replace("https://a.example", "http://www.sv.a.example"),
        "https://i1.wp.com/a.example/uploads/2026/10/talkoot.jpg?resize=1024%2C683&ssl=1",
        "https://a.example/_next/image?url=%2Fuploads%2F2026%2F10%2Ftalkoot.jpg&w=1920&q=75",
    ],
)
def test_a_picture_that_only_two_texts_show_is_a_hint_in_any_size(other: str) -> None:
    found = ties([showing(FI, PHOTO), showing(SV, other)])
    assert found["f", "s"].evidence == "only these two show the picture a.example/uploads/2026/10/talkoot.jpg"
    assert 0 < found["f", "s"].trust < FIRM - 2


@pytest.mark.parametrize(
    "other",
    [
        PHOTO.replace("talkoot", "talkoot-2"),
        PHOTO.replace("/10/", "/11/"),
        PHOTO.replace("a.example", "b.example"),
        "https://a.example/image?id=1&width=300",
    ],
)
def test_another_picture_is_no_hint(other: str) -> None:
    assert ties([showing(FI, PHOTO), showing(SV, other)]) == {}


def test_a_picture_of_many_texts_a_logo_or_another_organisations_is_nothing() -> None:
    pair = [showing(FI, PHOTO), showing(SV, PHOTO)]
    assert ties([*pair, showing(page("g", "fi"), PHOTO)]) == {}
    assert ties(pair, {("a", "image:a.example/uploads/2026/10/talkoot.jpg"): {"fi": 9, "sv": 1}}) == {}
    assert ties([pair[0], replace(pair[1], organisation="b")]) == {}
    late = page("s", "sv", published_at="2026-12-24T09:00:00+02:00")
    assert ties([pair[0], showing(late, PHOTO)]) == {}
    for name in ("logo.png", "A-ry_logo-fi.svg", "alogo.png", "placeholder.jpg", "oletuskuva.jpg", "default.jpg"):
        assert ties([showing(FI, f"https://a.example/{name}"), showing(SV, f"https://a.example/{name}")]) == {}


def test_a_shared_picture_carries_no_pair_alone_and_none_that_contradicts_itself() -> None:
    assert joined(showing(FI, PHOTO), showing(SV, PHOTO)) == set()
    line = {"title": "Kylätalon talkoot 2.11.2026", "body": "Kylätalon talkoot ja hernekeitto Kuopiossa."}
    other = {"title": "Talko i byahuset 9.11.2026", "body": "Talko och ärtsoppa i byahuset i Kuopio."}
    assert joined(showing(page("f", "fi", **line), PHOTO), showing(page("s", "sv", **other), PHOTO)) == set()


def test_a_shared_picture_tips_a_pair_that_its_words_leave_open() -> None:
    line = {"title": "Kylätalon talkoot Kuopiossa", "summary": "Hernekeittoa tarjolla."}
    other = {"title": "Talko i byahuset", "summary": "Bjuder på soppa i Kuopio."}
    fi, sv = page("f", "fi", **line), page("s", "sv", **other)
    (without,), (shared,) = judge([fi, sv]), judge([showing(fi, PHOTO), showing(sv, PHOTO)])
    assert shared.score > without.score
    assert "only these two show the picture a.example/uploads/2026/10/talkoot.jpg" in shared.evidence


def test_a_gallery_does_not_drown_what_else_a_text_names() -> None:
    many = showing(page("f", "fi", body="Lisätietoja: anna@a.example"), *(f"{PHOTO}?id={n}" for n in range(3)))
    assert references(many) == ("image:a.example/uploads/2026/10/talkoot.jpg", "mail:anna@a.example")
    gallery = showing(FI, *(PHOTO.replace("talkoot", f"kuva{n}") for n in range(20)))
    assert len(references(gallery)) == 5


@pytest.mark.parametrize("url", ["", "talkoot.jpg", "http://[x", "mailto:a@a.example", "//", "http:///x.jpg"])
def test_no_address_is_no_picture(url: str) -> None:
    assert picture_key(url) == ""


def test_ordinary_names_are_no_furniture() -> None:
    named = ("talkoot", "filosofi", "kansallinen-logopedia", "somerniemi", "johtaja", "bannertrad-ungdomar")
    assert [name for name in named if is_furniture(f"a.example/{name}.jpg")] == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Tiedote 97/2026", "97/2026"),
        ("Pressmeddelande 97/2026", "97/2026"),
        ("Lehdistötiedote nro 97/2026", "97/2026"),
        ("Meddelande nr. 097/2026", "97/2026"),
        ("Press release 97 / 2026", "97/2026"),
        ("Preassadieđáhus 97/2026", "97/2026"),
        ("Laki 97/2026 muuttuu", None),
        ("Tiedote 5.10.2026", None),
    ],
)
def test_release_numbers_as_they_are_printed(text: str, number: str | None) -> None:
    assert release_number(page("f", "fi", summary=text)) == number


PAIRS = {
    "release": ("Tiedote 97/2026", "Pressmeddelande 97/2026", "same release number 97/2026"),
    "project": (
        "Hanke STM012:00/2026 alkaa.",
        "Projektet STM012:00/2026 börjar.",
        "only these two name stm012:00/2026",
    ),
    "spaced": ("Hanke STM 012:00/2026.", "Projektet STM012:00/2026.", "only these two name stm012:00/2026"),
    "case": ("Diaarinumero VN/1234/2026.", "Ärendet VN/1234/2026.", "only these two name vn/1234/2026"),
    "numbered": ("Hankenumero: S30512.", "Projektnummer S30512", "only these two name s30512"),
    "grant": ("Projektinumero on 101094512.", "Project number: 101094512", "only these two name 101094512"),
    "mail": ("Kysy: anna.virta@stm.fi", "Fråga Anna.Virta@stm.fi.", "only these two name anna.virta@stm.fi"),
}


@pytest.mark.parametrize("name", PAIRS)
def test_what_two_texts_alone_name_ties_them_by_a_hint(name: str) -> None:
    finnish, swedish, evidence = PAIRS[name]
    pair = [page("f", "fi", body=finnish), page("s", "sv", body=swedish)]
    assert [tie.evidence for tie in ties(pair).values()] == [evidence]
    for order in permutations([*pair, page("g", "fi", body=finnish)]):
        assert ties(order) == {}
