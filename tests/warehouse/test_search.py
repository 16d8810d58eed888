"""Search in words' own forms, inside compounds, across languages; kept up to date text by text."""

from __future__ import annotations

import duckdb
import pytest

from stories.model import Article
from tests.warehouse.samples import DAY, NIGHT, article, bring, home_in, opened, visit
from tests.warehouse.test_publish import ask
from warehouse.connection import Connection
from warehouse.find import find
from warehouse.home import Home
from warehouse.publish import publish
from warehouse.read import open_snapshot
from warehouse.search import index
from warehouse.snippet import snippet

ARTICLES = (
    article(
        1, title="Järjestöt ja kunnat tiivistävät yhteistyötään", body="Avustusta haetaan marraskuun loppuun mennessä."
    ),
    article(
        2,
        title="Föreningarna fördjupar sitt samarbete",
        summary="",
        body="Bidraget söks före utgången av november.",
        language="sv",
    ),
    article(3, title="Sosiaalijärjestöjen tuki ikääntyneille", body="Vapaaehtoistyö kasvaa. SOSTE:n kokous on pian."),
    article(4, title="Kunta uudistaa strategiaansa", body="Kunnan strategia valmistuu. Järjestöt, yhteistyö."),
    article(5, title="Grants for associations", summary="", body="Cooperation between associations.", language="en"),
    article(6, title="Muusta aivan", body="Sade jatkuu pohjoisessa."),
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The articles, published once for all who only ask."""
    home = home_in(tmp_path_factory.mktemp("filled"))
    with opened(home) as connection:
        shown(home, connection, *ARTICLES)
    return home


def shown(home: Home, connection: Connection, *articles: Article) -> None:
    bring(connection, home, "a", visit(*articles))
    publish(connection, home)


def found(home: Home, words: str, language: str | None = None) -> list[str]:
    wanted = f", language := '{language}'" if language else ""
    return [row[0] for row in ask(home, f"select article_id from search('{words}'{wanted})")]


@pytest.mark.parametrize(
    ("words", "language", "articles"),
    [
        ("järjestön", "fi", {"a0001", "a0003", "a0004"}),  # a form that no text has; and inside a compound
        ("JÄRJESTÖILLE YHTEISTYÖSSÄ", "fi", {"a0001", "a0004"}),
        ("soste", None, {"a0003"}),
        ("SOSTE:lle", None, {"a0003"}),
        ("ikään*", None, {"a0003"}),
        ("vapaaeht* kokous", None, {"a0003"}),
        ('"kunnan strategia"', None, {"a0004"}),
        ('"järjestöt yhteistyö"', None, {"a0004"}),  # a comma between them is nothing
        ('"strategia kunnan"', None, set()),
        ("”sade jatkuu” muusta", None, {"a0006"}),
        ("förening", "sv", {"a0002"}),
        ("bidrag", "sv", {"a0002"}),
        ("järjestö puuttuvasana", None, set()),
        ("", None, set()),
        ('" - ', None, set()),
        ("100%", None, set()),
        ("o''brien [(", None, set()),
    ],
)
def test_words_are_found_in_their_forms(filled: Home, words: str, language: str | None, articles: set[str]) -> None:
    assert set(found(filled, words, language)) == articles


def test_a_finnish_question_finds_what_was_written_in_swedish_or_english_only(filled: Home) -> None:
    assert found(filled, "järjestöjen yhteistyö", "sv") == ["a0002"]
    assert found(filled, "järjestöjen yhteistyö", "en") == ["a0005"]
    everywhere = found(filled, "järjestöjen yhteistyö")
    assert everywhere[0] in ("a0001", "a0004")
    assert set(everywhere) == {"a0001", "a0002", "a0004", "a0005"}
    assert found(filled, "föreningarnas samarbete")[0] == "a0002"
    assert set(found(filled, "föreningarnas samarbete", "fi")) == {"a0001", "a0004"}


def test_a_title_and_a_rare_word_count_more(filled: Home) -> None:
    assert found(filled, "strategia")[0] == "a0004"
    scores = [row[0] for row in ask(filled, "select score from search('järjestö')")]
    assert scores == sorted(scores, reverse=True)


def test_a_find_shows_the_place_where_the_words_stand(filled: Home) -> None:
    with open_snapshot(filled) as snapshot:
        (hit,) = find(snapshot, "avustukset järjestöille", language="fi")
        swedish = find(snapshot, "avustukset järjestöille", language="sv")
        assert find(snapshot, "zzz") == []
        # A form that no text has and that does not begin like one that a text has.
        assert {one.article_id for one in find(snapshot, "kunniltamme", language="fi")} == {"a0001", "a0004"}
    assert (hit.article_id, hit.language) == ("a0001", "fi")
    assert hit.snippet.startswith("Avustusta haetaan")
    assert [one.article_id for one in swedish] == ["a0002"]


def test_a_snippet_is_the_stretch_with_most_of_the_words() -> None:
    text = "Alku on tässä. " * 30 + "Järjestöt saavat avustusta kunnilta. " + "Loppu on tässä. " * 30
    told = snippet(text, {"järjestöt", "avustusta"}, width=120)
    assert "Järjestöt saavat avustusta" in told
    assert told.startswith("… ")
    assert told.endswith(" …")
    assert len(told) <= 130
    assert snippet("", {"a"}) == ""
    assert snippet("x" * 1000, {"y"}, width=50) == "x" * 50 + " …"


def test_only_what_changed_is_indexed_again(home: Home, connection: Connection) -> None:
    shown(home, connection, *ARTICLES)
    assert index(connection) == 0
    kept = connection.execute("select * from search.document where article_id <> 'a0006' order by all").fetchall()
    bring(connection, home, "b", visit(article(6, title="Uusi otsikko", body="Pakkanen.", seen_at=NIGHT + DAY)))
    assert index(connection) == 1
    publish(connection, home)
    assert (
        connection.execute("select * from search.document where article_id <> 'a0006' order by all").fetchall() == kept
    )
    assert found(home, "sade") == []
    assert found(home, "pakkanen") == ["a0006"]


def test_the_index_does_not_depend_on_the_order_of_the_nights(home: Home, connection: Connection) -> None:
    bring(connection, home, "a", visit(*ARTICLES[3:]))
    index(connection)
    bring(connection, home, "b", visit(*ARTICLES[:3]))
    index(connection)
    publish(connection, home)
    stepwise = told_index(home)
    connection.execute("delete from search.version")
    assert index(connection) == len(ARTICLES)
    publish(connection, home)
    assert told_index(home) == stepwise


def told_index(home: Home) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(home.published), read_only=True) as snapshot:
        return {name: snapshot.execute(f"from store.{name}").fetchall() for name in ("form", "posting", "gloss")}
