"""The registry: one TOML file an organisation (CONTRACT.md, "Registry"), read strictly and reported kindly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from stories.model import Organisation, OrganisationKind, Select, Source, SourceKind

SHIPPED = Path(__file__).parent / "organisations"

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_REGION = re.compile(r"FI(?:-\d\d)?")
_ORGANISATION_KEYS = {"id", "kind", "region", "website", "aliases", "name", "source"}
_SOURCE_KEYS = {"id", "kind", "url", "language", "enabled", "select"}
_SELECT_KEYS = {"item", "link", "title", "date", "content", "drop", "author"}


class RegistryError(ValueError):
    """A registry file that cannot be used: one line naming the file, the place and what to do."""


def read_registry(directory: Path = SHIPPED) -> tuple[Organisation, ...]:
    """Every organisation of a directory's `*.toml` files, by id.

    Raises RegistryError for a missing or empty directory, a file that does not parse, a wrong or unknown key.
    """
    if not directory.is_dir():
        raise RegistryError(f"{directory}: no such directory of organisations; name one with --organisations DIR")
    files = sorted(directory.glob("*.toml"))
    if not files:
        raise RegistryError(f"{directory}: holds no organisation (*.toml); see CONTRIBUTING.md, 'Add a source'")
    return tuple(read_organisation(path.read_bytes(), path) for path in files)


def read_organisation(text: bytes, path: Path) -> Organisation:
    """One organisation from the bytes of its file; `path` gives the id its stem must equal."""
    try:
        table = tomllib.loads(text.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RegistryError(f"{path}: not readable as TOML: {error}") from error
    fault = next(_faults(table, path.stem), None)
    if fault:
        raise RegistryError(f"{path}: {fault}")
    return _organisation(table)


def _faults(table: Mapping[str, Any], stem: str) -> Iterator[str]:
    yield from _unknown(table, _ORGANISATION_KEYS, "")
    yield from _texts(table, ("id", "kind", "region", "website"), "")
    if table["id"] != stem:
        yield f"id is {table['id']!r}; it must equal the file name's stem, {stem!r}"
    if not _SLUG.fullmatch(table["id"]):
        yield f"id {table['id']!r} must be a slug of a–z, 0–9 and single hyphens"
    if table["kind"] not in get_args(OrganisationKind):
        yield f"kind is {table['kind']!r}; it must be one of {', '.join(get_args(OrganisationKind))}"
    if not _REGION.fullmatch(table["region"]):
        yield f"region is {table['region']!r}; it must be FI or an ISO 3166-2 code such as FI-15"
    yield from _bad_address(table["website"], "website")
    yield from _name_faults(table.get("name"))
    if not _is_texts(table.get("aliases", [])):
        yield "aliases must be a list of texts"
    yield from _source_list_faults(table.get("source", []))


def _name_faults(name: object) -> Iterator[str]:
    if not isinstance(name, dict) or not name:
        yield "[name] is missing; give at least one of fi, sv, en, se"
    elif not all(key in ("fi", "sv", "en", "se") and isinstance(value, str) and value for key, value in name.items()):
        yield "[name] takes texts under fi, sv, en and se only"


def _source_list_faults(sources: object) -> Iterator[str]:
    if not isinstance(sources, list) or not all(isinstance(source, dict) for source in sources):
        yield "sources are written as [[source]] tables"
        return
    for number, source in enumerate(sources, 1):
        yield from _source_faults(source, f"source {number} ({source.get('id', 'without id')}): ")
    ids = [source["id"] for source in sources]
    yield from (f"source id {id_!r} stands twice" for id_ in ids if ids.count(id_) > 1)


def _source_faults(source: Mapping[str, Any], where: str) -> Iterator[str]:
    yield from _unknown(source, _SOURCE_KEYS, where)
    yield from _texts(source, ("id", "kind", "url"), where)
    if not _SLUG.fullmatch(source["id"]):
        yield f"{where}id must be a slug of a–z, 0–9 and single hyphens"
    if source["kind"] not in get_args(SourceKind):
        yield f"{where}kind is {source['kind']!r}; it must be one of {', '.join(get_args(SourceKind))}"
    yield from _bad_address(source["url"], f"{where}url")
    if not isinstance(source.get("language", ""), str):
        yield f"{where}language must be a text such as fi"
    if not isinstance(source.get("enabled", True), bool):
        yield f"{where}enabled must be true or false"
    yield from _select_faults(source.get("select", {}), where)


def _select_faults(select: object, where: str) -> Iterator[str]:
    if not isinstance(select, dict):
        yield f"{where}select must be a table of CSS selectors"
        return
    yield from _unknown(select, _SELECT_KEYS, f"{where}select.")
    if not _is_texts(select.get("drop", [])):
        yield f"{where}select.drop must be a list of texts"
    yield from _texts(select, sorted(set(select) - {"drop"}), f"{where}select.")


def _unknown(table: Mapping[str, Any], allowed: set[str], where: str) -> Iterator[str]:
    for key in table:
        if key not in allowed:
            yield f"{where}{key} is not a key here; known are {', '.join(sorted(allowed))}"


def _texts(table: Mapping[str, Any], keys: tuple[str, ...] | list[str], where: str) -> Iterator[str]:
    for key in keys:
        if not isinstance(table.get(key), str) or not table[key].strip():
            yield f"{where}{key} is missing or not a text"


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _bad_address(url: str, where: str) -> Iterator[str]:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        yield f"{where} is {url!r}; it must be an http or https address"


def _organisation(table: Mapping[str, Any]) -> Organisation:
    return Organisation(
        id=table["id"],
        kind=table["kind"],
        region=table["region"],
        website=table["website"],
        name=dict(table["name"]),
        aliases=tuple(table.get("aliases", ())),
        sources=tuple(_source(table["id"], source) for source in table.get("source", ())),
    )


def read_select(table: object, where: str) -> Select:
    """The selectors of a `[source.select]` table; raises RegistryError, `where` telling whose they are."""
    fault = next(_select_faults(table, where), None)
    if fault or not isinstance(table, dict):
        raise RegistryError(fault or "select must be a table")
    return Select(**table | {"drop": tuple(table.get("drop", ()))})


def _source(organisation: str, table: Mapping[str, Any]) -> Source:
    return Source(
        name=f"{organisation}/{table['id']}",
        organisation=organisation,
        kind=table["kind"],
        url=table["url"],
        language=table.get("language"),
        enabled=table.get("enabled", True),
        select=read_select(table.get("select", {}), ""),
    )
