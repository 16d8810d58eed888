"""The registry is read strictly; a wrong file is told in one line that names the file and the place."""

from pathlib import Path

import pytest

from sources.registry import SHIPPED, RegistryError, read_organisation, read_registry

GOOD = """
id = "soste"
kind = "umbrella"
region = "FI"
website = "https://www.soste.fi/"
aliases = ["SOSTE"]

[name]
fi = "SOSTE Suomen sosiaali ja terveys ry"

[[source]]
id = "news"
kind = "feed"
url = "https://www.soste.fi/feed/"
language = "fi"

[source.select]
content = "main .entry"
drop = [".related", ".comments"]
"""


def read(text: str) -> object:
    return read_organisation(text.encode(), Path("soste.toml"))


def test_the_contracts_example_is_read_whole() -> None:
    organisation = read_organisation(GOOD.encode(), Path("soste.toml"))
    (source,) = organisation.sources
    assert (organisation.id, organisation.name["fi"], organisation.aliases) == (
        "soste",
        "SOSTE Suomen sosiaali ja terveys ry",
        ("SOSTE",),
    )
    assert (source.name, source.kind, source.language, source.enabled) == ("soste/news", "feed", "fi", True)
    assert (source.select.content, source.select.drop) == ("main .entry", (".related", ".comments"))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "soste"\n', 'id = "other"\n', "must equal the file name's stem"),
        ('kind = "umbrella"', 'kind = "club"', "kind is 'club'"),
        ('region = "FI"', 'region = "Savo"', "FI-15"),
        ('website = "https://www.soste.fi/"', 'website = "soste.fi"', "must be an http or https address"),
        ('url = "https://www.soste.fi/feed/"', 'url = "ftp://a.example/"', "source 1 (news): url is"),
        ('kind = "feed"', 'kind = "rss"', "feed, wordpress, sttinfo"),
        ('language = "fi"', "language = 5", "language must be a text"),
        ("[name]", "[names]", "names is not a key here"),
        ('content = "main', 'contents = "main', "select.contents is not a key"),
        ('drop = [".related", ".comments"]', 'drop = ".related"', "drop must be a list of texts"),
        ('aliases = ["SOSTE"]', "aliases = [1]", "aliases must be a list of texts"),
        ('id = "soste"', "id = ", "not readable as TOML"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(old: str, new: str, told: str) -> None:
    with pytest.raises(RegistryError, match=r"^soste\.toml: ") as caught:
        read(GOOD.replace(old, new))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value).partition("TOML")[0]


def test_a_source_id_may_stand_once_only() -> None:
    twice = GOOD + '\n[[source]]\nid = "news"\nkind = "feed"\nurl = "https://www.soste.fi/b"\n'
    with pytest.raises(RegistryError, match="'news' stands twice"):
        read(twice)


def test_a_missing_or_empty_directory_is_told(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="no such directory"):
        read_registry(tmp_path / "nowhere")
    with pytest.raises(RegistryError, match="holds no organisation"):
        read_registry(tmp_path)


def test_the_shipped_registry_holds_the_named_organisations() -> None:
    by_id = {organisation.id: organisation for organisation in read_registry(SHIPPED)}
    assert {"soste", "stm", "om", "psst", "kyt"} <= set(by_id)
    assert len(by_id) >= 20
    assert all(organisation.sources for organisation in by_id.values())
    assert "Järjestöjen Pohjois-Savo" in by_id["psst"].aliases
    assert by_id["psst"].region == "FI-15"
