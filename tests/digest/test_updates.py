from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from digest.audience_file import find_audience
from digest.issue import Issue
from digest.material import Entry, SourceCounts, Version, Wording
from digest.render import html, text
from digest.select import select
from digest.timing import Timing, closing
from digest.updates import Update, update
from digest.week import Week
from tests.digest.sample import at, entry

W46, W47, W48 = Week("2026-W46"), Week("2026-W47"), Week("2026-W48")
JARJESTOT = find_audience("jarjestot")
READING = SourceCounts(total=3, since=at(1))
# The letter of W47 closes when Monday 23 November ends.
BEFORE, AFTER = at(20, 3), at(25, 3)
BODY = "Avustusta voivat hakea rekisteröidyt yhdistykset. Haku päättyy {day}. Hakemus tehdään verkossa."


def letter(*entries: Entry, week: Week = W48, language: str = "fi", **more: Any) -> Issue:
    return select(entries, (), audience=JARJESTOT, week=week, language=language, sources=READING, **more)


def changed(old: Wording, new: Wording, **given: Any) -> Entry:
    version = Version(
        title=new.title, summary=new.summary, body=new.body, url="https://a.example/1",
        first_seen_at=old.seen_at, wordings=(old, new),
    )  # fmt: skip
    return entry("haku", versions={"fi": version}, first_seen_at=BEFORE, source_since=at(1), **given)


def wording(seen_at: datetime, title: str = "Avustushaku on auki", body: str = "", day: str = "30.11.2026") -> Wording:
    return Wording(seen_at=seen_at, title=title, body=body or BODY.format(day=day))


def found(story: Entry, languages: tuple[str, ...] = ("fi",)) -> Update | None:
    return update(story, told_at=closing(W47, 0), until=closing(W48, 0), languages=languages)


@pytest.mark.parametrize(
    ("new", "change"),
    [
        (wording(AFTER, day="7.12.2026"), "deadline"),
        (wording(AFTER, title="Oikaisu: Avustushaku on auki"), "correction"),
        (wording(AFTER, title="Avustusten hakuaikaa jatkettu: haku on auki"), "extension"),
        (wording(AFTER, title="Peruttu: avustushaku on auki"), "cancellation"),
        (wording(AFTER, title="Uusi ministeri aloittaa työnsä keväällä"), "title"),
        (wording(AFTER, body="Kokonaan toinen teksti kertoo jostakin muusta asiasta tällä kertaa."), "text"),
    ],
)
def test_what_materially_changed_is_told_again_with_its_reason(new: Wording, change: str) -> None:
    story = changed(wording(BEFORE), new)
    news = found(story)
    assert news is not None
    assert news.change == change
    (placed,) = letter(story, told={"haku": W47}).placed
    assert placed.update == news
    assert "Päivitetty: " in text(letter(story, told={"haku": W47}))


@pytest.mark.parametrize(
    "new",
    [
        wording(AFTER, title="Avustushaku on nyt auki"),
        wording(AFTER, body=BODY.format(day="30.11.2026").replace("verkossa", "verkkopalvelussa")),
        wording(AFTER, body=BODY.format(day="30.11.2026 klo 16.15")),
        wording(BEFORE + timedelta(hours=5), day="7.12.2026"),
        wording(closing(W48, 0), day="7.12.2026"),
    ],
    ids=["title", "word", "hour told", "before the letter", "after the next letter"],
)
def test_small_changes_and_those_of_another_week_are_no_news(new: Wording) -> None:
    story = changed(wording(BEFORE), new)
    assert found(story) is None
    (decision,) = letter(story, told={"haku": W47}).decisions
    assert (decision.place, decision.reasons) == ("out", ("it was in the letter of 2026-W47",))


def test_a_moved_deadline_says_from_when_to_when_in_both_languages() -> None:
    story = changed(wording(BEFORE), wording(AFTER, day="7.12.2026"), published_at=at(18))
    news = found(story)
    assert news is not None
    assert (news.before, news.after, news.why) == (
        "2026-11-30",
        "2026-12-07",
        "its deadline moved (2026-11-30 -> 2026-12-07)",
    )
    fi, sv = (text(letter(story, language=language, told={"haku": W47})) for language in ("fi", "sv"))
    assert "Päivitetty: uusi määräaika 7.12. (aiemmin 30.11.)" in fi
    assert "Uppdaterad: ny tidsfrist 7.12 (tidigare 30.11)" in sv


