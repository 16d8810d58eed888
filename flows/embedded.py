"""Prefect without a server of its own: its state goes into the home, and it reports to nobody."""

from __future__ import annotations

import atexit
import logging
import os
import sys
from typing import NoReturn

from warehouse.home import Home


def embed(home: Home) -> None:
    """Sets up this process, before Prefect is first imported, to run flows on an ephemeral server inside the home."""
    os.environ |= {
        "PREFECT_HOME": str((home.root / "prefect").resolve()),
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "ERROR",
        "PREFECT_CLI_COLORS": "false",
        "DO_NOT_TRACK": "1",
    }
    # An operator's own server must not receive a demo.
    os.environ.pop("PREFECT_API_URL", None)
    os.environ.pop("PREFECT_PROFILE", None)


def leave(code: int = 0) -> NoReturn:
    """Ends a process that has run embedded Prefect: stops its server, and exits without tearing the interpreter down.

    Prefect's daemon threads hold on to DuckDB's types, which DuckDB would report as leaks in sixty lines on stderr.
    """
    atexit._run_exitfuncs()  # noqa: SLF001 - what the interpreter itself would do next
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
