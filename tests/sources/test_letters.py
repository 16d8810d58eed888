"""Letters whose day, sender, tables and edges stand where real ones have them, printed here and read back."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from fpdf import FPDF
from PIL import Image

from sources.documents import read_pdf
from sources.extract import read_page
from stories.dates import HELSINKI
from stories.model import Reading
from stories.visit import Fetched

URL = "https://martat.example/syyskokous.pdf"
TITLE = "Syyskokous pidetään Alajärvellä"
TEXT = (
    "Yhdistyksen sääntömääräinen syyskokous pidetään tiistaina 20.10.2026 klo 18 kirjastossa. "
    "Kokouksessa käsitellään sääntöjen mukaiset asiat.",
    "Kahvit tarjotaan puoli tuntia ennen kokousta. Ilmoita ruoka-aineallergioista 13.10.2026 mennessä.",
    "Tervetuloa vanhat ja uudet jäsenet!",
)


def letter() -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_margin(20)
    pdf.add_page()
    pdf.set_font("Helvetica", "", 11)
    return pdf


def put(pdf: FPDF, text: str, *, size: float = 11, style: str = "", gap: float = 3) -> None:
    pdf.set_font("Helvetica", style, size)
    pdf.multi_cell(0, 6, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(gap)


def put_text(pdf: FPDF) -> None:
    put(pdf, TITLE, size=16, style="B", gap=5)
    for text in TEXT:
        put(pdf, text)


def read(pdf: FPDF) -> Reading:
    return read_pdf(bytes(pdf.output()), URL)


def day(reading: Reading) -> str | None:
    return reading.published_at.astimezone(HELSINKI).date().isoformat() if reading.published_at else None


def in_a_cell(pdf: FPDF, told: str) -> None:
    pdf.set_font("Helvetica", "B", 11)
    pdf.cell(110, 6, "Järviseudun Martat ry")
    pdf.set_font("Helvetica", "", 11)
    pdf.cell(0, 6, told)
    pdf.ln(6)
    pdf.cell(0, 6, "Kirkkotie 3, 62900 Alajärvi")
    pdf.ln(14)


def at_the_right(pdf: FPDF, told: str) -> None:
    pdf.cell(0, 6, "Järviseudun Martat ry")
    pdf.ln(6)
    pdf.cell(0, 6, told, align="R")
    pdf.ln(14)


def in_small_print(pdf: FPDF, told: str) -> None:
    pdf.set_font("Helvetica", "", 8)
    pdf.cell(0, 4, f"Järviseudun Martat ry | {told}")
    pdf.ln(14)


@pytest.mark.parametrize("put_top", [in_a_cell, at_the_right, in_small_print])
@pytest.mark.parametrize(
    "told",
    [
        "Alajärvi 1.10.2026",
        "Alajärvellä 1. lokakuuta 2026",
        "Päivämäärä: 1.10.2026",
        "TIEDOTE 1.10.2026",
        "Tiedote jäsenille 1.10.2026",
        "1.10.2026 Dnro 12/2026",
        "Hallitus 1.10.2026",
        "Vasa den 1 oktober 2026",
        "Helsinki, October 1, 2026",
    ],
)
def test_the_head_of_a_letter_gives_its_day_and_is_cut(put_top: object, told: str) -> None:
    pdf = letter()
    assert callable(put_top)
    put_top(pdf, told)
    put_text(pdf)
    reading = read(pdf)
    assert (reading.title, day(reading), reading.precision) == (TITLE, "2026-10-01", "day")
    assert reading.body == "\n\n".join(TEXT)


@pytest.mark.parametrize("told", ["Alajärvellä 1.10.2026", "Päiväys 1.10.2026", "Vasa den 1 oktober 2026"])
def test_a_letter_signed_at_its_end(told: str) -> None:
    pdf = letter()
    put_text(pdf)
    put(pdf, told, gap=8)
    put(pdf, "Hallitus")
    reading = read(pdf)
    assert day(reading) == "2026-10-01"
    assert reading.body == "\n\n".join((*TEXT, "Hallitus"))


def test_an_events_day_over_the_title_stays_and_dates_nothing() -> None:
    pdf = letter()
    put(pdf, "Torstaina 3.12.2026 klo 18")
    put(pdf, "Lauluilta", size=30, style="B")
    put(pdf, "Kaikki kylän väki tervetuloa laulamaan kynttilöiden valossa!")
    reading = read(pdf)
    assert (reading.title, reading.published_at) == ("Lauluilta", None)
    assert "Torstaina 3.12.2026 klo 18" in reading.body


def test_neither_the_files_day_nor_one_ahead_is_the_publication() -> None:
    pdf = letter()
    pdf.set_creation_date(datetime(2026, 11, 22, tzinfo=UTC))
    put_text(pdf)
    reading = read(pdf)
    assert reading.published_at is None
    assert "date: none is printed; the file was made on 2026-11-22" in reading.kept
    ahead = letter()
    at_the_right(ahead, "Alajärvi 1.10.2026")
    put_text(ahead)
    headers = (("Content-Type", "application/pdf"),)
    seen = datetime(2026, 9, 1, tzinfo=UTC)
    fetched = Fetched(url=URL, final_url=URL, status=200, headers=headers, body=bytes(ahead.output()), fetched_at=seen)
    assert read_page(fetched).published_at is None


class _Framed(FPDF):
    """A letter with a head on every page and small print at its foot."""

    def header(self) -> None:
        self.set_font("Helvetica", "", 9)
        self.cell(90, 5, "OSALLISUUSMINISTERIÖ")
        self.cell(60, 5, "Lausuntopyyntö")
        self.cell(0, 5, f"{self.page_no()} (2)")
        self.ln(5)
        self.cell(90, 5, "DELAKTIGHETSMINISTERIET")
        self.cell(0, 5, "12.11.2026")
        self.ln(20)

    def footer(self) -> None:
        self.set_y(-20)
        self.set_font("Helvetica", "", 7)
        self.cell(0, 4, f"Painettu kierrätyspaperille, vedos {'AB'[self.page_no() - 1]}")


def test_a_head_on_every_page_gives_the_day_and_small_print_goes() -> None:
    pdf = _Framed(format="A4")
    pdf.set_margin(20)
    pdf.add_page()
    put_text(pdf)
    pdf.add_page()
    put(pdf, "Lausunnot ovat julkisia, ja ne voi lukea lausuntopalvelussa heti kun ne on annettu.")
    reading = read(pdf)
    assert (reading.title, day(reading)) == (TITLE, "2026-11-12")
    assert "MINISTER" not in reading.body
    assert "kierrätyspaperille" not in reading.body


def test_a_tables_cells_run_over_lines() -> None:
    pdf = letter()
    put(pdf, TITLE, size=16, style="B")
    pdf.set_font("Helvetica", "", 10)
    rows = (
        ("Klo", "Aihe", "Puhuja"),
        ("12.00", "Lounas", ""),
        ("13.20", "Mistä tunnistaa hyvän sopimuksen,", "Aino Valkama"),
        ("", "kun sitä ei ole kirjoitettu?", ""),
        ("14.50", "Työpajat", "yhdistysten väki"),
    )
    for row in rows:
        for width, cell in zip((20, 90, 50), row, strict=True):
            pdf.cell(width, 5, cell)
        pdf.ln(5)
    pdf.ln(5)
    put(pdf, "Seminaari on maksuton, mutta paikkoja on vain kuusikymmentä.", size=10)
    told = read(pdf).body.split("\n\n")
    assert told == [
        "Klo | Aihe | Puhuja\n12.00 | Lounas\n"
        "13.20 | Mistä tunnistaa hyvän sopimuksen, kun sitä ei ole kirjoitettu? | Aino Valkama\n"
        "14.50 | Työpajat | yhdistysten väki",
        "Seminaari on maksuton, mutta paikkoja on vain kuusikymmentä.",
    ]


def test_letters_set_apart_in_a_title_are_one_word() -> None:
    pdf = letter()
    put(pdf, "K E S Ä J U H L A", size=30, style="B")
    put(pdf, "Kaikki kylän väki tervetuloa tanssimaan rantalavalle juhannuksena!")
    assert read(pdf).title == "KESÄJUHLA"


def test_what_a_scanning_program_prints_is_no_text() -> None:
    pdf = letter()
    picture = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(picture, "JPEG")
    pdf.image(picture, x=0, y=0, w=210)
    put(pdf, "Scanned with CamScanner", size=8)
    assert "scanned" in (read(pdf).failure or "")
