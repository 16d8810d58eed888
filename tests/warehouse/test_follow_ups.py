"""Series, yearly repeats, extensions and corrections are stories of their own; what follows another says which."""

from __future__ import annotations

from typing import Any

import duckdb

from stories.linking import stories
from stories.variants import judge
from tests.warehouse.samples import DAY, NIGHT, SOSTE, article, bring, visit
from warehouse.connection import Connection
from warehouse.follow_ups import link_follow_ups
from warehouse.home import Home
from warehouse.link import backlog, save
from warehouse.memory import register
from warehouse.publish import publish

CALL = {
    "title": "Järjestöjen yleisavustukset haettavana 30.11.2026 asti",
    "summary": "Haku on auki verkossa.",
    "body": "Avustusta voivat hakea valtakunnalliset järjestöt. Jaossa on 450 000 euroa. Hakemus tehdään sähköisessä asioinnissa, "
    "ja päätökset annetaan helmikuussa. Lisätietoja antaa erityisasiantuntija Kerttu Salakka.",
}
OTHER = {
    "title": "Vapaaehtoistyön opas uudistui",
    "summary": "Opas on maksuton.",
    "body": "Opas neuvoo, miten vapaaehtoisia perehdytetään ja palkitaan. Sen ovat laatineet yhdistysten omat ohjaajat.",
}


def told(home: Home, connection: Connection, *texts: dict[str, Any]) -> dict[str, str]:
    """Loads, links and publishes the texts, the oldest first; the story of each."""
    register(connection, [SOSTE])
    count = len(texts)
    made = [article(n, **({"published_at": NIGHT - (count - n) * DAY} | text)) for n, text in enumerate(texts)]
    bring(connection, home, "a", visit(*made))
    now = backlog(connection)
    variants = judge(now.articles, new=now.unlinked, surroundings=now.surroundings)
    save(connection, now.unlinked, variants, stories(now.articles, variants, now.known))
    publish(connection, home)
    return dict(ask(home, "select article_id, story_id from article"))


def ask(home: Home, sql: str) -> list[Any]:
    with duckdb.connect(str(home.published), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_correction_and_an_extension_are_stories_of_their_own_and_say_of_what(
    home: Home, connection: Connection
) -> None:
    corrected = CALL | {
        "title": "Oikaisu: järjestöjen yleisavustuksia jaetaan 540 000 euroa",
        "summary": "",
        "body": "Yleisavustusten haku -tiedotteessa 17.11.2026 oli virhe: jaossa on 540 000 euroa.",
    }
    extended = CALL | {"title": "Järjestöjen yleisavustusten hakuaikaa jatkettu 15.12.2026 asti"}
    story = told(home, connection, OTHER, CALL, corrected, extended)
    assert len(set(story.values())) == 4
    found = ask(
        home, "select article_id, earlier_id, kind, story_id, earlier_story_id, evidence from follow_up order by 1"
    )
    assert [row[:3] for row in found] == [("a0002", "a0001", "correction"), ("a0003", "a0001", "extension")]
    assert [row[3:5] for row in found] == [(story["a0002"], story["a0001"]), (story["a0003"], story["a0001"])]
    assert "names the day on which that came out, 17.11.2026" in found[0][5]
    assert ask(home, "select count(*) from news") == [(4,)]
    assert ask(home, "select relation from variant where relation <> 'possible'") == []


def test_both_languages_of_a_correction_are_one_story(home: Home, connection: Connection) -> None:
    swedish = {"language": "sv", "source": "soste/news"}
    call = {"title": "Allmänna understöd för organisationer söks till den 30 november 2026", "group": "g1"} | swedish
    fix = {
        "title": "Rättelse: allmänna understöd för organisationer är 540 000 euro",
        "body": "",
        "group": "g2",
    } | swedish
    finnish = {"title": "Oikaisu: järjestöjen yleisavustuksia jaetaan 540 000 euroa", "body": "", "group": "g2"}
    story = told(home, connection, CALL | {"group": "g1"}, call, finnish, fix)
    assert (story["a0000"], story["a0002"]) == (story["a0001"], story["a0003"])
    rows = set(ask(home, "select story_id, earlier_story_id, kind from follow_up"))
    assert rows == {(story["a0002"], story["a0000"], "correction")}


def test_series_and_yearly_repeats_are_stories_apart_that_follow_nothing(home: Home, connection: Connection) -> None:
    def evening(place: str, day: str, **changes: Any) -> dict[str, Any]:
        body = f"Järjestöilta pidetään {day} kello 17 paikassa {place}. Tarjolla on keittoa ja keskustelua hallituksen työstä."
        return {
            "title": f"Järjestöilta: {place} {day}",
            "summary": "",
            "body": f"{body} Ilmoittaudu toimistoon.",
        } | changes

    story = told(
        home,
        connection,
        evening("Kuopio", "1.12.2026"),
        evening("Oulu", "8.12.2026"),
        evening("Oulu", "15.12.2026"),
        evening("Kuopio", "2.12.2025", published_at=NIGHT - 370 * DAY),
    )
    assert len(set(story.values())) == 4
    assert ask(home, "select * from follow_up") == []
    assert ask(home, "select count(*) from news") == [(4,)]


def test_what_follows_nothing_that_is_known_is_told_of_nothing(home: Home, connection: Connection) -> None:
    late = CALL | {"title": "Oikaisu: kylätalon avajaiset ovat lauantaina", "body": "Avajaiset ovat lauantaina."}
    old = {"published_at": NIGHT - 200 * DAY}
    told(home, connection, CALL | old, OTHER, late, CALL | {"title": "Oikaisu: yleisavustukset", "organisation": "stm"})
    assert ask(home, "select * from follow_up") == []


def test_each_text_is_looked_at_once_and_again_when_it_changes(home: Home, connection: Connection) -> None:
    fix = CALL | {"title": "Oikaisu: järjestöjen yleisavustuksia jaetaan 540 000 euroa"}
    told(home, connection, CALL, fix)
    assert link_follow_ups(connection) == 0
    bring(connection, home, "b", visit(article(1, **(OTHER | {"seen_at": NIGHT + DAY}))))
    assert link_follow_ups(connection) == 0
    bring(connection, home, "c", visit(article(1, **(fix | {"body": "Uusi", "seen_at": NIGHT + 2 * DAY}))))
    assert link_follow_ups(connection) == 1
