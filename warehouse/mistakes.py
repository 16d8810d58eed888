"""A database's complaint as one line that an editor can act on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Final

_PATTERNS: Final = (
    (re.compile(r'Referenced column "([^"]{1,200})" not found'), "column"),
    (re.compile(r'does not have a column named "([^"]{1,200})"'), "column"),
    (re.compile(r"Table with name (\S{1,200}) does not exist"), "table"),
    (re.compile(r"Function with name (\S{1,200}) does not exist"), "function"),
)
_GUESS: Final = re.compile(r'Did you mean "([^"]{1,200})"')
_CANDIDATES: Final = re.compile(r"Candidate bindings: ([^\n]{1,300})")
_KIND: Final = re.compile(r"^[A-Za-z ]{1,40} Error: ")


def explain(complaint: str, names: Mapping[str, Sequence[str]]) -> str:
    """The complaint's first line; for a misspelt name, what it may have meant among `names` by kind.

    >>> explain('Binder Error: Referenced column "titel_fi" not found!', {"column": ["title_fi", "url_fi"]})
    'there is no column titel_fi; did you mean title_fi?'
    """
    for pattern, kind in _PATTERNS:
        if found := pattern.search(complaint):
            return _unknown(found[1].strip('"!'), kind, complaint, names.get(kind, ()))
    return _KIND.sub("", complaint.strip().partition("\n")[0]).strip() or "the question could not be answered"


def _unknown(name: str, kind: str, complaint: str, names: Sequence[str]) -> str:
    if kind == "column" and name.lower() in {known.lower() for known in names}:
        # It exists, but not where it was asked for: DuckDB names the candidates there.
        there = _CANDIDATES.search(complaint)
        return (
            f"there is no column {name} in what you ask; {f'there are {there[1].strip()}' if there else 'see DESCRIBE'}"
        )
    near = get_close_matches(name.lower(), sorted(names), n=3, cutoff=0.6)
    if not near and (guess := _GUESS.search(complaint)):
        near = [guess[1]]
    if near:
        return f"there is no {kind} {name}; did you mean {' or '.join(near)}?"
    return f"there is no {kind} {name}; there are {', '.join(sorted(names))}" if names else f"there is no {kind} {name}"
