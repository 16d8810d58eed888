"""Which language a text is written in: langdetect's n-grams, scored exactly, and how its words are spelled.

Deterministic across threads and processes: no sampling, no shared state but caches. Confidence is a probability;
how far it holds is measured in docs/decisions/0003-exact-language-scores.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from stories.language_odds import odds, weigh
from stories.language_spans import Span, letters_by_language, measured, second_languages
from stories.language_words import plain, prose, without_names, words
from stories.model import Language

HEAD, TAIL = 40_000, 20_000  # characters read of a long text: a summary in another language stands last
BRIEF = 100  # letters; a shorter text is one stretch
LEAST = 3  # letters
DOUBT = 0.4  # a likeliest language with less than this is not named
CERTAIN = 0.9999
ALIASES: Mapping[str, str] = {"nb": "no", "nn": "no", "sme": "se", "fin": "fi", "swe": "sv", "eng": "en"}
UNKNOWN = Language(code="und", confidence=0.0, evidence=("no words",))


def detect(text: str, *, title: str = "", declared: str | None = None, names: Collection[str] = ()) -> Language:
    """The language of a body of text: main code, probability, every language with a real share, evidence.

    An empty or very short body is judged with its title; `declared` (any BCP 47 tag) only tips the scales of short
    texts; `names` are cut out first. The code is `und` below three letters or when no language is likely. No text
    makes it raise.

    >>> detect("Järjestöt vaativat hallitukselta lisää rahoitusta ensi vuodelle.").code
    'fi'
    >>> detect("", title="Anmäl dig nu!").code
    'sv'
    """
    body = plain(_sample(text))
    if prose(body) < 25:
        body = f"{plain(_sample(title))}\n{body}"
    told = _tag(declared)
    if prose(body) <= BRIEF:
        return _brief(without_names(body, names), told, 0.6)
    return _long(body, told)


def title_language(title: str, *, context: Language | None = None, names: Collection[str] = ()) -> Language:
    """The language of a title; `context`, the body's language, tips the scales of a title that could be either."""
    known = context if context is not None and context.code != "und" else None
    return _brief(
        without_names(plain(_sample(title)), names),
        known.code if known else None,
        0.8 * known.confidence if known else 0.0,
    )


def detect_lines(lines: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Answers each line {"id", "text", "declared"?} with {"id", "language", "confidence", "languages"}."""
    for line in lines:
        declared = line.get("declared")
        found = detect(str(line.get("text") or ""), declared=declared if isinstance(declared, str) else None)
        yield {
            "id": line.get("id"),
            "language": found.code,
            "confidence": round(found.confidence, 4),
            "languages": list(found.languages),
        }


def _sample(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def _tag(declared: str | None) -> str | None:
    """The language of a tag: `sv_FI`, `fi-FI`, `nb`.

    >>> _tag("sv_FI"), _tag("nb-NO"), _tag(" ")
    ('sv', 'no', None)
    """
    code = (declared or "")[:35].strip().lower().replace("_", "-").split("-")[0]
    return ALIASES.get(code, code) or None


def _brief(text: str, told: str | None, trust: float) -> Language:
    evidence = weigh(words(text))
    if evidence is None or prose(text) < LEAST:
        return UNKNOWN
    return _named(odds(evidence, declared=told, trust=trust), told, ())


def _long(text: str, told: str | None) -> Language:
    evidence, spans = measured(text)
    if evidence is None:
        return UNKNOWN
    chances, shares = odds(evidence, declared=told), letters_by_language(spans)
    main, letters = next(iter(shares.most_common(1)), ("", 0))
    if letters >= BRIEF and main != next(iter(chances)):
        # Most of the text is surely in one language, yet a shorter part weighs more word by word.
        chances = {main: letters / sum(shares.values())} | {code: 0.0 for code in chances if code != main}
    found = _named(chances, told, ())
    return _named(chances, told, tuple(second_languages(spans, found.code).values()))


def _named(chances: Mapping[str, float], told: str | None, others: tuple[Span, ...]) -> Language:
    (code, chance), (second, less) = list(chances.items())[:2]
    evidence = [f"{code} {chance:.2f}, next {second} {less:.2f}"]
    if told:
        evidence.append(f"declared {told}")
    evidence += [f"{span.code} part of {span.letters} letters: {span.opening}" for span in others]
    if chance < DOUBT:
        return Language(code="und", confidence=chance, evidence=tuple(evidence))
    return Language(
        code=code,
        confidence=min(chance, CERTAIN),
        languages=(code, *(span.code for span in others)),
        evidence=tuple(evidence),
    )
