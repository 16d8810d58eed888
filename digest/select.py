"""A week's stories to one letter: each story once, in the place where its reader looks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from digest.audience import Audience, SectionRule
from digest.candidates import CALLS, Frame, by_story, candidate, standing
from digest.issue import Decision, Issue, Placed, Section
from digest.material import Due, Entry, Pick, SourceCounts
from digest.timing import Timing
from digest.week import Week


def select(  # noqa: PLR0913 - a letter has this many sides, and each has its name
    entries: Iterable[Entry],
    occasions: Iterable[Due],
    *,
    audience: Audience,
    week: Week,
    language: str,
    told: Mapping[str, Week] | None = None,
    picks: Sequence[Pick] = (),
    sources: SourceCounts | None = None,
) -> Issue:
    """One letter from the stories offered, in reading order, with a reason for every one of them.

    It takes the stories of `week`, those found too late for an earlier letter, and told ones with news. `told` is the
    week of the letter that last told a story, by story id; `picks` an editor's choices, which come first, in their
    order, and past every filter and limit. Only occasions still ahead when the week ends are shown. Raises ValueError
    for a language without an edition.
    """
    if language not in audience.languages:
        raise ValueError(
            f"audience {audience.id} has no {language!r} edition: choose {' or '.join(audience.languages)}"
        )
    chosen = {pick.story_id: pick for pick in reversed(picks)}
    order = {story_id: place for place, story_id in enumerate(dict.fromkeys(pick.story_id for pick in picks))}
    timing = Timing(week=week, weekday=audience.weekday, since=sources.since if sources else None)
    frame = Frame(audience=audience, language=language, timing=timing, told=told or {}, picks=chosen)
    dues = by_story(occasions)
    judged = {entry.story_id: candidate(entry, dues.get(entry.story_id, ()), frame) for entry in _once(entries)}
    layout = _Layout(audience)
    for placed in _in_order(judged.values(), order):
        layout.place(placed)
    left_out = (
        Decision(story_id=name, place="out", reasons=(why,)) for name, why in judged.items() if isinstance(why, str)
    )
    return Issue(
        audience=audience,
        week=week,
        language=language,
        sections=layout.sections(),
        overflow=tuple(layout.overflow),
        decisions=(*layout.decisions, *left_out),
        sources=sources,
    )


def open_deadlines(
    entries: Iterable[Entry], occasions: Iterable[Due], *, audience: Audience, week: Week, language: str
) -> Issue:
    """Every story of the audience's with a deadline after `week`, told or not, for its standing calendar."""
    dues = by_story(occasions)
    timing = Timing(week=week, weekday=audience.weekday, since=None)
    frame = Frame(audience=audience, language=language, timing=timing, told={}, picks={})
    held = (standing(entry, dues.get(entry.story_id, ()), frame) for entry in _once(entries))
    placed = tuple(each for each in held if each and any(map(_is_deadline, (*each.occasions, *each.cancelled))))
    section = Section(id="deadlines", style="dated", placed=placed, titles={})
    return Issue(audience=audience, week=week, language=language, sections=(section,))


def _is_deadline(due: Due) -> bool:
    return due.kind == "deadline"


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """Each story once, in an order of its own; of two with one id the later published stays."""
    ordered = sorted(entries, key=lambda entry: (entry.story_id, entry.published_at, entry.organisation))
    return list({entry.story_id: entry for entry in ordered}.values())


def _in_order(judged: Iterable[Placed | str], order: Mapping[str, int]) -> list[Placed]:
    return sorted((each for each in judged if isinstance(each, Placed)), key=lambda placed: _rank(placed, order))


def _rank(placed: Placed, order: Mapping[str, int]) -> tuple[object, ...]:
    entry = placed.entry
    place = order.get(entry.story_id, len(order))
    return place, -placed.importance.points, -entry.published_at.timestamp(), entry.story_id


