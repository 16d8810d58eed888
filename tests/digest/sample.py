"""A week of stories for the digest's tests: original text, every kind, both languages, some in only one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from digest.material import Due, Entry, Version
from digest.week import Week

WEEK = Week("2026-W47")
HELSINKI = ZoneInfo("Europe/Helsinki")
NAMES = {
    "soste": {"fi": "SOSTE Suomen sosiaali ja terveys ry", "sv": "SOSTE Finlands social och hälsa rf"},
    "stm": {"fi": "Sosiaali- ja terveysministeriö", "sv": "Social- och hälsovårdsministeriet"},
    "om": {"fi": "Oikeusministeriö", "sv": "Justitieministeriet"},
    "savo": {"fi": "Pohjois-Savon Sosiaaliturvayhdistys ry"},
    "folkhalsan": {"sv": "Folkhälsan"},
    "avustuskeskus": {"fi": "Sosiaali- ja terveysjärjestöjen avustuskeskus"},
}
KINDS = {"soste": "umbrella", "stm": "ministry", "om": "ministry", "savo": "regional", "avustuskeskus": "agency"}


def at(day: int, hour: int = 9, minute: int = 0, *, month: int = 11) -> datetime:
    """A moment of 2026 on a Finnish clock, in UTC."""
    return datetime(2026, month, day, hour, minute, tzinfo=HELSINKI).astimezone(UTC)


def entry(story_id: str, *, organisation: str = "soste", kind: str = "news", **given: Any) -> Entry:
    """A story with standing values; `fi`, `sv`, `en`, `se` are (title, summary)."""
    texts = {code: given.pop(code) for code in ("fi", "sv", "en", "se") if code in given}
    versions = {
        code: Version(title=title, summary=summary, url=f"https://www.{organisation}.example/{code}/{story_id}")
        for code, (title, summary) in (texts or {"fi": (f"Otsikko {story_id}", "")}).items()
    }
    values: dict[str, Any] = {
        "published_at": at(18),
        "organisation": organisation,
        "organisation_name": NAMES.get(organisation, {"fi": organisation.title()}),
        "organisation_kind": KINDS.get(organisation, "association"),
        "kind": kind,
        "region": "FI",
        "versions": versions,
        "languages": tuple(versions),
        "sources": (f"{organisation}/news",),
    }
    return Entry(story_id=story_id, **(values | given))


def due(story_id: str, kind: Literal["event", "deadline"] = "event", start: datetime | None = None, **more: Any) -> Due:
    """An occasion of a story, in the week after the letter's own unless told otherwise."""
    return Due(story_id=story_id, kind=kind, starts_at=start or at(24, 13), **more)


