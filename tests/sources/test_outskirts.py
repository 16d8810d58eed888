"""What stands beside a text, in it by its shape, or twice: cut where it is the page's, kept where it is the text's."""

from __future__ import annotations

import pytest

from sources.extract import read_page
from stories.model import Reading
from tests.sources.test_extract import fetched

ONE = (
    "Yhdistys avaa ensi viikolla uuden kohtaamispaikan rautatieaseman vanhaan odotussaliin, ja ovet ovat auki iltaisin."
)
TWO = "Tiloissa voi lukea lehtiä, pelata korttia tai vain istua. Kahvista maksetaan sen verran kuin kukin haluaa."
THREE = "Vuokran maksaa kaupunki vuoden loppuun, ja sen jälkeen rahaa haetaan säätiöiltä."
TEXT = f"<div class='x1'><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>"


def read(after: str, text: str = TEXT, before: str = "") -> Reading:
    page = f"<html lang='fi'><head><title>Kohtaamispaikka avataan</title></head><body><div>{before}"
    return read_page(fetched(f"{page}<h1>Kohtaamispaikka avataan</h1>{text}{after}</div></body></html>"))


@pytest.mark.parametrize(
    "after",
    [
        "<div class='q9'>Tulosta</div><div class='q8'>88 katselukertaa</div>",
        "<div><h3>Liitto lyhyesti</h3><p>Liitto on vuonna 1972 perustettu 14 000 jäsenen järjestö.</p></div>",
        "<div><h3>Ajankohtaista</h3><div>28.2.2026 Tukihenkilökurssi alkaa</div></div>",
        "<div><h2>Tule mukaan toimintaan!</h2><p>Meillä opit arjen taitoja ja saat uusia ystäviä.</p></div>",
        "<section data-hook='related-posts'><p>Laavu valmistui.</p></section>",
        "<div class='newsTools'><a>Jaa Facebook-sivullasi</a></div>",
        "<p>Kiitos palautteestasi!</p>",
        "<div><a>« Palaa otsikoihin</a></div>",
    ],
)
def test_parts_of_the_page_are_cut(after: str) -> None:
    assert read(after).body == f"{ONE}\n\n{TWO}\n\n{THREE}"


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("<div><h2>Lisätietoja</h2><p>Maija Mäki, puheenjohtaja</p></div>", "Maija Mäki"),
        ("<div><a href='/esite.pdf'>Esite</a></div>", "Esite"),
        ("<div><ul><li>omat villasukat</li><li>kuppi</li></ul></div>", "villasukat"),
        ("<div><h2>Ohjelma</h2><p>klo 9 kahvit, klo 10 avaus</p></div>", "klo 10 avaus"),
        ("<div><dl><dt>Paikka</dt><dd>Vanha asema</dd></dl></div>", "Vanha asema"),
        (
            "<div class='acc'><h3><button>Kuka saa tulla?</button></h3><p>Kaikki ovat tervetulleita.</p></div>",
            "Kaikki ovat",
        ),
        (
            "<h3><button>Mitä maksaa?</button></h3><div class='accordion-panel' hidden><p>Kahvin hinnan verran.</p></div>",
            "Kahvin hinnan",
        ),
        ("<div class='cta'><a href='/lomake'>Ilmoittaudu viimeistään perjantaina</a></div>", "Ilmoittaudu"),
    ],
)
def test_parts_of_the_text_are_kept(after: str, words: str) -> None:
    assert words in read(after).body


def test_a_form_for_letters_goes_and_a_registration_stays() -> None:
    letters = "<div><h3>Pysy mukana</h3><p>Jätä osoitteesi, niin kerromme lisää.</p><input type='email'></div>"
    signing = "<div><h3>Ilmoittaudu 5.12. mennessä</h3><p>Paikkoja on kaksikymmentä.</p><input type='email'></div>"
    text = f"<div><p>{ONE}</p>{letters}<p>{TWO}</p>{signing}<p>{THREE}</p></div>"
    body = read("", text).body
    assert "Jätä osoitteesi" not in body
    assert "Ilmoittaudu 5.12. mennessä\n\nPaikkoja on kaksikymmentä." in body


def test_contents_pull_quotes_and_marks_of_plugins() -> None:
    contents = "<p><b>Sisällysluettelo</b></p><ul><li><a href='#a'>Ajat</a></li></ul>"
    quote = "<blockquote>Kahvista maksetaan sen verran kuin kukin haluaa</blockquote>"
    text = f"<div>{contents}<p>{ONE}</p>{quote}<h2 id='a'>Ajat <a href='#a'>#</a></h2><p>{TWO}</p><p>{{gallery}}a{{/gallery}}</p></div>"
    assert read("", text).body == f"{ONE}\n\nAjat\n\n{TWO}"


def test_a_quote_of_its_own_stays() -> None:
    quote = "<blockquote>Emme kysy keneltäkään, miksi hän tulee.</blockquote>"
    assert "Emme kysy" in read("", f"<div><p>{ONE}</p>{quote}<p>{TWO}</p></div>").body


def test_another_item_under_its_own_date_ends_the_text() -> None:
    other = "<h1>Pihatalkoot pidettiin</h1><p>12.5.2025</p><p>Haravoitiin lehdet ja paistettiin makkaraa.</p>"
    assert read(other).body == f"{ONE}\n\n{TWO}\n\n{THREE}"
    assert "Koulutus alkaa" in read("<h2>Koulutus alkaa</h2><p>12.5.2025 klo 18 kirjastossa.</p>").body


def test_the_site_and_its_lists_are_no_titles() -> None:
    for above in ("<h1><a href='/'>Kurkelan Eläkeläiset</a></h1>", "<h1>Uutiset</h1>", "<h1>Kurkelan Vanhat ry</h1>"):
        page = (
            f"<html><head><title>Sivu</title></head><body>{above}<h2>Kohtaamispaikka avataan</h2>{TEXT}</body></html>"
        )
        assert read_page(fetched(page)).title == "Kohtaamispaikka avataan", above
