"""Registry files as text: valid TOML in the order of CONTRACT.md, with remarks as comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sources.naming import visible
from sources.registry import read_organisation
from stories.model import Organisation, Source

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LANGUAGES = ("fi", "sv", "en", "se")


class AlreadyThere(ValueError):
    """A registry file of that name exists, and is an operator's own: it is never overwritten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """Comments of a file: `top` lines before everything, lines before each source by its id, lines at the end."""

    top: Sequence[str] = ()
    of: Mapping[str, Sequence[str]] | None = None
    end: Sequence[str] = ()


def quoted(text: str) -> str:
    """A TOML basic string.

    >>> quoted('Yhdistys "Ääni"')
    '"Yhdistys \\\\"Ääni\\\\""'
    """
    return '"' + "".join(_ESCAPES.get(sign) or _escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    """A sign that an editor would not show stands as its number: a disguised address must be seen."""
    return f"\\U{ord(sign):08X}" if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") else sign


def toml(organisation: Organisation, remarks: Remarks | None = None) -> str:
    """An organisation's registry file; what `read_organisation` makes of it is the organisation again."""
    said = remarks or Remarks()
    parts = ["\n".join([*_comments(said.top), *_head(organisation)]), "\n".join(_names(organisation))]
    for source in organisation.sources:
        short = source.name.partition("/")[2]
        parts.append("\n".join([*_comments((said.of or {}).get(short, ())), *_source(source, short)]))
    if said.end:
        parts.append("\n".join(_comments(said.end)))
    return "\n\n".join(parts) + "\n"


def write(text: str, directory: Path, stem: str) -> Path:
    """Writes a registry file that is not there yet, and only if it reads back; makes the directory if need be.

    Raises AlreadyThere, RegistryError or OSError.
    """
    path = directory / f"{stem}.toml"
    read_organisation(text.encode(), path)
    directory.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise AlreadyThere(f"{path} exists; name another with --id, or edit it by hand") from None
    return path


def _comments(lines: Sequence[str]) -> Iterator[str]:
    return (f"# {visible(line)}" for line in lines)


def _head(organisation: Organisation) -> Iterator[str]:
    yield f"id = {quoted(organisation.id)}"
    yield f"kind = {quoted(organisation.kind)}"
    yield f"region = {quoted(organisation.region)}"
    yield f"website = {quoted(organisation.website)}"
    if organisation.aliases:
        yield f"aliases = [{', '.join(map(quoted, organisation.aliases))}]"


def _names(organisation: Organisation) -> Iterator[str]:
    yield "[name]"
    for language in sorted(organisation.name, key=_LANGUAGES.index):
        yield f"{language} = {quoted(organisation.name[language])}"


def _source(source: Source, short: str) -> Iterator[str]:
    yield "[[source]]"
    yield f"id = {quoted(short)}"
    yield f"kind = {quoted(source.kind)}"
    yield f"url = {quoted(source.url)}"
    if source.language:
        yield f"language = {quoted(source.language)}"
    if not source.enabled:
        yield "enabled = false"
    yield from _select(source)


def _select(source: Source) -> Iterator[str]:
    select = source.select
    told = {
        "item": select.item,
        "link": select.link,
        "title": select.title,
        "date": select.date,
        "content": select.content,
        "author": select.author,
    }
    lines = [f"{key} = {quoted(value)}" for key, value in told.items() if value is not None]
    if select.drop:
        lines.append(f"drop = [{', '.join(map(quoted, select.drop))}]")
    if lines:
        yield from ("", "[source.select]", *lines)


def is_slug(text: str) -> bool:
    """Whether a text may be an organisation's or a source's id."""
    return bool(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text))
