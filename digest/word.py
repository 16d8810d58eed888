"""An issue as a Word document, for editors who compose elsewhere: headings, links and languages, byte-stable."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Doc
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from digest.issue import Issue
from digest.story_view import StoryView, Telling
from digest.view import LetterView, Said, SectionView, letter_view

_GREEN, _SOFT, _LINK = RGBColor(0x14, 0x51, 0x3F), RGBColor(0x4F, 0x5A, 0x55), RGBColor(0x0E, 0x5A, 0x76)
_REGIONS = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB", "se": "se-FI"}
# Zip files cannot tell an earlier time.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def word(issue: Issue) -> bytes:
    """The issue as .docx: same issue, same bytes."""
    view = letter_view(issue)
    document = Document()
    _styles(document, view)
    _properties(document, issue, view)
    for language, name in view.name:
        _said(document.add_paragraph(style="Title"), name, language)
    for language, week in view.week:
        _said(document.add_paragraph(), f"{week}, {dict(view.span)[language]}", language, bold=True)
    _paragraphs(document, view.empty or view.contents)
    for section in view.sections:
        _section(document, section)
    _paragraphs(document, view.overflow)
    _paragraphs(document, view.about)
    return _stable(document)


def _section(document: Doc, section: SectionView) -> None:
    heading = document.add_paragraph(style="Heading 1")
    for place, (language, text) in enumerate(section.heading):
        _said(heading, f" · {text}" if place else text, language)
    for story in section.stories:
        (_line if section.style == "line" else _story)(document, story)


def _story(document: Doc, story: StoryView) -> None:
    for place, telling in enumerate(story.tellings):
        _telling(document, telling, level=2 if place == 0 else 3)
    for other in story.others:
        _link(document.add_paragraph(), f"{other.label}: {other.title}", other.href, other.language)


def _telling(document: Doc, telling: Telling, *, level: int) -> None:
    if telling.title:
        heading = document.add_paragraph(style=f"Heading {level}")
        _link(heading, telling.title, telling.href, telling.language, plain=True)
        if telling.mark:
            _said(heading, f" {telling.mark}", telling.tongue, colour=_SOFT)
    for text in (telling.update, *(date.text for date in telling.dates)):
        if text:
            _said(document.add_paragraph(), text, telling.tongue, bold=True)
    _said(document.add_paragraph(), " · ".join(telling.known), telling.tongue, colour=_SOFT)
    if telling.blurb:
        _said(document.add_paragraph(), f"{telling.blurb_label}: {telling.blurb}", telling.tongue, italic=True)
    if telling.summary:
        _said(document.add_paragraph(), telling.summary, telling.language)
    if telling.title:
        _link(document.add_paragraph(), telling.site, telling.href, telling.language)


def _line(document: Doc, story: StoryView) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    for telling in (one for one in story.tellings if one.title):
        _link(paragraph, telling.title, telling.href, telling.language)
        _said(paragraph, f" {telling.mark} " if telling.mark else " ", telling.tongue, colour=_SOFT)
    first = story.first
    told = [*first.known, *(date.text for date in first.dates[:1])]
    _said(paragraph, f"– {', '.join(told)}", first.tongue, colour=_SOFT)


def _paragraphs(document: Doc, said: Said) -> None:
    for language, text in said:
        _said(document.add_paragraph(), text, language)


def _said(
    paragraph: Paragraph,
    text: str,
    language: str,
    *,
    bold: bool = False,
    italic: bool = False,
    colour: RGBColor | None = None,
) -> Run:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    if colour is not None:
        run.font.color.rgb = colour
    _spoken_in(run, language)
    return run


def _link(paragraph: Paragraph, text: str, href: str, language: str, *, plain: bool = False) -> None:
    """A run that leads to an address; `plain` leaves it without the colour and the line of a link."""
    run = _said(paragraph, text, language)
    if not plain:
        run.font.underline, run.font.color.rgb = True, _LINK
    if not href:
        return
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    paragraph._p.remove(run._r)  # noqa: SLF001 - python-docx has no links of its own; its manual shows this way
    link.append(run._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def _spoken_in(run: Run, language: str) -> None:
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), _REGIONS.get(language, language))
    run._r.get_or_add_rPr().append(tag)  # noqa: SLF001 - as above


def _styles(document: Doc, view: LetterView) -> None:
    for name, size, colour in (("Title", 26, _GREEN), ("Heading 1", 18, _GREEN), ("Heading 2", 13, None)):
        style = document.styles[name]
        style.font.name, style.font.size = "Georgia" if size > 13 else "Calibri", Pt(size)
        if colour is not None:
            style.font.color.rgb = colour
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(4)
    tag = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if tag is not None:
        tag.set(qn("w:val"), _REGIONS[view.language])


def _properties(document: Doc, issue: Issue, view: LetterView) -> None:
    properties = document.core_properties
    goes = issue.goes_at.replace(tzinfo=None)
    properties.title, properties.author, properties.last_modified_by = view.title, view.name[0][1], "Kooste"
    properties.created, properties.modified, properties.revision = goes, goes, 1
    properties.language, properties.comments, properties.identifier = _REGIONS[view.language], "", issue.name


def _stable(document: Doc) -> bytes:
    """The document's bytes without the moment at which its zip file was made."""
    made, stable = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as source, ZipFile(stable, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = ZipInfo(name, _EPOCH)
            part.compress_type, part.external_attr = ZIP_DEFLATED, 0o600 << 16
            target.writestr(part, source.read(name))
    return stable.getvalue()
