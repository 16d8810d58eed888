"""Organisations in a text: every case, every language, and no common words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.registry import SHIPPED, read_registry
from stories.inflections import inflects, stems
from stories.mentions import Directory, directory, mentions
from stories.model import Organisation


def organisation(id_: str, *aliases: str, **name: str) -> Organisation:
    return Organisation(
        id=id_, kind="association", region="FI", website="https://x.example/", name=name, aliases=aliases
    )


@pytest.fixture(scope="module")
def shipped() -> Directory:
    return directory(read_registry(SHIPPED))


NAMES = directory(
    [
        organisation(
            "soste", "SOSTE", fi="SOSTE Suomen sosiaali ja terveys ry", sv="SOSTE Finlands social och hälsa rf"
        ),
        organisation("om", "OM", "JM", fi="Oikeusministeriö", sv="Justitieministeriet", en="Ministry of Justice"),
        organisation("fm", "FM", fi="Finanssien malliliitto ry"),
        organisation("kynnys", fi="Kynnys ry", sv="Tröskeln rf"),
        organisation("risti", "SPR", fi="Suomen Punainen Risti", sv="Finlands Röda Kors"),
        organisation("liitto", fi="Kuurojen Liitto ry"),
        organisation("savo-hva", fi="Pohjois-Savon hyvinvointialue", sv="Norra Savolax välfärdsområde"),
        organisation("savo-liitto", fi="Pohjois-Savon liitto", sv="Norra Savolax förbund"),
        organisation("one", "Yhteinen", fi="Eka seura ry"),
        organisation("two", "Yhteinen", fi="Toka seura ry"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Asiasta kertoi SOSTEn pääsihteeri.", ["soste"]),
        ("SOSTE:lle on myönnetty rahaa, sanoo SOSTE.", ["soste", "soste"]),
        ("Enligt SOSTEs barometer växer köerna.", ["soste"]),
        ("Lausunnot toimitetaan oikeusministeriöön.", ["om"]),
        ("Oikeusministeriöltä odotetaan esitystä.", ["om"]),
        ("OIKEUSMINISTERIÖ PYYTÄÄ LAUSUNTOJA", ["om"]),
        ("Enligt justitieministeriets förslag ändras lagen.", ["om"]),
        ("The Ministry of Justice's proposal is out.", ["om"]),
        ("OM:n luonnos on valmis.", ["om"]),
        ("OM: avoin haku alkaa", ["om"]),
        ("FM Anna Aho luennoi, ja OM-kisat alkavat.", []),
        ("Suomen Punaisen Ristin vapaaehtoiset auttavat.", ["risti"]),
        ("Kiitos Finlands Röda Kors!", ["risti"]),
        ("Kuurojen Liitossa iloitaan, kuurojen liitto ei ole väite.", ["liitto"]),
        ("Kuurojen Liiton mukaan tulkkeja puuttuu.", ["liitto"]),
        ("Kynnys avun hakemiseen on korkea.", []),
        ("Kynnys ry muistuttaa: kynnys on matala.", ["kynnys"]),
        ("Kynnykselle sattui voitto. Palkinnon sai Kynnys.", ["kynnys", "kynnys"]),
        ("Pohjois-Savon hyvinvointialueella ja Pohjois-Savon liitossa", ["savo-hva", "savo-liitto"]),
        ("Norra Savolax välfärdsområdes beslut", ["savo-hva"]),
        ("Yhteinen ilta, Yhteinen matka.", []),
        ("Sosten naapurissa oli sosteri.", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_text_names_its_organisations(text: str, expected: list[str]) -> None:
    found = mentions(text, NAMES)
    assert [mention.organisation for mention in found] == expected
    assert all(text[m.position : m.position + len(m.form)] == m.form for m in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kelan mukaan THL:n ja STEAn luvut eroavat Kelalle toimitetuista.", ["kela", "thl", "stea", "kela"]),
        ("Hakemus lähetetään Kelaan, ei Valviraan.", ["kela"]),
        ("Sata vuotta sitten vero oli pienempi ja mieli kevyempi.", []),
        ("Folkhälsan ordnar simskola, och folkhälsan mår bra.", []),
        ("Kursen ordnas av Folkhälsan i Vasa.", ["folkhalsan"]),
        ("Social- och hälsovårdsministeriet och Röda korset", ["stm"]),
        ("Eduskunnassa käsitellään sosiaali- ja terveysministeriön esitystä.", ["eduskunta", "stm"]),
    ],
)  # fmt: skip
def test_the_shipped_registry_is_recognised(text: str, expected: list[str], shipped: Directory) -> None:
    found = [mention.organisation for mention in mentions(text, shipped)]
    assert [one for one in found if one in {"kela", "thl", "stea", "stm", "eduskunta", "folkhalsan"}] == expected


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("virasto", "viraston virastolle virastossa virastosta virastoa virastoon virastokin"),
        ("liitto", "liiton liitolle liitossa liittoon liittoa liitosta"),
        ("laitos", "laitoksen laitokselle laitoksessa laitosta laitokseen"),
        ("yhdistys", "yhdistyksen yhdistykselle yhdistystä yhdistykseen"),
        ("säätiö", "säätiön säätiölle säätiötä säätiöön"),
        ("alue", "alueen alueella alueelle aluetta alueeseen"),
        ("kunta", "kunnan kunnalle kuntaan kuntaa kunnassa"),
        ("kaupunki", "kaupungin kaupungille kaupunkiin kaupungissa kaupunkia"),
        ("järjestöt", "järjestöjen järjestöille järjestöissä"),
        ("käräjät", "käräjien käräjille käräjillä"),
    ],
)  # fmt: skip
def test_finnish_cases_are_read(word: str, forms: str) -> None:
    assert [form for form in forms.split() if not inflects(form, word, small=True)] == []


def test_other_words_are_no_cases() -> None:
    others = "virastopäällikkö liittovaltuusto laitosmies kuntoutus alueellinen järjestelmä säätö".split()
    words = "virasto liitto laitos kunta alue järjestöt säätiö".split()
    assert [other for other, word in zip(others, words, strict=True) if inflects(other, word, small=True)] == []


@given(st.text(max_size=400))
def test_no_text_raises_and_positions_hold(text: str) -> None:
    for mention in mentions(text, NAMES):
        assert text[mention.position : mention.position + len(mention.form)] == mention.form


MANY = tuple(f"{first}{second}" for first in ("Kaski", "Leppä", "Tuomi") for second in ("järvi", "niemi", "ranta"))
LOCAL = [organisation(f"mll-{place}", fi=f"Mannerheimin Lastensuojeluliiton {place}n kerho ry") for place in MANY]
WORDS = ("Sytomaa", "Nuorukainen", "Lystiyhdistys", "Vertailiitto", "Kuukkeliperhe", "Tuikeet", "Aivorannat", "GRK")
ENDINGS = " n t a ä ta tta ssa ssä sta lla lle ksi na in en een hin ssakin kaan s:n :n :lle et ets n:kin nut".split(" ")


@pytest.mark.parametrize("word", WORDS)
def test_among_many_names_every_form_is_still_found(word: str) -> None:
    names = directory([*LOCAL, organisation("it", fi=f"{word} ry"), organisation("two", fi=f"Uusi {word} ry")])
    beginnings = {word, *stems(word), *stems(word[0].lower() + word[1:])}
    forms = {begin + ending for begin in beginnings for ending in ENDINGS}
    forms = {form for form in forms if re.fullmatch(r"\w+(?::\w+)?", form) and inflects(form, word, small=False)}
    assert len(forms) > 3
    for form in forms:
        assert [found.organisation for found in mentions(f"Asian kertoi {form} eilen.", names)] == ["it"], form
        assert [found.organisation for found in mentions(f"Asian kertoi Uusi {form} eilen.", names)] == ["two"], form


def test_how_many_names_a_word_is_compared_with_does_not_grow_with_the_registry() -> None:
    places = [f"{first}{number}" for first in MANY for number in range(300)]
    names = directory(
        [organisation(f"o{n}", fi=f"Mannerheimin Lastensuojeluliiton {p} kerho ry") for n, p in enumerate(places)]
    )
    text = "mannerheimin lastensuojeluliiton kaskijärvi7 kerhosta kerrottiin"
    assert len(names.index.candidates(text.split())) == 1
    told = mentions("Mannerheimin Lastensuojeluliiton Kaskijärvi7 kerhosta kerrottiin.", names)
    assert [found.form for found in told] == ["Mannerheimin Lastensuojeluliiton Kaskijärvi7 kerhosta"]
