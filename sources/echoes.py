"""What a page says once more or beside its text: contents, pull quotes, marks that plugins left, other items below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from sources.blocks import Block
from sources.publication import is_publication_line
from sources.trimming import Trimming, bare, folded, quoted

_CONTENTS = re.compile(
    r"(?:sisällys(?:luettelo)?|sisältö|tällä\ssivulla|sivun\ssisältö|artikkelin\ssisältö|innehåll(?:\spå\ssidan|sförteckning)?|på\s(?:den\shär\s|denna\s)?sidan?|"
    r"i\sden\shär\s(?:artikeln|texten)|(?:table\sof\s)?contents|on\sthis\spage|in\sthis\s(?:article|post)|siskkáldus)"
    r"\W{0,3}(?:(?:\[?(?:piilota|näytä|dölj|visa|hide|show)\]?)\W{0,3})?",
    re.IGNORECASE,
)
# "{gallery}matkat/2026{/gallery}", "[gallery ids=1,2]": marks of plugins that a site no longer has.
_PLUGIN = re.compile(
    r"\{(?P<name>[a-z][\w-]{2,20})(?:\s[^{}]{0,100})?\}[^{}]{0,200}\{/(?P=name)\}|\{(?:load\w{4,12}|gallery|module|youtube|vimeo|rokbox|phocagallery|jcomments)\b[^{}]{0,100}\}|"
    r"\[/?(?:gallery|caption|embed|playlist|contact-form[\w-]{0,9}|(?:vc|et|su|fusion|av)_\w{2,40})\b[^\[\]]{0,300}\]",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"(?:(?:sivu\S{0,5}|sidan|page|viimeksi|senast|last)\s){0,2}(?:on\s)?(?:muokat|päivit|uppdat|ändra|updated|modif)",
    re.IGNORECASE,
)
_LEAST_QUOTE = 25
_BULLET = re.compile(r"[•●▪■◦‣∙·]\s*(?=\w)")
_ANCHORS = "#¶§🔗 "


def cut_contents(trimming: Trimming) -> None:
    """Links to a page's own headings, and the words over them."""
    blocks = trimming.blocks
    gone: list[Block] = []
    for at, block in enumerate(blocks):
        if _leads_within(block):
            gone += (
                [block]
                if not at or blocks[at - 1] in gone or not _is_label(blocks[at - 1])
                else blocks[at - 1 : at + 1]
            )
    if gone:
        trimming.drop(gone, f"table of contents: {quoted(gone[0].text)}")


def _is_label(block: Block) -> bool:
    return len(block.text) < 60 and _CONTENTS.fullmatch(bare(block.text)) is not None


def _leads_within(block: Block) -> bool:
    """Whether a line is nothing but links to places of its own page ("#a"); a footnote's stands in a sentence."""
    targets = [link.get("href") or "" for link in block.links]
    return (
        bool(targets)
        and all(target.startswith("#") and len(target) > 1 for target in targets)
        and block.link_share > 0.6
    )


def cut_pull_quotes(trimming: Trimming) -> None:
    """Quotes in large print that a paragraph of the text says too."""
    texts = [(block, folded(block.text)) for block in trimming.blocks]
    gone = [
        block
        for block, said in texts
        if (block.kind == "blockquote" or _is_pulled(block))
        and len(said) >= _LEAST_QUOTE
        and any(said in other and block is not holder for holder, other in texts if len(other) > len(said))
    ]
    if gone:
        trimming.drop(gone, f"a quote that the text says too: {quoted(gone[0].text)}")


def _is_pulled(block: Block) -> bool:
    around = [block.element, *(one for one in [block.element.getparent()] if one is not None)]
    return any(
        re.search(r"quote|citat|sitaatti|lainaus|nosto", one.get("class") or "", re.IGNORECASE) for one in around
    )


def cut_next_items(trimming: Trimming, heading: Block) -> None:
    """Other items of a page that holds several: a heading like the article's own, over a date of its own."""
    blocks = trimming.blocks
    read = 0
    is_printed = heading.bold and not heading.is_heading
    for at, block in enumerate(blocks):
        is_ruled_off = is_printed and block.bold and block.ruled and len(block.text) < 100 and at + 1 < len(blocks)
        if read > 80 and is_ruled_off:
            _drop_rest(trimming, at, "another item under a line across")
            return
        if read > 80 and block.kind == heading.kind and block.is_heading and _is_dated(blocks[at + 1 : at + 2]):
            _drop_rest(trimming, at, "another item under its own date")
            return
        read += len(block.text) if not block.is_heading else 0


def _drop_rest(trimming: Trimming, at: int, reason: str) -> None:
    """Cut all from a block on; when the whole page was edited is still told at its foot."""
    rest = trimming.blocks[at:]
    trimming.dated += [line for block in rest[-4:] for line in block.text.split("\n") if _EDITED.match(line)]
    trimming.drop(rest, f"{reason}: {quoted(rest[0].text)}")


def _is_dated(following: Sequence[Block]) -> bool:
    return any(len(block.text) < 60 and is_publication_line(block.text, near_title=True) for block in following)


def tidied(blocks: Sequence[Block]) -> list[Block]:
    """Blocks without plugins' marks and signs alone, with list items that a sign makes, headings without anchors."""
    kept = (block for block in blocks if not _is_plugin(block.text) and any(map(str.isalnum, block.text)))
    return [_tidy(block) for block in kept]


def _tidy(block: Block) -> Block:
    if _is_anchored(block):
        return replace(block, text=block.text.rstrip(_ANCHORS))
    mark = _BULLET.match(block.text) if block.kind == "p" else None
    return replace(block, text=f"- {block.text[mark.end() :]}", kind="li") if mark else block


def _is_anchored(block: Block) -> bool:
    return block.is_heading and block.text[-1:] in _ANCHORS and bool(block.links) and bool(block.text.rstrip(_ANCHORS))


def _is_plugin(text: str) -> bool:
    return text[:1] in "{[" and not "".join(takewhile(str.strip, _PLUGIN.sub("", text).strip()))
