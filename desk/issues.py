"""Letters and feeds as files: served as they lie on the shelf, each under its own media type and policy."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import UTC, datetime
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.conditional import PUBLIC, answer
from desk.pages import style, style_name
from desk.released import hidden, may_be_seen
from desk.shelf import Filed, filed
from desk.site import Site, desk_of
from digest.archive import STANDING, linked, shelf
from digest.week import Week

_STYLE: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_ROBOTS: Final = "User-agent: *\nDisallow: /c/\nDisallow: /u/\nDisallow: /p/\n"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
# The picture on a browser's tab: the letter K on the green of the letters.
_ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#14513f"/>'
    '<path d="M10 7v18M23 7 11 17M15 14l8 11" fill="none" stroke="#fff" stroke-width="3.4"/></svg>'
)


def issue_file(request: Request) -> Response:
    """A letter in one of its forms, or a feed of them."""
    site = desk_of(request).site
    found = filed(site.home, request.path_params["path"])
    if found is None or not _is_open(site, found):
        raise HTTPException(404)
    try:
        told_now = _without_drafts(site, found)
        content = found.path.read_bytes() if told_now is None else told_now.encode()
        # What an editor's word changes is not dated by its file.
        modified = datetime.fromtimestamp(found.path.stat().st_mtime, UTC) if told_now is None else None
    except FileNotFoundError:
        raise HTTPException(404) from None
    told = answer(request.headers, content, media_type=found.media_type, modified=modified)
    name = found.path.name
    if found.media_type == "text/html":
        told.headers["content-security-policy"] = _policy(content, is_letter=not name.endswith(".page.html"))
    elif found.media_type.startswith(("text/calendar", "application/vnd")):
        told.headers["content-disposition"] = f'attachment; filename="{name}"'
    return told


def _without_drafts(site: Site, found: Filed) -> str | None:
    """What names other letters, anew without those that must not be seen; None where the file can go as it is."""
    is_list = found.issue is None and found.ending in STANDING
    is_page = found.issue is not None and found.ending == "page.html"
    drafts, known = hidden(site) if is_list or is_page else None, site.audiences
    if not drafts or found.audience not in known:
        return None
    held = shelf(site.home.issues, known[found.audience], found.edition, hidden=drafts)
    return STANDING[found.ending](held) if is_list else linked(held, Week(found.path.parent.name))


def issue_page(request: Request) -> Response:
    """A letter under the address that mails name (EDITION/AUDIENCE/WEEK/): leads to its page."""
    site, asked = desk_of(request).site, request.path_params
    name = f"{asked['week']}.{asked['audience']}.{request.url.path.split('/')[1]}"
    path = next((p for p in _pages(name) if (found := filed(site.home, p)) and _is_open(site, found)), None)
    if path is None:
        raise HTTPException(404)
    return RedirectResponse(f"/issues/{path}", status_code=302, headers={"cache-control": PUBLIC})


def _pages(name: str) -> tuple[str, str]:
    week = name.partition(".")[0]
    return f"{week}/{name}.page.html", f"{week}/{name}.html"


def _is_open(site: Site, found: Filed) -> bool:
    return found.issue is None or may_be_seen(site, found.audience, found.issue)


def style_sheet(request: Request) -> Response:
    """The style sheet under the name of its content; an earlier name still leads to today's."""
    told = answer(request.headers, style(), media_type="text/css")
    if request.path_params["name"] == style_name():
        told.headers["cache-control"] = _FOR_EVER
    return told


def icon(request: Request) -> Response:
    """The picture on a browser's tab."""
    return answer(request.headers, _ICON.encode(), media_type="image/svg+xml")


def robots(request: Request) -> Response:
    """Search engines may read the letters, and nothing that is one reader's."""
    return answer(request.headers, _ROBOTS.encode(), media_type="text/plain")


def _policy(content: bytes, *, is_letter: bool) -> str:
    """No script, no picture, nothing fetched; a page's own style by its hash.

    A letter as it was mailed carries its style on every element, so any style may stand in it; it is boxed instead.
    """
    if is_letter and b' style="' in content:
        return f"{_NOTHING}; style-src 'unsafe-inline'; sandbox allow-top-navigation allow-popups"
    hashes = (base64.b64encode(hashlib.sha256(found).digest()).decode() for found in _STYLE.findall(content))
    styles = " ".join(f"'sha256-{one}'" for one in hashes)
    return f"{_NOTHING}; style-src {styles}" if styles else _NOTHING
