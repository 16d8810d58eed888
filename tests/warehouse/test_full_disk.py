"""A disk that is full or read-only costs a clear line and nothing else: with room again, the same run ends the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stories.model import Article
from tests.small_disk import SmallDisk, small_disk
from tests.warehouse.samples import answer, article, everything, home_in, opened, visit
from warehouse.disk import disk_fault
from warehouse.home import Home
from warehouse.landing import land
from warehouse.load import load
from warehouse.publish import Published, publish, verify

ROOMY = 40  # megabytes


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", ROOMY) as disk:
        yield disk


@pytest.fixture
def home(disk: SmallDisk) -> Home:
    home = home_in(disk.root)
    with opened(home):
        pass
    return home


def texts() -> list[Article]:
    """Some that no compression makes small, of few words: what search makes of words is not what is tried here."""
    chance = random.Random(7)
    return [article(n, body=chance.randbytes(40_000).hex()) for n in range(20)]


def told(step: Callable[[], object]) -> str:
    with pytest.raises(Exception, match=r".") as caught:
        step()
    line = disk_fault(caught.value)
    assert line is not None, caught.value
    assert "\n" not in line
    return line


@pytest.mark.parametrize("left", [0, 30_000])
def test_landing_on_a_full_disk_leaves_no_rubble_and_no_batch(disk: SmallDisk, home: Home, left: int) -> None:
    night = [visit(*texts(), fetched=(answer("https://www.soste.fi/", random.Random(1).randbytes(200_000)),))]
    disk.fill(leave=left)
    assert "the disk is full" in told(lambda: land(home, "a", night))
    assert [path for room in (home.landing, home.archive) for path in room.iterdir()] == []
    disk.free()
    assert land(home, "a", night).exists()


@pytest.mark.parametrize("left", [0, 100_000])
def test_a_load_that_finds_no_room_is_not_the_files_fault_and_comes_out_the_same_later(
    disk: SmallDisk, home: Home, tmp_path: Path, left: int
) -> None:
    path = land(home, "a", [visit(*texts())])

    def loading() -> int:
        with opened(home) as connection:
            return load(connection, path).new

    disk.fill(leave=left)
    assert "the disk is full" in told(loading)
    disk.free()
    assert loading() == 20
    calm = home_in(tmp_path / "calm")
    with opened(calm) as one, opened(home) as other:
        load(one, path)
        assert everything(other) == everything(one)


@pytest.mark.parametrize("left", [0, 600_000, 4_000_000])
def test_a_publication_that_finds_no_room_leaves_yesterdays_snapshot(disk: SmallDisk, home: Home, left: int) -> None:
    def publishing() -> Published:
        with opened(home) as connection:
            return publish(connection, home)

    with opened(home) as connection:
        load(connection, land(home, "a", [visit(article(1))]))
    publishing()
    with opened(home) as connection:
        load(connection, land(home, "b", [visit(*texts())]))
    disk.fill(leave=left)
    assert "the disk is full" in told(publishing)
    assert verify(home.published) == (1, 1)
    assert [path.name for path in home.published.parent.iterdir()] == ["news.duckdb"]
    disk.free()
    assert publishing().articles == 20


def test_a_read_only_home_is_told(disk: SmallDisk, home: Home) -> None:
    def opening() -> None:
        with opened(home):
            pass

    disk.close()
    assert "cannot be written" in told(lambda: land(home, "a", [visit(article(1))]))
    assert "cannot be written" in told(opening)
    disk.open()
    opening()
