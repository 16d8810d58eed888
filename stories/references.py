"""What a text names that few others do: a project's or a case's id, a contact's address, its own files and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from stories.model import Article
from stories.pictures import is_furniture, picture_key

PROJECT: Final = re.compile(
    r"\b[A-ZÅÄÖ]{2,6}/?\d{2,5}:\d{1,3}/(?:19|20)\d\d\b"  # a project of the government: STM045:00/2026
    r"|\b[A-ZÅÄÖ]{2,6}/\d{1,6}(?:/[\d.]{1,12})?/20\d\d\b"  # a case in a register: VN/1234/2026, OKM/12/600/2026
)
_SPACED: Final = re.compile(r"\b([A-ZÅÄÖ]{2,6}) (\d{2,5}:\d{1,3}/(?:19|20)\d\d)\b")
_NAMED: Final = re.compile(
    r"\b(?:(?:hanke|projekti)(?:numero|nro|koodi|tunnus)|projekt(?:nummer|nr|kod|beteckning)|projeaktanummir"
    r"|(?:project|grant(?:\sagreement)?)\s(?:number|code|id|no\b\.?)|diaari(?:numero|nro)|diarie(?:nummer|nr)|dnro|dnr)"
    r"[\s:–-]{0,4}(?:(?:on|är|lea|is)\s)?(?P<id>(?:[A-ZÅÄÖ]{1,6}[ -]?)?\d[\w./:-]{2,24})",
    re.IGNORECASE,
)
"""An id that is told to be one, whatever it looks like: "hankenumero S30512", "diarienummer 123/04.01/2026"."""
_LABELS: Final = ("hanke", "projek", "projea", "project", "grant", "diaari", "diarie", "dnr")  # one is in each label
_EMAIL: Final = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}\b")
_LONGEST: Final = 20_000
_MOST: Final = 24
_MOST_PICTURES: Final = 5


def references(article: Article) -> tuple[str, ...]:
    """References of a text, sorted: "project:stm045:00/2026", "mail:anna@stm.fi", "file:stm.fi/docs/raportti.pdf".

    A text that names very many, such as a list of cases or contacts, is about none of them. Pictures count apart:
    "image:stm.fi/kuvat/talkoot.jpg".
    """
    text = _text(article)
    found = {f"project:{name}" for name in projects(text)}
    found |= {f"mail:{address.casefold()}" for address in _EMAIL.findall(text)} if "@" in text else set()
    found |= set(_files(article))
    return tuple(sorted({*(found if len(found) <= _MOST else ()), *_pictures(article)}))


def projects(text: str) -> frozenset[str]:
    """The ids of projects and cases that a text names, in lower case.

    >>> sorted(projects("Hanke STM045:00/2026, asia VN/1234/2026; laki 612/2021."))
    ['stm045:00/2026', 'vn/1234/2026']
    >>> sorted(projects("Hankenumero: S30512.")) == sorted(projects("Projektnummer S30512"))
    True
    """
    if "/" not in text:
        return named_projects(text)
    found = {one.casefold() for one in PROJECT.findall(text)}
    found |= {f"{letters}{rest}".casefold() for letters, rest in _SPACED.findall(text)}
    return named_projects(text) | found


def named_projects(text: str) -> frozenset[str]:
    """The ids that a text calls a project's or a case's number, in lower case, as `projects` tells them."""
    lower = text.lower()
    if not any(label in lower for label in _LABELS):
        return frozenset()
    told = (one["id"].rstrip(".:/-").casefold().replace(" ", "") for one in _NAMED.finditer(text))
    return frozenset(one for one in told if sum(sign.isdigit() for sign in one) >= 3)


def _text(article: Article) -> str:
    return f"{article.title}\n{article.summary}\n{article.body}"[:_LONGEST]


def _files(article: Article) -> Iterator[str]:
    """Attachments by address, without what only asks for a size or a version of them."""
    for attachment in article.attachments:
        parts = urlsplit(attachment.url)
        path = unquote(parts.path).casefold().rstrip("/")
        if "." in path.rpartition("/")[2]:
            yield f"file:{(parts.hostname or '').removeprefix('www.')}{path}"


def _pictures(article: Article) -> Iterator[str]:
    """The first pictures by address in any size, without logos and what stands where a picture is missing."""
    for image in article.images[:_MOST_PICTURES]:
        key = picture_key(image.url)
        if key and not is_furniture(key):
            yield f"image:{key}"
