"""A PDF letter or leaflet to the same reading as a page: its text in reading order, its title and its date."""

from __future__ import annotations

import io
import re
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from sources.letter_tops import PAGE_NUMBER
from sources.letters import Letter, letter_of
from sources.metadata import language_code
from sources.plain import summary_of
from sources.printing import Line, lines_of
from stories.dates import Moment, read_moment
from stories.model import Reading

MOST_PAGES = 60
LONGEST_FILE = 25_000_000  # bytes
LONGEST_UNPACKED = 120_000_000  # bytes that all streams together may unpack to
MOST_WORDS = 60_000
NO_DATE = "none is printed"
SECONDS = 20.0  # no page is begun after this
_ROUGH_NAME = re.compile(
    r"(?:microsoft\s(?:word|powerpoint)\s?-|.*\.(?:docx?|pdf|pptx?|indd)$|untitled|nimetön|namnlös|document\d*$)",
    re.IGNORECASE,
)
_MOST_MARKS = 6
_SCANNER = re.compile(r"scann?er\b|scanned\s(?:with|by)|skannattu|skannad\smed|\bscan\b", re.IGNORECASE)
_STREAM = re.compile(rb"stream\r?\n")


class _Refused(Exception):
    """A PDF that is not read, with the reason in its one argument."""


@dataclass(frozen=True, slots=True)
class _Document:
    pages: tuple[tuple[Line, ...], ...]
    title: str
    language: str | None
    created: Moment | None
    notes: tuple[str, ...]


def read_pdf(body: bytes, url: str, *, seconds: float = SECONDS) -> Reading:
    """What a PDF says: never raises; `failure` tells when it is encrypted, scanned, broken or too large.

    At most 60 pages and `seconds` of work; what is left unread is told in `cut`. Source: pdfplumber's words.
    """
    try:
        _check(body)
        document = _opened(body, time.monotonic() + seconds)
    except _Refused as refused:
        return Reading(title="", body="", failure=str(refused))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        return Reading(title="", body="", failure="an encrypted PDF: it opens only with a password")
    except Exception as error:  # the reader of PDFs raises anything at all on broken files (KeyError, TypeError, …)
        if "Password" in repr(error) or "Encryption" in repr(error):
            return Reading(title="", body="", failure="an encrypted PDF: it opens only with a password")
        return Reading(title="", body="", failure=f"a broken PDF: {type(error).__name__}")
    return _reading(document, letter_of(document.pages, document.title))


def _check(body: bytes) -> None:
    """Refuse what would eat the machine: the reader itself unpacks streams without a limit."""
    if len(body) > LONGEST_FILE:
        raise _Refused(f"a PDF of {len(body) // 1_000_000} MB: only {LONGEST_FILE // 1_000_000} MB are read")
    if re.search(rb"(?:FlateDecode|LZWDecode)[\s\]/]{1,4}(?:FlateDecode|LZWDecode|RunLengthDecode)", body):
        raise _Refused("a PDF packed twice over")
    unpacked = 0
    for start in _STREAM.finditer(body):
        unpacked += _unpacked_size(body, start.end(), LONGEST_UNPACKED - unpacked)
        if unpacked >= LONGEST_UNPACKED:
            raise _Refused(f"a PDF that unpacks to over {LONGEST_UNPACKED // 1_000_000} MB")


def _unpacked_size(body: bytes, start: int, limit: int) -> int:
    """How much one stream unpacks to, up to a limit; 0 when it is not deflated."""
    if body[start : start + 1] not in (b"x", b"H", b"h", b"8", b"X"):
        return 0
    unpacker, size, at = zlib.decompressobj(), 0, start
    try:
        while at < len(body) and size < limit and not unpacker.eof:
            size += len(unpacker.decompress(body[at : at + 65_536], limit - size + 1))
            while unpacker.unconsumed_tail and size < limit:
                size += len(unpacker.decompress(unpacker.unconsumed_tail, limit - size + 1))
            at += 65_536
    except zlib.error:
        return size
    return size


def _opened(body: bytes, until: float) -> _Document:
    pages: list[tuple[Line, ...]] = []
    notes: list[str] = []
    words = images = 0
    with pdfplumber.open(io.BytesIO(body)) as pdf:
        count = len(pdf.pages)
        for number, page in enumerate(pdf.pages[:MOST_PAGES]):
            if time.monotonic() > until or words > MOST_WORDS:
                notes.append(f"cut: pages {number + 1}–{count}, for time and size")
                break
            lines = lines_of(_words(page), float(page.width), float(page.height))
            pages.append(tuple(lines))
            words += sum(len(line.text.split()) for line in lines)
            images += len(page.images)
            page.close()
        if count > MOST_PAGES:
            notes.append(f"cut: pages {MOST_PAGES + 1}–{count}")
        if words == 0 or (images and _is_scanner_mark(pages)):
            raise _Refused("a scanned PDF: pictures of text without the text" if images else "an empty PDF")
        return _Document(tuple(pages), _own_title(pdf.metadata), _language(pdf), _created(pdf.metadata), tuple(notes))


def _is_scanner_mark(pages: Sequence[Sequence[Line]]) -> bool:
    """Whether all words on pages of pictures are what a scanning program puts on each of them."""
    said = {line.text.strip() for page in pages for line in page}
    return len(said) <= _MOST_MARKS and all(_SCANNER.search(line) or PAGE_NUMBER.fullmatch(line) for line in said)


def _words(page: Any) -> list[dict[str, Any]]:
    words: list[dict[str, Any]] = page.extract_words(
        x_tolerance_ratio=0.18, y_tolerance=2, keep_blank_chars=False, extra_attrs=["fontname", "size"]
    )
    return words[:MOST_WORDS]


def _own_title(metadata: Any) -> str:
    title = metadata.get("Title") if isinstance(metadata, dict) else None
    text = " ".join(title.split()) if isinstance(title, str) else ""
    return "" if len(text) < 5 or _ROUGH_NAME.match(text) else text[:300]


def _created(metadata: Any) -> Moment | None:
    """When the file says it was made: "D:20210825093000+03'00'"."""
    told = metadata.get("CreationDate") if isinstance(metadata, dict) else None
    found = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", told) if isinstance(told, str) else None
    return read_moment("-".join(found.groups())) if found else None


def _language(pdf: Any) -> str | None:
    told = pdf.doc.catalog.get("Lang")
    text = told.decode("latin-1") if isinstance(told, bytes) else told
    return language_code(text) if isinstance(text, str) else None


def _reading(document: _Document, letter: Letter) -> Reading:
    failure = None if len(letter.body) >= 20 else "a PDF without text of its own"
    published = letter.published
    # The day a file was made is nobody's publication: old letters are printed anew, new ones long before they are sent.
    made = f"; the file was made on {document.created.text}" if document.created else ""
    evidence = letter.evidence or f"{NO_DATE}{made}"
    return Reading(
        title=letter.title,
        body="" if failure else letter.body,
        summary="" if failure else summary_of(letter.body),
        published_at=published.at if published else None,
        precision=published.precision if published else "none",
        language=document.language,
        release=letter.release,
        kept=(
            f"kept: {letter.paragraphs} paragraphs of {len(document.pages)} pages",
            f"date: {evidence}",
        ),
        cut=(*document.notes, *letter.cuts),
        failure=failure,
    )
