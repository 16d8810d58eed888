from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.amounts import amounts, same


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Jaossa on 450 000 euroa.", "fi", 450_000),
        ("Jaossa on 450\u00a0000 €.", "fi", 450_000),
        ("enintään 1 250,50 euroa", "fi", 1250.5),
        ("33,7 miljoonan euron leikkaus", "fi", 33_700_000),
        ("2 milj. euroa", "fi", 2_000_000),
        ("1,2 miljarder euro", "sv", 1_200_000_000),
        ("20.000 euro", "sv", 20_000),
        ("EUR 5.4 million for 2026", "en", 5_400_000),
        ("€1,250 a month", "en", 1250),
        ("1,250.50 euros", "en", 1250.5),
        ("12,5 prosenttia vastaajista", "fi", 12.5),
        ("18 per cent", "en", 18),
        ("18 %", "sv", 18),
    ],
)
def test_sums_and_shares_are_read_as_people_write_them(text: str, language: str, value: float) -> None:
    (found,) = amounts(text, language)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["Vuonna 2027 klo 16.15", "31.1.2027", "050 000 0120", "3 eurooppalaista", "1 214 vastaajaa"]
)
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert amounts(text, "fi") == ()


def test_a_rounded_sum_is_the_same_and_another_is_not() -> None:
    exact, rounded, wrong = (
        amounts(f"{words} euroa", "fi")[0] for words in ("1 214 000", "1,2 miljoonaa", "1,3 miljoonaa")
    )
    assert same(exact, rounded)
    assert not same(exact, wrong)
    assert not same(amounts("20 %", "fi")[0], amounts("20 euroa", "fi")[0])


@given(st.integers(1, 10**9), st.sampled_from(["fi", "sv"]))
def test_a_whole_sum_written_with_spaces_is_read_back(value: int, language: str) -> None:
    written = f"{value:,}".replace(",", "\u00a0")
    (found,) = amounts(f"Yhteensä {written} euro.", language)
    assert found.value == value


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    for language in ("fi", "sv", "en", "se"):
        amounts(text, language)
