"""Which items are the same news: structure, texts, contradictions, and what must not matter."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from stories.match import article, match_lines
from stories.model import Alternate, Article, Variant
from stories.variants import judge

DATA = Path(__file__).parent.parent / "quality" / "data"
FI = {
    "id": "a-fi",
    "organisation": "satamakoti",
    "source": "satamakoti/news",
    "url": "https://satamakoti.example/uutiset/yokahvila-avautuu",
    "published_at": "2026-10-05T09:00:00+03:00",
    "title": "Asunnottomien yökahvila avautuu Kotkan satamassa",
    "summary": "Kahvila on auki talven pakkasöinä.",
    "body": "Satamakoti avaa yökahvilan entiseen pakkahuoneeseen 2.11.2026. Sisään pääsee ilman henkilöllisyystodistusta, "
    "ja paikalla on sairaanhoitaja. Toimintaan on saatu 85 000 euron lahjoitus. – Kukaan ei saa paleltua kadulle, "
    "sanoo toiminnanjohtaja Kerttu Salakka.",
    "language": "fi",
}
SV = FI | {
    "id": "b-sv",
    "source": "satamakoti/news-sv",
    "url": "https://satamakoti.example/sv/nyheter/nattcafe",
    "published_at": "2026-10-05T10:00:00+03:00",
    "title": "Nattcafé för bostadslösa öppnas i hamnen",
    "summary": "Caféet håller öppet under vinterns köldnätter.",
    "body": "Hamnhemmet öppnar ett nattcafé i det gamla packhuset den 2 november 2026. En sjukskötare är på plats och ingen "
    "behöver visa identitetsbevis. ”Ingen ska behöva frysa på gatan”, säger verksamhetsledare Kerttu Salakka.",
    "language": "sv",
}
OTHER = SV | {
    "id": "c-sv",
    "url": "https://satamakoti.example/sv/nyheter/korsang",
    "title": "Allsång på julfesten",
    "summary": "Kören söker basar.",
    "body": "Hamnhemmets kör övar på tisdagar i församlingshemmet. Inga förkunskaper krävs, men basar behövs. "
    "På julfesten sjunger alla tillsammans. Anmäl dig till verksamhetsledare Kerttu Salakka.",
}


def articles(*lines: Mapping[str, object]) -> list[Article]:
    return [article(line) for line in lines]


def joined(found: list[Variant]) -> dict[tuple[str, str], str]:
    return {(v.left, v.right): v.relation for v in found if v.relation != "possible"}


def quality() -> list[dict[str, object]]:
    lines = (DATA / "orgnews.items.jsonl").read_text("utf-8").splitlines()
    gold = {
        g["id"]: g["language"] for g in map(json.loads, (DATA / "orgnews.gold.jsonl").read_text("utf-8").splitlines())
    }
    return [line | {"language": gold[line["id"]]} for line in map(json.loads, lines)]


def test_a_rewrite_in_the_other_language_is_the_same_news_and_says_why() -> None:
    (variant,) = [v for v in judge(articles(FI, SV, OTHER)) if v.relation == "variant"]
    assert (variant.left, variant.right, variant.decided_by) == ("a-fi", "b-sv", "text")
    assert any("salakka" in e or "yökahvila" in e for e in variant.evidence)
    assert any(e.startswith("text coverage") for e in variant.evidence)


def test_other_news_of_the_same_person_and_day_stays_apart() -> None:
    assert not joined(judge(articles(FI, OTHER)))


def test_the_same_text_of_another_organisation_is_not_laid_beside_it() -> None:
    assert not joined(judge(articles(FI, SV | {"organisation": "naapuri", "source": "naapuri/news"})))


def test_texts_months_apart_are_not_laid_side_by_side() -> None:
    assert not joined(judge(articles(FI, SV | {"published_at": "2026-12-24T10:00:00+02:00"})))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_input_does_not_matter(seed: int) -> None:
    items = articles(*quality())
    shuffled = random.Random(seed).sample(items, len(items))
    assert judge(shuffled) == judge(items)


def test_items_given_twice_count_once() -> None:
    items = articles(*quality())
    assert judge(items + items[::2]) == judge(items)


def test_composed_and_decomposed_letters_are_the_same_letters() -> None:
    lines = quality()
    apart = [
        {k: unicodedata.normalize("NFD", str(v)) if k in ("title", "summary", "body") else v for k, v in line.items()}
        for line in lines
    ]
    assert joined(judge(articles(*apart))) == joined(judge(articles(*lines)))


def test_boilerplate_below_every_text_changes_nothing() -> None:
    lines = quality()
    foot = {
        "fi": "\n\nTilaa uutiskirje ja seuraa meitä somessa. Tietosuojaseloste. Saavutettavuusseloste.",
        "sv": "\n\nPrenumerera på nyhetsbrevet och följ oss. Dataskyddsbeskrivning. Tillgänglighetsutlåtande.",
    }
    longer = [
        line | {"body": f"{line['body']}{foot.get(str(line['language']), '')}"} if line["body"] else line
        for line in lines
    ]
    before, after = joined(judge(articles(*lines))), joined(judge(articles(*longer)))
    assert len(before.keys() ^ after.keys()) <= 1


def test_new_limits_the_answer_and_changes_none_of_it() -> None:
    items = articles(*quality())
    new = {a.article_id for a in items if a.organisation == "saaristo"}
    whole = joined(judge(items))
    assert joined(judge(items, new=new)) == {p: r for p, r in whole.items() if p[0] in new or p[1] in new}


def test_nothing_comes_of_nothing() -> None:
    assert judge([]) == []
    assert not joined(
        judge(articles(FI | {"title": "", "summary": "", "body": ""}, SV | {"title": "", "summary": "", "body": ""}))
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"title": "Iltakahvila 1/3: arki ja raha"}, {"title": "Kvällscafé 2/3: vardag och pengar"}),
        ({"title": "Yökahvila auki 2.11.2026"}, {"title": "Nattcaféet öppet 9.11.2026"}),
        ({"title": "Yökahvilan vuosi 2025"}, {"title": "Nattcaféets år 2026"}),
        ({"title": "Oikaisu: yökahvila ei ole auki sunnuntaisin"}, {}),
    ],
)
def test_what_contradicts_at_its_head_is_never_one_news(left: dict[str, str], right: dict[str, str]) -> None:
    bare = {"summary": ""}
    strip = str(FI["body"]).replace(" 2.11.2026", ""), str(SV["body"]).replace(" den 2 november 2026", "")
    assert not joined(judge(articles(FI | bare | {"body": strip[0]} | left, SV | bare | {"body": strip[1]} | right)))


def linked(left: Article, right: Article, origin: str = "hreflang") -> tuple[Article, Article]:
    return (
        replace(left, alternates=(Alternate(language=right.language, url=right.url, origin=origin),)),
        replace(right, alternates=(Alternate(language=left.language, url=left.url, origin=origin),)),
    )


def short(language: str, number: int) -> Article:
    """A headline that says nothing a matcher could use."""
    words = {"fi": "Tervetuloa", "sv": "Nyheter", "en": "Update"}
    line = FI | {"id": f"{language}{number}", "title": words[language], "summary": "", "body": "", "language": language}
    return article(line | {"url": f"https://satamakoti.example/{language}/sivu-{number}"})


def test_hreflang_both_ways_decides_where_texts_are_silent() -> None:
    (found,) = judge(list(linked(short("fi", 1), short("sv", 2))))
    assert (found.relation, found.decided_by) == ("variant", "structure")
    assert "hreflang both ways" in found.evidence


def test_hreflang_one_way_is_only_a_hint() -> None:
    left, right = linked(short("fi", 1), short("sv", 2))
    assert not joined(judge([left, replace(right, alternates=())]))


def test_a_target_that_several_pages_share_ties_none() -> None:
    first, right = linked(short("fi", 1), short("sv", 2))
    second, _ = linked(short("fi", 3), right)
    assert not joined(judge([first, second, right]))


def test_a_link_that_names_the_wrong_language_ties_nothing() -> None:
    left, right = linked(short("fi", 1), short("sv", 2))
    assert not joined(
        judge([replace(left, alternates=(replace(left.alternates[0], language="en"),)), replace(right, alternates=())])
    )
    assert not joined(judge([left, replace(right, language="fi")]))


def test_a_page_that_answers_with_another_partner_contradicts() -> None:
    left, right = linked(short("fi", 1), short("sv", 2), origin="sttinfo")
    astray = replace(right, alternates=(replace(right.alternates[0], url="https://satamakoti.example/fi/toinen"),))
    assert not joined(judge([left, astray]))


def test_the_publishers_release_key_ties_its_versions() -> None:
    found = judge([replace(short(code, n), group="stt:77") for n, code in enumerate(("fi", "sv", "en"))])
    assert len(joined(found)) == 3
    assert all(v.decided_by == "structure" for v in found)


def test_a_key_on_different_texts_of_one_language_is_no_release_key() -> None:
    other = replace(short("fi", 9), title="Aivan muu uutinen", group="aihe")
    assert not joined(judge([replace(short("fi", 1), group="aihe"), replace(short("sv", 2), group="aihe"), other]))


def test_firm_ties_outrank_a_likelier_text() -> None:
    fi, sv, rival = articles(FI, SV, OTHER)
    tied_fi, tied_rival = linked(fi, rival)
    assert joined(judge([tied_fi, sv, tied_rival])) == {("a-fi", "c-sv"): "variant"}


def test_match_lines_reads_what_the_contract_says_and_what_lies_beside_it() -> None:
    told = FI | {"alternates": {"sv": SV["url"]}}
    back = SV | {"alternates": [{"language": "fi", "url": FI["url"]}, "odd", {"language": "en"}]}
    (line,) = match_lines([told, back])
    assert list(line) == ["left", "right", "relation", "score", "evidence"]
    assert line["evidence"][0] == "hreflang both ways"


def test_match_lines_takes_odd_dates_and_missing_fields() -> None:
    assert (
        list(match_lines([{"id": "1", "published_at": "eilen", "language": "fi"}, {"id": "2", "language": "sv"}])) == []
    )
    with pytest.raises(ValueError, match="no id"):
        list(match_lines([{"title": "x", "language": "fi"}]))


def test_a_hostile_text_costs_little() -> None:
    monster = FI | {"title": "a-" * 50_000, "summary": "", "body": "1.1.–" * 40_000 + "(" * 40_000 + "ä" * 100_000}
    assert not joined(judge(articles(monster, SV)))
