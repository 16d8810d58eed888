"""Sending what is due: letters that are written, let go and tried out, to everybody on their lists, never twice.

Safe to run as often as one likes. Never wrap it in retries: what is in doubt is a person's to settle.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Connection
from typing import Final

from digest.bounce_box import BoxError
from digest.precheck import precheck
from digest.relay import Relay, relay_of
from digest.week import Week
from flows.bounced import read_box
from flows.handing_over import Handed, Manner, hand_over
from flows.send_report import LetterReport, Obstacle, SendReport
from flows.settings import Settings
from flows.written_letters import Written, last_week, written_letters
from stories.dates import HELSINKI
from warehouse.desk import glance
from warehouse.letting_go import approvals, needs_trial
from warehouse.outbox import (
    Mailing,
    begin,
    give_up,
    mailing_of,
    open_mailings,
    sender,
    states,
    tally,
    waiting_readers,
)

_PATIENCE: Final = 2.0  # seconds for another sender to end
NO_RELAY: Final = "no mail relay is named: set KOOSTE_SMTP=host:port"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which letters a sending is about; None leaves a choice open, and means last week for what has not begun."""

    week: str | None = None
    audience: str | None = None
    language: str | None = None

    def written(self, settings: Settings) -> tuple[Written, ...]:
        """The chosen letters that have been written; raises WeekError and AudienceError."""
        week = Week(self.week) if self.week else last_week(settings)
        return written_letters(settings, week, audience=self.audience, language=self.language)

    def takes(self, week: str, audience: str, language: str) -> bool:
        """Whether a letter whose sending has begun is among the chosen."""
        return self.week in {None, week} and self.audience in {None, audience} and self.language in {None, language}


def send_due(
    settings: Settings,
    *,
    week: str | None = None,
    audience: str | None = None,
    language: str | None = None,
    dry_run: bool = False,
    limit: int | None = None,
    environment: Mapping[str, str] = os.environ,
) -> SendReport:
    """Sends the letters of a week (last week's when None) that are due and let go, and what waits from earlier ones.

    `dry_run` sends and writes nothing; `limit` is how many messages at most.
    Network trouble is in the report. Raises RelayError, LinkError, AudienceError, WeekError and Sending.
    """
    choice = Choice(week=week, audience=audience, language=language)
    relay, manner = relay_of(environment), Manner.of(environment, settings.now, limit=limit)
    written = choice.written(settings)
    if dry_run:
        with glance(settings.home) as desk:
            return _report(desk, settings, choice, written, Handed(sent=0, stopped=None if relay else NO_RELAY))
    bounced, notes = _bounced(settings, environment)
    with sender(settings.home, wait=_PATIENCE) as desk:
        give_up(desk, settings.now)
        handed = _all_handed(desk, settings, choice, written, relay, manner)
        report = _report(desk, settings, choice, written, handed)
    return replace(report, bounced=bounced, notes=notes, is_rehearsal=False)


def waiting(settings: Settings) -> tuple[str, ...]:
    """What last week's letters wait for that only a person can do, one line each; takes no lock and sends nothing."""
    choice = Choice()
    with glance(settings.home) as desk:
        return _report(desk, settings, choice, choice.written(settings), Handed(sent=0)).needs_person


def _bounced(settings: Settings, environment: Mapping[str, str]) -> tuple[int, tuple[str, ...]]:
    """What came back is read first, so that no letter goes where the last one could not; a failure stops nothing."""
    try:
        found = read_box(settings, environment)
    except BoxError as error:
        return 0, (str(error),)
    return (found.hard + found.soft if found else 0), ()


def _all_handed(
    desk: Connection,
    settings: Settings,
    choice: Choice,
    written: Sequence[Written],
    relay: Relay | None,
    manner: Manner,
) -> Handed:
    fresh = [
        letter
        for letter in written
        if mailing_of(desk, letter.issue) is None and not any(_obstacles(desk, settings, letter))
    ]
    issues = [issue for issue, *named in open_mailings(desk) if choice.takes(*named)]
    if relay is None:
        # Nothing begins that cannot go on; and who has nothing to send needs no relay.
        return Handed(0, NO_RELAY if fresh or issues else None)
    for letter in fresh:
        begin(desk, _mailing(letter), settings.now)
    return hand_over(desk, relay, [*issues, *(letter.issue for letter in fresh)], manner)


