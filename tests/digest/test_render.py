from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from digest import render
from digest.audience_file import find_audience
from digest.issue import Issue
from digest.material import SourceCounts, Version
from digest.select import select
from digest.week import Week
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK, due, entry, many

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}\r\nBcc: joku@example.fi'


@cache
def issue(language: str = "fi", audience: str = "jarjestot") -> Issue:
    counts = SourceCounts(total=42, failing=3)
    chosen = find_audience(audience)
    return select(ENTRIES, OCCASIONS, audience=chosen, week=WEEK, language=language, sources=counts)


def page(of: Issue) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(render.html(of))


def words(element: lxml_html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).replace("\N{SOFT HYPHEN}", "").split())


def language_of(element: lxml_html.HtmlElement) -> str:
    return str(next(each.get("lang") for each in [element, *element.iterancestors()] if each.get("lang")))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_each_story_is_told_once_in_the_readers_language_where_it_has_one(language: str) -> None:
    headings = [words(each) for each in page(issue(language)).iter("h3", "li")]
    for story in ENTRIES:
        code = language if language in story.versions else next(iter(story.versions))
        assert sum(story.versions[code].title in heading for heading in headings) == 1
        assert words(page(issue(language))).count(story.versions[code].title) == 1


@pytest.mark.parametrize(("language", "other", "label"), [("fi", "sv", "På svenska"), ("sv", "fi", "Suomeksi")])
def test_the_other_language_is_a_visible_link_in_its_own_words(language: str, other: str, label: str) -> None:
    title = ENTRIES[0].versions[other].title
    (link,) = [each for each in page(issue(language)).iter("a") if title in words(each)]
    assert words(link) == f"{label}: {title}"
    assert (link.get("lang"), link.get("hreflang"), link.get("href")) == (other, other, ENTRIES[0].versions[other].url)


@pytest.mark.parametrize(
    ("language", "story", "mark"),
    [
        ("fi", "seminarium", "(ruotsiksi)"),
        ("sv", "tyopaja", "(på finska)"),
        ("fi", "sami", "(pohjoissaameksi)"),
        ("sv", "sami", "(på nordsamiska)"),
    ],
)
def test_what_is_only_in_another_language_is_marked_and_spoken_in_it(
    language: Literal["fi", "sv"], story: str, mark: str
) -> None:
    (version,) = next(one for one in ENTRIES if one.story_id == story).versions.values()
    (heading,) = [each for each in page(issue(language)).iter("h3") if version.title in words(each)]
    assert words(heading) == f"{version.title} {mark}"
    (spoken,) = heading.xpath("./span")
    assert language_of(heading) not in {language, ""}
    assert language_of(spoken) == language
    assert f"{version.title} {mark}\n" in render.text(issue(language))
    assert f" {mark}" in render.markdown_text(issue(language))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_block_says_its_language(language: str) -> None:
    tree = page(issue(language))
    titles = {version.title: code for story in ENTRIES for code, version in story.versions.items()}
    summaries = {
        version.summary: code for story in ENTRIES for code, version in story.versions.items() if version.summary
    }
    for block in tree.iter("p", "h1", "h2"):
        assert language_of(block) == summaries.get(
            words(block), language_of(block) if block.xpath(".//a[@lang]") else language
        )
    for heading in tree.iter("h3"):
        assert heading.get("lang") == titles[words(heading.xpath("./a")[0])]


def test_dates_places_and_counts_are_in_the_editions_words() -> None:
    fi, sv = words(page(issue("fi"))), words(page(issue("sv")))
    for text in (
        "Viikko 47 · 16.–22.11.2026",
        "Määräaika ma 30.11. klo 16.15",
        "ti 24.11. klo 13.00–15.00, Helsinki ja verkossa",
    ):
        assert text in fi
    for text in (
        "Vecka 47 · 16–22.11.2026",
        "Senast mån 30.11 kl. 16.15",
        "tis 24.11 kl. 13.00–15.00, Helsinki och på nätet",
    ):
        assert text in sv
    assert "8 uutista, 3 määräaikaa (lähin ma 23.11.), 2 tapahtumaa." in fi
    assert "luimme 42 lähdettä. 3 lähdettä ei vastannut." in fi
    assert "Norra Savolax" in sv
    assert "Pohjois-Savo" in fi


def test_boxes_are_by_date_and_dates_do_not_break() -> None:
    days = [words(each) for each in page(issue()).xpath("//p[@class='dd']")]
    assert days == ["30.11.", "8.12.", "24.11.", "1.12."]
    assert "ma&nbsp;30.11. klo&nbsp;16.15" in render.html(issue())
    assert "Määräaika ma 30.11. klo 16.15" in render.text(issue())


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_nothing_is_fetched_and_nobody_is_followed(language: str) -> None:
    source = render.html(issue(language))
    tree = page(issue(language))
    assert not list(tree.iter("img", "link", "script", "iframe", "object", "video", "audio", "form"))
    assert not re.search(r"url\(|@import|\ssrc=", source)
    addresses = {version.url for story in ENTRIES for version in story.versions.values()}
    archive = f"https://kooste.example/{language}/jarjestot/"
    own = {"https://kooste.example/u", "mailto:toimitus@kooste.example", archive, f"{archive}2026-W47/"}
    assert {each.get("href") for each in tree.iter("a")} <= addresses | own
    said = {"fi": "Emme seuraa avauksia emmekä klikkauksia.", "sv": "Vi spårar varken öppningar eller klick."}
    assert said[language] in words(tree)
    assert said[language] in render.text(issue(language))


