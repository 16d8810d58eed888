"""What the letters made so far hold, for the pages that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from warehouse.desk import desk
from warehouse.home import Home
from warehouse.snapshot import Snapshot
from warehouse.statements import sql


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """How many stories a letter told, and the headlines of the first few, each by language."""

    stories: int
    heads: tuple[Mapping[str, str], ...]


def contents(snapshot: Snapshot, *, heads: int = 3) -> dict[str, Contents]:
    """The contents of every letter that the snapshot knows, by the letter's name; raises SnapshotMissing."""
    return {
        row["issue_id"]: Contents(
            stories=row["stories"],
            heads=tuple({code: title for code, title in head.items() if title} for head in row["heads"]),
        )
        for row in snapshot.rows("shelf/contents", heads=heads)
    }


def let_go(home: Home) -> frozenset[str]:
    """The names of the letters that an editor has approved, or that have begun to leave."""
    if not home.desk.exists():
        return frozenset()
    with desk(home) as opened:
        return frozenset(row[0] for row in opened.execute(sql("shelf/let_go")))
