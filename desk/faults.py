"""What went wrong, in the reader's language and on a page like the others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.pages import private
from desk.words import language_of, words

_TOLD: Final = (400, 403, 404, 405, 413, 429, 500, 503)
Handler = Callable[[Request, Exception], Response | Awaitable[Response]]


def fault(request: Request, status: int, *, about: str | None = None) -> Response:
    """A page that says what went wrong; `about` names its words when they are others than the status's own."""
    language = language_of(request)
    told = status if status in _TOLD else (400 if status < 500 else 500)
    title, text = words(language)["faults"][about or str(told)]
    return private(request, "fault.html.j2", language, status, title=title, text=text)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code < HTTPStatus.BAD_REQUEST:
        return Response(status_code=error.status_code, headers=error.headers)
    found = fault(request, error.status_code)
    found.headers.update(error.headers or {})
    return found


def _bug(request: Request, _: Exception) -> Response:
    return fault(request, 500)


HANDLERS: Final[dict[int | type[Exception], Handler]] = {HTTPException: _http, 500: _bug}
