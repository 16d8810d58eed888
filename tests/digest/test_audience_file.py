from __future__ import annotations

import re
from pathlib import Path

import pytest

from digest.audience import DEFAULT_AUDIENCE
from digest.audience_file import AudienceError, find_audience, load_audiences, parse_audience
from digest.phrases import phrases

GOOD = """
id = "oma"
approval = "auto"
weekday = "friday"
[names]
fi = "Oma kirje"
sv = "Eget brev"
[taglines]
fi = "Meidän uutisemme"
sv = "Våra nyheter"
[filters]
regions = ["FI-15"]
[mail]
from = "Oma kirje <kirje@oma.example>"
reply_to = "toimitus@oma.example"
[[section]]
id = "omat"
limit = 3
[section.titles]
fi = "Omat"
"""


def test_three_audiences_are_shipped_and_the_default_is_one_of_them() -> None:
    audiences = load_audiences()
    assert set(audiences) == {"jarjestot", "kunnat", "avustukset"}
    assert DEFAULT_AUDIENCE in audiences
    assert audiences["avustukset"].filters.kinds == ("grant_call", "statement_request")
    assert {audience.approval for audience in audiences.values()} == {"auto", "required"}


def test_every_shipped_section_has_a_heading_in_both_languages() -> None:
    for audience in load_audiences().values():
        for rule in audience.sections:
            for language in ("fi", "sv"):
                assert rule.titles.get(language) or phrases(language).sections[rule.id]


def test_an_audience_file_is_read_whole() -> None:
    audience = parse_audience(GOOD, name="oma")
    assert (audience.id, audience.approval, audience.weekday) == ("oma", "auto", 4)
    assert audience.languages == ("fi", "sv")
    assert audience.filters.regions == ("FI-15",)
    assert audience.mail.domain == "oma.example"
    assert audience.mail.unsubscribe is None
    (rule,) = audience.sections
    assert (rule.id, rule.style, rule.limit, dict(rule.titles)) == ("omat", "story", 3, {"fi": "Omat"})


def test_a_home_adds_audiences_and_replaces_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "oma.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "kunnat.toml").write_text(GOOD.replace('"oma"', '"kunnat"', 1), encoding="utf-8")
    audiences = load_audiences(tmp_path, tmp_path / "puuttuu")
    assert set(audiences) == {"jarjestot", "kunnat", "avustukset", "oma"}
    assert audiences["kunnat"].names["fi"] == "Oma kirje"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "oma"', 'id = "toinen"', "oma.toml: id 'toinen' must be a slug"),
        ('"auto"', '"ehkä"', "approval holds 'ehkä': choose from auto, required"),
        ('"friday"', '"perjantai"', "weekday holds 'perjantai'"),
        ('fi = "Oma kirje"', 'fi = ""', "names.fi must be a text that is not empty"),
        ('sv = "Eget brev"', "", "names.sv is missing"),
        ('fi = "Oma kirje"', 'fi = "Oma\\r\\nBcc: x"', "names.fi must be one line"),
        ('["FI-15"]', '["Savo"]', "filters.regions holds 'Savo': write FI or FI-01"),
        ('["FI-15"]', '"FI-15"', "filters.regions must be a list"),
        ("regions", "region", "filters.region is not a key that is known here (did you mean regions?)"),
        ("limit = 3", "limit = -1", "section 1: limit must be a whole number from 0 to 200, not -1"),
        ("limit = 3", "limit = true", "must be a whole number"),
        ("limit = 3", 'style = "dated"', "section omat: style dated and occasion belong together"),
        ("limit = 3", 'occasion = "loma"', "section 1: occasion holds 'loma'"),
        ('id = "omat"', 'id = "out"', "section id 'out'"),
        ("[[section]]", "[[sektio]]", "section must be tables, one or more: [[section]]"),
        ("[[section]]", "[section]", "section must be tables, one or more: [[section]]"),
        ("[mail]", "[posti]", "mail is missing"),
        ("kirje@oma.example>", "kirje>", "from 'Oma kirje <kirje>' must"),
        ('reply_to = "toimitus@oma.example"', "reply_to = 3", "mail.reply_to must be a text"),
        ("[mail]", '[mail]\nunsubscribe = "javascript:x"', "unsubscribe 'javascript:x' must be an http or https"),
        ("[mail]", "[mail", "oma.toml: "),
    ],
)
def test_a_wrong_file_says_what_is_wrong_in_one_line(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(AudienceError) as raised:
        parse_audience(GOOD.replace(old, new, 1), name="oma")
    assert says in str(raised.value)
    assert str(raised.value).startswith("oma.toml: ")
    assert "\n" not in str(raised.value)


def test_a_section_may_stand_only_once() -> None:
    with pytest.raises(AudienceError, match="section 'omat' is there twice"):
        parse_audience(f'{GOOD}\n[[section]]\nid = "omat"', name="oma")


def test_a_file_that_is_no_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "oma.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(AudienceError, match=r"oma\.toml: cannot be read"):
        load_audiences(tmp_path)


def test_an_unknown_audience_names_the_known_ones() -> None:
    with pytest.raises(AudienceError, match="choose one of avustukset, jarjestot, kunnat"):
        find_audience("seurat")


def test_the_audience_that_the_docs_show_is_one() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", Path("docs/letters.md").read_text(encoding="utf-8"), re.DOTALL)
    audience = parse_audience(block, name="nuoriso")
    assert audience.languages == ("fi", "sv", "fi+sv")
    assert audience.filters.topics == ("young_people",)
    assert audience.sections[0].organisation == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('id = "oma"', 'id = "oma"\nlanguages = ["fi", "en"]'), "languages holds 'en': choose from fi, sv, fi+sv"),
        (('id = "oma"', 'id = "oma"\nlanguages = []'), "languages is empty: choose from fi, sv, fi+sv"),
        (('regions = ["FI-15"]', 'topics = ["young"]'), "filters.topics holds 'young': "),
        (('sv = "Eget brev"', ""), "names.sv is missing"),
    ],
)
def test_what_is_wrong_with_editions_and_topics_is_told_in_one_line(change: tuple[str, str], said: str) -> None:
    with pytest.raises(AudienceError) as caught:
        parse_audience(GOOD.replace(*change), name="oma")
    assert str(caught.value).startswith(f"oma.toml: {said}")
    assert "\n" not in str(caught.value)


def test_one_edition_needs_the_names_of_its_own_languages_alone() -> None:
    swedish = GOOD.replace('id = "oma"', 'id = "oma"\nlanguages = ["sv"]').replace('fi = "Oma kirje"\n', "")
    assert dict(parse_audience(swedish, name="oma").names) == {"sv": "Eget brev"}
