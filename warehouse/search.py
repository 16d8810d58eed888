"""The search index, brought up to date: only texts that changed are taken into words again, only new words analysed."""

from __future__ import annotations

from typing import Any, Final

from warehouse.connection import Connection
from warehouse.statements import sql
from warehouse.transaction import transaction
from warehouse.words import glosses, reading, word

# At most so many words are in Python at once, however large an archive is indexed for the first time.
_CHUNK: Final = 50_000


def index(connection: Connection) -> int:
    """Indexes every article that is new or changed since it was last indexed; returns how many those were.

    Nothing depends on the order in which texts came: the same texts give the same index.
    """
    with transaction(connection):
        if connection.execute(sql("search/version")).fetchall() != [(reading(),)]:
            connection.execute(sql("search/renew"), {"version": reading()})
        connection.execute(sql("search/changed"))
        changed = _number(connection, "search/changes")
        if changed:
            connection.execute(sql("search/tokens"))
            _read_words(connection)
            _read_terms(connection)
            connection.execute(sql("search/documents"))
        connection.execute(sql("search/clear"))
    return changed


def _read_words(connection: Connection) -> None:
    unknown = connection.execute(sql("search/unknown")).fetchall()
    for start in range(0, len(unknown), _CHUNK):
        chunk = unknown[start : start + _CHUNK]
        read = [word(text, language) for language, text in chunk]
        columns = {
            "languages": [language for language, _ in chunk],
            "words": [text for _, text in chunk],
            "roots": [one.root for one in read],
            "stems": [one.stem for one in read],
            "parts": [list(one.parts) for one in read],
        }
        connection.execute(sql("search/words"), columns)


def _read_terms(connection: Connection) -> None:
    terms = connection.execute(sql("search/new_terms")).fetchall()
    for start in range(0, len(terms), _CHUNK):
        chunk = terms[start : start + _CHUNK]
        columns = {"languages": [language for language, _ in chunk], "terms": [term for _, term in chunk]}
        connection.execute(sql("search/terms"), columns)
        connection.execute(sql("search/glosses"), _glossed(chunk))


def _glossed(terms: list[tuple[str, str]]) -> dict[str, list[Any]]:
    found = [(language, term, gloss) for language, term in terms for gloss in glosses(term, language)]
    return {
        "languages": [language for language, _, _ in found],
        "terms": [term for _, term, _ in found],
        "other_languages": [gloss.language for _, _, gloss in found],
        "other_terms": [gloss.term for _, _, gloss in found],
        "other_stems": [gloss.stem for _, _, gloss in found],
        "trusts": [gloss.trust for _, _, gloss in found],
    }


def _number(connection: Connection, name: str) -> int:
    ((found,),) = connection.execute(sql(name)).fetchall()
    return int(found)
