"""The regions that a text is about: its organisation's, and those of the municipalities and regions that it names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from stories.place_names import Spelling, spellings

_LEAD = 400  # characters of a body that say what it is about
_LONGEST = 20_000
_ENOUGH = 2.0  # the title, the summary or the lead once, or the body twice
_WEIGHTS = {"title": 3.0, "summary": 2.0, "place": 2.0, "lead": 2.0, "body": 1.0}
_WORD = re.compile(r"[^\W\d_](?:[\w’']|[-:](?=[^\W\d_])){0,60}")
_CONTACT = re.compile(
    r"^\W{0,3}(?:lisätie[dt]|yhteystie|mer information|ytterligare information|kontakt|further information|contact)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b\d{5}\s$")
# "Turun yliopiston tutkija": an institution that is named after a town and speaks for the whole country.
_NATIONAL = re.compile(
    r"\s(?:sanom(?:at|ien|issa)|uutis(?:et|ten)|yliopisto\w*|kauppakorkeakoulu\w*|ammattikorkeakoulu\w*|\w*oikeu[sdt]\w*"
    r"|universitet\w*|akademi\w*|yrkeshögskola\w*|\w*domstol\w*|hovrätt\w*|university|court|mallia?|konventio\w*"
    r"|konvention\w*|sopimu\w+)\b",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(
    r"(?<!\w)(?:i|från|till|vid|på|nära|kring|utanför|in|at|near|from|to|kunnassa|kunnan|kaupungin|kaupungissa|kommunen|staden"
    r"|kunta|kaupunki|paikka|plats|place|paikkakunta|ort|S:t)\s?:?\s$",
    re.IGNORECASE,
)
_PLACE_AFTER = re.compile(
    r"[\s-](?:kaupun[gk]i\w*|kunta\w*|kunna\w*|seurakun\w*|seudu\w*|seutu\w*|keskust\w*|asuk\w+|valtuusto\w*|torilla"
    r"|[^\W\d_]{0,12}(?:kirjasto|kirkko|kirko|talo|sali|koulu|museo|teatteri|kampu|kesku|halli|kahvila|sairaal)\w*"
    r"|kommun\w*|stads?|regionen|trakten|nejden|[^\W\d_]{0,12}(?:bibliotek|kyrk|hus|skol|center|teater)\w*"
    r"|municipality|town|region|library|church)\b",
    re.IGNORECASE,
)
_FIRST_NAME = re.compile(r"(?<![^\W_])([A-ZÅÄÖ][a-zåäöé]{1,14})\s$")
_JOINED = re.compile(r"(?:,|\sja|\soch|\sand|\ssekä|\ssamt|\s–|\(|/)\s?$")


@dataclass(frozen=True, slots=True)
class Named:
    """A place that a text names, with the words as written."""

    spelling: Spelling
    start: int
    end: int
    words: str


def regions(
    *, title: str, summary: str, body: str, organisation: str = "FI", venues: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ISO 3166-2 codes of the regions that a text concerns, most strongly named first, and the evidence for each.

    `organisation` is the publisher's region ("FI": nationwide, says nothing); `venues` are places of the text's
    occasions. A place said once, deep in the body, does not count; neither do contact lines and postal addresses.

    >>> regions(title="Järjestöilta Iisalmessa", summary="", body="Ilta on maksuton.")[0]
    ('FI-15',)
    >>> regions(title="", summary="Kvällen ordnas i Åbo.", body="", organisation="FI-12")[0]
    ('FI-12', 'FI-19')
    """
    scores: dict[str, float] = defaultdict(float)
    told: dict[str, list[str]] = defaultdict(list)
    for part, text in _parts(title, summary, body[:_LONGEST], venues):
        for hit in named(text):
            region = hit.spelling.place.region
            scores[region] += _WEIGHTS[part]
            told[region].append(f"{part}: {hit.words}")
    found = sorted((code for code, score in scores.items() if score >= _ENOUGH), key=lambda code: -scores[code])
    own = [] if organisation in {"FI", ""} else [organisation]
    codes = tuple(dict.fromkeys((*own, *found)))
    evidence = [f"{code} organisation" for code in own]
    evidence += [f"{code} {', '.join(dict.fromkeys(told[code]))[:200]}" for code in found]
    return codes, tuple(evidence)


def named(text: str) -> tuple[Named, ...]:
    """The municipalities and regions that a text names, in its order."""
    found: list[Named] = []
    candidates = list(_candidates(text))
    for hit, after in zip_longest(candidates, candidates[1:]):
        if _counts(text, hit, found[-1] if found else None, after):
            found.append(hit)
    return tuple(found)


def _parts(title: str, summary: str, body: str, venues: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield "title", title
    if summary[:80] not in body[:_LEAD]:
        yield "summary", summary
    for venue in venues:
        yield "place", venue
    text = "\n".join(line for line in body.splitlines() if not _CONTACT.match(line))
    cut = text.find(" ", _LEAD)
    yield "lead", text if cut < 0 else text[:cut]
    yield "body", "" if cut < 0 else text[cut:]


def _candidates(text: str) -> Iterator[Named]:
    known, after = spellings(), 0
    words = list(_WORD.finditer(text))
    for number, word in enumerate(words):
        begun = known.get(_folded(word[0]), ()) if word.start() >= after else ()
        found = next((one for one in begun if _reads(one, words[number : number + len(one.words)], text)), None)
        if found:
            after = words[number + len(found.words) - 1].end()
            yield Named(found, word.start(), after, text[word.start() : after])


def _reads(spelling: Spelling, words: Sequence[re.Match[str]], text: str) -> bool:
    if tuple(_folded(word[0]) for word in words) != spelling.words:
        return False
    return all(text[a.end() : b.start()] == " " for a, b in pairwise(words))


def _folded(word: str) -> str:
    """A word of a title in capitals as it is written elsewhere; other words as they are."""
    return "-".join(part.capitalize() for part in word.split("-")) if word.isupper() and len(word) > 1 else word


def _counts(text: str, hit: Named, before: Named | None, after: Named | None) -> bool:
    head, tail = text[max(0, hit.start - 40) : hit.start], text[hit.end : hit.end + 40]
    named_after = hit.spelling.case in {"base", "genitive"} and _NATIONAL.match(tail)
    if _POSTCODE.search(head) or named_after:
        return False
    if hit.spelling.case in {"people", "listed", "in", "out"} and not hit.spelling.guarded:
        return True
    if _PLACE_BEFORE.search(head) or _PLACE_AFTER.match(tail) or _in_a_list(text, hit, before, after):
        return True
    return not hit.spelling.guarded and not _follows_a_first_name(text, hit, before)


def _in_a_list(text: str, hit: Named, before: Named | None, after: Named | None) -> bool:
    """Whether a name stands in a row with one that is surely a place: "Kuopio, Salo ja Vaasa"."""
    left = before and _JOINED.fullmatch(text[before.end : hit.start])
    right = after and not after.spelling.guarded and _JOINED.fullmatch(text[hit.end : after.start])
    return bool(left or right)


def _follows_a_first_name(text: str, hit: Named, before: Named | None) -> bool:
    """Whether a capital word stands right before a name, as in "Anna Kuopio"; a genitive or another place does not."""
    if before and hit.start - before.end <= 2:
        return False
    name = _FIRST_NAME.search(text[max(0, hit.start - 40) : hit.start])
    return name is not None and not name[1].endswith(("n", "s"))
