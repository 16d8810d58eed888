"""Copies of one text, and near-copies that are other news."""

from __future__ import annotations

import pytest

from stories.duplicates import duplicates
from stories.match import article
from stories.model import Article

TEXT = (
    "Kylätalojen liitto jakaa ensi vuonna tukea ilmalämpöpumppujen hankkimiseen. Tukea voi saada talo, jossa on avoimia "
    "kerhoja ympäri vuoden. Hakemukseen liitetään sähkölasku ja valokuva, ja päätökset tehdään saapumisjärjestyksessä.\n\n"
    "– Lämmin talo pitää kylän koossa, sanoo puheenjohtaja Taimi Kuusela. Liitto neuvoo hakemuksen tekemisessä puhelimitse "
    "arkisin, ja verkossa on täytetty mallilomake."
)


def news(name: str, organisation: str = "kylat", body: str = TEXT, **more: str) -> Article:
    line = {
        "id": name,
        "organisation": organisation,
        "url": f"https://{organisation}.example/{name}",
        "published_at": "2026-10-05T09:00:00+03:00",
        "title": "Kylätaloille tukea lämpöpumppuihin",
        "summary": "",
        "body": body,
        "language": "fi",
    }
    return article(line | more)


def found(*items: Article) -> list[tuple[str, str]]:
    return [(v.left, v.right) for v in duplicates(items)]


def test_a_copy_at_another_organisation_under_another_headline() -> None:
    (copy,) = duplicates([news("a"), news("b", "portaali", title="Poimintoja kentältä: lämpöä taloihin")])
    assert (copy.left, copy.right, copy.relation) == ("a", "b", "duplicate")
    assert "100%" in copy.evidence[0]


def test_a_lightly_edited_and_shortened_copy() -> None:
    first, rest = TEXT.split("\n\n")
    assert found(
        news("a"), news("b", "portaali", body=first.replace("ensi vuonna", "vuonna 2027") + "\n\nToimitus lyhensi.")
    )
    assert rest


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Haku päättyy 12.11.2026. ", "Haku päättyy 19.11.2027. "),
        ("Koulutus 1/3. ", "Koulutus 2/3. "),
        ("Tilaisuus on 4.11. klo 12. ", "Tilaisuus on 6.11. klo 12. "),
    ],
)
def test_a_series_that_differs_only_in_its_facts_stays_apart(left: str, right: str) -> None:
    assert found(news("a", body=left + TEXT), news("b", body=right + TEXT)) == []


def test_an_extended_call_and_a_correction_are_other_news() -> None:
    assert found(news("a"), news("b", title="Hakuaikaa jatkettu: tukea lämpöpumppuihin")) == []
    assert found(news("a"), news("b", title="Oikaisu: tuki koskee vain avoimia taloja")) == []


def test_last_years_text_is_last_years_news() -> None:
    assert found(news("a"), news("b", published_at="2025-10-06T09:00:00+03:00")) == []


def test_other_languages_and_other_texts_are_no_copies() -> None:
    assert found(news("a"), news("b", language="sv")) == []
    assert (
        found(
            news("a"), news("b", body="Aivan muuta asiaa kylän jäähallista ja luistelukoulusta lapsille tammikuussa.")
        )
        == []
    )


def test_short_common_headlines_are_no_copies() -> None:
    assert found(news("a", body="", title="Tervetuloa"), news("b", "muu", body="", title="Tervetuloa")) == []


def test_a_footer_that_many_share_makes_none_of_them_a_copy() -> None:
    foot = " Seuraa meitä verkossa ja tilaa kuukausittainen uutiskirje sähköpostiisi jo tänään maksutta täältä."
    own = ["kala uu vesi", "auto tie matka", "talvi lumi hiihto", "leipä voi juusto", "runo kirja laulu"]
    items = [news(f"n{n}", f"o{n}", body=f"{words} {n} " * 4 + foot) for n, words in enumerate(own * 3)]
    apart = {(v.left, v.right) for v in duplicates(items)}
    bodies = {i.article_id: i.body.split()[0] for i in items}
    assert all(bodies[left] == bodies[right] for left, right in apart)
