"""Every command explains itself, answers in the form asked for, and tells wrong use in one line."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Kooste
from tests.conftest import SampleNight

COMMANDS = """run demo digest send desk pick subscribers query search story explain learn export restore rebuild forget
    detect match occasions extract doctor status up down ping listen""".split()


@pytest.mark.parametrize("command", [*COMMANDS, "sources", "sources list", "sources check"])
def test_every_command_has_help(kooste: Kooste, command: str) -> None:
    said = kooste(*command.split(), "--help")
    assert said.code == 0
    assert said.out.startswith(f"Usage: kooste {command}")
    assert len(said.out.splitlines()) > 5


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["run", "--frob"], "No such option: --frob"),
        (["run", "--now", "yesterday"], "--now 'yesterday': write it as"),
        (["run", "--organisations", "/nowhere"], "/nowhere: no such directory"),
        (["run", "--allow-host", "http://x"], "write it as HOST:PORT"),
        (["digest", "--week", "2026-W54"], "there is no week 2026-W54"),
        (["digest", "--audience", "nobody"], "there is no audience 'nobody'"),
        (["query", " "], "no SQL given"),
        (["sources", "check", "nobody"], "no source called nobody"),
    ],
)
def test_wrong_use_is_one_line_and_code_2(kooste: Kooste, tmp_path: Path, arguments: list[str], told: str) -> None:
    home = ["--home", str(tmp_path)] if arguments[0] in ("digest", "query") else []
    said = kooste(*arguments, *home)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["query", "from news"], "run `kooste run` first"),
        (["digest", "--week", "2026-W47"], "run `kooste run` first"),
        (["extract", "/no/such/page.html"], "/no/such/page.html: No such file"),
        (["extract", "http://127.0.0.1:1/"], "allow it with --allow-host 127.0.0.1:1"),
        (["detect", "/no/such.jsonl"], "/no/such.jsonl: No such file"),
    ],
)
def test_failure_is_one_line_and_code_1(kooste: Kooste, tmp_path: Path, arguments: list[str], told: str) -> None:
    home = ["--home", str(tmp_path)] if arguments[0] in ("digest", "query") else []
    said = kooste(*arguments, *home)
    assert (said.code, said.out) == (1, "")
    assert told in said.err
    assert said.err.count("\n") == 1


def test_lines_that_are_no_json_are_named(kooste: Kooste, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"id": 1, "text": "Tervetuloa syyskokoukseen"}\n{"id"\n', encoding="utf-8")
    said = kooste("detect", str(lines))
    assert said.code == 2
    assert f"{lines}, line 2: not JSON" in said.err
    lines.write_text('{"id": 1}\n', encoding="utf-8")
    assert "lacks text" in kooste("detect", str(lines)).err


def test_detect_tells_the_language_of_each_line(kooste: Kooste, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    texts = {"a": "Yhdistykset hakevat avustusta marraskuussa", "b": "Föreningarna ansöker om understöd i november"}
    lines.write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items()))
    said = kooste("detect", str(lines))
    told = [json.loads(line) for line in said.out.splitlines()]
    assert [(one["id"], one["language"]) for one in told] == [("a", "fi"), ("b", "sv")]
    assert set(told[0]) == {"id", "language", "confidence", "languages"}


def test_extract_prints_the_contracts_fields(kooste: Kooste, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<html lang='fi'><body><nav><a href='/'>Etusivu</a></nav><article><h1>Syyskokous Kuopiossa</h1>"
        "<time datetime='2026-11-17T12:01:00+02:00'>17.11.2026</time><p>Tervetuloa sääntömääräiseen syyskokoukseen "
        "tiistaina 1.12.2026 klo 17. Ilmoittaudu viimeistään 24.11.2026.</p></article></body></html>",
        encoding="utf-8",
    )
    said = kooste("extract", str(page), "--url", "https://a.example/uutiset/1")
    told = json.loads(said.out)
    assert {
        "title",
        "language",
        "published_at",
        "modified_at",
        "body",
        "summary",
        "alternates",
        "attachments",
        "occasions",
    } <= set(told)
    assert (told["title"], told["language"], told["published_at"]) == (
        "Syyskokous Kuopiossa",
        "fi",
        "2026-11-17T12:01:00+02:00",
    )
    assert {(one["kind"], one["start"]) for one in told["occasions"]} == {
        ("event", "2026-12-01T17:00"),
        ("deadline", "2026-11-24"),
    }


def test_a_page_without_an_article_is_an_honest_failure(kooste: Kooste, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><nav><a href='/'>Etusivu</a></nav></body></html>")
    said = kooste("extract", str(page))
    assert (said.code, said.out) == (1, "")


def test_answers_come_in_the_form_asked_for(kooste: Kooste, sample: SampleNight) -> None:
    sql = "select organisation, languages, published_at from news where title_fi ilike '%pohjoismainen yhteistyö%'"
    home = ["--home", str(sample.settings.home.root)]
    (row,) = json.loads(kooste("query", sql, "--format", "json", *home).out)
    assert row == {
        "organisation": "jarjestokatto",
        "languages": ["fi", "sv"],
        "published_at": "2026-11-17T12:00:00+02:00",
    }
    (line,) = csv.DictReader(io.StringIO(kooste("query", sql, "--format", "csv", *home).out))
    assert line == {"organisation": "jarjestokatto", "languages": "fi, sv", "published_at": "2026-11-17 12:00"}
    assert "| jarjestokatto | fi, sv | 2026-11-17 12:00 |" in kooste("query", sql, "--format", "markdown", *home).out
    assert "jarjestokatto  fi, sv" in kooste("query", sql, *home).out


def test_a_misspelt_column_is_told_with_the_right_one(kooste: Kooste, sample: SampleNight) -> None:
    said = kooste("query", "select titel_fi from news", "--home", str(sample.settings.home.root))
    assert said.code == 1
    assert "title_fi" in said.err


def test_writing_to_the_snapshot_is_refused(kooste: Kooste, sample: SampleNight) -> None:
    said = kooste("query", "drop view news", "--home", str(sample.settings.home.root))
    assert said.code == 1
    assert "read-only" in said.err


def test_search_finds_words(kooste: Kooste, sample: SampleNight) -> None:
    said = kooste("search", "pohjoismainen", "yhteistyö", "--format", "json", "--home", str(sample.settings.home.root))
    assert any("pohjoismainen yhteistyö" in row["title"] for row in json.loads(said.out))


def test_sources_check_tries_each_source(kooste: Kooste, sample: SampleNight) -> None:
    allowed = [part for host in sample.server.allow for part in ("--allow-host", host)]
    registry = ["--organisations", str(sample.settings.organisations)]
    said = kooste("sources", "check", "jarjestokatto", *registry, *allowed, "--json")
    checked = {one["source"]: one for one in json.loads(said.out)}
    assert (said.code, checked["jarjestokatto/news"]["state"]) == (0, "ok")
    assert checked["jarjestokatto/news"]["items"] > 10


def test_the_summary_of_a_night_is_one_json_object(kooste: Kooste, sample: SampleNight) -> None:
    allowed = [part for host in sample.server.allow for part in ("--allow-host", host)]
    settings = sample.settings
    arguments = ["--home", str(settings.home.root), "--organisations", str(settings.organisations), *allowed]
    said = kooste("run", "--json", "--now", settings.now.isoformat(), *arguments)
    told = json.loads(said.out)
    assert (said.code, told["new"], told["changed"], told["failing"]) == (0, 0, 0, 0)
    assert {row["state"] for row in told["sources"]} == {"unchanged"}


def test_without_a_network_every_source_fails_and_the_night_ends_well(kooste: Kooste, tmp_path: Path) -> None:
    (tmp_path / "organisations").mkdir()
    (tmp_path / "organisations" / "a.toml").write_text(
        'id = "a"\nkind = "association"\nregion = "FI"\nwebsite = "http://127.0.0.1:9/"\n[name]\nfi = "A ry"\n'
        '[[source]]\nid = "news"\nkind = "feed"\nurl = "http://127.0.0.1:9/feed"\n',
        encoding="utf-8",
    )
    arguments = ["--home", str(tmp_path / "home"), "--organisations", str(tmp_path / "organisations")]
    said = kooste("run", *arguments, "--allow-host", "127.0.0.1:9")
    assert said.code == 0
    assert "1 of 1 sources failing" in said.out


def test_help_is_quick_and_needs_no_prefect() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from cli.main import main; main(['--help'])"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "prefect" not in done.stderr
    assert "duckdb" not in done.stderr
