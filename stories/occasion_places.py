"""Where an event is and whether it can be followed online, read from its own sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stories.place_names import Spelling, spellings
from stories.regions import named
from stories.word_classes import word_list

_NAME = r"[A-ZÅÄÖÁČŠŽ][\w:'’-]{1,30}"
_PLAIN = r"[a-zåäö][\wåäö-]{3,30}"
_FI_LOCAL = r"(?:ssa|ssä|lla|llä)"
# "Kuopion Musiikkikeskuksessa", "Mikkelin konsertti- ja kongressitalo Mikaelissa", "Kulttuuritehtaalla Helsingissä".
_FI_PLACE = re.compile(
    rf"(?<![\w-])(?P<phrase>(?:{_NAME}n\s(?:{_PLAIN}(?<!ssa)(?<!ssä)(?<!lla)(?<!llä)\s|{_PLAIN}-\sja\s){{0,2}})?"
    rf"{_NAME}{_FI_LOCAL}|(?:{_NAME}n\s)?{_NAME}n\s(?:{_PLAIN}\s)?{_PLAIN}{_FI_LOCAL})(?![\w-])"
)
_SV_HOUSE_NOUN = (
    r"(?:(?:huvud)?bibliotek|skola|simhall|rådhus|centrum|\w*institut|\w*hus|kyrka|torg|museum|teater|\w*sal|gård|\w*center"
    r"|arena|hall|kansli|park|\w*huset|\w*centret|\w*teatern?|konserthus|station|slott|universitet|sjukhus|\w*gården|bio)"
)
_SV_PLACE = re.compile(
    rf"(?<![\w-])(?:[Ii]|[Pp]å|[Vv]id)\s(?P<phrase>{_NAME}(?:\s{_NAME}){{0,2}}(?:\s{_SV_HOUSE_NOUN}(?!\w))?(?:\si\s{_NAME})?)"
)
_SV_HOUSE = re.compile(
    rf"(?<![\w-])(?:i|på|vid)\s(?P<phrase>{_PLAIN}(?:centret|huset|biblioteket|salen|kyrkan|teatern|skolan|torget"
    rf"|parken|gården|hallen|museet|slottet|stationen|verkstaden|banan|stranden|planen|kapellet)(?:\s{_NAME})?(?:\si\s{_NAME})?)(?!\w)"
)
# "kunnan liikuntahallissa", "ministeriön auditoriossa": a venue without a name of its own.
_FI_HOUSE = re.compile(
    r"(?<![\w-])(?P<phrase>(?:[\w-]{2,30}n\s)?[\w-]{0,20}(?:kirjasto|talo|sali|halli|keskukse|kirko|museo|auditorio|tori|kahvila"
    r"|huonee|teatteri|hotelli|kampukse|puisto|kabineti|toimisto|kentä|ranna|asema|koulu|piha)(?:ss[aä]|ll[aä]))(?![\w-])"
)
_EN_PLACE = re.compile(
    rf"(?<![\w-])(?:in|at)\s(?:the\s)?(?P<phrase>{_NAME}(?:\s(?:{_NAME}|of|de)){{0,4}}(?:,\s{_NAME}|\sin\s{_NAME})?)"
)
_LABELLED = re.compile(
    r"(?:^|\s)(?:paikka|missä|plats|var|place|venue|where|location|báiki|gos)\s?[:?]\s(?P<phrase>[^.;|\n]{3,80})",
    re.IGNORECASE,
)
_NOT_PLACES = re.compile(
    r"(?:Tervetul|Tilaisuu|Kokou|Tapahtum|Seminaar|Webinaar|Samalla|Jatkossa|Lisäksi|Koulutu|Sillo|Tänä|Näissä|Tällä"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Finnish|Swedish|English|OmaKela|(?:Zoom|Teams)-|YouTube|Youtube|Facebook|Instagram|Meet|Yhdessä|Lausuntopalvelu|Utlåtande)"
)


# What may follow a venue: its street and its town.
_REST = re.compile(rf"(?:,\s{_NAME}\s\d{{1,3}}[a-zA-Z]?(?!\w))?(?:,\s(?P<town>{_NAME}(?:\s{_NAME})?)(?=[.,;)]|$))?")
_OPENS = re.compile(r"(?:^|[.!?:–—])[\s\"”]*$")
_ADJECTIVE = re.compile(r"\s[a-zåäö-]{2,30}(?:ssa|ssä|lla|llä)(?!\w)")
_VENUE = re.compile(r"(?:talo|sali|halli|keskukse|kirko|museo|kirjasto|teatteri|koulu|torilla|hotelli|kampukse|puisto)")
_FORMS = (_LABELLED, _FI_PLACE, _SV_PLACE, _SV_HOUSE, _EN_PLACE, _FI_HOUSE)


def place_of(clause: str, sentence: str) -> str | None:
    """The place that a clause names, else its sentence; None when neither does.

    A region ("i Mellersta Finland") is no place to go to: it says whose event it is.

    >>> place_of("Seminaari pidetään Kuopion Musiikkikeskuksessa 12.11.", "")
    'Kuopion Musiikkikeskus'
    >>> place_of("Vi träffas i Teams torsdagen den 8 oktober", "")
    'Teams'
    """
    texts = (clause[:600], sentence[:600])
    shaped = (phrase for text in texts for phrase in _shaped(text, sentence or text))
    return next(shaped, None) or next((town for text in texts if (town := _town(text))), None)


def labelled_place(lines: Sequence[str]) -> str | None:
    """The place that one of the lines behind a date gives by label, also where the label is a line of its own.

    >>> labelled_place(["Missä?", "Kuopion kaupungintalo", "Ilmoittautuminen verkossa."])
    'Kuopion kaupungintalo'
    """
    for number, line in enumerate(lines):
        asked = f"{line} {lines[number + 1]}" if line.endswith("?") and number + 1 < len(lines) else line
        hit = _LABELLED.match(asked)
        if hit and _is_place(hit["phrase"]):
            return hit["phrase"].strip(" ,")
    return None


def _shaped(text: str, sentence: str) -> Iterator[str]:
    begin = max(sentence.find(text), 0)
    for form in _FORMS:
        for hit in form.finditer(text):
            phrase = hit["phrase"].strip(" ,")
            opens = _OPENS.search(sentence[:begin] + text[: hit.start("phrase")]) is not None
            if _is_place(phrase) and not (form is _FI_PLACE and _is_common(text, hit, phrase, opens=opens)):
                name = _nominative(phrase) if form in {_FI_PLACE, _FI_HOUSE} else phrase
                yield name + ("" if form is _LABELLED else _rest(text, hit.end("phrase")))


def _rest(text: str, end: int) -> str:
    """The street and the town behind a venue: ", Kuulijankatu 2, Helsinki"."""
    rest = _REST.match(text, end)
    return rest[0] if rest and rest[0] and (not rest["town"] or rest["town"].split()[0] in spellings()) else ""


def _is_common(text: str, hit: re.Match[str], phrase: str, *, opens: bool) -> bool:
    """Whether a capital word in a local case is no name: an adjective, or the first word of its sentence."""
    if " " in phrase:  # "Juhlitaan sitä yhdessä" begins its sentence, and so does "Kuopion kaupungintalolla"
        return opens and not named(phrase.split(maxsplit=1)[0]) and not _VENUE.search(phrase)
    if _ADJECTIVE.match(text, hit.end("phrase")) and opens:
        return True
    return opens and not named(phrase) and not _VENUE.search(phrase)


def _town(text: str) -> str | None:
    """The first municipality that a text names otherwise: "Nordic Seminar, Kuopio, 12–13 November"."""
    for one in named(text):
        located = one.spelling.case == "genitive" and _ADJECTIVE.match(text, one.end)
        if _is_town(one.spelling) and (located or one.spelling.case in {"base", "in", "out", "listed"}):
            return one.spelling.place.fi if one.spelling.case in {"in", "out", "genitive"} else one.words
    return None


def _is_town(spelling: Spelling) -> bool:
    return spelling.place.kind in {"municipality", "former"}


def _is_place(phrase: str) -> bool:
    """Whether a phrase is somewhere, not an occasion ("Perheiden Talon leirillä"), a region or a way to say when."""
    words = phrase.split()
    classes = [word_list("occasion_words").names(word) for word in words]
    if _NOT_PLACES.match(phrase) or "noun" in classes[-1]:
        return False
    if any(
        "noun" in names and word[0].islower() and word[-1] != "-" and not _VENUE.search(word)
        for names, word in zip(classes[1:], words[1:], strict=True)
    ):
        return False
    found = named(phrase)
    return not (found and found[0].words == phrase and not _is_town(found[0].spelling))


_ENDINGS = (
    (r"keskukse(?:ssa|lla)$", "keskus"), (r"laitokse(?:ssa|lla)$", "laitos"), (r"kse(?:ssa|ssä|lla|llä)$", "s"),
    (r"talo(?:ssa|lla)$", "talo"), (r"tehtaa(?:ssa|lla)$", "tehdas"), (r"huonee(?:ssa|lla)$", "huone"),
    (r"teatteri(?:ssa|lla)$", "teatteri"), (r"Helsingi(?:ssä|llä)$", "Helsinki"), (r"nna(?:ssa|lla)$", "nta"),
    (r"Tamperee(?:lla|ssa)$", "Tampere"), (r"kuvassa$", "kuva"), (r"Turussa$", "Turku"),
    (r"(?<=[iy]v[äa]skyl)ässä$", "ä"),
    (r"kirko(?:ssa|lla)$", "kirkko"), (r"kabinetissa$", "kabinetti"), (r"Teamsissa$", "Teams"),
    (r"(?:ssa|ssä|lla|llä)$", ""),
)  # fmt: skip


def _nominative(phrase: str) -> str:
    """The dictionary form of a local case: a municipality's own, else by the shapes that names commonly have."""
    known = named(phrase)
    if known and known[0].words == phrase:
        return known[0].spelling.place.fi
    for ending, base in _ENDINGS:
        changed = re.sub(ending, base, phrase)
        if changed != phrase:
            return changed
    return phrase
