"""The pages in a real browser: nothing for axe to find, nothing wider than the screen, no mouse and no script needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.desk.site import Served
from tests.desk.test_joining import fields, link
from tests.desk.test_leaving import preferences, token
from tests.needs import chromium

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield opened
        opened.close()


def faults(page: Page) -> list[tuple[str, str]]:
    """What axe finds, and whether the page is wider than its window."""
    page.evaluate(AXE)
    said = page.evaluate("axe.run(document)")
    found = [(one["id"], one["nodes"][0]["html"]) for one in said["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(("too wide", page.url))
    return found


@pytest.mark.parametrize(("width", "mode"), [(360, "dark"), (1200, "light")])
def test_axe_finds_nothing_on_any_page(browser: Browser, news: Served, joined: Served, width: int, mode: str) -> None:
    joined.post("/fi/subscribe/", fields(audiences=("jarjestot", "kunnat")))
    confirm = link(joined)
    joined.post(confirm)
    joined.post("/fi/subscribe/", fields("uusi@example.org"))
    pages = [
        *(news.url(path) for path in ("/fi/", "/sv/jarjestot/", "/fi/privacy/", "/fi/nope/", "/sv/subscribe/")),
        *(joined.url(path) for path in ("/fi/subscribe/", "/sv/subscribe/sent/", link(joined, 2), token(joined), preferences(joined))),
    ]  # fmt: skip
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=mode, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for url in pages:
        page.goto(url)
        found[url] = faults(page)
    page.goto(joined.url("/fi/subscribe/"))
    page.get_by_role("button", name="Tilaa").click()
    assert "Tarkista lomake" in page.content()
    found["errors"] = faults(page)
    context.close()
    assert {url: said for url, said in found.items() if said} == {}


def test_a_reader_subscribes_with_the_keyboard_alone_and_without_script(browser: Browser, joined: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(joined.url("/fi/subscribe/?audience=jarjestot"))
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Siirry sisältöön"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("aino@example.org")
    for _ in range(3):
        page.keyboard.press("Tab")  # the boxes
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent/")
    assert page.get_by_role("heading", level=1).inner_text() == "Katso sähköpostisi"
    page.goto(joined.url(link(joined)))
    assert page.get_by_role("heading", level=1).inner_text() == "Bekräfta prenumerationen"
    page.get_by_role("button").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Prenumerationen är bekräftad").wait_for()
    assert page.get_by_role("listitem").filter(has_text="Kommunveckan").count() == 1
    context.close()
    assert said == []


def test_what_has_the_focus_is_seen(browser: Browser, pages: Served) -> None:
    page = browser.new_page()
    page.goto(pages.url("/fi/"))
    for _ in range(6):
        page.keyboard.press("Tab")
        outline = page.locator(":focus").evaluate(
            "one => getComputedStyle(one).outlineStyle + getComputedStyle(one).outlineWidth"
        )
        assert outline == "solid3px"
    page.close()


def test_a_hostile_headline_does_nothing_and_no_page_breaks_its_own_policy(browser: Browser, news: Served) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    for path in (
        "/fi/",
        "/fi/jarjestot/",
        "/issues/2026-W47/2026-W47.jarjestot.fi.page.html",
        "/issues/2026-W47/2026-W47.jarjestot.fi.html",
    ):
        page.goto(news.url(path))
        assert page.locator("script, main img, [href^='javascript:']").count() == 0
        if "/issues/" in path:
            assert page.locator("h1").evaluate("one => getComputedStyle(one).color") == "rgb(20, 81, 63)"
    page.close()
    assert said == []


def test_a_printed_page_has_no_menus(browser: Browser, pages: Served, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(pages.url("/fi/jarjestot/"))
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert re.search(r"Viikko 47", page.inner_text("main"))
    page.close()
