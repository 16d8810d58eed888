from __future__ import annotations

from dataclasses import replace

from stories.about import described, guide
from stories.model import Occasion, Organisation
from stories.vocabulary import read_vocabulary
from tests.warehouse.samples import SOSTE, article

THL = Organisation(
    id="thl", kind="agency", region="FI", website="https://thl.fi/", name={"fi": "Terveyden laitos"}, aliases=("THL",)
)
SAVO = Organisation(
    id="savo", kind="regional", region="FI-15", website="https://savo.fi/", name={"fi": "Savon Verkko ry"}
)


def test_an_article_is_told_by_regions_topics_and_mentions_but_not_of_its_own_publisher() -> None:
    text = article(
        1,
        title="SOSTE ja THL:n omaishoitajien ilta Iisalmessa",
        summary="",
        body="THL auttaa.",
        categories=(),
    )
    told = described(text, guide([SOSTE, THL]))
    assert told.regions == ("FI-15",)
    assert told.mentions == ("thl",)
    assert "carers" in told.topics
    assert told.content_hash == text.content_hash


def test_the_publishers_region_and_the_feeds_categories_and_the_venues_count() -> None:
    text = article(
        1,
        organisation="savo",
        title="Kutsu",
        summary="",
        body="Tervetuloa!",
        categories=("Äldre",),
        occasions=(Occasion(kind="event", start="2026-12-01", place="Turun pääkirjasto, Turku"),),
    )
    told = described(text, guide([SAVO]))
    assert told.regions == ("FI-15", "FI-19")
    assert told.topics == ("older_people",)


def test_a_guide_has_another_version_when_anything_it_judges_by_changes() -> None:
    one = guide([SOSTE, THL])
    assert one.version == guide([THL, SOSTE]).version
    others = [
        guide([SOSTE]),
        guide([SOSTE, replace(THL, aliases=("THL", "Laitos"))]),
        guide([SOSTE, replace(THL, region="FI-18")]),
        guide([SOSTE, THL], read_vocabulary("[carers]\noff = true")),
    ]
    assert len({one.version, *(other.version for other in others)}) == 5
    assert guide([SOSTE, replace(THL, website="https://uusi.fi/")]).version == one.version
