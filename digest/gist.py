"""What a text says in a sentence or two of its own: the publisher's lead where it is whole, else the best sentences.

Nothing is written here and no sentence is cut: a gist is made of whole sentences as the publisher wrote them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from digest.material import Version
from digest.typography import clean
from stories.sentences import sentences

LONGEST: Final = 320  # characters of a gist
_LONGEST_ALONE: Final = 420  # a single sentence may be this long rather than be left out
_SHORTEST: Final = 40
_LONGEST_LEAD: Final = 4_000
_READ: Final = 12_000
_MOST_SENTENCES: Final = 60
_END = re.compile(r"[.!?][”\"’»)\]]*\Z")
_BROKEN = re.compile(r"(?:\.\.\.|…|\[\s?(?:\.\.\.|…)\s?\])[”\"’»)\]]*\Z")
_MORE = re.compile(
    r"\s*(?:lue lisää|lue koko (?:uutinen|juttu|tiedote)|läs mera?|läs hela (?:nyheten|artikeln)|read more"
    r"|jatka lukemista|fortsätt läsa|continue reading)\W{0,3}\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
# Words that lean on the sentence before: "Se alkaa …", "Den öppnar …", "Lisäksi …".
_LEANS = re.compile(
    r"(?:–\s?|[”\"]\s?)?(?:se|ne|he|hän|tämä|tämän|tätä|tässä|tästä|tällä|nämä|näin|siinä|siitä|siellä"
    r"|sen|niiden|niitä|hänen|heidän|samalla|lisäksi|myös|kuitenkin|mutta|silti|tosin|toisaalta|sitten|silloin|tällöin|siksi|niin"
    r"|ja|det|den|de|han|hon|hen|detta|denna|dessa|dessutom|också|även|samtidigt|därför|dock|men|däremot|sedan|då|där|så|och|it|they|he|she|this|these|that|those|but"
    r"|also|however|moreover|in addition|and)\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:sanoo|kertoo|toteaa|korostaa|muistuttaa|arvioi|kiittää|iloitsee|säger|berättar|konstaterar|betonar|påpekar"
    r"|says|notes|stresses)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"@|https?://|www\.|\b(?:lisätie[dt]\w*|yhteystie\w*|puh\.?|p\.|tel\.?|tfn|mera? information"
    r"|ytterligare information|kontakt\w*|further information|contact)\s*[:.]?\s*(?=[\d+(]|\Z)"
    r"|\+358|\b0\d{1,2}[\s-]?\d{3}"
    r"|\A(?:lisätietoja|mer information)",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\d|\b(?:haku|haet\w*|haett\w*|avustus\w*|lausunto\w*|uusi|uude\w*|päätt\w*|esit\w*|ehdot\w*|vaati\w*|pyytä\w*|kutsu\w*"
    r"|ansök\w*|understöd\w*|utlåtand\w*|ny|nya|nytt|beslut\w*|föresl\w*|kräv\w*|ber|bjuder)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One sentence with its place: `first` says that it opens its paragraph."""

    text: str
    place: int
    block: int
    first: bool


@lru_cache(maxsize=1_024)
def gist(version: Version, *, longest: int = LONGEST) -> str:
    """The version's summary as it can stand in a letter; empty where nothing worth telling is there.

    The publisher's own lead wins while it is whole: one that was cut off ("…", "Lue lisää") is completed from the text,
    and one that only repeats the headline is no lead. Otherwise the one or two neighbouring sentences that tell most:
    near the beginning, about the headline's words and the text's own frequent ones, neither quotes nor contact lines,
    nor leaning on a sentence that is not there. Raises nothing, whatever the text.

    >>> gist(Version(title="Haku alkaa", url="", summary="Avustuksia voi hakea 30.11. asti. Lue lisää"))
    'Avustuksia voi hakea 30.11. asti.'
    """
    lead = _own_lead(version, longest)
    return lead or _best(version, longest)


def _own_lead(version: Version, longest: int) -> str:
    summary = _MORE.sub("", clean(version.summary[:_LONGEST_LEAD]))
    if not summary or _repeats(summary, version.title):
        return ""
    if _BROKEN.search(summary) or not _END.search(summary):
        whole = _completed(_BROKEN.sub("", summary).rstrip(), version.body)
        # What ends without a stop, and is nowhere in the text, is a line of its own kind: "Seminaari 3.12. Oulussa".
        summary = whole or ("" if _BROKEN.search(summary) else summary)
    return _whole_sentences(summary, longest)


