"""Building the stories of the sample web out of the TOML tables that its writers keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from demo.rules import LANGUAGES, Table, kinship, mistakes
from demo.story import HELSINKI, Comment, Edit, Occasion, Site, Story, Version


class BadScriptError(ValueError):
    """The sample texts break their own rules; the message holds one line a mistake."""


def stories(sites: Sequence[Site], script: Mapping[str, Sequence[Table]]) -> tuple[Story, ...]:
    """The stories of all sites from their tables by site id; raises BadScriptError with every mistake at once."""
    wrong = [
        *(f"{name}.toml: no such site" for name in script if name not in {site.id for site in sites}),
        *(line for site in sites for line in mistakes(site.id, site.languages, script.get(site.id, ()))),
        *kinship(script),
    ]
    if wrong:
        raise BadScriptError("\n".join(wrong))
    originals = {
        (item["key"], code): (site, item)
        for site, items in script.items()
        for item in items
        if not item.get("copy_of")
        for code in LANGUAGES
        if code in item
    }
    return tuple(_story(site.id, item, originals) for site in sites for item in script.get(site.id, ()))


Originals = Mapping[tuple[str, str], tuple[str, Table]]


def _story(site: str, item: Table, originals: Originals) -> Story:
    creator, full = _whole(item, originals) if item.get("copy_of") else (site, item)
    return Story(
        site=site,
        key=item["key"],
        kind=full["kind"],
        creator=creator,
        number=full.get("number", ""),
        topic=full.get("topic", ""),
        comments=tuple(_comment(*comment) for comment in full.get("comments", ())),
        removed=full.get("removed"),
        versions={code: _version(code, full[code]) for code in LANGUAGES if code in full},
    )


def _whole(copy: Table, originals: Originals) -> tuple[str, Table]:
    """A copy's table with what it leaves out taken from the original: all languages when it names none."""
    told = [code for code in LANGUAGES if (copy["key"], code) in originals]
    wanted = [code for code in told if code in copy] or told
    creator, original = originals[copy["key"], wanted[0]]
    texts = {code: {**originals[copy["key"], code][1][code], **copy.get(code, {})} for code in wanted}
    frame = {name: value for name, value in original.items() if name not in {*LANGUAGES, "comments", "removed"}}
    return creator, frame | {name: value for name, value in copy.items() if name not in LANGUAGES} | texts


def _version(language: str, table: Table) -> Version:
    return Version(
        language=language,
        slug=table["slug"],
        title=_line(table["title"]),
        published=table["published"].astimezone(HELSINKI),
        lead=_line(table.get("lead", "")),
        body=table["body"].strip(),
        contact=_line(table.get("contact", "")),
        occasions=_occasions(table.get("occasions", ())),
        edits=tuple(sorted((_edit(edit) for edit in table.get("edit", ())), key=lambda edit: edit.on)),
    )


def _edit(table: Table) -> Edit:
    changes: dict[str, object] = {name: _line(table[name]) for name in ("title", "lead", "contact") if name in table}
    if "body" in table:
        changes["body"] = table["body"].strip()
    if "occasions" in table:
        changes["occasions"] = _occasions(table["occasions"])
    return Edit(on=table["on"].astimezone(HELSINKI), changes=changes)


def _occasions(tables: Sequence[Table]) -> tuple[Occasion, ...]:
    return tuple(Occasion(**table) for table in tables)


def _comment(name: str, at: str, text: str) -> Comment:
    return Comment(name=name, at=datetime.fromisoformat(at).astimezone(HELSINKI), text=text)


def _line(text: str) -> str:
    """A text on one line: the writers' line breaks are no part of it."""
    return " ".join(text.split())
