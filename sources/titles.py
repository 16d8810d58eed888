"""The title of an article: its heading, or the page's title without the site's name and other furniture."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from sources.addresses import host_of
from sources.blocks import Block
from sources.boilerplate import is_same_line
from sources.markup import text_in
from sources.phrases import NO_TITLE, RELATED, SECTION
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
    in_title = [block for block in in_title if not (block.is_heading and _is_label(block, near))]
    headings = [block for block in near if block.is_heading and _is_fit(block, url)]
    marked = next((block for at, block in enumerate(near) if _is_marked(block) and _leads_prose(near, at)), None)
    own = [block for block in headings if not _names_site(block, near)]
    headings = own if own or marked else headings
    return (
        max((block for block in in_title if block.is_heading), key=lambda block: len(block.text), default=None)
        or (None if any(block.kind == "h1" for block in headings) else _over_date(near, page_title))
        or _first_of_highest(headings, near, marked)
        or _in_print(near, in_title)
    )


def _in_print(near: Sequence[Block], in_title: Sequence[Block]) -> Block | None:
    """On a page without headings: a line that its title says, or a bold one where the title is the site's."""
    said = max(in_title, key=lambda block: (len(block.text), -block.number), default=None)
    bold = next((block for at, block in enumerate(near) if block.bold and _leads_prose(near, at)), None)
    if said is not None and bold is not None and not said.bold and said.number < bold.number:
        between = near[near.index(said) : near.index(bold)]
        return said if any(len(block.text) > 80 for block in between) else bold
    return said or bold


# What systems call the element of an article's title where it is no heading.
_MARKED = re.compile(
    r"(?:^|[\s_-])(?:content|article|news|post|entry|item|page|uutis|artikkelin?|sivun|nyhets|artikel)[_-]?(?:heading|title|headline|otsikko|rubrik|name)(?:$|[\s_-])|"
    r"^(?:headline|otsikko|rubrik|title)$",
    re.IGNORECASE,
)


def _is_marked(block: Block) -> bool:
    """Whether a short line stands in an element that its system names as a title."""
    if not 3 < len(block.text) < 200 or block.link_share > 0.9:
        return False
    cells = [cell for cell in islice(block.element, 6) if text_in(cell) == block.text] if block.kind == "row" else []
    names = (one.get("class") or "" for one in (block.element, *cells))
    return any(_MARKED.search(name) for told in names for name in told.split())


def _names_site(block: Block, near: Sequence[Block]) -> bool:
    """Whether a heading stands for the site or one of its lists, and the article's own comes under it."""
    if not any((other.is_heading or _is_marked(other)) and other.number > block.number for other in near):
        return False
    links_home = any(_leads_home(link.get("href") or "") for link in block.links) and block.link_share > 0.8
    return links_home or _is_label(block, near) or _in_header(block)


def _is_label(block: Block, near: Sequence[Block]) -> bool:
    """Whether a heading is an association's name, a list's, or one word right over the heading of a text."""
    said = block.text.strip()
    if SECTION.fullmatch(said) or (len(said.split()) < 6 and _ORGANISATION.search(said)):
        return True
    after = (other for other in near if other.number > block.number)
    below = next((other for other in after if other.is_heading or len(other.text) > 60), None)
    is_over = below is not None and below.is_heading and " " not in said and " " in below.text.strip()
    return is_over and below is not None and _leads_prose_at(near, below)


_ORGANISATION = re.compile(r"\s(?:ry|r\.\s?y\.|rf|r\.\s?f\.|sr|rs)$")


def _leads_prose_at(near: Sequence[Block], block: Block) -> bool:
    at = next((at for at, other in enumerate(near) if other is block), 0)
    return _leads_prose(near, at)


def _leads_home(href: str) -> bool:
    """Whether an address is a site's front: "/", "/sv", "index.html"; an empty one or "#" is this page."""
    return bool(_HOME.fullmatch(href.strip())) and href.strip(" #") != ""


_HOME = re.compile(
    r"(?:https?://[^/#]+)?/?(?:(?:fi|sv|en|se)/?)?(?:(?:index|etusivu|default|home|start)(?:\.\w{3,5})?)?/?",
    re.IGNORECASE,
)


def _in_header(block: Block) -> bool:
    """Whether a heading stands in a part of the page that names itself its header or its logo."""
    around = (block.element, *islice(block.element.iterancestors(), 3))
    return any(_HEADER.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around)


_HEADER = re.compile(
    r"(?:^|[\s_-])(?:logo|site-?title|site-?name|branding|masthead|otsake)(?:$|[\s_-])|^\s*header\s*$",
    re.IGNORECASE,
)


def _stands_right_under(block: Block, above: Block, near: Sequence[Block]) -> bool:
    """Whether one line follows another with nothing of length between them."""
    between = [other for other in near if above.number < other.number < block.number]
    return above.number < block.number and not any(len(other.text) > 60 for other in between)


def _under_section(first: Block, headings: Sequence[Block], near: Sequence[Block]) -> Block | None:
    """The only heading of its kind right under an h1 that the page's title does not say: the h1 names a section."""
    below = next((block for block in headings if block.number > first.number), None)
    if below is None or sum(block.kind == below.kind for block in headings) > 1:
        return None
    return below if _stands_right_under(below, first, near) and _leads_prose_at(near, below) else None


def _first_of_highest(headings: Sequence[Block], near: Sequence[Block], marked: Block | None) -> Block | None:
    """The highest heading; where none is an h1, one that its system marks, then the first that text follows."""
    first = min(headings, key=lambda block: (block.kind, block.number), default=None)
    if first is not None and first.kind == "h1" and not (marked and _stands_right_under(marked, first, near)):
        return _under_section(first, headings, near) or first
    if marked is not None:
        return marked
    following = {block.number: after for block, after in pairwise(near)}
    leading = [block for block in headings if (after := following.get(block.number)) and not after.is_heading]
    told = first is not None and (after := following.get(first.number)) is not None and after.is_heading
    return min(leading, key=lambda block: block.number, default=first) if told else first


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
