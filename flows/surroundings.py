"""What the processes of `kooste up` find around them: their environment, their logs, their port, and who waits."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from typing import IO, Final

from flows.processes import MARK
from flows.settings import Settings
from warehouse.home import Home

HOST: Final = "127.0.0.1"
_LOG_BYTES: Final = 5_000_000
_LOG_FILES: Final = 3
_LINE: Final = 65_536


def environment(settings: Settings, url: str, mark: str, outer: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What the processes are told: our home, our server, and nothing of an operator's other Prefect."""
    foreign = ("PREFECT_PROFILE", "PREFECT_API_KEY", "PREFECT_API_AUTH_STRING", "NOTIFY_SOCKET")
    root = settings.home.root.resolve()
    told = {
        "PREFECT_HOME": str(root / "prefect"),
        "PREFECT_API_URL": url,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLI_COLORS": "false",
        "DO_NOT_TRACK": "1",
        "KOOSTE_HOME": str(root),
        "KOOSTE_ORGANISATIONS": str(settings.organisations.resolve()),
        "PYTHONUNBUFFERED": "1",
        MARK: mark,
    }
    if settings.doors.named:
        told["KOOSTE_ALLOW_HOSTS"] = ",".join(_door(host, port) for host, port in sorted(settings.doors.named))
    quick = {"PREFECT_RUNNER_POLL_FREQUENCY": "5"}  # seconds from an event to the step that it wakes
    return quick | {name: value for name, value in outer.items() if name not in foreign} | told


def _door(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def log(home: Home, name: str, *, echo: bool = False) -> logging.Logger:
    """A log of a capped size in HOME/logs; with `echo` also on standard output, where somebody collects that."""
    logger = logging.getLogger(f"kooste.up.{home.root}.{name}")
    if not logger.handlers:
        logger.propagate = False
        logger.setLevel(logging.INFO)
        logger.addHandler(_file(home, name))
        if echo:
            on_screen = logging.StreamHandler(sys.stdout)
            on_screen.setFormatter(logging.Formatter(f"{name} | %(message)s"))
            logger.addHandler(on_screen)
    return logger


def _file(home: Home, name: str) -> RotatingFileHandler:
    path = home.root / "logs" / f"{name}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    return RotatingFileHandler(path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8")


def drain(pipe: IO[bytes], logger: logging.Logger) -> None:
    """Carries what a process says into its log, until it has ended."""
    with pipe:
        for line in iter(lambda: pipe.readline(_LINE), b""):
            logger.info("%s", line.decode("utf-8", "replace").rstrip())


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this computer."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def notify(state: str) -> None:
    """Tells systemd (Type=notify) how things stand; says nothing where nobody asked."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)
