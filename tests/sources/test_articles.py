"""Whose words count: the listing's or the page's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sources.articles import article, published
from stories.model import Article, Item, Organisation, Precision, Reading

SEEN = datetime(2026, 11, 20, tzinfo=UTC)
ORGANISATION = Organisation(
    id="a", kind="association", region="FI", website="https://a.example/", name={"fi": "A ry"}, sources=()
)
BODY = (
    "Yhdistykset kokoontuvat marraskuussa Kuopioon. Kokous päättää avustuksista ja uudesta hallituksesta ensi vuodelle."
)


def item(*, summary: str = "", content: str = "", at: datetime | None = None, precision: Precision = "minute") -> Item:
    return Item(
        source="a/news",
        url="https://a.example/1",
        title="Kokous",
        summary=summary,
        content=content,
        published_at=at,
        precision=precision,
    )


def reading(at: datetime | None = None, precision: Precision = "minute") -> Reading:
    return Reading(title="Kokous", body=BODY, summary="Yhdistykset kokoontuvat.", published_at=at, precision=precision)


def made(one: Item, page: Reading | None) -> Article:
    return article(one, page, ORGANISATION, seen_at=SEEN)


@pytest.mark.parametrize(
    "cut", ["Yhdistykset kokoontu…", "Yhdistykset kokoontu [...]", "Yhdistykset kokoontu [&#8230;]", "Yhdist..."]
)
def test_a_summary_that_was_cut_off_gives_way(cut: str) -> None:
    cut = cut.replace("&#8230;", "…")
    assert made(item(summary=cut), reading()).summary == "Yhdistykset kokoontuvat."
    assert made(item(summary=cut), None).summary == cut


def test_a_whole_summary_of_the_listing_stays() -> None:
    assert made(item(summary="Kokous on marraskuussa."), reading()).summary == "Kokous on marraskuussa."


@pytest.mark.parametrize(
    ("listed", "listed_precision", "told", "told_precision", "expected"),
    [
        (timedelta(hours=-5), "minute", timedelta(hours=-9), "minute", timedelta(hours=-5)),
        (timedelta(hours=-22), "day", timedelta(hours=-10), "minute", timedelta(hours=-10)),
        (timedelta(days=-3), "day", timedelta(hours=-10), "minute", timedelta(days=-3)),
        (timedelta(days=100), "minute", timedelta(hours=-10), "minute", timedelta(hours=-10)),
        (timedelta(days=100), "minute", timedelta(days=90), "minute", None),
        (None, "none", timedelta(hours=-10), "minute", timedelta(hours=-10)),
        (timedelta(hours=-5), "minute", None, "none", timedelta(hours=-5)),
    ],
    ids=["listing first", "page's hour", "another day", "future listing", "future both", "no listing", "no page"],
)
def test_the_first_publication(
    listed: timedelta | None,
    listed_precision: Precision,
    told: timedelta | None,
    told_precision: Precision,
    expected: timedelta | None,
) -> None:
    one = item(at=SEEN + listed if listed else None, precision=listed_precision)
    page = reading(SEEN + told if told else None, told_precision)
    assert published(one, page, SEEN)[0] == (SEEN + expected if expected else None)


def test_no_date_at_all_is_said_to_be_none() -> None:
    assert published(item(precision="none"), None, SEEN) == (None, "none")
