"""The rules that the texts of the sample web keep: each breach is one clear line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeGuard

from demo.story import KINDS

LANGUAGES = ("fi", "sv", "en", "se")
Table = Mapping[str, Any]
_ITEM = {"key", "kind", "number", "topic", "comments", "removed", "copy_of", *LANGUAGES}
_EDITABLE = {"title", "lead", "body", "contact", "occasions"}
_VERSION = {"slug", "published", "edit", *_EDITABLE}
_OCCASION = {"kind", "start", "end", "place", "online"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?")


def mistakes(site: str, languages: Collection[str], items: Sequence[Table]) -> Iterator[str]:
    """What is wrong with one site's items, a line each; originals and copies are compared by `kinship`."""
    for item in items:
        where = f"{site}.toml: {item.get('key') or 'an item without a key'}"
        yield from (f"{where}: {line}" for line in _item(item, languages))
    keys = Counter(str(item.get("key")) for item in items)
    yield from (f"{site}.toml: {key}: the key is used {count} times" for key, count in keys.items() if count > 1)
    slugs = Counter((code, str(item[code].get("slug"))) for item in items for code in LANGUAGES if _table(item, code))
    for (code, slug), count in slugs.items():
        if count > 1 and slug != "None":
            yield f"{site}.toml: the {code} slug {slug!r} is used {count} times"


def kinship(items: Mapping[str, Sequence[Table]]) -> Iterator[str]:
    """What is wrong between sites: a copy without its original, two originals of one key in one language."""
    told = Counter(
        (str(item.get("key")), code)
        for tables in items.values()
        for item in tables
        if not item.get("copy_of")
        for code in LANGUAGES
        if code in item
    )
    yield from (
        f"{key}: told {count} times in {code}, never as a copy" for (key, code), count in told.items() if count > 1
    )
    originals = {key for key, _ in told}
    for site, tables in items.items():
        for item in tables:
            if item.get("copy_of") and item.get("key") not in originals:
                yield f"{site}.toml: {item.get('key')}: a copy, but no site tells the original"


def _item(item: Table, languages: Collection[str]) -> Iterator[str]:
    yield from (f"unknown field {name!r}" for name in item if name not in _ITEM)
    is_copy = item.get("copy_of") is True
    if not item.get("key"):
        yield "key is missing"
    if not is_copy and item.get("kind") not in KINDS:
        yield f"kind is {item.get('kind')!r}, not one of {', '.join(KINDS)}"
    if "removed" in item and not _aware(item["removed"]):
        yield "removed must be a date-time with an offset"
    spoken = [code for code in LANGUAGES if code in item]
    if not spoken and not is_copy:
        yield f"has no language table ({', '.join(LANGUAGES)})"
    yield from (f"the site is not kept in {code}" for code in spoken if code not in languages)
    yield from (
        f"comment {number}: {line}" for number, c in enumerate(item.get("comments", ()), 1) for line in _comment(c)
    )
    for code in spoken:
        yield from (f"{code}: {line}" for line in _version(item[code], is_copy=is_copy))


def _version(version: Table, *, is_copy: bool) -> Iterator[str]:
    yield from (f"unknown field {name!r}" for name in version if name not in _VERSION)
    needed = () if is_copy else ("slug", "title", "published", "body")
    yield from (f"{name} is missing" for name in needed if not version.get(name))
    if "slug" in version and not _SLUG.fullmatch(str(version["slug"])):
        yield f"slug {version['slug']!r} must be small letters a-z, digits and hyphens"
    published = version.get("published")
    if published is not None and not _aware(published):
        yield "published must be a date-time with an offset"
    for number, edit in enumerate(version.get("edit", ()), 1):
        yield from (f"edit {number}: {line}" for line in _edit(edit, published))
    yield from _occasions(version.get("occasions", ()))


def _edit(edit: Table, published: object) -> Iterator[str]:
    yield from (f"unknown field {name!r}" for name in edit if name not in _EDITABLE | {"on"})
    if not _EDITABLE & set(edit):
        yield "changes nothing"
    if not _aware(edit.get("on")):
        yield "on must be a date-time with an offset"
    elif _aware(published) and edit["on"] <= published:
        yield "on is not after published"
    yield from _occasions(edit.get("occasions", ()))


def _occasions(occasions: Sequence[Table]) -> Iterator[str]:
    for number, occasion in enumerate(occasions, 1):
        where = f"occasion {number}"
        yield from (f"{where}: unknown field {name!r}" for name in occasion if name not in _OCCASION)
        if occasion.get("kind") not in {"event", "deadline"}:
            yield f"{where}: kind is {occasion.get('kind')!r}, not event or deadline"
        for name in ("start", "end"):
            value = occasion.get(name)
            if (value or name == "start") and not _LOCAL.fullmatch(str(value)):
                yield f"{where}: {name} must be a local date or date-time such as 2026-12-01T13:00"


def _comment(comment: object) -> Iterator[str]:
    if not (isinstance(comment, list) and len(comment) == 3 and all(isinstance(part, str) for part in comment)):
        yield "must be [name, date-time, text]"
    elif not _stamp(comment[1]):
        yield f"{comment[1]!r} is not a date-time with an offset"


def _table(item: Table, code: str) -> bool:
    return isinstance(item.get(code), dict)


def _stamp(text: str) -> bool:
    try:
        return _aware(datetime.fromisoformat(text))
    except ValueError:
        return False


def _aware(value: object) -> TypeGuard[datetime]:
    return isinstance(value, datetime) and value.tzinfo is not None
