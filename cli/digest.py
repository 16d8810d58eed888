"""`kooste digest`: the letters of one week."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Home, Now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.letters import Letter


def digest(
    week: Annotated[
        str | None, typer.Option("--week", metavar="YYYY-Wnn", help="ISO week; the last full week when not given.")
    ] = None,
    audience: Annotated[str, typer.Option("--audience", metavar="ID", help="Whose letter.")] = "jarjestot",
    language: Annotated[
        str | None, typer.Option("--language", metavar="fi|sv", help="Only this edition; all when not given.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Where to write [HOME/issues/WEEK].")] = None,
    home: Home = None,
    now: Now = None,
) -> None:
    """Write the digest of one week from the published snapshot: .html, .txt, .eml, .md, .ics and feeds.

    Every story stands once, in the reader's language when it exists, with a link to the other version. The same
    snapshot gives the same bytes. A week without news writes nothing.
    """
    from cli.screen import say
    from flows.letters import last_week, letters
    from flows.settings import Settings

    settings = Settings.of(home=home, now=now)
    written = letters(settings, week=week, audience=audience, language=language, out=out)
    if not written:
        say(f"Nothing to tell in {week or last_week(settings)}: no letter was written.")
    show(written)


def show(written: Sequence[Letter]) -> None:
    """Prints what each letter holds and where its files lie."""
    from cli.screen import say

    for letter in written:
        stories = sum(1 for _ in letter.issue.placed)
        endings = ",".join(path.suffix[1:] for path in letter.paths)
        say(f"{letter.issue.name}: {stories} stories")
        say(f"  {letter.paths[0].with_suffix('')}.{{{endings}}}")
