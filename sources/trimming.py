"""A row of blocks on its way to become a body, and the words that all cuts use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from sources.addresses import host_of
from sources.blocks import Block

_WORDS = re.compile(r"[^\W_]+")
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|rtf|zip|csv|ics|epub)(?:$|[?#/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known of a page before its blocks are read."""

    url: str
    title: str = ""
    site_names: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()  # publication lines that were found by name, apart from the blocks
    protected: frozenset[str] = frozenset()  # paragraphs that the listing gives as the item's own
    now: datetime | None = None  # when the page was fetched: what lies ahead of it is no date of publication
    listed: datetime | None = None  # the date that the listing gives


@dataclass(slots=True)
class Trimming:
    """Blocks on their way to become a body: what is left, and what was cut and why."""

    setting: Setting
    blocks: list[Block]
    cuts: list[str] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def drop(self, gone: Sequence[Block], reason: str) -> None:
        """Take blocks out; those that the listing vouches for stay."""
        kept = self.setting.protected
        numbers = {block.number for block in gone if not kept or folded(block.text) not in kept}
        if not numbers:
            return
        self.blocks = [block for block in self.blocks if block.number not in numbers]
        self.cuts.append(f"cut: {reason}")


def folded(text: str) -> str:
    """A text's letters and digits in lower case, for comparing."""
    return " ".join(_WORDS.findall(text.lower()))


def quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"'{line[:57]}…'" if len(line) > 60 else f"'{line}'"


def bare(text: str) -> str:
    """A line without the marks that lists and headings put around it."""
    return text.strip(" -–•*:.…|»›→").strip()


def leads_elsewhere(block: Block, url: str) -> bool:
    """A line that is a link to another page of the same site."""
    if block.link_share < 0.8 or not block.links:
        return False
    address = _joined(url, block.links[0].get("href") or "")
    return address.startswith("http") and host_of(address) == host_of(url) and not FILE.search(address)


def _joined(url: str, href: str) -> str:
    try:
        return urljoin(url, href)
    except ValueError:
        return ""
