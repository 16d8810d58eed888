"""Letters and archive pages in a real browser: nothing overflows, axe finds nothing, and dark mode is dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from digest import render
from digest.audience_file import find_audience
from digest.fit import fitted
from digest.issue import Issue
from digest.material import Pick
from digest.page import page as archive_page
from digest.select import select
from tests import needs
from tests.digest.sample import ENTRIES, OCCASIONS, WEEK, due, entry, many

# Long words and addresses, as Finnish has them.
LONG = entry(
    "pitka",
    organisation_name={"fi": "Pohjois-Pohjanmaan hyvinvointialuekansalaistoimintayhdistysten keskusjärjestö"},
    kind="invitation",
    fi=("Kansalaisjärjestöyhteistyöneuvottelukuntajärjestelmäuudistuskeskustelutilaisuus", "Sana" * 30),
)
AXE = resources.files("axe_playwright_python") / "axe.min.js"


@cache
def issue(audience: str, language: str, *, more: int = 20) -> Issue:
    stories = (*ENTRIES, LONG, *many(more))
    picks = [Pick(story_id="blogi", blurbs={"fi": "Lue tämä ensin.", "sv": "Läs detta först."})]
    dues = (*OCCASIONS, due("pitka", place="Kansalaistoimintakeskuksen yleisötilaisuushuone"))
    chosen = select(stories, dues, audience=find_audience(audience), week=WEEK, language=language, picks=picks)
    return fitted(chosen)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = needs.chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def shown(browser: Browser, source: str, *, width: int, dark: bool = False) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    page.set_content(source)
    return page


def stripped(source: str) -> str:
    return re.sub(r' style="[^"]*"', "", re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL))


@pytest.mark.parametrize(
    ("audience", "language"),
    [("jarjestot", "fi"), ("jarjestot", "sv"), ("jarjestot", "fi+sv"), ("kunnat", "fi+sv"), ("avustukset", "fi+sv")],
)
def test_no_letter_overflows_on_a_wide_or_a_narrow_screen_with_or_without_styles(
    browser: Browser, audience: str, language: str
) -> None:
    source = render.html(issue(audience, language))
    assert len(source.encode()) <= 90_000
    page = shown(browser, source, width=600)
    for each in (source, stripped(source), archive_page(issue(audience, language))):
        for width in (600, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.set_content(each)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize(("language", "scheme"), [("sv", "dark"), ("fi+sv", "light")])
def test_axe_finds_nothing_in_letter_and_archive_page(browser: Browser, language: str, scheme: str) -> None:
    one = issue("jarjestot", language, more=0)
    for source in (render.html(one), archive_page(one)):
        page = shown(browser, source, width=600, dark=scheme == "dark")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run({resultTypes: ['violations']}).then(result => result.violations)")
        assert [(each["id"], [node["html"][:200] for node in each["nodes"]][:3]) for each in found] == []
        assert page.evaluate("axe.version") >= "4.10"
        page.close()


def test_dark_mode_is_dark_and_the_letter_asks_for_nothing_from_the_net(browser: Browser) -> None:
    asked: list[str] = []
    page = browser.new_page(color_scheme="dark")
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(render.html(issue("jarjestot", "fi")))
    colours = page.evaluate(
        "['.bg','.sh','.t'].map(name => getComputedStyle(document.querySelector(name)))"
        ".map(style => [style.backgroundColor, style.color])"
    )
    page.close()
    assert colours[0][0] == "rgb(14, 19, 17)"
    assert colours[1][0] == "rgb(22, 29, 26)"
    assert colours[2][1] == "rgb(241, 244, 242)"
    assert asked == []
