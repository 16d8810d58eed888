"""The registry's organisations that a text names, by their names and aliases in every language, inflected forms too."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stories.inflections import inflects, stems
from stories.lemma_tables import table
from stories.model import Organisation
from stories.name_index import NameIndex

_LONGEST = 40_000
_TOKEN = re.compile(r"[^\W_]+(?:[-’'&][^\W_]+)*(?::[^\W_]{1,6})?")
_BETWEEN = re.compile(r"[-–,.]?\s?[-–]?\s?[\"”]?")
_BRACKETS = re.compile(r"\(([^()]{2,60})\)")
_LEGAL_FORM = re.compile(r"\s(?:ry|rf|r\.y\.|r\.f\.|sr|sf|oy|ab|ky|yhdistys ry)\.?$", re.IGNORECASE)
# Ministries and agencies are written with a small letter in running text; other names are not.
_OFFICE = re.compile(
    r"(?:ministeriö|ministeriet|virasto|verket|eduskunta|riksdagen|valtioneuvosto|statsrådet|hallitus|styrelsen|laitos"
    r"|valtuutettu|ombudsmannen|hyvinvointialue|välfärdsområde|kaupunki|stad|toimisto|byrå|neuvottelukunta|käräjät|tinget)$"
)
_SENTENCE_END = re.compile(r"(?:^|[.!?…:\n]|[–—-]\s)[\"”»\s]*$")
_LEGAL_AFTER = re.compile(r"\s(?:ry|rf|sr|sf|oy|ab)\b")
_OF_DEGREE = re.compile(r"(?:\s[A-ZÅÄÖ][a-zåäö]+|-[^\W\d_])")
# Dictionary words that newspapers nonetheless write nearly always as the name.
_NAMES_FIRST = frozenset({"kela", "fpa", "fingo"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An organisation that a text names: its id, the words as written and where they begin."""

    organisation: str
    form: str
    position: int


@dataclass(frozen=True, slots=True)
class _Name:
    """A name word by word; `lower`: may begin small; `everyday`: also a common word; `short`: two letters."""

    words: tuple[str, ...]
    organisation: str
    lower: bool
    everyday: bool
    short: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """The names of many organisations, prepared once: the longest are ranked first."""

    index: NameIndex[_Name]
    heads: frozenset[str]
    longest: int


def directory(organisations: Iterable[Organisation]) -> Directory:
    """The names and aliases of organisations, ready for `mentions`; a name that two of them share is left out."""
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for organisation in organisations:
        for name in _spoken_names(organisation):
            if words := tuple(token[0] for token in _TOKEN.finditer(name)):
                owners[words].add(organisation.id)
    names = [
        _name(words, next(iter(ids)))
        for words, ids in owners.items()
        if len(ids) == 1 and not (len(words) == 1 and (words[0].isdigit() or len(words[0]) < 2))
    ]
    index = NameIndex[_Name]()
    for rank, one in enumerate(sorted(names, key=_length, reverse=True)):
        index.add(rank, one, [_beginnings(one, number) for number in range(len(one.words))])
    heads = frozenset(_key(name.words[0]) for name in names)
    return Directory(index, heads, max((len(name.words) for name in names), default=0))


def _beginnings(name: _Name, number: int) -> tuple[str, ...]:
    """How a word of a name may begin in a text: as it is, and as what `inflects` lets its endings follow."""
    word, is_last = name.words[number], number == len(name.words) - 1
    if word.isupper() or not (is_last or word.endswith("nen")):
        return (word,)
    small = name.lower or (number > 0 and not is_last)
    return (word, *stems(word[:1].lower() + word[1:] if small else word))


def mentions(text: str, names: Directory) -> tuple[Mention, ...]:
    """The organisations that a text names, in its order; of names that overlap the longest.

    Finnish names are recognised in every case ("SOSTEn", "THL:n", "oikeusministeriölle"), Swedish and English ones
    with their genitive. A name that is also a common word does not count at the head of a sentence unless the text
    names it elsewhere too; one of two letters needs a case ending behind a colon ("OM:n") or to stand before a colon.
    """
    text = text[:_LONGEST]
    sure: list[Mention] = []
    doubtful: list[Mention] = []
    for name, mention in _found(text, names):
        (doubtful if _is_doubtful(name, mention, text) else sure).append(mention)
    known = {mention.organisation for mention in sure}
    kept = [mention for mention in doubtful if mention.organisation in known]
    return tuple(sorted((*sure, *kept), key=lambda mention: mention.position))


def _spoken_names(organisation: Organisation) -> Iterator[str]:
    """A name as people say it: without "ry", and what stands in brackets by itself."""
    for name in (*organisation.name.values(), *organisation.aliases):
        bare = _LEGAL_FORM.sub("", _BRACKETS.sub(" ", name).strip())
        yield bare
        yield from _BRACKETS.findall(name)


def _name(words: tuple[str, ...], organisation: str) -> _Name:
    last = words[-1].lower()
    single = len(words) == 1
    lower = bool(_OFFICE.search(last)) and (len(last) >= 8 or not single) and not words[0].isupper()
    return _Name(words, organisation, lower, single and not lower and _is_everyday(words[0]), single and len(last) < 3)


def _is_everyday(word: str) -> bool:
    small = word.lower()
    if word.isupper() or small in _NAMES_FIRST:
        return False
    forms = {small, small.capitalize()}
    return any(form in table(language) for language in ("fi", "sv") for form in forms)


def _key(word: str) -> str:
    return word[:2].lower()


def _length(name: _Name) -> tuple[int, int]:
    return len(name.words), sum(map(len, name.words))


def _found(text: str, names: Directory) -> Iterator[tuple[_Name, Mention]]:
    tokens, after = list(_TOKEN.finditer(text)), 0
    folded = [token[0].casefold() for token in tokens]
    for number, token in enumerate(tokens):
        if token.start() < after or _key(token[0]) not in names.heads:
            continue
        for name in names.index.candidates(folded[number : number + names.longest]):
            here = tokens[number : number + len(name.words)]
            if _key(name.words[0]) == _key(token[0]) and _reads(name, here, text):
                after = here[-1].end()
                yield (
                    name,
                    Mention(organisation=name.organisation, form=text[token.start() : after], position=token.start()),
                )
                break


def _reads(name: _Name, tokens: Sequence[re.Match[str]], text: str) -> bool:
    if len(tokens) < len(name.words) or not inflects(tokens[-1][0], name.words[-1], small=name.lower):
        return False
    joined = all(_BETWEEN.fullmatch(text, a.end(), b.start()) for a, b in pairwise(tokens))
    return joined and all(
        _same(token[0], word, small=name.lower or number > 0)
        for number, (token, word) in enumerate(zip(tokens[:-1], name.words[:-1], strict=True))
    )


def _same(token: str, word: str, *, small: bool) -> bool:
    """A word inside a name: as it is, or an adjective in another case ("Punaisen Ristin")."""
    if token == word or (small and token.lower() == word.lower()) or (token.isupper() and token == word.upper()):
        return True
    return word.endswith("nen") and inflects(token, word, small=small)


def _is_doubtful(name: _Name, mention: Mention, text: str) -> bool:
    end = mention.position + len(mention.form)
    if name.short:
        return ":" not in mention.form and (text[end : end + 1] != ":" or bool(_OF_DEGREE.match(text, end)))
    if not name.everyday or ":" in mention.form or _LEGAL_AFTER.match(text, end) or text[end : end + 1] == ":":
        return False
    return mention.form.isupper() or bool(_SENTENCE_END.search(text[max(0, mention.position - 6) : mention.position]))
