"""Letters over a real warehouse, week after week: what comes late, what changes, what is translated, what was sent."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.audience_file import AudienceError
from digest.home_audiences import audiences_of
from flows.letters import Letter, explanations, letters
from flows.settings import Settings
from stories.model import Occasion
from tests.warehouse.samples import SOSTE, article, bring, opened, visit
from warehouse.desk import open_desk
from warehouse.home import Home
from warehouse.link import backlog, save
from warehouse.memory import register
from warehouse.outbox import Mailing, begin
from warehouse.picks import Wish, pick
from warehouse.publish import publish
from warehouse.read import open_snapshot, query

BODY = "Avustusta voivat hakea rekisteröidyt yhdistykset. Haku päättyy {day}. Hakemus tehdään verkossa."


def at(day: int, hour: int = 3) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZoneInfo("Europe/Helsinki"))


OLD = article(9, title="Vanha juttu", published_at=at(9, 12), seen_at=at(10))
CALL = article(
    1, title="Avustushaku on auki", summary="", body=BODY.format(day="15.12.2026"), published_at=at(18, 12), seen_at=at(20)
)  # fmt: skip
NEWS = article(2, title="Uutinen viikolta 47", published_at=at(19, 12), seen_at=at(20))
MOVED = article(
    1, title="Avustushaku on auki", summary="", body=BODY.format(day="22.12.2026"), published_at=at(18, 12), seen_at=at(25)
)  # fmt: skip
SWEDISH = article(
    3, title="Nyhet från vecka 47", language="sv", languages=("sv",), published_at=at(25, 1), seen_at=at(25)
)  # fmt: skip
LATE = article(4, title="Myöhässä löydetty", published_at=at(21, 12), seen_at=at(25))


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has been reading since the 10th, before week 47's letters are written on Monday the 23rd."""
    home = Home(tmp_path_factory.mktemp("read"))
    home.prepare()
    night(home, at(10), "a", OLD)
    night(home, at(20), "b", CALL, NEWS)
    return home.root


@pytest.fixture
def settings(read: Path, tmp_path: Path) -> Settings:
    """The same home, each test's own."""
    shutil.copytree(read, tmp_path / "home")
    return Settings.of(home=tmp_path / "home", now="2026-11-23T07:00:00+02:00", environment={})


def night(home: Home, when: datetime, batch: str, *articles: object, **stories: str) -> None:
    with opened(home) as connection:
        register(connection, [SOSTE])
        bring(connection, home, batch, visit(*articles, visited_at=when))  # type: ignore[arg-type]
        own = {name: f"s-{name}" for name in backlog(connection).unlinked}
        save(connection, backlog(connection).unlinked, [], own | stories)
        publish(connection, home)


def told(written: list[Letter]) -> dict[str, set[str]]:
    return {letter.issue.language: set(letter.issue.story_ids) for letter in written}


def texts(written: list[Letter], language: str) -> str:
    (letter,) = [one for one in written if one.issue.language == language]
    return next(path for path in letter.paths if path.suffix == ".txt").read_text(encoding="utf-8")


def test_what_comes_after_the_letter_is_told_in_the_next_one_and_never_in_the_old_one(settings: Settings) -> None:
    first = letters(settings, week="2026-W47")
    assert told(first) == {edition: {"s-a0001", "s-a0002"} for edition in ("fi", "sv", "fi+sv")}
    assert "(på finska)" in texts(first, "sv")
    night(settings.home, at(25), "c", MOVED, SWEDISH, LATE, a0003="s-a0002")

    again = letters(settings, week="2026-W47")
    assert told(again) == told(first)
    following = letters(settings, week="2026-W48")
    assert told(following) == {
        "fi": {"s-a0001", "s-a0004"},
        "sv": {"s-a0001", "s-a0002", "s-a0004"},
        "fi+sv": {"s-a0001", "s-a0004"},
    }
    assert "Nu också på svenska" in texts(following, "sv")
    assert "Päivitetty: uusi määräaika 22.12. (aiemmin 15.12.)" in texts(following, "fi")
    assert letters(settings, week="2026-W49") == []


def test_the_same_snapshot_gives_the_same_bytes_and_its_record_names_them(settings: Settings) -> None:
    first = letters(settings)
    before = {path: path.read_bytes() for letter in first for path in (*letter.paths, *letter.standing)}
    second = letters(settings)
    assert {path: path.read_bytes() for letter in second for path in (*letter.paths, *letter.standing)} == before
    with open_snapshot(settings.home) as snapshot:
        rows = query(snapshot, "select issue_id, files from digest_issue order by all", seconds=5).rows
    assert [issue for issue, _ in rows] == [f"2026-W47.jarjestot.{edition}" for edition in ("fi", "fi+sv", "sv")]
    assert {len(files) for _, files in rows} == {9}
    assert not [file for _, files in rows for file in files if file["path"].endswith(".page.html")]


