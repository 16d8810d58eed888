"""Visitor comments under an article: their heading, or a name with a time and words under it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sources import phrases
from sources.blocks import Block
from sources.trimming import Trimming, bare, leads_elsewhere, quoted
from stories.dates import read_moment


def cut_comments(trimming: Trimming) -> None:
    blocks = trimming.blocks
    start = next(
        (at for at, block in enumerate(blocks) if at and _opens_comments(blocks, at, trimming.setting.url)), None
    )
    if start is not None:
        gone = blocks[start:]
        trimming.drop(gone, f"{len(gone)} blocks of visitor comments from {quoted(gone[0].text)}")


def _opens_comments(blocks: Sequence[Block], at: int, url: str) -> bool:
    block = blocks[at]
    line = bare(block.text)
    if len(line) <= 120 and phrases.COMMENTS.fullmatch(line) and (at > 1 or block.is_heading or block.bold):
        return _is_comment_heading(blocks, at)
    return _is_comment(blocks, at, url)


def _is_comment_heading(blocks: Sequence[Block], at: int) -> bool:
    """A heading over comments; one over a statement's own text ("Kommentit esityksestä") reads on in prose."""
    following = blocks[at + 1 : at + 6]
    if re.search(r"\d|jätä|lämna|leave", blocks[at].text, re.IGNORECASE):
        return True
    signed = any(_commenter(b.text.split("\n")[0]) is not None or _is_time(b.text) for b in following)
    return signed or not any(len(block.text) > 130 for block in following)


def _is_comment(blocks: Sequence[Block], at: int, url: str) -> bool:
    """A name with a time and words under it; a name with a bare day needs a second one, since writers sign so too."""
    first, _, rest = blocks[at].text.partition("\n")
    found = _commenter(first) or _split_commenter(blocks, at)
    # A linked headline over its date reads like a name over its time.
    if found is None or _is_about_publishing(first) or leads_elsewhere(blocks[at], url):
        return False
    follows = bool(rest.strip()) or at + 1 < len(blocks)
    before = sum(len(block.text) for block in blocks[:at])
    if not follows or before < 30:
        return False
    more = sum(1 for n in range(at + 1, len(blocks)) if _commenter(blocks[n].text.split("\n")[0]) is not None)
    if more:
        return True
    # One name with a time over most of the page's text is its writer's.
    return found and sum(len(block.text) for block in blocks[at:]) < max(before, 400)


def _commenter(line: str) -> bool | None:
    """True: a name with a time of day or "kirjoitti"; False: a name with a day only; None: no such line."""
    if not 4 < len(line) <= 110:
        return None
    found = phrases.COMMENTER.fullmatch(line.strip(" -–•*|"))
    if found is None:
        return None
    name = found["said"] or found["name"] or found["last"] or ""
    if len(name.split()) > 5 or phrases.CONTACT.match(name) or (read_moment(line) is None and not found["said"]):
        return None
    return bool(found["said"] or found["t1"] or found["t2"] or found["t3"])


def _split_commenter(blocks: Sequence[Block], at: int) -> bool | None:
    """A name alone on its line, its time of day alone on the next, and words under them."""
    if at + 2 >= len(blocks) or not _is_name(blocks[at].text) or blocks[at].is_heading:
        return None
    return True if _is_time(blocks[at + 1].text) else None


def _is_name(text: str) -> bool:
    return len(text) < 40 and 1 <= len(text.split()) <= 3 and not re.search(r"[\d:.!?]", text)


def _is_time(text: str) -> bool:
    moment = read_moment(text) if len(text) < 40 else None
    return moment is not None and moment.precision in {"minute", "second"} and len(text) <= len(moment.text) + 6


def _is_about_publishing(line: str) -> bool:
    return bool(
        re.match(r"(?:julkais|päivit|muokat|public|uppdat|updated|posted|tiedote|teksti|text)", line, re.IGNORECASE)
    )
