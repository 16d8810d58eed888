"""A landing that machines share: what one lays down reaches the others, by way of a directory or an object store.

Every batch is laid down at home first and carried from there, so that a store that is away for an hour costs nothing; a
mark says what still has to go. Whoever loads fetches what it lacks into its own landing: homes that share a landing end
up with the same batches, in whatever order these came.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from warehouse.disk import disk_fault, settle
from warehouse.home import Home

# Here one request puts a whole file in its place, or nothing; elsewhere a file gets its name when it is whole.
_WHOLE_PUTS: Final = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "memory"})
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]{1,20})://\S*[^\s/]/*")
_BATCH: Final = re.compile(r"([0-9A-Za-z][0-9A-Za-z._+-]{0,140})\.parquet")
_LIBRARIES: Final = frozenset({"botocore", "aiobotocore", "aiohttp", "fsspec", "s3fs", "gcsfs", "adlfs", "paramiko"})
_ROOMS: Final = (("archive", "warc.gz"), ("landing", "parquet"))  # the Parquet last: where it lies, the batch is whole


class SharedError(Exception):
    """The shared landing cannot be reached or used; the message names it and says why."""


class SharedAddressError(ValueError):
    """What was given is no address of a shared landing; the message says what to write."""


def checked(address: str) -> str:
    """The address of a shared landing, as it can be used; raises SharedAddressError.

    >>> checked("/mnt/shared/kooste/"), checked("memory://kooste/landing")
    ('/mnt/shared/kooste', 'memory://kooste/landing')
    """
    trimmed = address.strip().rstrip("/")
    if trimmed.startswith("file:///"):
        trimmed = trimmed.removeprefix("file://")
    if trimmed.startswith("/"):
        return trimmed
    if not (found := _SCHEME.fullmatch(trimmed)):
        raise SharedAddressError(f"{address[:100]!r}: write it as /mnt/shared/kooste or s3://bucket/kooste")
    try:
        import_module("fsspec").get_filesystem_class(found[1])
    except (ImportError, ValueError) as error:
        hint = "install kooste[s3]" if found[1] in {"s3", "s3a"} else " ".join(str(error).split())[:200]
        raise SharedAddressError(f"{address[:100]!r}: this Python cannot read {found[1]}://: {hint}") from error
    return trimmed


def promise(home: Home, batch: str) -> None:
    """Marks a batch that is about to be laid down as one to be carried; nothing where no landing is shared."""
    if home.shared:
        mark = _mark(home, batch)
        mark.parent.mkdir(parents=True, exist_ok=True)
        settle(mark, lambda draft: draft.touch())


def carry(home: Home) -> int:
    """Carries the batches that were laid down here and did not go yet; returns how many. Raises SharedError."""
    if not home.shared:
        return 0
    carried = 0
    for mark in sorted(_mark(home, "x").parent.glob("[!.]*")):
        if (home.landing / f"{mark.name}.parquet").exists():
            put_batch(home, mark.name)
            carried += 1
        # Without its Parquet the batch was never laid down: a crash came first.
        mark.unlink()
    return carried


def put_batch(home: Home, batch: str) -> None:
    """Puts a batch as it lies here into the shared landing, over what is there. Raises SharedError."""
    if not home.shared:
        return
    place = _place(home.shared)
    for room, ending in _ROOMS:
        file = home.root / room / f"{batch}.{ending}"
        if file.exists():
            with _told(home.shared):
                place.put(file, f"{room}/{file.name}")


def fetch(home: Home) -> int:
    """Brings every batch of the shared landing that is not here; returns how many those were. Raises SharedError."""
    if not home.shared:
        return 0
    home.prepare()
    place = _place(home.shared)
    with _told(home.shared):
        there = sorted(found[1] for name in place.names("landing") if (found := _BATCH.fullmatch(name)))
    missing = [batch for batch in there if not (home.landing / f"{batch}.parquet").exists()]
    for batch in missing:
        _fetch_batch(home, place, batch)
    return len(missing)


def _fetch_batch(home: Home, place: _Place, batch: str) -> None:
    for room, ending in _ROOMS:
        name = f"{batch}.{ending}"
        # Old raw answers may have been let go there.
        forgiven = suppress(FileNotFoundError) if room == "archive" else nullcontext()
        with _told(str(home.shared)), forgiven:
            settle(home.root / room / name, partial(place.get, f"{room}/{name}"))


def _mark(home: Home, batch: str) -> Path:
    return home.root / "outgoing" / batch


class _Directory:
    """A directory that several machines see."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self, room: str) -> list[str]:
        if not self._root.is_dir():
            raise FileNotFoundError(2, "there is no such directory: is it mounted?", str(self._root))
        return [path.name for path in (self._root / room).glob("[!.]*")]

    def put(self, file: Path, name: str) -> None:
        self.names("landing")  # a share that is not mounted must not be taken for an empty one
        target = self._root / name
        target.parent.mkdir(exist_ok=True)
        settle(target, lambda draft: shutil.copyfile(file, draft))

    def get(self, name: str, draft: Path) -> None:
        shutil.copyfile(self._root / name, draft)


class _Store:
    """Anything else that fsspec knows: S3 and its like, SFTP, WebHDFS, memory."""

    def __init__(self, files: Any, root: str) -> None:
        self._files, self._root = files, root.rstrip("/")
        protocols = {files.protocol} if isinstance(files.protocol, str) else set(files.protocol)
        self._puts_whole = bool(protocols & _WHOLE_PUTS)

    def names(self, room: str) -> list[str]:
        # What another machine put there a moment ago is not in what was listed before.
        self._files.invalidate_cache()
        try:
            listed = self._files.ls(f"{self._root}/{room}", detail=False)
        except FileNotFoundError:
            return []
        return [name for path in listed if not (name := path.rstrip("/").rpartition("/")[2]).startswith(".")]

    def put(self, file: Path, name: str) -> None:
        target = f"{self._root}/{name}"
        room, _, plain = target.rpartition("/")
        draft = target if self._puts_whole else f"{room}/.{plain}.tmp"
        if not self._puts_whole or "memory" in self._files.protocol:
            self._files.makedirs(room, exist_ok=True)
        self._files.put_file(str(file), draft)
        if draft != target:
            self._files.mv(draft, target)
        if self._files.info(target)["size"] != file.stat().st_size:
            raise OSError(f"{target} did not arrive whole")

    def get(self, name: str, draft: Path) -> None:
        self._files.get_file(f"{self._root}/{name}", str(draft))


_Place = _Directory | _Store


@cache
def _place(address: str) -> _Place:
    if address.startswith("/"):
        return _Directory(Path(address))
    with _told(address):
        files, root = import_module("fsspec.core").url_to_fs(address)
    return _Store(files, root)


@contextmanager
def _told(address: str) -> Iterator[None]:
    """What a store complains of, as one line that names it; a fault of our own disk stays what it is."""
    try:
        yield
    except Exception as error:
        if not _is_stores(error) or disk_fault(error):
            raise
        why = " ".join(str(error).split())[:200] or type(error).__name__
        raise SharedError(
            f"the shared landing {address} cannot be used: {why}; what was read waits here and goes with the next run"
        ) from error


def _is_stores(error: Exception) -> bool:
    """Whether a complaint may come from a store: the system's, or a library's own kind; a bug of ours is neither."""
    return isinstance(error, OSError) or type(error).__module__.partition(".")[0] in _LIBRARIES
