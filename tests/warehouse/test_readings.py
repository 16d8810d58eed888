"""What is kept of texts is read again, renewed when they change, and never decides otherwise than the texts."""

from __future__ import annotations

from dataclasses import replace

from stories.model import Organisation, Source
from stories.profile import profile
from stories.surroundings import NOTHING_KNOWN
from stories.variants import judge
from tests.warehouse.samples import DAY, NIGHT, SOSTE, article, bring, visit
from warehouse.connection import Connection
from warehouse.home import Home
from warehouse.link import backlog, save
from warehouse.memory import register

FINNISH = article(1, body="Avustusta jaettiin 450 000 euroa Turussa 6.11.2026. Lisätietoja: anna@soste.fi")
SWEDISH = article(2, language="sv", title="Bidrag", body="I Åbo delades 450 000 euro ut den 6 november 2026.")


def kept(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("select article_id, terms from core.profile").fetchall())


def test_profiles_are_kept_read_again_and_renewed(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(FINNISH, SWEDISH))
    first = backlog(connection)
    assert kept(connection).keys() == {"a0001", "a0002"}
    assert connection.execute("select * from core.reference").fetchall() == [("a0001", "mail:anna@soste.fi")]
    save(connection, first.unlinked, [], {})
    changed = replace(FINNISH, body="Toinen teksti.", content_hash="x", seen_at=NIGHT + DAY)
    bring(connection, home, "b", visit(changed, visited_at=NIGHT + DAY))
    again = backlog(connection)
    assert again.surroundings.profiles["a0002"] == replace(
        first.surroundings.profiles["a0002"], article=again.surroundings.profiles["a0002"].article
    )
    assert {t.key for t in again.surroundings.profiles["a0001"].counts} >= {"teksti"}
    assert connection.execute("select * from core.reference").fetchall() == []


def test_another_reading_drops_what_was_kept(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(FINNISH, SWEDISH))
    backlog(connection)
    connection.execute("update core.profile set terms = 'W\tväärä\t\t\t1.0', times = [1], zones = [0]")
    connection.execute("update core.profile_reading set reading = 'earlier'")
    found = backlog(connection).surroundings.profiles["a0001"]
    assert found.counts == profile(found.article).counts


def test_what_is_kept_changes_no_judgement(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(FINNISH, SWEDISH, article(3, body=FINNISH.body, title=FINNISH.title)))
    backlog(connection)
    now = backlog(connection)
    assert now.surroundings != NOTHING_KNOWN
    told = judge(now.articles, new=now.unlinked, surroundings=now.surroundings)
    assert told == judge(now.articles, new=now.unlinked)
    assert told


def test_a_joint_portals_text_stands_beside_its_owners_texts(home: Home, connection: Connection) -> None:
    source = Source(name="portal/news", organisation="portal", kind="feed", url="https://portal.fi/feed")
    portal = Organisation(
        id="portal", kind="umbrella", region="FI", website="https://portal.fi/", name={"fi": "Portti"}
    )
    register(connection, [SOSTE, replace(portal, sources=(source,))])
    theirs = {"organisation": "portal", "source": "portal/news", "language": "sv"}
    bring(
        connection, home, "a",
        visit(
            article(1),
            article(2, url="https://soste.fi/sv/2", **theirs),
            article(3, url="https://portal.fi/3", categories=("SOSTE",), **theirs),
            article(4, url="https://portal.fi/4", **theirs),
        ),
    )  # fmt: skip
    assert backlog(connection).surroundings.owners == {"a0002": ("soste",), "a0003": ("soste",)}
