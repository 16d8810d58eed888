"""`kooste forget`: content removed for good."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.faults import Misused
from cli.options import Home, Now


def forget(
    what: Annotated[
        str, typer.Argument(metavar="URL|ORGANISATION", help="An article's address, or an organisation's id.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask; this cannot be undone.")] = False,
    home: Home = None,
    now: Now = None,
) -> None:
    """Remove an article, or everything of an organisation, where the law asks for it.

    It goes from the warehouse, landing, archive, back-ups and the published snapshot, and is never taken in again.
    An address that a source still lists stays known as an address. Letters already written are named, not changed.
    """
    from cli.screen import say
    from flows.night import WAIT_FOR_WRITER
    from flows.settings import Settings
    from sources.addresses import article_id
    from warehouse.forget import forget as remove
    from warehouse.lock import writer

    if not yes and not typer.confirm(f"Remove {what} for good?"):
        raise Misused("nothing was removed")
    settings = Settings.of(home=home, now=now)
    is_address = "://" in what
    with writer(settings.home, wait=WAIT_FOR_WRITER):
        removed = remove(
            settings.home,
            article=article_id(what) if is_address else None,
            organisation=None if is_address else what,
            now=settings.now,
        )
    say(f"Removed {removed.articles} articles, rewrote {removed.files} batches, deleted {removed.copies} back-ups.")
    say(f"Published: {removed.published.articles} articles in {removed.published.stories} stories.")
    for path in removed.letters:
        say(f"This letter still tells of it: {path}")
