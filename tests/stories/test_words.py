"""Lexicon, lemmas, compounds, names and cognates."""

from __future__ import annotations

from itertools import pairwise

import pytest
from wordfreq import top_n_list, zipf_frequency

from stories.frequencies import RARE, frequency, shares
from stories.lemmas import lemmas, parts
from stories.lexicon import lexicon
from stories.match import article
from stories.names import finnish_place, foreign_place, same_name
from stories.partners import Partners
from stories.profile import fact_term, prepare, profile, word_term


@pytest.mark.parametrize(
    ("fi", "sv"),
    [
        ("hyvinvointialue", "välfärdsområde"),
        ("omaishoito", "närståendevård"),
        ("palveluseteli", "servicesedel"),
        ("kela", "fpa"),
    ],
)
def test_the_words_of_the_field_survive_a_rebuild(fi: str, sv: str) -> None:
    assert lexicon().translations(fi, "fi", "sv")[sv] >= 0.5
    assert fi in lexicon().translations(sv, "sv", "fi")


def test_pairs_without_a_source_go_over_finnish() -> None:
    assert lexicon().translations("organisation", "sv", "se")
    assert lexicon().translations("olematonsana", "fi", "sv") == {}


def test_finnish_cases_and_swedish_definite_forms_come_to_their_lemma() -> None:
    assert "omaishoitaja" in lemmas("omaishoitajillekin", "fi")
    assert "välfärdsområde" in lemmas("välfärdsområdets", "sv")
    assert [set(p) for p in parts("kokemusasiantuntijoita", "fi")] == [{"kokemus"}, {"asiantuntija"}]


@pytest.mark.parametrize(
    ("word", "language", "said"),
    [
        ("syyslomaa", "fi", "loma"),
        ("ovikyltin", "fi", "kyltti"),
        ("kirjakassi", "fi", "kassi"),
        ("lainausautomaatti", "fi", "automaatti"),
        ("museikväll", "sv", "museum"),
        ("fallolyckor", "sv", "olycka"),
    ],
)
def test_compounds_come_apart_where_people_would_part_them(word: str, language: str, said: str) -> None:
    assert any(said in piece for piece in parts(word, language))


def test_a_compound_is_no_form_of_its_first_part() -> None:
    assert "kirja" not in lemmas("kirjakassi", "fi")
    assert "saippua" not in lemmas("saippuamuseo", "fi")
    assert "syyskuu" not in lemmas("syyslomaa", "fi")
    assert "talo" in lemmas("taloissakin", "fi")


@pytest.mark.parametrize(
    ("form", "verb"),
    [("kokeiltu", "kokeilla"), ("himmennetään", "himmentää"), ("lukeminen", "lukea"), ("valinnut", "valita")],
)
def test_passives_and_verbal_nouns_come_to_their_verb(form: str, verb: str) -> None:
    assert verb in lemmas(form, "fi")


def test_everyday_words_have_more_than_one_partner() -> None:
    assert {"stilla", "tyst"} <= lexicon().translations("hiljainen", "fi", "sv").keys()
    assert lexicon().translations("omaishoitaja", "fi", "sv")["närståendevårdare"] == 1


def test_a_share_may_stand_as_a_bare_number() -> None:
    terms = [fact_term("#:42", "sv"), fact_term("#:43", "sv"), fact_term("%:34", "sv")]
    partners = Partners(terms, "sv", lexicon())
    assert partners.of(fact_term("%:34", "fi")) == {2: 1.0}
    assert 0 < partners.of(fact_term("%:42", "fi"))[0] < 1
    assert partners.of(fact_term("%:44", "fi")) == {}


def test_names_stand_on_their_stems() -> None:
    assert same_name("virtasen", "virtanen")
    assert same_name("lehtisaloon", "lehtisalo")
    assert not same_name("virtasen", "virta")
    assert finnish_place("tampereella") == "tampere"
    assert foreign_place("s:t michel") == "mikkeli"
    assert foreign_place("norra savolax") == "pohjois-savo"


@pytest.mark.parametrize(
    ("fi", "sv", "least"),
    [
        ("vapaaehtoisille", "frivilliga", 0.9),
        ("järjestöavustusten", "organisationsunderstöden", 0.7),
        ("digitaalinen", "digital", 0.6),
    ],
)
def test_a_word_finds_its_partner(fi: str, sv: str, least: float) -> None:
    terms = [word_term(sv, "sv", True), word_term("fönster", "sv", True)]
    found = Partners(terms, "sv", lexicon()).of(word_term(fi, "fi", True))
    assert found[0] >= least
    assert 1 not in found


@pytest.mark.parametrize(
    ("fi", "sv", "least"),
    [
        ("EKL:n", "EKL:s", 1.0),
        ("STM:lle", "SHM", 1.0),
        ("SPR", "FRK:s", 1.0),
        ("EU-rahoituksella", "EU-finansieringen", 0.8),
        ("STEA-avustusta", "STEA-understödet", 0.8),
        ("Zoom-kokouksessa", "Zoom-mötet", 0.8),
        ("ELY-keskuksen", "NTM-centralen", 0.8),
        ("SM-kisoissa", "FM-tävlingarna", 0.15),
        ("Zoom", "Zoom-mötet", 0.35),
    ],
)
def test_what_stands_before_a_hyphen_or_a_colon_is_a_word(fi: str, sv: str, least: float) -> None:
    left, right = word_term(fi, "fi", starts=False), word_term(sv, "sv", starts=False)
    assert Partners([right], "sv", lexicon()).of(left).get(0, 0) >= least
    assert Partners([left], "fi", lexicon()).of(right).get(0, 0) >= least


def test_a_long_name_is_the_partner_of_its_initials() -> None:
    day = "2026-11-02T09:00:00+02:00"
    long = article(
        {"id": "1", "language": "fi", "title": "Palkinto jaetaan Nordic Youth Forumissa", "published_at": day}
    )
    short = article({"id": "2", "language": "sv", "title": "NYF delar ut priset", "published_at": day})
    named = [term for term in profile(long).counts if "nyf" in term.lemmas]
    assert [term.key for term in named] == ["forumissa"]
    terms = list(profile(short).counts)
    assert terms[next(iter(Partners(terms, "sv", lexicon()).of(named[0])))].key == "nyf"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_words_are_as_common_as_wordfreq_says_unless_they_are_rare(language: str) -> None:
    words = top_n_list(language, 400_000)[::997]
    words += [f"{one}-{other}" for one, other in pairwise(words)] + ["e-post", "š", "½", "don't", "xxqx-talo", "-"]
    for word in words:
        told, found = zipf_frequency(word, language), frequency(word, language)
        assert found == told or max(found, told) < RARE


def test_languages_without_tables_are_prepared_for_too() -> None:
    prepare(["sv", "no such language", ""])
    assert shares("sv")["och"] > shares("sv")["vatten"]
