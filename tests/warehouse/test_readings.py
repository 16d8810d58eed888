"""What is kept of texts is read again, renewed when they change, and never decides otherwise than the texts."""

from __future__ import annotations

from dataclasses import replace

from stories.model import Image, Organisation, Source
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
            article(5, url="https://portal.fi/5", authors=("Anna Virta", "Soste finlands social och hälsa rf"), **theirs),
            article(6, url="https://portal.fi/6", authors=("Sosten ystävät ry", "Portti"), **theirs),
        ),
    )  # fmt: skip
    owned = dict.fromkeys(("a0002", "a0003", "a0005"), ("soste",))
    assert backlog(connection).surroundings.owners == owned


def test_a_text_that_a_joint_portal_names_as_an_organisations_own_is_linked_with_it(
    home: Home, connection: Connection
) -> None:
    register(connection, [SOSTE])
    swedish = replace(
        SWEDISH, organisation="portal", source="portal/news", url="https://portal.fi/2", authors=(SOSTE.name["sv"],)
    )
    bring(connection, home, "a", visit(FINNISH, swedish))
    now = backlog(connection)
    (told,) = judge(now.articles, new=now.unlinked, surroundings=now.surroundings)
    assert (told.relation, {told.left, told.right}) == ("variant", {FINNISH.article_id, swedish.article_id})
    bring(connection, home, "b", visit(replace(swedish, authors=(), seen_at=NIGHT + DAY)))
    again = backlog(connection)
    assert judge(again.articles, new=again.unlinked, surroundings=again.surroundings) == []


def test_a_picture_that_older_texts_show_is_no_rare_one(home: Home, connection: Connection) -> None:
    photo = (Image(url="https://soste.fi/uploads/talkoot-300x200.jpg"),)
    texts = [
        replace(FINNISH, images=photo),
        replace(SWEDISH, images=(Image(url="https://soste.fi/uploads/talkoot.jpg"),)),
    ]
    bring(connection, home, "a", visit(*texts))
    first = backlog(connection)
    (told,) = judge(first.articles, new=first.unlinked, surroundings=first.surroundings)
    assert "only these two show the picture soste.fi/uploads/talkoot.jpg" in told.evidence
    old = {"images": photo, "published_at": NIGHT - 400 * DAY, "seen_at": NIGHT - 400 * DAY}
    bring(connection, home, "b", visit(article(8, title="Vanha uutinen", body="Muuta", **old)))
    backlog(connection)
    save(connection, ["a0008"], [], {})
    now = backlog(connection)
    assert "a0008" not in {a.article_id for a in now.articles}
    (told,) = judge(now.articles, new=now.unlinked, surroundings=now.surroundings)
    assert not any("picture" in line for line in told.evidence)
