"""`kooste restore`: an earlier snapshot in place of the published one."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.options import Home


def restore(
    date: Annotated[str | None, typer.Argument(metavar="[DATE]", help="Which night's, such as 2026-11-20.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Only list the back-ups there are.")] = False,
    home: Home = None,
) -> None:
    """Publish an earlier night's snapshot again: the one of DATE, or the one before the present.

    Editors get it at once. The warehouse is not touched, so the next night publishes the newest news again. How many
    nights are kept is set in HOME/retention.toml: backups = 7.
    """
    from cli.screen import say
    from flows.night import WAIT_FOR_WRITER
    from flows.settings import Settings
    from warehouse.lock import writer
    from warehouse.restore import restore as put_back
    from warehouse.retention import copies

    place = Settings.of(home=home).home
    if list_:
        for one in copies(place):
            say(one)
        return
    with writer(place, wait=WAIT_FOR_WRITER):
        restored = put_back(place, date)
    say(
        f"Published again: the snapshot of {restored.date}, {restored.articles} articles in {restored.stories} stories."
    )