def _mailing(letter: Written) -> Mailing:
    if letter.content is None:
        raise RuntimeError(f"{letter.issue} has begun without its bytes")
    return Mailing(
        issue=letter.issue,
        week=str(letter.week),
        audience=letter.audience.id,
        language=letter.language,
        sha256=letter.sha256,
        letter=letter.content,
    )


def _report(
    desk: Connection, settings: Settings, choice: Choice, written: Sequence[Written], handed: Handed
) -> SendReport:
    begun = [issue for issue, *named in open_mailings(desk) if choice.takes(*named)]
    earlier = [issue for issue in begun if issue not in {letter.issue for letter in written}]
    return SendReport(
        letters=(
            *(_begun(desk, issue) for issue in earlier),
            *(_standing(desk, settings, letter) for letter in written),
        ),
        sent=handed.sent,
        stopped=handed.stopped,
        in_doubt=states(desk).get("unknown", 0),
        is_rehearsal=True,
    )


def _standing(desk: Connection, settings: Settings, letter: Written) -> LetterReport:
    if mailing_of(desk, letter.issue) is not None:
        return _begun(desk, letter.issue)
    checked = precheck(letter.content) if letter.content else None
    readers = len(waiting_readers(desk, str(letter.week), letter.audience.id, letter.language))
    return LetterReport(
        issue=letter.issue,
        audience=letter.audience.id,
        language=letter.language,
        readers=readers,
        waiting=readers,
        size=checked.size if checked else 0,
        obstacles=tuple(_obstacles(desk, settings, letter)),
        warnings=checked.warnings if checked else (),
    )


def _begun(desk: Connection, issue: str) -> LetterReport:
    mailing, counted = mailing_of(desk, issue), tally(desk, issue)
    if mailing is None:
        raise RuntimeError(f"{issue} is queued without its letter")
    return LetterReport(
        issue=issue,
        audience=mailing.audience,
        language=mailing.language,
        readers=sum(counted.states.values()),
        size=len(mailing.letter),
        sent=counted["sent"],
        failed=counted["failed"],
        in_doubt=counted["unknown"] + counted["sending"],
        waiting=counted["queued"],
        dropped=counted["dropped"],
        next_at=counted.next_at,
    )


def _obstacles(desk: Connection, settings: Settings, letter: Written) -> Iterator[Obstacle]:
    """Why a letter does not go now; nothing when it does."""
    if letter.content is None:
        yield Obstacle(said="its .eml is gone or changed: write it again with `kooste digest`", is_for_person=True)
        return
    if not waiting_readers(desk, str(letter.week), letter.audience.id, letter.language):
        yield Obstacle(said="nobody reads it yet", is_for_person=False)
        return
    for fault in precheck(letter.content).faults:
        yield Obstacle(said=fault, is_for_person=True)
    if settings.now < letter.empty_issue.goes_at:
        goes = letter.empty_issue.goes_at.astimezone(HELSINKI)
        yield Obstacle(said=f"it is due {goes:%d.%m.%Y} at {goes:%H.%M}", is_for_person=False)
    yield from _unapproved(desk, letter)
    if needs_trial(desk, letter.audience.id):
        hint = f"kooste send --audience {letter.audience.id} --test ADDRESS"
        yield Obstacle(said=f"this audience's first letter wants a test letter before it: `{hint}`", is_for_person=True)


def _unapproved(desk: Connection, letter: Written) -> Iterator[Obstacle]:
    given = approvals(desk, letter.issue)
    if letter.audience.approval == "auto" or any(one.sha256 == letter.sha256 for one in given):
        return
    why = f"it has changed since {given[-1].by} approved it" if given else "it waits for approval"
    yield Obstacle(said=f"{why}: `kooste send --approve {letter.issue}`", is_for_person=True)