def test_dark_mode_and_narrow_screens_survive_inlining() -> None:
    source = render.html(issue())
    assert "@media (prefers-color-scheme:dark){" in source
    assert "@media (max-width:480px){" in source
    assert "<!--HEAD-STYLE-->" not in source
    assert 'style="' in source


def test_the_letter_is_one_column_of_headings_in_order() -> None:
    levels = [int(each.tag[1]) for each in page(issue()).iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(table.get("role") == "presentation" for table in page(issue()).iter("table"))


def colours(css: str) -> Iterator[tuple[str, str]]:
    for selectors, declarations in re.findall(r"([^{}]+)\{([^{}]+)\}", css):
        for colour in re.findall(r"(?<![a-z-])color:(#[0-9a-f]{6})", declarations):
            yield from ((selector.strip(), colour) for selector in selectors.split(","))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_of_text_is_readable_in_light_and_dark() -> None:
    folder = resources.files("digest") / "templates"
    light = dict(colours((folder / "inline.css").read_text(encoding="utf-8")))
    head = (folder / "head.css").read_text(encoding="utf-8")
    dark = dict(colours(head.partition("prefers-color-scheme:dark){")[2].partition("[data-ogsc]")[0]))
    assert len(light) >= 10
    assert set(light) == set(dark)
    assert {selector: ratio for selector, colour in light.items() if (ratio := contrast(colour, "#ffffff")) < 4.5} == {}
    assert {selector: ratio for selector, colour in dark.items() if (ratio := contrast(colour, "#161d1a")) < 4.5} == {}


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_hostile_texts_stay_texts(language: str) -> None:
    versions = {language: Version(title=f"Otsikko {HOSTILE}", summary=HOSTILE * 3, url='https://x.example/"><b>')}
    story = entry("paha", versions=versions, organisation_name={"fi": HOSTILE}, region="FI-99<b>", kind="invitation")
    hostile = select(
        [story],
        [due("paha", place=HOSTILE)],
        audience=find_audience("jarjestot"),
        week=WEEK,
        language=language,
    )
    tree = page(hostile)
    assert not list(tree.iter("script", "img", "b"))
    assert not [
        name for each in tree.iter() if isinstance(each.tag, str) for name in each.attrib if name.startswith("on")
    ]
    assert "<script>alert(1)</script>" in words(tree)
    assert "{{ 7*7 }}" in words(tree)
    markdown = render.markdown_text(hostile)
    assert not re.search(r"(?<!\\)<(?!https://)", markdown)
    assert "(<https://x.example/%22%3E%3Cb%3E>)" in markdown
    assert not re.search(r"^Bcc:", render.text(hostile), re.MULTILINE)


texts = st.text(max_size=60)


@settings(max_examples=40, deadline=None)
@given(title=texts, summary=texts, name=texts, place=texts, code=texts, path=texts)
def test_any_text_makes_a_whole_letter(title: str, summary: str, name: str, place: str, code: str, path: str) -> None:
    version = Version(title=f"a{title}", summary=summary, url=f"https://x.example/{path}")
    story = entry("mika", versions={code: version}, organisation_name={code: name}, region=code)
    chosen = find_audience("jarjestot")
    any_issue = select([story], [due("mika", place=place)], audience=chosen, week=WEEK, language="sv")
    tree = page(any_issue)
    assert len(list(tree.iter("h3"))) == len(any_issue.story_ids)
    assert words(tree.xpath("//td[@class='fo']/p[2]")[0]).startswith("Vi spårar varken")
    assert not set(render.text(any_issue)) & set("\r\x00\u2028\u202e")


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_an_empty_week_says_so(language: str) -> None:
    empty = select((), (), audience=find_audience("jarjestot"), week=Week("2026-W30"), language=language)
    said = {"fi": "Tällä viikolla ei ilmestynyt uutisia", "sv": "Den här veckan kom inga nyheter"}[language]
    for text in (words(page(empty)), render.text(empty), render.markdown_text(empty)):
        assert said in text
    assert not list(page(empty).iter("h2", "h3"))


def test_overflow_is_counted_and_never_hidden() -> None:
    chosen = find_audience("jarjestot")
    full = select(many(60), (), audience=chosen, week=WEEK, language="fi")
    assert len(full.overflow) == 60 - len(full.story_ids) > 1
    assert f"{len(full.overflow)} uutista ei mahtunut kirjeeseen." in words(page(full))


def test_a_summary_that_repeats_the_title_and_a_long_one_are_shortened() -> None:
    stories = [
        entry("toisto", fi=("Sama asia kahdesti", "Sama asia kahdesti.")),
        entry("pitka", fi=("Pitkä juttu", "Tämä on virke. " * 100), published_at=WEEK.start),
    ]
    text = render.text(select(stories, (), audience=find_audience("jarjestot"), week=WEEK, language="fi"))
    assert text.count("Sama asia kahdesti") == 1
    assert text.count("Tämä on virke.") < 25
    assert "virke. Tämä" in text
    assert "…" not in text
