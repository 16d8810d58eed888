"""Feeds and pages for the crawl's benchmark: Finnish news of made-up organisations, the same for the same numbers."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

NEWEST = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("_", " ") for word in text.split())


_ABOUT = (
    "vapaaehtoistyön rahoituksesta",
    "järjestöjen avustuksista",
    "omaishoitajien jaksamisesta",
    "nuorten mielenterveydestä",
    "ikääntyneiden asumisesta",
    "lapsiperheiden palveluista",
    "vammaisten oikeuksista",
    "yhdenvertaisuudesta",
    "päihdetyön tulevaisuudesta",
    "digitaalisesta saavutettavuudesta",
    "hyvinvointialueiden yhteistyöstä",
    "osallisuudesta",
)
_PLACES = ("Kuopiossa", "Jyväskylässä", "Iisalmessa", "Tampereella", "Helsingissä", "Oulussa", "Turussa", "Varkaudessa")
_WHO = _words(
    """
    järjestöt yhdistykset kunnat hyvinvointialueet vapaaehtoiset asiantuntijat omaiset nuoret eläkeläiset
    opettajat kuntoutujat päättäjät tutkijat ohjaajat perheet jäsenyhdistykset seurakunnat oppilaitokset
    kehittäjät vertaistukijat
    """
)
_WHAT = _words(
    """
    kansalaistoimintaa neuvontaa tukipalveluja yhteistyötä koulutuksia kohtaamispaikkoja toimintaedellytyksiä
    perusoikeuksia verkostoja ryhmätoimintaa tutkimustietoa rahoitusmalleja esteettömyyttä vertaistukea
    osaamista palveluohjausta hankkeita kumppanuuksia oppimateriaaleja liikuntaharrastuksia
    """
)
_DO = _words(
    """
    kehittävät tarvitsevat puolustavat arvioivat järjestävät rahoittavat suunnittelevat toivovat vahvistavat
    lisäävät kartoittavat edistävät tarjoavat uudistavat kokoavat esittelevät
    """
)
_HOW = _words(
    """
    yhdessä nopeasti ympäri_vuoden paikallisesti maakunnissa aiempaa_enemmän vähemmän ensisijaisesti
    matalalla_kynnyksellä verkossa jalkautuen ruotsiksikin pitkäjänteisesti avoimesti maksutta
    """
)
_SENTENCES = (
    "Liitto on antanut lausunnon {about} ja korostaa, että {who} {do} {what} {how}.",
    "Kysely lähetettiin {n} yhdistykselle, ja siihen vastasi yli puolet vastaanottajista.",
    "{Who} {do} {what} ja {what} {how}, kertoo tuore selvitys.",
    "{Who} {do} {what}, kun taas {who} {do} {how} {what}.",
    "Puheenjohtajan mukaan leikkaukset osuvat siihen, miten {who} {do} {what}.",
    "Tilaisuus järjestetään {place} {day}.{month}.2026 klo {hour}, ja siihen voi osallistua myös etänä.",
    "Ilmoittautuminen päättyy {day}.{month}.2026.",
    "Hanke saa rahoitusta {n} 000 euroa, ja sen aikana {who} {do} {what}.",
    "Monelle vertaistuki on ainoa paikka, jossa voi puhua {about}.",
    "Jäsenyhdistykset kokoontuivat {place} keskustelemaan {about}.",
    "Työryhmän mukaan {who} {do} {how} {what} eivätkä vain {what}.",
    "Joka {n}. vastaaja on jäänyt ilman apua, vaikka {who} {do} {what}.",
    "Koulutus on maksuton, ja materiaalit ovat saatavilla suomeksi ja ruotsiksi.",
    "{Who} {do} ensi vuonna {what}; tavoitteena on, että {who} {do} {what} {how}.",
)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>'
    "<title>Järjestö {feed}</title><link>{base}/{feed}/</link><description>Ajankohtaista</description>"
    "<language>fi</language><lastBuildDate>{built}</lastBuildDate>"
)


def feed(number: int, base: str, *, entries: int, size: int, newer: int = 0, built: datetime = NEWEST) -> bytes:
    """An RSS feed with whole texts of about `size` bytes; `newer` entries stand above those of the first night."""
    head = _HEAD.format(feed=number, base=base, built=format_datetime(built))
    items = "".join(_entry(number, place, base, size) for place in range(-newer, entries))
    return f"{head}{items}</channel></rss>".encode()


def page(number: int, place: int, size: int) -> bytes:
    """The page behind an entry: the same text among a site's furniture."""
    chance = _chance(number, place)
    title, _, body = _title(chance), _lead(chance), _body(chance, size)
    at = _published(place)
    return (
        f'<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>{escape(title)} – Järjestö {number}</title>'
        f'<meta property="article:published_time" content="{at.isoformat()}"></head><body><header><nav><ul>'
        '<li><a href="/">Etusivu</a></li><li><a href="/uutiset/">Uutiset</a></li></ul></nav></header>'
        f"<main><article><h1>{escape(title)}</h1><time>{at:%d.%m.%Y}</time>{body}</article></main>"
        "<footer><p>Järjestö, Esimerkkikatu 1, 70100 Kuopio</p></footer></body></html>"
    ).encode()


