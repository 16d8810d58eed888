"""The raw answers of a batch as one WARC file, the same bytes for the same answers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC
from hashlib import sha256
from http.client import responses
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.warcwriter import WARCWriter

from stories.model import Fetched

# The body is kept decoded, so headers that speak of its transport would lie; they stay under another name.
_TRANSPORT: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_BREAK: Final = re.compile(r"[\x00-\x1f\x7f]+")
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def write_warc(path: Path, answers: Iterable[Fetched]) -> None:
    """Writes the answers in their order as gzipped `response` records under the address asked for."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for position, answer in enumerate(answers):
            writer.write_record(_record(writer, position, answer))


def _record(writer: WARCWriter, position: int, answer: Fetched) -> ArcWarcRecord:
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
