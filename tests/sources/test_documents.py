"""Letters and leaflets printed here and read back."""

from __future__ import annotations

import io
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sources.documents import read_pdf
from sources.extract import read_page
from sources.printing import joined
from stories.model import Reading
from stories.visit import Fetched

URL = "https://ministerio.example/documents/kutsu.pdf"
LETTERHEAD = (
    ("Kansalaisasiain ministeriö", "Ministeriet för medborgarärenden", "Ministry for Civic Affairs"),
    ("Postiosoite", "Postadress", "Postal address"),
    ("PL 31, 00023 Valtioneuvosto", "PB 31, 00023 Statsrådet", "PO Box 31, FI-00023 Government"),
    ("Käyntiosoite", "Besöksadress", "Street address"),
    ("Kuulijankatu 2", "Åhörargatan 2", "Kuulijankatu 2"),
    ("Puhelin 0295 000 000", "Telefon 0295 000 000", "Telephone +358 295 000 000"),
    ("www.ministerio.example", "kirjaamo@ministerio.example", "registry@ministerio.example"),
)


def letter() -> FPDF:
    pdf = FPDF(format="A4")
    pdf.set_margin(20)
    pdf.add_page()
    return pdf


def say(pdf: FPDF, text: str, *, size: float = 11, bold: bool = False, gap: float = 4) -> None:
    pdf.set_font("Helvetica", "B" if bold else "", size)
    pdf.multi_cell(0, 5.5, text, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(gap)


def put_letterhead(pdf: FPDF, size: float = 8) -> None:
    pdf.set_font("Helvetica", "", size)
    for row in LETTERHEAD:
        for cell in row:
            pdf.cell(56, 4.2, cell)
        pdf.ln(4.2)
    pdf.ln(6)


def read(pdf: FPDF) -> Reading:
    return read_pdf(bytes(pdf.output()), URL)


def test_invitation_with_a_letterhead_in_the_middle_of_the_page() -> None:
    pdf = letter()
    pdf.set_font("Helvetica", "", 10)
    pdf.cell(110, 5, "Kutsu")
    pdf.cell(40, 5, "25.8.2021")
    pdf.cell(0, 5, "VN/1234/2021")
    pdf.ln(14)
    say(pdf, "Kutsu yhdistysten kuulemistilaisuuteen", size=15, bold=True)
    say(pdf, "Ministeriö kutsuu järjestöt keskustelemaan yhdistyslain uudistuksesta.")
    put_letterhead(pdf)
    say(pdf, "Tiistaina 14.9.2021 klo 13-15. Tilaisuus pidetään verkossa.")
    say(pdf, "Ilmoittautumiset viimeistään keskiviikkona 8.9.2021. Lisätietoja: Elina Varvikko, puh. 050 000 0402.")
    reading = read(pdf)
    assert reading.title == "Kutsu yhdistysten kuulemistilaisuuteen"
    assert reading.body.split("\n\n") == [
        "Ministeriö kutsuu järjestöt keskustelemaan yhdistyslain uudistuksesta.",
        "Tiistaina 14.9.2021 klo 13-15. Tilaisuus pidetään verkossa.",
        "Ilmoittautumiset viimeistään keskiviikkona 8.9.2021. Lisätietoja: Elina Varvikko, puh. 050 000 0402.",
    ]
    assert reading.published_at == datetime(2021, 8, 24, 21, tzinfo=UTC)  # never the event's or the deadline's date
    assert any("letterhead" in line for line in reading.cut)


def test_a_contact_block_is_no_letterhead() -> None:
    pdf = letter()
    say(pdf, "Leiri alkaa", size=16, bold=True)
    say(pdf, "Leirille mahtuu kolmekymmentä nuorta, ja se on osallistujille maksuton.")
    say(pdf, "Lisätietoja antavat", bold=True, gap=0)
    for line in ("Aino Laine, puh. 050 000 0001", "Otso Mäki, puh. 050 000 0002", "leiri@nuoret.example"):
        say(pdf, line, gap=0)
    body = read(pdf).body
    assert "050 000 0001" in body
    assert "leiri@nuoret.example" in body


def test_two_columns_are_read_one_after_the_other() -> None:
    pdf = letter()
    say(pdf, "Tukihenkilön opas", size=20, bold=True)
    top = pdf.get_y()
    left = "Vasen palsta kertoo tukihenkilön tehtävistä ja siitä, miten alkuun pääsee. " * 5
    right = "Oikea palsta kertoo tukihenkilön oikeuksista ja siitä, mistä saa apua. " * 5
    pdf.set_font("Helvetica", "", 10)
    pdf.multi_cell(78, 5, left)
    pdf.set_xy(112, top)
    pdf.multi_cell(78, 5, right)
    body = " ".join(read(pdf).body.split())
    assert left.strip() in body
    assert right.strip() in body
    assert body.index("Vasen") < body.index("Oikea")


def test_labels_and_values_stay_on_their_lines() -> None:
    pdf = letter()
    say(pdf, "Kurssin tiedot", size=18, bold=True)
    pdf.set_font("Helvetica", "", 11)
    for label, value in (
        ("Aika", "keskiviikko 13.1.2027 klo 17-19"),
        ("Paikka", "Kuopion pääkirjasto, Maaherrankatu 12"),
        ("Hinta", "maksuton"),
    ):
        pdf.cell(40, 6, label)
        pdf.cell(0, 6, value)
        pdf.ln(6)
    body = " ".join(read(pdf).body.split())
    assert "Aika keskiviikko 13.1.2027 klo 17-19" in body
    assert "Paikka Kuopion pääkirjasto" in body


def test_headers_footers_and_page_numbers_are_cut() -> None:
    pdf = letter()
    for number in range(1, 5):
        if number > 1:
            pdf.add_page()
        pdf.set_font("Helvetica", "", 9)
        pdf.text(20, 12, "Esimerkkiyhdistys ry | Toimintasuunnitelma")
        pdf.text(190, 12, f"{number} (4)")
        pdf.text(20, 288, f"Sivu {number}")
        say(pdf, f"Luku numero {number}: yhdistys jatkaa työtään kylillä ja kaupungissa entiseen tapaan.", gap=8)
    reading = read(pdf)
    assert "Toimintasuunnitelma" not in reading.body
    assert "Sivu" not in reading.body
    assert reading.body.count("Luku numero") == 4


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["yhteis-", "työ jatkuu"], "yhteistyö jatkuu"),
        (["sosiaali-", "ja terveysala"], "sosiaali- ja terveysala"),
        (["social-", "och hälsovård"], "social- och hälsovård"),
        (["EU-", "maat"], "EU-maat"),
        (["linja-", "auto"], "linja-auto"),
        (["vuosina 2026-", "2027"], "vuosina 2026-2027"),
        (["yhdis\xad", "tys"], "yhdistys"),
        (["Helsinki -", "Turku"], "Helsinki - Turku"),
    ],
)
def test_words_divided_at_a_line_end(lines: list[str], whole: str) -> None:
    assert joined(lines) == whole


