"""Reading what may be a trap: heavy documents are read in a process of their own, and only for so long.

Measured: hostile markup of six thousand tags keeps a reader busy for a second, ten times as many for over a minute,
and a small PDF can unpack to anything. Small documents are read where they are: a process costs more than they do.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import re
import resource
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, BinaryIO, Self, TypeVar

T = TypeVar("T")

SECONDS = 15.0  # a document's time; the largest honest ones take two
_PROCESSES = 2
_LARGE, _MANY_TAGS = 1_000_000, 6_000
_HUGE_TAG = re.compile(rb"<[^<>]{20000}")
_MEMORY = 2_000_000_000  # bytes a process
_LENGTH = struct.Struct(">Q")


class Unreadable(Exception):
    """A document could not be read within its limits; the text is one clear line."""


def is_heavy(document: bytes) -> bool:
    """Whether a document might keep a reader busy for long.

    >>> is_heavy(b"<p>Hei</p>"), is_heavy(b"%PDF-1.7"), is_heavy(b"<x>" * 7_000)
    (False, True, True)
    """
    return (
        len(document) > _LARGE
        or document[:1024].lstrip().startswith((b"%PDF", b"\x1f\x8b"))
        or document.count(b"<") > _MANY_TAGS
        or _HUGE_TAG.search(document) is not None
    )


class Isolation:
    """Processes that read heavy documents, started when first needed; an async context manager."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._idle: list[asyncio.subprocess.Process] = []
        self._places = asyncio.Semaphore(_PROCESSES)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._idle:
            await _end(process)
        self._idle.clear()

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """What a module's function returns for its arguments, from another process; raises Unreadable."""
        async with self._places:
            process = self._idle.pop() if self._idle else await _start()
            try:
                work = pickle.dumps((function, arguments))
                told: T = await asyncio.wait_for(_exchange(process, work), self._seconds)
            except TimeoutError as error:
                await _end(process)
                raise Unreadable(f"could not be read within {self._seconds:g} s") from error
            except (EOFError, OSError) as error:
                await _end(process)
                raise Unreadable("could not be read: it takes too much memory") from error
            except BaseException:
                await _end(process)
                raise
            self._idle.append(process)
            return told


async def _start() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sources.isolation",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


async def _exchange(process: asyncio.subprocess.Process, work: bytes) -> Any:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(_LENGTH.pack(len(work)) + work)
    await process.stdin.drain()
    (size,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
    is_well, told = pickle.loads(await process.stdout.readexactly(size))  # noqa: S301 - our own process wrote it
    if not is_well:
        raise Unreadable(f"could not be read: {told}")
    return told


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.communicate()


def main() -> None:
    """Reads one document after another, until there are no more."""
    # What a library prints must not get among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    work = sys.stdin.buffer
    while head := work.read(_LENGTH.size):
        (size,) = _LENGTH.unpack(head)
        _answer(answers, work.read(size))


def _answer(answers: BinaryIO, work: bytes) -> None:
    try:
        function, arguments = pickle.loads(work)  # noqa: S301 - our own parent wrote it
        told = pickle.dumps((True, function(*arguments)))
    except Exception as error:  # the document's doing, whatever it is
        told = pickle.dumps((False, f"{type(error).__name__}: {error}"[:200]))
    answers.write(_LENGTH.pack(len(told)) + told)
    answers.flush()


if __name__ == "__main__":
    main()
