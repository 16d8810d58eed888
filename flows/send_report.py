"""What a sending did, or would do: counts and reasons, never an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from stories.dates import HELSINKI


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a letter does not go now; `is_for_person` when it waits for somebody and not for time."""

    said: str
    is_for_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReport:
    """How one letter stands. `readers` are its rows, or who would get it; `waiting` are still to be handed over.

    `size` is the message in bytes; `obstacles` say why it has not begun, `warnings` what is worth knowing.
    """

    issue: str
    audience: str
    language: str
    readers: int
    size: int
    sent: int = 0
    failed: int = 0
    in_doubt: int = 0
    waiting: int = 0
    dropped: int = 0
    next_at: datetime | None = None
    obstacles: tuple[Obstacle, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def why(self) -> tuple[str, ...]:
        """Why it has not begun, in words."""
        return tuple(obstacle.said for obstacle in self.obstacles)

    @property
    def state(self) -> str:
        """In a word or two: held, sent, waiting until …, in doubt."""
        if self.obstacles:
            return "held"
        if self.waiting:
            until = f" until {self.next_at.astimezone(HELSINKI):%d.%m. %H.%M}" if self.next_at else ""
            return f"waiting{until}"
        return "in doubt" if self.in_doubt else "sent" if self.sent else "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReport:
    """What one sending did: messages `sent` now, how each letter stands, and why it `stopped` early, when it did."""

    letters: tuple[LetterReport, ...]
    sent: int = 0
    stopped: str | None = None
    in_doubt: int = 0
    bounced: int = 0
    notes: tuple[str, ...] = ()
    is_rehearsal: bool = False

    @property
    def needs_person(self) -> tuple[str, ...]:
        """What waits for somebody, one line each."""
        held = tuple(f"{one.issue}: {o.said}" for one in self.letters for o in one.obstacles if o.is_for_person)
        doubt = (f"{self.in_doubt} letters in doubt: `kooste send --in-doubt`",) if self.in_doubt else ()
        return held + doubt + ((f"sending stopped: {self.stopped}",) if self.stopped else ())

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """One row a letter, under `COLUMNS`."""
        return [
            (one.issue, one.state, one.readers, one.sent, one.waiting, one.failed, one.in_doubt, one.size)
            for one in self.letters
        ]

    @property
    def markdown(self) -> str:
        """The report as Markdown: a table, and what waits for somebody."""
        lines = [f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}"]
        lines += [f"| {' | '.join(map(str, row))} |" for row in self.rows]
        notes = [f"- {one.issue}: {said}" for one in self.letters for said in (*one.why, *one.warnings)]
        stop = [f"Sending stopped: {self.stopped}"] if self.stopped else []
        said = [*(lines if self.letters else ["No letter is written."]), "", *notes, *self.notes, *stop]
        return "\n".join(said)


COLUMNS = ("letter", "state", "readers", "sent", "waiting", "failed", "in doubt", "bytes")
