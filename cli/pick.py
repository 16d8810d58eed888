"""`kooste pick`: an editor chooses what stands first in an audience's next letter, and says why in their own words."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.faults import Misused
from cli.options import AsJson, Home, Now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flows.settings import Settings
    from warehouse.picks import Pick
    from warehouse.snapshot import Snapshot

Story = Annotated[
    str | None, typer.Argument(metavar="STORY", help="A story's id (an old one too), or an article's id or address.")
]
Audience = Annotated[str, typer.Option("--audience", metavar="ID", help="Whose next letter.")]
Blurb = Annotated[str | None, typer.Option(metavar="TEXT", help="Your words in that edition, plain text; '' removes.")]
Order = Annotated[
    int | None, typer.Option("--order", metavar="N", min=1, max=1000, help="Its place among the picks; 1 is first.")
]


def pick(
    story: Story = None,
    *,
    audience: Audience = "jarjestot",
    blurb_fi: Blurb = None,
    blurb_sv: Blurb = None,
    order: Order = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the story off the picks.")] = False,
    show: Annotated[bool, typer.Option("--list", help="List the audience's picks, in order.")] = False,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who picks [the user's name].")] = None,
    home: Home = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Pick a story for an audience's next letter: picks stand first, in your order, with your words.

    A new pick goes last unless --order says where. Pick it again to move it or to change a blurb; --remove takes it
    off. A pick waits until a letter of the audience has told it. Every word is kept in HOME/desk.sqlite, with who and
    when.
    """
    from digest.home_audiences import audience_of
    from flows.settings import Settings

    blurbs = _blurbs(fi=blurb_fi, sv=blurb_sv)
    _demand(story, blurbs=blurbs, order=order, remove=remove, show=show)
    settings = Settings.of(home=home, now=now)
    audience_of(settings.home, audience)
    if story is not None:
        _wish(settings, story, audience=audience, blurbs=blurbs, order=order, remove=remove, by=by)
    _tell(settings, audience, as_json=as_json)


def _demand(story: str | None, *, blurbs: Mapping[str, str], order: int | None, remove: bool, show: bool) -> None:
    if show and (story is not None or remove):
        raise Misused("--list shows all picks of an audience: give it no STORY and no --remove")
    if story is None and not show:
        raise Misused("which story? give its id, an article's id or its address, or --list")
    if (remove or show) and (blurbs or order is not None):
        raise Misused("--order and blurbs belong to a story that is picked, not to --remove or --list")


def _blurbs(**given: str | None) -> dict[str, str]:
    from digest.typography import clean

    return {language: clean(text) for language, text in given.items() if text is not None}


def _wish(
    settings: Settings,
    story: str,
    *,
    audience: str,
    blurbs: Mapping[str, str],
    order: int | None,
    remove: bool,
    by: str | None,
) -> None:
    from warehouse.picks import Wish, pick
    from warehouse.read import open_snapshot

    with open_snapshot(settings.home) as snapshot:
        story_id = _picked_as(settings, snapshot, story, audience)
    pick(
        settings.home,
        Wish(
            at=settings.now,
            by=_name(by),
            audience=audience,
            story_id=story_id,
            action="remove" if remove else "pick",
            place=order,
            blurbs=blurbs,
        ),
    )


def _picked_as(settings: Settings, snapshot: Snapshot, story: str, audience: str) -> str:
    """The id that the story was picked by before, whatever it is called now; its present id when it is new here."""
    from warehouse.dossier import named
    from warehouse.picks import known_now, picks

    standing = picks(settings.home, audience)
    if any(one.story_id == story for one in standing):
        return story
    now = named(snapshot, story).story_id
    return next((old for old, (id_now, _) in known_now(snapshot, standing).items() if id_now == now), now)


def _name(by: str | None) -> str:
    import getpass

    try:
        return (by or getpass.getuser()).strip()[:100] or "editor"
    except (OSError, KeyError):  # a container whose user has no name
        return "editor"


def _tell(settings: Settings, audience: str, *, as_json: bool) -> None:
    from cli.screen import say, table
    from warehouse.picks import picks

    records = _records(settings, audience, picks(settings.home, audience))
    if as_json:
        json.dump(records, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return
    if not records:
        say(f"Nothing is picked for {audience}.")
        return
    columns = ("order", "story", "title", "blurb_fi", "blurb_sv", "by", "told")
    table(columns, [[record[column] for column in columns] for record in records])


def _records(settings: Settings, audience: str, picked: Sequence[Pick]) -> list[dict[str, Any]]:
    from warehouse.picks import current, known_now, told
    from warehouse.read import open_snapshot

    with open_snapshot(settings.home) as snapshot:
        known, here = known_now(snapshot, picked), current(snapshot, picked)
        letters = told(snapshot, audience, here)
    heads = dict(known.values())
    lost = [one for one in picked if one.story_id not in known]
    return [
        {
            "order": number,
            "story": one.story_id,
            "title": heads.get(one.story_id, "(no longer in the snapshot)"),
            "blurb_fi": one.blurbs.get("fi", ""),
            "blurb_sv": one.blurbs.get("sv", ""),
            "by": one.by,
            "at": one.at.isoformat(),
            "told": list(letters.get(one.story_id, ())),
        }
        for number, one in enumerate([*here, *lost], 1)
    ]
