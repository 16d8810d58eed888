"""Servers that lie about their answers: a declared charset that the bytes deny, and how to read them all the same."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace

from stories.visit import Fetched

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"""(<\?xml[^>]{0,200}?encoding\s*=\s*["'])([\w.:+-]{1,40})(["'])""")
_META = re.compile(rb"""(<meta[^>]{0,200}?charset\s*=\s*["']?)([\w.:+-]{1,40})""", re.IGNORECASE)
_HEAD = 2_048
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def honest(answer: Fetched) -> tuple[Fetched, str | None]:
    """An answer whose declared charset its bytes deny, declared rightly; and how it had been declared, in words.

    Only what can be proven is called a lie: UTF-8 that is none, and other charsets over faultless UTF-8.
    """
    told = _told(answer)
    if not told or answer.body.startswith(_BOMS) or answer.body.isascii():
        return answer, None
    is_utf8 = _is_utf8(answer.body)
    if is_utf8 == _names_utf8(told):
        return answer, None
    true = "utf-8" if is_utf8 else "windows-1252"
    if not is_utf8 and _mostly_utf8(answer.body):
        return answer, None  # UTF-8 with a broken character here and there is damaged, not misnamed
    return _redeclared(answer, true), f"declares {told}, is {true}"


def _told(answer: Fetched) -> str:
    """The declared charset: by HTTP, else by the document; a charset that does not exist tells nothing."""
    header = _CHARSET.search((answer.header("Content-Type") or "")[:300])
    inside = _DECLARED.search(answer.body[:_HEAD]) or _META.search(answer.body[:_HEAD])
    told = header.group(1) if header else inside.group(2).decode("ascii", "replace") if inside else ""
    try:
        return codecs.lookup(told).name if told else ""
    except LookupError:
        return ""


def _names_utf8(name: str) -> bool:
    # Multi-byte charsets of other countries, and UTF-16, are not for us to doubt.
    return name == "utf-8" or not name.startswith(("iso8859", "cp125", "latin", "ascii", "us-ascii"))


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(body: bytes) -> bool:
    broken = body.decode("utf-8", "replace").count("\ufffd")
    beyond = sum(byte >= 0xC2 for byte in body[:200_000])
    return broken < beyond / 4


def _redeclared(answer: Fetched, charset: str) -> Fetched:
    media = (answer.header("Content-Type") or "text/html").partition(";")[0].strip()
    headers = tuple((name, value) for name, value in answer.headers if name.lower() != "content-type")
    head, rest = answer.body[:_HEAD], answer.body[_HEAD:]
    head = _DECLARED.sub(rb"\g<1>" + charset.encode() + rb"\g<3>", head, count=1)
    head = _META.sub(rb"\g<1>" + charset.encode(), head, count=1)
    return replace(answer, headers=(*headers, ("Content-Type", f"{media}; charset={charset}")), body=head + rest)
