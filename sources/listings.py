"""A list page as items: by the registry's selectors, or by a first guess at what repeats on the page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

from sources.addresses import is_front, normalise
from sources.items import MAX_ITEMS, Listed, one_line, tidy
from sources.markup import decoded
from stories.dates import Moment, read_moment
from stories.model import Item, Source
from stories.visit import Fetched

_FURNITURE = ("nav", "header", "footer", "aside", "form", "script", "style", "noscript", "template")
_FURNITURE_WORD = re.compile(
    r"\b(?:nav|navi|navigation|menu|breadcrumbs?|footer|cookie|share|some|social|lang|language|kieli|sidebar|skip)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"^\W*(?:lue lisää|lue koko|läs mera?|läs hela|read more|lisää|avaa|öppna)\b.{0,40}$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d\d-\d\d|\d{1,2}\.?\s[a-zåäö]{3,12}\s\d{4}", re.IGNORECASE)
_ROW = re.compile(r"\d+|(?:^|(?<=[-_]))(?:odd|even|first|last|active|current|alternate)(?=$|[-_])", re.IGNORECASE)
# A feed read as a page by mistake must not make the parser warn an operator about it.
_XML_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,200}>")
_MAX_LINKS = 3_000
_MAX_PAGE = 3_000_000


def read_listing(fetched: Fetched, source: Source) -> Listed:
    """The items of a list page; `failure` when a selector is not CSS or nothing on the page looks like a list."""
    text, _ = decoded(fetched.body[:_MAX_PAGE], fetched.header("Content-Type") or "")
    soup = BeautifulSoup(_XML_DECLARATION.sub("", text), "lxml")
    base = _base(soup, fetched.final_url)
    try:
        blocks = _selected(soup, source) if source.select.item else _guessed(soup, base)
        items = tidy((item for block in blocks for item in _item(block, source, base)), base)
    except SelectorSyntaxError as error:
        return Listed(failure=f"selector is not CSS: {str(error).splitlines()[0]}")
    if not items:
        wanted = f"select.item {source.select.item!r} found no item" if source.select.item else "no list of items found"
        return Listed(failure=f"{wanted}; name selectors in [source.select]")
    language = soup.html.get("lang") if soup.html else None
    return Listed(items=items, notes=(f"html lang {language}",) if language else ())


def _base(soup: BeautifulSoup, url: str) -> str:
    base = soup.find("base", href=True)
    return (normalise(str(base["href"]), url) or url) if isinstance(base, Tag) else url


def _selected(soup: BeautifulSoup, source: Source) -> list[Tag]:
    return list(soup.select(source.select.item or "", limit=MAX_ITEMS))


def _item(block: Tag, source: Source, base: str) -> Iterator[Item]:
    select = source.select
    link = _link(block, select.link)
    if link is None:
        return
    title = block.select_one(select.title) if select.title else None
    heading = title or _heading(block)
    moment = _moment(block, select.date)
    link_text = one_line(link.get_text(" "))
    yield Item(
        source=source.name,
        url=str(link["href"]),
        title=one_line(heading.get_text(" ")) if heading else _title_of(link, link_text, block),
        summary=_summary(block, heading or link),
        published_at=moment.at if moment else None,
        precision=moment.precision if moment else "none",
        language=_declared(link, block) or source.language,
    )


def _link(block: Tag, selector: str | None) -> Tag | None:
    if block.name == "a" and block.get("href") and not selector:
        return block
    found: Iterable[Any] = block.select(selector) if selector else block.find_all("a", href=True)
    links = [link for link in found if isinstance(link, Tag) and link.get("href")]
    return max(links, key=_link_rank) if links else None


def _link_rank(link: Tag) -> tuple[bool, int]:
    """A link that holds or sits in a heading first, then the longest text: not "Lue lisää"."""
    in_heading = bool(link.find(re.compile("^h[1-6]$")) or link.find_parent(re.compile("^h[1-6]$")))
    text = link.get_text(" ").strip()
    return in_heading, 0 if _MORE.match(text) else len(text)


def _heading(block: Tag) -> Tag | None:
    found = block.find(re.compile("^h[1-6]$"))
    return found if isinstance(found, Tag) and found.get_text(strip=True) else None


def _title_of(link: Tag, text: str, block: Tag) -> str:
    """The link's own words, or the block's first line when the link only says "Lue lisää"."""
    if text and not _MORE.match(text):
        return _DATE.sub("", text).strip(" –-|:") or text
    lines = (one_line(line) for line in block.get_text("\n").splitlines())
    return next(
        (line for line in lines if len(line) > 12 and not _DATE.fullmatch(line) and not _MORE.match(line)), text
    )


def _summary(block: Tag, title: Tag) -> str:
    """The block's longest paragraph that is not its title: the lead shown on the list page."""
    said = one_line(title.get_text(" "))
    texts = (
        one_line(part.get_text(" ")) for part in block.find_all(["p", "div", "span"]) if not part.find(["p", "div"])
    )
    return max((text for text in texts if len(text) > 40 and text != said), key=len, default="")


