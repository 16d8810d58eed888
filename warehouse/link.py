"""What has to be linked tonight, and what the judges decided; the judging itself lies in `stories`."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from stories.model import Alternate, Article, Attachment, Image, Variant
from stories.profile import prepare
from stories.rulings import NO_RULINGS, Rulings
from stories.surroundings import NOTHING_KNOWN, Surroundings
from warehouse.connection import Connection
from warehouse.readings import keep_sketches, surroundings
from warehouse.rows import occasion, plain
from warehouse.statements import sql
from warehouse.transaction import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Articles that changed or were decided about since last linked (`unlinked`), among all their possible partners.

    `known` are the present stories by article id; whole stories are always together in `articles`. `surroundings`
    are what the archive knows of these articles beyond their texts.
    """

    articles: tuple[Article, ...]
    unlinked: frozenset[str]
    known: Mapping[str, str]
    surroundings: Surroundings = NOTHING_KNOWN


def backlog(connection: Connection, rulings: Rulings = NO_RULINGS) -> Backlog:
    """Everything that the judges need tonight; empty when nothing has changed and editors have decided nothing new."""
    connection.execute(sql("link/rulings"), _columns(rulings))
    connection.execute(sql("link/unlinked"))
    rows = _at_hand(connection)
    articles = tuple(_article(row) for row in rows)
    known = surroundings(connection, articles) if rows else NOTHING_KNOWN
    connection.execute(sql("link/clear"))
    return Backlog(
        articles=articles,
        unlinked=frozenset(row[0] for row in rows if row[-2]),
        known={row[0]: row[-1] for row in rows if row[-1]},
        surroundings=known,
    )


def around(connection: Connection, article_ids: Collection[str], rulings: Rulings = NO_RULINGS) -> tuple[Article, ...]:
    """These articles among all their possible partners, as a night would see them; nothing is changed."""
    connection.execute(sql("link/rulings"), _columns(rulings))
    connection.execute(sql("link/asked"), {"ids": sorted(article_ids)})
    rows = _at_hand(connection)
    connection.execute(sql("link/clear"))
    return tuple(_article(row) for row in rows)


def lessons(connection: Connection, most: int) -> tuple[tuple[Article, ...], list[tuple[str, str]]]:
    """The newest tied pairs across languages, at most so many, and their texts with their neighbours."""
    connection.execute(sql("link/tied"), {"most": most})
    connection.execute(sql("link/lessons"))
    pairs = connection.execute(sql("link/ties")).fetchall()
    rows = connection.execute(sql("link/articles")).fetchall()
    connection.execute(sql("link/clear"))
    return tuple(_article(row) for row in rows), [(left, right) for left, right in pairs]


def standing(connection: Connection, variants: Iterable[Variant], backlog: Backlog) -> list[Variant]:
    """All judgements that hold among the backlog's articles: tonight's, and the earlier ones that need no new look.

    Tonight's count where they touch an unlinked article, and where they take back an earlier one because an unlinked
    article fits better; an editor's word goes before a machine's.
    """
    asked = {"articles": [a.article_id for a in backlog.articles], "unlinked": sorted(backlog.unlinked)}
    kept = [_variant(row) for row in connection.execute(sql("link/standing"), asked).fetchall()]
    decided = {(variant.left, variant.right) for variant in kept}
    taken_back = {(v.left, v.right) for v in variants if not {v.left, v.right} & backlog.unlinked}
    holding = [v for v in kept if v.decided_by == "editor" or (v.left, v.right) not in taken_back]
    return holding + [v for v in variants if {v.left, v.right} & backlog.unlinked and (v.left, v.right) not in decided]


def save(
    connection: Connection,
    linked_ids: Collection[str],
    variants: Iterable[Variant],
    stories: Mapping[str, str],
    *,
    rulings: Rulings | None = None,
    matcher: str | None = None,
) -> None:
    """Stores a night's judgements in one transaction and takes `linked_ids` off the backlog.

    Of `variants` those count that touch a linked id: they replace the machines' earlier ones, under the version
    `matcher`. Others only replace an earlier judgement of that very pair. `stories` maps article to story; articles it
    does not name stay where they are, and a story left without members becomes an alias. `rulings` are the decisions
    that `stories` follow; None when they were not asked.
    """
    judged = json.dumps([plain(variant) for variant in variants])
    with transaction(connection):
        if rulings is not None:
            connection.execute(sql("link/rulings"), _columns(rulings))
            connection.execute(sql("link/save_rulings"))
        connection.execute(sql("link/judged"), {"ids": sorted(linked_ids)})
        connection.execute(sql("link/judgements"), {"variants": judged, "matcher": matcher})
        connection.execute(sql("link/membership"), {"articles": list(stories), "stories": list(stories.values())})
        for step in ("save_variants", "save_stories", "save_linked"):
            connection.execute(sql(f"link/{step}"))


def _at_hand(connection: Connection) -> list[tuple[Any, ...]]:
    """The unlinked articles (temporary table) among all their possible partners; empty when there are none."""
    languages = [language for (language,) in connection.execute(sql("link/languages")).fetchall()]
    if not languages:
        return []
    with ThreadPoolExecutor(max_workers=1) as beside:  # while the archive is asked, for that leaves a core idle
        prepared = beside.submit(prepare, languages)
        keep_sketches(connection)
        connection.execute(sql("link/fresh"))
        connection.execute(sql("link/partners"))
        rows = connection.execute(sql("link/articles")).fetchall()
        prepared.result()
    return rows


def _columns(rulings: Rulings) -> dict[str, list[str]]:
    rows = [(*pair, "together") for pair in sorted(rulings.together)]
    rows += [(*pair, "apart") for pair in sorted(rulings.apart)]
    return {name: [row[n] for row in rows] for n, name in enumerate(("lefts", "rights", "verdicts"))}


def _variant(row: tuple[Any, ...]) -> Variant:
    left, right, relation, score, evidence, decided_by = row
    return Variant(
        left=left, right=right, relation=relation, score=score, evidence=tuple(evidence), decided_by=decided_by
    )


def _article(row: tuple[Any, ...]) -> Article:
    return Article(
        article_id=row[0],
        organisation=row[1],
        source=row[2],
        url=row[3],
        title=row[4],
        summary=row[5],
        body=row[6],
        language=row[7],
        language_confidence=row[8],
        languages=tuple(row[9]),
        declared_language=row[10],
        published_at=row[11],
        precision=row[12],
        modified_at=row[13],
        seen_at=row[14],
        kind=row[15],
        release=row[16],
        group=row[17],
        categories=tuple(row[18]),
        alternates=tuple(Alternate(**part) for part in row[19]),
        attachments=tuple(Attachment(**part) for part in row[20]),
        occasions=tuple(occasion(part) for part in row[21]),
        content_hash=row[22],
        images=tuple(Image(**part) for part in row[23]),
        authors=tuple(row[24]),
    )
