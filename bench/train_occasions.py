"""Fit the weights by which dates are told to be events, deadlines or neither, from labelled texts.

Each set is two files, NAME.items.jsonl and NAME.gold.jsonl (or a folder with items.jsonl and gold.jsonl). With
`--left-out`, every set in turn is scored by weights fitted on the others.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stories.calendar_days import Context, anchors_of, resolved_days, week_of, week_told
from stories.date_expressions import Expression
from stories.dates import HELSINKI, read_moment
from stories.occasion_cues import Position
from stories.occasion_findings import Told, days_ahead, read_text, surroundings
from stories.occasion_judgement import Weights, parsed
from stories.occasion_rules import leaning_of
from stories.occasion_signs import signs
from stories.occasions import occasion_lines
from stories.word_classes import word_list

Numbers = NDArray[np.float64]
Line = dict[str, Any]
_KINDS = ("neither", "event", "deadline")
_SEEN = 4  # times that a sign has to be seen to get a weight
_STEPS = 600
_SHORT_SPAN = 7  # days of an event within which a weekday is sought
_WEIGHTS = Path("stories/data/occasion_weights.json")


@dataclass(frozen=True, slots=True)
class Row:
    """One date of a text: its signs and what it is (a number of `_KINDS`)."""

    signs: Mapping[str, float]
    kind: int


def main() -> None:
    """Fit, and write the weights or print the scores of sets that were left out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "sets", nargs="+", metavar="SET", help="NAME (of NAME.items.jsonl, NAME.gold.jsonl) or a folder"
    )
    parser.add_argument("--held", nargs="*", default=[], metavar="SET", help="sets that are scored only")
    parser.add_argument("--ridge", type=float, default=3.0, help="how dear a weight is (default 3)")
    parser.add_argument(
        "--least", type=float, default=0.5, help="the least chance of an event or deadline (default .5)"
    )
    parser.add_argument("--left-out", action="store_true", help="score every set by weights fitted on the others")
    parser.add_argument("--write", action="store_true", help=f"write {_WEIGHTS}")
    given = parser.parse_args()
    try:
        rows = {name: list(_rows(name)) for name in dict.fromkeys(given.sets)}
    except (OSError, ValueError, KeyError) as error:
        parser.error(f"cannot read a set: {error}")
    fitted = _fit([row for name in given.sets for row in rows[name]], given.ridge, given.least)
    for name in given.sets if given.left_out else ():
        others = _fit([row for other in given.sets if other != name for row in rows[other]], given.ridge, given.least)
        print(f"left out {name:50} {_told(_score(name, parsed(others)))}")
    for name in (*given.sets, *given.held):
        print(f"{'held' if name in given.held else 'fitted':8} {name:50} {_told(_score(name, parsed(fitted)))}")
    if given.write:
        _WEIGHTS.write_text(_written(fitted), "utf-8")


def _read(name: str) -> Iterator[tuple[Line, list[Line]]]:
    if name.endswith(".jsonl"):
        yield from _sentences(_lines(Path(name)))
        return
    start = f"{name}/" if Path(name).is_dir() else f"{name}."
    items, gold = (_lines(Path(f"{start}{part}.jsonl")) for part in ("items", "gold"))
    labelled = {line["id"]: line.get("occasions", []) for line in gold}
    yield from ((item, labelled[item["id"]]) for item in items if item["id"] in labelled)


