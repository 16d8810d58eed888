"""Publication dates as written by people and machines are read, and nothing else is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.dates import HELSINKI, finnish, published_line, read_moment, version_moments

FI = (
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta"
).split()
SV = "januari februari mars april maj juni juli augusti september oktober november december".split()
EN = ("January February March April May June July August September October November December").split()
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
SE = (
    "ođđajagimánu guovvamánu njukčamánu cuoŋománu miessemánu geassemánu suoidnemánu borgemánu čakčamánu golggotmánu "
    "skábmamánu juovlamánu"
).split()


def local(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=HELSINKI)  # type: ignore[misc, arg-type]  # year … second, in order


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("24.5.2019 12:01", local(2019, 5, 24, 12, 1), "minute"),
        ("10.08.2017, 13:20", local(2017, 8, 10, 13, 20), "minute"),
        ("15.2.2019 13.20", local(2019, 2, 15, 13, 20), "minute"),
        ("27.6.2018 kl. 15.53", local(2018, 6, 27, 15, 53), "minute"),
        ("27.6.2018 klo 13.47", local(2018, 6, 27, 13, 47), "minute"),
        ("15.1.2024 12:00:00 EET", local(2024, 1, 15, 12), "second"),
        ("1.7.2024 12:00 EEST", local(2024, 7, 1, 12), "minute"),
        ("4.11.2026", local(2026, 11, 4), "day"),
        ("17. marraskuuta 2026", local(2026, 11, 17), "day"),
        ("17 november 2026 kl. 9", local(2026, 11, 17, 9), "minute"),
        ("den 17 november 2026 klockan 9.05", local(2026, 11, 17, 9, 5), "minute"),
        ("November 17, 2026", local(2026, 11, 17), "day"),
        ("Sept. 5th, 2026 at 4:30 p.m.", local(2026, 9, 5, 16, 30), "minute"),
        ("17.11.2026 klo 9", local(2026, 11, 17, 9), "minute"),
        ("klo 13.47 27.6.2018", local(2018, 6, 27, 13, 47), "minute"),
        ("skábmamánu 17. beaivvi 2026 dii. 16.15", local(2026, 11, 17, 16, 15), "minute"),
        ("2026-11-17T09:00:00+02:00", local(2026, 11, 17, 9), "second"),
        ("2026-11-17T07:00Z", local(2026, 11, 17, 9), "minute"),
        ("2026-11-17 09:00:00.123", local(2026, 11, 17, 9), "second"),
        ("20261117T070000Z", local(2026, 11, 17, 9), "second"),
        ("\n2012-02-13\n", local(2012, 2, 13), "day"),
        ("2026-11", local(2026, 11, 1), "month"),
        ("Tue, 17 Nov 2026 09:00:00 +0200", local(2026, 11, 17, 9), "second"),
        ("Tue, 17 Nov 2026 07:00:00 GMT", local(2026, 11, 17, 9), "second"),
        ("17 Nov 26 2:00 EST", local(2026, 11, 17, 9), "minute"),
        ("Tuesday, 17-Nov-26 07:00:00 GMT", local(2026, 11, 17, 9), "second"),
        ("Tue Nov 17 09:00:00 EET 2026", local(2026, 11, 17, 9), "second"),
        ("Tue, 17 Nov 2026 24:00:00 +0200", local(2026, 11, 18), "second"),
        ("12/31/2026", local(2026, 12, 31), "day"),
        ("24/05/2019", local(2019, 5, 24), "day"),
        ("1.2.19", local(2019, 2, 1), "day"),
        ("97/2018 | 27.6.2018 13.47", local(2018, 6, 27, 13, 47), "minute"),
        ("24.5.2019 – 12.01.2020", local(2019, 5, 24), "day"),
        ("1.1.2020 25.70", local(2020, 1, 1), "day"),
        ("14.9.2021 klo 13-15", local(2021, 9, 14, 13), "minute"),
        ("14.9.2021 9:00-11:00", local(2021, 9, 14, 9), "minute"),
    ],
)
def test_a_date_is_read_as_written(text: str, at: datetime, precision: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert (moment.at, moment.precision) == (at.astimezone(UTC), precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31.2.2026",
        "2026-02-30",
        "1.1.1980",
        "1.1.2101",
        "0.1.2026",
        "33.90.50",
        "2026-W47",
        "1301/2014",
        "klo 13.47",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_moment(text) is None
    assert finnish(text) is None


def test_a_skipped_hour_moves_on_and_a_doubled_one_is_the_first() -> None:
    assert finnish("29.3.2026 03:30") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert finnish("25.10.2026 03:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


MOMENTS = st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2100, 12, 30)).map(  # noqa: DTZ001 - local, zoned below
    lambda at: at.replace(second=0, microsecond=0)
)


@given(MOMENTS, st.integers(0, 9))
def test_any_date_in_a_known_form_is_read_back(at: datetime, form: int) -> None:
    written = (
        f"{at.day}.{at.month}.{at.year} klo {at.hour}.{at.minute:02d}",
        f"{at.day:02d}.{at.month:02d}.{at.year}, {at.hour:02d}:{at.minute:02d}",
        f"{at.day}. {FI[at.month - 1]} {at.year} klo {at.hour}.{at.minute:02d}",
        f"den {at.day} {SV[at.month - 1]} {at.year} kl. {at.hour}.{at.minute:02d}",
        f"{EN[at.month - 1]} {at.day}, {at.year} at {at.hour}:{at.minute:02d}",
        f"{SE[at.month - 1]} {at.day}. beaivvi {at.year} dii. {at.hour}.{at.minute:02d}",
        f"{at.isoformat(timespec='minutes')}",
        f"{at.year}-{at.month:02d}-{at.day:02d} {at.hour:02d}:{at.minute:02d}",
        f"{at.day} {SHORT[at.month - 1]} {at.year} {at.hour:02d}:{at.minute:02d}",
        f"klo {at.hour}.{at.minute:02d} {at.day}.{at.month}.{at.year}",
    )[form]
    moment = read_moment(f"Julkaistu {written}")
    assert moment is not None, written
    assert moment.at == at.replace(tzinfo=HELSINKI).astimezone(UTC), written


@given(MOMENTS, st.integers(-12, 14))
def test_an_offset_is_honoured(at: datetime, hours: int) -> None:
    text = f"Mon, {at.day} {SHORT[at.month - 1]} {at.year} {at.hour:02d}:{at.minute:02d}:00 {hours:+03d}00"
    moment = read_moment(text)
    assert moment is not None, text
    assert moment.at == at.replace(tzinfo=UTC) - timedelta(hours=hours)


@given(st.text(max_size=300) | st.text(alphabet="0123456789.:-/ TZ+klojanuaridenmon", max_size=80))
def test_no_text_raises(text: str) -> None:
    moment = read_moment(text)
    assert moment is None or 1989 <= moment.at.year <= 2101
    published_line(text.splitlines())


def shown(*lines: str) -> tuple[str | None, str | None]:
    published, modified, evidence = published_line(lines)
    assert bool(evidence) == bool(published or modified)
    return published and published.text, modified and modified.text  # type: ignore[return-value]  # Moment is truthy


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Julkaisuajankohta 27.6.2018 13.47 | Publicerad på svenska 27.6.2018 kl. 15.53"], ("27.6.2018 13.47", None)),
        (["Utgivningsdatum 27.6.2018 13.47 | Publicerad på svenska 29.6.2018 kl. 9.00"], ("27.6.2018 13.47", None)),
        (["Publicerad på svenska 3.2.2020"], ("3.2.2020", None)),
        (["Julkaistu: 1.2.2020", "Sivu päivitetty viimeksi: 3.2.2020 klo 12"], ("1.2.2020", "3.2.2020 klo 12")),
        (["Muokattu viimeksi: 04.06.2020"], (None, "04.06.2020")),
        (["Julkaistu 27.6.2018 13.47 Päivitetty 28.6.2018 09.00"], ("27.6.2018 13.47", "28.6.2018 09.00")),
        (["Senast uppdaterad den 3 mars 2021"], (None, "3 mars 2021")),
        (["Published on 3 March 2021 | Last updated 5 March 2021"], ("3 March 2021", "5 March 2021")),
        (["Kirjoittaja: Maija Mäki | Julkaistu 1.2.2020"], ("1.2.2020", None)),
        (["Julkaistu", "27.6.2018 13.47"], ("27.6.2018 13.47", None)),
        (["Tiedote 97/2018", "27.6.2018 13.47"], ("27.6.2018 13.47", None)),
        (["Pressmeddelande 97/2018 | 27.6.2018 13.47"], ("27.6.2018 13.47", None)),
        (["24.01.2011, 10:00"], ("24.01.2011, 10:00", None)),
        (["Tiistaina 14.9.2021 klo 13-15", "viimeistään keskiviikkona 8.9.2021"], (None, None)),
        (["14.9.2021 klo 13-15"], (None, None)),
        (["12.–13.11.2026"], (None, None)),
        (["Aika", "14.9.2021"], (None, None)),
        (["När:", "14.9.2021"], (None, None)),
        (["Opas on julkaistu 1.3.2019 ja se on ilmainen."], (None, None)),
        (["Raportti julkaistaan 14.9.2021"], (None, None)),
        (["Maija, 14.6.2020 klo 12.03"], (None, None)),
    ],
)
def test_a_page_says_when_it_was_published(lines: list[str], expected: tuple[str | None, str | None]) -> None:
    assert shown(*lines) == expected


def test_a_versions_own_publication_is_kept_beside_the_first() -> None:
    lines = ["Julkaisuajankohta 27.6.2018 13.47 | Publicerad på svenska 27.6.2018 kl. 15.53"]
    assert version_moments(lines)["på svenska"].at == local(2018, 6, 27, 15, 53)
    assert "Publicerad på svenska 27.6.2018 kl. 15.53" in published_line(lines)[2]
