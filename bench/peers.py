"""The peers beside us: how each is asked for one update, in its own process, or why it is not there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A program that keeps feeds: its name with the version, and the command of one update."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


def reader(home: Path, feeds: int, base: str, python: str) -> Peer | str:
    """lemon24/reader, as `python` has it; a line that says what is missing when it has not."""
    code = "import reader; print(reader.__version__)"
    try:
        asked = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    except OSError as error:
        return f"reader: skipped, {python} cannot be run ({error.strerror})"
    if asked.returncode:
        return "reader: skipped; `python -m venv V && V/bin/pip install reader sgmllib3k`, then READER=V/bin/python"
    step = Path(__file__).with_name("reader_step.py")
    command = [python, str(step), str(home / "reader.sqlite"), str(feeds), base]
    return Peer(name=f"reader {asked.stdout.strip()}", command=command)


def newsboat(home: Path, feeds: int, base: str) -> Peer | str:
    """newsboat, when it is installed; a line that says so when it is not."""
    program = shutil.which("newsboat")
    if program is None:
        return "newsboat: skipped; it is not installed (Debian: apt-get install newsboat)"
    (home / "urls").write_text("".join(f"{base}/{number}.xml\n" for number in range(feeds)))
    (home / "config").write_text("reload-threads 1\nmax-items 0\n")
    version = subprocess.run([program, "-V"], capture_output=True, text=True, check=False).stdout.split()
    files = [f"-{flag}{home / name}" for flag, name in (("u", "urls"), ("c", "cache.db"), ("C", "config"))]
    name = f"newsboat {version[1] if len(version) > 1 else ''}".strip()
    return Peer(name=name, command=[program, *files, "-x", "reload"], environment={"HOME": str(home)})


def cpu_seconds(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, str]:
    """CPU seconds (user and system) of a command and all its children, and what it printed; raises when it fails."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=sys.stderr, text=True, env=os.environ | environment
    )
    printed = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime, printed
