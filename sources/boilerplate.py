"""What to cut from a row of blocks: everything on a page that is not the article's own text, each cut with its reason.

Works on blocks, not on classes, so that it reads old pages of bare `<div>`, `<font>` and `<br><br>` as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from rapidfuzz import fuzz

from sources import phrases
from sources.blocks import Block
from sources.closing import take_closing_date
from sources.comments import cut_comments
from sources.echoes import cut_contents, cut_next_items, cut_pull_quotes
from sources.markup import text_in
from sources.outskirts import cut_below_rule, cut_outskirts
from sources.publication import cut_publication_lines, parts_of
from sources.teasers import cut_foreign_teasers, cut_headline_lists, cut_lists_between, cut_related, cut_subscriptions
from sources.trimming import Setting, Trimming, bare, folded, leads_elsewhere, quoted

MOST_BLOCKS = 4_000
_LONGEST_FOOTER = 900
_POSTAL = re.compile(r"\b\d{5}\s+[A-ZÅÄÖ]")
_REACHABLE = re.compile(r"\b(?:puh\w*|tel\w*|tfn)\b|@", re.IGNORECASE)


def trim(blocks: Sequence[Block], setting: Setting, heading: Block | None) -> Trimming:
    """Cut a page's blocks down to the article that stands under `heading` (None: no heading was found)."""
    trimming = Trimming(setting=setting, blocks=list(blocks[:MOST_BLOCKS]))
    if len(blocks) > MOST_BLOCKS:
        trimming.cuts.append(f"cut: all after {MOST_BLOCKS:,} paragraphs")
    if heading is not None:
        _cut_above(trimming, heading)
        cut_next_items(trimming, heading)
    for step in _STEPS:
        step(trimming)
    return trimming


def _cut_above(trimming: Trimming, heading: Block) -> None:
    above = [block for block in trimming.blocks if block.number < heading.number]
    trimming.dated += [part for block in above[-6:] if len(block.text) < 200 for part in parts_of(block)]
    trimming.drop(above, f"{len(above)} blocks above the heading")


def _cut_title(trimming: Trimming) -> None:
    wanted = folded(trimming.setting.title)
    again = [block for block in trimming.blocks[:12] if wanted and is_same_line(block.text, wanted)]
    trimming.drop(again, "the title, told apart")


def is_same_line(text: str, wanted: str) -> bool:
    """Whether a line says the same as a folded title, give or take a site's name or a dash."""
    line = folded(text)
    if not line or len(line) > 2 * len(wanted) + 20:
        return False
    return line in {wanted, f"{wanted} {wanted}"} or (len(wanted) > 12 and fuzz.ratio(line, wanted) > 93)


def _cut_small_furniture(trimming: Trimming) -> None:
    for reason, is_that in _FURNITURE:
        gone = [block for block in trimming.blocks if len(block.text) <= 400 and is_that(block)]
        if gone:
            trimming.drop(gone, f"{reason}: {quoted(gone[0].text)}")


def _is_share(block: Block) -> bool:
    text = bare(block.text)
    is_short = len(text) <= 150 and not block.is_heading and re.search(r"[^\W\d_]", text) is not None
    return is_short and bool(phrases.SHARE.fullmatch(text))


def _is_cookie(block: Block) -> bool:
    if len(block.text) >= 350 or block.is_heading:
        return False
    opening = block.text[:250]
    return phrases.has_any(opening, phrases.COOKIE_WORDS) and bool(phrases.COOKIES.search(opening))


def _is_skip(block: Block) -> bool:
    return block.link_share > 0.8 and len(block.text) < 60 and bool(phrases.SKIP.fullmatch(block.text))


def _is_back(block: Block) -> bool:
    return block.link_share > 0.5 and len(block.text) < 70 and bool(phrases.BACK.fullmatch(bare(block.text)))


def _is_crumbs(block: Block) -> bool:
    if len(block.links) < 2 or len(block.text) >= 200 or block.link_share <= 0.4:
        return False
    return len(re.split(r"\s?[>»›/→|]\s?", block.text)) > 2


def _is_related_line(block: Block) -> bool:
    """ "Lue myös: …" as one line in the text; a line that says more than its link stays."""
    return block.link_share > 0.5 and bool(phrases.RELATED_OPENING.match(bare(block.text)))


def _is_feedback(block: Block) -> bool:
    return len(block.text) < 90 and bool(phrases.FEEDBACK.fullmatch(bare(block.text)))


