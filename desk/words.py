"""What the pages say, in Finnish and in Swedish; the words lie in `words/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, TypeGuard

from starlette.requests import Request

Lang = Literal["fi", "sv"]
LANGS: Final[tuple[Lang, ...]] = ("fi", "sv")


@cache
def words(language: Lang) -> Mapping[str, Any]:
    """The words of one language: texts, and tables of texts by what they are for."""
    text = (resources.files("desk") / "words" / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def is_lang(text: str | None) -> TypeGuard[Lang]:
    """Whether there are pages in that language."""
    return text in LANGS


def other(language: Lang) -> Lang:
    """The other language of the pages."""
    return "sv" if language == "fi" else "fi"


def language_of(request: Request) -> Lang:
    """The language a reader wants: what the address says, else what the browser asks for, else Finnish."""
    first = request.url.path.split("/")[1]
    for named in (first, request.query_params.get("l")):
        if is_lang(named):
            return named
    return preferred(request.headers.get("accept-language", ""))


def preferred(accepted: str) -> Lang:
    """The page language that an Accept-Language header likes best.

    >>> preferred("en-GB,sv-FI;q=0.8,fi;q=0.7"), preferred("en"), preferred("fi;q=0,sv;q=x")
    ('sv', 'fi', 'fi')
    """
    liked = [
        (_weight(quality), _lang(tag)) for tag, _, quality in (p.partition(";") for p in accepted[:500].split(","))
    ]
    best = max((weight for weight, language in liked if language), default=0.0)
    return next((language for weight, language in liked if language and weight == best > 0), "fi")


def _lang(tag: str) -> Lang | None:
    short = tag.strip().lower().partition("-")[0]
    return short if is_lang(short) else None


def _weight(quality: str) -> float:
    name, _, number = quality.strip().partition("=")
    if not name:
        return 1.0
    whole = number.strip()
    return float(whole) if name.strip() == "q" and whole.replace(".", "", 1).isdecimal() and whole.isascii() else 0.0
