"""The title of an article: its heading, or the page's title without the site's name and other furniture."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sources.addresses import host_of
from sources.blocks import Block
from sources.boilerplate import is_same_line
from sources.phrases import NO_TITLE, RELATED
from sources.publication import is_publication_line
from sources.trimming import folded

_PARTS = re.compile(r"\s+[|–—»«·•:-]{1,2}\s+|\s*\|\s*")
_LONGEST = 300


def cleaned_title(title: str, site_names: Iterable[str], url: str = "") -> str:
    """A page's title without the site's name, "Sisältöjulkaisija" and its own repetition.

    >>> cleaned_title("Haku alkaa – Haku alkaa – Järjestökatto", [], "https://www.jarjestokatto.example/a")
    'Haku alkaa'
    """
    parts = [part for part in _PARTS.split(" ".join(title.split())) if part]
    names = {folded(name) for name in site_names}
    told: list[str] = []
    for part in parts:
        if not (NO_TITLE.fullmatch(part) or folded(part) in names or folded(part) in map(folded, told)):
            told.append(part)
    while len(told) > 1 and _is_host(told[-1], url):
        told.pop()
    # The writer's own dashes inside the title stay as they were written.
    text = " ".join(title.split())
    if told and len(told) > 1:
        first, last = text.find(told[0]), text.rfind(told[-1])
        joined = text[first : last + len(told[-1])] if 0 <= first < last else " – ".join(told)
        return undoubled(joined)[:_LONGEST]
    return undoubled(told[0])[:_LONGEST] if told else ""


def undoubled(title: str) -> str:
    """A title said twice in a row, said once.

    >>> undoubled("Avustukset 2027 Avustukset 2027")
    'Avustukset 2027'
    """
    half, middle = divmod(len(title), 2)
    if middle and half > 3 and title[half] == " " and title[:half] == title[half + 1 :]:
        return title[:half]
    return title


def _is_host(part: str, url: str) -> bool:
    name = _plain(part)
    host = _plain(host_of(url).removeprefix("www."))
    first = host.split(".")[0]
    return len(name) > 2 and (
        name in host or (len(first) > 4 and name.startswith(first) and len(name) < len(first) + 9)
    )


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9.]", "", bare)


def site_names_in(title: str, heading: str, url: str) -> tuple[str, ...]:
    """The parts of a page's title that name its site: what is left beside its heading, and what its host says.

    >>> site_names_in("Haku alkaa – myös verkossa | Kulmatuki", "Haku alkaa – myös verkossa", "https://a.example/")
    ('Kulmatuki',)
    """
    parts = [part for part in _PARTS.split(" ".join(title.split())) if part]
    said = folded(heading)
    others = (
        (part for part in parts if folded(part) and folded(part) not in said) if said and said in folded(title) else ()
    )
    return tuple(dict.fromkeys(part for part in (*others, *(p for p in parts if _is_host(p, url))) if len(part) < 80))


def find_heading(blocks: Sequence[Block], told: Sequence[str], page_title: str, url: str) -> Block | None:
    """The block that is the article's heading.

    It says what the listing or the head told (`told`), is a part of the page's title, ranks first among the headings,
    or, on pages without any, stands over a line with a date.
    """
    near = [block for block in blocks[:1_500] if len(block.text) < _LONGEST]
    for title in told:
        same = [block for block in near if folded(title) and is_same_line(undoubled(block.text), folded(title))]
        if same and not _is_host(title, url):
            # Breadcrumbs and lists say titles too: a heading before a bold line before a link.
            return min(same, key=_rank)
    in_title = [block for block in near if _is_in(block, page_title) and not _is_host(block.text, url)]
    headings = [block for block in near if block.is_heading and _is_fit(block, url)]
    return (
        max((block for block in in_title if block.is_heading), key=lambda block: len(block.text), default=None)
        or (None if any(block.kind == "h1" for block in headings) else _over_date(near, page_title))
        or min(headings, key=lambda block: (block.kind, block.number), default=None)
        or max(in_title, key=lambda block: (len(block.text), -block.number), default=None)
        or next((block for at, block in enumerate(near) if block.bold and _leads_prose(near, at)), None)
    )


def _rank(block: Block) -> tuple[str, bool, int]:
    return (block.kind if block.is_heading else "p", block.link_share > 0.5, block.number)


def _is_in(block: Block, page_title: str) -> bool:
    text, title = folded(block.text), folded(page_title)
    at = f" {title} ".find(f" {text} ")
    return len(text) > 3 and (at == 0 or title.endswith(text) or (at > 0 and len(text) > 12)) and block.link_share < 0.5


def _over_date(blocks: Sequence[Block], page_title: str) -> Block | None:
    """A short line over a line that gives a date, with prose soon under it: the heading of a page without headings."""
    for at, block in enumerate(blocks[:-1]):
        fits = 3 < len(block.text) < 160 and block.link_share < 0.5 and folded(block.text) != folded(page_title)
        dated = is_publication_line(blocks[at + 1].text, near_title=True) and not is_publication_line(
            block.text, near_title=True
        )
        if fits and dated and _leads_prose(blocks, at):
            return block
    return None


def _leads_prose(blocks: Sequence[Block], at: int) -> bool:
    return any(len(block.text) > 80 and block.link_share < 0.3 for block in blocks[at + 1 : at + 5])


def _is_fit(block: Block, url: str) -> bool:
    line = block.text.strip()
    if not folded(line) or NO_TITLE.fullmatch(line) or RELATED.fullmatch(line) or _is_host(line, url):
        return False
    return block.kind in {"h1", "h2"} or (block.kind == "h3" and block.link_share < 0.5)
