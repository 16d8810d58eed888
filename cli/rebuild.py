"""`kooste rebuild`: the archive read again with today's extractors."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from cli.options import AsJson, Home, Now, Organisations

if TYPE_CHECKING:
    from warehouse.rebuild import Rebuilt

_SHOWN = 100  # characters of an example


def rebuild(home: Home = None, organisations: Organisations = None, now: Now = None, as_json: AsJson = False) -> None:
    """Read every archived page and list again into a fresh warehouse, swap it in, and tell what changed.

    Needs no network. Editors' decisions, letters, story ids and the time an article was first seen stay. The old
    warehouse is kept in HOME/warehouse/backups/before-rebuild.duckdb; cut off, a rebuild changes nothing.
    """
    from flows.rebuild import rebuild_all
    from flows.settings import Settings

    done = rebuild_all(Settings.of(home=home, organisations=organisations, now=now))
    if as_json:
        json.dump(asdict(done), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        _show(done)


def _show(done: Rebuilt) -> None:
    from cli.screen import say, table

    say(f"{done.articles} articles out of {done.batches} batches; {done.without_archive} batches without raw bytes.")
    if done.untold:
        say(f"{done.untold} articles stand in no landed file and stay as they were.")
    if not done.changed:
        say("Everything reads as before.")
        return
    table(("field", "articles changed"), list(done.changed.items()))
    say()
    rows = [(one.field, one.url, one.before[:_SHOWN], one.after[:_SHOWN]) for one in done.examples]
    table(("field", "url", "before", "now"), rows)
