"""Runs nights in forked children and kills some of them: `python -m tests.flows.killed_nights` reads JSON on stdin.

Everything heavy is imported and warmed once, before the forks, so that a kill falls into the night and not into imports.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from flows.night import night
from flows.settings import Settings

TRIES = 5


def run(settings: Settings, *, kill_after: float | None = None) -> tuple[bool, float]:
    """One night in a child; whether it ended by itself, and after how many seconds."""
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            night(settings)
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    while kill_after is not None and time.monotonic() - start < kill_after:
        time.sleep(0.005)
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return _ended(settings, status), time.monotonic() - start
    if kill_after is not None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return _ended(settings, status), time.monotonic() - start


def _ended(settings: Settings, status: int) -> bool:
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0:
        raise SystemExit(f"a night failed by itself in {settings.home.root}")
    return os.WIFEXITED(status)


def main() -> None:
    """One undisturbed night, then as many as asked that are killed at a random moment and run again."""
    asked = json.load(sys.stdin)
    root, chance = Path(asked["root"]), random.Random(asked["seed"])

    def settings(name: str) -> Settings:
        return Settings.of(
            home=root / name,
            organisations=Path(asked["organisations"]),
            allow_hosts=asked["allow"],
            now=asked["now"],
            environment={},
        )

    night(settings("warm-up"))
    _, seconds = run(settings("undisturbed"))
    kills = []
    for number in range(asked["kills"]):
        # A night that ended before its kill says how long nights take by now; the next try falls within that.
        for attempt in range(TRIES):
            home, moment = f"killed-{number}-{attempt}", chance.uniform(0.02, seconds * 0.98)
            ended, took = run(settings(home), kill_after=moment)
            seconds = min(seconds, took) if ended else seconds
            if not ended:
                break
        kills.append({"home": home, "after": round(moment, 3), "ended": ended})
        run(settings(home))
    json.dump({"seconds": seconds, "kills": kills}, sys.stdout)


if __name__ == "__main__":
    main()