def _moment(block: Tag, selector: str | None) -> Moment | None:
    spots = block.select(selector) if selector else block.find_all("time")
    for spot in spots:
        moment = read_moment(str(spot.get("datetime") or "")) or read_moment(spot.get_text(" "))
        if moment:
            return moment
    if selector:
        return None
    hit = _DATE.search(block.get_text(" ")[:2_000])
    return read_moment(block.get_text(" ")[hit.start() : hit.start() + 40]) if hit else None


def _declared(link: Tag, block: Tag) -> str | None:
    for tag, name in ((link, "hreflang"), (link, "lang"), (block, "lang")):
        if tag.get(name):
            return str(tag[name])
    return None


def _guessed(soup: BeautifulSoup, base: str) -> list[Tag]:
    """The blocks of the largest family of links that look like news: alike in place, worded like headlines, dated."""
    families: dict[str, list[Tag]] = defaultdict(list)
    seen: set[str] = set()
    for link in soup.find_all("a", href=True, limit=_MAX_LINKS):
        url = normalise(str(link["href"]), base)
        if url and url not in seen and _is_item_link(link, url, base):
            seen.add(url)
            families[_place(link)].append(link)
    best = max((_Family(links) for links in families.values()), key=lambda family: family.worth, default=None)
    return best.blocks if best and best.is_news else []


class _Family:
    """Links that stand alike on a page, each with the block of the page that is its own."""

    def __init__(self, links: list[Tag]) -> None:
        self.blocks = _blocks(links)
        self._ranks = [_link_rank(link) for link in links]
        self._dated = [bool(_DATE.search(block.get_text(" ")[:400])) for block in self.blocks]

    @property
    def worth(self) -> float:
        """How much the family looks like the page's news: its length in headlines, headings and dates."""
        if not self.is_news:
            return 0.0
        headlines = (min(length, 80) / 80 + 0.7 * in_heading for in_heading, length in self._ranks)
        return sum(headlines) + sum(self._dated)

    @property
    def is_news(self) -> bool:
        """News is dated, or is worded like headlines: a menu is neither. A single link must be dated."""
        lengths = sorted(length for _, length in self._ranks)
        return any(self._dated) or (len(lengths) > 1 and lengths[len(lengths) // 2] >= 25)


def _is_item_link(link: Tag, url: str, base: str) -> bool:
    if urlsplit(url).hostname != urlsplit(base).hostname or is_front(url) or url == normalise(base):
        return False
    if link.find_parent(_FURNITURE) or any(_is_furniture(parent) for parent in link.parents):
        return False
    text = one_line(link.get_text(" "))
    return len(text) >= 8 or bool(_MORE.match(text))


def _is_furniture(tag: Tag) -> bool:
    if tag.name in ("html", "body"):
        return False
    marks = " ".join([*_classes(tag), str(tag.get("id") or "")])
    return bool(_FURNITURE_WORD.search(marks.replace("_", "-"))) or tag.get("role") in (
        "navigation",
        "banner",
        "contentinfo",
    )


def _classes(tag: Tag) -> list[str]:
    classes = tag.get("class") or ""
    return [str(name) for name in classes] if isinstance(classes, list) else str(classes).split()


def _place(link: Tag) -> str:
    """Where a link stands: the tags and classes above it, so that links of one list share a place."""
    chain = [link, *list(link.parents)[:4]]
    return ">".join(f"{tag.name}.{'.'.join(sorted(_family_classes(tag)))}" for tag in chain)


def _family_classes(tag: Tag) -> set[str]:
    """Classes without what tells the rows of one list apart: numbers, odd and even, first and last."""
    return {_ROW.sub("", name) for name in _classes(tag)} - {""}


def _blocks(family: list[Tag]) -> list[Tag]:
    """For each link the largest element around it that holds no other link of its family."""
    held = Counter(id(parent) for link in family for parent in link.parents)
    return [_block(link, held) for link in family]


def _block(link: Tag, held: Mapping[int, int]) -> Tag:
    block = link
    for parent in link.parents:
        if parent.name in ("body", "html", "main") or held[id(parent)] > 1:
            break
        block = parent
    return block
