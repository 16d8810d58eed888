"""What editors decide about stories: kept in desk.sqlite, added to and never changed; an undo is a decision too."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final, Literal

from stories.rulings import Pair, Rulings, Verdict
from warehouse.desk import desk
from warehouse.home import Home
from warehouse.statements import sql

Action = Literal["merge", "split", "confirm", "undo"]
_VERDICTS: Final[dict[Action, Verdict]] = {"merge": "together", "confirm": "together", "split": "apart"}


class DecisionError(Exception):
    """A decision that cannot be made; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Somebody's word about pairs of articles; `undoes` names the decision that an undo takes back.

    `undone_by` is the undo that stands against it now, None while the decision itself stands.
    """

    id: int
    at: datetime
    by: str
    action: Action
    pairs: tuple[Pair, ...] = ()
    note: str = ""
    undoes: int | None = None
    undone_by: int | None = None


def decide(home: Home, action: Action, pairs: Sequence[Pair], *, at: datetime, by: str, note: str = "") -> Decision:
    """Adds a decision about pairs of article ids; it counts from the next linking on."""
    if action == "undo" or not pairs:
        raise ValueError("a decision is about pairs; take one back with undo()")
    with desk(home) as opened:
        made = Decision(id=_next(opened), at=at, by=by, action=action, pairs=tuple(sorted(set(pairs))), note=note)
        _add(opened, made)
    return made


def undo(home: Home, number: int | None, *, at: datetime, by: str, note: str = "") -> tuple[Decision, Decision]:
    """Takes back a decision, or with None the last one that stands; returns (the undo, what it took back).

    Undoing an undo brings the decision back. Raises DecisionError when there is nothing to take back.
    """
    with desk(home) as opened:
        target = _to_undo(_read(opened), number)
        made = Decision(id=_next(opened), at=at, by=by, action="undo", note=note, undoes=target.id)
        _add(opened, made)
    return made, replace(target, undone_by=made.id)


def decisions(home: Home) -> list[Decision]:
    """Every decision ever made, in order."""
    if not home.desk.exists():
        return []
    with desk(home) as opened:
        return _read(opened)


def rulings(home: Home) -> Rulings:
    """What stands now: the last standing decision about a pair counts."""
    return ruled(decisions(home))


def ruled(made: Iterable[Decision]) -> Rulings:
    """The rulings that decisions amount to, heard in the order of their numbers."""
    verdicts: dict[Pair, Verdict] = {}
    for decision in sorted(made, key=lambda d: d.id):
        if decision.undone_by is None and decision.action in _VERDICTS:
            verdicts |= dict.fromkeys(decision.pairs, _VERDICTS[decision.action])
    return Rulings.of(verdicts)


def _to_undo(made: Sequence[Decision], number: int | None) -> Decision:
    if number is None:
        standing = [d for d in made if d.undone_by is None and d.action != "undo"]
        if not standing:
            raise DecisionError("no decision stands: there is nothing to undo")
        return standing[-1]
    found = next((d for d in made if d.id == number), None)
    if found is None:
        raise DecisionError(f"there is no decision {number}; `kooste story decisions` lists them")
    if found.undone_by is not None:
        raise DecisionError(f"decision {number} has been undone already, by decision {found.undone_by}")
    return found


def _next(opened: sqlite3.Connection) -> int:
    ((number,),) = opened.execute(sql("decisions/next")).fetchall()
    return int(number)


def _add(opened: sqlite3.Connection, made: Decision) -> None:
    pairs: Sequence[tuple[str | None, str | None]] = made.pairs or ((None, None),)
    for part, (left, right) in enumerate(pairs, 1):
        row = {"id": made.id, "part": part, "at": made.at.astimezone(UTC).isoformat(), "by": made.by}
        row |= {"action": made.action, "left_id": left, "right_id": right, "note": made.note, "undoes": made.undoes}
        opened.execute(sql("decisions/add"), row)


def _read(opened: sqlite3.Connection) -> list[Decision]:
    rows = opened.execute(sql("decisions/all")).fetchall()
    return _with_undoings([_decision(list(parts)) for _, parts in groupby(rows, key=lambda row: row[0])])


def _decision(parts: Sequence[tuple[Any, ...]]) -> Decision:
    number, at, by, action, _, _, note, undoes = parts[0]
    pairs = tuple((part[4], part[5]) for part in parts if part[4] is not None)
    return Decision(
        id=number, at=datetime.fromisoformat(at), by=by, action=action, pairs=pairs, note=note, undoes=undoes
    )


def _with_undoings(made: Sequence[Decision]) -> list[Decision]:
    """An undo that is itself undone counts no more; undoings come after what they undo, so the last are heard first."""
    undone: dict[int, int] = {}
    for decision in reversed(made):
        if decision.undoes is not None and decision.id not in undone:
            undone[decision.undoes] = decision.id
    return [replace(decision, undone_by=undone.get(decision.id)) for decision in made]
