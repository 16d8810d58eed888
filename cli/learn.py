"""`kooste learn`: what this archive's own pairs teach the matcher."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.options import AsJson, Home

if TYPE_CHECKING:
    from stories.learning import Lesson, Score

_SHOWN = 20


def learn(
    apply: Annotated[bool, typer.Option("--apply", help="Keep what was learned, from the next night on.")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """Learn words and weights from pairs that publishers and editors have tied, and say how much better it does.

    A quarter of the pairs is held out to test what the others have taught. Without --apply nothing is changed; with it
    HOME/learned/lexicon.tsv and weights.json are written. Delete that directory to go back to what is shipped.
    """
    from flows.learning import keep, lesson
    from flows.settings import Settings

    settings = Settings.of(home=home)
    found = lesson(settings)
    kept = [str(path) for path in keep(settings, found)] if apply and found.is_news else []
    if as_json:
        json.dump(_record(found) | {"applied": kept}, sys.stdout, ensure_ascii=False, indent=2, default=dict)
        sys.stdout.write("\n")
    else:
        _show(found, kept, apply)


def _record(found: Lesson) -> dict[str, Any]:
    return asdict(found) | {"before": _figures(found.before), "after": _figures(found.after)}


def _figures(score: Score) -> dict[str, float]:
    return asdict(score) | {"precision": round(score.precision, 4), "recall": round(score.recall, 4)}


def _show(found: Lesson, kept: list[str], apply: bool) -> None:
    from cli.screen import say, table

    say(f"Learned from {found.taught} tied pairs, tested on {found.held_out} others, by their texts alone:")
    rows = [(n, s.right, s.wrong, s.missed, *_shares(s)) for n, s in (("before", found.before), ("after", found.after))]
    table(("", "joined", "wrongly", "missed", "precision", "recall"), rows)
    say()
    for remark in found.remarks:
        say(remark)
    if found.words:
        say()
        pairs = [(f"{w[1]} ({w[0]})", f"{w[3]} ({w[2]})", w[4]) for w in found.words[:_SHOWN]]
        table(("word", "means", "trust"), pairs)
    if len(found.words) > _SHOWN:
        say(f"and {len(found.words) - _SHOWN} more")
    say()
    say(_outcome(found, kept, apply))


def _shares(score: Score) -> tuple[str, str]:
    return f"{score.precision:.3f}", f"{score.recall:.3f}"


def _outcome(found: Lesson, kept: list[str], apply: bool) -> str:
    if not found.is_news:
        return "Nothing to keep: what is shipped does as well."
    if not apply:
        return "Nothing was changed; keep it with --apply."
    return f"Kept from the next night on: {', '.join(kept)}"