def _entry(number: int, place: int, base: str, size: int) -> str:
    chance = _chance(number, place)
    title, lead, body = _title(chance), _lead(chance), _body(chance, size)
    return (
        f"<item><title>{escape(title)}</title><link>{base}/{number}/uutiset/{1000 - place}/</link>"
        f'<guid isPermaLink="false">{number}-{1000 - place}</guid><dc:creator>Toimitus</dc:creator>'
        f"<category>Uutinen</category><pubDate>{format_datetime(_published(place))}</pubDate>"
        f"<description>{escape(lead)}</description><content:encoded><![CDATA[{body}]]></content:encoded>"
        "<slash:comments>0</slash:comments></item>"
    )


def _chance(number: int, place: int) -> random.Random:
    return random.Random(f"{number}/{place}")


def _published(place: int) -> datetime:
    return NEWEST - timedelta(hours=7 * place, minutes=place * 13 % 60)


def _sentence(chance: random.Random) -> str:
    return chance.choice(_SENTENCES).format(
        about=chance.choice(_ABOUT),
        who=chance.choice(_WHO),
        Who=chance.choice(_WHO).capitalize(),
        do=chance.choice(_DO),
        what=chance.choice(_WHAT),
        how=chance.choice(_HOW),
        place=chance.choice(_PLACES),
        n=chance.randrange(3, 90),
        day=chance.randrange(1, 29),
        month=chance.randrange(11, 13),
        hour=chance.randrange(9, 18),
    )


def _title(chance: random.Random) -> str:
    return f"Lausunto {chance.choice(_ABOUT)} {chance.randrange(1, 400)}/2026"


def _lead(chance: random.Random) -> str:
    return f"{_sentence(chance)} {_sentence(chance)}"


def _body(chance: random.Random, size: int) -> str:
    """Ordinary HTML of an editor: an image, paragraphs with links, a list, a script."""
    parts = [f'<p style="margin:0"><img src="/kuvat/{chance.randrange(10**6)}.jpg" alt="" width="640"/></p>']
    while sum(len(part.encode()) for part in parts) < size - 330:
        link = f'<a href="/uutiset/{chance.randrange(10**6)}/?a=1&amp;b=2">{chance.choice(_ABOUT)}</a>'
        parts.append(f"<p>{_sentence(chance)} {_sentence(chance)} Lue lisää {link}.</p>")
    parts.append(f"<ul><li>{_sentence(chance)}</li><li>{_sentence(chance)}</li></ul><script>var x=1;</script>")
    return "".join(parts)
