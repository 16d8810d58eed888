"""A story, the queue and decisions, as a person reads them and as a program does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cli.screen import say, table
from stories.dates import HELSINKI

if TYPE_CHECKING:
    from warehouse.decisions import Decision
    from warehouse.dossier import Dossier, Judged, Member


def page(found: Dossier, history: Sequence[Decision], *, asked: str) -> None:
    """Prints everything about one story."""
    if asked.startswith("s-") and asked != found.story_id:
        say(f"{asked} was merged into {found.story_id}.\n")
    say(f"{found.story_id}  {', '.join(found.languages)}")
    table(("article", "language", "published", "source", "title", "address"), [_member(m) for m in found.members])
    remarks(found)
    if found.inside:
        say("\nWhat ties them")
        table(_JUDGED, [_judgement(j) for j in found.inside])
    open_ = [j for j in found.outside if j.relation == "possible"]
    if open_:
        say("\nPossible partners")
        table(("article", "story", "score", "title", "evidence"), [_partner(j, found) for j in open_])
    if history:
        say("\nDecisions")
        deeds(history)


def remarks(found: Dossier) -> None:
    """Prints what an editor should look at in a story, with the words of the texts."""
    if found.notes:
        say("\nTo look at")
    for note in found.notes:
        say(f"{note.kind}: {note.message}  ({', '.join(note.article_ids)})")
        for line in note.evidence:
            say(f"    {line}")


def record(found: Dossier, history: Sequence[Decision]) -> dict[str, Any]:
    """One story as JSON."""
    return {
        "story_id": found.story_id,
        "languages": found.languages,
        "articles": [asdict(m) for m in found.members],
        "notes": [asdict(n) for n in found.notes],
        "evidence": [asdict(j) for j in found.inside],
        "possible": [asdict(j) | {"partner": _other(j, found)} for j in found.outside if j.relation == "possible"],
        "decisions": [deed(d) for d in history],
    }


def queue(rows: Sequence[Mapping[str, Any]], limit: int) -> None:
    """Prints the pairs that wait, titles side by side."""
    if not rows:
        say("Nothing waits for a decision.")
        return
    columns = ("score", "left", "right", "left title", "right title", "evidence")
    table(columns, [_waiting(row) for row in rows[:limit]])
    more = f"; {len(rows) - limit} more with --limit" if len(rows) > limit else ""
    say(f"\n{min(limit, len(rows))} pairs{more}. The same news: kooste story merge LEFT RIGHT; not: split LEFT RIGHT.")


def deeds(made: Sequence[Decision]) -> None:
    """Prints decisions, one a line."""
    if not made:
        say("No decision has been made.")
        return
    table(("decision", "at", "by", "action", "articles", "note", "stands"), [_deed(d) for d in made])


def deed(made: Decision) -> dict[str, Any]:
    """A decision as JSON; instants in UTC."""
    return asdict(made) | {"at": made.at.isoformat(), "pairs": [list(pair) for pair in made.pairs]}


_JUDGED = ("left", "right", "relation", "score", "decided by", "evidence", "matcher")


def _member(member: Member) -> tuple[object, ...]:
    return (
        member.article_id, member.language, _clock(member.published_at), member.source, member.title, member.url
    )  # fmt: skip


def _judgement(judged: Judged) -> tuple[object, ...]:
    return (
        judged.left_id, judged.right_id, judged.relation, judged.score, judged.decided_by, "; ".join(judged.evidence),
        judged.matcher or "",
    )  # fmt: skip


def _partner(judged: Judged, found: Dossier) -> tuple[object, ...]:
    other = _other(judged, found)
    known = found.others[other]
    return other, known.story_id, judged.score, f"{known.title} ({known.language})", "; ".join(judged.evidence)


def _other(judged: Judged, found: Dossier) -> str:
    return judged.left_id if judged.left_id in found.others else judged.right_id


def _waiting(row: Mapping[str, Any]) -> tuple[object, ...]:
    left, right = (f"{row[f'{side}_title']} ({row[f'{side}_language']})" for side in ("left", "right"))
    return row["score"], row["left_id"], row["right_id"], left, right, "; ".join(row["evidence"])


def _deed(made: Decision) -> tuple[object, ...]:
    articles = ", ".join(sorted({i for pair in made.pairs for i in pair})) or f"decision {made.undoes}"
    stands = "yes" if made.undone_by is None else f"undone by {made.undone_by}"
    return made.id, _clock(made.at), made.by, made.action, articles, made.note, stands


def _clock(instant: datetime) -> str:
    return f"{instant.astimezone(HELSINKI):%Y-%m-%d %H:%M}"
