"""What a text is about: topics out of a vocabulary that an editor can edit, and out of a feed's own categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stories.vocabulary import Vocabulary, shipped_vocabulary
from stories.word_classes import WordList

_LEAD = 400  # characters of the body that say what it is about
_LONGEST = 12_000
_ENOUGH = 2.0
_MOST = 5
# What one mention adds, and the most that a part can add.
_WEIGHTS = {"title": (3.0, 4.0), "summary": (2.0, 3.0), "category": (3.0, 3.0), "lead": (1.0, 2.0), "body": (0.5, 1.5)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of a text, how strongly it is there (2 and up) and the words that said so, by part."""

    id: str
    score: float
    evidence: tuple[str, ...]


def topics(
    *,
    title: str,
    summary: str,
    body: str,
    language: str,
    categories: Iterable[str] = (),
    vocabulary: Vocabulary | None = None,
) -> tuple[Topic, ...]:
    """The topics of a text, the strongest first, at most five; none where nothing is said clearly enough.

    The words of the text's language are looked for, those of every language where it is unknown or has none;
    `categories`, the publisher's own, are read in every language. A word deep in the body counts little.
    `vocabulary` stands in for the shipped one.

    >>> [topic.id for topic in topics(title="Omaishoitajien vapaapäivät", summary="", body="", language="fi")]
    ['carers']
    """
    scores: dict[str, float] = defaultdict(float)
    told: dict[str, list[str]] = defaultdict(list)
    for part, text, words in _parts(title, summary, body[:_LONGEST], language, vocabulary, categories):
        each, most = _WEIGHTS[part]
        for name, found in _found(words, text).items():
            scores[name] += min(each * len(found), most)
            told[name].append(f"{part}: {', '.join(dict.fromkeys(found))}"[:120])
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    clear = [name for name, score in ranked if score >= _ENOUGH]
    return tuple(Topic(id=name, score=scores[name], evidence=tuple(told[name])) for name in clear[:_MOST])


def topic_names() -> Mapping[str, Mapping[str, str]]:
    """Every topic's name by language, by its id, in the order of the shipped file.

    >>> topic_names()["older_people"]["sv"]
    'Äldre'
    """
    return shipped_vocabulary().names


def _parts(
    title: str, summary: str, body: str, language: str, vocabulary: Vocabulary | None, categories: Iterable[str]
) -> list[tuple[str, str, WordList]]:
    known = vocabulary or shipped_vocabulary()
    own = known.words(language if language in {"fi", "sv", "en", "se"} else "")
    cut = body.find(" ", _LEAD)
    lead, rest = (body, "") if cut < 0 else (body[:cut], body[cut:])
    # A listing's summary is often the lead itself: it counts once.
    told = "" if summary and summary[:80] in lead else summary
    parts = [("title", title, own), ("summary", told, own), ("lead", lead, own), ("body", rest, own)]
    return [*parts, ("category", " . ".join(categories), known.words(""))]


def _found(words: WordList, text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for mark in words.marks(text):
        found[mark.name].append(text[mark.start : mark.end])
    return found
