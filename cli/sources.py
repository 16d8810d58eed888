"""`kooste sources`: the registry, listed, tried and enlarged."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli import source_adding, source_hubs, source_lists
from cli.faults import Misused
from cli.options import AllowHost, AsJson, Now, Organisations

if TYPE_CHECKING:
    from sources.checking import Checked

app = typer.Typer(
    help="The registry: list the sources, try each one, find an organisation's, carry lists of feeds in and out.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.command("add", short_help="Find an organisation's sources and write its file")(source_adding.add_source)
app.command("hubs", short_help="Which feeds name a hub, and what is subscribed to")(source_hubs.hubs)
app.command("import", short_help="Take the feeds of an OPML file into a registry")(source_lists.import_sources)
app.command("export", short_help="Print the registry's feeds as OPML")(source_lists.export_sources)
Names = Annotated[
    list[str] | None, typer.Argument(metavar="[ORGANISATION[/SOURCE]]…", help="Only these; all when none is named.")
]


@app.command("list")
def list_sources(organisations: Organisations = None, as_json: AsJson = False) -> None:
    """List every organisation's sources: kind, declared language, region and address."""
    from cli.screen import say, table
    from flows.settings import Settings
    from sources.registry import read_registry

    read = read_registry(Settings.of(organisations=organisations).organisations)
    rows = [
        {
            "source": source.name,
            "kind": source.kind,
            "language": source.language,
            "region": organisation.region,
            "name": organisation.name.get("fi") or next(iter(organisation.name.values())),
            "url": source.url,
            "enabled": source.enabled,
        }
        for organisation in read
        for source in organisation.sources
    ]
    if as_json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=2)
        say()
        return
    shown = ("source", "kind", "language", "region", "name", "url")
    table(shown, [[row[column] for column in shown] for row in rows if row["enabled"]])
    resting = [str(row["source"]) for row in rows if not row["enabled"]]
    say(f"\n{len(read)} organisations, {len(rows) - len(resting)} sources; {len(resting)} disabled.")


@app.command("check")
def check_sources(
    names: Names = None,
    organisations: Organisations = None,
    allow_host: AllowHost = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Try each source now, say what it found and what to do; nothing is stored. Exit 1 when a source is failing."""
    import asyncio
    from dataclasses import asdict

    from cli.screen import say
    from cli.source_progress import progress
    from flows.plan import tasks
    from flows.settings import Settings
    from sources.checking import check
    from sources.registry import read_registry

    settings = Settings.of(organisations=organisations, allow_hosts=allow_host or (), now=now)
    every = tasks(read_registry(settings.organisations), {}, disabled=bool(names))
    chosen = [task for task in every if not names or {task.source.name, task.organisation.id} & set(names)]
    if not chosen:
        raise Misused(f"no source called {', '.join(names or ())}; see `kooste sources list`")
    with progress("Trying sources", len(chosen)) as step:
        found = asyncio.run(
            check(
                chosen,
                doors=settings.doors,
                manners=settings.manners,
                now=settings.now,
                done=lambda one: step(one.source),
            )
        )
    if as_json:
        json.dump([asdict(one) for one in found], sys.stdout, ensure_ascii=False, indent=2, default=str)
        say()
    else:
        _show(found)
    raise typer.Exit(int(any(one.state == "failing" for one in found)))


def _show(found: Sequence[Checked]) -> None:
    """One line a source: what was found, and what to do."""
    from cli.screen import say, table

    todo = [line for one in found for line in one.advice]
    is_common = len(found) > 1 and len(todo) == len(found) and len(set(todo)) == 1
    columns = ("source", "state", "items", "newest", "languages", "what was found", "what to do")
    table(columns, [(*_line(one), "" if is_common else "; ".join(one.advice)) for one in found])
    if is_common:
        say(f"\nAll of them: {todo[0]}")  # no network, most likely: said once
    say(f"\n{sum(one.state == 'ok' for one in found)} of {len(found)} sources answer.")


def _line(one: Checked) -> tuple[object, ...]:
    # What stands in the advice in full need not be said twice.
    remark = "" if any(one.remark and one.remark in line for line in one.advice) else one.remark
    return one.source, one.state, one.items, _day(one.newest), one.languages, remark


def _day(instant: datetime | None) -> str:
    """The day on a Finnish clock."""
    from stories.dates import HELSINKI

    return instant.astimezone(HELSINKI).date().isoformat() if instant else ""
