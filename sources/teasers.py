"""Teasers of other news in and under an article: under a heading, in another language, or as a list of headlines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from sources import phrases
from sources.blocks import Block
from sources.publication import is_publication_line
from sources.tongues import main_tongue, tongue
from sources.trimming import Trimming, bare, leads_elsewhere, quoted
from stories.dates import read_moment

_SHORT = 90  # characters: a heading or a label, no paragraph
_MOST_CUTS = 100


def cut_related(trimming: Trimming) -> None:
    at = 1
    while at < len(trimming.blocks) and len(trimming.cuts) < _MOST_CUTS:
        block = trimming.blocks[at]
        if _is_related_heading(block):
            gone = _section(trimming.blocks, at)
            count = sum(1 for b in gone[1:] if b.links)
            trimming.drop(gone, f"{count} teasers under {quoted(block.text)}")
            if block in trimming.blocks:
                at += 1
        else:
            at += 1


def _is_related_heading(block: Block) -> bool:
    line = bare(block.text)
    return len(line) <= _SHORT and block.link_share < 0.5 and bool(phrases.RELATED.fullmatch(line))


def _section(blocks: Sequence[Block], at: int) -> list[Block]:
    """A heading over other news and what belongs to it: up to the text that goes on after it, or all the rest."""
    heading = blocks[at]
    box = _box(blocks, at)
    if box and len(box) > 1:
        return box
    rest = blocks[at + 1 :]
    end = next((n for n, block in enumerate(rest) if n and _resumes(rest, n, heading)), len(rest))
    return [heading, *rest[:end]]


def _box(blocks: Sequence[Block], at: int) -> list[Block]:
    """The blocks inside the element that holds the heading and its links, when that is not the article itself."""
    for around in islice(blocks[at].element.iterancestors(), 8):
        inside = set(around.iter())
        first = next((n for n, block in enumerate(blocks) if block.element in inside), at)
        if first < at:
            return []
        members = [block for block in blocks[at:] if block.element in inside]
        if len(members) > 1:
            return members
    return []


def _resumes(rest: Sequence[Block], at: int, heading: Block) -> bool:
    """Whether the article goes on at a block under a heading over other news: contacts, or prose that no link leads."""
    block, before = rest[at], rest[at - 1]
    if phrases.CONTACT.match(bare(block.text)) and len(block.text) < 400:
        return True
    if block.is_heading and heading.is_heading and block.kind <= heading.kind:
        return not block.links and not any(b.is_heading and b.links for b in rest[at:])
    if heading.is_heading or block.links or len(block.text) < _SHORT:
        return False
    later = list(takewhile(lambda other: not _is_related_heading(other), rest[at:]))
    leads_on = any(other.link_share > 0.6 for other in later)
    return not leads_on and before.link_share > 0.6 and sum(len(other.text) for other in later) > 120


def cut_foreign_teasers(trimming: Trimming) -> None:
    main = main_tongue(block.text for block in trimming.blocks if block.link_share < 0.3)
    if main is None:
        return
    gone: list[Block] = []
    for at, block in enumerate(trimming.blocks):
        if leads_elsewhere(block, trimming.setting.url) and tongue(block.text) not in {None, main}:
            gone += [block, *_same_tongue(trimming.blocks[at + 1 : at + 3], tongue(block.text))]
    if gone:
        trimming.drop(gone, f"teaser in another language: {quoted(gone[0].text)}")


def _same_tongue(blocks: Sequence[Block], language: str | None) -> Iterator[Block]:
    for block in blocks:
        is_date = len(block.text) < 30 and read_moment(block.text) is not None
        if block.is_heading or not (is_date or tongue(block.text) == language):
            return
        yield block


def cut_headline_lists(trimming: Trimming) -> None:
    """Linked headlines at the end, each perhaps with a date and a line of text, that no words of the text announce."""
    blocks, url = trimming.blocks, trimming.setting.url
    start, count = len(blocks), 0
    for at in range(len(blocks) - 1, 0, -1):
        if _is_headline(blocks[at], url):
            start, count = at, count + 1
        elif not any(_is_headline(before, url) for before in blocks[max(1, at - 2) : at]) or len(blocks[at].text) > 400:
            break
    while start > 1 and _is_date_only(blocks[start - 1]):
        start -= 1
    tail = blocks[start:]
    is_teaser = any(block.is_heading or block.bold for block in tail) or len(tail) > count
    announced = start > 0 and (blocks[start - 1].text.rstrip().endswith(":") or blocks[start - 1].is_heading)
    is_many = count >= (2 if any(block.ruled for block in tail[:1]) else 3)
    if tail and ((is_teaser and count > 1) or (is_many and not announced) or _is_lone_teaser(tail)):
        trimming.drop(tail, f"{count} linked headlines from {quoted(tail[0].text)}")


def _is_headline(block: Block, url: str) -> bool:
    return leads_elsewhere(block, url) and len(block.text) > 12 and not phrases.CONTACT.match(block.text)


def _is_date_only(block: Block) -> bool:
    return len(block.text) < 30 and is_publication_line(block.text, near_title=True)


def _is_lone_teaser(tail: Sequence[Block]) -> bool:
    """One linked heading with its text under it at the very end."""
    return tail[0].is_heading and len(tail) <= 3 and sum(len(block.text) for block in tail) < 500
