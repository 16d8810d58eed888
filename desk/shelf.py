"""The letters on the shelf: which issues of which audience lie in the home, and as which files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from warehouse.home import Home

_SLUG = r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?"
_EDITION = r"fi\+sv|fi|sv"
_WEEK = r"[0-9]{4}-W[0-9]{2}"
# The letter as it was sent (.eml) is not among them: its headers are its readers'.
_TYPES: Final = {
    "page.html": "text/html",
    "fragment.html": "text/html",
    "html": "text/html",
    "txt": "text/plain",
    "md": "text/markdown",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "deadlines.ics": "text/calendar",
}
_ENDING = "|".join(re.escape(ending) for ending in _TYPES)
_ISSUE = re.compile(rf"({_WEEK})\.({_SLUG})\.({_EDITION})\.({_ENDING})")
_STANDING = re.compile(rf"({_SLUG})\.({_EDITION})\.(html|atom|json|deadlines\.ics)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One letter on the shelf; `endings` are the forms it lies there in, a draft waits for an editor's word."""

    week: str
    audience: str
    edition: str
    endings: frozenset[str]
    is_draft: bool = False

    @property
    def name(self) -> str:
        return f"{self.week}.{self.audience}.{self.edition}"

    def path(self, ending: str) -> str:
        """Where the desk serves it in that form."""
        return f"/issues/{self.week}/{self.name}.{ending}"

    @property
    def page(self) -> str:
        """Where people read it."""
        return self.path("page.html" if "page.html" in self.endings else "html")


def issues(home: Home) -> tuple[Issue, ...]:
    """Every letter that can be read in a browser, newest first."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for week in _directories(home.issues):
        for match in filter(None, (_ISSUE.fullmatch(file.name) for file in week.iterdir())):
            if match[1] == week.name:
                found.setdefault((match[1], match[2], match[3]), set()).add(match[4])
    readable = ((key, endings) for key, endings in sorted(found.items()) if endings & {"page.html", "html"})
    kept = [Issue(week=w, audience=a, edition=e, endings=frozenset(endings)) for (w, a, e), endings in readable]
    return tuple(sorted(kept, key=lambda issue: issue.week, reverse=True))


def standing(home: Home, audience: str, edition: str) -> frozenset[str]:
    """The forms of an audience's feeds that lie on the shelf: atom, json, deadlines.ics."""
    names = (f"{audience}.{edition}.{ending}" for ending in ("atom", "json", "deadlines.ics"))
    return frozenset(name.split(".", 2)[2] for name in names if (home.issues / name).is_file())


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One file on the shelf; `issue` is the name of the letter that it is a form of, None for a standing feed."""

    path: Path
    media_type: str
    audience: str
    edition: str
    ending: str
    issue: str | None


def filed(home: Home, path: str) -> Filed | None:
    """The file that a path below /issues/ means; None for whatever is not a letter or a feed.

    Only names that letters have are looked for, so no path leads out of the shelf.
    """
    folder, _, name = path.rpartition("/")
    match = _ISSUE.fullmatch(name) if folder else _STANDING.fullmatch(name)
    if match is None or (folder and match[1] != folder):
        return None
    file = home.issues / folder / name
    if file.is_symlink() or not file.is_file():
        return None
    *_, audience, edition, ending = match.groups()
    issue = f"{folder}.{audience}.{edition}" if folder else None
    return Filed(path=file, media_type=_TYPES[ending], audience=audience, edition=edition, ending=ending, issue=issue)


def _directories(root: Path) -> Iterable[Path]:
    return [entry for entry in root.iterdir() if entry.is_dir()] if root.is_dir() else []
