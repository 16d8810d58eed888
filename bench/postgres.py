"""A PostgreSQL of one's own on loopback, for as long as it is needed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

_PATIENCE: Final = 60.0  # seconds


def programs() -> Path:
    """Where Debian keeps the newest PostgreSQL server's programs; raises SystemExit where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise SystemExit("needs PostgreSQL's server: apt-get install postgresql (or --sqlite)")
    return found[-1].parent


@contextmanager
def postgresql(directory: Path) -> Iterator[tuple[str, int]]:
    """Starts the server with an empty database `prefect`; gives Prefect's address of it, and the process's number.

    PostgreSQL refuses to run as root; there it runs as the user postgres, in a directory of its own.
    """
    room, port = Path(mkdtemp(prefix="kooste-postgresql-")), free_port()
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(room, user)
    command = [str(directory / "postgres"), "-D", f"{room}/data", "-p", str(port), "-k", str(room), "-h", "127.0.0.1"]
    try:
        initialise = [
            str(directory / "initdb"),
            "-D",
            f"{room}/data",
            "-U",
            "kooste",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "-N",
        ]
        subprocess.run(initialise, user=user, cwd=room, check=True, stdout=subprocess.DEVNULL)
        with (room / "log").open("wb") as log:
            server = subprocess.Popen(command, user=user, cwd=room, stdout=log, stderr=subprocess.STDOUT)
        try:
            _prepare(directory, port, server)
            yield f"postgresql+asyncpg://kooste@127.0.0.1:{port}/prefect", server.pid
        finally:
            server.terminate()
            server.wait(_PATIENCE)
    finally:
        shutil.rmtree(room)


def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _prepare(directory: Path, port: int, server: subprocess.Popen[bytes]) -> None:
    place = ["-h", "127.0.0.1", "-p", str(port), "-U", "kooste"]
    deadline = time.monotonic() + _PATIENCE
    while subprocess.run([directory / "pg_isready", "-q", *place], check=False).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("PostgreSQL does not start")
        time.sleep(0.1)
    subprocess.run([directory / "createdb", *place, "prefect"], check=True)
    extension = [str(directory / "psql"), *place, "-q", "-d", "prefect", "-c", "create extension pg_trgm"]
    subprocess.run(extension, check=True)
