"""Logistic regression with a ridge, by Newton's method: a handful of features needs no library."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def fit(
    rows: Numbers, labels: Numbers, importance: Numbers, ridge: float, *, prior: Numbers | None = None
) -> tuple[Numbers, float]:
    """Weights and bias that make the labels (0 or 1) likeliest; `ridge` is per standardised feature.

    With `prior`, the log-odds that each row already has, they are what has to be added to those; few labels add little.

    >>> weights, bias = fit(np.array([[0.0], [1.0]] * 9), np.array([0.0, 1.0] * 9), np.ones(18), 0.1)
    >>> bool(weights[0] > 1 and bias < 0)
    True
    """
    mean = np.average(rows, axis=0, weights=importance)
    spread = np.sqrt(np.average((rows - mean) ** 2, axis=0, weights=importance)) + 1e-6
    table = np.c_[(rows - mean) / spread, np.ones(len(rows))]
    penalty = np.diag([*[ridge] * rows.shape[1], 0.01 if prior is None else ridge])
    given = np.zeros(len(rows)) if prior is None else prior
    found = np.zeros(table.shape[1])
    for _ in range(60):
        step = _newton(table, labels, importance, penalty, found, given)
        found -= step
        if np.abs(step).max() < 1e-7:
            break
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


def _newton(
    table: Numbers, labels: Numbers, importance: Numbers, penalty: Numbers, at: Numbers, given: Numbers
) -> Numbers:
    chance = 1 / (1 + np.exp(-np.clip(table @ at + given, -30, 30)))
    slope = table.T @ (importance * (chance - labels)) + penalty @ at
    bend = (table * (importance * chance * (1 - chance) + 1e-9)[:, None]).T @ table + penalty
    return np.asarray(np.linalg.solve(bend, slope), np.float64)
