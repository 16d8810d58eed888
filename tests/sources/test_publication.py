"""Lines by which Finnish, Swedish and English pages say when they came out, over, under and at the end of a text."""

from __future__ import annotations

import pytest

from sources.extract import read_page
from stories.dates import HELSINKI
from stories.model import Reading
from tests.sources.test_extract import fetched

TEXT = (
    "<p>Yhdistys avaa ensi viikolla uuden kohtaamispaikan rautatieaseman vanhaan odotussaliin.</p>"
    "<p>Tiloissa voi lukea lehtiä, pelata korttia tai vain istua. Vuosikokous on 12.4.2026 klo 18.</p>"
)


def read(*, above: str = "", below: str = "", end: str = "", head: str = "") -> Reading:
    page = f"<html><head><title>Kohtaamispaikka avataan</title>{head}</head><body><div>{above}"
    return read_page(fetched(f"{page}<h1>Kohtaamispaikka avataan</h1>{below}{TEXT}{end}</div></body></html>"))


def day(reading: Reading) -> str | None:
    return reading.published_at.astimezone(HELSINKI).date().isoformat() if reading.published_at else None


@pytest.mark.parametrize("place", ["above", "below"])
@pytest.mark.parametrize(
    "line",
    [
        "Julkaisija admin, 3.3.2026",
        "3.3.2026 / Leena",
        "Ti 3.3.2026 klo 14:05",
        "Lähetetty ti, 03/03/2026 - 14:05",
        "Submitted by admin on Tue, 03/03/2026 - 14:05",
        "3.3.2026 klo 9.12 Leena Kurki, toiminnanjohtaja",
        "Päivätty 3.3.2026",
        "Toimitus | 3.3.2026 | Kommentit (2)",
        "Leena Kurki 3.3.2026 12:15 | Yleinen | 3 kommenttia",
        "Keskiviikko, 3 Maaliskuu 2026 14:12",
        "5 minuuttia · 3.3.2026 · Leena Kurki",
        "Utgiven 3.3.2026",
        "Luotu 3.3.2026 | Viimeksi muokattu 5.3.2026",
    ],
)
def test_the_day_is_read_and_its_line_cut(line: str, place: str) -> None:
    reading = read(above=f"<p>{line}</p>") if place == "above" else read(below=f"<p>{line}</p>")
    assert day(reading) == "2026-03-03"
    assert "2026" not in reading.body.replace("12.4.2026", "")


@pytest.mark.parametrize(
    "line", ["Leena Kurki 3.3.2026", "Kirjoitettu 3.3.2026", "Viitasaarella 3.3.2026", "Teksti: Leena Kurki, 3.3.2026"]
)
def test_a_signature_at_the_end_dates_a_text(line: str) -> None:
    assert day(read(end=f"<p>{line}</p>")) == "2026-03-03"


@pytest.mark.parametrize(
    "line", ["Torstaina 3.12.2026 klo 18", "Kuopio 3.3.2026 klo 18-20", "Aika: 3.3.2026 klo 17.30"]
)
def test_an_events_line_is_none(line: str) -> None:
    reading = read(below=f"<p>{line}</p>")
    assert reading.published_at is None
    assert line in reading.body


def test_a_day_that_readers_see_wins_over_a_templates() -> None:
    head = '<script type="application/ld+json">{"@type":"Article","datePublished":"2019-01-01T10:00:00+02:00"}</script>'
    assert day(read(head=head, below="<p>3.3.2026</p>")) == "2026-03-03"
    assert day(read(head=head)) == "2019-01-01"


def test_a_change_at_the_moment_of_publication_or_before_it_is_none() -> None:
    stamp = '<meta property="article:published_time" content="2026-03-03T10:00:00+02:00">'
    for changed, told in (("2026-03-03T10:00:05+02:00", False), ("2026-03-01T10:00:00+02:00", False)):
        head = f'{stamp}<meta property="article:modified_time" content="{changed}">'
        assert (read(head=head).modified_at is not None) is told
    later = f'{stamp}<meta property="article:modified_time" content="2026-03-03T12:00:00+02:00">'
    assert read(head=later).modified_at is not None
