"""`kooste down`: stops what `kooste up` started, and makes sure that it stopped."""

from __future__ import annotations

from cli.faults import Failed
from cli.options import Home


def down(home: Home = None) -> None:
    """Stop the Prefect server, the process that runs the nights, and a run that is under way.

    Each is asked to end, then made to, then looked for: only processes that `kooste up` started are touched. A night
    that is cut off loses nothing; the next one completes it. Exit 0 also when nothing was running.
    """
    from cli.screen import say
    from flows.running import stop
    from flows.settings import Settings

    settings = Settings.of(home=home)
    stopped = stop(settings.home)
    if stopped.left:
        raise Failed(
            f"processes {', '.join(map(str, stopped.left))} do not end, not even when killed: "
            "they wait for a disk or belong to another user"
        )
    if stopped.ended:
        say(f"Stopped: {stopped.ended} processes have ended.")
    else:
        say(f"Nothing was running in {settings.home.root}.")
