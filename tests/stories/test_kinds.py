"""What a text is, told from its words, its occasions and its first lines, in Finnish, Swedish and English."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.dates import HELSINKI
from stories.kinds import kind
from stories.occasions import occasions

PUBLISHED = datetime(2026, 9, 1, 9, tzinfo=HELSINKI)


def told(title: str, summary: str = "", body: str = "", language: str = "fi") -> tuple[str, str]:
    found = occasions(title=title, summary=summary, body=body, published_at=PUBLISHED)
    return kind(title=title, summary=summary, body=body, occasions=found, language=language, published_at=PUBLISHED)


@pytest.mark.parametrize(
    ("expected", "title", "summary", "body"),
    [
        ("job", "Haemme suunnittelijaa Ouluun", "", "Lähetä hakemus ja ansioluettelo 25.9. mennessä. Palkka on 3 200 euroa."),
        ("job", "Avoin työpaikka: järjestöassistentti", "Hae 20.9. mennessä.", "Työsuhde on määräaikainen."),
        ("job", "Vi söker en verksamhetsledare", "Sista ansökningsdag är 30.9.", "Lönen är 3 400 euro i månaden."),
        ("job", "We are hiring: project manager", "", "Send your CV by 30 September 2026."),
        ("statement_request", "Lausuntopyyntö luonnoksesta kotoutumislaiksi", "", "Lausunnot annetaan 9.10.2026 mennessä."),
        ("statement_request", "Kommentoi strategialuonnosta", "Kommentit 30.9. mennessä.", "Luonnos on nähtävillä verkossa."),
        ("statement_request", "Begäran om utlåtande om lagutkastet", "", "Utlåtandena lämnas senast den 9 oktober 2026."),
        ("statement_request", "Consultation on the draft strategy", "", "Send comments by 9 October 2026."),
        ("grant_call", "Kulttuuriavustukset haettavissa", "Hakuaika päättyy 30.9.2026.", "Avustusta voi hakea yhdistys."),
        ("grant_call", "Sök understöd för lägerverksamhet", "", "Ansökningstiden går ut den 30 september 2026."),
        ("grant_call", "Apply for project grants", "", "Applications must be submitted by 30 September 2026."),
        ("invitation", "Tervetuloa syysjuhlaan!", "Juhla on lauantaina 10.10. klo 13 Porissa.", "Kahvitarjoilu."),
        ("invitation", "Webinaari omaishoidosta 14.10.", "", "Webinaari pidetään 14.10. klo 9–11. Ilmoittaudu 7.10. mennessä."),
        ("invitation", "Höstkurs för frivilliga", "Kom med den 14 oktober!", "Kursen hålls i Borgå den 14 oktober kl. 17."),
        ("invitation", "Nominate the volunteer of the year", "", "Send your nomination by 30 September 2026."),
        ("blog", "Blogi: Mitä opin jonossa", "", "Seisoin jonossa kaksi tuntia."),
        ("blog", "Det jag lärde mig i kön", "Gästskribent: Eva Berg", "Kön var lång."),
        (
            "blog", "Kun hiljaisuus auttaa", "",
            "Minä istuin äitini vieressä koko yön. Mietin, mitä minun pitäisi sanoa. Olen hoitaja, mutta minusta tuntui, "
            "ettei minulla ole sanoja. Aamulla äitini katsoi minua ja hymyili. Olin väsynyt ja onnellinen samaan aikaan.",
        ),
        ("page_update", "Avustuksen käyttö", "Sivua on päivitetty ja linkit korjattu.", "Avustusta saa käyttää palkkoihin."),
        ("page_update", "Vem kan få stöd?", "Sidan har uppdaterats.", "Stöd kan beviljas föreningar."),
        ("news", "Jonot lyhenivät keväällä", "Selvitys kattaa 20 aluetta.", "Jonotusaika lyheni 12 prosenttia."),
        ("news", "Järjestöavustuksia leikataan 30 miljoonaa euroa", "", "Leikkaus koskee kaikkia, sanoo johtaja Aho."),
        ("news", "Styrelsen valde ny ordförande", "", "Förbundsmötet hölls i Åbo den 29 augusti."),
        ("news", "Uusi opas omaishoitajille", "", "Opas esitellään webinaarissa 14.10. klo 9. Sen voi tilata maksutta."),
        ("news", "New study on loneliness", "", "According to the survey, every fifth adult feels lonely."),
        ("news", "", "", ""),
    ],
)  # fmt: skip
def test_a_text_is_of_its_kind(expected: str, title: str, summary: str, body: str) -> None:
    found, evidence = told(title, summary, body)
    assert (found, bool(evidence)) == (expected, True), evidence


def test_a_quoted_first_person_makes_no_blog() -> None:
    said = "– Minä olen iloinen, ja minusta tuntuu, että minun työni ja minun aikani riittävät minulle, sanoo Aho.\n"
    assert told("Hanke sai jatkoa", "", "Hanke jatkuu kolme vuotta.\n" + said * 4)[0] == "news"


def test_the_swedish_word_for_in_is_not_the_english_i() -> None:
    body = (
        "I Vasa och i Borgå finns det två hus. I dem bor det äldre. I Åbo byggs ett nytt hus. I Esbo byggs det inte. "
        * 3
    )
    assert told("Nya hus", "", body, "sv")[0] == "news"


def test_the_evidence_names_what_spoke_and_the_language() -> None:
    evidence = told("Tervetuloa syysjuhlaan 10.10. klo 13!", language="fi")[1]
    assert "words of inviting" in evidence
    assert evidence.endswith("(fi)")


@given(st.text(max_size=200), st.text(max_size=400), st.sampled_from(["fi", "sv", "en", "se", "und"]))
def test_no_text_raises(title: str, body: str, language: str) -> None:
    found, evidence = kind(title=title, summary=body[:80], body=body, occasions=(), language=language)
    assert found
    assert evidence


def unseen() -> list[dict[str, str]]:
    """Sixty titles and leads, written before the rules were last changed and not read while they were."""
    path = Path(__file__).parent / "data" / "kinds_unseen.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_titles_and_leads_written_before_the_rules_keep_their_score() -> None:
    lines = unseen()
    wrong = [line["title"] for line in lines if told(line["title"], line["lead"], line["lead"])[0] != line["kind"]]
    assert len(lines) == 60
    assert len(wrong) <= 5, wrong  # 17 were wrong before, 4 when this was written


@pytest.mark.parametrize(
    ("expected", "title", "body"),
    [
        ("job", "Haemme kylätalon emäntää", "Palkka on 2 400 euroa. Hae 20.9. mennessä."),
        ("invitation", "Etsimme vapaaehtoisia saattohoitoon", "Ilmoittaudu kurssille 20.9. mennessä."),
        ("news", "Moni yhdistys etsii puheenjohtajaa", "Kyselyyn vastasi 300 yhdistystä."),
        ("invitation", "Sök till ungdomsfullmäktiges panel", "Ansökningstiden går ut den 20 september."),
        ("invitation", "Neuvontakiertue pysähtyy Porissa 12.9.", "Paikalla ollaan klo 10–14."),
        ("news", "Oikaisu: avustuksia haetaan 30.9. mennessä", "Haku avustuksiin päättyy 30.9."),
        ("news", "Rättelse: anmäl dig till höstfesten senast den 20 september", "Fel datum stod i inbjudan."),
    ],
)
def test_whom_a_title_seeks_and_what_it_asks(expected: str, title: str, body: str) -> None:
    found, evidence = told(title, "", body)
    assert found == expected, evidence


def test_an_event_before_the_publication_invites_nobody() -> None:
    title, body = "Kesäjuhla Raumalla 22.8.", "Juhlaa vietettiin 22.8. klo 13–15. Tarjoilu oli maksuton."
    found = occasions(title=title, body=body, published_at=PUBLISHED)
    told_of = kind(title=title, summary="", body=body, occasions=found, language="fi", published_at=PUBLISHED)
    assert told_of[0] == "news", told_of
