"""What an article is about: its regions, its topics and whom it names, judged by one guide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

from stories.mentions import Directory, directory, mentions
from stories.model import Article, Organisation
from stories.regions import regions
from stories.topics import topics
from stories.vocabulary import Vocabulary, shipped_vocabulary

# Raised by hand whenever regions, topics or mentions judge otherwise than before: every article is then judged again.
_JUDGED_BY: Final = "1"
_MOST_MENTIONS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What texts are judged by: the topics' words, the organisations' names and their regions.

    `version` changes whenever a text may be judged otherwise.
    """

    vocabulary: Vocabulary
    organisations: tuple[Organisation, ...]
    regions: Mapping[str, str]
    version: str
    _directory: list[Directory] = field(default_factory=list, compare=False, repr=False)

    @property
    def names(self) -> Directory:
        """The organisations' names, prepared when they are first asked for: a night without news needs none."""
        if not self._directory:
            self._directory.append(directory(self.organisations))
        return self._directory[0]


def guide(organisations: Iterable[Organisation], vocabulary: Vocabulary | None = None) -> Guide:
    """The guide of a registry and a vocabulary, the shipped one if not given."""
    known, told = tuple(sorted(organisations, key=lambda one: one.id)), vocabulary or shipped_vocabulary()
    return Guide(
        vocabulary=told,
        organisations=known,
        regions={one.id: one.region for one in known},
        version=_version(known, told),
    )


def described(article: Article, by: Guide) -> Article:
    """The article with its regions, topics and mentions, the strongest first; its publisher is no mention."""
    venues = [one.place for one in article.occasions if one.place]
    said = {"title": article.title, "summary": article.summary, "body": article.body}
    found, _ = regions(**said, organisation=by.regions.get(article.organisation, "FI"), venues=venues)
    told = topics(**said, language=article.language, categories=article.categories, vocabulary=by.vocabulary)
    named = (one.organisation for one in mentions("\n".join(said.values()), by.names))
    others = [one for one in dict.fromkeys(named) if one != article.organisation]
    return replace(
        article,
        regions=found,
        topics=tuple(topic.id for topic in told),
        mentions=tuple(others[:_MOST_MENTIONS]),
        judged_by=by.version,
    )


def _version(organisations: Iterable[Organisation], vocabulary: Vocabulary) -> str:
    names = [(one.id, one.region, sorted(one.name.items()), one.aliases) for one in organisations]
    return sha256(repr((_JUDGED_BY, _places(), vocabulary.version, names)).encode()).hexdigest()[:16]


@cache
def _places() -> str:
    return sha256(files("stories").joinpath("data/municipalities.tsv").read_bytes()).hexdigest()
