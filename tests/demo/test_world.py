"""The sample web's texts: what exists when, and the truth that other tests score against."""

from datetime import datetime, timedelta

import pytest

from demo.script import BadScriptError
from demo.sites import SITES
from demo.story import HELSINKI
from demo.world import NIGHTS, World, build, gold, load, night

WORLD = load()
TEXT = """
[[item]]
key = "a"
kind = "news"
number = "1/2026"
[item.fi]
slug = "aita"
title = "Aita korjattiin"
published = 2026-11-17T12:01:00+02:00
body = "Aita on ehjä."
occasions = [{kind = "event", start = "2026-12-01"}]
[[item.fi.edit]]
on = 2026-11-18T08:00:00+02:00
title = "Aita korjattiin taas"
[item.sv]
slug = "staket"
title = "Staketet"
published = 2026-11-18T12:00:00+02:00
body = "Staketet är helt."
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def test_night_seven_is_the_monday_after_the_digest_week() -> None:
    assert night(7).weekday() == 0
    assert [night(n).date().isoformat() for n in (1, 7)] == ["2026-11-17", "2026-11-23"]
    with pytest.raises(ValueError, match="no night 8"):
        night(8)


def test_there_is_enough_to_make_a_demo_of() -> None:
    week = [item for item in WORLD.gold(night(7)) if item.published >= at("2026-11-16T00:00")]
    assert len(WORLD.stories) >= 80
    assert len({item.story for item in week}) >= 30
    assert {item.site for item in WORLD.gold(night(7))} == {site.id for site in SITES}
    assert {item.language for item in week} == {"fi", "sv", "en", "se"}


def test_an_item_is_there_from_its_publication_on() -> None:
    world = build({"hom": TEXT})
    assert [len(world.gold(at(text))) for text in ("2026-11-17T12:00", "2026-11-17T12:01", "2026-11-18T12:00")] == [
        0,
        1,
        2,
    ]


def test_an_edit_holds_from_its_instant_and_keeps_what_it_does_not_name() -> None:
    world = build({"hom": TEXT})
    before, after = (world.gold(at(text))[0] for text in ("2026-11-18T07:59", "2026-11-18T08:00"))
    assert (before.title, after.title) == ("Aita korjattiin", "Aita korjattiin taas")
    assert (before.modified, after.modified) == (before.published, at("2026-11-18T08:00"))
    assert after.body == before.body == ("Aita on ehjä.",)


def test_a_removed_item_leaves() -> None:
    world = build({"hom": TEXT.replace('number = "1/2026"', "removed = 2026-11-19T09:00:00+02:00")})
    assert len(world.gold(at("2026-11-19T08:59"))) == 2
    assert world.gold(at("2026-11-19T09:00")) == ()
    scene = world.at(at("2026-11-19T09:00"))["hom.localhost"]
    assert (len(scene.posts), len(scene.gone)) == (0, 2)


def test_a_copy_has_the_originals_words_at_its_own_address_and_time() -> None:
    copy = '[[item]]\nkey = "a"\ncopy_of = true\n[item.fi]\npublished = 2026-11-17T12:10:00+02:00\n'
    items = build({"hom": TEXT, "julkaisuportaali": copy}).gold(at("2026-11-17T13:00"))
    original, copied = (next(item for item in items if item.site == site) for site in ("hom", "julkaisuportaali"))
    assert (copied.title, copied.body, copied.number, copied.occasions) == (
        (original.title, original.body, "1/2026", original.occasions)
    )
    assert copied.creator == "hom"
    assert copied.url != original.url
    assert copied.published - original.published == timedelta(minutes=9)


def test_a_copy_without_languages_takes_all() -> None:
    items = build({"hom": TEXT, "julkaisuportaali": '[[item]]\nkey = "a"\ncopy_of = true\n'}).gold(night(7))
    assert sorted(item.language for item in items if item.site == "julkaisuportaali") == ["fi", "sv"]


def test_gold_addresses_are_unique_and_of_known_hosts() -> None:
    addresses = [item.url for item in WORLD.gold(night(7))]
    assert len(set(addresses)) == len(addresses)
    assert {address.partition("/")[0] for address in addresses} <= set(WORLD.hosts)
    assert WORLD.gold(night(7))[0].address(8747).startswith("http://jarjestokatto.localhost:8747/")


def test_gold_of_the_packaged_world() -> None:
    assert gold(night(3)) == WORLD.gold(night(3))


def test_the_nordic_pair_is_one_story_a_minute_apart() -> None:
    sv, fi = sorted(
        (item for item in WORLD.gold(night(2)) if item.story == "pohjoismaat"), key=lambda item: item.published
    )
    assert (fi.language, sv.language) == ("fi", "sv")
    assert "uusi pohjoismainen yhteistyö" in fi.title
    assert "nya nordiska samarbete" in sv.title
    assert fi.published - sv.published == timedelta(minutes=1)


def test_every_night_brings_something_new() -> None:
    counts = [len(WORLD.gold(night(number))) for number in NIGHTS]
    assert counts == sorted(counts)
    instants = [at for story in WORLD.stories for at in story.instants()]
    for number in NIGHTS[1:]:
        assert any(night(number - 1) < instant <= night(number) for instant in instants)


def test_something_is_edited_and_something_removed_in_the_week() -> None:
    week = (night(1), night(7))
    edits = [e.on for story in WORLD.stories for version in story.versions.values() for e in version.edits]
    assert any(week[0] < on <= week[1] for on in edits)
    assert any(story.removed and week[0] < story.removed <= week[1] for story in WORLD.stories)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (('kind = "news"', 'kind = "uutinen"'), "hom.toml: a: kind is 'uutinen'"),
        (('slug = "aita"', 'slug = "Äitä"'), "hom.toml: a: fi: slug 'Äitä' must be small letters"),
        (('slug = "aita"\n', ""), "hom.toml: a: fi: slug is missing"),
        (('body = "Aita on ehjä."\n', ""), "hom.toml: a: fi: body is missing"),
        (
            ("2026-11-17T12:01:00+02:00", "2026-11-17T12:01:00"),
            "hom.toml: a: fi: published must be a date-time with an offset",
        ),
        (
            ("2026-11-18T08:00:00+02:00", "2026-11-16T08:00:00+02:00"),
            "hom.toml: a: fi: edit 1: on is not after published",
        ),
        (('title = "Aita korjattiin taas"', ""), "hom.toml: a: fi: edit 1: changes nothing"),
        (('"2026-12-01"', '"1.12.2026"'), "hom.toml: a: fi: occasion 1: start must be a local date"),
        (('"event"', '"party"'), "hom.toml: a: fi: occasion 1: kind is 'party'"),
        (("[item.sv]", "[item.se]"), "hom.toml: a: the site is not kept in se"),
        (('number = "1/2026"', 'numero = "1/2026"'), "hom.toml: a: unknown field 'numero'"),
        (
            ('number = "1/2026"', 'comments = [["Raija", "eilen", "Hei"]]'),
            "hom.toml: a: comment 1: 'eilen' is not a date-time",
        ),
        (('key = "a"\n', ""), "hom.toml: an item without a key: key is missing"),
    ],
)
def test_a_mistake_is_one_clear_line(change: tuple[str, str], line: str) -> None:
    assert change[0] in TEXT
    with pytest.raises(BadScriptError) as told:
        build({"hom": TEXT.replace(*change)})
    lines = str(told.value).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(line)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(BadScriptError) as told:
        build({"hom": TEXT.replace('slug = "aita"\n', "") + TEXT, "nobody": TEXT})
    assert set(str(told.value).splitlines()) == {
        "nobody.toml: no such site",
        "hom.toml: a: fi: slug is missing",
        "hom.toml: a: the key is used 2 times",
        "hom.toml: the sv slug 'staket' is used 2 times",
        "a: told 3 times in fi, never as a copy",
        "a: told 3 times in sv, never as a copy",
    }


def test_a_copy_of_nothing_and_broken_toml_are_told() -> None:
    with pytest.raises(BadScriptError, match=r"hom.toml: b: a copy, but no site tells the original"):
        build({"hom": '[[item]]\nkey = "b"\ncopy_of = true\n'})
    with pytest.raises(BadScriptError, match=r"hom.toml: .*line 1"):
        build({"hom": "[[item]\n"})


def test_a_world_without_texts_is_empty() -> None:
    assert isinstance(build({}), World)
    assert build({}).gold(night(7)) == ()
