"""Who wrote an entry and whose it is, as its feed or its page names them: people, and bodies of a joint feed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sources.items import one_line

_MOST, _LONGEST = 10, 200
_EMAIL = re.compile(r"\s*[<(]?\s*(?:mailto:)?[\w.+-]{1,64}@[\w.-]{1,100}\s*[>)]?\s*")
_BRACKETED = re.compile(r"\(([^()]{1,200})\)")
_BETWEEN = re.compile(r"\s*[;|]\s*")


def names(told: Iterable[object]) -> tuple[str, ...]:
    """Names as a feed or a page writes them, each once: one line, without e-mail addresses, several parted by ; or |.

    >>> names(["tieto@soste.example (SOSTE ry)", "SOSTE ry", "Anna Virta; Ben Ek", None])
    ('SOSTE ry', 'Anna Virta', 'Ben Ek')
    """
    found: dict[str, None] = {}
    for text in told:
        if isinstance(text, str):
            found.update((name, None) for name in map(_name, _BETWEEN.split(one_line(text))) if name)
        if len(found) >= _MOST:
            break
    return tuple(found)[:_MOST]


def _name(text: str) -> str:
    bare = _EMAIL.sub(" ", text).strip()
    only = _BRACKETED.fullmatch(bare)
    name = (only[1] if only else bare).strip(" ,<>").removesuffix("(").strip()
    return name[:_LONGEST] if not name.startswith(("http://", "https://")) else ""


def of_entry(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of a parsed RSS or Atom entry: its writers (dc:creator, author), its publisher, its source feed."""
    plain = str(entry.get("author") or "")
    written = [_of(one) for one in (*entry.get("authors", ())[:_MOST], entry.get("author_detail"))]
    if "@" in plain:  # feedparser knows no address that ends in more than four letters, and cuts the name instead
        written = [name for name in written if name and name not in plain]
    source = entry.get("source")
    origin = source.get("title") if isinstance(source, Mapping) else None
    return names([*written, plain if "@" in plain or not any(written) else None, entry.get("publisher"), origin])


def of_json(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of a JSON Feed entry: `authors` of version 1.1 and `author` of version 1."""
    listed = entry.get("authors")
    return names([*map(_of, listed[:_MOST] if isinstance(listed, list) else ()), _of(entry.get("author"))])


def of_data(node: Mapping[str, Any]) -> Iterator[str]:
    """The names that a JSON-LD node gives as its authors and as the body that it comes from."""
    for key in ("author", "creator", "sourceOrganization"):
        told = node.get(key)
        for one in (told if isinstance(told, list) else [told])[:_MOST]:
            name = one if isinstance(one, str) else _of(one)
            if name:
                yield name


def _of(one: object) -> str | None:
    name = one.get("name") if isinstance(one, Mapping) else None
    return name if isinstance(name, str) else None
