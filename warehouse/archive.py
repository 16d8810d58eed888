"""The raw answers of a batch as one WARC file, the same bytes for the same answers."""

from __future__ import annotations

import re
import uuid
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from http.client import responses
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.warcwriter import WARCWriter

from stories.visit import Fetched

# The body is kept decoded, so headers that speak of its transport would lie; they stay under another name.
_TRANSPORT: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_BREAK: Final = re.compile(r"[\x00-\x1f\x7f]+")
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class ArchiveError(Exception):
    """An archive file that cannot be read; the message names it."""


def write_warc(path: Path, answers: Iterable[tuple[str, Fetched]]) -> None:
    """Writes answers, each with the source it was asked for, as gzipped `response` records in their order."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for position, (source, answer) in enumerate(answers):
            writer.write_record(_record(writer, position, source, answer))


def _record(writer: WARCWriter, position: int, source: str, answer: Fetched) -> ArcWarcRecord:
    return writer.create_warc_record(
        _address(answer.url),
        "response",
        payload=BytesIO(answer.body),
        length=len(answer.body),
        http_headers=StatusAndHeaders(_status(answer.status), list(_headers(answer)), protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Record-ID": f"<urn:uuid:{_identity(position, answer)}>",
            "WARC-Date": datetime_to_iso_date(answer.fetched_at.astimezone(UTC).replace(tzinfo=None), use_micros=True),
            "Kooste-Final-URI": _address(answer.final_url),
            "Kooste-Source": _address(source),
        },
    )


def _identity(position: int, answer: Fetched) -> uuid.UUID:
    # A random id would make two files of the same answers differ.
    body = sha256(answer.body).hexdigest()
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{position} {_address(answer.url)} {answer.fetched_at.isoformat()} {body}")


def _status(code: int) -> str:
    return f"{code} {responses.get(code, 'Unknown')}"


def _headers(answer: Fetched) -> Iterator[tuple[str, str]]:
    for name, value in answer.headers:
        if _NAME.fullmatch(name):
            kept = f"X-Archive-Orig-{name}" if name.lower() in _TRANSPORT else name
            yield kept, _storable(_BREAK.sub(" ", value))
    yield "Content-Length", str(len(answer.body))


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _address(url: str) -> str:
    # A line break in an address would forge header lines of the record.
    return quote(_storable(url), safe="!#$%&'()*+,/:;=?@[]~")


def read_warc(path: Path) -> Iterator[tuple[str, Fetched]]:
    """The answers of a batch in their order, with their sources; raises ArchiveError.

    Addresses and sources are spelt as `archived_address` writes them.
    """
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type == "response":
                    yield _answer(record)
    except (ArchiveLoadFailed, EOFError, ValueError, zlib.error) as error:
        raise ArchiveError(f"{path} cannot be read: {' '.join(str(error).split())[:200]}") from error


def archived_address(url: str) -> str:
    """An address as the archive spells it: without anything that could forge a header line."""
    return _address(url)


def _answer(record: ArcWarcRecord) -> tuple[str, Fetched]:
    told, http = record.rec_headers, record.http_headers
    url = told.get_header("WARC-Target-URI")
    return told.get_header("Kooste-Source") or "", Fetched(
        url=url,
        final_url=told.get_header("Kooste-Final-URI") or url,
        status=int(http.get_statuscode()),
        headers=tuple((name.removeprefix("X-Archive-Orig-"), value) for name, value in http.headers),
        body=record.raw_stream.read(),
        fetched_at=datetime.fromisoformat(told.get_header("WARC-Date")),
    )
