"""What hangs around texts: bylines, press rooms' own boxes, buttons and counters, on pages and in feeds."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from sources.articles import body_of
from sources.extract import read_page
from sources.fragments import own_text
from stories.dates import HELSINKI
from stories.model import Item, Reading
from stories.visit import Fetched

NOW = datetime(2026, 11, 23, 0, 15, tzinfo=UTC)
ADDRESS = "https://yhdistys.example/uutiset/1"
FIRST = "Rantakylän asukasyhdistys avasi kirjahyllyn satamaan, ja lainaajia on käynyt jo 212."
SECOND = "Kirjat tuodaan hyllyyn kerran viikossa, ja kuka tahansa saa ottaa niistä yhden kotiinsa."


def read(markup: str, item: Item | None = None) -> Reading:
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    page = Fetched(url=ADDRESS, final_url=ADDRESS, status=200, headers=headers, body=markup.encode(), fetched_at=NOW)
    return read_page(page, item=item)


def local(moment: datetime | None) -> str:
    return f"{moment.astimezone(HELSINKI):%Y-%m-%d %H:%M}" if moment else ""


BYLINES = [
    ("12 november 2026 kl. 19.30 av Gunilla", "2026-11-12 19:30"),
    ("12.11.2026 klo 7.45 av Gunilla Sand", "2026-11-12 07:45"),
    ("Kirjoittanut Pentti Rauhala 12.11.2026", "2026-11-12 00:00"),
    ("Teksti: Pentti Rauhala, 12.11.2026", "2026-11-12 00:00"),
    ("By Anna Berg on 12 November 2026", "2026-11-12 00:00"),
    ("Skrivet av Gunilla Sand den 12 november 2026", "2026-11-12 00:00"),
    ("Lisätty 12.11.2026", "2026-11-12 00:00"),
    ("Tillagd 12.11.2026", "2026-11-12 00:00"),
    ("Added 12 November 2026", "2026-11-12 00:00"),
    ("To 12.11.2026", "2026-11-12 00:00"),
    ("torstai 12. marraskuuta 2026", "2026-11-12 00:00"),
    ("Torsdag 12.11.2026", "2026-11-12 00:00"),
]


@pytest.mark.parametrize(("line", "day"), BYLINES, ids=[line for line, _ in BYLINES])
@pytest.mark.parametrize(
    "shape", ["<h1>{t}</h1><p>{l}</p>", "<p>{l}</p><h1>{t}</h1>", "<h1>{t}</h1><div class='byline'>{l}</div>"]
)
def test_byline_is_cut_and_dates_the_text(line: str, day: str, shape: str) -> None:
    reading = read(shape.format(t="Kirjahylly satamaan", l=line) + f"<p>{FIRST}</p><p>{SECOND}</p>")
    assert reading.body == f"{FIRST}\n\n{SECOND}"
    assert local(reading.published_at) == day


@pytest.mark.parametrize(
    "line",
    [
        "Tiistaina 17.11.2026 klo 18",  # on Tuesday something happens
        "Ti 17.11.2026 klo 18–20",
        "Ti 8.12.2026",  # a day to come
        "Tisdagen den 17 november 2026",
        "12.12.2026",
        "Av glädje och tacksamhet 2026",
    ],
)
def test_an_event_under_the_title_stays(line: str) -> None:
    reading = read(f"<h1>Glögi-ilta seurantalolla</h1><p>{line}</p><p>{FIRST}</p><p>{SECOND}</p>")
    assert reading.body.startswith(line)


def test_a_weekday_and_date_that_the_listing_contradicts_is_an_event() -> None:
    item = Item(
        source="a/b",
        url=ADDRESS,
        title="Glögi-ilta",
        published_at=datetime(2026, 11, 20, 8, tzinfo=UTC),
        precision="minute",
    )
    reading = read(f"<h1>Glögi-ilta</h1><p>Ti 17.11.2026</p><p>{FIRST}</p>", item)
    assert reading.body.startswith("Ti 17.11.2026")


def test_a_ministry_before_its_date() -> None:
    top = "<div><span>Kuntaministeriö</span> <span>Julkaisuajankohta 12.11.2026 15.30</span><div>Tiedote 12/2026</div>"
    reading = read(f"{top}<h1>Avustus kirjahyllyille</h1><p>{FIRST}</p><p>{SECOND}</p></div>")
    assert local(reading.published_at) == "2026-11-12 15:30"


PRESS_ROOMS = {
    "fi": (
        "<section><h2>Tilaa tiedotteet sähköpostiisi</h2><p>Haluatko saada tiedotteemme ensimmäisenä? Kun tilaat tiedotteemme, saat ne "
        "sähköpostiisi samalla hetkellä kuin toimitukset.</p><button>Tilaa</button></section><h2>Lue lisää julkaisijalta Rantakylä ry</h2>"
        "<div><a href='/tiedote/2'>Laituri sai valot</a><p>Laiturin valot sytytettiin marraskuussa.</p></div>"
        "<p>Uutishuoneessa voit lukea tiedotteitamme.</p><a href='/huone'>Tutustu uutishuoneeseemme</a>"
    ),
    "sv": (
        "<h2>Följ Rantakylä rf</h2><p>Abonnera på våra pressmeddelanden. Endast mejladress behövs.</p><h2>Läs mer från utgivaren</h2>"
        "<div><a href='/tiedote/2'>Bryggan fick ljus</a><p>Ljusen på bryggan tändes i november.</p></div><p>I vårt pressrum kan du läsa mer.</p>"
    ),
    "en": (
        "<h2>Subscribe to releases from Rantakylä</h2><p>Subscribe to all the latest releases by e-mail. You can unsubscribe at any time.</p>"
        "<h2>Latest releases from Rantakylä</h2><div><a href='/tiedote/2'>Lights on the pier</a><p>The lights were lit in November.</p></div>"
        "<p>In our pressroom you can read all our latest releases.</p>"
    ),
}


@pytest.mark.parametrize("language", PRESS_ROOMS)
def test_a_press_room_frames_its_releases(language: str) -> None:
    contact = "<h2>Yhteyshenkilöt</h2><p>Pentti Rauhala, puh. 050 000 0000, pentti@yhdistys.example</p>"
    reading = read(
        f"<main><h1>Kirjahylly satamaan</h1><p>{FIRST}</p><p>{SECOND}</p>{contact}{PRESS_ROOMS[language]}</main>"
    )
    assert reading.body.split("\n\n") == [
        FIRST,
        SECOND,
        "Yhteyshenkilöt",
        "Pentti Rauhala, puh. 050 000 0000, pentti@yhdistys.example",
    ]


def test_a_text_about_a_newsletter_is_no_invitation() -> None:
    text = "Yhdistys aloittaa uutiskirjeen, jonka voi tilata sähköpostiin. Ensimmäinen kirje lähtee 1.12.2026."
    follow = "Seuraa satamaa -hanke päättyy"
    reading = read(f"<h1>Uutiskirje alkaa</h1><p>{text}</p><h2>{follow}</h2><p>{FIRST}</p>")
    assert reading.body.split("\n\n") == [text, follow, FIRST]


@pytest.mark.parametrize(
    "end",
    [
        "<a href='/'>&lt;&lt; Takaisin</a><p>Kävijälaskuri: 40 395</p>",
        "<p>Besökare 1203</p>",
        "<p>2 310 katselukertaa</p>",
        "<div class='wp-block-buttons'><a class='wp-block-button__link' href='/liity'>Liity jäseneksi</a></div>",
        "<p><a href='/bli'>Bli medlem</a></p>",
    ],
)
def test_buttons_and_counters_are_cut(end: str) -> None:
    assert read(f"<h1>Kirjahylly</h1><p>{FIRST}</p><p>{SECOND}</p>{end}").body == f"{FIRST}\n\n{SECOND}"


FEED_TAILS = {
    "jetpack": "<div class='wp-block-jetpack-sharing-buttons'><p>Jaa tämä uutinen</p><ul><li><a href='/s'>Facebook</a></li></ul></div>"
    "<div id='jp-relatedposts'><h3>Lue seuraavaksi</h3><p><a href='/2'>Laituri sai valot ja penkit</a></p></div>",
    "bare": "<h4>Läs också</h4><ul><li><a href='/2'>Bryggan fick ljus och bänkar</a></li></ul>",
    "share": "<p>Dela på: <a href='https://f.example'>Facebook</a> <a href='https://l.example'>LinkedIn</a></p>",
    "letter": "<h3>Tilaa uutiskirjeemme</h3><p>Saat kuulumiset suoraan sähköpostiisi kerran kuussa.</p>",
    "tail": "<p>Artikkeli <a href='/1'>Hylly</a> julkaistiin ensimmäisen kerran <a href='/'>sivulla</a>.</p>",
}


@pytest.mark.parametrize("tail", FEED_TAILS)
def test_furniture_in_a_feed_is_cut(tail: str) -> None:
    assert own_text(f"<p>{FIRST}</p>\n<p>{SECOND}</p>{FEED_TAILS[tail]}", ADDRESS) == f"{FIRST}\n\n{SECOND}"


def test_a_feed_of_links_or_plain_words_stays_whole() -> None:
    links = "".join(f"<li><a href='/{n}'>Kokouksen {n} pöytäkirja ja liitteet</a></li>" for n in range(4))
    assert own_text(f"<ul>{links}</ul>", ADDRESS).count("pöytäkirja") == 4
    assert own_text("Ensin yksi.\n\nSitten toinen.", ADDRESS) == "Ensin yksi.\n\nSitten toinen."
    assert own_text("", ADDRESS) == own_text("<!-- -->", ADDRESS) == ""


def test_a_listing_longer_by_furniture_loses_to_the_page() -> None:
    item = Item(source="a/b", url=ADDRESS, title="Hylly", content=f"<p>{FIRST}</p><p>{SECOND}</p><p>Satama.Nyt</p>")
    page = Reading(title="Hylly", body=f"{FIRST}\n\n{SECOND}")
    assert body_of(item, page) == page.body
    whole = Item(source="a/b", url=ADDRESS, title="Hylly", content=f"<p>{FIRST}</p><p>{SECOND}</p><p>{SECOND * 2}</p>")
    assert body_of(whole, page).endswith(SECOND * 2)


@pytest.mark.parametrize("unit", ["av ", "Tilaa uutiskirje ", "12.11.2026 ", "Läs mer från ", "käyttäjän a ", "1 "])
def test_long_lines_take_no_time(unit: str) -> None:
    start = time.perf_counter()
    read(f"<h1>Otsikko</h1><p>{unit * 20_000}</p>" + f"<p>{unit * 20}</p>" * 200)
    own_text(f"<p>{unit * 20_000}</p>", ADDRESS)
    assert time.perf_counter() - start < 4