def _lines(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _sentences(lines: Sequence[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Single sentences with what they tell: "e 2026-05-23T10:00", "d 2026-05-15"."""
    kinds = {"e": "event", "d": "deadline"}
    for number, line in enumerate(lines):
        item = {"id": str(number), "published_at": line["published"], "body": line["text"]}
        yield item, [{"kind": kinds[one[0]], "start": one[2:]} for one in line["expected"]]


def _rows(name: str) -> Iterator[Row]:
    for item, occasions in _read(name):
        moment = read_moment(str(item.get("published_at") or ""))
        title, summary, body = (str(item.get(key) or "") for key in ("title", "summary", "body"))
        told = read_text(title, summary, body)
        found = [position for line in told for position in line.positions]
        published = moment.at.astimezone(HELSINKI).date() if moment else None
        context = _context(
            published, [position.expression for position in found], f"{title}\n{summary}\n{body}", occasions
        )
        heading = word_list("occasion_words").names(title)
        for at, line in enumerate(told):
            yield from _rows_of(told, at, line.positions, heading, context, occasions)


def _context(published: date | None, found: Sequence[Expression], text: str, occasions: Sequence[Line]) -> Context:
    """What the text tells of its time, with the spans and the first day of the events that it is known to tell."""
    plain = Context(published, anchors_of(found))
    events = [
        (date.fromisoformat(one["start"][:10]), date.fromisoformat((one.get("end") or one["start"])[:10]))
        for one in occasions
        if one["kind"] == "event"
    ]
    spans = tuple((first, last) for first, last in events if 0 < (last - first).days <= _SHORT_SPAN)
    week = week_told(text, published) or week_of(found, plain)
    return replace(plain, spans=spans, told=events[0] if events else None, week=week)


def _rows_of(
    told: Sequence[Told],
    at: int,
    found: Sequence[Position],
    heading: frozenset[str],
    context: Context,
    occasions: Sequence[Line],
) -> Iterator[Row]:
    around = surroundings(told, at, heading) if found else None
    for position in found:
        resolved = resolved_days(position.expression, context, leaning_of(position))
        if resolved and around:
            until = resolved_days(position.until, context, "open") if position.until else None
            days = {day.isoformat() for day in (resolved.days[:1] if resolved.ranged else resolved.days)}
            kind = _kind(position, days, (until or resolved).days[-1].isoformat(), occasions)
            yield Row(signs(position, around, days_ahead(position, context)), kind)


def _kind(position: Position, days: set[str], last: str, occasions: Sequence[Line]) -> int:
    event = any(one["kind"] == "event" and one["start"][:10] in days for one in occasions)
    deadline = any(one["kind"] == "deadline" and one["start"][:10] == last for one in occasions)
    if event and deadline:
        return 2 if position.beside("limit") or position.near & {"limit_noun", "closes"} else 1
    return 1 if event else 2 if deadline else 0


def _fit(rows: Sequence[Row], ridge: float, least: float) -> dict[str, Any]:
    seen = Counter(name for row in rows for name in row.signs)
    names = sorted(name for name, times in seen.items() if times >= _SEEN)
    table = np.array([[row.signs.get(name, 0.0) for name in names] + [1.0] for row in rows])
    weights = _softmax_weights(table, np.eye(3)[[row.kind for row in rows]], ridge)
    weights -= weights[:, :1]  # against neither
    pairs = ({"event": round(float(row[1]), 3), "deadline": round(float(row[2]), 3)} for row in weights)
    told = dict(zip([*names, ""], pairs, strict=True))
    return {"rows": len(rows), "ridge": ridge, "least": least, "bias": told.pop(""), "signs": told}


def _written(fitted: Mapping[str, Any]) -> str:
    """One sign a line."""
    signs_told = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(pair)}" for name, pair in fitted["signs"].items()
    )
    rest = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in fitted.items() if key != "signs")
    return f'{{\n{rest},\n "signs": {{\n{signs_told}\n }}\n}}\n'


def _softmax_weights(table: Numbers, labels: Numbers, ridge: float) -> Numbers:
    """Weights of a multinomial logistic regression with a ridge, by Nesterov's accelerated gradient."""
    penalty = np.full((table.shape[1], 1), ridge)
    penalty[-1] = 0.01
    rate = 1 / (0.5 * np.linalg.norm(table, 2) ** 2 + ridge)
    weights = ahead = np.zeros((table.shape[1], 3))
    pace = 1.0
    for _ in range(_STEPS):
        scores = table @ ahead
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        found = ahead - rate * (table.T @ (chances - labels) + penalty * ahead)
        next_pace = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = found + (pace - 1) / next_pace * (found - weights)
        weights, pace = found, next_pace
    return np.asarray(weights, np.float64)


def _score(name: str, weights: Weights) -> tuple[int, int, int]:
    """Found, false and missed occasions of a set."""
    pairs = list(_read(name))
    told = {line["id"]: line["occasions"] for line in occasion_lines((item for item, _ in pairs), weights)}
    counts = [_matched(gold, list(told[item["id"]])) for item, gold in pairs]
    found, false, missed = (sum(column) for column in zip(*counts, strict=True))
    return found, false, missed


def _matched(gold: Sequence[Line], left: list[Line]) -> tuple[int, int, int]:
    found = 0
    for one in gold:
        hit = next((o for o in left if o["kind"] == one["kind"] and o["start"].startswith(one["start"])), None)
        if hit:
            left.remove(hit)
            found += 1
    return found, len(left), len(gold) - found


def _told(counts: tuple[int, int, int]) -> str:
    found, false, missed = counts
    return f"P {found / max(1, found + false):.3f}  R {found / max(1, found + missed):.3f}  ({found + missed})"


if __name__ == "__main__":
    main()
