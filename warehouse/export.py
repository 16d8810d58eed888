"""Parts of the snapshot as files for other programs: Parquet, CSV (also for Excel), JSON lines, OPML, Atom."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any, Final, Literal, get_args
from xml.etree import ElementTree as Tree

import duckdb

from stories.dates import HELSINKI
from warehouse.disk import settle
from warehouse.home import Home
from warehouse.snapshot import Snapshot, SnapshotMissing
from warehouse.statements import sql

Format = Literal["parquet", "csv", "jsonl", "opml", "atom"]
TableName = Literal["news", "article", "organisation"]
TABLES: Final[tuple[TableName, ...]] = get_args(TableName)

_ATOM, _XML = "http://www.w3.org/2005/Atom", "http://www.w3.org/XML/1998/namespace"
_LANGUAGES: Final = ("fi", "sv", "en", "se")


def export_parquet(home: Home, table: TableName, since: datetime | None, path: Path) -> int:
    """Writes the table's rows since then as Parquet and returns how many; raises SnapshotMissing."""
    if not home.published.exists():
        raise SnapshotMissing(f"nothing has been published at {home.published} yet: run `kooste run` first")
    with closing(duckdb.connect(":memory:", config={"threads": 1})) as connection:
        connection.execute(sql("read/attach"), {"path": str(home.published)})
        connection.execute("use snapshot")
        connection.execute(sql(f"export/keep_{table}"), {"since": since})
        settle(path, lambda draft: connection.execute(sql("export/parquet"), {"path": str(draft)}))
        ((rows,),) = connection.execute("select count(*) from exported").fetchall()
    return int(rows)


def export_csv(snapshot: Snapshot, table: TableName, since: datetime | None, *, for_excel: bool) -> Iterator[str]:
    """Lines of CSV, the header first. Times are on the Finnish clock, lists parted by "; ".

    `for_excel`: semicolons, a byte order mark and 20.11.2026 3.00, as a Finnish Excel opens by a double click.
    """
    columns, rows = _rows(snapshot, table, since)
    buffer = StringIO("\ufeff" if for_excel else "")
    buffer.seek(0, 2)
    writer = csv.writer(buffer, delimiter=";" if for_excel else ",", lineterminator="\r\n" if for_excel else "\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(_cell(value, for_excel=for_excel)) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def export_jsonl(snapshot: Snapshot, table: TableName, since: datetime | None) -> Iterator[str]:
    """One JSON object a row and line; instants in ISO form on the Finnish clock."""
    columns, rows = _rows(snapshot, table, since)
    for row in rows:
        found = {name: _plain(value) for name, value in zip(columns, row, strict=True)}
        yield json.dumps(found, ensure_ascii=False) + "\n"


def export_opml(snapshot: Snapshot, since: datetime | None) -> str:
    """What is read of each organisation as OPML 2.0; sources that are no feeds are listed as links."""
    root = Tree.Element("opml", {"version": "2.0"})
    Tree.SubElement(Tree.SubElement(root, "head"), "title").text = "Kooste"
    body, groups = Tree.SubElement(root, "body"), dict[str, Tree.Element]()
    for row in snapshot.rows("export/outlines", since=since):
        told = {"text": row["name"], "htmlUrl": row["website"]}
        group = groups.get(row["organisation"]) or Tree.SubElement(body, "outline", told)
        groups[row["organisation"]] = group
        address = (
            {"type": "rss", "xmlUrl": row["url"]} if row["kind"] == "feed" else {"type": "link", "url": row["url"]}
        )
        language = {"language": row["language"]} if row["language"] else {}
        Tree.SubElement(group, "outline", {"text": row["source"], **address, "htmlUrl": row["website"], **language})
    return _xml(root)


def occasions_of(snapshot: Snapshot, *, story_id: str | None, since: datetime | None) -> list[dict[str, Any]]:
    """A story's events and deadlines, or everybody's, not over at `since`, as keyword arguments of a digest's `Due`."""
    rows = snapshot.rows("export/occasions", story=story_id, since=since)
    return [row | {key: _told(row[key]) for key in ("title", "url", "organisation_name")} for row in rows]


def _told(by_language: Mapping[str, str | None]) -> dict[str, str]:
    return {code: text for code, text in by_language.items() if text}


def export_atom(snapshot: Snapshot, since: datetime | None) -> str:
    """The stories since then as an Atom feed (RFC 4287), newest first."""
    Tree.register_namespace("", _ATOM)
    stories = snapshot.rows("export/news", since=since)[::-1]
    feed = Tree.Element(f"{{{_ATOM}}}feed")
    _said(feed, "id", "urn:x-kooste:news")
    _said(feed, "title", "Kooste")
    newest = stories[0]["published_at"] if stories else since
    _said(feed, "updated", newest.astimezone(HELSINKI).isoformat() if newest else "1970-01-01T00:00:00Z")
    for story in stories:
        _entry(feed, story)
    return _xml(feed)


def _entry(feed: Tree.Element, story: Mapping[str, Any]) -> None:
    told = [code for code in _LANGUAGES if story[f"title_{code}"]]
    entry = Tree.SubElement(feed, f"{{{_ATOM}}}entry")
    if told:
        entry.set(f"{{{_XML}}}lang", told[0])
    _said(entry, "id", f"urn:x-kooste:{story['story_id']}")
    _said(entry, "title", story[f"title_{told[0]}"] if told else story["story_id"])
    _said(entry, "updated", story["published_at"].astimezone(HELSINKI).isoformat())
    _said(Tree.SubElement(entry, f"{{{_ATOM}}}author"), "name", story["organisation_name"])
    for number, code in enumerate(told):
        place = {"rel": "related" if number else "alternate", "hreflang": code, "href": story[f"url_{code}"]}
        Tree.SubElement(entry, f"{{{_ATOM}}}link", place)
    Tree.SubElement(entry, f"{{{_ATOM}}}category", {"term": story["kind"]})
    if told and story[f"summary_{told[0]}"]:
        _said(entry, "summary", story[f"summary_{told[0]}"])


def _rows(snapshot: Snapshot, table: TableName, since: datetime | None) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    found = snapshot.connection.execute(sql(f"export/{table}"), {"since": since})

    def pages() -> Iterator[tuple[Any, ...]]:
        while page := found.fetchmany(1_000):
            yield from page

    return [column[0] for column in found.description], pages()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: crawled text may begin like a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _cell(value: Any, *, for_excel: bool) -> str:
    if isinstance(value, datetime):
        local = value.astimezone(HELSINKI)
        return f"{local:%d.%m.%Y %H.%M}" if for_excel else local.isoformat()
    if isinstance(value, list):
        return "; ".join(_cell(part, for_excel=for_excel) for part in value)
    if isinstance(value, dict):
        return " ".join(_cell(part, for_excel=for_excel) for part in value.values() if part)
    if isinstance(value, float) and for_excel:
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(HELSINKI).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value


def _said(parent: Tree.Element, name: str, text: str) -> None:
    # Control characters are no XML, however they came into a title.
    Tree.SubElement(parent, f"{{{_ATOM}}}{name}").text = "".join(c for c in text if c >= " " or c in "\n\t")


def _xml(root: Tree.Element) -> str:
    Tree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{Tree.tostring(root, encoding="unicode")}\n'
