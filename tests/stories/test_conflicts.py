from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from stories.conflicts import Note, notes
from stories.model import Article
from stories.occasions import occasions
from tests.warehouse.samples import NIGHT, article

FI = "Ilta pidetään maanantaina 14.12.2026 klo 13–15 Kuopiossa. Ilmoittaudu viimeistään 7.12.2026. Tukea on 450 000 euroa."
SV = "Kvällen ordnas måndagen den 14 december 2026 kl. 13–15 i Kuopio. Anmäl dig senast den 7 december 2026. Stödet är 450 000 euro."


def text(number: int, language: str, body: str, **changes: Any) -> Article:
    found = occasions(title="", body=body, published_at=NIGHT)
    values = {"language": language, "title": "", "summary": "", "body": body, "occasions": found, "published_at": NIGHT}
    return article(number, **(values | changes))


def noted(swedish: str, finnish: str = FI) -> tuple[Note, ...]:
    return notes((text(1, "fi", finnish), text(2, "sv", swedish)))


def test_versions_that_agree_are_not_noted() -> None:
    assert noted(SV) == ()


@pytest.mark.parametrize(
    ("old", "new", "kind", "message"),
    [
        (
            "måndagen den 14",
            "tisdagen den 15",
            "date",
            "The Finnish text says 14.12.2026 13.00–15.00, the Swedish text 15.12.2026 13.00–15.00",
        ),
        (
            "kl. 13–15",
            "kl. 14–16",
            "time",
            "The Finnish text says 14.12.2026 13.00–15.00, the Swedish text 14.12.2026 14.00–16.00",
        ),
        ("den 7 december", "den 8 december", "deadline", "The Finnish text says 7.12.2026, the Swedish text 8.12.2026"),
        ("450 000", "405 000", "amount", "The Finnish text says 450 000 euroa, the Swedish text 405 000 euro"),
    ],
)
def test_a_contradiction_is_one_note_in_plain_words(old: str, new: str, kind: str, message: str) -> None:
    (note,) = noted(SV.replace(old, new))
    assert (note.kind, note.message, note.article_ids) == (kind, message, ("a0001", "a0002"))
    assert [line[:4] for line in note.evidence] == ["fi: ", "sv: "]


def test_what_one_version_leaves_out_is_no_contradiction() -> None:
    assert noted("Kvällen ordnas i Kuopio.") == ()
    assert noted(SV.replace(" kl. 13–15", "")) == ()
    assert noted(SV.replace("Stödet är 450 000 euro.", "")) == ()


def test_a_day_that_the_other_text_names_at_all_is_no_contradiction() -> None:
    moved = SV.replace("måndagen den 14", "tisdagen den 15")
    assert noted(f"{moved} Webbinariet är den 14 december 2026.") == ()


def test_a_deadline_that_one_version_lacks_is_noted_where_it_names_another_day() -> None:
    (note,) = noted(SV.replace("Anmäl dig senast den 7 december 2026.", "Listan stängs 9.12.2026."))
    assert note.kind == "deadline"
    assert "which the Swedish text lacks" in note.message
    assert "9.12.2026" in note.message


def test_a_rounded_sum_is_no_contradiction() -> None:
    assert noted(SV.replace("450 000", "0,45 miljoner")) == ()


def test_a_weekday_that_contradicts_its_date_is_noted_of_a_single_text() -> None:
    (note,) = notes((text(1, "fi", "Ilta pidetään tiistaina 14.12.2026 klo 13."),))
    assert (note.kind, note.article_ids) == ("weekday", ("a0001",))
    assert note.message == "14.12.2026 is a Monday, but the text says Tuesday"


def test_a_range_with_two_weekdays_is_not_taken_for_a_contradiction() -> None:
    assert notes((text(1, "fi", "Viikonloppu pidetään perjantaista sunnuntaihin 9.–11.10.2026 Tahkolla."),)) == ()


def test_versions_published_far_apart_are_noted_once_they_are_of_one_organisation() -> None:
    early, late = text(1, "fi", FI), text(2, "sv", SV, published_at=NIGHT + timedelta(days=40))
    (note,) = notes((early, late))
    assert (note.kind, note.message[:22]) == ("publication", "Published 40 days apar")
    other = text(2, "sv", SV, published_at=NIGHT + timedelta(days=40), organisation="thl")
    assert notes((early, other)) == ()


def test_the_version_of_the_same_organisation_is_compared_first() -> None:
    wrong = SV.replace("kl. 13–15", "kl. 14–16")
    copy, own = text(2, "sv", wrong, organisation="thl"), text(3, "sv", SV)
    assert notes((text(1, "fi", FI), copy, own)) == ()
