from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from functools import cache

from lxml import html as lxml_html

from digest import render
from digest.audience_file import find_audience
from digest.issue import Issue
from digest.letter import letter
from digest.material import Pick
from digest.select import select
from digest.story_view import name_of
from tests.digest.sample import ENTRIES, NAMES, OCCASIONS, WEEK

BLURBS = {"fi": "Lue tämä ennen hallituksen kokousta.", "sv": "Läs detta före styrelsemötet."}


@cache
def issue(language: str = "fi+sv", audience: str = "jarjestot") -> Issue:
    chosen = find_audience(audience)
    picks = [Pick(story_id="savo-kartoitus", blurbs=BLURBS)]
    return select(ENTRIES, OCCASIONS, audience=chosen, week=WEEK, language=language, picks=picks)


def page() -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(render.html(issue()))


def words(element: lxml_html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).replace("\N{SOFT HYPHEN}", "").split())


def test_a_story_stands_once_with_both_titles_and_leads_each_in_its_language() -> None:
    seen = words(page())
    for story in ENTRIES:
        for code in story.versions.keys() & {"fi", "sv"}:
            version = story.versions[code]
            assert seen.count(version.title) == 1
            (link,) = [each for each in page().iter("a") if words(each) == version.title]
            spoken = next(each.get("lang") for each in [link, *link.iterancestors()] if each.get("lang"))
            assert (spoken, link.get("hreflang")) == (code, code)
    for text in (ENTRIES[0].versions["fi"].summary, ENTRIES[0].versions["sv"].summary):
        (paragraph,) = [each for each in page().iter("p") if words(each) == text]
        assert paragraph.get("lang") in {"fi", "sv"}


def test_a_story_in_one_language_says_so_in_the_other_with_its_dates_and_publisher() -> None:
    told = render.text(issue())
    assert "Endast på finska · Justitieministeriet" in told
    assert "tis 24.11 kl. 13.00–15.00, Helsinki och på nätet" in told
    assert "Vain ruotsiksi · Folkhälsan" in told
    assert "Endast på nordsamiska" in told
    assert "(pohjoissaameksi)" in told


def test_the_letter_itself_speaks_both_languages_with_a_mark_on_every_word_of_the_second() -> None:
    tree = page()
    heading = words(tree.xpath("//h1")[0])
    assert heading == "JärjestöviikkoOrganisationsveckan"
    assert [each.get("lang") for each in tree.xpath("//h1/span")] == ["fi", "sv"]
    assert "Viikon nostot · I blickpunkten" in words(tree)
    for text in ("Emme seuraa avauksia", "Vi spårar varken öppningar"):
        (said,) = [each for each in tree.xpath("//td[@class='fo']/p") if words(each).startswith(text)]
        assert said.get("lang") == ("fi" if text.startswith("Emme") else "sv")


def test_its_mail_is_one_list_of_two_languages_with_one_way_out() -> None:
    message = message_from_bytes(letter(issue()).as_bytes(), policy=default)
    assert message["Content-Language"] == "fi, sv"
    assert message["List-Id"] == "<fi-sv.jarjestot.kooste.example>"
    assert str(message["Subject"]).startswith("Järjestöviikko · Organisationsveckan 47/2026: ")
    assert message["List-Archive"] == "<https://kooste.example/fi+sv/jarjestot/>"
    assert render.html(issue()).count('href="https://kooste.example/u"') == 1
    assert "2026-W47.jarjestot.fi+sv@" in str(message["Message-ID"])


def test_an_editors_words_come_in_the_letters_own_languages() -> None:
    for language, own in (("fi", ["fi"]), ("sv", ["sv"]), ("fi+sv", ["fi", "sv"])):
        told = render.text(issue(language))
        assert [code for code in BLURBS if BLURBS[code] in told] == own
        assert issue(language).story_ids[0] == "savo-kartoitus"


def test_a_publisher_is_called_by_its_name_in_each_language() -> None:
    story = next(one for one in ENTRIES if one.organisation == "om")
    assert [name_of(story, code) for code in ("fi", "sv")] == [NAMES["om"]["fi"], NAMES["om"]["sv"]]
    for name in NAMES["om"].values():
        assert name in render.text(issue())
