from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time

import duckdb
import pytest

from tests.warehouse.samples import opened
from warehouse.connection import connect
from warehouse.home import Home
from warehouse.lock import Locked, is_writer, writer

HOLD = """
import sys, time
from pathlib import Path
from warehouse.home import Home
from warehouse.lock import writer
with writer(Home(Path(sys.argv[1])), wait=1):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_home_keeps_the_private_room_to_itself(home: Home) -> None:
    assert home.warehouse.parent.stat().st_mode & 0o077 == 0
    assert {path.name for path in home.root.iterdir()} == {"landing", "archive", "warehouse", "published", "issues"}


def test_a_second_writer_is_told_who_holds_the_lock_and_gets_it_when_the_holder_dies(home: Home) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(home.root)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(Locked, match=rf"process {holder.pid} has been writing .* since \d{{4}}-\d\d-\d\d"),
            writer(home, wait=0.1),
        ):
            pass
        assert not is_writer(home)
        holder.kill()
    with writer(home, wait=5):
        assert home.lock.read_text().strip() == str(os.getpid())


def test_a_second_writer_waits_for_the_first(home: Home) -> None:
    order: list[str] = []

    def second() -> None:
        with writer(home, wait=10):
            order.append("second")

    with writer(home, wait=0):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.2)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_the_lock_is_let_go_when_the_work_fails(home: Home) -> None:
    with pytest.raises(KeyError), writer(home, wait=0):
        raise KeyError
    with writer(home, wait=0):
        assert is_writer(home)
    assert not is_writer(home)


def test_the_warehouse_opens_only_for_its_writer(home: Home) -> None:
    with pytest.raises(RuntimeError, match="writer"):
        connect(home)


def test_a_program_that_has_the_file_open_is_named(home: Home) -> None:
    with opened(home):
        pass
    other = (
        f"import duckdb, time; c = duckdb.connect({str(home.warehouse)!r}); print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", other], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(Locked) as caught, opened(home):
            pass
        process.kill()
    assert re.search(rf"another program has .*kooste\.duckdb open.*PID {process.pid}", str(caught.value))
    assert "\n" not in str(caught.value)
    with opened(home) as connection:
        assert isinstance(connection, duckdb.DuckDBPyConnection)