@dataclass(slots=True)
class _Layout:
    """The letter while it fills: who already has how much of it."""

    audience: Audience
    filled: dict[str, list[Placed]] = field(default_factory=dict)
    overflow: list[Placed] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    whole: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)

    def place(self, placed: Placed) -> None:
        """Puts the story into the first section that takes it and has room, and remembers why."""
        reasons = [*_standing(placed)]
        rule = self._pick_rule() if placed.is_picked else self._first_with_room(placed, reasons)
        reasons += placed.importance.reasons
        if rule is None:
            self.overflow.append(placed)
        else:
            self.filled.setdefault(rule.id, []).append(placed)
            self._counter(rule)[placed.entry.organisation] += 1
        decision = Decision(
            story_id=placed.entry.story_id, place=rule.id if rule else "overflow", reasons=tuple(reasons)
        )
        self.decisions.append(decision)

    def sections(self) -> tuple[Section, ...]:
        """The sections that hold something, in the audience's order; boxes by date."""
        rules = (rule for rule in self.audience.sections if rule.id in self.filled)
        return tuple(
            Section(
                id=rule.id, style=rule.style, titles=rule.titles, placed=tuple(_arranged(rule, self.filled[rule.id]))
            )
            for rule in rules
        )

    def _pick_rule(self) -> SectionRule:
        return next((rule for rule in self.audience.sections if rule.style == "lead"), self.audience.sections[0])

    def _first_with_room(self, placed: Placed, reasons: list[str]) -> SectionRule | None:
        boxed = any(rule.occasion and takes(rule, placed, boxed=True) for rule in self.audience.sections)
        for rule in self.audience.sections:
            if takes(rule, placed, boxed=boxed):
                full = self._full(rule, placed.entry.organisation)
                if full is None:
                    return rule
                reasons.append(f"not in {rule.id}: {full}")
        return None

    def _full(self, rule: SectionRule, organisation: str) -> str | None:
        inside = self.filled.get(rule.id, [])
        limits, is_line = self.audience.limits, rule.style == "line"
        if len(inside) >= rule.limit:
            return f"the section is full ({rule.limit})"
        if self._counter(rule).total() >= (limits.lines if is_line else limits.stories):
            return "the letter is full"
        most = limits.organisation_lines if is_line else limits.organisation
        here = sum(placed.entry.organisation == organisation for placed in inside)
        if self._counter(rule)[organisation] >= most or (rule.organisation and here >= rule.organisation):
            return f"{organisation} has its share of stories already"
        return None

    def _counter(self, rule: SectionRule) -> Counter[str]:
        return self.lines if rule.style == "line" else self.whole


def _standing(placed: Placed) -> Iterator[str]:
    if placed.is_picked:
        yield "picked by an editor"
    if placed.update:
        yield f"told before, told again: {placed.update.why}"
    elif placed.is_late:
        yield f"published in {Week.of(placed.entry.published_at)}, found too late for that letter"


def takes(rule: SectionRule, placed: Placed, *, boxed: bool) -> bool:
    """Whether the section is a place for the story; `boxed` says that a box of the letter takes it by its date."""
    wanted = not rule.kinds or placed.entry.kind in rule.kinds
    if rule.occasion and placed.due:
        # News with a deadline belongs among the deadlines; a call of another kind has a box of its own.
        return placed.due.kind == rule.occasion and (wanted or placed.entry.kind not in CALLS)
    return wanted and (rule.style == "line" or not (boxed and placed.due))


def _arranged(rule: SectionRule, placed: list[Placed]) -> list[Placed]:
    if rule.style != "dated":
        return placed
    dated = [each for each in placed if each.due]
    return [*sorted(dated, key=_date), *(each for each in placed if not each.due)]


def _date(placed: Placed) -> tuple[float, str]:
    return (placed.due.starts_at.timestamp() if placed.due else 0.0), placed.entry.story_id
