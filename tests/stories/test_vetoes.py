"""Contradictions: each one parts two texts that all their words would bring together, and each is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from stories.explanation import Explanation, explain
from stories.match import article
from stories.model import Alternate, Article, Image
from stories.profile import profile
from stories.structure import NOTHING_PROMISED, Promises, promises
from stories.variants import judge
from stories.vetoes import HARD, contradictions

FI = {
    "id": "f",
    "organisation": "a",
    "source": "a/news",
    "url": "https://a.example/uutiset/yokahvila-avautuu-kotkassa",
    "published_at": "2026-10-05T09:00:00+03:00",
    "title": "Asunnottomien yökahvila avautuu Kotkan satamassa",
    "summary": "Kahvila on auki talven pakkasöinä, ja avustusta siihen saatiin ministeriöltä.",
    "body": "Satamakoti avaa yökahvilan entiseen pakkahuoneeseen. Sisään pääsee ilman henkilöllisyystodistusta, ja paikalla "
    "on sairaanhoitaja. – Kukaan ei saa paleltua kadulle, sanoo toiminnanjohtaja Kerttu Salakka.",
    "language": "fi",
}
SV = FI | {
    "id": "s",
    "source": "a/news-sv",
    "url": "https://a.example/sv/nyheter/nattcafe-oppnas-i-kotka",
    "title": "Nattcafé för bostadslösa öppnas i hamnen i Kotka",
    "summary": "Caféet håller öppet under vinterns köldnätter med understöd av ministeriet.",
    "body": "Hamnhemmet öppnar ett nattcafé i det gamla packhuset. En sjukskötare är på plats och ingen behöver visa "
    "identitetsbevis. ”Ingen ska behöva frysa på gatan”, säger verksamhetsledare Kerttu Salakka.",
    "language": "sv",
}
IMAGE = (Image(url="https://a.example/uploads/pakkahuone.jpg"),)


def pair(fi: dict[str, Any] | None = None, sv: dict[str, Any] | None = None) -> list[Article]:
    return [article(FI | (fi or {})), article(SV | (sv or {}))]


def against(articles: Sequence[Article], promised: Promises = NOTHING_PROMISED) -> list[tuple[float, str]]:
    one, other = articles
    return contradictions(profile(one), profile(other), promised)


def told(articles: Sequence[Article]) -> Explanation:
    one, other = articles
    return explain(one, other, ())


def joined(articles: list[Article]) -> set[tuple[str, str]]:
    return {(v.left, v.right) for v in judge(articles) if v.relation != "possible"}


def with_(field: str, fi: str, sv: str) -> list[Article]:
    """The pair with these words at the end of a field."""
    return pair({field: f"{FI[field]} {fi}"}, {field: f"{SV[field]} {sv}"})


def test_the_pair_is_one_news_as_it_stands() -> None:
    assert joined(pair()) == {("f", "s")}
    assert against(pair()) == []


CASES = {
    "project": ("body", "Hanke STM012:00/2026.", "Projektet STM013:00/2026.", "project stm012:00/2026 against stm013:00/2026"),
    "case": ("body", "Asia VN/1234/2026.", "Ärende VN/1235/2026.", "project vn/1234/2026 against vn/1235/2026"),
    "number": ("body", "Hankenumero S30512.", "Projektnummer S30513.", "project s30512 against s30513"),
    "day": ("title", "2.11.2026", "9.11.2026", "2026-11-02 against 2026-11-09"),
    "day in the lead": ("summary", "Avajaiset 2.11.2026.", "Öppning den 9 november 2026.", "2026-11-02 against 2026-11-09"),
    "year": ("title", "– vuosi 2025", "– året 2026", "year 2025 against 2026"),
    "part": ("title", "(osa 1/3)", "(del 2/3)", "part 1/3 against 2/3"),
    "sum": ("title", "450 000 eurolla", "med 40 500 euro", "450 000 eurolla against 40 500 euro"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_both_name_otherwise_parts_them_and_is_told(name: str) -> None:
    field, fi, sv, why = CASES[name]
    apart = with_(field, fi, sv)
    assert (HARD, why) in against(apart)
    assert joined(apart) == set()
    assert joined([replace(one, images=IMAGE) for one in apart]) == set()
    assert any(line.startswith(why) for line in told(apart).against)


@pytest.mark.parametrize("name", CASES)
def test_what_both_name_alike_parts_nothing(name: str) -> None:
    field, fi, _, _ = CASES[name]
    same = {
        "day": "9.11.2026".replace("9", "2"),
        "year": "– året 2025",
        "part": "(del 1/3)",
        "sum": "med 450 000 euro",
    }
    assert against(with_(field, fi, same.get(name, fi))) == []


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("year", "part", "project", "case", "number")])
def test_what_the_other_names_further_down_is_no_contradiction(name: str) -> None:
    field, fi, sv, _ = CASES[name]
    below = pair({field: f"{FI[field]} {fi}"}, {field: f"{SV[field]} {sv}", "body": f"{SV['body']} {fi}"})
    assert against(below) == []


def test_a_correction_is_no_version_of_what_it_corrects() -> None:
    apart = pair({"title": f"Oikaisu: {FI['title']}"})
    assert against(apart) == [(HARD, "only one is a correction")]
    assert joined(apart) == set()
    assert joined(pair({"title": f"Oikaisu: {FI['title']}"}, {"title": f"Rättelse: {SV['title']}"})) == {("f", "s")}


def test_registers_of_two_makes_do_not_contradict_each_other() -> None:
    assert against(with_("body", "Asia VN/1234/2026.", "Projektet STM013:00/2026.")) == []


def test_sums_in_the_leads_alone_speak_against_a_pair_without_deciding() -> None:
    leads = with_("summary", "Rahaa on 450 000 euroa.", "Summan är 40 500 euro.")
    assert against(leads) == [(4.0, "450 000 euroa against 40 500 euro")]
    rounded = with_("title", "1,2 miljoonalla eurolla", "med 1 214 000 euro")
    assert against(rounded) == []


def test_two_texts_of_one_language_are_never_versions() -> None:
    assert against(pair(None, {"language": "fi"})) == [(HARD, "both are in fi")]
    tied = [replace(one, group="g") for one in pair(None, {"language": "fi"})]
    assert [v for v in judge(tied) if v.relation == "variant"] == []


def naming(one: Article, language: str, *urls: str) -> Article:
    return replace(one, alternates=tuple(Alternate(language=language, url=url, origin="hreflang") for url in urls))


ANOTHER = "https://www.a.example/sv/nyheter/allsang-pa-julfesten"


def test_a_text_whose_publisher_names_another_page_has_found_its_partner() -> None:
    fi, sv = pair()
    for named in ([naming(fi, "sv", ANOTHER), sv], [fi, naming(sv, "fi", ANOTHER.replace("/sv/nyheter", "/uutiset"))]):
        assert joined(named) == set()
        assert any("is named as the" in line for line in told(named).against)
        promised = promises(named)
        assert [cost for cost, _ in against(named, promised)] == [HARD]


@pytest.mark.parametrize(
    "urls",
    [
        ("https://muu.example/sv/nyheter/allsang-pa-julfesten",),  # another site may keep a copy
        ("https://a.example/sv/",),  # a front page
        ("https://a.example/sv/nyheter",),  # a list of news
        ("https://a.example/sv/uutiset/yokahvila-avautuu-kotkassa",),  # its own address under the other language
        ("https://a.example/sv/arkiv/nattcafe-oppnas-i-kotka",),  # the same page by another path
        ("https://a.example/sv/nyheter/yksi-sivu", "https://a.example/sv/nyheter/toinen-sivu"),  # which is meant?
    ],
)
def test_what_may_be_the_same_page_or_none_is_no_other_partner(urls: tuple[str, ...]) -> None:
    fi, sv = pair()
    assert joined([naming(fi, "sv", *urls), sv]) == {("f", "s")}


def test_a_page_that_many_texts_name_is_nobodys_partner() -> None:
    fi, sv = pair()
    other = article(
        FI | {"id": "g", "url": "https://a.example/uutiset/kuoro-laulaa", "title": "Kuoro", "summary": "", "body": ""}
    )
    assert joined([naming(fi, "sv", ANOTHER), naming(other, "sv", ANOTHER), sv]) == {("f", "s")}


def test_a_text_that_is_named_itself_is_not_refused_for_an_old_address() -> None:
    fi, sv = pair()
    both = naming(fi, "sv", ANOTHER), naming(sv, "fi", fi.url)
    assert against(both, promises(both)) == []


def test_figures_at_both_heads_of_which_none_is_shared_speak_against_softly() -> None:
    fi = {"summary": "Kahvilassa kävi viime talvena 340 ihmistä.", "body": FI["body"]}
    sv = {"summary": "I fjol hittade 75 procent en egen bostad.", "body": SV["body"]}
    assert against(pair(fi, sv)) == [(2.0, "the figure 340 against 75")]
    assert against(pair(fi, sv | {"body": SV["body"] + " I fjol kom 340 gäster."})) == []
    assert against(pair({"summary": "Kahvila on auki 9 kuukautta."}, sv)) == []
