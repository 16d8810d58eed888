"""What a status finds in a home, and what of it needs a person."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.health import Finding, examine
from flows.needs import needs, worth_a_look
from flows.nights import Night
from flows.processes import Kept
from flows.record import Up, write_up
from flows.server import Run
from flows.settings import Settings
from flows.standing import note_standing, read_standing, standing_now
from flows.status import Backlog, Disk, Hubs, Status, next_runs, status
from tests.conftest import SampleNight
from warehouse.connection import connect
from warehouse.holder import Holder, holder
from warehouse.home import Home
from warehouse.lock import writer
from warehouse.vitals import SourceStanding, Vitals

DUE = datetime(2026, 11, 21, 0, 15, tzinfo=UTC)
NOW = DUE + timedelta(hours=7)
NIGHT = Night(night="2026-11-21", at=DUE, state="done", seconds=95, sources=30, failing=2)
GONE_UP = Up(
    mark="m", url="http://127.0.0.1:1/api", keeper=Kept(name="keeper", pid=2**22 - 1, started=1.0), is_ready=True
)
FINE = Status(
    now=NOW,
    home="/srv/kooste",
    last_night=NIGHT,
    due_at=DUE,
    is_missed=False,
    under_way=None,
    planned=(),
    planned_by="schedule",
    up=None,
    is_up_broken=False,
    server_trouble="",
    failed_runs=(),
    backlog=Backlog(at=DUE, unloaded=0, unlinked=0),
    vitals=None,
    disk=Disk(free_gb=20, wanted_gb=1),
    faults=(),
)
BEFORE = replace(NIGHT, night="2026-11-20", at=DUE - timedelta(days=1))
LONG_AGO = replace(NIGHT, night="2026-11-18", at=DUE - timedelta(days=3))
WORK = Holder(pid=7, since=NOW - timedelta(hours=1))
OLD = NOW - timedelta(hours=7)


def test_a_house_in_order_needs_nobody() -> None:
    assert list(needs(FINE)) == []
    assert list(worth_a_look(FINE)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"last_night": None}, "`kooste run` does one now"),
        ({"last_night": replace(NIGHT, state="failed", failure="disk full")}, "2026-11-21 failed: disk full"),
        ({"last_night": replace(NIGHT, state="stopped")}, "was cut off: `kooste run` completes it"),
        ({"is_missed": True, "last_night": BEFORE}, "due at 2026-11-21 00:15 has not been"),
        ({"is_missed": True, "last_night": LONG_AGO, "now": DUE}, "due at 2026-11-20 00:15 has not been"),
        ({"last_night": replace(NIGHT, failing=16)}, "16 of 30 sources failed"),
        ({"under_way": replace(WORK, since=NOW - timedelta(hours=13))}, "process 7 has been at its night"),
        ({"is_up_broken": True}, "`kooste up` starts it again"),
        ({"server_trouble": "no Prefect server answers at x"}, "no Prefect server answers at x; `kooste down`"),
        (
            {"failed_runs": (Run(deployment="crawl/nightly", name="r", state="Failed", at=DUE, said="boom"),)},
            "failed: boom",
        ),
        ({"backlog": Backlog(at=OLD, unloaded=2, unlinked=0, waits_since=OLD)}, "2 landed batches wait"),
        ({"backlog": Backlog(at=OLD, unloaded=0, unlinked=5)}, "5 articles are not linked"),
        ({"backlog": Backlog(at=OLD, unloaded=0, unlinked=0, unpublished_since=OLD)}, "the snapshot lacks"),
        ({"disk": Disk(free_gb=0.5, wanted_gb=1)}, "0.5 GB are free, a night needs 1.0"),
        ({"faults": (Finding("registry", "fault", "a.toml: no id"),)}, "doctor: registry: a.toml: no id"),
        ({"letters": ("2026-W47.kunnat.fi waits for approval",)}, "waits for approval"),
        ({"hubs": Hubs(wanted=3, active=1, lapsed=2)}, "2 of 3 hubs tell no news"),
    ],
)
def test_each_trouble_is_told_with_what_to_do(change: dict[str, object], said: str) -> None:
    (need,) = needs(replace(FINE, **change))  # type: ignore[arg-type]
    assert said in need


@pytest.mark.parametrize(
    "change",
    [
        {"is_missed": True, "last_night": BEFORE, "now": DUE + timedelta(hours=5)},
        {"is_missed": True, "last_night": BEFORE, "under_way": WORK},
        {"last_night": replace(NIGHT, state="stopped"), "under_way": WORK},
        {"last_night": None, "up": GONE_UP},
        {"last_night": replace(NIGHT, sources=4, failing=4)},
        {"backlog": Backlog(at=OLD, unloaded=2, unlinked=9, waits_since=OLD), "under_way": WORK},
        {"backlog": Backlog(at=NOW, unloaded=2, unlinked=9, waits_since=NOW)},
        {"backlog": None},
    ],
)
def test_what_mends_itself_needs_nobody(change: dict[str, object]) -> None:
    assert list(needs(replace(FINE, **change))) == []  # type: ignore[arg-type]


def test_sources_in_trouble_are_worth_a_look_and_need_nobody_tonight() -> None:
    def source(name: str, state: str, failures: int = 0) -> SourceStanding:
        return SourceStanding(source=name, state=state, failures=failures, answered_at=DUE, error="")

    sources = (
        *(source(f"a/{n}", "failing", 9) for n in range(7)),
        source("b/new", "failing", 2),
        source("c/gone", "gone", 9),
        source("d/quiet", "silent"),
        source("e/far", "moved"),
    )
    told = Vitals(published_at=DUE, stories=1, articles=1, new=0, resting=0, visited_at=DUE, sources=sources)
    gone, failing, moved, silent = worth_a_look(replace(FINE, vitals=told))
    assert gone.startswith("gone: c/gone;")
    assert "a/0, a/1, a/2, a/3, a/4 and 2 more" in failing
    assert "b/new" not in failing
    assert moved.startswith("moved: e/far")
    assert silent.startswith("unusually silent: d/quiet")
    assert list(needs(replace(FINE, vitals=told))) == []


def test_a_home_after_a_night_is_in_order(sample: SampleNight, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.delenv("KOOSTE_SMTP", raising=False)
    before = {path: path.stat().st_mtime_ns for path in sample.settings.home.root.rglob("*")}
    found = status(replace(sample.settings, now=sample.settings.now + timedelta(hours=7)))
    assert {path: path.stat().st_mtime_ns for path in sample.settings.home.root.rglob("*")} == before  # only looked
    assert found.last_night is not None
    assert (found.last_night.state, found.last_night.sources) == ("done", 27)
    assert found.backlog is not None
    assert (found.backlog.unloaded, found.backlog.unlinked, found.backlog.unpublished_since) == (0, 0, None)
    assert found.vitals is not None
    assert (found.vitals.articles, found.vitals.new) == (151, 151)
    assert found.planned_by == "schedule"
    assert found.planned[0].at > found.now
    assert found.needs == ()
    two_days_on = status(replace(sample.settings, now=sample.settings.now + timedelta(days=2)))
    assert any("has not been" in line for line in two_days_on.needs)


@contextmanager
def held(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def test_who_holds_a_lock_is_seen_without_touching_it(tmp_path: Path) -> None:
    lock = tmp_path / "writer.lock"
    assert holder(lock) is None
    with held(lock):
        found = holder(lock)
        assert found is not None
        assert found.pid == os.getpid()
        assert datetime.now(UTC) - found.since < timedelta(minutes=1)
    assert holder(lock) is None
    assert holder(lock, locks=tmp_path / "nothing") is None


def test_a_status_under_a_writing_night_waits_for_nobody(tmp_path: Path) -> None:
    settings = Settings.of(home=tmp_path, now=NOW.isoformat(), environment={})
    with writer(settings.home, wait=0), closing(connect(settings.home)):
        found = status(settings)
    assert found.under_way is not None
    assert found.under_way.pid == os.getpid()
    assert found.vitals is None


def test_what_lands_after_the_last_note_is_backlog(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert standing_now(home) is None
    with writer(home, wait=0), closing(connect(home)) as connection:
        (home.landing / "earlier.parquet").touch()
        note_standing(home, connection, at=NOW)
        assert read_standing(home) is not None
        (home.landing / "later.parquet").touch()
        (home.landing / ".draft.parquet.tmp").touch()
        found = standing_now(home)
        assert found is not None
        assert found.unloaded == ("earlier", "later")
        assert found.changed_at == NOW
        note_standing(home, connection, at=NOW + timedelta(hours=1))
        again = read_standing(home)
        assert again is not None
        assert again.changed_at == NOW  # since the first change that was not published
        note_standing(home, connection, at=NOW, published=True)
        assert standing_now(home) == replace(again, at=NOW, changed_at=None, counted_at=read_standing(home).counted_at)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"at": 3, "counted_at": "x", "unloaded": 1}'])
def test_a_note_that_was_cut_off_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "standing.json").write_text(text)
    assert read_standing(Home(tmp_path)) is None


def test_without_a_server_the_schedule_tells_the_next_runs() -> None:
    planned, trouble = next_runs(None, NOW)
    assert trouble == ""
    assert planned[0].at == min(one.at for one in planned)
    assert {"crawl/nightly", "digest/monday"} <= {one.name for one in planned}
    same, said = next_runs("http://127.0.0.1:9/api", NOW)
    assert list(same) == list(planned)
    assert "no Prefect server answers at http://127.0.0.1:9/api" in said


def finding(settings: Settings, check: str) -> Finding:
    return next(one for one in examine(settings) if one.check == check)


def test_doctor_tells_of_a_damaged_snapshot_in_one_line(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    home.published.write_bytes(b"no database" * 1000)
    found = finding(Settings.of(home=tmp_path, environment={}), "snapshot")
    assert found.state == "fault"
    assert "`kooste restore` puts a copy back" in found.said
    assert "\n" not in found.said


def test_doctor_tells_of_a_home_that_cannot_be_written_and_makes_none(tmp_path: Path) -> None:
    settings = Settings.of(home=tmp_path / "new" / "home", environment={})
    assert finding(settings, "home").state == "note"
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").touch()
    assert finding(Settings.of(home=tmp_path / "file", environment={}), "home").state == "fault"


@pytest.mark.parametrize(
    ("name", "value", "check", "said"),
    [
        ("PREFECT_API_URL", "127.0.0.1:4200", "prefect", "write it as http://127.0.0.1:4200/api"),
        ("PREFECT_API_URL", "http://127.0.0.1:9/api", "prefect", "no Prefect server answers"),
        ("KOOSTE_SMTP", "127.0.0.1:9", "mail relay", "127.0.0.1:9"),
        ("KOOSTE_SMTP", "no port:x", "mail relay", "KOOSTE_SMTP"),
    ],
)
def test_doctor_tells_what_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, check: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    found = finding(Settings.of(home=tmp_path, environment={}), check)
    assert found.state == "fault"
    assert said in found.said


def test_doctor_tells_of_an_up_that_is_no_more(tmp_path: Path) -> None:
    write_up(Home(tmp_path), GONE_UP)
    found = finding(Settings.of(home=tmp_path, environment={}), "prefect")
    assert found.state == "fault"
    assert "`kooste up` starts it again" in found.said
