"""Deadlines to come, what needs a person, and the mail about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.night import night
from flows.nights import Night, write_down
from flows.notices import Trouble, tell_operator, tell_troubles
from flows.survey import week_as_markdown
from flows.watching import as_markdown, deadlines, radar, troubles
from tests.flows.small_web import NOW, SmallWeb, small_web
from tests.postbox import Postbox
from tests.web import Answer

DAY = timedelta(days=1)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[SmallWeb]:
    with small_web(tmp_path) as found:
        yield found


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with Postbox() as found:
        yield found


def environment(postbox: Postbox) -> dict[str, str]:
    return {"KOOSTE_SMTP": postbox.place, "KOOSTE_OPERATOR": "paivystys@kooste.example"}


def test_the_radar_shows_the_deadlines_of_the_days_asked_for(web: SmallWeb) -> None:
    night(web.settings)
    assert [row["url"] for row in deadlines(web.settings)] == [web.webs["alku"].url("/0")]
    assert deadlines(web.settings, days=10) == []
    assert deadlines(web.at(NOW + 14 * DAY)) == []
    path, text = radar(web.settings)
    assert path.read_text(encoding="utf-8") == text
    assert "## 4.12.2026\n" in text
    assert f"- [Avustuksia haetaan syksyllä: alku 0]({web.webs['alku'].url('/0')}), alku ry 16.15\n" in text


def test_a_title_cannot_break_out_of_its_link() -> None:
    row = {
        "starts_at": NOW,
        "is_all_day": True,
        "title": "Hae](https://paha.example) <b>[nyt\nheti",
        "organisation_name": "A [ry]",
        "url": "https://a.example/",
    }
    assert "- [Hae\\](https://paha.example) &lt;b>\\[nyt heti](https://a.example/), A \\[ry\\]" in as_markdown(
        [row], 14
    )
    assert as_markdown([], 7).endswith("\n–\n")


def test_the_week_in_tables(web: SmallWeb) -> None:
    night(web.settings)
    text = week_as_markdown(web.settings)
    assert text.startswith("# 2026-W47\n")
    assert "| alku ry | 2 |" in text
    assert "| ok | 2 |" in text


def test_nothing_needs_a_person_after_a_good_night(web: SmallWeb) -> None:
    night(web.settings)
    assert troubles(web.settings) == []


def test_a_source_that_fails_needs_a_person_after_some_nights(web: SmallWeb) -> None:
    night(web.settings)
    web.webs["alku"].answers["/feed.xml"] = Answer(500)
    found = []
    for number in range(1, 5):
        night(web.at(NOW + number * DAY))
        found.append([one.said for one in troubles(web.at(NOW + number * DAY))])
    assert found[:2] == [[], []]
    (said,) = found[2]
    assert said.startswith("alku/news has not answered for 3 days: ")
    assert [one.key for one in troubles(web.at(NOW + 4 * DAY))] == ["source alku/news"]


def test_a_night_that_is_missing_failed_or_mute_needs_a_person(web: SmallWeb) -> None:
    assert troubles(web.at(NOW + timedelta(hours=3))) == [], "the catch-up may still come"
    noon = web.at(NOW + timedelta(hours=10))
    assert [one.said for one in troubles(noon)] == ["no whole night has been run since 21.11.2026 02:15"]
    failed = Night(night="2026-11-21", at=NOW, state="failed", failure="Unfit: rikki")
    write_down(web.settings.home, failed)
    assert [one.said for one in troubles(noon)][1:] == ["the night of 2026-11-21: Unfit: rikki"]
    write_down(web.settings.home, Night(night="2026-11-21", at=NOW, state="done", sources=40, failing=40))
    assert [one.said.partition(";")[0] for one in troubles(noon)] == [
        "the night of 2026-11-21: none of 40 sources answered"
    ]


def test_a_trouble_is_mailed_once_and_again_after_a_week(web: SmallWeb, postbox: Postbox) -> None:
    old, new = Trouble(key="a", said="alku/news has not answered"), Trouble(key="b", said="toinen")

    def told(days: int, *found: Trouble) -> int:
        before = len(postbox.got)
        assert tell_troubles(web.at(NOW + days * DAY), "health", found, environment=environment(postbox)) is None
        return len(postbox.got) - before

    assert [told(0), told(0, old), told(1, old), told(2, old, new), told(6, old, new)] == [0, 1, 0, 1, 0]
    assert [told(7, old, new), told(8, new), told(9, old, new)] == [1, 0, 2 - 1]
    letter = postbox.got[1].parsed
    assert letter["To"] == "paivystys@kooste.example"
    assert letter["Subject"] == "Kooste: toinen"
    assert (
        letter.get_content().replace("\r", "").startswith("New:\n- toinen\n\nTold before, and still so:\n- alku/news")
    )


def test_what_could_not_be_mailed_is_told_the_next_time(web: SmallWeb, postbox: Postbox) -> None:
    trouble = [Trouble(key="a", said="rikki")]
    nowhere = {"KOOSTE_SMTP": "127.0.0.1:9", "KOOSTE_OPERATOR": "paivystys@kooste.example"}
    assert tell_troubles(web.settings, "health", trouble, environment=nowhere)
    assert tell_troubles(web.settings, "health", trouble, environment=environment(postbox)) is None
    assert len(postbox.got) == 1


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({}, "no operator is named"),
        ({"KOOSTE_OPERATOR": "a@b.example"}, "no relay is named"),
        ({"KOOSTE_OPERATOR": "ei osoite", "KOOSTE_SMTP": "127.0.0.1:9"}, "KOOSTE_OPERATOR 'ei osoite'"),
        ({"KOOSTE_OPERATOR": "a@b.example", "KOOSTE_SMTP": "127.0.0.1:eka"}, "KOOSTE_SMTP"),
    ],
)
def test_a_notice_that_cannot_be_sent_says_why(web: SmallWeb, settings: dict[str, str], why: str) -> None:
    assert why in (tell_operator(web.settings, "Koe", "Koe", environment=settings) or "")
