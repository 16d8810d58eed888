from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.topics import topics
from stories.vocabulary import VocabularyError, read_vocabulary, shipped_vocabulary

BEES = """
[bees]
name = { fi = "Mehiläiset", sv = "Bin" }
fi = "mehiläi+ pölyttäj(ä|ät|iä)"
sv = "bin bi(odling|odlare)*"
"""


def told(text: str, language: str = "fi", own: str = BEES) -> list[str]:
    found = topics(title=text, summary="", body="", language=language, vocabulary=read_vocabulary(own))
    return [topic.id for topic in found]


def test_an_editors_topic_stands_beside_the_shipped_ones() -> None:
    assert told("Pölyttäjiä pihalle") == ["bees"]
    assert told("Biodlingskurs", "sv") == ["bees", "training"]
    assert told("Omaishoitajien vapaapäivät") == ["carers"]


def test_a_table_of_the_same_id_replaces_the_shipped_one() -> None:
    own = '[carers]\nname = { fi = "Omaiset", sv = "Anhöriga" }\nfi = "läheis+"'
    assert told("Omaishoitajien vapaapäivät", own=own) == []
    assert told("Läheisneuvonta", own=own) == ["carers"]
    assert read_vocabulary(own).names["carers"] == {"fi": "Omaiset", "sv": "Anhöriga"}


def test_a_topic_can_be_taken_away() -> None:
    assert told("Omaishoitajien vapaapäivät", own="[carers]\noff = true") == []


def test_the_whole_shipped_file_can_be_copied_and_edited() -> None:
    from importlib.resources import files

    text = files("stories").joinpath("data/topics.toml").read_text("utf-8")
    assert read_vocabulary(text).version == shipped_vocabulary().version
    assert read_vocabulary(text + BEES).version != shipped_vocabulary().version


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ("[bees\n", "topics.toml: "),
        ('fi = "sana"', "fi stands outside a table"),
        ('["Mehiläiset"]\nfi = "a"', "small letters a–z"),
        ('[bees]\nfi = "mehiläi+"', "name is missing"),
        ('[bees]\nname = { fi = "Mehiläiset" }\nfi = "mehiläi+"', "name is missing"),
        ('[bees]\nname = { fi = "M", sv = 3 }\nfi = "mehiläi+"', "write the names as texts"),
        ('[bees]\nname = { fi = "M", sv = "B" }', "no words"),
        ('[bees]\nname = { fi = "M", sv = "B" }\nfi = ["a", "b"]\nsv = "b"', "one text with a blank"),
        ('[bees]\nname = { fi = "M", sv = "B" }\nfi = "Mehiläi+"', "small letters"),
        ('[bees]\nname = { fi = "M", sv = "B" }\nfi = "mehiläi(s|set"', "cannot be read"),
        ('[bees]\nname = { fi = "M", sv = "B" }\nfi = "eu:n"', "cannot be read"),
        ('[bees]\nname = { fi = "M", sv = "B" }\nfi = "[a-z]"', "cannot be read"),
        ('[bees]\nname = { fi = "M", sv = "B" }\nfi = "*a*b*c*d*"', "too many"),
        ('[bees]\nname = { fi = "M", sv = "B" }\nfi = "*"', "cannot be read"),
        ('[bees]\nname = { fi = "M", sv = "B" }\nru = "пчёлы"\nfi = "a"', "ru is not known"),
    ],
)
def test_a_broken_file_is_told_in_one_line(own: str, says: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        read_vocabulary(own)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.text(alphabet="aäb_*+()|?: .[{", max_size=30))
def test_whatever_words_say_the_file_is_read_or_refused(words: str) -> None:
    own = f'[bees]\nname = {{ fi = "M", sv = "B" }}\nfi = \'{words}\''
    try:
        vocabulary = read_vocabulary(own)
    except VocabularyError:
        return
    topics(title="a" * 60, summary="", body="ab ä", language="fi", vocabulary=vocabulary)
