from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digest.gist import LONGEST, gist
from digest.material import Version
from digest.typography import clean

BODY = (
    "Kolmasosa paikallisyhdistyksistä etsii uutta puheenjohtajaa, kertoo tuore kysely. Siihen vastasi 1 416 yhdistystä eri "
    "puolilta maata.\n\n– Tilanne on vakavampi kuin arvelimme, sanoo johtaja Maija Meikäläinen.\n\n"
    "Kysely tehtiin syyskuussa. Hallituksen jäsenten keski-ikä on noussut 61 vuoteen.\n\n"
    "Lisätietoja: maija.meikalainen@example.fi, puh. 040 123 4567."
)
SWEDISH = (
    "Välkommen!\n\nVar tredje lokalförening söker en ny ordförande, visar en färsk enkät. Den besvarades av 1 416 föreningar.\n\n"
    "– Läget är allvarligare än vi trodde, säger direktör Maija Meikäläinen.\n\nMer information: maija@example.fi"
)


def of(summary: str = "", body: str = BODY, title: str = "Joka kolmas yhdistys etsii puheenjohtajaa") -> str:
    return gist(Version(title=title, url="https://a.example/", summary=summary, body=body))


def test_a_whole_lead_of_the_publishers_own_wins() -> None:
    assert of("Puheenjohtajia puuttuu.") == "Puheenjohtajia puuttuu."
    assert of("Puheenjohtajia puuttuu. Lue lisää »") == "Puheenjohtajia puuttuu."
    assert of("Seminaari 3.12. Oulussa") == "Seminaari 3.12. Oulussa"


@pytest.mark.parametrize("stop", ["…", "...", "[…]", " [...]", ""])
def test_a_lead_that_was_cut_off_is_completed_from_the_text(stop: str) -> None:
    begun = "Kolmasosa paikallisyhdistyksistä etsii uutta"
    assert of(begun + stop) == "Kolmasosa paikallisyhdistyksistä etsii uutta puheenjohtajaa, kertoo tuore kysely."


def test_a_lead_that_was_cut_off_and_stands_nowhere_loses_its_broken_sentence() -> None:
    assert of("Kaikki on hyvin. Tämä virke katkeaa kesken…", body="") == "Kaikki on hyvin."
    assert of("Tämä virke katkeaa kesken…", body="") == ""


def test_without_a_lead_the_sentences_that_tell_most_are_taken_as_they_are() -> None:
    for summary in ("", "Joka kolmas yhdistys etsii puheenjohtajaa!"):
        assert of(summary).startswith(
            "Kolmasosa paikallisyhdistyksistä etsii uutta puheenjohtajaa, kertoo tuore kysely."
        )
    swedish = of(body=SWEDISH, title="Föreningarna saknar ordförande")
    assert swedish.startswith("Var tredje lokalförening söker en ny ordförande")
    for told in (of(), swedish):
        assert not any(word in told for word in ("@", "040", "Meikäläinen", "Välkommen"))


def test_a_text_of_quotes_lists_and_contacts_has_no_gist() -> None:
    assert (
        of(body="Aika: ti 1.12. klo 13\nPaikka: Kuopio\nHinta: 0 €\n\nLisätietoja: puh. 040 123 4567, a@example.fi.")
        == ""
    )
    assert of(body="") == ""


TEXT = st.lists(
    st.sampled_from(["Haku alkaa.", "klo 9", "–", "”Niin”", "1.12.", "Avustusta jaetaan 8 000 euroa yhdistyksille.", "\n\n", "\n", "…", "Se on uusi.", "x" * 200, "a@b.fi"])
    | st.text(max_size=30),
    max_size=40,
).map(" ".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@example(summary="x" * 200, body=f"{'x' * 400} Haku alkaa.", title="")
@example(summary="x" * 200, body=f"{'x' * 100} Haku alkaa.", title="")
@given(summary=TEXT, body=TEXT, title=TEXT)
def test_nothing_is_invented_and_no_sentence_is_cut(summary: str, body: str, title: str) -> None:
    told = gist(Version(title=title, url="", summary=summary, body=body))
    assert len(told) <= 2 * LONGEST
    source = " ".join((clean(summary), clean(body))).split()
    assert all(word in source or any(each.startswith(word) for each in source) for word in told.split())


def test_long_hostile_texts_are_quick() -> None:
    start = time.perf_counter()
    for hostile in (
        ". " * 200_000,
        "A. " * 100_000,
        "Sana " * 100_000,
        "…" * 300_000,
        "[" * 300_000,
        "Lue lisää " * 50_000,
    ):
        of(hostile, body=hostile, title=hostile[:300])
    assert time.perf_counter() - start < 8
