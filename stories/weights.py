"""The trained judgement: readable weights of two logistic regressions, for brief and for full texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Log-odds of a pair = bias + sum of feature * weight; at `threshold` or above a pair joins."""

    bias: float
    threshold: float
    weights: Mapping[str, float]

    def logit(self, features: Mapping[str, float]) -> float:
        """Log-odds of one pair; a feature that has no weight is not asked for."""
        return self.bias + sum(weight * features[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """`brief` judges pairs whose shorter text has fewer than `brief_below` telling words.

    An editor sees pairs down to `review` log-odds from the threshold.
    """

    version: str
    brief_below: float
    review: float
    brief: Weights
    full: Weights

    def of(self, features: Mapping[str, float]) -> Weights:
        """The weights that fit the length of a pair's shorter text."""
        return self.brief if features["size"] < self.brief_below else self.full


@lru_cache(maxsize=1)
def judgement() -> Judgement:
    """The packaged weights (stories/data/variants/weights.json, written by `python -m bench.train_variants`)."""
    text = files("stories").joinpath("data", "variants", "weights.json").read_text("utf-8")
    return parsed(json.loads(text))


def parsed(data: Mapping[str, Any]) -> Judgement:
    """A judgement from its JSON form; a missing key raises KeyError."""
    return Judgement(
        version=str(data["version"]),
        brief_below=float(data["brief_below"]),
        review=float(data["review"]),
        brief=_weights(data["brief"]),
        full=_weights(data["full"]),
    )


def _weights(data: Mapping[str, Any]) -> Weights:
    return Weights(
        bias=float(data["bias"]),
        threshold=float(data["threshold"]),
        weights={str(name): float(weight) for name, weight in data["weights"].items()},
    )
