from __future__ import annotations

from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from digest.audience_file import find_audience
from digest.calendar import icalendar, occasion_calendar, occasion_calendars
from digest.issue import Issue
from digest.material import Due
from digest.select import select
from tests.digest.sample import ENTRIES, HELSINKI, OCCASIONS, WEEK, at, due, entry


def issue(*dues: Due, entries: Any = ENTRIES, language: str = "fi") -> Issue:
    chosen = find_audience("jarjestot")
    return select(entries, dues or OCCASIONS, audience=chosen, week=WEEK, language=language)


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


def moved(**changes: Any) -> Due:
    """An occasion that has an id of its own, as the snapshot gives it."""
    told: dict[str, Any] = {"occasion_id": "0f" * 16, "changed_at": at(20, 3), "title": {"fi": "Ilta", "sv": "Kväll"}}
    return due("s-1", **(told | changes))


def test_an_occasion_that_moves_keeps_its_uid_and_raises_its_sequence() -> None:
    (before,) = events(occasion_calendar([moved(start=at(24, 13))], language="fi"))
    (after,) = events(occasion_calendar([moved(start=at(25, 14), sequence=1, changed_at=at(21, 3))], language="fi"))
    assert before["UID"] == after["UID"] == f"{'0f' * 16}@kooste"
    assert (before.get("SEQUENCE", 0), after["SEQUENCE"]) == (0, 1)
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")
    assert after.decoded("DTSTART") == datetime(2026, 11, 25, 14, tzinfo=HELSINKI)


def test_letter_and_export_know_an_occasion_by_the_same_uid() -> None:
    occasion = moved(start=at(25, 14))
    (in_letter,) = events(icalendar(issue(occasion, entries=[entry("s-1")])))
    (alone,) = events(occasion_calendar([occasion], language="sv"))
    assert in_letter["UID"] == alone["UID"]
    assert str(alone["SUMMARY"]) == "Kväll"


def test_a_calendar_may_be_called_otherwise() -> None:
    calendar = Calendar.from_ical(icalendar(issue(), name="Määräajat"))
    assert str(calendar["X-WR-CALNAME"]) == "Määräajat"


def test_each_occasion_is_a_whole_calendar_under_a_name_that_stays_apart() -> None:
    dues = [moved(start=at(24, 13)), moved(start=at(25), is_all_day=True, occasion_id="ab" * 16, kind="deadline")]
    files = dict(occasion_calendars(dues, language="fi"))
    assert list(files) == ["2026-11-24-event-0f0f0f0f.ics", "2026-11-25-deadline-abababab.ics"]
    for text in files.values():
        assert text.count("BEGIN:VEVENT") == 1
        assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Helsinki\r\n" in text
    assert list(occasion_calendars(dues, language="fi")) == list(files.items())


def test_hostile_words_stay_inside_their_property() -> None:
    hostile = "Kokous\r\nATTACH:https://x.example/\nEND:VEVENT"
    told = {"fi": hostile}
    bad = moved(quote=hostile, place=hostile, title=told, organisation_name=told, url={"fi": "javascript:alert(1)"})
    (event,) = events(occasion_calendar([bad], language="fi"))
    assert not {"ATTACH", "URL"} & set(event)


def test_the_hour_that_daylight_saving_moves_is_told_in_local_time() -> None:
    summer = datetime(2027, 3, 28, 4, tzinfo=HELSINKI)
    text = occasion_calendar(
        [moved(start=summer, ends_at=datetime(2027, 10, 31, 4, 30, tzinfo=HELSINKI))], language="fi"
    )
    assert "DTSTART;TZID=Europe/Helsinki:20270328T040000\r\nDTEND;TZID=Europe/Helsinki:20271031T043000\r\n" in text


def test_what_no_text_tells_any_more_is_cancelled_in_calendars_and_in_no_letter() -> None:
    gone = due("s", start=at(25, 9), is_cancelled=True, sequence=3, occasion_id="ab" * 16, changed_at=at(22, 3))
    made = issue(due("s", start=at(26, 9)), gone, entries=[entry("s")])
    first, _ = events(icalendar(made))
    assert (str(first["STATUS"]), str(first["UID"])[:4]) == ("CANCELLED", "abab")
    assert [one.starts_at for placed in made.placed for one in placed.occasions] == [at(26, 9)]
    (alone,) = events(occasion_calendar([gone], language="fi"))
    assert (str(alone["STATUS"]), alone["SEQUENCE"]) == ("CANCELLED", 3)


def test_a_reader_gets_the_place_and_the_words_of_their_own_language() -> None:
    inari = due(
        "s",
        place="Inari",
        url={"fi": "https://a.example/fi", "sv": "https://a.example/sv"},
        quote="Kahvila avautuu Inarissa.",
        places={"fi": "Inari", "sv": "Enare", "en": ""},
        quotes={"fi": "Kahvila avautuu Inarissa.", "sv": "Kaféet öppnar i Enare."},
    )
    for language, place, words in (("fi", "Inari", "Kahvila avautuu"), ("sv", "Enare", "Kaféet öppnar")):
        letter = icalendar(issue(inari, entries=[entry("s")], language=language))
        for (event,) in (events(letter), events(occasion_calendar([inari], language=language))):
            assert str(event["LOCATION"]) == place
            assert str(event["DESCRIPTION"]).startswith(words)
    assert inari.place_in("en") == "Inari"
