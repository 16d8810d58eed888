"""`kooste explain`: why articles are one story, or are not."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.faults import Misused
from cli.options import AsJson, Home, Now

if TYPE_CHECKING:
    from flows.settings import Settings
    from stories.explanation import Explanation
    from warehouse.decisions import Decision
    from warehouse.dossier import Dossier, Judged, Member, Named
    from warehouse.snapshot import Snapshot

_SHOWN = 12


def explain(
    story: Annotated[str, typer.Argument(metavar="STORY|ARTICLE", help="A story's id, an article's id or address.")],
    other: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="A second one: why are these two one story, or not?")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Show everything that was weighed, however light.")] = False,
    home: Home = None,
    now: Now = None,
    as_json: AsJson = False,
) -> None:
    """Explain why a story's articles belong together, or why two articles do or do not.

    With one name: every judgement about its story: evidence, score, what spoke against, the matcher's version.
    With two: the judgement as it would be made now, each figure with its weight, whether they are linked or not.
    """
    from flows.settings import Settings

    settings = Settings.of(home=home, now=now)
    if other is None:
        _explain_story(settings, story, as_json)
    else:
        _explain_pair(settings, story, other, as_json, every)


def _explain_story(settings: Settings, name: str, as_json: bool) -> None:
    from cli.story_page import record
    from warehouse.decisions import decisions
    from warehouse.dossier import dossier, named
    from warehouse.read import open_snapshot

    with open_snapshot(settings.home) as snapshot:
        found = dossier(snapshot, named(snapshot, name).story_id)
    ids = {m.article_id for m in found.members}
    history = [d for d in decisions(settings.home) if any(ids & set(pair) for pair in d.pairs)]
    if as_json:
        _print_json(record(found, history))
    else:
        _show_story(found, history)


def _show_story(found: Dossier, history: Sequence[Decision]) -> None:
    from cli.screen import say
    from cli.story_page import deeds, remarks

    say(f"{found.story_id}: {len(found.members)} articles in {', '.join(found.languages)}")
    remarks(found)
    titles = {m.article_id: m for m in (*found.members, *found.others.values())}
    for judged in (*found.inside, *found.outside):
        say()
        _say_judged(judged, titles)
    if not found.inside:
        say("\nNothing ties it to another article.")
    if history:
        say("\nDecisions")
        deeds(history)


def _say_judged(judged: Judged, titles: dict[str, Member]) -> None:
    from cli.screen import say

    for article_id in (judged.left_id, judged.right_id):
        member = titles[article_id]
        say(f"{member.language}  {member.title}  ({article_id}, {member.source}, {member.story_id})")
    matcher = f", matcher {judged.matcher}" if judged.matcher else ""
    say(f"    {judged.relation}, score {judged.score:.4f}, decided by {judged.decided_by}{matcher}")
    for line in judged.evidence:
        say(f"    {line}")


def _explain_pair(settings: Settings, left: str, right: str, as_json: bool, every: bool) -> None:
    from flows.explaining import explained
    from warehouse.dossier import named
    from warehouse.read import open_snapshot

    with open_snapshot(settings.home) as snapshot:
        pairs = [(a, b) for a in _ids(snapshot, named(snapshot, left)) for b in _ids(snapshot, named(snapshot, right))]
        chosen = _likeliest(snapshot, pairs)
        is_one = len({named(snapshot, article).story_id for article in chosen}) == 1
    told = explained(settings, *chosen)
    if as_json:
        _print_json(asdict(told))
    else:
        _show_pair(told, is_one, every)


def _ids(snapshot: Snapshot, one: Named) -> list[str]:
    from warehouse.dossier import dossier

    return [one.article_id] if one.article_id else [m.article_id for m in dossier(snapshot, one.story_id).members]


def _likeliest(snapshot: Snapshot, pairs: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Of two stories the pair that the snapshot holds for likest; of those it does not speak of, the first."""
    from warehouse.dossier import scores

    different = [(a, b) if a < b else (b, a) for a, b in pairs if a != b]
    if not different:
        raise Misused("that is one and the same article: name another one")
    known = scores(snapshot, different)
    return max(different, key=lambda pair: known.get(pair, -1.0))


def _show_pair(told: Explanation, is_one: bool, every: bool) -> None:
    from cli.screen import say, table

    through = "one story through other articles" if is_one else "two stories"
    outcome = {None: through, "possible": f"{through}, though an editor should look"}.get(told.relation, "one story")
    say(f"{told.left} and {told.right}: {outcome} ({told.relation or 'not linked'}, decided by {told.decided_by})")
    if told.logit is not None and told.threshold is not None:
        say(f"log-odds {told.logit:+.2f} against a threshold of {told.threshold:+.2f}; score {told.score:.4f}")
    say(f"matcher {told.matcher}")
    for line in told.evidence:
        say(f"  for:     {line}" if not line.startswith("against:") else f"  {line}")
    for line in told.against:
        say(f"  against: {line}")
    for rival in told.rivals:
        say(f"  rival:   {rival.left} ~ {rival.right} {rival.relation} {rival.score:.4f}: {rival.evidence[0]}")
    shown = [r for r in told.reasons if every or abs(r.logit) >= 0.05][: None if every else _SHOWN]
    if shown:
        say("\nWhat was weighed in the texts")
        rows = [(r.words, round(r.value, 3), round(r.weight, 3), f"{r.logit:+.2f}") for r in shown]
        table(("what", "value", "weight", "log-odds"), rows)
    if len(told.reasons) > len(shown):
        say(f"{len(told.reasons) - len(shown)} lighter ones with --all.")


def _print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")
