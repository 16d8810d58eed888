"""The desk in service: uvicorn, told to write down nothing about readers."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import uvicorn
from starlette.types import ASGIApp

_MOST_AT_ONCE: Final = 200


def serve(app_at: Callable[[int], ASGIApp], *, host: str, port: int, behind_proxy: bool) -> None:
    """Serves until SIGINT or SIGTERM; `app_at` makes the pages, told the port that was taken (0 takes a free one).

    Raises OSError when the port is not to be had. `behind_proxy`: a proxy on this machine says who the client is.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host.strip("[]"), port))
        door.listen(128)  # from here on nobody who knows the port is turned away
        app = app_at(door.getsockname()[1])
        with suppress(KeyboardInterrupt):  # how a person ends it
            uvicorn.Server(_config(app, behind_proxy=behind_proxy)).run(sockets=[door])


def _config(app: ASGIApp, *, behind_proxy: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        # The paths that readers ask for hold their tokens: no log of them.
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips="127.0.0.1,::1",
        limit_concurrency=_MOST_AT_ONCE,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=10,
        ws="none",
    )
