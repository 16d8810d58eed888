"""A real small file system in memory, which can be filled and made read-only; needs root, as CI has it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class SmallDisk:
    """A mounted file system."""

    root: Path

    def fill(self, leave: int = 0) -> None:
        """Leaves so many bytes free."""
        self.free()
        told = os.statvfs(self.root)
        (self.root / "filler").write_bytes(bytes(max(told.f_bavail * told.f_frsize - leave, 0)))

    def free(self) -> None:
        """Gives the room back."""
        (self.root / "filler").unlink(missing_ok=True)

    def close(self) -> None:
        """Makes it read-only."""
        _run("mount", "-o", "remount,ro", str(self.root))

    def open(self) -> None:
        """Makes it writable again."""
        _run("mount", "-o", "remount,rw", str(self.root))


@contextmanager
def small_disk(root: Path, megabytes: int) -> Iterator[SmallDisk]:
    """Mounts one at `root`; skips the test where that is not allowed."""
    root.mkdir()
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(root))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"a file system cannot be mounted here: {error}")
    try:
        yield SmallDisk(root)
    finally:
        _run("umount", "-l", str(root))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
