"""One-to-one pairing with the greatest total gain (the Hungarian method, by shortest augmenting paths)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

Gains = Mapping[tuple[str, str], float]


def paired(gains: Gains) -> list[tuple[str, str]]:
    """The pairs of the best one-to-one pairing, sorted; pairs without a positive gain stay apart.

    >>> paired({("a", "x"): 2.0, ("a", "y"): 1.9, ("b", "x"): 1.8})
    [('a', 'y'), ('b', 'x')]
    """
    positive = {pair: gain for pair, gain in gains.items() if gain > 0}
    return sorted(pair for part in _connected(positive) for pair in _solved(part))


def _connected(gains: Gains) -> Iterator[dict[tuple[str, str], float]]:
    """Pairs grouped by what they touch: small squares are solved faster than one large one."""
    parents: dict[tuple[int, str], tuple[int, str]] = {}

    def root(node: tuple[int, str]) -> tuple[int, str]:
        while parents.setdefault(node, node) != node:
            node = parents[node]
        return node

    for left, right in sorted(gains):
        parents[root((0, left))] = root((1, right))
    groups: dict[tuple[int, str], dict[tuple[str, str], float]] = defaultdict(dict)
    for pair, gain in sorted(gains.items()):
        groups[root((0, pair[0]))][pair] = gain
    yield from groups.values()


def _solved(gains: Gains) -> list[tuple[str, str]]:
    lefts, rights = sorted({a for a, _ in gains}), sorted({b for _, b in gains})
    if len(lefts) > len(rights):
        return [(a, b) for b, a in _solved({(b, a): g for (a, b), g in gains.items()})]
    table = np.zeros((len(lefts), len(rights)))
    for (a, b), gain in gains.items():
        table[lefts.index(a), rights.index(b)] = gain
    columns = _best_columns(-table)
    return [(lefts[row], rights[column]) for row, column in enumerate(columns) if table[row, column] > 0]


def _best_columns(costs: NDArray[np.float64]) -> list[int]:
    """The column of each row at the least total cost; rows may not outnumber columns."""
    rows, columns = costs.shape
    row_price, column_price = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        _augment(costs, row, owner, row_price, column_price)
    found = [0] * rows
    for column in range(1, columns + 1):
        if owner[column]:
            found[owner[column] - 1] = column - 1
    return found


def _augment(
    costs: NDArray[np.float64],
    row: int,
    owner: NDArray[np.int_],
    row_price: NDArray[np.float64],
    column_price: NDArray[np.float64],
) -> None:
    """Finds the cheapest chain of exchanges that gives one more row a column, and makes it."""
    size = costs.shape[1] + 1
    least, before, used = np.full(size, np.inf), np.zeros(size, dtype=int), np.zeros(size, dtype=bool)
    owner[0], column = row, 0
    while True:
        used[column] = True
        at = owner[column]
        reduced = np.r_[np.inf, costs[at - 1] - row_price[at] - column_price[1:]]
        better = ~used & (reduced < least)
        least[better], before[better] = reduced[better], column
        nearest = int(np.argmin(np.where(used, np.inf, least)))
        step = least[nearest]
        row_price[owner[used]] += step
        column_price[used] -= step
        least[~used] -= step
        column = nearest
        if owner[column] == 0:
            break
    while column:
        owner[column] = owner[before[column]]
        column = int(before[column])
