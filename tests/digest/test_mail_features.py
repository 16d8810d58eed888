"""A lint: a letter is built of nothing but what mail programs are known to show, or to pass over without harm."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from digest import render
from digest.audience_file import find_audience, load_audiences
from digest.issue import Issue
from digest.select import select
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK
from tests.digest.test_bilingual import issue as picked
from tests.digest.test_updates import AFTER, BEFORE, W47, changed, wording
from tests.digest.test_updates import letter as retold

KNOWN: dict[str, Any] = tomllib.loads((Path(__file__).parent / "mail_features.toml").read_text(encoding="utf-8"))
_COMMENT = re.compile(r"<!--(?!\[if).*?-->", re.DOTALL)


@cache
def letters() -> tuple[str, ...]:
    """Every shipped audience in every edition, with picks and updates: all that the templates can write."""
    plain = [
        select(ENTRIES, OCCASIONS, audience=audience, week=WEEK, language=language)
        for audience in load_audiences().values()
        for language in audience.languages
    ]
    more: list[Issue] = [
        picked(),
        retold(changed(wording(BEFORE), wording(AFTER, day="7.12.2026")), language="fi+sv", told={"haku": W47}),
        select((), (), audience=find_audience("kunnat"), week=WEEK, language="sv"),
    ]
    return tuple(render.html(one) for one in (*plain, *more))


def styles(source: str) -> str:
    return "".join(re.findall(r"<style>(.*?)</style>", source, re.DOTALL))


def declared(source: str) -> Iterator[str]:
    tree: Any = lxml_html.document_fromstring(source)
    inline = [str(style) for style in tree.xpath("//@style")]
    rules = re.findall(r"\{([^{}]*)\}", styles(source))
    for declaration in ";".join([*inline, *rules]).split(";"):
        name, colon, _ = declaration.partition(":")
        if colon:
            yield name.strip().lower()


def unknown(source: str) -> dict[str, set[str]]:
    tree = lxml_html.document_fromstring(_COMMENT.sub("", source))
    every = [each for each in tree.iter() if isinstance(each.tag, str)]
    heads = re.sub(r"\{[^{}]*\}", "{}", styles(source))
    found: dict[str, set[str]] = {
        "elements": {str(each.tag) for each in every},
        "attributes": {str(name) for each in every for name in each.attrib},
        "css": set(declared(source)),
        "at_rules": {rule.replace(" ", "") for rule in re.findall(r"@\w+ *\(([^)]*)\)", heads)},
        "pseudo_classes": set(re.findall(r":{1,2}([a-z-]+)(?=[\s,{])", heads)),
    }
    return {kind: new for kind, names in found.items() if (new := names - set(KNOWN[kind]))}


def test_no_letter_uses_what_is_not_known_to_work_in_mail() -> None:
    assert len(letters()) == 12
    for source in letters():
        assert unknown(source) == {}


@pytest.mark.parametrize(
    ("addition", "kind", "name"),
    [
        ('<p style="display:flex;gap:4px">x</p>', "css", "gap"),
        ("<svg></svg>", "elements", "svg"),
        ('<a onclick="x()">x</a>', "attributes", "onclick"),
        ("<style>@media (min-resolution:2dppx){p{color:red}}</style>", "at_rules", "min-resolution:2dppx"),
        ("<style>p:has(a){color:red} p:first-child{color:red}</style>", "pseudo_classes", "first-child"),
    ],
)
def test_a_new_feature_is_noticed(addition: str, kind: str, name: str) -> None:
    assert name in unknown(letters()[0].replace("</body>", f"{addition}</body>"))[kind]


def test_positions_floats_and_remote_things_stay_out() -> None:
    for source in letters():
        assert not re.search(r"position:|float:|flex|grid|url\(|@import|@font-face|\ssrc=|javascript:", source)


def test_gaps_in_support_are_known_by_number_and_say_why_they_do_no_harm() -> None:
    for table in (KNOWN["css"], KNOWN["at_rules"], KNOWN["pseudo_classes"]):
        for name, said in table.items():
            assert not said.get("unsupported") or said.get("so"), name