def test_an_update_that_was_told_is_not_told_a_third_time() -> None:
    story = changed(wording(BEFORE), wording(AFTER, day="7.12.2026"))
    assert letter(story, told={"haku": W47}).story_ids == ("haku",)
    assert letter(story, week=Week("2026-W49"), told={"haku": W48}).is_empty


def translated(**more: Any) -> Entry:
    """A Finnish story of week 47 whose Swedish version was met in week 48."""
    versions = {
        "fi": Version(title="Uutinen", url="https://a.example/fi", first_seen_at=BEFORE),
        "sv": Version(title="Nyhet", url="https://a.example/sv", first_seen_at=AFTER),
    }
    return entry("s", versions=versions, first_seen_at=BEFORE, source_since=at(1), published_at=at(18), **more)


def test_a_translation_that_comes_later_reaches_the_readers_of_its_language_and_nobody_else() -> None:
    story = translated()
    (placed,) = letter(story, language="sv", told={"s": W47}).placed
    assert (placed.language, placed.update and placed.update.change) == ("sv", "language")
    assert "Nu också på svenska" in text(letter(story, language="sv", told={"s": W47}))
    assert letter(story, language="fi", told={"s": W47}).is_empty
    assert letter(story, language="fi+sv", told={"s": W47}).is_empty
    assert letter(story, language="sv", week=Week("2026-W49"), told={"s": W48}).is_empty


def test_a_version_in_neither_language_is_replaced_for_the_bilingual_reader_too() -> None:
    english = Version(title="News", url="https://a.example/en", first_seen_at=BEFORE)
    story = translated()
    story = replace(story, versions={"en": english, "sv": story.versions["sv"]})
    assert letter(story, language="fi+sv", told={"s": W47}).story_ids == ("s",)


def test_a_story_found_after_its_letter_goes_into_the_next_one() -> None:
    late = entry("myohassa", published_at=at(21), first_seen_at=AFTER, source_since=at(1))
    own, following = letter(late, week=W47), letter(late, week=W48)
    assert own.is_empty
    assert own.decisions[0].reasons == (
        "it was found on 2026-11-25, after this letter had gone: it belongs to the next one",
    )
    assert following.story_ids == ("myohassa",)
    assert following.decisions[0].reasons[0] == "published in 2026-W47, found too late for that letter"
    assert letter(late, week=Week("2026-W49")).is_empty


def test_the_archive_of_a_source_that_is_new_is_history() -> None:
    old = entry("arkisto", published_at=at(14), first_seen_at=at(19), source_since=at(19))
    issue = letter(old, week=W47)
    assert issue.is_empty
    assert issue.decisions[0].reasons == (
        "it was published in 2026-W46, not in 2026-W47, and found only now in its source's archive",
    )
    years = entry("vuosia", published_at=at(1, month=3), first_seen_at=at(19), source_since=at(1, month=1))
    assert letter(years, week=W47).is_empty


def test_who_begins_to_read_later_makes_an_earlier_letter_of_all_there_is() -> None:
    since = SourceCounts(total=1, since=AFTER)
    story = entry("a", published_at=at(18), first_seen_at=AFTER, source_since=AFTER)
    assert select([story], (), audience=JARJESTOT, week=W47, language="fi", sources=since).story_ids == ("a",)


@pytest.mark.parametrize("weekday", [0, 3, 6])
def test_letters_close_one_after_another_without_a_gap(weekday: int) -> None:
    first, second = (Timing(week=week, weekday=weekday, since=None) for week in (W47, W48))
    assert second.opens_at == first.closes_at
    assert first.opens_at <= first.week.end < first.closes_at


def test_an_updated_story_is_marked_in_the_letter_with_the_language_of_its_words() -> None:
    story = changed(wording(BEFORE), wording(AFTER, day="7.12.2026"))
    page = html(letter(story, language="fi+sv", told={"haku": W47}))
    assert page.count('class="up"') == 2
    assert 'lang="sv"' in page.partition("Uppdaterad")[0].rpartition("<p")[2]
