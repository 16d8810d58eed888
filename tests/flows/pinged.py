"""Pings a source from a process of its own: `python -m tests.flows.pinged soste/news`."""

from __future__ import annotations

import sys

from flows.pinging import ping
from flows.settings import Settings

if __name__ == "__main__":
    ping(Settings.of(), sys.argv[1], through_server=True)
