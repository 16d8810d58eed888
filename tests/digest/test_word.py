from __future__ import annotations

from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from digest.audience_file import find_audience
from digest.issue import Issue
from digest.material import Version
from digest.select import select
from digest.word import word
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK, entry

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@cache
def issue(language: str = "fi") -> Issue:
    return select(ENTRIES, OCCASIONS, audience=find_audience("jarjestot"), week=WEEK, language=language)


@pytest.mark.parametrize("language", ["fi", "sv", "fi+sv"])
def test_the_document_holds_headings_links_and_the_language_of_every_run(language: str) -> None:
    document = Document(BytesIO(word(issue(language))))
    headings = [
        paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Heading 2"
    ]
    assert len(headings) == sum(len(section.placed) for section in issue(language).sections if section.style != "line")
    links = {relation.target_ref for relation in document.part.rels.values() if relation.is_external}
    assert ENTRIES[0].versions["fi"].url in links
    runs = list(document.element.iter(f"{W}r"))
    assert runs
    assert all(run.find(f"{W}rPr/{W}lang") is not None for run in runs)
    said = {run.find(f"{W}rPr/{W}lang").get(f"{W}val") for run in runs}
    assert {"fi-FI", "sv-FI", "se-FI"} <= said


def test_it_is_the_same_bytes_and_tells_no_clock() -> None:
    first, second = word(issue()), word(issue())
    assert first == second
    with ZipFile(BytesIO(first)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = Document(BytesIO(first)).core_properties
    assert (properties.title, properties.language) == ("Järjestöviikko: Viikko 47, 16.–22.11.2026", "fi-FI")
    assert properties.created.isoformat() == "2026-11-23T06:00:00+00:00"
    assert properties.author == "Järjestöviikko"


def test_hostile_text_leaves_it_readable() -> None:
    bad = Version(title="\x00\x1b]]><w:p>\ufffe", summary="&amp;<\ud800>", url="https://a.example/?a=1&b=2")
    hostile = select(
        [entry("p", versions={"fi": bad})], (), audience=find_audience("jarjestot"), week=WEEK, language="fi"
    )
    texts = [paragraph.text for paragraph in Document(BytesIO(word(hostile))).paragraphs]
    assert "]]><w:p>" in texts
