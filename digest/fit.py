"""A letter that mail programs show whole: Gmail cuts a message at about 102 kB."""

from __future__ import annotations

from dataclasses import replace

from digest.issue import Decision, Issue, Placed, Section
from digest.render import html

MOST_BYTES = 90_000


def fitted(issue: Issue, *, most: int = MOST_BYTES) -> Issue:
    """The issue with its least important stories moved to the overflow until its HTML is at most `most` bytes."""
    while issue.sections and len(html(issue).encode()) > most:
        issue = _without(issue, min(_by_weight(issue))[-1])
    return issue


def _by_weight(issue: Issue) -> list[tuple[bool, int, int, str]]:
    # A lead and an editor's pick go last of all; of two that weigh the same the one further down goes first.
    every = [
        (section.style == "lead" or placed.is_picked, placed) for section in issue.sections for placed in section.placed
    ]
    return [
        (is_lead, placed.importance.points, -place, placed.entry.story_id)
        for place, (is_lead, placed) in enumerate(every)
    ]


def _without(issue: Issue, story_id: str) -> Issue:
    moved = next(placed for placed in issue.placed if placed.entry.story_id == story_id)
    shorter = (_section_without(section, moved) for section in issue.sections)
    return replace(
        issue,
        sections=tuple(section for section in shorter if section.placed),
        overflow=(*issue.overflow, moved),
        decisions=tuple(
            _moved(decision) if decision.story_id == story_id else decision for decision in issue.decisions
        ),
    )


def _section_without(section: Section, moved: Placed) -> Section:
    return replace(section, placed=tuple(placed for placed in section.placed if placed is not moved))


def _moved(decision: Decision) -> Decision:
    why = f"not in {decision.place}: the letter would be cut off by mail programs"
    return replace(decision, place="overflow", reasons=(*decision.reasons, why))
