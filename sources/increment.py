"""A feed's entries as blocks of bytes, told apart by their hashes, so that only new or changed ones are parsed.

An XML parser that builds nothing finds the blocks; where anything is in doubt there are none, and the whole document
is read as it always was.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import blake2b
from xml.parsers import expat

# Namespaced as expat writes them: what counts readers and comments says nothing of the news.
_VOLATILE = {
    "http://purl.org/rss/1.0/modules/slash/ comments",
    "http://purl.org/rss/1.0/modules/slash/ hit_parade",
    "http://purl.org/syndication/thread/1.0 total",
    "http://search.yahoo.com/mrss/ community",
    "http://search.yahoo.com/mrss/ statistics",
}
_ATOM_LINK = "http://www.w3.org/2005/Atom link"
_ENTRIES = {"item", "entry"}
_PARENTS = {"channel", "rdf", "rss", "feed"}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """A feed's document and its entries: where each lies (byte offsets) and a hash of what it says (hex)."""

    document: bytes
    charset: str
    spans: tuple[tuple[int, int], ...]
    prints: tuple[str, ...]

    def only(self, numbers: Collection[int]) -> bytes:
        """The document with just these entries, numbered from 0, and everything around them."""
        parts, at = [], 0
        for number, (start, end) in enumerate(self.spans):
            if number not in numbers:
                parts.append(self.document[at:start])
                at = end
        return b"".join((*parts, self.document[at:]))


def blocks(document: bytes, *, url: str = "", content_type: str = "") -> Blocks | None:
    """The entries of an RSS, RDF or Atom document; None when it cannot safely be taken apart.

    Safe means well-formed, without a document type, in one charset that the header does not contradict, every entry
    where the format wants it. An entry's hash covers its bytes and what gives them their meaning: the elements around
    it, the charset and `url`, against which relative addresses are resolved; comments and counters it leaves out.
    """
    scribe = _Scribe(document, url, _CHARSET.search(content_type))
    try:
        scribe.read()
    except (_InDoubtError, expat.ExpatError, ValueError, LookupError):
        return None
    return Blocks(document=document, charset=scribe.charset, spans=tuple(scribe.spans), prints=tuple(scribe.prints))


class _InDoubtError(Exception):
    """The document is better read whole."""


@dataclass(slots=True)
class _Scribe:
    """What one pass of the parser over a document leaves behind."""

    document: bytes
    url: str
    declared: re.Match[str] | None
    charset: str = "utf-8"
    spans: list[tuple[int, int]] = field(default_factory=list)
    prints: list[str] = field(default_factory=list)
    _parser: expat.XMLParserType = field(default_factory=lambda: expat.ParserCreate(namespace_separator=" "))
    _prefixes: dict[str, str] = field(default_factory=dict)
    _declared: list[tuple[str, str]] = field(default_factory=list)
    _outer: dict[str, str] = field(default_factory=dict)
    _around: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    _depth: int = 0
    _is_leaf: bool = False
    _entry_depth: int = 0
    _start: int = 0
    _silent_depth: int = 0
    _silent_from: int = 0
    _silent: list[tuple[int, int]] = field(default_factory=list)

    def read(self) -> None:
        parser = self._parser
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CommentHandler = self._comment
        parser.Parse(self.document, True)
        self._check_charset()

    def _check_charset(self) -> None:
        """Two charsets for one document make its meaning hang on every byte of it; some cannot be cut at a byte."""
        own = codecs.lookup(self.charset).name
        told = codecs.lookup(self.declared[1]).name if self.declared else own
        marked = self.document.startswith(codecs.BOM_UTF8)
        if told != own or (marked and own != "utf-8") or "<>".encode(own) != b"<>":
            raise _InDoubtError

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.charset = encoding or "utf-8"

    def _doctype(self, *_: object) -> None:
        raise _InDoubtError

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        # feedparser keeps one meaning a prefix for the whole document.
        if prefix and self._prefixes.setdefault(prefix, uri or "") != (uri or ""):
            raise _InDoubtError
        self._declared.append((prefix or "", uri or ""))

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._is_leaf = True
        local = name.rpartition(" ")[2].lower()
        if local in _ENTRIES:
            self._open_entry()
        elif not self._entry_depth:
            self._around[self._depth - 1 :] = [(local, attributes)]
            self._outer.update(self._declared)
        elif not self._silent_depth and (
            name in _VOLATILE or (name == _ATOM_LINK and attributes.get("rel") == "replies")
        ):
            self._silent_depth, self._silent_from = self._depth, self._parser.CurrentByteIndex
        self._declared.clear()

    def _open_entry(self) -> None:
        if self._entry_depth or not self._around or self._around[-1][0] not in _PARENTS:
            raise _InDoubtError
        self._entry_depth, self._start = self._depth, self._parser.CurrentByteIndex

    def _close(self, _name: str) -> None:
        if self._depth == self._silent_depth:
            self._silent.append((self._silent_from, self._end()))
            self._silent_depth = 0
        elif self._depth == self._entry_depth:
            self._close_entry(self._end())
        elif not self._entry_depth:
            del self._around[self._depth - 1 :]
        self._depth -= 1
        self._is_leaf = False

    def _close_entry(self, end: int) -> None:
        if self._is_leaf:
            raise _InDoubtError
        whole = blake2b(self._context(), digest_size=16)
        at = self._start
        for start, stop in (*self._silent, (end, end)):
            whole.update(self.document[at:start])
            at = stop
        self.spans.append((self._start, end))
        self.prints.append(whole.hexdigest())
        self._silent.clear()
        self._entry_depth = 0

    def _end(self) -> int:
        """Where the element that now closes ends; of `<empty/>` the parser already stands behind it."""
        at = self._parser.CurrentByteIndex
        is_empty = self._is_leaf and self.document.startswith(b"/>", at - 2)
        return at if is_empty else self.document.index(b">", at) + 1

    def _context(self) -> bytes:
        around = [(name, sorted(attributes.items())) for name, attributes in self._around]
        return repr((self.url, self.charset.lower(), around, sorted(self._outer.items()))).encode("utf-8", "replace")

    def _comment(self, text: str) -> None:
        if self._entry_depth and not self._silent_depth:
            at = self._parser.CurrentByteIndex
            self._silent.append((at, self.document.index(b"-->", at + 4) + 3))
