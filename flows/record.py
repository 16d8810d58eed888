"""What `kooste up` writes down of itself, in HOME/run/: who runs, where, and whether everything is ready."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flows.processes import Kept, alive
from warehouse.disk import settle
from warehouse.home import Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Up:
    """What runs: `mark` is in every process's environment, `url` the server's API, `keeper` watches the others."""

    mark: str
    url: str
    keeper: Kept
    processes: tuple[Kept, ...] = ()
    is_ready: bool = False

    @property
    def page(self) -> str:
        """Where an operator looks, in a browser."""
        return self.url.removesuffix("/api")

    @property
    def is_alive(self) -> bool:
        """Whether the process that watches the others lives."""
        return alive(self.keeper) is not None


def write_up(home: Home, up: Up) -> None:
    """Writes down what runs."""
    path = _path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    settle(path, lambda draft: draft.write_text(json.dumps(asdict(up), indent=1), encoding="utf-8"))


def read_up(home: Home) -> Up | None:
    """What was written down last, which need not run any more; None when nothing was."""
    try:
        told = json.loads(_path(home).read_text(encoding="utf-8"))
        processes = tuple(Kept(**one) for one in told.pop("processes"))
        return Up(keeper=Kept(**told.pop("keeper")), processes=processes, **told)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def forget_up(home: Home) -> None:
    """Removes what was written down."""
    _path(home).unlink(missing_ok=True)


@contextmanager
def only_one(home: Home, name: str) -> Iterator[bool]:
    """Whether this process is the only one in the block; the operating system lets go when it ends."""
    path = home.root / "run" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _path(home: Home) -> Path:
    return home.root / "run" / "up.json"
