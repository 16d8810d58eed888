"""A night and a load over a broken file, as flow runs that a server sees: `python -m tests.flows.seen`."""

from __future__ import annotations

import sys

from flows.crawl import crawl
from flows.load import load
from flows.nightly import nightly
from flows.settings import Settings
from warehouse.load import Unloadable

if __name__ == "__main__":
    sys.stdout.write(f"{nightly()['failing']}\n")
    sys.stdout.write(f"{crawl(only_if_missed=True)['skipped']} {nightly(only_if_missed=True)['skipped']}\n")
    broken = Settings.of().home.landing / "20261120T000000Z-000-rikki.parquet"
    broken.write_bytes(b"PAR1")
    try:
        load()
    except Unloadable as error:
        sys.stdout.write(f"{type(error).__name__}\n")
    broken.unlink()
