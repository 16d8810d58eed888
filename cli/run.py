"""`kooste run`: one night, in this process."""

from __future__ import annotations

import json
import sys

from cli.options import AllowHost, AsJson, Home, Now, Organisations


def run(
    home: Home = None,
    organisations: Organisations = None,
    allow_host: AllowHost = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Run one night: visit every source, read what is new, link variants, publish the snapshot.

    Needs no server. Safe to run again at any time: nothing is read or stored twice, and a run that was cut off is
    completed. A source that fails is shown as failing and tried again the next night.
    """
    from cli.screen import night_report
    from cli.summary import show
    from flows.night import night
    from flows.settings import Settings

    settings = Settings.of(home=home, organisations=organisations, allow_hosts=allow_host or (), now=now)
    with night_report() as report:
        summary = night(settings, report=report)
    if as_json:
        json.dump(summary.as_json(), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        show(summary)
