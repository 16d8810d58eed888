"""An issue to files, each whole or not there at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from digest import render
from digest.calendar import icalendar
from digest.feed import atom, json_feed
from digest.files import replace_file
from digest.fit import fitted
from digest.issue import Issue
from digest.letter import letter
from digest.page import fragment, page
from digest.word import word

# The archive fills links to neighbours into this one afterwards: its bytes are not the issue's alone.
LINKED = ".page.html"


def write(issue: Issue, directory: Path) -> list[Path]:
    """Writes the issue as `<week>.<audience>.<language>` and its ENDINGS, and returns the paths.

    They are .html (the letter), .txt, .md, .eml, .ics, .atom and .json (its stories), .page.html (for the web
    archive), .fragment.html and .docx (for pasting). The letter is fitted to a size that mail programs show whole.
    Same issue, same bytes; a reader of the directory never meets half a file. Raises OSError.
    """
    directory.mkdir(parents=True, exist_ok=True)
    whole = fitted(issue)
    return [replace_file(directory / f"{issue.name}.{ending}", make(whole)) for ending, make in _FILES.items()]


_FILES: Mapping[str, Callable[[Issue], bytes]] = MappingProxyType(
    {
        "html": lambda issue: render.html(issue).encode(),
        "txt": lambda issue: render.text(issue).encode(),
        "md": lambda issue: render.markdown_text(issue).encode(),
        "eml": lambda issue: letter(issue).as_bytes(),
        "ics": lambda issue: icalendar(replace(issue, language=issue.tongues[0])).encode(),
        "atom": lambda issue: atom(issue).encode(),
        "json": lambda issue: json_feed(issue).encode(),
        "page.html": lambda issue: page(issue).encode(),
        "fragment.html": lambda issue: fragment(issue).encode(),
        "docx": word,
    }
)
ENDINGS = tuple(_FILES)
