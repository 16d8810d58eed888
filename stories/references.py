"""What a text names that few others do: a project's or a case's id, a contact's address, a file of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from stories.model import Article

PROJECT: Final = re.compile(
    r"\b[A-ZÅÄÖ]{2,6}/?\d{2,5}:\d{1,3}/(?:19|20)\d\d\b"  # a project of the government: STM045:00/2026
    r"|\b[A-ZÅÄÖ]{2,6}/\d{1,6}(?:/[\d.]{1,12})?/20\d\d\b"  # a case in a register: VN/1234/2026, OKM/12/600/2026
)
_EMAIL: Final = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}\b")
_LONGEST: Final = 20_000
_MOST: Final = 24


def references(article: Article) -> tuple[str, ...]:
    """References of a text, sorted: "project:stm045:00/2026", "mail:anna@stm.fi", "file:stm.fi/docs/raportti.pdf".

    A text that names very many, such as a list of cases or contacts, is about none of them.
    """
    text = f"{article.title}\n{article.summary}\n{article.body}"[:_LONGEST]
    found = {f"project:{name}" for name in projects(text)}
    found |= {f"mail:{address.casefold()}" for address in _EMAIL.findall(text)} if "@" in text else set()
    found |= set(_files(article))
    return tuple(sorted(found)) if len(found) <= _MOST else ()


def projects(text: str) -> frozenset[str]:
    """The ids of projects and cases that a text names, in lower case.

    >>> sorted(projects("Hanke STM045:00/2026, asia VN/1234/2026; laki 612/2021."))
    ['stm045:00/2026', 'vn/1234/2026']
    """
    return frozenset(found.casefold() for found in PROJECT.findall(text)) if "/" in text else frozenset()


def _files(article: Article) -> Iterator[str]:
    """Attachments by address, without what only asks for a size or a version of them."""
    for attachment in article.attachments:
        parts = urlsplit(attachment.url)
        path = unquote(parts.path).casefold().rstrip("/")
        if "." in path.rpartition("/")[2]:
            yield f"file:{(parts.hostname or '').removeprefix('www.')}{path}"
