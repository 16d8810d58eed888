"""The sample organisations' registry: the contract's format, true addresses, and every item within reach."""

import json
import tomllib
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup

from demo.registry import registry
from demo.sites import SITES
from demo.world import load, night
from tests.demo.test_pages import GOLD, PORT, get

FILES = registry(PORT)
ORGANISATIONS: dict[str, dict[str, Any]] = {
    name.removesuffix(".toml"): tomllib.loads(text) for name, text in FILES.items()
}
SOURCES = [(name, source) for name, organisation in ORGANISATIONS.items() for source in organisation["source"]]
KINDS = {"ministry", "agency", "umbrella", "association", "regional", "municipality", "project"}


def test_each_site_has_its_file_and_no_place_is_left_open() -> None:
    assert set(ORGANISATIONS) == {site.id for site in SITES}
    assert "{port}" not in "".join(FILES.values())
    assert registry(1)["hom.toml"] != FILES["hom.toml"]


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_an_organisation_is_written_as_the_contract_says(name: str) -> None:
    organisation = ORGANISATIONS[name]
    site = next(site for site in SITES if site.id == name)
    assert organisation["id"] == name
    assert organisation["kind"] in KINDS
    assert set(organisation) <= {"id", "kind", "region", "website", "aliases", "name", "source"}
    assert organisation["name"] == dict(site.names)
    assert organisation["website"] == f"http://{name}.localhost:{PORT}/"
    for source in organisation["source"]:
        assert set(source) <= {"id", "kind", "url", "language", "enabled", "select"}
        assert source["kind"] in {"feed", "wordpress", "sttinfo", "listing", "sitemap", "page"}


def test_few_sources_need_selectors() -> None:
    assert sum("select" in source for _, source in SOURCES) <= 2


def named(source: dict[str, Any]) -> set[str]:
    """The addresses that a source names, read the plain way."""
    page = get(source["url"] if source["kind"] != "wordpress" else f"{source['url']}wp-json/wp/v2/posts?per_page=100")
    assert page.status == 200
    match source["kind"]:
        case "feed" if "json" not in page.media_type:
            feed = feedparser.parse(page.body)
            return {entry.links[0]["href"] for entry in feed.entries}
        case "feed":
            return {item["url"] for item in json.loads(page.body)["items"]}
        case "wordpress":
            return {post["link"] for post in json.loads(page.body)}
        case "sttinfo":
            releases = json.loads(page.body)["releases"]
            return {urljoin(source["url"], v["url"]) for release in releases for v in release["versions"].values()}
        case "sitemap":
            return {loc.get_text() for loc in BeautifulSoup(page.body, "xml").find_all("loc")}
        case "page":
            return {source["url"]}
    links = BeautifulSoup(page.body, "lxml").select("a[href]")
    return {urljoin(source["url"], str(link["href"])) for link in links}


def test_the_enabled_sources_reach_every_item() -> None:
    reached = {url for _, source in SOURCES if source.get("enabled", True) for url in named(source)}
    assert {item.address(PORT) for item in GOLD} - reached == set()


@pytest.mark.parametrize(
    ("name", "source"), SOURCES, ids=lambda value: value if isinstance(value, str) else value["id"]
)
def test_a_source_names_only_addresses_that_answer(name: str, source: dict[str, Any]) -> None:
    hosts = load().hosts
    found = named(source)
    assert found
    assert all(get(url).status < 400 for url in found if urlsplit(url).hostname in hosts)
    assert hosts[urlsplit(source["url"]).hostname or ""].id == name


def test_the_clock_is_the_demo_weeks_monday() -> None:
    assert {item.url for item in load().gold(night(7))} == {item.url for item in GOLD}