def test_divided_words_of_a_printed_paragraph() -> None:
    pdf = letter()
    say(pdf, "Uutinen", size=18, bold=True)
    pdf.set_font("Helvetica", "", 11)
    for line in (
        "Maakunnan järjes-",
        "töjen yhteinen iltapäivä kokosi sosiaali- ja terveys-",
        "alan toimijat Kuopioon keskustelemaan.",
    ):
        pdf.cell(0, 5.5, line, new_x="LMARGIN", new_y="NEXT")
    assert "järjestöjen yhteinen iltapäivä kokosi sosiaali- ja terveysalan toimijat" in read(pdf).body


def large(pdf: FPDF) -> None:
    say(pdf, "Avustushaku aukeaa", size=17)


def kind_over_title(pdf: FPDF) -> None:
    say(pdf, "TIEDOTE", size=14, bold=True)
    say(pdf, "Avustushaku aukeaa", size=13, bold=True)


def subject(pdf: FPDF) -> None:
    say(pdf, "Asia: Avustushaku aukeaa")


def own_title(pdf: FPDF) -> None:
    pdf.set_title("Avustushaku aukeaa")


def rough_title(pdf: FPDF) -> None:
    pdf.set_title("Microsoft Word - luonnos3.docx")
    say(pdf, "Avustushaku aukeaa", bold=True)


