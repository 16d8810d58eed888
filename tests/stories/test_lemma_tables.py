"""Our tables of lemmas say what simplemma's say."""

from __future__ import annotations

import pytest
import simplemma
from hypothesis import given
from hypothesis import strategies as st

from stories.lemma_tables import LemmaTable, table, written
from stories.lemmas import lemmas

WORDS = st.dictionaries(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30), max_size=120)


@given(WORDS)
def test_what_is_written_is_read(words: dict[str, str]) -> None:
    plain = {k.encode("utf-8", "ignore").decode(): v.encode("utf-8", "ignore").decode() for k, v in words.items()}
    read = LemmaTable(written(plain))
    assert dict(read) == plain
    assert len(read) == len(plain)
    assert [read.get(form) for form in plain] == list(plain.values())
    assert all(read.get(form + "\U0010ffff") is None for form in plain)
    assert LemmaTable(written({})).get("sana") is None


def test_every_northern_sami_form_is_as_in_simplemma() -> None:
    ours = table("se")
    forms = list(ours)
    assert len(forms) > 100_000
    asked = forms[::97]
    assert [ours[form] for form in asked] == [simplemma.lemmatize(form, "se") for form in asked]


def test_finnish_words_find_their_dictionary_forms() -> None:
    assert "järjestö" in lemmas("järjestöjen", "fi")
    assert "avustus" in lemmas("avustuksista", "fi")
    assert "förening" in lemmas("föreningarna", "sv")


def test_another_language_has_no_table() -> None:
    with pytest.raises(ValueError, match="no table of lemmas for 'de'"):
        table("de")
