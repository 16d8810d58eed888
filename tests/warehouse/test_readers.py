"""Whoever reads, with whatever client, sees a whole snapshot and no error, however often it is replaced."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.readers import trial
from tests.warehouse.samples import SOSTE, article, bring, visit
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.memory import register
from warehouse.publish import publish

CLI = shutil.which("duckdb") or shutil.which("duckdb", path=Path(sys.executable).parent)


def test_four_readers_meet_no_error_while_snapshots_are_replaced(home: Home) -> None:
    """A short run of `python -m bench.readers`, which asks 10,000 questions during 20 publications."""
    met = trial(home, queries=80, publications=4, processes=4)
    assert (met.errors, met.shown) == (0, ())
    assert met.queries >= 80
    assert met.snapshots >= 2


@pytest.mark.skipif(CLI is None, reason="the DuckDB CLI is not installed: pip install duckdb-cli")
def test_the_older_command_line_client_reads_views_macros_and_comments(home: Home, connection: Connection) -> None:
    register(connection, [SOSTE])
    bring(connection, home, "a", visit(article(1), article(2, title="Föreningarnas nyhet", language="sv")))
    publish(connection, home)
    asked = {
        "select count(*) as n from news": 2,
        "select count(*) as n from week('2026-W47')": 2,
        "select count(*) as n from search('järjestöille', language := 'fi')": 1,
        "select count(*) as n from search('\"tekevät yhteistyötä\" järj*')": 2,
        "select count(*) as n from deadlines(7)": 0,
        "select n_articles as n from organisation": 2,
        "select count(*) as n from revision": 2,
        "select count(*) as n from duckdb_columns() where schema_name = 'main' and not internal and comment is null": 0,
    }
    for sql, answer in asked.items():
        assert told(home, sql) == [{"n": answer}], sql
    before = home.published.read_bytes()
    assert "read-only" in refused(home)
    assert home.published.read_bytes() == before


def told(home: Home, sql: str) -> object:
    done = subprocess.run(
        [str(CLI), "-readonly", "-json", str(home.published), sql], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refused(home: Home) -> str:
    done = subprocess.run(
        [str(CLI), "-readonly", str(home.published), "drop view news"], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    return done.stderr
