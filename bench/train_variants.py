"""Fits the weights of the variant judgement and says how well they do on organisations that were left out.

    python -m bench.train_variants --organisations SET [SET ...] --world SET [SET ...] [--parallel FILE] [--write]

A set is a directory with items.jsonl and gold.jsonl, or a prefix of .items.jsonl and .gold.jsonl: `--organisations` of
organisation news (those of `--freely` are told with so few facts in common that they count less), `--world` of
translated world news. `--parallel` draws more world news from texts in two languages
(see bench/variants_draws.py). `--folds N` first prints the cross-validated table; 0 leaves it out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import expm1, log1p
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np

from bench.variants_draws import draws
from bench.variants_pairs import BRIEF_BELOW, CUTS, Pair, compared, read
from stories.assignment import paired
from stories.blocks import WINDOW
from stories.fitting import Numbers, fit
from stories.vetoes import HARD

OUT: Final = Path(__file__).parent.parent / "stories" / "data" / "variants" / "weights.json"
THRESHOLDS: Final = {"brief": 0.65, "full": -0.4}
_THRONG: Final = -1.0
"""What each e-fold of candidates beyond ten takes off whole texts; few organisations have so many to learn from."""
_TOLD_THRESHOLD: Final = 1.0
"""The threshold as it is written down, with the bias moved along: whoever reads a score takes it for a chance."""
REVIEW: Final = -2.0
RIDGE: Final = 2.0
_FREELY: Final = 0.7
"""What a pair counts that only the telling joins: learned from fully, it makes twins look like versions."""
_NEAR: Final = 2.0
_NEAR_COUNTS: Final = 8.0
"""False pairs of organisation news that come so near even odds count so much: a false merge hides news."""
_ARCHIVE: Final = timedelta(days=4_000)
_RIVALS: Final = ("ahead_left", "ahead_right", "crowd")
_FACTS: Final = ("told_facts", "facts", "facts_miss", "days", "days_miss", "numbers", "numbers_miss")
_NEVER_AGAINST: Final = frozenset({"facts", "days", "numbers", "names", "title_max", "lead_max", "topic_max"})
"""In brief texts an agreement may be worth nothing, never less: few true ones share a day, and chance blames it."""


@dataclass(frozen=True, slots=True)
class Share:
    """Pairs that are learned from with one importance; `told` marks real pairs, whose facts may be exchanged."""

    pairs: list[Pair]
    importance: float
    told: bool = False


Model = tuple[tuple[str, ...], Numbers, float]


def main() -> None:
    """Reads the data, prints the left-out figures and, with --write, fits on everything and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--organisations", nargs="+", type=Path, required=True)
    parser.add_argument("--freely", nargs="*", type=Path, default=[])
    parser.add_argument("--world", nargs="*", type=Path, default=[])
    parser.add_argument("--parallel", type=Path)
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    tested, learned = _data(options.organisations, options.world)
    free, more = _data(options.freely, [])
    tested += free
    learned += [replace(share, importance=_FREELY * share.importance) for share in more]
    learned += _drawn(options.parallel) if options.parallel else []
    for seed in (1, 2, 3) if options.folds else ():
        _cross_validate(tested, learned, options.folds, seed)
    if options.write:
        OUT.write_text(json.dumps(_fitted(learned), indent=1, ensure_ascii=False) + "\n", "utf-8")


def _data(organisations: Sequence[Path], world: Sequence[Path]) -> tuple[list[Pair], list[Share]]:
    tested: list[Pair] = []
    learned: list[Share] = []
    for folder in organisations:
        articles, story = read(folder)
        real = compared(folder.name, articles, story, WINDOW)
        tested += real
        learned.append(Share(real, 1.0, told=True))
        learned.append(Share([p for p in compared(folder.name, articles, story, _ARCHIVE) if not p.same], 0.3))
        learned += [Share(compared(folder.name, list(map(cut, articles)), story, WINDOW), 0.3) for cut in CUTS]
    for prefix in world:
        articles, story = read(prefix)
        pairs = compared(prefix.name, articles, story, WINDOW)
        tested += pairs
        learned.append(Share(_telling(pairs), 0.75))
    return tested, learned


def _drawn(parallel: Path) -> list[Share]:
    return [
        Share(_telling(compared(name, texts, story, WINDOW)), 0.375) for name, texts, story in draws(parallel, (1, 2))
    ]


def _telling(pairs: Sequence[Pair]) -> list[Pair]:
    """All true pairs, the likest false ones and some others: a hundred thousand easy pairs teach nothing."""
    true = [p for p in pairs if p.same]
    false = sorted((p for p in pairs if not p.same), key=lambda p: (-p.features["z_min"], p.left, p.right))
    hard = false[: max(20, 4 * len(true))]
    rest = sorted(false[len(hard) :], key=lambda p: crc32((p.left + p.right).encode()))
    return true + hard + rest[:400]


def _train(shares: Iterable[Share], brief: bool, left_out: Collection[str]) -> Model:
    kept = [_kept(share, brief, left_out) for share in shares]
    model = _learned(kept, brief)
    return model if brief else _learned([part for share in kept for part in _pressed(share, model)], brief)


