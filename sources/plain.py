"""HTML of a feed or an article to plain paragraphs, to clean minimal HTML, and to a lead of a sentence or two."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import nh3
from lxml import etree

from sources.blocks import Block, blocks_of, paragraphs
from sources.markup import tree_of
from sources.phrases import FEED_TAIL

LONGEST = 1_000_000  # characters of HTML read from one feed entry
_TAG_NAMES = """p br h2 h3 h4 h5 h6 ul ol li blockquote a strong b em i table thead tbody tr th td caption dl dt dd pre
    sub sup"""
_TAGS = set(_TAG_NAMES.split())
_MAYBE_HTML = re.compile(r"<[a-zA-Z/!]|&[#\w]{1,31};")
_READ_MORE = re.compile(
    r"(?:lue|läs|read|continue)\s(?:lisää|mer|mera|more|reading).{0,80}|\[?(?:…|\.\.\.)\]?", re.IGNORECASE
)
# An abbreviation or an initial ends in a point and ends no sentence.
_NO_END = re.compile(
    r"(?:\b(?:mm|esim|ns|ym|yms|jne|ks|puh|os|klo|n|v|nro|s|ml|ent|tel|kl|bl|a|t\.ex|s\.k|dvs|osv|ca|nr|St|Mr|Ms|Dr|vs|"
    r"e\.g|i\.e|[A-ZÅÄÖ]))\.$"
)
_SENTENCE_END = re.compile(r"[.!?…][)”\"’']{0,2}(?=\s+[\"”’(–-]{0,2}\s?[A-ZÅÄÖŠŽČŊĐŦ]|$)")


def text_of(html: str, base_url: str) -> str:
    """The plain text of HTML from a feed, paragraphs parted by a blank line; text without tags is kept as it is.

    A closing line that only leads back to `base_url`'s site ("The post … appeared first on …") is left out.

    >>> text_of("<p>Hei&nbsp;<b>kaikki</b></p><ul><li>yksi<li>kaksi</ul>", "https://a.example/")
    'Hei kaikki\\n\\n- yksi\\n- kaksi'
    """
    if not is_markup(html[:LONGEST]):
        return _paragraphs_of_plain(html[:LONGEST])
    root = tree_of_fragment(html)
    return "" if root is None else paragraphs(without_way_back(blocks_of(root), base_url))


def is_markup(text: str) -> bool:
    """Whether a text holds tags or entities."""
    return bool(_MAYBE_HTML.search(text))


def tree_of_fragment(html: str) -> etree._Element | None:
    """The tree of HTML from a feed; blank lines part the paragraphs of what has entities only."""
    capped = html[:LONGEST]
    return tree_of(capped if "<" in capped else capped.replace("\n\n", "<p>"))


def without_way_back(blocks: list[Block], base_url: str) -> list[Block]:
    """Blocks without closing lines that only lead back to the site."""
    count = len(blocks)
    while count and _leads_back(blocks[count - 1], base_url):
        count -= 1
    return blocks[:count]


def _paragraphs_of_plain(text: str) -> str:
    parts = (" ".join(part.split()) for part in re.split(r"\n[ \t\r]*\n", text))
    return "\n\n".join(part for part in parts if part)


def _leads_back(block: Block, base_url: str) -> bool:
    if FEED_TAIL.match(block.text):
        return True
    site = urlsplit(base_url).netloc if "//" in base_url[:9] else ""
    hosts = {_host(urljoin(base_url, link.get("href") or "")) for link in block.links}
    read_more = _READ_MORE.fullmatch(block.text)
    return bool(read_more and block.link_share > 0.5 and hosts <= {site})


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def cleaned(html: str, base_url: str) -> str:
    """Minimal safe HTML: paragraphs, headings, lists, tables, quotes and absolute http(s), mailto and tel links.

    Scripts, styles, classes, images and everything else is taken out (nh3).

    >>> cleaned('<p onclick="x()" class="a">Hei <a href="/b">sivu</a><script>1</script></p>', "https://a.example/")
    '<p>Hei <a href="https://a.example/b">sivu</a></p>'
    """

    def absolute(tag: str, attribute: str, value: str) -> str | None:
        return _absolute(base_url, value) if (tag, attribute) == ("a", "href") else value

    return nh3.clean(
        html[:LONGEST],
        tags=_TAGS,
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}},
        attribute_filter=absolute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    ).strip()


def _absolute(base_url: str, value: str) -> str | None:
    try:
        return urljoin(base_url, value.strip())
    except ValueError:
        return None


def summary_of(text: str, limit: int = 300) -> str:
    """The first sentence or sentences of a text within `limit` characters, for a lead when none is given.

    Headings and list items at the beginning are passed over; a first sentence that is too long is cut at a word.

    >>> summary_of("Seminaari pidetään 14.9. klo 13 Kuopiossa. Tervetuloa!\\n\\nToinen kappale.", limit=60)
    'Seminaari pidetään 14.9. klo 13 Kuopiossa. Tervetuloa!'
    """
    first = " ".join(_first_paragraph(text[:20_000]).split())
    if len(first) <= limit:
        return first
    ends = [
        end.end()
        for end in _SENTENCE_END.finditer(first)
        if not _NO_END.search(first[max(0, end.end() - 12) : end.end()])
    ]
    fitting = [end for end in ends if end <= limit]
    if fitting:
        return first[: fitting[-1]].strip()
    return first[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _first_paragraph(text: str) -> str:
    parts = [part for part in text.split("\n\n") if part.strip()]
    prose = (part for part in parts if len(part) > 40 and part.rstrip()[-1:] in '.!?…”")' and not part.startswith("- "))
    return next(prose, parts[0] if parts else "")
