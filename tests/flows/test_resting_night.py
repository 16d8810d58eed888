"""A host that asks for rest in the middle of a night: what the summary and source_health say of its other sources."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.night import night
from flows.settings import Settings
from flows.summary import Summary
from tests.web import Answer, Web
from warehouse.read import open_snapshot, query

FIRST = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
FEED = (
    b'<rss version="2.0"><channel><item><title>Tiedote tilaisuudesta</title><link>/1</link>'
    b"<pubDate>Sun, 01 Nov 2026 10:00:00 +0200</pubDate></item></channel></rss>"
)


def settings(root: Path, web: Web, number: float) -> Settings:
    (root / "organisations").mkdir(exist_ok=True)
    sources = "".join(f'[[source]]\nid = "{name}"\nkind = "feed"\nurl = "{web.url(f"/{name}")}"\n' for name in "ab")
    (root / "organisations" / "kerho.toml").write_text(
        f'id = "kerho"\nkind = "association"\nregion = "FI"\nwebsite = "{web.url("/")}"\n[name]\nfi = "Kerho ry"\n{sources}',
        encoding="utf-8",
    )
    return Settings.of(
        home=root / "home",
        organisations=root / "organisations",
        allow_hosts=[web.host],
        now=(FIRST + timedelta(days=number - 1)).isoformat(),
        environment={},
    )


def health(of: Settings) -> dict[str, dict[str, Any]]:
    with open_snapshot(of.home) as snapshot:
        found = query(snapshot, "from source_health", seconds=30)
    rows = (dict(zip(found.columns, row, strict=True)) for row in found.rows)
    return {row["source"].partition("/")[2]: row for row in rows}


def states(summary: Summary) -> list[str]:
    return [row.state for row in summary.sources]


def test_who_was_not_asked_rests_and_has_not_failed(tmp_path: Path) -> None:
    busy = Answer(429, {"Retry-After": "3600"})
    with Web({"/a": Answer(body=FEED), "/b": Answer(body=FEED), "/1": Answer(body=b"<p>Teksti</p>")}) as web:
        assert states(night(settings(tmp_path, web, 1))) == ["ok", "ok"]
        calm = {**web.answers}
        web.answers["/a"] = busy
        second = night(settings(tmp_path, web, 2))
        assert states(second) == ["failing", "resting"]
        assert second.failing == 1
        assert "asked to be left alone" in second.sources[1].notes[0]
        told = health(settings(tmp_path, web, 2))["b"]
        assert (told["state"], told["consecutive_failures"], told["last_error"]) == ("ok", 0, None)
        assert told["remark"].startswith("resting until 2026-11-03 02:0")
        assert told["next_attempt_at"] > FIRST + timedelta(days=1, hours=1)
        same = night(settings(tmp_path, web, 2))
        assert states(same) == ["resting", "resting"]
        web.answers = calm
        third = night(settings(tmp_path, web, 3))
        assert states(third) == ["unchanged", "unchanged"]
        assert health(settings(tmp_path, web, 3))["b"]["remark"] is None


def test_a_host_that_always_asks_for_rest_is_failing_after_a_week(tmp_path: Path) -> None:
    with Web({"/a": Answer(body=FEED), "/b": Answer(body=FEED), "/1": Answer(body=b"<p>Teksti</p>")}) as web:
        night(settings(tmp_path, web, 1))
        web.answers["/robots.txt"] = Answer(503, {"Retry-After": "60"})
        found = []
        for number in (5, 10):
            night(settings(tmp_path, web, number))
            found.append(health(settings(tmp_path, web, number))["b"]["state"])
        assert found == ["ok", "failing"]
