from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.audience import Audience, Filters, Limits
from digest.audience_file import find_audience, load_audiences
from digest.issue import Issue
from digest.material import Due, Entry, Pick, Version
from digest.select import select
from digest.week import Week
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK, at, due, entry

JARJESTOT = find_audience("jarjestot")
LAST_WEEK = Week("2026-W46")
KINDS = ("news", "invitation", "grant_call", "statement_request", "blog", "job", "page_update")


def letter(*entries: Entry, dues: tuple[Due, ...] = (), audience: Audience = JARJESTOT, **more: Any) -> Issue:
    given_values: dict[str, Any] = {
        "week": WEEK,
        "language": "fi",
    } | more
    return select(entries, dues, audience=audience, **given_values)


def picked(*story_ids: str) -> tuple[Pick, ...]:
    return tuple(Pick(story_id=story_id) for story_id in story_ids)


def where(issue: Issue) -> dict[str, str]:
    return {placed.entry.story_id: section.id for section in issue.sections for placed in section.placed}


instants = st.integers(min_value=-3 * 24, max_value=10 * 24).map(lambda hours: WEEK.start + timedelta(hours=hours))
entries = st.builds(
    entry,
    st.integers(min_value=0, max_value=40).map("story-{}".format),
    organisation=st.sampled_from(["a", "b", "c"]),
    kind=st.sampled_from(KINDS),
    published_at=instants,
    region=st.sampled_from(["FI", "FI-15"]),
    sources=st.lists(st.sampled_from(["a/x", "b/y", "c/z"]), max_size=3).map(tuple),
)
dues = st.builds(
    due,
    st.integers(min_value=0, max_value=40).map("story-{}".format),
    st.sampled_from(["event", "deadline"]),
    instants.map(lambda instant: instant + timedelta(days=6)),
    is_all_day=st.booleans(),
)
limits = st.builds(
    Limits, **{name: st.integers(0, 8) for name in ("stories", "lines", "organisation", "organisation_lines")}
)
audiences = st.builds(replace, st.sampled_from(list(load_audiences().values())), limits=limits)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(entries, max_size=40),
    st.lists(dues, max_size=20),
    audiences,
    st.sets(st.integers(0, 40).map("story-{}".format), max_size=5),
    st.sampled_from(["fi", "sv", "fi+sv"]),
)
def test_a_letter_tells_each_story_once_within_its_limits_and_every_story_has_a_decision(
    offered: list[Entry], occasions: list[Due], audience: Audience, sent: set[str], language: str
) -> None:
    issue = select(
        offered, occasions, audience=audience, week=WEEK, language=language, told=dict.fromkeys(sent, LAST_WEEK)
    )
    told = [*issue.story_ids, *(placed.entry.story_id for placed in issue.overflow)]
    assert len(told) == len(set(told))
    assert not set(told) & sent
    assert Counter(decision.story_id for decision in issue.decisions) == Counter({one.story_id for one in offered})
    assert all(decision.reasons for decision in issue.decisions)
    assert_caps_hold(issue)
    assert_boxes_are_coming_and_by_date(issue)
    assert all(placed.entry.published_at in WEEK for placed in issue.placed)


def assert_caps_hold(issue: Issue) -> None:
    caps = issue.audience.limits
    for styles, most, share in (
        ({"line"}, caps.lines, caps.organisation_lines),
        ({"lead", "story", "dated"}, caps.stories, caps.organisation),
    ):
        placed = [each for section in issue.sections if section.style in styles for each in section.placed]
        assert len(placed) <= most
        assert all(number <= share for number in Counter(each.entry.organisation for each in placed).values())
    rules = {rule.id: rule for rule in issue.audience.sections}
    assert all(len(section.placed) <= rules[section.id].limit for section in issue.sections)


def assert_boxes_are_coming_and_by_date(issue: Issue) -> None:
    for section in issue.sections:
        starts = [placed.due.starts_at for placed in section.placed if placed.due]
        if section.style == "dated":
            assert starts == sorted(starts)
    for occasion in (each for placed in issue.placed for each in placed.occasions):
        assert occasion.starts_at >= WEEK.end - (timedelta(days=1) if occasion.is_all_day else timedelta())


@settings(max_examples=60, deadline=None)
@given(st.lists(entries, max_size=20, unique_by=lambda one: one.story_id), st.lists(dues, max_size=12), st.randoms())
def test_the_order_of_the_input_decides_nothing(offered: list[Entry], occasions: list[Due], random: Any) -> None:
    before = letter(*offered, dues=tuple(occasions))
    random.shuffle(offered)
    random.shuffle(occasions)
    after = letter(*offered, dues=tuple(occasions))
    assert (before.sections, before.overflow, before.decisions) == (after.sections, after.overflow, after.decisions)


def test_the_sample_week_is_laid_out_as_an_editor_would() -> None:
    issue = letter(*ENTRIES, dues=OCCASIONS)
    assert where(issue) == {
        "pohjoismaat": "top",
        "sotelaki": "top",
        "savo-kartoitus": "top",
        "haku": "deadlines",
        "lausunto": "deadlines",
        "tyopaja": "events",
        "seminarium": "events",
        "sami": "news",
        "blogi": "news",
        "tietosuoja": "changes",
        "strategia": "changes",
        "tyopaikka": "also",
    }


def test_a_story_is_told_in_the_readers_language_with_the_other_beside_it() -> None:
    story = ENTRIES[0]
    for language, other in (("fi", "sv"), ("sv", "fi")):
        (placed,) = letter(story, language=language).placed
        assert placed.language == language
        assert list(placed.others) == [other]


