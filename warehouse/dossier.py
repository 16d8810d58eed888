"""What the snapshot knows of one story, as an editor asks: its articles, what ties them, what else it may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from stories.rulings import Rulings
from warehouse.snapshot import Snapshot

_FIRST: Final = ("fi", "sv", "en", "se")


class UnknownName(Exception):
    """No story, article or address is called that; the message is one clear line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a name meant: a story, and the one article of it when an article or its address was named."""

    story_id: str
    article_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One article of a story; `published_at` is when it was first seen where the publisher gives no time."""

    article_id: str
    story_id: str
    language: str
    organisation: str
    source: str
    published_at: datetime
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A stored judgement about two articles; `matcher` is None for an editor's."""

    left_id: str
    right_id: str
    relation: str
    score: float
    evidence: tuple[str, ...]
    decided_by: str
    matcher: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What an editor should look at: where a story's texts contradict each other, or one contradicts itself."""

    kind: str
    article_ids: tuple[str, ...]
    message: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A story with its judgements: `inside` between its articles, `outside` about articles of other stories."""

    story_id: str
    members: tuple[Member, ...]
    inside: tuple[Judged, ...]
    outside: tuple[Judged, ...]
    others: Mapping[str, Member]
    notes: tuple[Noted, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is told in, fi, sv, en and se first."""
        return tuple(sorted({m.language for m in self.members}, key=_place))


def _place(language: str) -> tuple[int, str]:
    return _FIRST.index(language) if language in _FIRST else len(_FIRST), language


def named(snapshot: Snapshot, name: str) -> Named:
    """What a story id (an old one too), article id or address means; raises UnknownName."""
    for row in snapshot.rows("decisions/named", asked=name.partition("#")[0].strip()):
        return Named(story_id=row["story_id"], article_id=row["article_id"])
    raise UnknownName(f"{name[:200]!r} is no story, article or address in the snapshot")


def dossier(snapshot: Snapshot, story_id: str) -> Dossier:
    """Everything the snapshot says of one story."""
    members = _members(snapshot, stories=[story_id], articles=[])
    ids = {m.article_id for m in members}
    judged = [_judged(row) for row in snapshot.rows("decisions/judgements", articles=sorted(ids))]
    outside = tuple(j for j in judged if not {j.left_id, j.right_id} <= ids)
    strangers = {i for j in outside for i in (j.left_id, j.right_id)} - ids
    return Dossier(
        story_id=story_id,
        members=tuple(members),
        inside=tuple(j for j in judged if {j.left_id, j.right_id} <= ids),
        outside=outside,
        others={m.article_id: m for m in _members(snapshot, stories=[], articles=strangers)},
        notes=tuple(_noted(row) for row in snapshot.rows("decisions/notes", story=story_id)),
    )


def scores(snapshot: Snapshot, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """The scores of those pairs of ordered article ids that the snapshot has a judgement about."""
    ids = sorted({i for pair in pairs for i in pair})
    judged = (_judged(row) for row in snapshot.rows("decisions/judgements", articles=ids))
    return {(j.left_id, j.right_id): j.score for j in judged if (j.left_id, j.right_id) in pairs}


def waiting(snapshot: Snapshot, rulings: Rulings) -> list[dict[str, Any]]:
    """The editors' queue, best first; pairs decided about since the snapshot was made are left out."""
    decided = rulings.together | rulings.apart
    rows = snapshot.rows("decisions/possible")
    return [row for row in rows if (row["left_id"], row["right_id"]) not in decided]


def _members(snapshot: Snapshot, *, stories: Collection[str], articles: Collection[str]) -> list[Member]:
    rows = snapshot.rows("decisions/members", stories=sorted(stories), articles=sorted(articles))
    return [
        Member(
            **{k: v for k, v in row.items() if k not in ("published_at", "first_seen_at")},
            published_at=row["published_at"] or row["first_seen_at"],
        )
        for row in rows
    ]


def _judged(row: Mapping[str, Any]) -> Judged:
    return Judged(**(dict(row) | {"evidence": tuple(row["evidence"])}))


def _noted(row: Mapping[str, Any]) -> Noted:
    return Noted(
        kind=row["kind"],
        article_ids=tuple(row["article_ids"]),
        message=row["message"],
        evidence=tuple(row["evidence"]),
    )
