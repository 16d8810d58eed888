"""The best one-to-one pairing, against all pairings tried out."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from stories.assignment import paired

GAINS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(-5, 20).map(float), max_size=12
)


@given(GAINS)
def test_no_other_pairing_gains_more(gains: dict[tuple[str, str], float]) -> None:
    found = paired(gains)
    best = max(
        sum(max(0.0, gains.get(pair, 0.0)) for pair in zip("abcd", order, strict=True))
        for order in permutations("wxyz")
    )
    assert sum(gains[p] for p in found) == best
    assert len({a for a, _ in found}) == len({b for _, b in found}) == len(found)
    assert all(gains[p] > 0 for p in found)


@given(GAINS)
def test_the_order_of_pairs_does_not_matter(gains: dict[tuple[str, str], float]) -> None:
    assert paired(dict(reversed(gains.items()))) == paired(gains)
