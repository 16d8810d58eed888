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


def cut_subscriptions(trimming: Trimming) -> None:
    """Invitations to subscribe and to visit a press room: the heading with the few words under it, or a line alone."""
    while found := _subscription(trimming.blocks):
        before = len(trimming.blocks)
        trimming.drop(found, f"an invitation to subscribe: {quoted(found[0].text)}")
        if len(trimming.blocks) == before:
            return


def _subscription(blocks: Sequence[Block]) -> list[Block]:
    read = 0
    for at, block in enumerate(blocks):
        under = [*takewhile(_belongs_to_form, islice(blocks, at + 1, at + 7))] if len(block.text) <= _SHORT else []
        if read > 60 and _invites(block, under):
            return [block, *under] if block.is_heading or phrases.SUBSCRIBE.fullmatch(bare(block.text)) else [block]
        read += len(block.text)
    return []


def _invites(block: Block, under: Sequence[Block]) -> bool:
    line = bare(block.text)
    if len(line) <= _SHORT and phrases.SUBSCRIBE.fullmatch(line):
        return block.is_heading or block.bold or block.link_share > 0.5 or bool(under)
    if block.is_heading and phrases.FOLLOW.fullmatch(line):
        return any(phrases.SUBSCRIBING.match(other.text) for other in under)
    return len(line) < 400 and block.kind == "p" and bool(phrases.SUBSCRIBING.match(line))


def _belongs_to_form(block: Block) -> bool:
    """The words of a form: short ones, and those that tell what one gets and how to stop it."""
    if block.is_heading or phrases.CONTACT.match(bare(block.text)):
        return False
    return len(block.text) < 25 or (len(block.text) < 400 and bool(phrases.SUBSCRIBING.search(block.text)))


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


def cut_lists_between(trimming: Trimming) -> None:
    """Lists of headlines in the midst of a text, after a sentence that is complete without them."""
    blocks, url = trimming.blocks, trimming.setting.url
    at = 1
    while at < len(blocks):
        run = list(takewhile(lambda block: block.kind == "li" and _is_headline(block, url), blocks[at:]))
        if len(run) > 2 and blocks[at - 1].text.rstrip()[-1:] in ".!?”" and not blocks[at - 1].is_heading:
            trimming.drop(run, f"{len(run)} linked headlines between paragraphs from {quoted(run[0].text)}")
        at += max(1, len(run))


def _is_headline(block: Block, url: str) -> bool:
    return leads_elsewhere(block, url) and len(block.text) > 12 and not phrases.CONTACT.match(block.text)


def _is_date_only(block: Block) -> bool:
    return len(block.text) < 30 and is_publication_line(block.text, near_title=True)


def _is_lone_teaser(tail: Sequence[Block]) -> bool:
    """One linked heading with its text under it at the very end."""
    return tail[0].is_heading and len(tail) <= 3 and sum(len(block.text) for block in tail) < 500
