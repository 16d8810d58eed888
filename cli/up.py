"""`kooste up`: everything that runs by itself, started and watched."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AllowHost, Home, Organisations

if TYPE_CHECKING:
    from flows.record import Up
    from flows.settings import Settings


def up(
    port: Annotated[
        int, typer.Option("--port", min=1, max=65535, help="Port of the Prefect server, on 127.0.0.1.")
    ] = 4200,
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Stay, and log to standard output: for systemd and containers.")
    ] = False,
    home: Home = None,
    organisations: Organisations = None,
    allow_host: AllowHost = None,
) -> None:
    """Start the Prefect server and the process that runs the nights, and wait until both are ready.

    Whichever of the two ends is started again. Run it twice and the second says that it is up. `kooste down` stops
    both; logs lie in HOME/logs, three files of 5 MB at most each. Everything listens on 127.0.0.1 only.
    """
    from flows.running import start, stay
    from flows.settings import Settings

    settings = Settings.of(home=home, organisations=organisations, allow_hosts=allow_host or ())
    settings.home.prepare()
    _demand_registry(settings)
    if foreground:
        stay(settings, port, _say)
        return
    started = start(settings, port, lambda line: typer.echo(line, err=True))
    _say(f"{'It is up already.' if started.was_up else 'Up.'} `kooste down` stops it.")
    _show(started.up, settings)


def _demand_registry(settings: Settings) -> None:
    from sources.registry import read_registry

    read_registry(settings.organisations)  # one clear line now rather than a failed run at night


def _show(up: Up, settings: Settings) -> None:
    from cli.screen import table
    from flows.status import next_runs

    _say(f"\nPrefect   {up.page}")
    _say(f"Home      {settings.home.root.resolve()}")
    _say(f"Logs      {(settings.home.root / 'logs').resolve()}")
    _say(f"Processes {', '.join(f'{one.name} {one.pid}' for one in (up.keeper, *up.processes))}\n")
    planned, _ = next_runs(up.url, settings.now)
    table(("next run", "when"), [[run.name, run.when] for run in planned], title="")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
