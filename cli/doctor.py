"""`kooste doctor`: is everything in place."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import typer

from cli.options import AsJson, Home, Now, Organisations


def doctor(home: Home = None, organisations: Organisations = None, now: Now = None, as_json: AsJson = False) -> None:
    """Check the installation, the home, the registry, the snapshot, Prefect and the mail relay.

    "note" needs no action now; "fault" does. Exit 1 when there is a fault.
    """
    from cli.screen import table
    from flows.health import examine
    from flows.settings import Settings

    found = list(examine(Settings.of(home=home, organisations=organisations, now=now)))
    if as_json:
        json.dump([asdict(one) for one in found], sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        table(("check", "state", "finding"), [[one.check, one.state, one.said] for one in found])
    raise typer.Exit(int(any(one.state == "fault" for one in found)))
