"""A step by itself, from a shell: `python -m flows.load`. No server, the same settings as `kooste run`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import NoReturn

from digest.audience_file import AudienceError
from digest.week import WeekError
from flows.crawling import UnknownSource
from flows.parameters import settings_of
from flows.settings import Settings, SettingsError
from flows.stopping import stoppable
from sources.registry import RegistryError
from stories.vocabulary import VocabularyError
from warehouse.load import Unloadable
from warehouse.lock import Locked
from warehouse.publish import Unfit
from warehouse.read import SnapshotMissing
from warehouse.schema import SchemaError

_MISUSES = (SettingsError, RegistryError, UnknownSource, AudienceError, WeekError, VocabularyError)
_FAILURES = (Locked, Unloadable, Unfit, SnapshotMissing, SchemaError)
Step = Callable[[Settings, argparse.Namespace], str]


def parser(module: str, does: str) -> argparse.ArgumentParser:
    """The options that every step has."""
    found = argparse.ArgumentParser(prog=f"python -m {module}", description=does)
    found.add_argument("--home", help="directory of all state [KOOSTE_HOME, else ./var]")
    found.add_argument("--organisations", help="registry directory [KOOSTE_ORGANISATIONS, else the one shipped]")
    found.add_argument("--allow-host", action="append", metavar="HOST:PORT", help="open a loopback or private address")
    found.add_argument("--now", help="fix the clock, such as 2026-11-20T03:00:00+02:00")
    return found


def alone(options: argparse.ArgumentParser, step: Step) -> NoReturn:
    """Runs a step, prints the line it says, and exits: 0 done, 1 failed, 2 wrong use."""
    told = options.parse_args()
    try:
        settings = settings_of(told.home, told.organisations, told.allow_host, told.now)
        with stoppable():
            said = step(settings, told)
    except KeyboardInterrupt:
        _leave("stopped; run it again, nothing is lost", 1)
    except _MISUSES as error:
        _leave(str(error), 2)
    except _FAILURES as error:
        _leave(str(error), 1)
    sys.stdout.write(f"{said}\n")
    sys.exit(0)


def _leave(said: str, code: int) -> NoReturn:
    sys.stderr.write(f"kooste: {' '.join(said.split())}\n")
    sys.exit(code)
