"""What editors pick for an audience's next letters, in their order: kept in desk.sqlite, added to and never changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal

from warehouse.desk import desk
from warehouse.home import Home
from warehouse.snapshot import Snapshot
from warehouse.statements import sql

LONGEST_BLURB: Final = 400  # characters


class PickError(Exception):
    """A pick that cannot be made; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A story that an editor wants first in an audience's next letter; `blurbs` are the editor's words by language.

    `story_id` is the id it was picked by until `current` leads it on; `at` is when it was last spoken of.
    """

    story_id: str
    blurbs: Mapping[str, str] = field(default_factory=dict)
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One word of an editor about one story; `place` is 1 for the first, None for where it is or last."""

    at: datetime
    by: str
    audience: str
    story_id: str
    action: Literal["pick", "remove"] = "pick"
    place: int | None = None
    blurbs: Mapping[str, str] = field(default_factory=dict)


def pick(home: Home, wish: Wish) -> tuple[Pick, ...]:
    """Adds a wish and returns what its audience's picks are now, in order; raises PickError.

    A blurb is one line of plain text of at most LONGEST_BLURB characters; an empty one removes what there was.
    """
    made = replace(wish, blurbs={code: _blurb(code, text) for code, text in wish.blurbs.items()})
    if made.place is not None and made.place < 1:
        raise PickError(f"order {made.place}: the first is 1")
    with desk(home) as opened:
        standing = standing_picks(_read(opened), made.audience)
        if made.action == "remove" and all(one.story_id != made.story_id for one in standing):
            raise PickError(f"{made.story_id} is not picked for {made.audience}: nothing to remove")
        opened.execute(sql("picks/add"), _row(made))
        return standing_picks(_read(opened), made.audience)


def picks(home: Home, audience: str, *, until: datetime | None = None) -> tuple[Pick, ...]:
    """An audience's picks in the editors' order, as they stood at `until` (None: as they stand).

    A pick stays when its story has been told: whoever makes a letter leaves out what earlier letters told.
    """
    return standing_picks((one for one in wishes(home) if until is None or one.at <= until), audience)


def wishes(home: Home) -> list[Wish]:
    """Every word ever said, in order."""
    if not home.desk.exists():
        return []
    with desk(home) as opened:
        return _read(opened)


def standing_picks(said: Iterable[Wish], audience: str) -> tuple[Pick, ...]:
    """What wishes amount to for one audience, heard in their order."""
    order: list[Pick] = []
    for wish in said:
        if wish.audience == audience:
            order = _heard(order, wish)
    return tuple(order)


def current(snapshot: Snapshot, picked: Sequence[Pick]) -> tuple[Pick, ...]:
    """The picks under the ids their stories have now: of two merged into one the first stays, the vanished are gone."""
    known = known_now(snapshot, picked)
    found: dict[str, Pick] = {}
    for one in picked:
        if one.story_id in known:
            story_id, _ = known[one.story_id]
            first = found.get(story_id, one)
            found[story_id] = replace(first, story_id=story_id, blurbs={**one.blurbs, **first.blurbs})
    return tuple(found.values())


def known_now(snapshot: Snapshot, picked: Sequence[Pick]) -> dict[str, tuple[str, str]]:
    """By the id a story was picked by: its id now, and its headline; without the stories that have vanished."""
    rows = snapshot.rows("picks/current", stories=[one.story_id for one in picked])
    return {row["story_id"]: (row["now_id"], row["title"]) for row in rows}


def told(snapshot: Snapshot, audience: str, picked: Sequence[Pick]) -> dict[str, tuple[str, ...]]:
    """The audience's letters that have told each picked story, by its present story id."""
    rows = snapshot.rows("picks/told", audience=audience, stories=[one.story_id for one in picked])
    return {row["story_id"]: tuple(row["issues"]) for row in rows}


def _heard(order: Sequence[Pick], wish: Wish) -> list[Pick]:
    at = next((number for number, one in enumerate(order) if one.story_id == wish.story_id), None)
    rest = [one for one in order if one.story_id != wish.story_id]
    if wish.action == "remove":
        return rest
    before = {} if at is None else order[at].blurbs
    blurbs = {code: text for code, text in {**before, **wish.blurbs}.items() if text}
    place = wish.place - 1 if wish.place else (len(rest) if at is None else at)
    rest.insert(place, Pick(story_id=wish.story_id, blurbs=blurbs, by=wish.by, at=wish.at))
    return rest


def _blurb(language: str, text: str) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST_BLURB:
        raise PickError(f"the blurb in {language} has {len(line)} characters: {LONGEST_BLURB} at most")
    return line


def _row(wish: Wish) -> dict[str, Any]:
    return {
        "at": wish.at.astimezone(UTC).isoformat(),
        "by": wish.by,
        "audience": wish.audience,
        "story_id": wish.story_id,
        "action": wish.action,
        "place": wish.place,
        "blurbs": json.dumps(dict(wish.blurbs), ensure_ascii=False, sort_keys=True),
    }


def _read(opened: sqlite3.Connection) -> list[Wish]:
    return [
        Wish(
            at=datetime.fromisoformat(at), by=by, audience=audience, story_id=story_id, action=action, place=place,
            blurbs=json.loads(blurbs),
        )
        for at, by, audience, story_id, action, place, blurbs in opened.execute(sql("picks/all"))
    ]  # fmt: skip
