"""Makes the PDFs under demo/files out of the sample texts: `python -m demo.letters` (fpdf2, a development tool).

The same texts give the same bytes. Nothing at run time imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from demo.markup import Block
from demo.pages.static import leaflet_name
from demo.story import LONG_AGO, Post, Site
from demo.world import World, load

FOLDER = Path(__file__).parent / "files"
EVER = datetime.max.replace(tzinfo=LONG_AGO.tzinfo, year=2100)
_WIDTH = 160.0
_SHY = "\N{SOFT HYPHEN}"
_VOWELS = "aeiouyäöå"
_POST = {
    "fi": ("Postiosoite", "PL {box}, {code} Valtioneuvosto", "Puhelin", "050 {number}"),
    "sv": ("Postadress", "PB {box}, {code} Statsrådet", "Telefon", "050 {number}"),
    "en": ("Postal address", "P.O. Box {box}, FI-{code} Government", "Telephone", "+358 50 {number}"),
}


class _Sheet(FPDF):
    """An A4 sheet with the page number at the top, as Finnish letters have it."""

    def __init__(self, *, title: str, author: str, language: str, made: datetime) -> None:
        super().__init__(format="A4")
        self.core_fonts_encoding = "windows-1252"
        self.set_creation_date(made)
        self.set_title(title)
        self.set_author(author)
        self.set_lang(f"{language}-FI")
        self.set_margins(25, 20, 25)
        self.set_auto_page_break(auto=True, margin=25)
        self.numbered_from = 1

    def header(self) -> None:
        """The page's number of all pages, from the second page on in a letter."""
        if self.page_no() >= self.numbered_from:
            self.set_font("Helvetica", size=9)
            self.cell(
                0, 6, f"{self.page_no()} ({self.str_alias_nb_pages})", align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT
            )
            self.ln(6)

    def line_of(self, text: str, *, size: float = 11, bold: bool = False, after: float = 0) -> None:
        """One line of its own."""
        self.set_font("Helvetica", style="B" if bold else "", size=size)
        self.multi_cell(0, size * 0.55, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(after)

    def block(self, block: Block, *, size: float = 11) -> None:
        """A heading, a list or a paragraph whose long words are divided at line ends."""
        if block.kind == "heading":
            self.line_of(block.lines()[0], size=size, bold=True, after=1.5)
            return
        self.set_font("Helvetica", size=size)
        for line in block.lines():
            bullet = "\N{BULLET} " if block.kind == "list" else ""
            self.multi_cell(0, size * 0.6, bullet + divisible(line), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(1 if bullet else 3.5)
        self.ln(3 if block.kind == "list" else 0)


def divisible(text: str) -> str:
    """A text whose long words may be divided before a consonant and a vowel, the main rule of Finnish.

    >>> divisible("kuulemistilaisuuteen").replace("\\N{SOFT HYPHEN}", "-")
    'kuu-le-mis-ti-lai-suu-teen'
    """
    return " ".join(_divided(word) for word in text.split(" "))


def _divided(word: str) -> str:
    if len(word) < 9 or not word.strip(".,:;").isalpha():
        return word
    return "".join((_SHY if _divides(word, place) else "") + letter for place, letter in enumerate(word))


def _divides(word: str, place: int) -> bool:
    """Whether a syllable begins here, with three letters at least on either side."""
    if not 3 <= place <= len(word.rstrip(".,:;")) - 3:
        return False
    here, after = word[place].lower(), word[place + 1].lower()
    return here.isalpha() and here not in _VOWELS and after in _VOWELS


def invitation(site: Site, post: Post, *, columns: bool) -> bytes:
    """A ministry's letter; the layout put its letterhead in three languages after the first paragraph."""
    sheet = _Sheet(title=post.title, author=site.name("fi"), language=post.language, made=post.published)
    sheet.add_page()
    sheet.line_of(site.name("fi"), bold=True)
    sheet.line_of(
        f"Kutsu    {post.published.day}.{post.published.month}.{post.published.year}    KAM/{post.serial}", after=8
    )
    sheet.line_of("Jakelussa mainitut", after=20)
    sheet.line_of(post.title, size=13, bold=True, after=3)
    first, *rest = post.blocks
    sheet.block(first, size=12)
    (_in_columns if columns else _stacked)(sheet, site)
    for block in rest:
        sheet.block(block, size=12)
    sheet.line_of(post.version.contact, size=10, after=6)
    sheet.line_of("Jakelu", bold=True)
    sheet.line_of("Valtakunnalliset yhdistykset ja järjestöt", after=4)
    return bytes(sheet.output())


def leaflet(site: Site, post: Post) -> bytes:
    """A strategy as a leaflet of two pages, the second from the middle heading on."""
    sheet = _Sheet(title=post.title, author=site.name("fi"), language=post.language, made=post.modified)
    sheet.numbered_from = 3
    sheet.add_page()
    sheet.line_of(site.name("fi"), size=13, after=16)
    sheet.line_of(post.title, size=26, bold=True, after=14)
    headings = [place for place, block in enumerate(post.blocks) if block.kind == "heading"]
    for place, block in enumerate(post.blocks):
        if place == headings[len(headings) // 2]:
            _imprint(sheet, site, 1)
            sheet.add_page()
        sheet.block(block, size=14)
    _imprint(sheet, site, 2)
    return bytes(sheet.output())


def _imprint(sheet: _Sheet, site: Site, number: int) -> None:
    """The line at a leaflet's foot."""
    sheet.set_auto_page_break(auto=False)
    sheet.set_y(-22)
    sheet.line_of(f"{site.name('fi')} · {site.email} · {number}/2", size=9)
    sheet.set_auto_page_break(auto=True, margin=25)


def _lines(site: Site) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The letterhead by language: the ministry's name and how to reach it."""
    number = site.phone.removeprefix("050 ")
    for language, (post, place, phone, digits) in _POST.items():
        yield (
            site.name(language),
            (
                f"{post} {place.format(box=site.postcode[-2:], code=site.postcode)}",
                f"{phone} {digits.format(number=number)}",
                f"www.{site.id}.example",
            ),
        )


def _stacked(sheet: _Sheet, site: Site) -> None:
    """The letterhead as lines one below the other."""
    _rule(sheet)
    for name, lines in _lines(site):
        sheet.line_of(name, size=8, bold=True)
        sheet.line_of("   ".join(lines), size=8, after=1)
    _rule(sheet)


def _in_columns(sheet: _Sheet, site: Site) -> None:
    """The letterhead as three columns, a language each."""
    _rule(sheet)
    for row in zip(*((name, *lines) for name, lines in _lines(site)), strict=True):
        sheet.set_font("Helvetica", size=6.5)
        for place, text in enumerate(row):
            last = place == len(row) - 1
            sheet.cell(
                _WIDTH / 3, 4, text, new_x=XPos.LMARGIN if last else XPos.RIGHT, new_y=YPos.NEXT if last else YPos.TOP
            )
    _rule(sheet)


def _rule(sheet: _Sheet) -> None:
    sheet.ln(3)
    sheet.line(25, sheet.get_y(), 25 + _WIDTH, sheet.get_y())
    sheet.ln(3)


def documents(world: World) -> dict[str, bytes]:
    """Every PDF of the sample web by its name under demo/files."""
    made: dict[str, bytes] = {}
    for scene in world.at(EVER).values():
        if scene.site.platform == "letters":
            invitations = sorted(
                (post for post in scene.posts if post.kind == "invitation"), key=lambda post: post.published
            )
            for place, post in enumerate(invitations):
                made[f"{scene.site.id}/{post.slug}.pdf"] = invitation(scene.site, post, columns=place % 2 == 1)
        if scene.site.platform == "static":
            made |= {
                f"{scene.site.id}/{leaflet_name(post.title)}": leaflet(scene.site, post)
                for post in _wordings(world, scene.site)
            }
    return made


def _wordings(world: World, site: Site) -> Iterator[Post]:
    """A page's wordings under each title it has had or will have."""
    story = next(story for story in world.stories if story.site == site.id and story.kind == "page_update")
    for instant in sorted({*story.instants(), EVER}):
        yield from (post for post in world.at(instant)[site.host("fi")].posts if post.story is story)


def main() -> None:
    """Writes the PDFs where the package keeps them."""
    for name, content in documents(load()).items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


if __name__ == "__main__":
    main()
