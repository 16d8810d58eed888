"""Options that several commands share, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path | None,
    typer.Option(
        "--home", metavar="DIR", help="Directory that holds everything Kooste writes [$KOOSTE_HOME, else ./var]."
    ),
]
Organisations = Annotated[
    Path | None,
    typer.Option(
        "--organisations",
        metavar="DIR",
        help="Registry: one TOML file an organisation [$KOOSTE_ORGANISATIONS, else the registry shipped].",
    ),
]
AllowHost = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="HOST:PORT",
        help="Open this loopback or private address; repeatable [$KOOSTE_ALLOW_HOSTS, comma-separated].",
    ),
]
Now = Annotated[
    str | None,
    typer.Option("--now", metavar="INSTANT", help="Fix the clock, such as 2026-11-20T03:00:00+02:00 [$KOOSTE_NOW]."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
