"""Which letters readers may see: those of an audience that needs no approval, and those an editor has let go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from desk.shelf import Issue, issues
from desk.site import Site
from digest.audience import Audience
from warehouse.shelf import let_go


def shown(site: Site, known: Mapping[str, Audience]) -> tuple[Issue, ...]:
    """The letters on the shelf that may be seen, newest first; drafts among them are marked, or left out."""
    free = let_go(site.home)
    marked = [replace(one, is_draft=needs_word(known, one.audience) and one.name not in free)
              for one in issues(site.home)]  # fmt: skip
    return tuple(one for one in marked if site.shows_drafts or not one.is_draft)


def hidden(site: Site) -> frozenset[str]:
    """The names of letters on the shelf that nothing may name, since nobody has let them go yet."""
    if site.shows_drafts:
        return frozenset()
    known, free = site.audiences, let_go(site.home)
    return frozenset(one.name for one in issues(site.home) if needs_word(known, one.audience) and one.name not in free)


def may_be_seen(site: Site, audience: str, name: str) -> bool:
    """Whether the letter of that name may be seen."""
    return site.shows_drafts or not needs_word(site.audiences, audience) or name in let_go(site.home)


def needs_word(known: Mapping[str, Audience], audience: str) -> bool:
    """Whether an editor must let the audience's letters go; one that has no file any more waits for nobody."""
    return audience in known and known[audience].approval == "required"
