"""What must never come back: a file in the home, read by everybody who lands a batch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from json import dumps
from typing import Literal

from stories.model import Article
from stories.visit import Fetched, Visit
from warehouse.archive import archived_address
from warehouse.disk import settle
from warehouse.home import Home

Kind = Literal["article", "organisation"]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Ids of articles, and of organisations, that were removed for good."""

    articles: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()

    def covers(self, article: Article) -> bool:
        """Whether the article must not be kept."""
        return article.article_id in self.articles or article.organisation in self.organisations

    def covers_source(self, source: str) -> bool:
        """Whether nothing of the source may be kept."""
        return source.partition("/")[0] in self.organisations


def tombstones(home: Home) -> Forgotten:
    """What was forgotten so far."""
    path = home.root / "forgotten.tsv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    told = [line.split("\t") for line in lines if line.count("\t") == 1]
    return Forgotten(
        articles=frozenset(name for kind, name in told if kind == "article"),
        organisations=frozenset(name for kind, name in told if kind == "organisation"),
    )


def bury(home: Home, kind: Kind, names: Iterable[str]) -> None:
    """Adds tombstones; the file is whole at any moment."""
    path = home.root / "forgotten.tsv"
    before = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = sorted({*before, *(f"{kind}\t{name}" for name in names)})
    settle(path, lambda draft: draft.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8"))


def without(visits: Sequence[Visit], forgotten: Forgotten) -> list[Visit]:
    """The visits without what must not be kept, neither as articles nor in the answers that tell of them.

    A list that carries a forgotten text goes as a whole: its bytes cannot be kept in part.
    """
    going = [article for visit in visits for article in visit.articles if forgotten.covers(article)]
    kept = [visit for visit in visits if not forgotten.covers_source(visit.source)]
    if not going:
        return kept
    return [replace(_cleared(visit, forgotten), fetched=tuple(_untold(visit.fetched, going))) for visit in kept]


def _untold(answers: Iterable[Fetched], going: Sequence[Article]) -> list[Fetched]:
    """The answers that tell of none of these articles: not their page, and neither their address nor their title."""
    addresses = {spelt for article in going for spelt in (article.url, archived_address(article.url))}
    signs = _signs([*addresses, *(article.title for article in going)])
    return [
        answer
        for answer in answers
        if not {answer.url, answer.final_url} & addresses and not (signs and signs.search(answer.body))
    ]


def _cleared(visit: Visit, forgotten: Forgotten) -> Visit:
    going = {article.url for article in visit.articles if forgotten.covers(article)}
    if not going:
        return visit
    return replace(
        visit,
        articles=tuple(article for article in visit.articles if article.url not in going),
        items=tuple(replace(item, text=None) if item.url in going else item for item in visit.items),
        notes=tuple(note for note in visit.notes if not any(url in note for url in going)),
    )


def _signs(texts: Iterable[str]) -> re.Pattern[bytes] | None:
    """Each text as it may stand in a page or feed: plain, escaped for markup, escaped for JSON."""
    spelt = {
        form
        for text in texts
        if len(text) > 3
        for form in (text, escape(text), escape(text, quote=False), *_in_json(text))
    }
    return re.compile(b"|".join(re.escape(form.encode()) for form in sorted(spelt))) if spelt else None


def _in_json(text: str) -> tuple[str, str]:
    plain = dumps(text)[1:-1]
    return plain, plain.replace("/", "\\/")