def _is_call(block: Block) -> bool:
    """ "Liity jäseneksi" as a button."""
    return len(block.text) < 60 and block.link_share > 0.8 and bool(phrases.CALL.fullmatch(bare(block.text)))


def _is_version_line(block: Block) -> bool:
    return len(block.text) < 70 and not block.is_heading and bool(phrases.VERSION_LINE.fullmatch(bare(block.text)))


def _is_notice(block: Block) -> bool:
    return len(block.text) < 260 and bool(phrases.PAGE_NOTICE.match(bare(block.text)))


def _is_counter(block: Block) -> bool:
    return len(block.text) < 60 and not block.is_heading and bool(phrases.COUNTER.fullmatch(bare(block.text)))


_FURNITURE: tuple[tuple[str, Callable[[Block], bool]], ...] = (
    ("share buttons", _is_share),
    ("cookie notice", _is_cookie),
    ("skip link", _is_skip),
    ("way back", _is_back),
    ("breadcrumb", _is_crumbs),
    ("line to other news", _is_related_line),
    ("question about the page", _is_feedback),
    ("call to act", _is_call),
    ("visitor counter", _is_counter),
    ("way to another version", _is_version_line),
    ("notice about the page", _is_notice),
)


def _cut_tags(trimming: Trimming) -> None:
    gone: list[Block] = []
    for at, block in enumerate(trimming.blocks):
        line = bare(block.text)
        if len(line) > 300 or not phrases.TAGS.match(f"{line}:" if len(line) < 25 and not block.links else line):
            continue
        listed = [block] if block.links else list(takewhile(_is_link_only, trimming.blocks[at + 1 : at + 30]))
        is_bare = block.is_heading and all(other.is_heading for other in trimming.blocks[at + 1 : at + 2])
        if listed or is_bare:  # its tags may have been cut by name
            gone += [block, *listed]
            trimming.tags += [text_in(link) for tagged in listed for link in tagged.links]
    if gone:
        trimming.drop(gone, f"tags: {quoted(gone[0].text)}")


def _is_link_only(block: Block) -> bool:
    return block.link_share > 0.6 and len(block.text) < 60


def _cut_footer(trimming: Trimming) -> None:
    blocks = trimming.blocks
    # From the end up: a footer is short, so the search stops where too much text would go with it.
    start, below = None, 0
    for at in range(len(blocks) - 1, max(0, len(blocks) // 2 - 1), -1):
        below += len(blocks[at].text)
        if below > _LONGEST_FOOTER:
            break
        if _opens_footer(blocks[at], trimming.setting, is_last=at == len(blocks) - 1):
            start = at
    if start is not None:
        trimming.drop(blocks[start:], f"footer from {quoted(blocks[start].text)}")


def _opens_footer(block: Block, setting: Setting, *, is_last: bool) -> bool:
    if len(block.text) > 300 or phrases.CONTACT.match(block.text):
        return False
    if phrases.opens_footer(block.text):
        return True
    begins = bool(setting.site_names) and _begins_with_name(folded(block.text), setting.site_names)
    if not begins and not (is_last and block.ruled):
        return False
    postal, reachable = bool(_POSTAL.search(block.text)), bool(_REACHABLE.search(block.text))
    return (begins and (postal or reachable or block.ruled)) or (is_last and block.ruled and postal and reachable)


def _begins_with_name(line: str, names: Sequence[str]) -> bool:
    return any(name and line.startswith(folded(name)) for name in names)


def _cut_loose_ends(trimming: Trimming) -> None:
    """Headings with nothing under them, and lone links to the site's own lists, at the end."""
    gone: list[Block] = []
    for block in reversed(trimming.blocks):
        if not (
            block.is_heading
            or (leads_elsewhere(block, trimming.setting.url) and phrases.BACK.fullmatch(bare(block.text)))
        ):
            break
        gone.append(block)
    if gone and len(gone) < len(trimming.blocks):
        trimming.drop(gone, f"a heading with nothing under it: {quoted(gone[-1].text)}")


_STEPS: tuple[Callable[[Trimming], None], ...] = (
    _cut_title,
    cut_contents,
    cut_pull_quotes,
    _cut_small_furniture,
    _cut_tags,
    cut_comments,
    cut_publication_lines,
    cut_related,
    cut_subscriptions,
    cut_outskirts,
    cut_below_rule,
    cut_lists_between,
    cut_headline_lists,
    cut_foreign_teasers,
    _cut_footer,
    _cut_loose_ends,
    take_closing_date,
)
