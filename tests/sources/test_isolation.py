"""A document that takes too long, too much, or the process with it costs its own reading and nothing else."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from sources.isolation import Isolation, Unreadable, is_heavy


def run(*work: tuple[Callable[..., Any], tuple[Any, ...]], seconds: float = 10.0) -> list[Any]:
    async def all_of() -> list[Any]:
        async with Isolation(seconds=seconds) as isolation:
            return await asyncio.gather(*(isolation.run(*one[:1], *one[1]) for one in work), return_exceptions=True)

    return asyncio.run(all_of())


def test_a_function_runs_elsewhere_and_its_value_comes_back() -> None:
    assert run((len, ("äö",)), (os.getpid, ()))[0] == 2
    assert run((os.getpid, ())) != [os.getpid()]


def test_what_takes_too_long_is_ended_and_the_next_is_read() -> None:
    start = time.monotonic()
    found = run((time.sleep, (30,)), (time.sleep, (30,)), (len, ("abc",)), seconds=1.5)
    assert [str(one) for one in found] == ["could not be read within 1.5 s"] * 2 + ["3"]
    assert isinstance(found[0], Unreadable)
    assert time.monotonic() - start < 15


@pytest.mark.parametrize(
    ("function", "arguments", "says"),
    [
        (int, ("x",), "ValueError"),
        (bytearray, (5_000_000_000,), "MemoryError"),
        (os._exit, (3,), "too much memory"),
        (memoryview, (b"x",), "TypeError"),  # what cannot be sent back
    ],
)
def test_what_breaks_is_told(function: Callable[..., Any], arguments: tuple[Any, ...], says: str) -> None:
    (found, after) = run((function, arguments), (len, ("abc",)))
    assert isinstance(found, Unreadable)
    assert says in str(found)
    assert after == 3


def test_what_a_library_prints_is_no_answer() -> None:
    assert run((print, ("noise" * 1000,)), (len, ("ab",))) == [None, 2]


def test_it_works_in_a_thread_of_its_own_as_flow_runs_have_it() -> None:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.extend(run((len, ("abc",)), (time.sleep, (30,)), seconds=1.5)))
    thread.start()
    thread.join()
    assert found[0] == 3
    assert isinstance(found[1], Unreadable)


@pytest.mark.parametrize(
    ("document", "heavy"),
    [
        (b"", False),
        (b"<p>Hei</p>" * 2_000, False),
        (b"<p>Hei</p>" * 4_000, True),
        (b"a" * 900_000, False),
        (b"a" * 1_100_000, True),
        (b"\n %PDF-1.4", True),
        (b"\x1f\x8b\x08", True),
        (b"<div " + b"a=1 " * 10_000 + b">", True),
        (b"<" * 5_000 + b"x" * 19_000, False),
    ],
)
def test_heavy_is_what_may_keep_a_reader_busy(document: bytes, *, heavy: bool) -> None:
    assert is_heavy(document) is heavy


def test_weighing_a_document_takes_no_time() -> None:
    start = time.monotonic()
    for document in (b"<" * 900_000, b"<" + b"a" * 900_000, b"<" + b"a" * 19_000 + b"<" * 5_000, b"<a" * 450_000):
        is_heavy(document)
    assert time.monotonic() - start < 0.5
