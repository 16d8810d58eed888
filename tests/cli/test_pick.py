"""`kooste pick`: what an editor types, and what is said to wrong use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from flows.night import link_backlog
from tests.cli.conftest import Kooste
from tests.warehouse.samples import article, bring, home_in, opened, visit
from warehouse.home import Home
from warehouse.picks import picks
from warehouse.publish import publish
from warehouse.read import open_snapshot, query


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of three stories."""
    made = home_in(tmp_path_factory.mktemp("published"))
    with opened(made) as connection:
        bring(connection, made, "b1", visit(*(article(number) for number in range(1, 4))))
        link_backlog(connection, made)
        publish(connection, made)
    return made.published


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Home:
    """A home with that snapshot and a desk of its own."""
    found = home_in(tmp_path / "home")
    shutil.copy(published, found.published)
    return found


def stories(home: Home) -> list[tuple[str, str]]:
    with open_snapshot(home) as snapshot:
        asked = "select story_id, url_fi from news where title_fi is not null order by published_at limit 3"
        return [(row[0], row[1]) for row in query(snapshot, asked, seconds=5).rows]


def test_an_editor_picks_orders_words_and_removes(kooste: Kooste, home: Home) -> None:
    (first, url), (second, _), _ = stories(home)
    assert "Nothing is picked for jarjestot" in kooste("pick", "--list", "--home", home.root).out
    assert kooste("pick", url, "--home", home.root, "--blurb-fi", "Lue\n\u202e<b>tämä</b>", "--by", "Liisa").code == 0
    said = kooste("pick", second, "--order", "1", "--blurb-sv", "Läs det här", "--home", home.root, "--json")
    listed = json.loads(said.out)
    assert [(one["order"], one["story"]) for one in listed] == [(1, second), (2, first)]
    assert (listed[1]["blurb_fi"], listed[1]["by"], listed[0]["blurb_sv"]) == (
        "Lue <b>tämä</b>",
        "Liisa",
        "Läs det här",
    )
    assert kooste("pick", first, "--remove", "--home", home.root).code == 0
    assert [one.story_id for one in picks(home, "jarjestot")] == [second]
    assert kooste("pick", second, "--audience", "kunnat", "--home", home.root).code == 0
    assert [one.story_id for one in picks(home, "kunnat")] == [second]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nope"], "'nope' is no story, article or address"),
        (["{story}", "--audience", "nope"], "there is no audience 'nope'"),
        (["{story}", "--remove"], "is not picked for jarjestot"),
        (["{story}", "--blurb-fi", "x" * 401], "401 characters"),
        (["{story}", "--order", "0"], "--order"),
        (["{story}", "--list"], "--list shows all"),
        (["--list", "--order", "1"], "--order and blurbs"),
        ([], "which story?"),
    ],
)
def test_wrong_use_is_one_clear_line(kooste: Kooste, home: Home, arguments: list[str], said: str) -> None:
    story = stories(home)[0][0]
    answer = kooste("pick", *(part.format(story=story) for part in arguments), "--home", home.root)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert picks(home, "jarjestot") == ()


def test_a_pick_whose_story_has_vanished_can_be_seen_and_removed(kooste: Kooste, home: Home) -> None:
    from datetime import UTC, datetime

    from warehouse.picks import Wish, pick

    pick(home, Wish(at=datetime(2026, 11, 20, tzinfo=UTC), by="liisa", audience="jarjestot", story_id="s-gone"))
    assert "(no longer in the snapshot)" in kooste("pick", "--list", "--home", home.root).out
    assert kooste("pick", "s-gone", "--remove", "--home", home.root).code == 0
    assert picks(home, "jarjestot") == ()


def test_before_the_first_night_there_is_nothing_to_pick(kooste: Kooste, tmp_path: Path) -> None:
    answer = kooste("pick", "s-1", "--home", tmp_path)
    assert answer.code == 1
    assert "kooste run" in answer.err
