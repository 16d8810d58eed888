"""`kooste story` and `kooste explain` over the sample web: looked at, decided, followed at once, taken back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.settings import Settings
from tests.cli.conftest import Kooste
from tests.conftest import SampleNight
from warehouse.home import Home
from warehouse.lock import writer

NOW = "2026-11-24T09:00:00+02:00"


@pytest.fixture
def home(sample: SampleNight, tmp_path: Path) -> Home:
    """A home of its own after the sample night, so that a decision touches no other test."""
    shutil.copytree(sample.settings.home.root, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def kooste(kooste: Kooste, home: Home, monkeypatch: pytest.MonkeyPatch) -> Kooste:
    """Runs a command on a home of its own at a fixed instant."""
    monkeypatch.setenv("KOOSTE_HOME", str(home.root))
    monkeypatch.setenv("KOOSTE_NOW", NOW)
    return kooste


def told(kooste: Kooste, *arguments: str) -> Any:
    code, out, err = kooste(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def ask(home: Home, sql: str) -> list[Any]:
    with closing(duckdb.connect(str(home.published), read_only=True)) as connection:
        return connection.execute(sql).fetchall()


def pairs(home: Home) -> Iterator[tuple[Any, Any]]:
    """Stories of one language each that are told by nobody else: nothing ties them."""
    rows = ask(home, "select story_id, url_fi from news where n_articles = 1 and url_fi is not null order by story_id")
    return zip(rows[::2], rows[1::2], strict=False)


def stories_of(home: Home) -> set[frozenset[str]]:
    return {frozenset(ids) for (ids,) in ask(home, "select list(article_id) from article group by story_id")}


def test_a_story_is_merged_split_and_brought_back(kooste: Kooste, home: Home) -> None:
    before = stories_of(home)
    (left, left_url), (right, _) = next(pairs(home))
    made = told(kooste, "story", "merge", left_url, right, "--note", "sama asia", "--by", "liisa")
    assert made["applied"]
    assert len(made["articles"]) == 2
    assert made["decision"]["by"] == "liisa"
    gone = ({left, right} - {made["story_id"]}).pop()
    shown = told(kooste, "story", "show", gone)
    assert shown["story_id"] == made["story_id"]
    assert shown["evidence"][0]["decided_by"] == "editor"
    assert [d["note"] for d in shown["decisions"]] == ["sama asia"]
    code, out, _ = kooste("story", "show", gone)
    assert code == 0
    assert f"{gone} was merged into {made['story_id']}" in out
    assert kooste("story", "merge", left, right)[::2] == (
        2, "kooste: that is one story already; `kooste story confirm` keeps it so\n",
    )  # fmt: skip
    assert told(kooste, "story", "confirm", left)["applied"]
    parted = told(kooste, "story", "split", left, made["articles"][1])
    assert len(parted["articles"]) == 1
    assert stories_of(home) == before
    assert [told(kooste, "story", "undo", word)["undone"]["action"] for word in ("last", "2", "1")] == [
        "split", "confirm", "merge",
    ]  # fmt: skip
    assert stories_of(home) == before
    assert ask(home, "select count(*) from variant where decided_by = 'editor'") == [(0,)]


def test_the_queue_shows_titles_side_by_side_and_empties(kooste: Kooste) -> None:
    waiting = told(kooste, "story", "review")
    assert [row["score"] for row in waiting] == sorted((row["score"] for row in waiting), reverse=True)
    for row in waiting:
        assert told(kooste, "story", "split", row["left_id"], row["right_id"])["decision"]["action"] == "split"
    assert told(kooste, "story", "review") == []
    assert kooste("story", "review")[1] == "Nothing waits for a decision.\n"


def test_while_a_night_is_written_a_decision_waits_for_it(
    kooste: Kooste, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.deciding.WAIT", 0.1)
    (left, _), (right, _) = next(pairs(home))
    with writer(home, wait=1):
        code, out, _ = kooste("story", "merge", left, right)
    assert code == 0
    assert "It takes effect with the next night: process" in out
    assert len(told(kooste, "story", "decisions")) == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["show", "nobody"], "'nobody' is no story, article or address in the snapshot"),
        (["undo", "9"], "there is no decision 9; `kooste story decisions` lists them"),
        (["undo", "last"], "no decision stands: there is nothing to undo"),
        (["undo", "-1"], "No such option: -1 See `kooste story undo --help`."),
        (["undo", "viimeisin"], "'viimeisin' is no decision: give its number, or last"),
    ],
)
def test_wrong_use_is_one_line(kooste: Kooste, arguments: list[str], line: str) -> None:
    code, out, err = kooste("story", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert line in err


def test_a_single_article_is_neither_confirmed_nor_split(kooste: Kooste, home: Home) -> None:
    (left, url), _ = next(pairs(home))
    assert "nothing to confirm" in kooste("story", "confirm", left)[2]
    assert "would leave nothing of the story" in kooste("story", "split", left, url)[2]


def test_a_story_explains_itself(kooste: Kooste, home: Home) -> None:
    ((story,),) = ask(home, "select story_id from news where title_fi ilike '%pohjoismainen yhteistyö%'")
    code, out, _ = kooste("explain", story)
    assert code == 0
    assert "decided by" in out
    assert "matcher 2026" in out
    ((left, right),) = ask(
        home,
        "select any_value(article_id) filter (language = 'fi'), any_value(article_id) filter (language = 'sv')"
        f" from article where story_id = '{story}'",
    )
    pair = told(kooste, "explain", left, right)
    assert pair["relation"] == "variant"
    assert pair["logit"] > pair["threshold"]


def test_two_articles_that_are_not_linked_are_explained(kooste: Kooste, home: Home) -> None:
    ((left, right),) = ask(
        home,
        "select a.article_id, b.article_id from article a join article b on a.organisation = b.organisation"
        " and a.language = 'fi' and b.language = 'sv' and a.story_id <> b.story_id order by all limit 1",
    )
    code, out, _ = kooste("explain", left, right)
    assert code == 0
    assert "two stories (not linked" in out or "possible" in out
    assert "log-odds" in out
    assert "threshold" in out
    assert kooste("explain", left, left)[::2] == (2, "kooste: that is one and the same article: name another one\n")


def test_a_snapshot_of_an_older_program_is_told(kooste: Kooste, home: Home) -> None:
    home.published.unlink()
    with closing(duckdb.connect(str(home.published))) as connection:
        connection.execute("create schema store; create table store.news (story_id varchar)")
    code, _, err = kooste("story", "show", "s-1")
    assert (code, err.count("\n")) == (1, 1)


def test_settings_are_read_from_the_environment(kooste: Kooste, home: Home) -> None:
    assert Settings.of().home == home
    assert told(kooste, "story", "decisions") == []
