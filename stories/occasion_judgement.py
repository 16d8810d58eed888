"""Whether a date is an event, a deadline or neither: its signs weighed by what was learned from labelled texts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

_TOLD = 4  # signs that a judgement names


@dataclass(frozen=True, slots=True)
class Judgement:
    """The kind of a date (None for neither), how sure that is (0–1) and the signs that decided."""

    kind: Literal["event", "deadline"] | None
    chance: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of an event and of a deadline against neither: a bias and a weight for each sign."""

    bias: tuple[float, float]
    weights: Mapping[str, tuple[float, float]]
    least: float

    def judge(self, found: Mapping[str, float]) -> Judgement:
        """What a date with these signs is."""
        told = [(name, value, self.weights[name]) for name, value in found.items() if name in self.weights]
        event = self.bias[0] + sum(value * weight[0] for _, value, weight in told)
        deadline = self.bias[1] + sum(value * weight[1] for _, value, weight in told)
        top = max(0.0, event, deadline)
        odds = [math.exp(one - top) for one in (0.0, event, deadline)]
        chances = [one / sum(odds) for one in odds]
        best = max(range(3), key=chances.__getitem__)
        if best and chances[best] < self.least:
            best = 0
        parts = [(name, value * (weight[best - 1] if best else -max(weight))) for name, value, weight in told]
        parts.sort(key=lambda part: -part[1])
        kinds: tuple[None, Literal["event"], Literal["deadline"]] = (None, "event", "deadline")
        return Judgement(kinds[best], chances[best], tuple(f"{name} {value:+.1f}" for name, value in parts[:_TOLD]))


@cache
def packaged_weights() -> Weights:
    """The packaged weights (stories/data/occasion_weights.json, written by `python -m bench.train_occasions`)."""
    return parsed(json.loads(files("stories").joinpath("data", "occasion_weights.json").read_text("utf-8")))


def parsed(data: Mapping[str, Any]) -> Weights:
    """Weights from their JSON form; a missing key raises KeyError."""
    return Weights(
        bias=_pair(data["bias"]),
        weights={name: _pair(pair) for name, pair in data["signs"].items()},
        least=float(data["least"]),
    )


def _pair(pair: Mapping[str, Any]) -> tuple[float, float]:
    return float(pair["event"]), float(pair["deadline"])
