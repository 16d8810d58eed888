"""Who a letter is for: what they want to read, in which order, how much of it, and from whom it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from stories.model import Kind, OrganisationKind

DEFAULT_AUDIENCE = "jarjestot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What an audience reads; an empty tuple lets everything through."""

    kinds: tuple[Kind, ...] = ()
    regions: tuple[str, ...] = ()
    organisation_kinds: tuple[OrganisationKind, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much fits: whole stories, one-liners, and how many of each one organisation may have."""

    stories: int = 25
    lines: int = 20
    organisation: int = 4
    organisation_lines: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """Which stories a section takes and how it shows them.

    A story goes to the first section, in the file's order, that takes it and has room. `occasion` makes a box of
    coming events or deadlines by date, which also takes undated stories of its `kinds`.
    """

    id: str
    style: Literal["lead", "story", "dated", "line"]
    kinds: tuple[Kind, ...] = ()
    occasion: Literal["event", "deadline"] | None = None
    limit: int = 10
    organisation: int | None = None
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Whom the letter comes from, and the addresses its headers and footer name; None leaves them out."""

    sender: str
    reply_to: str
    unsubscribe: str | None = None
    archive: str | None = None
    postal: str = ""

    @property
    def domain(self) -> str:
        """The sender's mail domain, which also names the list and its messages."""
        return self.sender.rpartition("@")[2].rstrip(">").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """One readership and its letter; `names` and `taglines` by language."""

    id: str
    names: Mapping[str, str]
    taglines: Mapping[str, str]
    languages: tuple[str, ...]
    approval: Literal["auto", "required"]
    weekday: int
    filters: Filters
    limits: Limits
    sections: tuple[SectionRule, ...]
    mail: Mail