@pytest.mark.parametrize("title", [large, kind_over_title, subject, own_title, rough_title])
def test_titles(title: Callable[[FPDF], None]) -> None:
    pdf = letter()
    title(pdf)
    say(pdf, "Yhdistysten avustushaku aukeaa joulukuussa ja päättyy tammikuun viimeisenä päivänä.")
    reading = read(pdf)
    assert reading.title == "Avustushaku aukeaa"
    assert reading.body == "Yhdistysten avustushaku aukeaa joulukuussa ja päättyy tammikuun viimeisenä päivänä."


def test_release_number_and_place_before_the_date() -> None:
    pdf = letter()
    say(pdf, "Pressmeddelande 12/2026")
    say(pdf, "Helsingfors 3.11.2026")
    say(pdf, "Mötesplatser får nytt stöd", size=16, bold=True)
    say(pdf, "Stödet riktas till föreningar som driver öppna mötesplatser i hela landet.")
    reading = read(pdf)
    assert (reading.release, reading.published_at) == ("12/2026", datetime(2026, 11, 2, 22, tzinfo=UTC))


def scanned() -> bytes:
    pdf = letter()
    picture = io.BytesIO()
    Image.new("L", (400, 500), 220).save(picture, "PNG")
    pdf.image(picture, x=10, y=10, w=180)
    return bytes(pdf.output())


def encrypted() -> bytes:
    pdf = letter()
    say(pdf, "Salainen kirje, jota kukaan ei lue ilman salasanaa.")
    pdf.set_encryption("omistaja", "lukija", EncryptionMethod.RC4, AccessPermission.none())
    return bytes(pdf.output())


def bomb() -> bytes:
    packed = zlib.compress(b"\0" * 150_000_000, 9)
    return b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode/Length 1>>\nstream\n" + packed + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (scanned, "scanned"),
        (encrypted, "encrypted"),
        (bomb, "unpacks to over"),
        (lambda: b"%PDF-1.7\nrubbish", "PDF"),
        (lambda: b"", "PDF"),
        (lambda: b"%PDF-1.4 " + b"0" * 26_000_000, "26 MB"),
        (lambda: b"%PDF <</Filter [/FlateDecode /FlateDecode]>>", "packed twice"),
    ],
)
def test_what_cannot_be_read_is_said(body: Callable[[], bytes], words: str) -> None:
    begun = time.process_time()
    reading = read_pdf(body(), URL)
    assert words in (reading.failure or "")
    assert reading.body == ""
    assert time.process_time() - begun < 8


def test_pages_and_time_are_capped() -> None:
    pdf = letter()
    for number in range(63):
        say(pdf, f"Sivu {number} kertoo yhdistyksen toiminnasta kylällä laajasti ja tarkasti.")
        pdf.add_page()
    body = bytes(pdf.output())
    capped = read_pdf(body, URL)
    assert "cut: pages 61–64" in capped.cut
    assert "Sivu 60 kertoo" not in capped.body
    hurried = read_pdf(body, URL, seconds=-1)
    assert hurried.failure is not None
    assert hurried.body == ""


def test_pages_know_a_pdf_by_its_first_bytes() -> None:
    pdf = letter()
    say(pdf, "Kylätalo avautuu", size=18, bold=True)
    say(pdf, "Kylätalo avautuu remontin jälkeen lokakuussa, ja avajaisiin ovat kaikki tervetulleita.")
    now = datetime(2026, 11, 23, tzinfo=UTC)
    answer = Fetched(url=URL, final_url=URL, status=200, headers=(), body=bytes(pdf.output()), fetched_at=now)
    assert read_page(answer).title == "Kylätalo avautuu"


SOUND = bytes(letter().output())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SOUND) - 1), st.binary(max_size=12))
def test_no_damage_raises(at: int, damage: bytes) -> None:
    read_pdf(SOUND[:at] + damage + SOUND[at + len(damage) :], URL)
    read_pdf(SOUND[:at], URL)