def _repeats(summary: str, title: str) -> bool:
    return _plain(summary) == _plain(clean(title))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _completed(begun: str, body: str) -> str:
    """The text's own beginning up to the end of the sentence in which `begun` breaks off; empty without one."""
    text, tail = clean(body[:_READ]), begun[-60:]
    at = text.find(tail)
    if at < 0 or not begun or at != text.rfind(tail):  # what stands there twice does not say where to go on
        return _to_last_stop(begun)
    end = at + len(tail)
    told = _split(begun + text[end : end + 1_000])
    length = 0
    for number, sentence in enumerate(told, 1):
        length += len(sentence) + 1
        if length >= len(begun):
            return " ".join(told[:number]) if _END.search(sentence) else ""
    return ""


def _to_last_stop(text: str) -> str:
    whole = [sentence for sentence in _split(text) if _END.search(sentence)]
    return " ".join(whole)


def _whole_sentences(text: str, longest: int) -> str:
    """The beginning of a text, in whole sentences, as far as it fits."""
    if len(text) <= longest:
        return text
    kept: list[str] = []
    for sentence in _split(text):
        if len(" ".join([*kept, sentence])) > longest:
            break
        kept.append(sentence)
    first = next(iter(_split(text)), "")
    return " ".join(kept) or (first if len(first) <= _LONGEST_ALONE and _END.search(first) else "")


def _split(text: str) -> list[str]:
    return [one.text for one in sentences(text)]


def _best(version: Version, longest: int) -> str:
    lines = list(_lines(version.body[:_READ], version.title))
    if not lines:
        return ""
    weights = _weights(version.title, [line.text for line in lines])
    best = max(_spans(lines, longest), key=lambda span: (_worth(span, weights), -span[0].place), default=())
    return " ".join(line.text for line in best)


def _lines(body: str, title: str) -> Iterator[_Line]:
    block = -1
    for place, one in enumerate(sentences(body)):
        opens, block = one.block != block, one.block
        text = clean(one.text)
        told = not one.is_line and _END.search(text) and not _BROKEN.search(text)
        if told and len(text) >= _SHORTEST and not _CONTACT.search(text) and not _repeats(text, title):
            yield _Line(text, place, one.block, opens)
        if place >= _MOST_SENTENCES:
            return


def _weights(title: str, lines: Sequence[str]) -> dict[str, float]:
    """How much each word's stem says of what the text is about: its frequency, and more if the headline has it."""
    stems = Counter(stem for line in lines for stem in set(_stems(line)))
    named = set(_stems(title))
    return {stem: min(count, 4) / 4 + (1.0 if stem in named else 0.0) for stem, count in stems.items()}


def _stems(text: str) -> list[str]:
    # Endings change in both languages, beginnings seldom do.
    return [word[: max(4, len(word) - 3)][:9] for word in _WORD.findall(text.casefold())]


def _spans(lines: Sequence[_Line], longest: int) -> Iterator[tuple[_Line, ...]]:
    for number, line in enumerate(lines):
        if len(line.text) <= _LONGEST_ALONE:
            yield (line,)
        after = lines[number + 1] if number + 1 < len(lines) else None
        if after and after.place == line.place + 1 and len(line.text) + len(after.text) < longest:
            yield line, after


def _worth(span: Sequence[_Line], weights: dict[str, float]) -> float:
    first = span[0]
    words = {stem for line in span for stem in _stems(line.text)}
    about = sum(weights.get(word, 0.0) for word in words) / (len(words) + 4) ** 0.6 if words else 0.0
    place = 2.0 / (1 + 0.35 * first.place) + (0.3 if first.first else 0.0)
    length = sum(len(line.text) for line in span)
    fits = 0.4 if 90 <= length <= LONGEST else 0.0
    told = 0.3 if _TELLS.search(" ".join(line.text for line in span)) else 0.0
    return about + place + fits + told - sum(map(_burden, span)) - (1.5 if _LEANS.match(first.text) else 0.0)


def _burden(line: _Line) -> float:
    quoted = 1.0 if line.text[:1] in '–—”"“' or _SAYS.search(line.text) else 0.0
    asks = 0.6 if "?" in line.text else 0.2 if line.text.endswith("!") else 0.0
    return quoted + asks
