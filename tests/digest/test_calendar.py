from __future__ import annotations

from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from digest.audience_file import find_audience
from digest.calendar import icalendar
from digest.issue import Issue
from digest.material import Due
from digest.select import select
from tests.digest.sample import ENTRIES, HELSINKI, OCCASIONS, WEEK, at, due, entry


def issue(*dues: Due, entries: Any = ENTRIES, language: str = "fi") -> Issue:
    chosen = find_audience("jarjestot")
    return select(entries, dues or OCCASIONS, audience=chosen, week=WEEK, language=language, already_sent=())


def events(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_the_calendar_holds_every_coming_occasion_by_date() -> None:
    found = [(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in events(icalendar(issue()))]
    assert found == [
        ("Määräaika: Kutsu: kunnat ja kansalaisyhteiskunta samassa pöydässä", date(2026, 11, 23)),
        ("Kutsu: kunnat ja kansalaisyhteiskunta samassa pöydässä", datetime(2026, 11, 24, 13, tzinfo=HELSINKI)),
        (
            "Määräaika: Pienet kehittämisavustukset paikallisyhdistyksille haettavissa",
            datetime(2026, 11, 30, 16, 15, tzinfo=HELSINKI),
        ),
        ("Seminariedagar om frivilligarbete i glesbygden", date(2026, 12, 1)),
        ("Määräaika: Lausuntopyyntö yhdistyslain muuttamisesta", date(2026, 12, 8)),
    ]


def test_days_end_on_the_next_day_and_times_carry_their_zone() -> None:
    text = icalendar(issue())
    assert "DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261203\r\n" in text
    assert "DTSTART;TZID=Europe/Helsinki:20261124T130000\r\nDTEND;TZID=Europe/Helsinki:20261124T150000\r\n" in text
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Helsinki\r\n" in text
    assert "DTSTAMP:20261123T040000Z\r\n" in text


def test_the_file_is_the_same_bytes_in_short_lines_and_ids_are_unique() -> None:
    text = icalendar(issue(language="sv"))
    assert text == icalendar(issue(language="sv"))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    uids = [str(event["UID"]) for event in events(text)]
    assert len(uids) == len(set(uids)) == 5
    assert uids == [str(event["UID"]) for event in events(icalendar(issue(language="fi")))]


def test_hostile_texts_add_no_property() -> None:
    hostile = "Kokous\r\nATTACH:https://x.example/\nEND:VEVENT; , \\"
    story = entry("paha", fi=(hostile, ""))
    occasion = due("paha", place=hostile, title={"fi": hostile}, url={"fi": "javascript:alert(1)"})
    (event,) = events(icalendar(issue(occasion, entries=[story])))
    assert "ATTACH" not in event
    assert str(event["SUMMARY"]) == "Kokous ATTACH:https://x.example/ END:VEVENT; , \\"
    assert str(event["URL"]) == story.versions["fi"].url


def test_an_occasion_may_have_a_title_and_an_address_of_its_own() -> None:
    occasion = due(
        "s", start=at(25, 9), title={"fi": "Aamukahvit"}, url={"fi": "https://a.example/ilmo"}, is_online=True
    )
    (event,) = events(icalendar(issue(occasion, entries=[entry("s")])))
    assert (str(event["SUMMARY"]), str(event["URL"]), str(event["LOCATION"])) == (
        "Aamukahvit",
        "https://a.example/ilmo",
        "verkossa",
    )


def test_a_letter_without_occasions_is_still_a_calendar() -> None:
    assert events(icalendar(issue(entries=()))) == []
