"""`kooste ping`: look at one source now."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli.faults import Misused
from cli.options import AllowHost, AsJson, Home, Now, Organisations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.settings import Settings
    from flows.summary import Summary


def ping(
    source: Annotated[
        str, typer.Argument(metavar="ORGANISATION/SOURCE", help="The source, as `kooste sources list` names it.")
    ],
    home: Home = None,
    organisations: Organisations = None,
    allow_host: AllowHost = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Visit one source now, resting or not: read what is new, link it, publish the snapshot.

    With PREFECT_API_URL set, the server is told instead (event kooste.source.pinged) and its process makes the visit.
    Exit 1 when the source does not answer.
    """
    from cli.screen import say
    from flows.pinging import ping as visit
    from flows.settings import Settings

    settings = Settings.of(home=home, organisations=organisations, allow_hosts=allow_host or (), now=now)
    name = chosen(source, _names(settings))
    summary = visit(settings, name)
    if as_json:
        answer = summary.as_json() if summary else {"source": name, "asked": True}
        json.dump(answer, sys.stdout, ensure_ascii=False, indent=2)
        say()
    else:
        say(f"{name}: {told(summary)}")
    if summary and summary.failing:
        raise typer.Exit(1)


def told(summary: Summary | None) -> str:
    """How a visit went, in a line."""
    if summary is None:
        return "asked for; the server's process makes the visit"
    row = next(iter(summary.sources), None)
    if row is None:
        return "not visited"
    if row.error:
        return f"failing: {row.error}"
    return f"{row.listed} listed, {row.new} new, {row.changed} changed"


def chosen(name: str, names: Sequence[str]) -> str:
    """The source that a name means: its own name, or its organisation's where that has one source only.

    Raises Misused with what is nearest.

    >>> chosen("soste", ["soste/news", "stm/nyheter"])
    'soste/news'
    """
    own = [one for one in names if one == name or one.partition("/")[0] == name.rstrip("/")]
    if len(own) == 1 or name in own:
        return name if name in own else own[0]
    near = own or _near(name, names)
    hint = f"do you mean {' or '.join(near)}?" if near else "see `kooste sources list`"
    raise Misused(f"no source called {name[:80]}; {hint}")


def _near(name: str, names: Sequence[str]) -> list[str]:
    from difflib import get_close_matches

    wanted = name.casefold()[:80]
    held = [one for one in names if len(wanted) > 2 and wanted in one]
    return (held or get_close_matches(wanted, names, 3, 0.6))[:3]


def _names(settings: Settings) -> list[str]:
    from sources.registry import read_registry

    organisations = read_registry(settings.organisations)
    return [source.name for one in organisations for source in one.sources if source.enabled]
