"""What keeps a crawl modest: a source's budget, and what a night has learnt of the hosts it visits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SPENT = "tonight's budget for this source is spent"


@dataclass(slots=True)
class Budget:
    """What a source may still cost tonight: requests, and seconds spent on its own answers (not in a queue)."""

    requests: int = 300
    seconds: float = 600.0
    used: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be asked tonight."""
        return not self.affords(0.0)

    def affords(self, seconds: float) -> bool:
        """Whether one more request may be made, after a pause of so many seconds."""
        return self.used < self.requests and seconds < self.seconds

    def charge(self, seconds: float) -> None:
        """Pays for one request."""
        self.used += 1
        self.seconds -= seconds


@dataclass(slots=True)
class Hosts:
    """What a night has learnt of hosts, across its batches: which asked to be left alone until when, which are slow.

    `rules` are the robots.txt rules by site, `delays` the seconds they ask for.
    """

    waits: dict[str, datetime] = field(default_factory=dict)
    delays: dict[str, float] = field(default_factory=dict)
    rules: dict[str, Any] = field(default_factory=dict)
