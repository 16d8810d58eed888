"""`kooste digest`: the letters of one week, and why each story is where it is."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import AsJson, Home, Now

_ORDER = ("html", "txt", "eml", "page.html", "fragment.html", "md", "docx", "ics", "atom", "json")

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.explain import Explained
    from flows.letters import Explanation, Letter


def digest(
    *,
    week: Annotated[
        str | None, typer.Option("--week", metavar="YYYY-Wnn", help="ISO week; the last full week when not given.")
    ] = None,
    audience: Annotated[str, typer.Option("--audience", metavar="ID", help="Whose letter.")] = "jarjestot",
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="fi|sv|fi+sv", help="Only this edition; the audience's all when not given."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write a preview there and change nothing in the home.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Write nothing; say why each story is in, out, or where it is.")
    ] = False,
    as_json: AsJson = False,
    home: Home = None,
    now: Now = None,
) -> None:
    """Write the digest of one week from the published snapshot; nothing is sent and nothing is opened.

    Each edition (fi, sv, and fi+sv for both in one letter) becomes .html, .txt and .eml (the letter), .page.html (for
    the web archive), .md, .fragment.html and .docx (to paste from), .ics and feeds. Every story stands once, in the
    reader's language when it exists, with a link to the other version. The same snapshot gives the same bytes. A week
    without news writes nothing.
    """
    from cli.faults import Misused
    from cli.screen import say
    from flows.letters import explanations, letters
    from flows.settings import Settings
    from flows.written_letters import last_week

    if explain and out:
        raise Misused("--explain writes nothing: leave out --out")
    settings = Settings.of(home=home, now=now)
    if explain:
        _explain(explanations(settings, week=week, audience=audience, language=language), as_json=as_json)
        return
    written = letters(settings, week=week, audience=audience, language=language, out=out)
    if as_json:
        _print([_written(letter) for letter in written])
    elif written:
        show(written)
    else:
        say(f"Nothing to tell in {week or last_week(settings)}: no letter was written.")


def show(written: Sequence[Letter]) -> None:
    """Prints what each letter holds and where its files lie."""
    from cli.screen import say, table

    table(("letter", "stories", "remark"), [_told(letter) for letter in written])
    names = {path.name.removeprefix(f"{letter.issue.name}.") for letter in written for path in letter.paths}
    say(f"In {written[0].paths[0].parent}/, each as {' '.join(f'.{name}' for name in _ORDER if name in names)}")


def _told(letter: Letter) -> tuple[object, ...]:
    remark = "its sending has begun, so it stays as it is; a preview: --out DIR" if letter.is_kept else ""
    return letter.issue.name, len(letter.issue.story_ids), remark


def _explain(found: Sequence[Explanation], *, as_json: bool) -> None:
    if as_json:
        _print([{"issue": one.issue.name, "stories": [asdict(story) for story in one.stories]} for one in found])
        return
    from cli.screen import say, table

    for number, one in enumerate(found):
        if number:
            say()
        told = sum(story.position is not None for story in one.stories)
        say(f"{one.issue.name}: {told} of {len(one.stories)} stories")
        columns = ("no", "place", "points", "story", "organisation", "title", "why")
        table(columns, [_row(story) for story in one.stories])


def _row(story: Explained) -> tuple[object, ...]:
    title = story.title if len(story.title) <= 60 else f"{story.title[:59]}…"
    place = "did not fit" if story.place == "overflow" else story.place
    return (
        story.position,
        place,
        story.points,
        story.story_id,
        story.organisation,
        title,
        "; ".join(story.reasons),
    )


def _written(letter: Letter) -> dict[str, object]:
    return {
        "issue": letter.issue.name,
        "stories": len(letter.issue.story_ids),
        "kept": letter.is_kept,
        "files": [str(path) for path in (*letter.paths, *letter.standing)],
    }


def _print(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