def official_letter(*, top: str, addressed: str, spread: str) -> FPDF:
    """A letter with its head in rows, a foot without label words in three languages, a distribution list at its end."""
    pdf = letter()
    say(pdf, top, gap=0)
    say(pdf, "13.11.2026          KAAV/210/2026          1 (1)")
    say(pdf, addressed)
    say(pdf, "Lausuntopyyntö kaavoitusavustuksista", size=14)
    say(
        pdf,
        "Kaavoitusvirasto pyytää järjestöjen ja kuntien lausuntoa asetuksesta, joka koskee kaavoitusavustuksia vuonna 2027.",
    )
    for row in (
        ("Kaavoitusvirasto", "Planläggningsverket", "Finnish Planning Authority"),
        ("PL 61, 00521 Helsinki", "PB 61, 00521 Helsingfors", "P.O. Box 61, FI-00521 Helsinki"),
        ("Puh. 0295 000 610", "Tfn 0295 000 610", "Tel. +358 295 000 610"),
        ("www.kaavoitus.example", "kirjaamo@kaavoitus.example"),
    ):
        say(pdf, spread.join(row), size=7, gap=0)
    pdf.ln(6)
    say(pdf, "Lausunnot pyydetään viimeistään 11.12.2026 viraston kirjaamoon sähköisesti.")
    say(pdf, "Johtava asiantuntija          Kalervo Lehto")
    return pdf


@pytest.mark.parametrize("spread", ["   ", "     ", "            "])
@pytest.mark.parametrize(
    ("top", "addressed", "closing"),
    [
        (
            "KAAVOITUSVIRASTO          Lausuntopyyntö",
            "Jakelussa mainituille",
            ["Jakelu          Kunnat", "Maakuntien liitot"],
        ),
        ("Planläggningsverket          Begäran om utlåtande", "Enligt sändlista", ["Sändlista", "Kommunerna"]),
        ("Kaavoitusvirasto          KIRJE", "Jakelun mukaan", ["Jakelu: Kunnat", "Tiedoksi: Ympäristöjärjestöt"]),
    ],
)
def test_official_letter_without_its_office(spread: str, top: str, addressed: str, closing: list[str]) -> None:
    pdf = official_letter(top=top, addressed=addressed, spread=spread)
    for line in closing:
        say(pdf, line)
    reading = read(pdf)
    assert reading.title == "Lausuntopyyntö kaavoitusavustuksista"
    assert reading.body.split("\n\n") == [
        "Kaavoitusvirasto pyytää järjestöjen ja kuntien lausuntoa asetuksesta, joka koskee kaavoitusavustuksia vuonna 2027.",
        "Lausunnot pyydetään viimeistään 11.12.2026 viraston kirjaamoon sähköisesti.",
        "Johtava asiantuntija Kalervo Lehto",
    ]
    assert reading.published_at == datetime(2026, 11, 12, 22, 0, tzinfo=UTC)


def test_enclosures_contacts_and_sentences_after_a_distribution_list_stay() -> None:
    pdf = letter()
    say(pdf, "Kutsu keskustelemaan satama-alueesta", size=15)
    say(pdf, "Virasto kutsuu yhdistykset keskustelemaan satama-alueen tulevasta käytöstä torstaina 3.12.2026 klo 15.")
    say(pdf, "Tiedoksi kaikille, että tilaisuuteen pitää ilmoittautua ennen marraskuun viimeistä päivää.")
    say(pdf, "Jakelu")
    say(pdf, "Satamayhdistykset")
    say(pdf, "Lisätietoja: Kalervo Lehto, puh. 0295 000 611")
    say(pdf, "Liitteet: ohjelma ja kartta")
    body = read(pdf).body
    assert "Satamayhdistykset" not in body
    assert "Jakelu" not in body
    for kept in ("Tiedoksi kaikille", "Lisätietoja: Kalervo Lehto", "Liitteet: ohjelma ja kartta"):
        assert kept in body


def test_a_list_of_people_is_no_letterhead() -> None:
    pdf = letter()
    say(pdf, "Alueiden yhteyshenkilöt", size=15)
    say(pdf, "Alueilla työskentelee neljä järjestökoordinaattoria, joihin voi ottaa yhteyttä arkisin.")
    for name in ("Maija Mäki", "Ville Virta", "Sanna Salo"):
        say(pdf, name, gap=0)
        say(pdf, "Puh. 040 000 0000", gap=0)
        say(pdf, "nimi@alue.example")
    assert read(pdf).body.count("Puh. 040 000 0000") == 3
