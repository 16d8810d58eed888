"""Bytes of a page to an element tree: the right charset, and nothing that could hurt the reader."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from stories.visit import Fetched

LONGEST_PAGE = 3_000_000  # bytes: longer pages are read up to here
MOST_TAGS = 20_000  # a real article page has hundreds; read_page's time is bounded by this

_CHARSET = re.compile(rb"""charset\s{0,5}=\s{0,5}["']?\s{0,5}([a-z0-9][a-z0-9_:.-]{1,30})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s{0,20}<\?xml[^>]{0,99}encoding\s?=\s?["']([a-z0-9._-]{1,30})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Only these are taken at their word. Pages that say Latin-1 mean windows-1252: the dashes of Word lie in its extra row.
_OTHER_CHARSETS = {
    "iso8859-15",
    "iso8859-10",
    "iso8859-2",
    "iso8859-4",
    "iso8859-5",
    "cp1250",
    "cp1251",
    "cp1257",
    "koi8-r",
}
_OTHER_CHARSETS |= {"mac-roman", "cp850", "gb18030", "gbk", "shift_jis", "euc_jp", "big5", "euc_kr"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# The parser compares every attribute of a tag with every other: a tag with thousands of them costs seconds.
_MONSTER_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}>")
_MOJIBAKE = re.compile("Ã[¤¶¥„–…]")


def decoded(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a page and the charset it was read in: BOM, then what is declared, checked against the bytes.

    Never raises: bytes that fit no charset become U+FFFD.

    >>> decoded("Jäsenkirje – syksy".encode("cp1252"), "text/html; charset=iso-8859-1")
    ('Jäsenkirje – syksy', 'cp1252')
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    declared = _declared(body, content_type)
    name = _believed(body, declared)
    text = body.decode(name, "replace")
    return (_undoubled(text), name) if name == "utf-8" else (text, name)


def _declared(body: bytes, content_type: str) -> str | None:
    head = body[:4096]
    spots = (_CHARSET.search(content_type.encode("ascii", "ignore")), _XML_ENCODING.match(head), _CHARSET.search(head))
    found = next((spot for spot in spots if spot), None)
    if found is None:
        return None
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except (LookupError, ValueError):
        return None


def _believed(body: bytes, declared: str | None) -> str:
    """Bytes that decode as UTF-8 are UTF-8 whatever the header says: Latin-1 text hardly ever does so by chance."""
    if body[:400].count(0) > len(body[:400]) // 4:
        return "utf-16-be" if body[:1] == b"\0" else "utf-16-le"
    if _is_utf8(body) or (declared == "utf-8" and _is_mostly_utf8(body)):
        return "utf-8"
    return declared if declared in _OTHER_CHARSETS else "cp1252"


def _is_utf8(body: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)  # one that forgives a character cut at the end
    except UnicodeDecodeError:
        return False
    return True


def _is_mostly_utf8(body: bytes) -> bool:
    broken = body.decode("utf-8", "replace").count("\ufffd")
    return broken * 10 < len(re.findall(rb"[\x80-\xff]{2}", body))


def _undoubled(text: str) -> str:
    """Undo UTF-8 that was encoded twice ("jÃ¤rjestÃ¶"), when all of it can be undone."""
    if len(_MOJIBAKE.findall(text)) < 3 or "ä" in text:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def parsed(fetched: Fetched) -> tuple[etree._Element | None, tuple[str, ...]]:
    """The element tree of a fetched page and notes on what was left unread; None when there is no element at all."""
    body, notes = fetched.body, []
    if len(body) > LONGEST_PAGE:
        body = body[:LONGEST_PAGE]
        notes.append(f"cut: all but the first {LONGEST_PAGE:,} bytes of a page of {len(fetched.body):,}")
    text, _ = decoded(body, fetched.header("content-type") or "")
    if text.count("<") > 2 * MOST_TAGS:
        text = "<".join(text.split("<", 2 * MOST_TAGS)[:-1])
        notes.append(f"cut: all after {MOST_TAGS:,} elements")
    return tree_of(text), tuple(notes)


def tree_of(html: str) -> etree._Element | None:
    """The element tree of HTML however broken; None when it holds nothing."""
    clean = _MONSTER_TAG.sub("", _ILLEGAL.sub("", html))
    if not clean.strip():
        return None
    try:
        return etree.fromstring(clean.encode("utf-8"), _parser())
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _parser() -> etree.HTMLParser:
    # huge_tree: without it everything deeper than 256 elements is lost in silence; the size is capped before.
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def tag_of(element: etree._Element) -> str:
    """The tag's name in lower case; "" for what is no element."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def text_in(element: etree._Element) -> str:
    """All text inside an element, blanks folded."""
    return " ".join("".join(map(str, element.itertext())).split())