def _pressed(share: Share, model: Model) -> Iterator[Share]:
    """A share, its false pairs near the bar counted more."""
    names, weights, bias = model
    near = {
        id(p)
        for p in share.pairs
        if share.told and not p.same and weights @ [p.features[n] for n in names] + bias - p.against > -_NEAR
    }
    yield replace(share, pairs=[p for p in share.pairs if id(p) not in near])
    yield replace(share, pairs=[p for p in share.pairs if id(p) in near], importance=share.importance * _NEAR_COUNTS)


def _learned(kept: Sequence[Share], brief: bool) -> Model:
    unasked = {"size", "agreed", "throng", *(() if brief else _RIVALS)}
    names = tuple(sorted(kept[0].pairs[0].features.keys() - unasked))
    learned = (*kept, *_exchanged(kept))
    while True:
        names, weights, bias = _fit(learned, names)
        wrong = {n for n, w in zip(names, weights, strict=True) if brief and n in _NEVER_AGAINST and w < 0}
        if not wrong:
            return names, weights, bias
        names = tuple(n for n in names if n not in wrong)


def _kept(share: Share, brief: bool, left_out: Collection[str]) -> Share:
    pairs = [p for p in share.pairs if p.brief == brief and p.organisation not in left_out and p.against < HARD]
    return replace(share, pairs=pairs)


def _fit(shares: Iterable[Share], names: tuple[str, ...]) -> Model:
    rows, labels, importance = [], [], []
    for share in shares:
        rows += [[p.features[n] for n in names] for p in share.pairs]
        labels += [float(p.same) for p in share.pairs]
        importance += [share.importance] * len(share.pairs)
    weights, bias = fit(np.array(rows), np.array(labels), np.array(importance), RIDGE)
    return names, weights, bias


def _exchanged(shares: Sequence[Share]) -> Iterator[Share]:
    """False pairs with the shared facts of true ones, and the reverse: facts must not carry a pair alone."""
    pairs = [p for s in shares if s.told for p in s.pairs]
    true, false = [p for p in pairs if p.same], [p for p in pairs if not p.same]
    if true and false:
        draw = np.random.default_rng(0)
        yield Share([_with_facts(p, true[draw.integers(len(true))]) for p in false for _ in range(2)], 0.1)
        yield Share([_with_facts(p, false[draw.integers(len(false))]) for p in true], 0.1)


def _with_facts(pair: Pair, giver: Pair) -> Pair:
    features = pair.features | {name: giver.features[name] for name in _FACTS}
    features["facts_x_cov"] = features["facts"] * features["cov_short"]
    gained = expm1(giver.features["told_facts"]) - expm1(pair.features["told_facts"])
    for side in ("min", "max"):
        before = expm1(pair.features[f"told_{side}"])
        after = max(before + gained, 0.0)
        features[f"told_{side}"] = log1p(after)
        features[f"dense_{side}"] *= after / before if before else 1.0
    return replace(pair, features=features)


def _scores(pairs: Sequence[Pair], brief: Model, full: Model) -> list[float]:
    """How far above its threshold each pair is."""
    scores = []
    for pair in pairs:
        names, weights, bias = brief if pair.brief else full
        scores.append(float(weights @ [pair.features[n] for n in names]) + bias - pair.against - _bar(pair))
    return scores


def _bar(pair: Pair) -> float:
    return THRESHOLDS["brief"] if pair.brief else THRESHOLDS["full"] - _THRONG * pair.features["throng"]


def _cross_validate(tested: Sequence[Pair], shares: Sequence[Share], folds: int, seed: int) -> None:
    organisations = sorted({p.organisation for s in shares for p in s.pairs})
    order = np.random.default_rng(seed).permutation(len(organisations))
    fold = {organisations[n]: int(place) % folds for place, n in enumerate(order)}
    gains: dict[int, float] = {}
    for number in range(folds):
        out = {o for o, f in fold.items() if f == number}
        models = _train(shares, True, out), _train(shares, False, out)
        held = [n for n, p in enumerate(tested) if p.organisation in out]
        gains |= dict(zip(held, _scores([tested[n] for n in held], *models), strict=True))
    for name in sorted({p.data for p in tested}):
        _say(seed, name, [(p, gains[n]) for n, p in enumerate(tested) if p.data == name])


def _say(seed: int, name: str, judged: Sequence[tuple[Pair, float]]) -> None:
    groups: dict[tuple[str, tuple[str, str]], dict[tuple[str, str], float]] = {}
    for pair, gain in judged:
        groups.setdefault((pair.organisation, pair.languages), {})[pair.left, pair.right] = gain
    same = {(p.left, p.right): p.same for p, _ in judged}
    claimed = [same[pair] for gains in groups.values() for pair in paired(gains)]
    right, true = sum(claimed), sum(same.values())
    shares = f"P {right / max(1, len(claimed)):.3f}  R {right / true:.3f}"
    print(f"seed {seed}  {name:14} {shares}  false {len(claimed) - right}")


def _fitted(shares: Sequence[Share]) -> dict[str, object]:
    found: dict[str, object] = {"version": "2026-11-22", "brief_below": BRIEF_BELOW, "review": REVIEW}
    for name in ("brief", "full"):
        names, weights, bias = _train(shares, name == "brief", ())
        found[name] = {
            "threshold": _TOLD_THRESHOLD,
            "bias": round(bias + _TOLD_THRESHOLD - THRESHOLDS[name], 4),
            "weights": {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}
            | ({} if name == "brief" else {"throng": _THRONG}),
        }
    return found


if __name__ == "__main__":
    main()
