"""Where everything lies that Kooste writes: one directory, nothing outside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The directory that holds all state; `prepare` creates its rooms. `shared`: a landing shared by several machines.

    >>> Home(Path("var")).published.as_posix()
    'var/published/news.duckdb'
    """

    root: Path
    shared: str | None = None

    @property
    def landing(self) -> Path:
        """One Parquet file a batch, waiting for or read by the loader."""
        return self.root / "landing"

    @property
    def archive(self) -> Path:
        """One WARC file a batch: the answers as they came."""
        return self.root / "archive"

    @property
    def warehouse(self) -> Path:
        """The private database file; one writer at a time."""
        return self.root / "warehouse" / "kooste.duckdb"

    @property
    def backups(self) -> Path:
        """Copies of the private database, taken before its schema changes."""
        return self.root / "warehouse" / "backups"

    @property
    def lock(self) -> Path:
        """The file whose lock makes one process the writer."""
        return self.root / "warehouse" / "writer.lock"

    @property
    def published(self) -> Path:
        """The editors' read-only snapshot."""
        return self.root / "published" / "news.duckdb"

    @property
    def desk(self) -> Path:
        """What people decide: an SQLite file that is only ever added to."""
        return self.root / "desk.sqlite"

    @property
    def copies(self) -> Path:
        """Dated copies of the snapshot, one a night."""
        return self.root / "backups"

    @property
    def issues(self) -> Path:
        """Rendered letters."""
        return self.root / "issues"

    def prepare(self) -> None:
        """Creates the rooms that are missing; the private one is closed to other users."""
        for room in (self.landing, self.archive, self.published.parent, self.issues):
            room.mkdir(parents=True, exist_ok=True)
        self.warehouse.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