ENTRIES = (
    entry(
        "pohjoismaat",
        published_at=at(20, 13, 2),
        sources=("soste/news", "stm/news"),
        fi=(
            "Kansalaistoiminnan uusi pohjoismainen yhteistyö",
            "Kolmen maan kattojärjestöt sopivat yhteisestä ohjelmasta, joka tuo paikallisyhdistysten kokemukset "
            "mukaan hyvinvointipolitiikan valmisteluun. Työ alkaa keväällä.",
        ),
        sv=(
            "Civilsamhällets nya nordiska samarbete",
            "Paraplyorganisationer i tre länder enades om ett gemensamt program som för in lokalföreningarnas "
            "erfarenheter i beredningen av välfärdspolitiken. Arbetet inleds i vår.",
        ),
    ),
    entry(
        "sotelaki",
        organisation="stm",
        published_at=at(19, 14, 15),
        fi=(
            "Hyvinvointialueiden ja järjestöjen yhteistyöstä säädetään laissa",
            "Esityksen mukaan jokaisella hyvinvointialueella olisi neuvottelukunta, jossa järjestöt ovat mukana. "
            "Agenda 2030 -tavoitteet kirjattaisiin lain perusteluihin.",
        ),
        sv=(
            "Samarbetet mellan välfärdsområden och organisationer skrivs in i lag",
            "Enligt propositionen ska varje välfärdsområde ha en delegation där organisationerna är med.",
        ),
        en=("Cooperation between wellbeing services counties and organisations to be laid down by law", ""),
    ),
    entry(
        "savo-kartoitus",
        organisation="savo",
        region="FI-15",
        published_at=at(17, 10),
        fi=(
            "Järjestökartoitus: joka kolmas yhdistys etsii uusia vapaaehtoisia",
            "Kyselyyn vastasi 212 yhdistystä. Eniten kaivataan apua viestintään, taloushallintoon ja "
            "tapahtumien järjestämiseen.",
        ),
    ),
    entry(
        "haku",
        organisation="avustuskeskus",
        kind="grant_call",
        published_at=at(16, 9),
        fi=(
            "Pienet kehittämisavustukset paikallisyhdistyksille haettavissa",
            "Avustusta voi saada enintään 8 000 euroa kokeiluun, joka vahvistaa osallisuutta.",
        ),
        sv=(
            "Små utvecklingsunderstöd för lokalföreningar kan sökas",
            "Understöd på högst 8 000 euro beviljas för försök som stärker delaktigheten.",
        ),
    ),
    entry(
        "lausunto",
        organisation="om",
        kind="statement_request",
        published_at=at(18, 12),
        fi=(
            "Lausuntopyyntö yhdistyslain muuttamisesta",
            "Ministeriö pyytää lausuntoja etäkokouksia ja jäsenluetteloa koskevista ehdotuksista.",
        ),
        sv=(
            "Begäran om utlåtande: ändring av föreningslagen",
            "Ministeriet ber om utlåtanden om förslagen som gäller distansmöten och medlemsförteckningen.",
        ),
    ),
    entry(
        "tyopaja",
        organisation="om",
        kind="invitation",
        published_at=at(17, 15),
        fi=(
            "Kutsu: kunnat ja kansalaisyhteiskunta samassa pöydässä",
            "Työpajassa luonnostellaan malli, jolla yhdistykset pääsevät mukaan kunnan valmisteluun ajoissa.",
        ),
    ),
    entry(
        "seminarium",
        organisation="folkhalsan",
        kind="invitation",
        published_at=at(18, 8),
        sv=(
            "Seminariedagar om frivilligarbete i glesbygden",
            "Två dagar om hur små föreningar hittar nya medlemmar när avstånden är långa.",
        ),
    ),
    entry(
        "sami",
        organisation="stm",
        published_at=at(18, 9, 30),
        se=("Sámi organisašuvnnat válmmastallet oktasaš cealkámuša", "Cealkámuš gieđahallá bálvalusaid iežas gillii."),
    ),
    entry(
        "blogi",
        kind="blog",
        published_at=at(19, 8),
        fi=("Miksi hallituksen kokous kannattaa aloittaa kuulumisilla", "Kolme havaintoa kymmeneltä vuodelta."),
        sv=("Varför styrelsemötet borde börja med en runda", "Tre iakttagelser från tio år."),
    ),
    entry("strategia", organisation="savo", region="FI-15", kind="page_update", fi=("Järjestöstrategia 2026–2029", "")),
    entry(
        "tietosuoja", kind="page_update", fi=("Yhdistyksen tietosuojaopas", ""), sv=("Föreningens dataskyddsguide", "")
    ),
    entry("tyopaikka", kind="job", fi=("Haemme järjestökoordinaattoria Kuopioon", "")),
)
OCCASIONS = (
    due("haku", "deadline", at(30, 16, 15)),
    due("lausunto", "deadline", at(8, 0, month=12), is_all_day=True),
    due("tyopaja", "event", at(24, 13), ends_at=at(24, 15), place="Helsinki", is_online=True),
    due("tyopaja", "deadline", at(23, 0), is_all_day=True),
    due("seminarium", "event", at(1, 0, month=12), ends_at=at(2, 0, month=12), is_all_day=True, place="Närpes"),
)


def many(number: int) -> tuple[Entry, ...]:
    """So many full stories by as many organisations, each with a long summary in both national languages."""
    lead = "Yhdistykset kertovat, että uudet jäsenet löytyvät läheltä, kun heitä kysytään mukaan nimeltä. "
    return tuple(
        entry(
            f"juttu-{n:03d}",
            organisation=f"jarjesto-{n:03d}",
            published_at=at(16, 8) + timedelta(minutes=n),
            fi=(f"Paikallisyhdistysten talous on kiristynyt, kertoo kysely numero {n}", lead * 3),
            sv=(f"Lokalföreningarnas ekonomi har blivit stramare, visar enkät nummer {n}", lead * 3),
        )
        for n in range(number)
    )
