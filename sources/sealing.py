"""Long texts taken out of a feed before it is parsed and put back afterwards: feedparser copies each several times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b

_OPENS, _CLOSES = b"<![CDATA[", b"]]>"
_LONG = 600  # bytes
# A text in an element that holds one: not a title, and nothing that feedparser would decode from base64.
_BEFORE = re.compile(
    rb"<(?:[\w.-]{1,40}:)?(?:description|encoded|summary|content)(?:\s(?:(?!type\s*=|mode\s*=)[^<>]){0,200}"
    rb"(?:\stype=[\"'](?:text|html|text/html)[\"'][^<>=]{0,40})?)?>\s{0,40}$"
)
_MARK = re.compile(r"kooste-[0-9a-f]{32}-\d+")
# feedparser reads these as windows-1252 wherever they stand; a text with one is left to it.
_C1 = re.compile("[\x80-\x9f]")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A feed whose long CDATA sections are marks, and what each mark stands for."""

    document: bytes
    texts: Mapping[str, str]

    def open(self, value: str) -> str:
        """A parsed value with the texts back in their places, stripped as feedparser strips values."""
        if "kooste-" not in value:
            return value
        return _MARK.sub(lambda mark: self.texts.get(mark[0], mark[0]), value).strip()


def sealed(document: bytes, charset: str) -> Sealed:
    """The document with marks; it is well-formed, without a document type, and `charset` is that of its bytes.

    In such a document a CDATA opening is one wherever it stands, save in a comment, which nobody reads. A mark holds
    the document's hash: no text can hold it by chance or by design.
    """
    seal = blake2b(document, digest_size=16).hexdigest()
    texts: dict[str, str] = {}
    parts, at = [], 0
    for start, end in _sections(document):
        text = _decoded(document[start:end], charset)
        if text is not None:
            mark = f"kooste-{seal}-{len(texts)}"
            texts[mark] = text
            parts += [document[at:start], mark.encode()]
            at = end
    return Sealed(b"".join((*parts, document[at:])), texts)


def _sections(document: bytes) -> Iterator[tuple[int, int]]:
    end = 0
    while (start := document.find(_OPENS, end)) >= 0 and (end := document.find(_CLOSES, start)) >= 0:
        if end - start > _LONG and _BEFORE.search(document, max(0, start - 400), start):
            yield start + len(_OPENS), end


def _decoded(section: bytes, charset: str) -> str | None:
    """A section's text with line ends as XML wants them; None where it is better left in its place."""
    try:
        text = section.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if _C1.search(text) else text.replace("\r\n", "\n").replace("\r", "\n")
