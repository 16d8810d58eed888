"""Search, export, restore, rebuild and forget over the sample night, as an operator runs them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Tree

import duckdb
import pytest
from icalendar import Calendar

from flows.night import night
from flows.settings import Settings
from tests.cli.conftest import Kooste
from tests.conftest import SampleNight
from warehouse.home import Home
from warehouse.landed import landed_batches, read_batch
from warehouse.landing import write_parquet
from warehouse.rows import rows


@pytest.fixture
def copy(sample: SampleNight, tmp_path: Path) -> Settings:
    """A home of its own with the sample night in it."""
    shutil.copytree(sample.settings.home.root, tmp_path / "home")
    return replace(sample.settings, home=Home(tmp_path / "home"))


def at(settings: Settings) -> list[str]:
    return ["--home", str(settings.home.root)]


def ask(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.home.published), read_only=True) as snapshot:
        return snapshot.execute(sql).fetchall()


def test_a_finnish_question_finds_the_swedish_version_and_shows_the_place(kooste: Kooste, sample: SampleNight) -> None:
    said = kooste("search", "pohjoismainen yhteistyö", "--language", "sv", "--format", "json", *at(sample.settings))
    rows = json.loads(said.out)
    assert rows
    assert {row["language"] for row in rows} == {"sv"}
    assert any("nordisk" in (row["title"] + row["snippet"]).lower() for row in rows)


def test_news_as_csv_for_programs_and_for_excel(kooste: Kooste, sample: SampleNight) -> None:
    plain = kooste("export", "--since", "2026-11-16", *at(sample.settings)).out
    rows = list(csv.DictReader(io.StringIO(plain)))
    assert (
        len(rows) == ask(sample.settings, "select count(*) from news where published_at >= '2026-11-15 22:00+00'")[0][0]
    )
    assert re.fullmatch(r"2026-11-\d\dT\d\d:\d\d:\d\d\+02:00", rows[0]["published_at"])
    excel = kooste("export", "--since", "2026-11-16", "--excel", *at(sample.settings)).out
    assert excel.startswith("\ufeffstory_id;published_at;")
    found = list(csv.DictReader(io.StringIO(excel.removeprefix("\ufeff")), delimiter=";"))
    assert [row["title_fi"] for row in found] == [row["title_fi"] for row in rows]
    assert re.fullmatch(r"\d\d\.11\.2026 \d\d\.\d\d", found[0]["published_at"])


def test_articles_as_parquet_and_json_lines(kooste: Kooste, sample: SampleNight, tmp_path: Path) -> None:
    out = tmp_path / "a.parquet"
    asked = ["export", "--since", "2026-11-01", "--table", "article", *at(sample.settings)]
    assert kooste(*asked, "--format", "parquet", "--out", str(out)).code == 0
    lines = [json.loads(line) for line in kooste(*asked, "--format", "jsonl").out.splitlines()]
    told = duckdb.execute(f"select article_id, title, len(attachments) from '{out}'").fetchall()
    assert told == [(line["article_id"], line["title"], len(line["attachments"])) for line in lines]
    assert len(lines) > 50


def test_the_register_and_its_sources(kooste: Kooste, sample: SampleNight, tmp_path: Path) -> None:
    out = tmp_path / "register.csv"
    assert kooste("export", "--table", "organisation", "--out", str(out), *at(sample.settings)).code == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert len(rows) >= 14
    assert {"name_fi", "name_sv", "region", "sources", "n_articles", "newest_at"} <= set(rows[0])
    outlines = Tree.fromstring(kooste("export", "--format", "opml", *at(sample.settings)).out).findall(
        "body/outline/outline"
    )
    assert {one.get("text") for one in outlines} == {
        name for (name,) in ask(sample.settings, "select source from source")
    }
    assert any(one.get("xmlUrl") for one in outlines)


def test_news_as_an_atom_feed(kooste: Kooste, sample: SampleNight) -> None:
    feed = Tree.fromstring(kooste("export", "--format", "atom", "--since", "2026-11-16", *at(sample.settings)).out)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert len(entries) > 20
    assert len({entry.findtext(f"{atom}id") for entry in entries}) == len(entries)
    assert all(entry.find(f"{atom}link") is not None for entry in entries)
    both = [entry for entry in entries if len(entry.findall(f"{atom}link")) > 1]
    assert both


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["export"], "--since is missing"),
        (["export", "--since", "eilen"], "write it as 2026-11-16"),
        (["export", "--since", "2026-11-16", "--format", "parquet"], "needs --out"),
        (["export", "--since", "2026-11-16", "--format", "jsonl", "--excel"], "--excel goes with"),
    ],
)
def test_wrong_use_is_one_line(kooste: Kooste, sample: SampleNight, arguments: list[str], told: str) -> None:
    said = kooste(*arguments, *at(sample.settings))
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert told in said.err


def test_an_earlier_snapshot_is_published_again(kooste: Kooste, copy: Settings) -> None:
    assert kooste("restore", "--list", *at(copy)).out.split() == [f"{copy.now:%Y-%m-%d}"]
    before = ask(copy, "select count(*) from article")
    copy.home.published.unlink()
    assert "run `kooste run` first" in kooste("query", "from news", *at(copy)).err
    assert kooste("restore", *at(copy)).code == 0
    assert ask(copy, "select count(*) from article") == before
    said = kooste("restore", "2020-01-01", *at(copy))
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "there is no back-up of 2020-01-01; there are 2026-11-" in said.err


def test_a_rebuild_reads_everything_as_the_crawl_did(kooste: Kooste, copy: Settings) -> None:
    views = {
        view: ask(copy, f"from {view} order by all") for view in ("news", "article", "variant", "occasion", "revision")
    }
    said = kooste("rebuild", "--organisations", str(copy.organisations), "--json", *at(copy))
    told = json.loads(said.out)
    assert (said.code, told["changed"], told["without_archive"], told["untold"]) == (0, {}, 0, 0)
    assert told["articles"] == len(views["article"])
    for view, before in views.items():
        assert ask(copy, f"from {view} order by all") == before, view
    assert (copy.home.backups / "before-rebuild.duckdb").exists()
    again = night(copy)
    assert (again.new, again.changed) == (0, 0)


def test_a_rebuild_mends_what_was_misread_and_keeps_what_people_decided(kooste: Kooste, copy: Settings) -> None:
    (url, title), *_ = ask(copy, "select url, title from article where source = 'hom/uutiset' or true order by url")
    ids = {name for (name,) in ask(copy, "select story_id from news")}
    for path in landed_batches(copy.home):
        batch = read_batch(copy.home, path)
        worse = [
            replace(visit, articles=tuple(replace(one, body="Evästeet", kind="job") for one in visit.articles))
            for visit in batch.visits
        ]
        write_parquet(path, batch.name, list(rows(worse)))
    said = kooste("rebuild", "--organisations", str(copy.organisations), *at(copy))
    assert said.code == 0
    assert ask(
        copy, "select count(*) from article where body = 'Evästeet' and kind <> 'page_update' and kind <> 'job'"
    ) == [(0,)]
    assert {name for (name,) in ask(copy, "select story_id from news")} == ids
    assert ask(copy, f"select title from article where url = '{url}'") == [(title,)]


def test_an_article_is_forgotten_everywhere_and_never_comes_back(kooste: Kooste, copy: Settings) -> None:
    ((url, title, body),) = ask(
        copy, "select url, title, body from article where title ilike '%pohjoismainen yhteistyö%' and language = 'fi'"
    )
    said = kooste("forget", str(url), "--yes", *at(copy))
    assert said.code == 0
    assert "Removed 1 articles" in said.out
    gone = [str(title).encode(), str(body)[:80].encode()]
    for _ in range(2):
        assert ask(copy, f"select count(*) from article where url = '{url}'") == [(0,)]
        assert told_in(copy.home, gone) == []
        assert night(copy).failing == 0  # the source still lists it
    assert kooste("rebuild", "--organisations", str(copy.organisations), *at(copy)).code == 0
    assert ask(copy, f"select count(*) from article where url = '{url}'") == [(0,)]


def test_an_organisation_is_forgotten(kooste: Kooste, copy: Settings) -> None:
    said = kooste("forget", "jarjestokatto", "--yes", *at(copy))
    assert said.code == 0
    night(copy)
    assert ask(copy, "select count(*) from article where organisation = 'jarjestokatto'") == [(0,)]
    assert "there is no such article" in kooste("forget", "nobody", "--yes", *at(copy)).err


def told_in(home: Home, signs: list[bytes]) -> list[Path]:
    """Files of the home that hold any of the signs, unpacked."""
    from warehouse.archive import read_warc

    found = []
    for path in sorted(home.root.rglob("*")):
        if path.suffix == ".gz":
            bodies = b"".join(answer.body for _, answer in read_warc(path))
        elif path.suffix == ".parquet":
            bodies = repr(duckdb.execute(f"select payload from '{path}'").fetchall()).encode()
        else:
            bodies = path.read_bytes() if path.is_file() else b""
        if any(sign in bodies for sign in signs):
            found.append(path)
    return found


def test_coming_occasions_as_a_calendar_of_all_and_one_by_one(
    kooste: Kooste, sample: SampleNight, tmp_path: Path
) -> None:
    home = at(sample.settings)
    now = ["--now", "2026-11-23T06:00:00+02:00"]
    text = kooste("export", "--format", "ics", *now, *home).out
    found = [str(event["UID"]).partition("@")[0] for event in Calendar.from_ical(text).walk("VEVENT")]
    coming = "select occasion_id from store.occasion where closes_at > timestamptz '2026-11-23 06:00:00+02'"
    assert set(found) == {row[0] for row in ask(sample.settings, coming)}
    assert kooste("export", "--format", "ics", *now, *home).out == text
    assert kooste("export", "--format", "ics", *now, "--out", tmp_path, *home).code == 0
    assert len(list(tmp_path.glob("2*.ics"))) == len(found) > 10


def test_one_storys_occasions_with_what_is_over(kooste: Kooste, sample: SampleNight) -> None:
    ((story, number),) = ask(
        sample.settings, "select story_id, count(*) as n from occasion group by all order by n desc, story_id limit 1"
    )
    ((url,),) = ask(sample.settings, f"select any_value(url) from article where story_id = '{story}'")
    for name in (str(story), str(url)):
        said = kooste("export", "--format", "ics", "--story", name, "--language", "sv", *at(sample.settings))
        assert len(Calendar.from_ical(said.out).walk("VEVENT")) == number
    assert kooste("export", "--format", "ics", "--story", "nobody", *at(sample.settings)).code == 2
    said = kooste("export", "--story", str(story), *at(sample.settings))
    assert (said.code, said.err) == (2, "kooste: --story goes with --format ics\n")


def test_a_broken_topics_file_is_told_in_one_line(kooste: Kooste, copy: Settings) -> None:
    (copy.home.root / "topics.toml").write_text('[bees]\nfi = "mehiläi+"\n', encoding="utf-8")
    said = kooste("rebuild", *at(copy), "--organisations", str(copy.organisations))
    assert said.code == 2
    assert said.err.splitlines()[-1].endswith(
        'topics.toml: [bees]: its name is missing: write name = { fi = "…", sv = "…" }'
    )


def test_what_contradicts_itself_is_shown_with_its_story(kooste: Kooste, copy: Settings) -> None:
    copy.home.published.chmod(0o644)
    with duckdb.connect(str(copy.home.published)) as snapshot:
        ((story, article),) = snapshot.execute("select story_id, article_id from article limit 1").fetchall()
        values = [
            story,
            [article],
            "weekday",
            "14.12.2026 is a Monday, but the text says Tuesday",
            ["fi: tiistaina 14.12."],
            0,
        ]
        snapshot.execute("insert into store.note values (?, ?, ?, ?, ?, ?)", values)
    for command in (["story", "show"], ["explain"]):
        said = kooste(*command, str(story), *at(copy))
        assert "weekday: 14.12.2026 is a Monday, but the text says Tuesday" in said.out
        assert "fi: tiistaina 14.12." in said.out
        (note,) = json.loads(kooste(*command, str(story), "--json", *at(copy)).out)["notes"]
        assert note["article_ids"] == [article]
