"""Pages from templates: the same frame around each, in the reader's language, with the headers it must carry."""

from __future__ import annotations

import hashlib
from email.utils import parseaddr
from functools import cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from desk.conditional import answer
from desk.words import Lang, other, words
from digest.typography import bound

PRIVATE: Final = "private, no-store"


def public(request: Request, template: str, language: Lang, **values: Any) -> Response:
    """A page that is the same for everybody; a reader who has it gets 304."""
    content = markup(request, template, language, **values).encode()
    return answer(request.headers, content, media_type="text/html", content_language=language)


def private(request: Request, template: str, language: Lang, status: int = 200, **values: Any) -> Response:
    """A page that is one reader's: kept by no cache, listed by no search engine."""
    headers = {"cache-control": PRIVATE, "x-robots-tag": "noindex, nofollow", "content-language": language}
    return HTMLResponse(markup(request, template, language, **values), status_code=status, headers=headers)


def markup(request: Request, template: str, language: Lang, **values: Any) -> str:
    """The page as HTML; `words` are the page's words, `turned` leads to the same page in the other language."""
    frame: dict[str, Any] = {
        "language": language,
        "words": words(language),
        "style": f"/style/{style_name()}",
        "turned": turned(request, language),
        "turned_language": other(language),
    }
    return _environment().get_template(template).render(frame | values)


def turned(request: Request, language: Lang) -> str:
    """The address of the same page in the other language.

    A page that answers a form cannot be asked for again: its other language is the form's.
    """
    path = request.url.path
    first, _, rest = path[1:].partition("/")
    return f"/{other(language)}/{rest}" if first == language else f"{path}?l={other(language)}"


@cache
def style() -> bytes:
    """The style sheet of all pages."""
    return (resources.files("desk") / "static" / "desk.css").read_bytes()


@cache
def style_name() -> str:
    """Its name, which changes with its content, so that it can be kept for ever."""
    return f"{hashlib.sha256(style()).hexdigest()[:16]}.css"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"bound": bound, "mailbox": lambda text: parseaddr(text)[1]}
    return environment
