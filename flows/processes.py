"""Processes that are ours, known by number, start time and a mark in their environment: no stranger is touched."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

import psutil

MARK: Final = "KOOSTE_PROCESS_OF"
_SAME: Final = 2.0  # seconds: a computer's clock that is set moves every start time a little
_GONE = (psutil.NoSuchProcess, psutil.ZombieProcess)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A process as it was written down: its number alone may be another's by now."""

    name: str
    pid: int
    started: float


def kept(name: str, pid: int) -> Kept:
    """What is to be written down of a running process."""
    return Kept(name=name, pid=pid, started=psutil.Process(pid).create_time())


def alive(one: Kept) -> psutil.Process | None:
    """The process that was written down; None when it has ended, even if its number lives on."""
    try:
        process = psutil.Process(one.pid)
        is_same = abs(process.create_time() - one.started) < _SAME
        return process if is_same and process.status() != psutil.STATUS_ZOMBIE else None
    except _GONE:
        return None


def ours(mark: str, known: Iterable[Kept] = ()) -> list[psutil.Process]:
    """Every living process that carries the mark, or is known, or descends from one that is; never this one."""
    found = {process for one in known if (process := alive(one))} | _marked(mark)
    for process in tuple(found):
        try:
            found |= set(process.children(recursive=True))
        except _GONE:
            continue
    return sorted((p for p in found if p.pid != os.getpid() and _lives(p)), key=lambda process: process.pid)


def _marked(mark: str) -> set[psutil.Process]:
    found = set()
    for process in psutil.process_iter():
        try:
            if mark and process.environ().get(MARK) == mark:
                found.add(process)
        except (*_GONE, psutil.AccessDenied, OSError):
            continue
    return found


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except _GONE:
        return False


def end(processes: Collection[psutil.Process], *, patience: float) -> list[psutil.Process]:
    """Asks processes to end, after `patience` seconds makes them; returns those that live on all the same."""
    for process in processes:
        _signal(process, is_last=False)
    _, left = psutil.wait_procs(list(processes), timeout=patience)
    for process in left:
        _signal(process, is_last=True)
    _, left = psutil.wait_procs(left, timeout=5)
    return [process for process in left if _lives(process)]


def _signal(process: psutil.Process, *, is_last: bool) -> None:
    try:
        # psutil compares the start time again: a number that was given away this moment is left alone.
        process.kill() if is_last else process.terminate()
    except (*_GONE, psutil.AccessDenied):
        return
