from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from stories.model import Occasion
from stories.shared_occasions import Shared, Standing, identified, shared
from tests.warehouse.samples import NIGHT, article


def event(start: str, **changes: Any) -> Occasion:
    return Occasion(kind="event", start=start, **changes)


def told(*found: Occasion, number: int = 1) -> tuple[Shared, ...]:
    return shared((article(number, occasions=found),))


def first(*found: Shared) -> tuple[Standing, ...]:
    return identified("s-1", (), found, NIGHT)


def test_versions_share_what_they_tell_alike() -> None:
    finnish = article(1, occasions=(event("2026-12-05T13:00", place="Kuopio", quote="suomeksi"),))
    swedish = article(
        2,
        language="sv",
        occasions=(event("2026-12-05T13:00", end="2026-12-05T15:00", online=True, quote="på svenska"),),
    )
    (one,) = shared((finnish, swedish))
    assert (one.end, one.place, one.online, one.quote) == ("2026-12-05T15:00", "Kuopio", True, "suomeksi")
    assert one.article_ids == ("a0001", "a0002")


def test_a_bare_day_joins_the_hour_that_another_version_tells() -> None:
    articles = (article(1, occasions=(event("2026-12-05"),)), article(2, occasions=(event("2026-12-05T13:00"),)))
    assert [one.start for one in shared(articles)] == ["2026-12-05T13:00"]
    assert shared(articles)[0].article_ids == ("a0002", "a0001")


def test_days_that_differ_stay_two_occasions() -> None:
    articles = (article(1, occasions=(event("2026-12-05"),)), article(2, occasions=(event("2026-12-06"),)))
    assert [one.start for one in shared(articles)] == ["2026-12-05", "2026-12-06"]


def test_the_same_again_is_the_same_to_the_letter() -> None:
    known = first(*told(event("2026-12-05T13:00")))
    assert identified("s-1", known, told(event("2026-12-05T13:00")), NIGHT + timedelta(days=1)) == known


def test_a_moved_occasion_keeps_its_id_and_raises_its_sequence() -> None:
    known = first(*told(event("2026-12-05T13:00")))
    later = NIGHT + timedelta(days=1)
    (moved,) = identified("s-1", known, told(event("2026-12-12T13:00")), later)
    assert (moved.occasion_id, moved.sequence, moved.changed_at) == (known[0].occasion_id, 1, later)
    assert moved.what.start == "2026-12-12T13:00"
    (back,) = identified("s-1", (moved,), told(event("2026-12-05T13:00")), later + timedelta(days=1))
    assert (back.occasion_id, back.sequence) == (known[0].occasion_id, 2)


def test_an_hour_that_becomes_known_is_a_change_of_the_same_occasion() -> None:
    known = first(*told(event("2026-12-05")))
    (timed,) = identified("s-1", known, told(event("2026-12-05T13:00")), NIGHT)
    assert (timed.occasion_id, timed.sequence) == (known[0].occasion_id, 1)


def test_of_two_that_move_each_is_known_by_its_words() -> None:
    evening, fair = (
        "Järjestöilta pidetään lauantaina 5.12. Iisalmessa",
        "Messut avataan sunnuntaina 6.12. Kuopion torilla",
    )
    known = first(*told(event("2026-12-05", quote=evening), event("2026-12-06", quote=fair)))
    now = told(
        event("2026-12-13", quote="Messut avataan sunnuntaina 13.12. Kuopion torilla"),
        event("2026-12-14", quote="Järjestöilta pidetään maanantaina 14.12. Iisalmessa"),
    )
    ids = {one.what.quote[:6]: one.occasion_id for one in known}
    moved = identified("s-1", known, now, NIGHT)
    assert {one.what.quote[:6]: one.occasion_id for one in moved} == ids
    assert all(one.sequence == 1 for one in moved)


def test_what_is_over_does_not_move() -> None:
    known = first(*told(event("2026-12-05T13:00")))
    january = datetime(2027, 1, 7, tzinfo=UTC)
    found = identified("s-1", known, told(event("2027-02-06T13:00")), january)
    assert sorted((one.what.start, one.is_told) for one in found) == [
        ("2026-12-05T13:00", False),
        ("2027-02-06T13:00", True),
    ]
    assert len({one.occasion_id for one in found}) == 2


def test_another_articles_occasion_is_another_one() -> None:
    known = first(*told(event("2026-12-05T13:00")))
    found = identified("s-1", known, told(event("2026-12-12T13:00"), number=2), NIGHT)
    assert len({one.occasion_id for one in found}) == 2


def test_one_that_returns_is_known_again_and_a_new_one_on_its_old_day_is_not() -> None:
    known = first(*told(event("2026-12-05T13:00")))
    moved = identified("s-1", known, told(event("2026-12-12T13:00")), NIGHT)
    both = identified("s-1", moved, told(event("2026-12-05T13:00"), event("2026-12-12T13:00")), NIGHT)
    assert len({one.occasion_id for one in both}) == 2
    gone = identified("s-1", known, (), NIGHT)
    assert [one.is_told for one in gone] == [False]
    (again,) = identified("s-1", gone, told(event("2026-12-05T13:00")), NIGHT)
    assert (again.occasion_id, again.is_told, again.sequence) == (known[0].occasion_id, True, 2)