def test_a_version_without_a_title_or_a_safe_address_is_not_shown() -> None:
    bad = {
        "fi": Version(title=" \u202e", url="https://a.example/"),
        "sv": Version(title="Nyhet", url="javascript:alert(1)"),
    }
    issue = letter(entry("huono", versions=bad))
    assert issue.is_empty
    assert issue.decisions[0].reasons == ("it has no title and safe address in any language",)
    good = bad | {"en": Version(title="News", url="https://a.example/en")}
    (placed,) = letter(entry("hyva", versions=good)).placed
    assert (placed.language, dict(placed.others)) == ("en", {})


def test_only_the_weeks_stories_are_told() -> None:
    old = entry("vanha", published_at=at(15, 23, 59))
    assert letter(old).decisions[0].reasons == ("it was published in 2026-W46, not in 2026-W47",)
    assert letter(entry("raja", published_at=WEEK.start)).story_ids == ("raja",)
    assert letter(entry("ensi", published_at=WEEK.end)).is_empty


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (Filters(kinds=("blog",)), {"blogi"}),
        (Filters(regions=("FI-15",)), {"savo"}),
        (Filters(regions=("FI-18",)), {"savo"}),
        (Filters(topics=("youth",)), {"blogi"}),
        (Filters(topics=("youth", "carers")), {"blogi"}),
        (Filters(topics=("carers",)), set()),
        (Filters(organisation_kinds=("umbrella",)), {"blogi"}),
        (Filters(), {"blogi", "savo"}),
        (Filters(kinds=("news",), organisation_kinds=("umbrella",)), set()),
    ],
)
def test_an_audience_reads_what_its_filters_let_through(filters: Filters, told: set[str]) -> None:
    savo = entry("savo", organisation="savo", region="FI-15", regions=("FI-15", "FI-18"))
    offered = (entry("blogi", kind="blog", topics=("youth",)), savo)
    assert set(letter(*offered, audience=replace(JARJESTOT, filters=filters)).story_ids) == told


def test_picks_come_first_in_their_order_and_past_filters() -> None:
    offered = [*ENTRIES, entry("vanha", kind="job", published_at=at(1))]
    issue = letter(*offered, dues=OCCASIONS, picks=picked("vanha", "strategia"))
    assert issue.story_ids[:2] == ("vanha", "strategia")
    assert "picked by an editor" in issue.decisions[0].reasons
    assert "vanha" not in letter(*offered, picks=picked("vanha"), told={"vanha": LAST_WEEK}).story_ids


def test_importance_grows_with_nearness_and_organisations() -> None:
    offered = (
        entry("kaukana", kind="grant_call"),
        entry("pian", kind="grant_call"),
        entry("yhteinen", kind="grant_call", sources=("a/x", "b/y")),
    )
    issue = letter(*offered, dues=(due("pian", "deadline", at(25)), due("kaukana", "deadline", at(25, month=12))))
    points = {placed.entry.story_id: placed.importance.points for placed in issue.placed}
    assert points["pian"] > points["kaukana"] > 40
    (shared,) = [placed for placed in issue.placed if placed.entry.story_id == "yhteinen"]
    assert any("organisations published it" in reason for reason in shared.importance.reasons)


def test_what_is_past_dates_nothing_and_what_still_goes_on_does() -> None:
    past, going = due("s", start=at(22, 23)), due("s", start=at(20), ends_at=at(27))
    today = due("s", start=at(23, 0), is_all_day=True)
    (story,) = letter(entry("s"), dues=(past,)).placed
    assert story.due is None
    for coming in (going, today):
        (story,) = letter(entry("s"), dues=(past, coming)).placed
        assert story.due == coming


def test_a_call_without_a_deadline_stays_among_the_calls_and_news_with_an_event_goes_to_the_events() -> None:
    offered = (entry("haku", kind="grant_call"), entry("uutinen"), entry("koulutus"))
    occasions = (due("haku"), due("uutinen", "deadline"), due("koulutus"), due("koulutus", "deadline", at(23, 12)))
    issue = letter(*offered, dues=occasions)
    assert where(issue) == {"haku": "deadlines", "uutinen": "deadlines", "koulutus": "events"}


def test_a_dated_story_is_not_lost_where_no_box_takes_it() -> None:
    plain = replace(JARJESTOT, sections=tuple(rule for rule in JARJESTOT.sections if rule.id == "top"))
    assert letter(entry("koulutus"), dues=(due("koulutus"),), audience=plain).story_ids == ("koulutus",)


def test_one_organisation_cannot_fill_the_letter() -> None:
    flood = tuple(entry(f"f{n:02d}", organisation="tulva", published_at=at(17, 8, n)) for n in range(40))
    issue = letter(*flood, entry("toinen", organisation="pieni", published_at=at(16)))
    placed = Counter(where(issue).values())
    assert placed["top"] == 2
    assert sum(each.entry.organisation == "tulva" for each in issue.placed) == 5 + 4
    assert len(issue.overflow) == 40 - 9
    assert "toinen" in issue.story_ids


def test_an_empty_week_is_an_empty_issue() -> None:
    issue = letter(week=Week("2026-W30"))
    assert issue.is_empty
    assert issue.story_ids == ()


def test_an_edition_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="audience jarjestot has no 'en' edition: choose fi or sv or fi\\+sv"):
        letter(language="en")
