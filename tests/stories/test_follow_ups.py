"""What a headline says that its text does to earlier news, and which news that is."""

from __future__ import annotations

from typing import Any

import pytest

from stories.follow_ups import follow_up, said
from stories.match import article
from stories.model import Article


def text(name: str, title: str, body: str = "", day: int = 1, **changes: Any) -> Article:
    line = {"id": name, "organisation": "a", "title": title, "body": body, "language": "fi"}
    return article(line | {"published_at": f"2026-11-{day:02}T09:00:00+02:00"} | changes)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Oikaisu: vastaajia oli 1 416", "correction"),
        ("Rättelse: 1 416 svarade", "correction"),
        ("Hakuaikaa jatkettu 9.12. saakka", "extension"),
        ("Förlängd ansökningstid", "extension"),
        ("Perjantain retki on peruttu", "cancellation"),
        ("Seminariet ställs in", "cancellation"),
        ("Peruskoulu saa uuden pihan", None),
        ("Jatkokoulutus alkaa", None),
    ],
)
def test_what_a_headline_says(title: str, kind: str | None) -> None:
    assert said(text("a", title)) == kind


RETKI = text("retki", "Syysretki Repovedelle lähtee torilta", "Retkelle mahtuu kolmekymmentä.", day=3)
KOKOUS = text("kokous", "Syyskokous valitsee hallituksen", "Kokous on seurantalolla.", day=4)
RUOKA = text("ruoka", "Talkooruoka maistui kaikille", "Hernekeittoa riitti.", day=5)


def test_the_text_that_it_is_about_is_found_and_said_why() -> None:
    found = follow_up(
        text("x", "Syysretki Repovedelle on peruttu", "Retki perutaan myrskyn takia.", day=9), [RETKI, KOKOUS, RUOKA]
    )
    assert found is not None
    assert (found.earlier_id, found.kind) == ("retki", "cancellation")
    assert 0.4 <= found.score <= 1
    assert "of its headline's words" in found.evidence[0]


def test_a_shared_project_is_evidence() -> None:
    one = text("one", "Lausuntopyyntö luonnoksesta", "Hanke STM012:00/2026 etenee.", day=3)
    later = text("x", "Lausuntoaikaa jatkettu", "Lausunto luonnoksesta annetaan myöhemmin: STM012:00/2026.", day=9)
    found = follow_up(later, [one, KOKOUS, RUOKA])
    assert found is not None
    assert found.earlier_id == "one"
    assert "both name stm012:00/2026" in found.evidence


@pytest.mark.parametrize(
    ("title", "earlier"),
    [
        ("Oikaisu: kylätalon avajaiset ovat lauantaina", [RETKI, KOKOUS, RUOKA]),
        ("Syysretki Repovedelle lähtee torilta", [RETKI, KOKOUS]),  # says nothing of the kind
        ("Syysretki Repovedelle on peruttu", []),
        (
            "Syysretki Repovedelle on peruttu",
            [RETKI, text("toinen", RETKI.title, RETKI.body, day=5)],
        ),  # which is meant?
        ("Oikaisu", [RETKI, KOKOUS]),
        ("Oikaisu: " + "x" * 5_000, [RETKI, KOKOUS]),
    ],
)
def test_nothing_is_guessed(title: str, earlier: list[Article]) -> None:
    assert follow_up(text("x", title, day=9), earlier) is None


def test_an_extension_of_what_was_corrected_is_about_the_news_itself() -> None:
    fix = text("fix", "Oikaisu: syysretki Repovedelle lähtee asemalta", "Retkelle mahtuu kolmekymmentä.", day=4)
    later = text("x", "Syysretken ilmoittautumisaikaa jatkettu", "Syysretki Repovedelle: retkelle mahtuu vielä.", day=9)
    found = follow_up(later, [RETKI, fix, KOKOUS, RUOKA])
    assert found is not None
    assert found.earlier_id == "retki"
