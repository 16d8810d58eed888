"""Pages that say only that there is nothing to read, and news that uses the same words."""

from __future__ import annotations

import pytest

from sources.extract import read_page
from stories.model import Reading
from tests.sources.test_extract import fetched

NEWS = (
    "<p>Yhdistys avaa ensi viikolla uuden kohtaamispaikan rautatieaseman vanhaan odotussaliin, ja ovet ovat auki.</p>"
    "<p>Tiloissa voi lukea lehtiä, pelata korttia tai vain istua. Kahvista maksetaan sen verran kuin haluaa.</p>"
)


def read(main: str, title: str = "Sivusto") -> Reading:
    return read_page(fetched(f"<html><head><title>{title}</title></head><body><main>{main}</main></body></html>"))


@pytest.mark.parametrize(
    ("main", "reason"),
    [
        ("<h1>Sivua ei löytynyt</h1><p>Tarkista osoite tai palaa etusivulle ja kokeile hakua.</p>", "not found"),
        ("<h1>404</h1><p>Hakemaasi sisältöä ei ole olemassa, tai se on siirretty muualle.</p>", "not found"),
        ("<h1>Hoppsan!</h1><p>Sidan du söker hittades inte. Kontrollera adressen eller använd sökningen.</p>", "found"),
        ("<h1>Page not found</h1><p>Try the search or start again from the front page of the site.</p>", "not found"),
        (
            "<h1>Poistettu</h1><p>Tiedote on poistettu palvelusta julkaisijan pyynnöstä eikä sitä voi enää lukea.</p>",
            "removed",
        ),
        ("<h1>Logga in</h1><p>Sidan är avsedd för medlemmar. Använd ditt medlemsnummer och lösenord.</p>", "sign in"),
        ("<h1>Jäsensivut</h1><p>Sinulla ei ole oikeutta nähdä tätä sivua. Ota yhteyttä toimistoon.</p>", "sign in"),
        (
            "<h1>Uutiset</h1><p>Sivusto vaatii toimiakseen JavaScriptin. Ota JavaScript käyttöön selaimessasi.</p>",
            "scripts",
        ),
        (
            "<h1>Vieraskirja</h1><p>Ei vielä merkintöjä. Kirjoita ensimmäinen tervehdys alla olevaan kenttään.</p>",
            "nothing",
        ),
    ],
)
def test_a_page_that_says_so_is_no_article(main: str, reason: str) -> None:
    reading = read(main)
    assert reading.body == ""
    assert reason in (reading.failure or "")


@pytest.mark.parametrize(
    "title",
    [
        "Lääkäriä ei löytynyt koko kesänä",
        "Kirjaudu sisään uuteen palveluun helmikuussa",
        "Evästeiden käyttö muuttuu sivustollamme",
        "Sidan för anhöriga har flyttats till ny adress",
    ],
)
def test_news_with_the_same_words_is_one(title: str) -> None:
    assert read(f"<h1>{title}</h1>{NEWS}{NEWS.replace('Yhdistys', 'Liitto') * 4}").failure is None


def test_a_consent_needs_its_buttons() -> None:
    words = "Käytämme evästeitä sivuston kehittämiseen, tilastointiin ja markkinoinnin kohdentamiseen. "
    asked = f"<p>{words * 5}</p>"
    button = "<button>Hyväksy kaikki</button><button>Vain välttämättömät</button>"
    assert "consent" in (read(f"<h1>Yksityisyytesi</h1>{asked}{button}").failure or "")
    assert "consent" not in (read(f"<h1>Yksityisyytesi</h1>{NEWS}{asked}{button}").failure or "")
