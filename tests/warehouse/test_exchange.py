"""Machines that share a landing: each home ends up with every batch, whatever was killed, unmounted or late."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.samples import NIGHT, answer, article, everything, opened, visit
from warehouse.exchange import SharedAddressError, SharedError, carry, checked, fetch, promise
from warehouse.forget import forget
from warehouse.home import Home
from warehouse.landed import read_batch
from warehouse.landing import land, pending
from warehouse.load import load
from warehouse.lock import writer
from warehouse.publish import publish

LANDS = """
import sys
from pathlib import Path
from tests.warehouse.samples import answer, article, visit
from warehouse.home import Home
from warehouse.landing import land
root, shared, first = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(first, first + 5):
    land(Home(root, shared), f"b{number}", [visit(article(number), fetched=(answer(f"https://www.soste.fi/{number}"),))])
"""


@pytest.fixture(params=["directory", "store"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "directory":
        (tmp_path / "shared").mkdir()
        return str(tmp_path / "shared")
    return f"memory://{tmp_path.name}"


def names(shared: str, room: str) -> list[str]:
    files, root = import_module("fsspec").url_to_fs(shared)
    return sorted(Path(path).name for path in files.ls(f"{root}/{room}", detail=False))


def test_what_one_machine_lands_another_loads(shared: str, tmp_path: Path) -> None:
    one, other = Home(tmp_path / "one", shared), Home(tmp_path / "other", shared)
    first = land(one, "a", [visit(article(1), fetched=(answer("https://www.soste.fi/1"),))])
    land(other, "b", [visit(article(2))])
    for home in (one, other, one):
        fetch(home)
    assert names(shared, "landing") == sorted(path.name for path in one.landing.iterdir())
    assert read_batch(other, other.landing / first.name) == read_batch(one, first)
    with opened(one) as here, opened(other) as there:
        # In whatever order they come.
        for path in pending(one, here):
            load(here, path)
        for path in reversed(pending(other, there)):
            load(there, path)
        assert here.execute("select count(*) from core.article").fetchall() == [(2,)]
        assert everything(here) == everything(there)
    assert (fetch(one), carry(one)) == (0, 0)


def test_two_processes_land_in_one_directory_at_once(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    running = [
        subprocess.Popen([sys.executable, "-c", LANDS, str(tmp_path / name), str(shared), first])
        for name, first in (("one", "0"), ("other", "5"))
    ]
    assert [process.wait() for process in running] == [0, 0]
    loader = Home(tmp_path / "loader", str(shared))
    assert fetch(loader) == 10
    with opened(loader) as connection:
        assert sum(load(connection, path).new for path in pending(loader, connection)) == 10


def test_a_share_that_is_away_costs_nothing(tmp_path: Path) -> None:
    shared = tmp_path / "mount"
    home = Home(tmp_path / "home", str(shared))
    with pytest.raises(SharedError, match=r"is it mounted\?.*; what was read waits here"):
        land(home, "a", [visit(article(1))])
    (path,) = home.landing.iterdir()
    shared.mkdir()
    assert carry(home) == 1
    assert names(str(shared), "landing") == [path.name]


def test_a_crash_between_the_mark_and_the_batch_leaves_nothing_to_carry(shared: str, tmp_path: Path) -> None:
    home = Home(tmp_path / "home", shared)
    promise(home, "a-000000000000")
    assert carry(home) == 0
    assert list((home.root / "outgoing").iterdir()) == []


def test_half_a_file_and_a_strange_name_are_no_batches(tmp_path: Path) -> None:
    (tmp_path / "shared" / "landing").mkdir(parents=True)
    for name in (".a.parquet.tmp", "a b.parquet", "README", "..parquet"):
        (tmp_path / "shared" / "landing" / name).write_bytes(b"half")
    assert fetch(Home(tmp_path / "home", str(tmp_path / "shared"))) == 0


def test_old_answers_that_were_let_go_there_are_not_missed(shared: str, tmp_path: Path) -> None:
    land(Home(tmp_path / "one", shared), "a", [visit(article(1), fetched=(answer("https://www.soste.fi/1"),))])
    files, root = import_module("fsspec").url_to_fs(shared)
    (warc,) = files.ls(f"{root}/archive", detail=False)
    files.rm(warc)
    other = Home(tmp_path / "other", shared)
    assert fetch(other) == 1
    assert list(other.archive.iterdir()) == []


def test_what_is_forgotten_goes_from_the_shared_landing_too(shared: str, tmp_path: Path) -> None:
    home = Home(tmp_path / "one", shared)
    path = land(home, "a", [visit(article(1, title="Salaisuus tässä"), article(2))])
    with opened(home) as connection:
        load(connection, path)
        publish(connection, home)
    with writer(home, wait=1):
        forget(home, article="a0001", now=NIGHT)
    other = Home(tmp_path / "other", shared)
    fetch(other)
    (there,) = other.landing.iterdir()
    assert "Salaisuus" not in repr(duckdb.execute(f"select payload from '{there}'").fetchall())


@pytest.mark.parametrize("address", ["", "shared", "s3://", "ftp//x", "nope://bucket/x", "s3:// bucket"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(SharedAddressError):
        checked(address)
