"""Where a mail service tells of letters that came back: a secret opens the door, and the answer tells nothing."""

from __future__ import annotations

import hmac
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from desk.site import desk_of
from digest.bounces import LONGEST, take_bounce

PATH: Final = "/bounces"
LARGEST: Final = LONGEST


async def bounced(request: Request) -> Response:
    """Takes one bounce as raw mail; 204 whether or not it named a reader of ours."""
    site = desk_of(request).site
    if site.bounce_secret is None:
        raise HTTPException(404)
    said = request.headers.get("authorization", "").encode("latin-1", "replace")
    if not hmac.compare_digest(said, f"Bearer {site.bounce_secret}".encode()):
        raise HTTPException(403)
    await run_in_threadpool(take_bounce, site.home, await request.body(), site.clock())
    return Response(status_code=204)
