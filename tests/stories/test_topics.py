"""Topics out of the editors' vocabulary: sentences that the vocabulary was not written from, and feeds' categories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.topics import topic_names, topics


def told(title: str, language: str, body: str = "", categories: tuple[str, ...] = ()) -> list[str]:
    return [topic.id for topic in topics(title=title, summary="", body=body, language=language, categories=categories)]


@pytest.mark.parametrize(
    ("expected", "language", "title"),
    [
        ("grants", "fi", "Säätiön apurahat nuorille muusikoille jaettiin"),
        ("grants", "sv", "Kommunens verksamhetsbidrag utbetalas i mars"),
        ("grants", "en", "New funding for village halls"),
        ("volunteering", "fi", "Tukihenkilöitä kaivataan saaristoon"),
        ("volunteering", "sv", "Frivilliga städade stranden"),
        ("volunteering", "en", "Volunteers needed at the reception centre"),
        ("participation", "fi", "Asukasraati antoi suosituksensa"),
        ("participation", "sv", "Medborgarinitiativ samlade 50 000 namn"),
        ("disability", "fi", "Näkövammaisten liikkuminen vaikeutuu"),
        ("disability", "sv", "Teckenspråkiga kräver fler tolkar"),
        ("disability", "en", "Accessibility of polling stations improves"),
        ("older_people", "fi", "Muistisairaan oikeus ulkoilla"),
        ("older_people", "sv", "Pensionärerna dansar på torget"),
        ("children_families", "fi", "Lastensuojelun jälkihuolto lyhenee"),
        ("children_families", "sv", "Småbarnsföräldrar får mer tid"),
        ("young_people", "fi", "Nuorisovaltuusto sai oman budjetin"),
        ("young_people", "sv", "Unga vill ha jobb på hemorten"),
        ("mental_health", "fi", "Kriisipuhelimeen soitetaan yhä useammin"),
        ("mental_health", "sv", "Självmorden minskar bland män"),
        ("substance_use", "fi", "Rahapelihaitat maksavat miljardin"),
        ("substance_use", "en", "Gambling harms cost a billion"),
        ("migration", "fi", "Pakolaisten terveystarkastukset uudistuvat"),
        ("migration", "sv", "Flyktingarna lär sig två språk"),
        ("culture", "fi", "Kirjastossa soi jazz"),
        ("culture", "sv", "Körsången läker"),
        ("sport", "fi", "Uimahalli jää kiinni kesäksi"),
        ("housing", "fi", "Asunnottomien yö kokosi tuhansia"),
        ("housing", "sv", "Bostadslösa kvinnor blir fler"),
        ("employment", "fi", "Palkkatuen ehdot kiristyvät"),
        ("employment", "sv", "Arbetslösheten växer i Kajanaland"),
        ("digital", "fi", "Digituki tavoitti mökkiläiset"),
        ("digital", "sv", "Artificiell intelligens i vården väcker frågor"),
        ("wellbeing_counties", "fi", "Terveysaseman vastaanotto siirtyy"),
        ("wellbeing_counties", "sv", "Välfärdsområdena sparar på resor"),
        ("carers", "fi", "Omaishoitajat saavat lisää lomaa"),
        ("carers", "en", "Carers ask for respite"),
        ("poverty", "fi", "Leipäjonot kasvoivat Lahdessa"),
        ("poverty", "sv", "Fattigdomen ärvs allt oftare"),
        ("loneliness", "fi", "Yksinäisyyteen auttaa naapuri"),
        ("legislation", "fi", "Yhdistyslain uudistus eduskuntaan"),
        ("legislation", "sv", "Förordningen träder i kraft"),
        ("research", "sv", "Ny avhandling om talkoarbete"),
        ("language_rights", "fi", "Saamenkieliset palvelut puuttuvat"),
        ("language_rights", "sv", "Tvåspråkiga kommuner granskas"),
        ("environment", "fi", "Kierrätyspiste muutti torille"),
        ("preparedness", "sv", "Elavbrott prövar byns beredskap"),
        ("eu_international", "en", "Nordic ministers meet in Reykjavik"),
        ("training", "fi", "Hygieniapassikoulutus kokeille"),
    ],
)  # fmt: skip
def test_a_title_speaks_of_its_topic(expected: str, language: str, title: str) -> None:
    assert expected in told(title, language)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fi", "Toimisto on kiinni perjantaina"),
        ("fi", "Kiitos kaikille, kevätterveisin hallitus"),
        ("sv", "Vi flyttar till nya lokaler"),
        ("en", "Our office is closed on Friday"),
        ("fi", ""),
    ],
)  # fmt: skip
def test_what_speaks_of_nothing_has_no_topic(language: str, title: str) -> None:
    assert told(title, language) == []


def test_a_feeds_own_category_counts_in_any_language() -> None:
    assert told("Toukokuun tärpit", "fi", categories=("Äldre", "Uutiset")) == ["older_people"]
    assert told("Toukokuun tärpit", "fi", categories=("Mielenterveys",)) == ["mental_health"]


def test_a_word_in_passing_is_no_topic_and_the_evidence_says_where_it_stood() -> None:
    body = "Toimisto muuttaa kesällä. " * 25 + "Remontin aikana päihdeneuvonta toimii kellarissa."
    assert told("Muutto", "fi", body) == []
    found = topics(title="Vammaispalvelut muuttuvat", summary="Vammaisneuvosto kiittää.", body="", language="fi")
    assert found[0].evidence[0] == "title: Vammaispalvelut"


def test_every_topic_is_named_in_three_languages_and_at_most_five_are_told() -> None:
    names = topic_names()
    assert len(names) >= 25
    assert all({"fi", "sv", "en"} <= set(name) for name in names.values())
    many = "Lapset, nuoret, vanhukset, omaiset, vammaiset, pakolaiset, asunnottomat ja työttömät"
    assert len(told(many, "fi")) == 5


@given(st.text(max_size=300), st.sampled_from(["fi", "sv", "en", "se", "und", "de"]))
def test_no_text_raises(text: str, language: str) -> None:
    assert all(
        topic.score >= 2 and topic.evidence for topic in topics(title=text, summary="", body=text, language=language)
    )
