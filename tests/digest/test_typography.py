from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.typography import SHY, clean, cut, language_tag, markdown, softened, typeset, wrapped


@given(st.text(max_size=200))
def test_clean_text_is_one_line_and_clean_again(text: str) -> None:
    once = clean(text)
    assert once == clean(once) == once.strip()
    assert not any(ord(character) < 32 or character in "\u2028\u2029\u202e\ud800" for character in once)


def test_clean_keeps_letters_of_every_language_and_joined_emoji() -> None:
    assert clean("Sámi  ja\u00a0тест 👩\u200d🚒") == "Sámi ja тест 👩\u200d🚒"


@given(st.text(max_size=400), st.integers(min_value=20, max_value=100))
def test_a_cut_text_is_short_and_is_the_beginning_of_the_whole(text: str, longest: int) -> None:
    short = cut(text, longest)
    assert len(short) <= longest + 1
    assert text.startswith(short.removesuffix("…").rstrip(" "))


def test_a_text_is_cut_at_a_sentence_or_a_word() -> None:
    assert cut("Haku alkaa pian. Ohjeet tulevat myöhemmin verkkoon.", 30) == "Haku alkaa pian. …"
    assert cut("Yhdistykset saavat avustusta kokeiluihin", 20) == "Yhdistykset saavat…"
    assert cut("x" * 50, 20) == "x" * 19 + "…"


@given(st.lists(st.text("abcäö-", min_size=1, max_size=30), min_size=1).map(" ".join))
def test_wrapping_changes_only_where_lines_end(text: str) -> None:
    lines = wrapped(text, 40).split("\n")
    assert " ".join(lines) == text
    assert all(len(line) <= 40 or " -" in line for line in lines)


def test_a_hyphen_that_begins_a_word_stays_beside_the_word_before_it() -> None:
    assert wrapped("Kansainvälisen Agenda 2030 -tavoitteet", 27) == "Kansainvälisen Agenda\n2030 -tavoitteet"


def test_markdown_of_a_hostile_title_is_only_text() -> None:
    assert markdown("# <script>[x](y)*_`") == "\\# \\<script\\>\\[x\\](y)\\*\\_\\`"
    assert markdown("- lista") == "\\- lista"
    assert markdown("2026. vuosi") == "2026\\. vuosi"


def test_long_hostile_text_is_quick() -> None:
    start = time.perf_counter()
    for hostile in (". " * 200_000, "-" * 400_000, " -" * 200_000, "1" * 400_000, "<" * 400_000):
        markdown(wrapped(cut(clean(hostile), 300_000)))
    assert time.perf_counter() - start < 10


def test_a_language_that_is_no_tag_is_undetermined() -> None:
    assert [language_tag(code) for code in ("sv", "smn", "zh-Hant", 'x" onload="', "", "fi\n")] == [
        "sv",
        "smn",
        "zh-Hant",
        "und",
        "und",
        "und",
    ]


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ('Hän sanoi: "Ei" - ja lähti', "fi", "Hän sanoi: ”Ei” – ja lähti"),
        ("“Ja” – sade hon kl. 9-15", "sv", "”Ja” – sade hon kl. 9–15"),
        ("Puh. 09-123 456, kohta 3-5", "fi", "Puh. 09-123 456, kohta 3-5"),
        ('She said "no" - and left', "en", 'She said "no" - and left'),
        ("Pohjois-Savo, Agenda 2030 -tavoitteet", "fi", "Pohjois-Savo, Agenda 2030 -tavoitteet"),
    ],
)
def test_quotes_and_dashes_are_those_of_the_texts_language(text: str, language: str, told: str) -> None:
    assert typeset(text, language) == told


@given(st.text(max_size=200))
def test_soft_hyphens_divide_long_words_alone_and_nothing_else_changes(text: str) -> None:
    soft = softened(text)
    assert soft.replace(SHY, "") == text.replace(SHY, "")
    assert all(len(word.replace(SHY, "")) >= 22 for word in soft.split() if SHY in word and SHY not in text)


def test_long_words_can_be_divided_quickly() -> None:
    assert SHY not in softened("Paikallisyhdistykset")
    parts = softened("Kansalaisjärjestöyhteistyöneuvottelukunta").split(SHY)
    assert max(map(len, parts)) < 12
    start = time.perf_counter()
    softened("kansalaisyhteiskunta" * 20_000)
    assert time.perf_counter() - start < 2
