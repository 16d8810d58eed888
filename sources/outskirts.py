"""What stands beside the element that holds a text: buttons, counters, cards and boxes that name themselves nothing.

Most pages keep an article's paragraphs in one element. What follows outside it is the page's, save contacts, files,
figures and whole sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml import etree

from sources import phrases
from sources.blocks import Block
from sources.trimming import FILE, Trimming, bare, folded, quoted
from sources.zones import SIGN_UP

_SHARE = 0.75  # of the prose: the element that holds as much is the text's own
_LEAST_BLOCKS = 2  # of prose; one paragraph is no frame around a text
_PROSE, _LEAST_SENTENCE = 40, 20
# What a part of the text that stands apart tells: times, prices, how to reach somebody, who signed.
_TELLS = re.compile(
    r"\d{1,2}[.:]\d{2}|\d{1,2}\.\s?\d{1,2}\.|€|\beuro|@|\(at\)|\d(?:[\s-]?\d){5}|\b(?:klo|kl)\b|\d\s?%|\b(?:19|20)\d\d\b"
)
_SIGNED = re.compile(r"(?:[A-ZÅÄÖ][\w-]+[ ]){1,3}[A-ZÅÄÖ][\w-]+(?:$|[,\n])")
_LITTLE_BELOW, _SHORT_BELOW = 200, 80  # characters under a line across, and in one of its paragraphs
_ENDS = '.!?…”")'


def cut_outskirts(trimming: Trimming) -> None:
    """Cut the short lines that follow outside the element which holds the text."""
    core = _core(trimming.blocks)
    if core is None:
        return
    inside = set(core.iter())
    last = max(at for at, block in enumerate(trimming.blocks) if block.element in inside)
    around = {core, *core.iterancestors()}
    parts = [list(group) for _, group in groupby(trimming.blocks[last + 1 :], key=lambda b: _top(b.element, around))]
    for part in _foreign(parts, trimming.setting.site_names, announced=_announces(trimming.blocks[last])):
        trimming.drop(part, f"beside the text: {quoted(part[0].text)}")


def _foreign(parts: Sequence[list[Block]], site_names: Sequence[str], *, announced: bool) -> Iterator[list[Block]]:
    """The parts that are not the text's; a heading goes or stays with the part right under it."""
    before = [announced, *(_announces(part[-1]) for part in parts)]
    kept_from = -1  # the number of the first block of the part below, when that is kept
    for part, is_announced in zip(reversed(parts), before[-2::-1], strict=True):
        is_title = all(block.is_heading for block in part) and part[-1].number + 1 == kept_from
        if is_title or is_announced or _belongs(part, site_names):
            kept_from = part[0].number
        else:
            kept_from = -1
            yield part


def _announces(block: Block) -> bool:
    return block.text.rstrip().endswith(":")


def cut_below_rule(trimming: Trimming) -> None:
    """Cut the few words under the last lines across: captions of old galleries, rights, who keeps the pages."""
    blocks, below, start = trimming.blocks, 0, None
    for at in range(len(blocks) - 1, 1, -1):
        below += len(blocks[at].text)
        if below > _LITTLE_BELOW or _tells(blocks[at]) or len(blocks[at].text) > _SHORT_BELOW:
            break
        start = at if blocks[at].ruled else start
    if start is not None:
        trimming.drop(blocks[start:], f"below a line across: {quoted(blocks[start].text)}")


def _core(blocks: Sequence[Block]) -> etree._Element | None:
    """The innermost element around most of the prose; None when that is no less than everything."""
    prose = [block for block in blocks if _is_prose(block)]
    whole = sum(len(block.text) for block in prose)
    if len(prose) < _LEAST_BLOCKS:
        return None
    found = None
    for element in _lineage(prose):
        inside = set(element.iter())
        held = [block for block in prose if block.element in inside]
        if len(held) < _LEAST_BLOCKS or sum(len(block.text) for block in held) < _SHARE * whole:
            break
        found = element
    return found


def _lineage(prose: Sequence[Block]) -> Iterator[etree._Element]:
    """The elements around the longest paragraph, from the outside in."""
    longest = max(prose, key=lambda block: len(block.text))
    around = [longest.element, *longest.element.iterancestors()]
    return reversed(around)


def _top(element: etree._Element, around: set[etree._Element]) -> etree._Element:
    top = element
    for outer in element.iterancestors():
        if outer in around:
            return top
        top = outer
    return top


def _is_prose(block: Block) -> bool:
    return len(block.text) - block.linked > _PROSE and not block.is_heading


def _tells(block: Block) -> bool:
    """Whether a line gives a time, a price, a contact, a file or a way to sign up."""
    is_told = _TELLS.search(block.text) or SIGN_UP.search(block.text) or phrases.CONTACT.match(bare(block.text))
    return bool(is_told) or any(FILE.search(link.get("href") or "") for link in block.links)


def _is_sentence(block: Block) -> bool:
    is_plain = not block.is_heading and block.link_share < 0.3 and len(block.text) >= _LEAST_SENTENCE
    return is_plain and len(block.text.split()) > 2 and block.text.rstrip()[-1:] in _ENDS


def _belongs(part: Sequence[Block], site_names: Sequence[str]) -> bool:
    """Whether a part outside the text's element is the article's all the same."""
    if _is_of_site(part, site_names):
        return False
    return any(
        _tells(block)
        or block.kind in {"row", "dt", "dd", "blockquote", "figcaption", "address"}
        or _is_sentence(block)
        or _SIGNED.match(block.text)
        or (block.kind == "li" and len(block.text) - block.linked > _PROSE)
        for block in part
    ) or _is_list(part)


def _is_of_site(part: Sequence[Block], site_names: Sequence[str]) -> bool:
    """Whether a part stands under a heading over other things, calls to join, or tells of the site by its name."""
    head, size = bare(part[0].text), sum(len(block.text) for block in part)
    if len(head) < 80 and any(words.fullmatch(head) for words in (phrases.ABOUT, phrases.SECTION, phrases.RELATED)):
        return True
    if len(head) < 80 and phrases.CALL.fullmatch(head) and not any(_TELLS.search(block.text) for block in part):
        return True
    first = part[0].text.split("\n")[0]
    if len(first) <= 110 and phrases.COMMENTER.fullmatch(first) and size > len(first):
        return True
    named = any(name and len(name) > 3 and folded(head).startswith(f"{folded(name)} ") for name in site_names)
    return named and size < 300 and not any(phrases.CONTACT.match(bare(block.text)) for block in part)


def _is_list(part: Sequence[Block]) -> bool:
    """A list of several items that lead nowhere: who brings what, what is on the programme."""
    items = [block for block in part if block.kind == "li"]
    return len(items) > 1 and not any(block.links for block in part) and len(part) - len(items) < 2
