"""Public feed test collections, read by our reader: `python -m bench.conformance GOFEED/testdata FEED_RS/fixture`.

The files of gofeed (github.com/mmcdole/gofeed) and feed-rs (github.com/feed-rs/feed-rs) lie beside what they should be
read as: every entry's title, link, GUID (gofeed only) and date are compared. Neither is part of this
project: fetch them beside it.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sources import feeds
from sources.items import one_line
from sources.plain import text_of
from sources.sealing import Sealed
from stories.dates import read_moment
from stories.model import Item, Source

URL = "https://feeds.example/feed.xml"
SOURCE = Source(name="example/feed", organisation="example", kind="feed", url=URL)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a file that was read otherwise than expected."""

    file: str
    field: str
    expected: object
    got: object


def items(body: bytes) -> list[Item]:
    """Every entry of a document, also one without an address, which a crawl would leave out."""
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        feed = json.loads(body.decode("utf-8-sig"))
        return [feeds._json_item(entry, feed, SOURCE, URL) for entry in feed["items"]]  # noqa: SLF001 - without its address
    document = body.lstrip(b" \t\r\n")
    feed = feeds._Feed(source=SOURCE, url=URL, content_type="")  # noqa: SLF001
    return [item for item in feeds._items(feed, feeds._parsed(feed, document), Sealed(document, {})) if item]  # noqa: SLF001


def gofeed(root: Path) -> Iterator[tuple[str, list[Difference]]]:
    """Each file of the collection that has an expectation with entries, and where we differ."""
    for path in sorted(root.rglob("*")):
        twin = path.with_suffix(".json")
        if path.suffix != ".xml" or not twin.exists():
            continue
        expected = json.loads(twin.read_text(encoding="utf-8", errors="replace"))
        entries = expected.get("items") or expected.get("entries") or []
        name = path.relative_to(root).as_posix()
        yield name, list(_differences(name, entries, items(path.read_bytes())))


def _differences(name: str, entries: Sequence[Mapping[str, Any]], got: Sequence[Item]) -> Iterator[Difference]:
    if len(entries) != len(got):
        yield Difference(name, "entries", len(entries), len(got))
        return
    for entry, item in zip(entries, got, strict=True):
        for field, (expected, found) in _fields(entry, item).items():
            if expected is not None and expected != found:
                yield Difference(name, field, expected, found)


def _fields(entry: Mapping[str, Any], item: Item) -> dict[str, tuple[object, object]]:
    dates = [entry.get(key) for key in ("publishedParsed", "pubDateParsed", "updatedParsed")]
    date = read_moment(next((each for each in dates if each), "") or "")
    link = _link(entry)
    return {
        "title": (_plain(entry.get("title")), _plain(item.title)),
        "link": (link, item.url) if link else (None, None),
        "guid": (_guid(entry), item.guid),
        "date": (date.at if date else None, item.published_at),
    }


def _plain(markup: str | None) -> str | None:
    return " ".join(text_of(one_line(markup), URL).split()) or None if markup else None


def _guid(entry: Mapping[str, Any]) -> str | None:
    guid = entry.get("guid", entry.get("id"))
    return (guid.get("value") if isinstance(guid, dict) else guid) or None


def _link(entry: Mapping[str, Any]) -> str | None:
    link = entry.get("link")
    found = link or next((each.get("href") for each in entry.get("links") or () if isinstance(each, dict)), None)
    return found if found and re.match(r"https?://\S+$", found) else None


def feed_rs(root: Path) -> Iterator[tuple[str, list[Difference]]]:
    """Each file of the collection that has a twin, and where we differ."""
    for twin in sorted(root.rglob("*.serde.json")):
        path = next(
            path for path in sorted(twin.parent.glob(f"{twin.name.removesuffix('.serde.json')}.*")) if path != twin
        )
        entries = [_as_gofeed(entry) for entry in json.loads(twin.read_text(encoding="utf-8"))["entries"]]
        yield twin.name, list(_differences(twin.name, entries, items(path.read_bytes())))


def _as_gofeed(entry: Mapping[str, Any]) -> dict[str, Any]:
    links = [link for link in entry["links"] if link["rel"] in {None, "alternate"}]
    return {
        "title": (entry["title"] or {}).get("content"),
        "links": links,
        "publishedParsed": entry["published"] or entry["updated"],
    }


def main(arguments: Sequence[str]) -> int:
    """Prints how many files are read as expected, and every difference; exit 0."""
    for name, results in (("gofeed", list(gofeed(Path(arguments[0])))), ("feed-rs", list(feed_rs(Path(arguments[1]))))):
        _tell(name, results)
    return 0


def _tell(collection: str, results: Sequence[tuple[str, list[Difference]]]) -> None:
    right = [name for name, differences in results if not differences]
    print(f"{collection}: {len(right)} of {len(results)} files as expected")
    for count in Counter(each.field for _, differences in results for each in differences).most_common():
        print("  differences in", *count)
    for _, differences in results:
        for each in differences:
            print(f"  {each.file}: {each.field}: expected {each.expected!r:.90}, got {each.got!r:.90}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
