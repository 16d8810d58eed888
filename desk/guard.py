"""What every answer says to browsers, and what no request may do: come from another site's form, or be endless."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.faults import fault

LARGEST: Final = 16 * 1024  # bytes; the longest form has three fields and a dozen boxes
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_WITH_TOKEN: Final = ("/c/", "/p/")
_SAID: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Addresses hold tokens: no page is told where its reader came from.
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "private, no-store",
}


class Guard:
    """Stands before the pages: `larger` names paths (by how they begin) that take more bytes than LARGEST.

    `open_to_all` are the beginnings of paths that machines elsewhere post to; each proves by itself who sends.
    """

    def __init__(self, app: ASGIApp, *, open_to_all: tuple[str, ...], larger: Mapping[str, int]) -> None:
        self._app, self._open, self._larger = app, open_to_all, larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused:
            await fault(Request(scope), refused)(scope, receive, _with_headers(send))
        else:
            await self._app(scope, _measured(receive, self._most(scope["path"])), _with_headers(send))

    def _refused(self, scope: Scope) -> int | None:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdecimal()):
            return 400
        if len(length) > 12 or int(length) > self._most(scope["path"]):
            return 413
        if scope["method"] in _SAFE or scope["path"].startswith(self._open):
            return None
        return None if is_own_form(headers, has_token=scope["path"].startswith(_WITH_TOKEN)) else 403

    def _most(self, path: str) -> int:
        return next((most for start, most in self._larger.items() if path.startswith(start)), LARGEST)


def is_own_form(headers: Mapping[str, str], *, has_token: bool = False) -> bool:
    """Whether a browser says that the form it sends lies on this site.

    Fetch Metadata says it wherever a page can be trusted; older browsers name the origin, except on pages that send no
    referrer. Those hold a token that no other site knows, so saying nothing is enough there.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin", "null")
    if site is not None:
        return site == "same-origin"
    if origin == "null":
        return has_token
    return origin.lower().partition("://")[2] == headers.get("host", "").lower()


def _measured(receive: Receive, most: int) -> Receive:
    """A body that says no length is counted as it comes."""
    left = most

    async def read() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413)
        return message

    return read


def _with_headers(send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _SAID.items():
                headers.setdefault(name, value)
        await send(message)

    return told
