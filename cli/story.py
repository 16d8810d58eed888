"""`kooste story`: a story looked at, and what editors decide about it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.faults import Misused
from cli.options import AsJson, Home, Now

if TYPE_CHECKING:
    from flows.settings import Settings
    from warehouse.decisions import Decision
    from warehouse.dossier import Dossier, Named

app = typer.Typer(
    help="Stories: look at one, go through what may belong together, merge, split, confirm, and take it back.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Story = Annotated[str, typer.Argument(metavar="STORY", help="A story's id, or an article's id or address.")]
Stories = Annotated[list[str], typer.Argument(metavar="STORY…", help="Story ids, article ids or addresses.")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why; kept with the decision.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides [the user's name].")]


@app.command("show", short_help="Show a story, what ties it, and what it may be")
def show(story: Story, home: Home = None, as_json: AsJson = False) -> None:
    """Show a story: its articles and languages, the evidence between them, possible partners, decisions about it.

    The id of a story that was merged into another leads on to that one.
    """
    from cli.story_page import page, record
    from warehouse.decisions import decisions

    settings = _settings(home, None)
    found = _dossier(settings, _named(settings, [story])[0].story_id)
    ids = {m.article_id for m in found.members}
    history = [d for d in decisions(settings.home) if any(ids & set(pair) for pair in d.pairs)]
    if as_json:
        _print_json(record(found, history))
    else:
        page(found, history, asked=story)


@app.command("review", short_help="List what may be the same news, best first")
def review(
    home: Home = None,
    limit: Annotated[int, typer.Option("--limit", help="At most this many pairs.", min=1)] = 20,
    as_json: AsJson = False,
) -> None:
    """List the pairs that the matcher is unsure of, best first, with their titles side by side.

    Decide with `kooste story merge LEFT RIGHT` (the same news) or `kooste story split LEFT RIGHT` (not the same).
    """
    from cli.story_page import queue
    from warehouse.decisions import rulings
    from warehouse.dossier import waiting
    from warehouse.read import open_snapshot

    settings = _settings(home, None)
    with open_snapshot(settings.home) as snapshot:
        rows = waiting(snapshot, rulings(settings.home))
    if as_json:
        _print_json(rows[:limit])
    else:
        queue(rows, limit)


@app.command("merge", short_help="Make stories one, for good")
def merge(
    stories: Stories, note: Note = "", by: By = None, home: Home = None, now: Now = None, as_json: AsJson = False
) -> None:
    """Make two or more stories one, whatever the matcher thinks; `undo` takes it back."""
    from flows.deciding import decided, merging

    settings = _settings(home, now)
    found = _named(settings, stories)
    groups = [_ids(_dossier(settings, story)) for story in dict.fromkeys(one.story_id for one in found)]
    made = decided(settings, "merge", merging(groups), by=_name(by), note=note)
    _follow(settings, made, found[0], as_json)


@app.command("split", short_help="Part articles from a story, for good")
def split(
    story: Story,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE…", help="Article ids or addresses.")],
    *,
    note: Note = "",
    by: By = None,
    home: Home = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Part articles from a story: they never stand in one story again, even through a third; `undo` takes it back.

    An article that is not in the story is held apart from it: so a pair leaves the review queue.
    """
    from flows.deciding import decided, splitting

    settings = _settings(home, now)
    target, *named = _named(settings, [story, *articles])
    parted = {i for one in named for i in _meant(settings, one)}
    members = set(_ids(_dossier(settings, target.story_id)))
    if target.article_id and not parted & members:
        members = {target.article_id}
    made = decided(settings, "split", splitting(members, parted), by=_name(by), note=note)
    _follow(settings, made, target, as_json)


@app.command("confirm", short_help="Keep a story as it is, for good")
def confirm(
    story: Story, note: Note = "", by: By = None, home: Home = None, now: Now = None, as_json: AsJson = False
) -> None:
    """Keep a story's articles together, whatever later nights think; `undo` takes it back."""
    from flows.deciding import confirming, decided

    settings = _settings(home, now)
    (found,) = _named(settings, [story])
    members = _ids(_dossier(settings, found.story_id))
    made = decided(settings, "confirm", confirming(members), by=_name(by), note=note)
    _follow(settings, made, found, as_json)


@app.command("undo", short_help="Take a decision back")
def undo(
    decision: Annotated[str, typer.Argument(metavar="DECISION|last", help="Its number, or the last that stands.")],
    note: Note = "",
    by: By = None,
    home: Home = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Take a decision back: the stories become what they would be without it. An undo can be undone too."""
    from cli.story_page import deed
    from flows.deciding import follow, undone

    if decision != "last" and not (decision.isdecimal() and len(decision) < 10):
        raise Misused(f"{decision!r} is no decision: give its number, or last")
    settings = _settings(home, now)
    made, taken = undone(settings, None if decision == "last" else int(decision), by=_name(by), note=note)
    waits = follow(settings)
    if as_json:
        _print_json({"decision": deed(made), "undone": deed(taken), "applied": waits is None, "waits_for": waits})
    else:
        _say_done(f"Decision {made.id}: {taken.action} {taken.id} is undone.", waits)


@app.command("decisions", short_help="List every decision made")
def list_decisions(home: Home = None, as_json: AsJson = False) -> None:
    """List every decision ever made about stories, undone ones too."""
    from cli.story_page import deed, deeds
    from warehouse.decisions import decisions

    made = decisions(_settings(home, None).home)
    if as_json:
        _print_json([deed(one) for one in made])
    else:
        deeds(made)


def _follow(settings: Settings, made: Decision, about: Named, as_json: bool) -> None:
    from cli.story_page import deed
    from flows.deciding import follow

    waits = follow(settings)
    named = _named(settings, [about.article_id or about.story_id])[0]
    found = _dossier(settings, named.story_id)
    if as_json:
        told = {"decision": deed(made), "applied": waits is None, "waits_for": waits}
        _print_json(told | {"story_id": found.story_id, "articles": _ids(found)})
        return
    count = f"{len(found.members)} article{'s' if len(found.members) > 1 else ''}"
    outcome = f" {found.story_id} now holds {count} ({', '.join(found.languages)})." if waits is None else ""
    _say_done(f"Decision {made.id}: {made.action} noted.{outcome}", waits)


def _say_done(text: str, waits: str | None) -> None:
    from cli.screen import say

    say(text)
    if waits:
        say(f"It takes effect with the next night: {waits}.")


def _settings(home: Home, now: Now) -> Settings:
    from flows.settings import Settings

    return Settings.of(home=home, now=now)


def _named(settings: Settings, names: Sequence[str]) -> list[Named]:
    from warehouse.dossier import named
    from warehouse.read import open_snapshot

    with open_snapshot(settings.home) as snapshot:
        return [named(snapshot, name) for name in names]


def _dossier(settings: Settings, story_id: str) -> Dossier:
    from warehouse.dossier import dossier
    from warehouse.read import open_snapshot

    with open_snapshot(settings.home) as snapshot:
        return dossier(snapshot, story_id)


def _meant(settings: Settings, one: Named) -> list[str]:
    """The article that was named, or all articles of the story that was."""
    return [one.article_id] if one.article_id else _ids(_dossier(settings, one.story_id))


def _ids(found: Dossier) -> list[str]:
    return [m.article_id for m in found.members]


def _name(by: str | None) -> str:
    import getpass

    try:
        return (by or getpass.getuser()).strip()[:100] or "editor"
    except (OSError, KeyError):  # a container whose user has no name
        return "editor"


def _print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")