def test_a_preview_changes_nothing_in_the_home(settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "preview"
    written = letters(settings, out=out, language="sv")
    assert {path.parent for letter in written for path in letter.paths} == {out}
    assert not list(settings.home.issues.rglob("*.eml"))
    with open_snapshot(settings.home) as snapshot:
        assert query(snapshot, "from digest_issue", seconds=5).rows == []


def test_a_letter_whose_sending_has_begun_stays_as_it_is(settings: Settings) -> None:
    (letter,) = letters(settings, language="fi")
    before = {path: path.read_bytes() for path in letter.paths}
    mailing = Mailing(
        issue="2026-W47.jarjestot.fi", week="2026-W47", audience="jarjestot", language="fi", sha256="x", letter=b"x"
    )  # fmt: skip
    with closing(open_desk(settings.home)) as desk:
        begin(desk, mailing, at(23, 8))
    night(settings.home, at(23, 12), "c", article(5, title="Uusi", published_at=at(22), seen_at=at(23, 12)))
    (kept,) = letters(settings, language="fi")
    assert kept.is_kept
    assert {path: path.read_bytes() for path in kept.paths} == before
    (other,) = letters(settings, language="sv")
    assert "s-a0005" in other.issue.story_ids


def test_picks_and_their_blurbs_reach_the_letter(settings: Settings) -> None:
    wish = Wish(at=at(23, 6), by="e", audience="jarjestot", story_id="s-a0009", blurbs={"sv": "Läs detta."})
    pick(settings.home, wish)
    written = letters(settings, week="2026-W47")
    assert all(letter.issue.story_ids[0] == "s-a0009" for letter in written)
    assert "Från redaktionen: Läs detta." in texts(written, "sv")
    assert "Läs detta." not in texts(written, "fi")


def test_explanations_say_why_and_write_nothing(settings: Settings) -> None:
    letters(settings, week="2026-W47", language="fi")
    night(settings.home, at(25), "c", LATE)
    (found,) = explanations(settings, week="2026-W47", language="fi")
    fates = {story.story_id: (story.position, story.place, story.reasons[0]) for story in found.stories}
    assert fates["s-a0001"][0] == 2
    assert fates["s-a0004"] == (
        None,
        "out",
        "it was found on 2026-11-25, after this letter had gone: it belongs to the next one",
    )
    (later,) = explanations(settings, week="2026-W48", language="fi")
    assert {story.story_id: story.reasons[0] for story in later.stories}["s-a0004"] == (
        "published in 2026-W47, found too late for that letter"
    )
    assert not (settings.home.issues / "2026-W48").exists()


def test_an_audience_of_the_home_may_ask_for_a_topic_of_the_homes_vocabulary(settings: Settings) -> None:
    folder = settings.home.root / "audiences"
    folder.mkdir()
    shipped = Path("digest/audiences/jarjestot.toml").read_text(encoding="utf-8")
    own = shipped.replace('id = "jarjestot"', 'id = "oma"').replace("topics = []", 'topics = ["{topic}"]')
    (folder / "oma.toml").write_text(own.replace("{topic}", "grants"), encoding="utf-8")
    assert audiences_of(settings.home)["oma"].filters.topics == ("grants",)
    assert told(letters(settings, audience="oma", language="fi")) == {"fi": {"s-a0001"}}
    (folder / "oma.toml").write_text(own.replace("{topic}", "grant"), encoding="utf-8")
    with pytest.raises(AudienceError, match=r"oma\.toml: filters\.topics holds 'grant': did you mean grants.*choose"):
        letters(settings, audience="oma")


def test_a_deadline_that_disappears_from_its_text_is_cancelled_in_the_standing_calendar(settings: Settings) -> None:
    def standing() -> str:
        (letter,) = letters(settings, language="fi")
        return next(path for path in letter.standing if path.name.endswith("deadlines.ics")).read_text(encoding="utf-8")

    told = Occasion(
        kind="deadline", start="2026-12-16", end=None, place=None, online=False, quote="Vastaa 16.12.", notes=()
    )
    asked, gone = (article(6, title="Kysely", published_at=at(19), seen_at=at(day), occasions=found)
                   for day, found in ((21, (told,)), (22, ())))  # fmt: skip
    night(settings.home, at(21), "c", asked)
    assert "STATUS:CANCELLED" not in standing()
    night(settings.home, at(22), "d", replace(gone, body="Kysely on päättynyt.", content_hash="x" * 64))
    text = standing()
    assert "DTSTART;VALUE=DATE:20261216" in text
    assert "STATUS:CANCELLED" in text
    assert "SEQUENCE:1" in text
