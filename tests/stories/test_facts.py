"""Facts read the same from every language."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.facts import conflict, read

DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fi",
            "Haku on auki 15.–30. lokakuuta ja 2,4 miljoonaa euroa jaetaan; 38 prosenttia hakee klo 16.15 mennessä.",
        ),
        ("sv", "Ansök 15–30 oktober, 2,4 miljoner euro delas ut; 38 procent söker före kl. 16.15."),
        ("en", "Apply 15–30 October; EUR 2.4 million is shared, 38 per cent apply by 4.15 pm."),
    ],
)
def test_three_languages_tell_the_same_facts(language: str, text: str) -> None:
    told = read(text, language, DAY).keys
    assert {"D:2026-10-15", "D:2026-10-30", "#:2400000", "%:38", "T:16.15"} <= told


@pytest.mark.parametrize(
    ("language", "text", "key"),
    [
        ("fi", "Laki (938/2004) muuttuu", "L:938/2004"),
        ("sv", "Lagen (938/2004) ändras", "L:938/2004"),
        ("fi", "Ilta 3/4 verkossa", "O:3/4"),
        ("fi", "joka neljäs vastaaja", "%:25"),
        ("sv", "var fjärde svarade", "%:25"),
        ("en", "one in four answered", "%:25"),
        ("fi", "puh. 050 000 0123", "P:0500000123"),
        ("sv", "tfn +358 50 000 0123", "P:0500000123"),
        ("fi", "kahtatoista ihmistä", "#:12"),
        ("sv", "tolv personer", "#:12"),
        ("fi", "10 400 ihmistä", "#:10400"),
        ("en", "10,400 people", "#:10400"),
        ("se", "juovlamánu 4. beaivvi 2026", "D:2026-12-04"),
        ("fi", "vuonna 2027", "Y:2027"),
    ],
)
def test_a_fact(language: str, text: str, key: str) -> None:
    assert key in read(text, language, DAY).keys


def test_a_day_without_a_year_lies_near_its_publication() -> None:
    assert read("Avoinna 7.1. alkaen", "fi", date(2026, 12, 20)).keys == {"D:2027-01-07"}
    assert read("31.2.2026", "fi", DAY).keys.isdisjoint({"D:2026-02-31"})


def test_facts_that_each_side_has_alone_conflict() -> None:
    assert conflict({"D:1", "L:2"}, {"D:3"}, "D")
    assert not conflict({"D:1", "D:3"}, {"D:3"}, "D")


@given(st.text(max_size=200), st.sampled_from(("fi", "sv", "en", "se", "und")))
def test_any_text_is_read(text: str, language: str) -> None:
    assert all(key[1] == ":" for key in read(text, language, DAY).keys)


def test_long_hostile_texts_are_read_in_time() -> None:
    started = time.perf_counter()
    for text in ("1" * 7_000, "1.1.–" * 1_400, "a." * 3_500, "12 " * 2_300, "+358 " * 1_400):
        read(text, "fi", DAY)
    assert time.perf_counter() - started < 2
