"""Which languages have a share of their own in a longer text: judged line by line, long lines sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from stories.language_odds import Vector, likeliest, odds, weigh
from stories.language_words import prose, words

# Contact lines stand in two or three languages on every Finnish page and say nothing of the text.
CONTACT = re.compile(
    r"\b(?:postiosoite|postadress|postal address|käyntiosoite|besöksadress|street address|visiting address"
    r"|puh(?:elin)?|telefon|tel|telephone|phone|faksi|fax|telefax|e-?post|sähköposti|e-?mail|y-tunnus|fo-nummer"
    r"|business id|vaihde|växel|switchboard|pl|pb|p\.o\. box)\b\s?\.?\s?[:/+(0-9|]",
    re.IGNORECASE,
)
CONTACT_SIGN = re.compile(r"[:/+(0-9|]")  # what CONTACT ends in
SENTENCE = re.compile(r"(?<=[.!?…])\s{1,9}(?=[\"”»«'(–—-]{0,2}\s?[A-ZÅÄÖÁČĐŊŠŦŽÜÕØÆА-Я])")
QUOTE = re.compile(r"\s{0,9}[\"”“»«„'’‘]")
LEAST = 12  # letters; a shorter line is a heading or a button
LINE, MOTTO, PASSAGE = 45, 90, 120  # letters
SURE = 0.97
AT_HOME = frozenset({"fi", "sv", "se", "smn", "sms"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of text in one language; `alone` when it fills its line."""

    evidence: Vector
    letters: int
    opening: str
    code: str
    chance: float
    alone: bool = True
    quoted: bool = False


def measured(text: str) -> tuple[Vector | None, tuple[Span, ...]]:
    """The evidence of a whole plain text, and its stretches with their likely languages.

    A line that comes twice counts once.
    """
    vectors: list[Vector] = []
    told: list[list[tuple[str, Vector, int]]] = []
    for line in dict.fromkeys(filter(None, map(str.strip, text.splitlines()))):
        parts = [(part, vector) for part in _sentences(line) if (vector := weigh(words(part))) is not None]
        vectors.extend(vector for _, vector in parts)
        if not (CONTACT_SIGN.search(line) and CONTACT.search(line)):
            told.append([(part, v, count) for part, v in parts if (count := prose(part)) >= LEAST])
    judged = iter(likeliest([vector for parts in told for _, vector, _ in parts]))
    runs = [_runs([_span(part, count, *next(judged), v) for part, v, count in parts]) for parts in told]
    return np.add.reduce(vectors) if vectors else None, tuple(_joined(runs))


def _sentences(line: str) -> list[str]:
    """A long line in sentences; a short one whole."""
    return SENTENCE.split(line) if len(line) > 160 else [line]


def _span(text: str, letters: int, code: str, chance: float, evidence: Vector) -> Span:
    return Span(
        evidence=evidence,
        letters=letters,
        opening=text[:60],
        code=code,
        chance=chance,
        quoted=QUOTE.match(text) is not None,
    )


def _runs(sentences: Sequence[Span]) -> list[list[Span]]:
    """Neighbouring sentences of one language together; an unsure sentence goes with the one before."""
    runs: list[list[Span]] = []
    for span in sentences:
        if runs and (span.code == runs[-1][0].code or span.chance < SURE):
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def _joined(lines: Sequence[Sequence[Sequence[Span]]]) -> Iterator[Span]:
    """The runs of every line as one stretch each, in order; runs of several sentences are judged anew, all at once."""
    sums = [np.add.reduce([span.evidence for span in run]) for runs in lines for run in runs if len(run) > 1]
    judged = iter(zip(sums, likeliest(sums), strict=True))
    for runs in lines:
        alone = len(runs) == 1
        for run in runs:
            if len(run) == 1:
                yield replace(run[0], alone=alone)
                continue
            evidence, (code, chance) = next(judged)
            letters = sum(span.letters for span in run)
            opening = run[0].opening
            yield Span(evidence=evidence, letters=letters, opening=opening, code=code, chance=chance, alone=alone)


def letters_by_language(spans: Iterable[Span]) -> Counter[str]:
    """How many letters are surely in each language."""
    found: Counter[str] = Counter()
    for span in spans:
        if span.chance >= SURE:
            found[span.code] += span.letters
    return found


def _speaks(span: Span, main: str) -> bool:
    """Whether a stretch is text of the page's own in another language: not a quote, a name or a link.

    A summary has a line of its own; within a line of another language it must be a passage, not a sentence.
    """
    if span.quoted or odds(span.evidence, declared=main).get(span.code, 0.0) < SURE:
        return False
    return span.letters >= (LINE if span.alone else PASSAGE)


def second_languages(spans: Sequence[Span], main: str) -> dict[str, Span]:
    """Every other language that the text has a real part in, with the longest stretch of it, largest part first."""
    own = [span for span in spans if span.code != main and _speaks(span, main)]
    own.sort(key=lambda span: -span.letters)
    total = sum(span.letters for span in spans)
    letters = letters_by_language(own)
    # English titles and mottos stand on lines of their own in Finnish texts; Swedish and Sámi ones are summaries.
    enough = {
        code: count >= (LINE if code in AT_HOME else MOTTO) and (count >= PASSAGE or count >= 0.03 * total)
        for code, count in letters.most_common()
    }
    return {code: next(span for span in own if span.code == code) for code, good in enough.items() if good}
