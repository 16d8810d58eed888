"""What editors decide: whatever else is judged, in whatever order, what they part stays apart."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from stories.explanation import explain
from stories.linking import join, stories
from stories.match import article
from stories.model import Article, Variant
from stories.rulings import Rulings, ordered, told
from stories.variants import judge
from tests.stories.test_linking import news, tie

NAMES = [f"{language}{number}" for language in ("fi", "sv", "en") for number in range(4)]
ITEMS = {name: news(name, name[:2], hour) for hour, name in enumerate(NAMES)}
PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda p: p[0] != p[1])


def judged(pair: tuple[str, str], score: float) -> Variant:
    return tie(pair[0], pair[1], score, "duplicate" if pair[0][:2] == pair[1][:2] else "variant")


TIES = st.builds(judged, PAIRS, st.sampled_from([0.6, 0.8, 0.95]))


def groups(ties: list[Variant], rulings: Rulings) -> list[list[str]]:
    return join(ITEMS, [*told(rulings, ITEMS), *ties], rulings)


@given(
    st.lists(TIES, max_size=25),
    st.dictionaries(PAIRS, st.sampled_from(["together", "apart"]), max_size=8),
    st.randoms(),
)
def test_what_is_parted_never_shares_a_story_whatever_the_order(
    ties: list[Variant], verdicts: dict[tuple[str, str], str], chance: Random
) -> None:
    rulings = Rulings.of({ordered(*pair): "apart" if v == "apart" else "together" for pair, v in verdicts.items()})
    found = groups(ties, rulings)
    assert sorted(name for group in found for name in group) == sorted(NAMES)
    assert not {pair for group in found for pair in combinations(group, 2)} & rulings.apart
    shuffled = list(ties)
    chance.shuffle(shuffled)
    assert groups(shuffled, rulings) == found


@given(st.lists(TIES, max_size=25), st.sets(PAIRS, max_size=6))
def test_what_is_held_together_is_one_story_when_nothing_parts_it(
    ties: list[Variant], pairs: set[tuple[str, str]]
) -> None:
    rulings = Rulings.of(dict.fromkeys(pairs, "together"))
    found = stories(list(ITEMS.values()), [*told(rulings, ITEMS), *ties], {}, rulings)
    assert all(found[left] == found[right] for left, right in pairs)


FI = {
    "id": "fi", "organisation": "o", "language": "fi", "published_at": "2026-11-16T10:00:00+02:00",
    "title": "Uusi avustus tukee vapaaehtoisten vertaistukea maaseudulla",
    "body": "Säätiö jakaa 1 450 000 euroa yhdistyksille, jotka järjestävät vertaistukea Pohjanmaalla. Haku alkaa 4.1.2027.",
}  # fmt: skip
SV = {
    "id": "sv", "organisation": "o", "language": "sv", "published_at": "2026-11-16T10:01:00+02:00",
    "title": "Ett nytt bidrag stöder frivilligas kamratstöd på landsbygden",
    "body": "Stiftelsen delar ut 1 450 000 euro till föreningar som ordnar kamratstöd i Österbotten. Ansökan börjar 4.1.2027.",
}  # fmt: skip
OTHER = {
    "id": "sx", "organisation": "o", "language": "sv", "published_at": "2026-11-17T10:01:00+02:00",
    "title": "Kommunens simhall stängs för reparation", "body": "Simhallen i Jakobstad är stängd i tre veckor.",
}  # fmt: skip


def read(*lines: dict[str, str]) -> list[Article]:
    return [article(line) for line in lines]


def joined(rulings: Rulings) -> dict[tuple[str, str], tuple[str, str]]:
    found = judge(read(FI, SV, OTHER), rulings=rulings)
    return {(v.left, v.right): (v.relation, v.decided_by) for v in found if v.relation != "possible"}


def test_the_machine_yields_to_editors() -> None:
    assert joined(Rulings()) == {("fi", "sv"): ("variant", "text")}
    assert joined(Rulings.of({("fi", "sv"): "apart"})) == {}
    assert joined(Rulings.of({("sx", "fi"): "together"})) == {("fi", "sx"): ("variant", "editor")}
    assert joined(Rulings.of({("sv", "fi"): "together"})) == {("fi", "sv"): ("variant", "editor")}


def test_a_judgement_is_explained_in_words_that_add_up() -> None:
    fi, sv, other = read(FI, SV, OTHER)
    told_ = explain(fi, sv, [other])
    assert (told_.relation, told_.decided_by) == ("variant", "text")
    assert told_.logit is not None
    assert told_.threshold is not None
    assert told_.logit > told_.threshold
    assert all(" " in reason.words for reason in told_.reasons)
    if not told_.against:
        assert abs(sum(r.logit for r in told_.reasons) - told_.logit) < 1e-6
    assert explain(sv, fi, [fi, other, sv]) == told_


def test_what_keeps_a_pair_apart_is_said() -> None:
    fi, sv, other = read(FI, SV, OTHER)
    assert explain(fi, other, [sv]).relation is None
    assert [r.right for r in explain(fi, other, [sv]).rivals] == ["sv"]
    elsewhere, later = article(SV | {"organisation": "p"}), article(SV | {"published_at": "2026-12-16T10:01:00+02:00"})
    assert "different organisations" in explain(fi, elsewhere, []).against[0]
    assert "30 days apart; only 8 days" in explain(fi, later, []).against[0]
    assert explain(fi, sv, [], rulings=Rulings.of({("fi", "sv"): "apart"})).against[0] == "an editor has split them"
    assert "texts in und are not compared" in explain(fi, article(SV | {"language": "und"}), []).against[0]


def test_texts_of_one_language_are_explained_as_copies() -> None:
    fi, near = read(FI, FI | {"id": "f2"})
    assert explain(fi, near, []).relation == "duplicate"
    changed = article(FI | {"id": "f2", "title": FI["title"] + " 2026", "body": FI["body"].replace("4.1.", "9.2.")})
    assert explain(fi, changed, []).against == (
        "each says something the other does not: a day, a place, a part, a correction",
    )
