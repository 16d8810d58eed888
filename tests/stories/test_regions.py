"""Regions out of municipalities and regions that a text names, in every form, and not out of surnames and firms."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.place_names import Place, gazetteer
from stories.regions import named, regions

# The official division of 2026, when Pertunmaa had become part of Mäntyharju.
COUNTS = {
    "FI-01": 16, "FI-02": 9, "FI-03": 18, "FI-04": 11, "FI-05": 8, "FI-06": 11, "FI-07": 8, "FI-08": 22, "FI-09": 6,
    "FI-10": 21, "FI-11": 23, "FI-12": 14, "FI-13": 13, "FI-14": 30, "FI-15": 19, "FI-16": 10, "FI-17": 16,
    "FI-18": 26, "FI-19": 27,
}  # fmt: skip


def test_every_municipality_stands_in_its_region() -> None:
    municipalities = [place for place in gazetteer() if place.kind == "municipality"]
    assert Counter(place.region for place in municipalities) == COUNTS
    assert len({place.fi for place in municipalities}) == 308


@pytest.mark.parametrize("place", gazetteer(), ids=lambda place: place.fi)
def test_every_place_is_found_where_a_cue_says_so(place: Place) -> None:
    for text in filter(
        None, (f"Tapaamme {place.genitive} kunnan talolla.", place.sv and f"Vi träffas i {place.sv} i dag.")
    ):
        assert {hit.spelling.place.region for hit in named(text)} == {place.region}, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ryhmä alkaa Kuopiossa ja Iisalmessa.", "FI-15 FI-15"),
        ("Yhdistys siirtyi Iisalmen keskustaan.", "FI-15"),
        ("Kiertue jatkuu Helsingistä Turkuun ja Poriin.", "FI-18 FI-19 FI-17"),
        ("Bussi lähtee Uudestakaupungista Uuteenkaarlepyyhyn.", "FI-19 FI-12"),
        ("Kauniaisissa ja Jokioisilla käytiin kylässä.", "FI-18 FI-06"),
        ("Leiri pidetään Haapavedellä, retki Haapaveteen.", "FI-14 FI-14"),
        ("Iissä ja Iin kunnassa juhlittiin.", "FI-14 FI-14"),
        ("Kvällen ordnas i Åbo, S:t Michel och Gustav Adolfs.", "FI-19 FI-04 FI-16"),
        ("Föreningarna i Södra Österbotten och Österbotten.", "FI-03 FI-12"),
        ("Nylands, Egentliga Finlands och Ålands förbund", "FI-18 FI-19 FI-01"),
        ("HÖSTMÖTE I ÅBO – SYYSKOKOUS TURUSSA", "FI-19 FI-19"),
        ("Volunteers from North Karelia met in Joensuu.", "FI-13 FI-13"),
        ("Helsinkiläiset ja oululaisten ystävät", "FI-18 FI-14"),
        ("Keskisuomalaisille yhdistyksille ja Keski-Suomeen", "FI-08 FI-08"),
        ("Itä-Uudellamaalla ja pääkaupunkiseudulla", "FI-18 FI-18"),
        ("Giellakafea lágiduvvo Anáris.", "FI-10"),
        ("Salossa, Salon kaupungissa ja Simossa", "FI-19 FI-19 FI-10"),
        ("Paikkakunnat: Kuopio, Salo ja Lahti", "FI-15 FI-19 FI-16"),
        ("– Hyvä tulos, sanoo Minna Salo. Salo kiittää. Salla Lahti nyökkää.", ""),
        ("Simo ja Inari menivät naimisiin, Lahden Liisa lauloi.", ""),
        ("Nokia julkaisi tuloksensa, Outokumpu myöhemmin.", ""),
        ("Kokous on Nokialla.", "FI-11"),
        ("Soinin mukaan laki on huono. Perhon siipi on kaunis.", ""),
        ("Lovisa Berg och Sund talade i Lovisa.", "FI-18"),
        ("Tutkija Anna Porvoo ja Eeva Vantaa kertovat.", ""),
        ("Turun yliopiston ja Helsingin Sanomien selvitys", ""),
        ("Posti: Katu 1, 00100 Helsinki", ""),
        ("lahti, salo ja kotka ovat kauniita sanoja", ""),
    ],
)  # fmt: skip
def test_places_are_told_from_persons_and_words(text: str, expected: str) -> None:
    assert [hit.spelling.place.region for hit in named(text)] == expected.split(), named(text)


def test_the_organisation_comes_first_and_says_so() -> None:
    codes, evidence = regions(title="Retki Raumalle", summary="", body="", organisation="FI-11")
    assert codes == ("FI-11", "FI-17")
    assert evidence == ("FI-11 organisation", "FI-17 title: Raumalle")


def test_a_place_in_passing_or_in_a_contact_line_does_not_count() -> None:
    body = "Uusi opas on ilmestynyt. " * 20 + "Kokeilu tehtiin Kuhmossa."
    assert regions(title="Opas", summary="", body=body + "\nLisätietoja: Eija Aho, Rovaniemi")[0] == ()
    assert regions(title="Opas", summary="", body=body + " Kuhmolaiset kiittävät.")[0] == ("FI-05",)


def test_a_venue_counts() -> None:
    assert regions(title="Ilta", summary="", body="", venues=["Porin pääkirjasto"])[0] == ("FI-17",)


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    codes, evidence = regions(title=text[:50], summary=text[:90], body=text)
    assert len(codes) == len(evidence)
