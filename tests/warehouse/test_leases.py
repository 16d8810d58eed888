"""Subscriptions are remembered as they were, and change in one transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from warehouse.home import Home
from warehouse.leases import Lease, amend, keep, lease_of, leases

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LEASE = Lease(
    token="t" * 43,
    source="soste/news",
    topic="https://a.example/feed",
    hub="https://hub.example/",
    callback="https://k.example/websub/" + "t" * 43,
    secret="salaisuus",
    state="active",
    asked_at=NOON,
    attempts=2,
    granted_at=NOON,
    expires_at=NOON + timedelta(days=10),
    heard_at=NOON.astimezone(timezone(timedelta(hours=2))),
    ignored=3,
    said="ääkkösiä",
)


def test_a_lease_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    keep(home, LEASE)
    assert leases(home) == [LEASE]
    assert lease_of(home, LEASE.token) == LEASE
    assert (home.root / "websub.sqlite").stat().st_mode & 0o777 == 0o600


def test_asking_about_leases_makes_no_file(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert leases(home) == []
    assert lease_of(home, "x") is None
    assert not home.root.exists()


def test_a_change_is_kept_and_none_drops(tmp_path: Path) -> None:
    home = Home(tmp_path)
    keep(home, LEASE)
    assert amend(home, LEASE.token, lambda one: replace(one, attempts=one.attempts + 1)) == LEASE
    assert lease_of(home, LEASE.token) == replace(LEASE, attempts=3)
    assert amend(home, "unknown", lambda _: None) is None
    amend(home, LEASE.token, lambda _: None)
    assert leases(home) == []


def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)
    keep(home, LEASE)
    with pytest.raises(sqlite3.IntegrityError):
        amend(home, LEASE.token, lambda one: replace(one, attempts=9, source=None))  # type: ignore[arg-type]
    assert leases(home) == [LEASE]


def test_a_lease_is_active_until_it_ends() -> None:
    assert LEASE.is_active(NOON)
    assert not LEASE.is_active(NOON + timedelta(days=10))
    assert not replace(LEASE, state="denied").is_active(NOON)
