"""Stories: one text a language, stable ids, merges and splits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stories.linking import stories
from stories.match import article
from stories.model import Article, DecidedBy, Relation, Variant

START = datetime(2026, 11, 2, 6, tzinfo=UTC)


def news(name: str, language: str, hour: int = 0) -> Article:
    when = (START + timedelta(hours=hour)).isoformat()
    return article({"id": name, "organisation": "o", "title": name, "language": language, "published_at": when})


def tie(left: str, right: str, score: float = 0.9, relation: Relation = "variant", by: DecidedBy = "text") -> Variant:
    first, second = sorted((left, right))
    return Variant(left=first, right=second, relation=relation, score=score, evidence=(), decided_by=by)


ITEMS = [news("f1", "fi"), news("s1", "sv", 1), news("e1", "en", 2), news("f2", "fi", 3), news("s2", "sv", 4)]


def test_ties_close_into_one_story_with_the_id_of_its_oldest_text() -> None:
    found = stories(ITEMS, [tie("f1", "s1"), tie("e1", "s1")], {})
    assert found["f1"] == found["s1"] == found["e1"]
    assert len({found["f1"], found["f2"], found["s2"]}) == 3
    assert found["f1"].startswith("s-")
    assert len(found["f1"]) == 14


def test_a_story_takes_no_second_text_of_a_language_unless_it_is_a_copy() -> None:
    apart = stories(ITEMS, [tie("f1", "s1", 0.9), tie("f2", "s1", 0.8)], {})
    assert apart["f1"] == apart["s1"] != apart["f2"]
    copies = stories(ITEMS, [tie("f1", "s1", 0.9), tie("f1", "f2", 0.7, "duplicate")], {})
    assert copies["f1"] == copies["s1"] == copies["f2"]


def test_the_surest_tie_wins_whatever_the_order() -> None:
    ties = [tie("f1", "s1", 0.6), tie("f2", "s1", 0.95), tie("f2", "s2", 0.7)]
    assert stories(ITEMS, ties, {}) == stories(ITEMS[::-1], ties[::-1], {})
    found = stories(ITEMS, ties, {})
    assert found["f2"] == found["s1"] != found["f1"]


def test_possible_ties_join_nothing_and_an_editors_word_outranks_the_rule() -> None:
    assert len(set(stories(ITEMS, [tie("f1", "s1", relation="possible")], {}).values())) == 5
    merged = stories(ITEMS, [tie("f1", "s1"), tie("f1", "f2", by="editor")], {})
    assert merged["f1"] == merged["f2"] == merged["s1"]


def test_known_ids_stay_and_a_merged_story_takes_the_oldest() -> None:
    known = {"s1": "s-old", "f1": "s-older"}
    assert set(stories(ITEMS[:2], [tie("f1", "s1")], known).values()) == {"s-older"}
    later = stories([*ITEMS[:2], news("a0", "en", -9)], [tie("f1", "s1"), tie("a0", "f1")], known)
    assert set(later.values()) == {"s-older"}


def test_what_a_split_leaves_behind_becomes_a_story_of_its_own() -> None:
    found = stories(ITEMS[:2], [], {"f1": "s-one", "s1": "s-one"})
    assert found["f1"] == "s-one" != found["s1"]


def test_ties_to_articles_not_given_are_passed_over() -> None:
    assert set(stories(ITEMS[:1], [tie("f1", "gone")], {})) == {"f1"}


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.floats(0, 1)), max_size=12))
def test_no_story_ever_holds_two_texts_of_a_language(pairs: list[tuple[str, str, float]]) -> None:
    languages = dict(zip("abcdef", ("fi", "sv", "en", "fi", "sv", "en"), strict=True))
    items = [news(name, language, n) for n, (name, language) in enumerate(languages.items())]
    found = stories(items, [tie(a, b, score) for a, b, score in pairs if languages[a] != languages[b]], {})
    for story in set(found.values()):
        members = [languages[i] for i in found if found[i] == story]
        assert len(members) == len(set(members))


def test_a_split_leaves_no_text_without_an_id_even_where_its_own_is_taken() -> None:
    first = stories([ITEMS[1]], [], {})
    joined = stories(ITEMS[:2], [tie("f1", "s1")], first)
    assert joined == {"f1": first["s1"], "s1": first["s1"]}
    apart = stories(ITEMS[:2], [], joined)
    assert apart["f1"] == first["s1"]
    assert apart["s1"] not in {first["s1"], ""}
    assert stories(ITEMS[:2], [], apart) == apart
