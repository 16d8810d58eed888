"""`kooste demo`: a night and a Monday over the bundled sample web, as Prefect flows with embedded parts."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Annotated

import typer

from cli.faults import Failed
from cli.options import Home

_PORT = 8747
_LAST_NIGHT = 7


def demo(
    home: Home = None,
    port: Annotated[
        int | None, typer.Option("--port", help=f"Loopback port of the sample web [{_PORT}].", min=1, max=65535)
    ] = None,
    night: Annotated[
        int, typer.Option("--night", help="Which of the sample week's nights to run.", min=1, max=_LAST_NIGHT)
    ] = _LAST_NIGHT,
) -> None:
    """Serve the bundled sample web on loopback, run the whole job over it, and build the week's digests.

    14 invented organisations publish there in Finnish, Swedish, English and Northern Sámi. Run it again: nothing is
    new and nothing is doubled. Nothing outside loopback is asked for. State lies in ./var/demo.
    """
    from cli.digest import show as show_letters
    from cli.screen import night_report, say
    from cli.summary import show
    from demo.registry import registry
    from demo.server import Server
    from demo.world import load
    from demo.world import night as instant_of
    from flows.embedded import embed, leave
    from flows.settings import Settings

    root = home or Path("var/demo")
    instant = instant_of(night)
    with Server(load(), now=instant, port=_port(root, port)) as server:
        directory = _registry(root, registry(server.port))
        settings = Settings.of(home=root, organisations=directory, allow_hosts=server.allow, now=instant.isoformat())
        say(f"Sample web: {len(server.world.sites)} organisations, port {server.port}, {instant:%d.%m.%Y %H:%M}")
        say("Starting embedded Prefect …")
        embed(settings.home)
        from flows.sample import sample

        with night_report() as report:
            summary, letters = sample(settings, report)
    show(summary)
    say()
    show_letters(letters)
    say()
    say("Ask the snapshot:  " + f"kooste query --home {root} \"from week('2026-W47') select title_fi, title_sv\"")
    leave()


def _registry(root: Path, files: dict[str, str]) -> Path:
    """Writes the sample organisations for the port in use; files of another port are replaced."""
    directory = root / "organisations"
    directory.mkdir(parents=True, exist_ok=True)
    for stale in directory.glob("*.toml"):
        if stale.name not in files:
            stale.unlink()
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


def _port(root: Path, wanted: int | None) -> int:
    """The port of an earlier demo in this home, since addresses are what articles are known by; else a free one."""
    memory = root / "demo.json"
    before = json.loads(memory.read_text(encoding="utf-8"))["port"] if memory.exists() else None
    port = before or wanted or (_PORT if _is_free(_PORT) else _any_free())
    if wanted and wanted != port:
        raise Failed(f"{root} holds a demo of port {port}; use that port, or another --home")
    if not _is_free(port):
        raise Failed(f"port {port} is taken; stop what uses it, or run kooste demo --port N --home ANOTHER")
    root.mkdir(parents=True, exist_ok=True)
    memory.write_text(json.dumps({"port": port}) + "\n", encoding="utf-8")
    return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _any_free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
