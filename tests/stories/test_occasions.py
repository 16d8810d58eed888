"""Events and deadlines are found as people write them; dates that are neither are left alone."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.dates import HELSINKI
from stories.model import Occasion
from stories.occasions import occasion_lines, occasions
from tests.stories.test_dates import EN, FI, SV

SENTENCES = [
    tuple(json.loads(line).values())
    for line in Path(__file__).with_name("data").joinpath("occasion_sentences.jsonl").read_text("utf-8").splitlines()
]
PUBLISHED = datetime(2026, 9, 1, 9, tzinfo=HELSINKI)
FI_DAYS = "maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina".split()
SV_DAYS = "måndagen tisdagen onsdagen torsdagen fredagen lördagen söndagen".split()


def read(
    body: str, *, title: str = "", published: datetime | None = PUBLISHED, summary: str = ""
) -> tuple[Occasion, ...]:
    return occasions(title=title, summary=summary, body=body, published_at=published)


def told(found: tuple[Occasion, ...]) -> list[str]:
    return sorted(f"{one.kind[0]} {one.start}" for one in found)


@pytest.mark.parametrize(("published", "text", "expected"), SENTENCES)
def test_a_text_names_its_occasions(published: str, text: str, expected: list[str]) -> None:
    at = datetime.fromisoformat(published).replace(hour=9, tzinfo=HELSINKI)
    assert told(read(text, published=at)) == sorted(expected)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("TERVETULOA SYYSKOKOUKSEEN KE 25.11. KLO 17!", ["e 2026-11-25T17:00"]),
        ("HÖSTMÖTE I KUOPIO 7.11.2026", ["e 2026-11-07"]),
        ("Hae stipendiä 6.11. mennessä", ["d 2026-11-06"]),
        ("Webinaari vapaaehtoisille to 1.10. klo 9", ["e 2026-10-01T09:00"]),
        ("ASIAKASMAKSUT MUUTTUVAT 1.1.2027", []),
        ("Toimisto kiinni 24.12.–6.1.", []),
    ],
)
def test_a_title_alone_names_its_occasions(title: str, expected: list[str]) -> None:
    assert told(read("", title=title)) == expected


MAY = datetime(2026, 5, 11, 9, tzinfo=HELSINKI)  # a Monday


def test_an_event_has_its_end_its_place_and_its_sentence() -> None:
    body = (
        "Hanke esitellään. Seminaari pidetään Kuopion Musiikkikeskuksessa torstaina 12.11.2026 klo 9.15–15. Tervetuloa!"
    )
    (one,) = read(body)
    assert (one.start, one.end, one.place, one.online) == (
        "2026-11-12T09:15", "2026-11-12T15:00", "Kuopion Musiikkikeskus", False,
    )  # fmt: skip
    assert one.quote == "Seminaari pidetään Kuopion Musiikkikeskuksessa torstaina 12.11.2026 klo 9.15–15."
    assert one.notes == ()


def test_a_range_of_days_ends_on_its_last() -> None:
    assert [(one.start, one.end) for one in read("Messut ovat 29.12.2026–2.1.2027.")] == [("2026-12-29", "2027-01-02")]
    (one,) = read("Vi träffas tisdagen den 3 november kl. 12 och slutar onsdagen den 4 november kl. 13.")
    assert (one.start, one.end) == ("2026-11-03T12:00", "2026-11-04T13:00")


def test_a_night_ends_on_the_next_day() -> None:
    (one,) = read("Tanssit järjestetään lauantaina 10.10. klo 20–01.")
    assert one.end == "2026-10-11T01:00"


@pytest.mark.parametrize(
    ("text", "online"),
    [
        ("Koulutus järjestetään Teamsissa ti 6.10. klo 9.", True),
        ("Webbinariet hålls onsdagen den 7 oktober kl. 14.", True),
        ("Tilaisuus pidetään Oulussa to 8.10. klo 9, ja sitä voi seurata myös verkossa.", True),
        ("Juhla pidetään Oulussa to 8.10. klo 17. Ilmoittaudu verkkolomakkeella.", False),
    ],
)
def test_an_event_online_says_so(text: str, online: bool) -> None:
    assert [one.online for one in read(text)] == [online]


def test_a_label_names_the_place() -> None:
    (event,) = read("Syyskokous\nAika: to 8.10.2026 klo 18\nPaikka: Järjestötalo, Kauppakatu 5, Lahti")
    assert (event.start, event.place) == ("2026-10-08T18:00", "Järjestötalo, Kauppakatu 5, Lahti")


def test_a_contradicting_weekday_keeps_the_date_and_is_noted() -> None:
    (one,) = read("Ilta vietetään torstaina 20.11.2026 klo 18.")
    assert one.start == "2026-11-20T18:00"
    assert one.notes == ("weekday contradicts: 2026-11-20 is a Friday, the text says Thursday",)


def test_one_occasion_told_thrice_is_one() -> None:
    found = read(
        "Juhla järjestetään lauantaina 10.10. kello 12–15 Porissa.",
        title="Syysjuhla 10.10.",
        summary="Tervetuloa juhlaan lauantaina 10. lokakuuta!",
    )
    assert [(one.start, one.place) for one in found] == [("2026-10-10T12:00", "Pori")]


def test_a_time_may_stand_in_the_next_sentence() -> None:
    (one,) = read("Kiitosilta on torstaina 8.10. Porissa. Ilta alkaa klo 17.30 ja päättyy noin kello 21.")
    assert (one.start, one.end) == ("2026-10-08T17:30", "2026-10-08T21:00")


def test_a_weekdays_habit_gives_its_time() -> None:
    (one,) = read("Kuoron kausi alkaa maanantaina 5.10. Harjoitukset ovat maanantaisin klo 18–20.")
    assert (one.start, one.end) == ("2026-10-05T18:00", "2026-10-05T20:00")


def test_an_exact_day_replaces_a_months_end() -> None:
    text = "Hakuaikaa jatketaan lokakuun loppuun asti. Hakemus jätetään viimeistään 30.10. klo 16."
    assert told(read(text)) == ["d 2026-10-30T16:00"]


def test_without_a_publication_day_only_full_dates_are_read() -> None:
    text = "Retki on lauantaina 10.10. klo 9. Juhla on 7.11.2026 klo 12."
    assert told(read("Retki tehdään lauantaina 10.10. klo 9.", published=None)) == []
    assert told(read(text, published=None)) == ["e 2026-10-10T09:00", "e 2026-11-07T12:00"]


def test_an_aware_publication_counts_by_the_finnish_day() -> None:
    late = datetime(2026, 9, 1, 22, 30, tzinfo=UTC)  # already 2 September in Finland
    assert told(read("Tänään klo 18 järjestetään asukasilta.", published=late)) == ["e 2026-09-02T18:00"]


DAYS = st.dates(min_value=date(2026, 9, 2), max_value=date(2027, 6, 30))


@given(DAYS, st.integers(7, 20), st.integers(0, 5))
def test_any_event_in_a_known_form_is_read_back(day: date, hour: int, form: int) -> None:
    fi, sv = FI_DAYS[day.weekday()], SV_DAYS[day.weekday()]
    text = (
        f"Seminaari pidetään {fi} {day.day}.{day.month}. klo {hour}–{hour + 2}.",
        f"Seminaari pidetään {fi} {day.day}. {FI[day.month - 1]} kello {hour}.",
        f"Seminaari järjestetään {day.day}.{day.month}.{day.year} klo {hour}.00–{hour + 2}.30.",
        f"Seminariet hålls {sv} den {day.day} {SV[day.month - 1]} kl. {hour}–{hour + 2}.",
        f"The seminar will be held on {day.day} {EN[day.month - 1]} {day.year} at {hour}:00.",
        f"Aika: {fi[:2]} {day.day}.{day.month}.{day.year} klo {hour}",
    )[form]
    assert told(read(text)) == [f"e {day.isoformat()}T{hour:02d}:00"], text


@given(DAYS, st.integers(0, 5))
def test_any_deadline_in_a_known_form_is_read_back(day: date, form: int) -> None:
    fi, sv = FI_DAYS[day.weekday()], SV_DAYS[day.weekday()]
    text = (
        f"Ilmoittaudu viimeistään {fi} {day.day}.{day.month}.",
        f"Hakuaika päättyy {day.day}.{day.month}.{day.year}.",
        f"Lähetä hakemus {day.day}. {FI[day.month - 1]} {day.year} mennessä.",
        f"Anmäl dig senast {sv} den {day.day} {SV[day.month - 1]}.",
        f"Ansökningstiden går ut den {day.day} {SV[day.month - 1]} {day.year}.",
        f"Please register by {day.day} {EN[day.month - 1]} {day.year}.",
    )[form]
    assert told(read(text)) == [f"d {day.isoformat()}"], text


@given(DAYS, st.integers(1, 6))
def test_any_range_of_days_is_read_back(day: date, length: int) -> None:
    last = day + timedelta(days=length)
    text = f"Leiri järjestetään {day.day}.{day.month}.{day.year}–{last.day}.{last.month}.{last.year}."
    assert [(one.start, one.end) for one in read(text)] == [(day.isoformat(), last.isoformat())]


FRAGMENTS = st.sampled_from(
    ["ti 14.9. ", "klo 13–15 ", "31.2. ", "den 12–13 november ", "torstaina ", "viimeistään ", "mennessä ", "\n", ". ", "– ",
     "i dag ", "99.99.9999 ", "1.–", "ja ", "Aika: ", "lokakuun loppuun ", "29.2. ", "kl. ", "5 p.m. ", "0.0. ", "29 februari 2027 "]
)  # fmt: skip


@settings(deadline=None)
@given(st.text(max_size=400) | st.lists(FRAGMENTS, max_size=40).map("".join), st.booleans())
def test_no_text_raises(text: str, dated: bool) -> None:
    for one in read(text, title=text[:100], summary=text[50:200], published=PUBLISHED if dated else None):
        datetime.fromisoformat(one.start)
        assert one.end is None or datetime.fromisoformat(one.end)


@pytest.mark.parametrize(
    "unit",
    [
        "Seminaari pidetään ti 14.9. klo 13–15 Oulussa. ",
        "1.",
        "12.–",
        "a",
        "ti 14.9. ",
        "\n",
        "klo ",
        "Aa",
        "1.1., ",
        "(",
        "-\n",
    ],
)
def test_a_huge_text_is_read_in_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    begun = time.process_time()
    read(text, title=text, summary=text)
    assert time.process_time() - begun < 2.0


def test_lines_in_are_lines_out() -> None:
    row = {
        "id": "a",
        "title": "Juhla",
        "body": "Juhla on 5.12. klo 13–15 Oulussa.",
        "published_at": "2026-11-02T09:00:00+02:00",
    }
    (line,) = occasion_lines([row])
    assert line == {
        "id": "a",
        "occasions": [
            {
                "kind": "event", "start": "2026-12-05T13:00", "end": "2026-12-05T15:00", "place": "Oulu",
                "online": False, "quote": "Juhla on 5.12. klo 13–15 Oulussa.",
            }
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("Föreningsprojektet i Mellersta Finland bjuder på kaffe torsdagen den 26 november kl. 18. Vi ses på Gula huset.", "Gula"),
        ("Milloin? Torstaina 26.11. klo 13–15\n\nMissä? Lieksan kulttuurikeskus\n\nKoulutus on maksuton.", "Lieksan kulttuurikeskus"),
        ("När? Torsdagen den 26 november kl. 13–15\n\nVar? Lurens, Lovisa\n\nUtbildningen är avgiftsfri.", "Lurens, Lovisa"),
        ("I Karleby diskuterar vi torsdagen den 26 november kl. 13–15.", "Karleby"),
        ("Seminaari pidetään 26.11. klo 9 Valtaoja-salissa, Rantakatu 4, Imatra.", "Valtaoja-sali, Rantakatu 4, Imatra"),
        ("Uusissa tiloissa vietetään avajaisia 26.11. klo 12.", None),
        ("Luvassa on juhla 26.11. klo 12.", None),
        ("Messut pidetään kunnan liikuntahallissa 26.11. klo 10–14.", "kunnan liikuntahalli"),
        ("Ilta järjestetään 26.11. klo 18 Mikkelin Päämajan kabinetissa.", "Mikkelin Päämajan kabinetti"),
        ("Kurssi on Iisalmessa 26.11. klo 18.", "Iisalmi"),
        ("Webinaari pidetään Teamsissa 26.11. klo 18.", "Teams"),
    ],
)  # fmt: skip
def test_the_place_of_an_event(body: str, place: str | None) -> None:
    found = occasions(title="", body=body, published_at=datetime(2026, 11, 2, 9, tzinfo=HELSINKI))
    assert len({one.start[:10] for one in found}) == 1, found
    told = found[0].place
    assert told == place or (place == "Gula" and (told or "").startswith("Gula")), found


def test_the_day_a_post_begins_is_no_event() -> None:
    body = "Tehtävä alkaa 1.2.2027. Hakuaika päättyy 30.11.2026 klo 16."
    found = occasions(title="Haemme ohjaajaa", body=body, published_at=datetime(2026, 11, 2, 9, tzinfo=HELSINKI))
    assert [(one.kind, one.start) for one in found] == [("deadline", "2026-11-30T16:00")]
