"""Where an event is and whether it can be followed online, read from its own sentence."""

from __future__ import annotations

import re

from stories.word_classes import word_list

_NAME = r"[A-ZÅÄÖÁČŠŽ][\w:'’-]{1,30}"
_PLAIN = r"[a-zåäö][\wåäö-]{3,30}"
_FI_LOCAL = r"(?:ssa|ssä|lla|llä)"
# "Kuopion Musiikkikeskuksessa", "Mikkelin konsertti- ja kongressitalo Mikaelissa", "Kulttuuritehtaalla Helsingissä".
_FI_PLACE = re.compile(
    rf"(?<![\w-])(?P<phrase>(?:{_NAME}n\s(?:{_PLAIN}(?<!ssa)(?<!ssä)(?<!lla)(?<!llä)\s|{_PLAIN}-\sja\s){{0,2}})?"
    rf"{_NAME}{_FI_LOCAL}|{_NAME}n\s(?:{_PLAIN}\s)?{_PLAIN}{_FI_LOCAL})(?![\w-])"
)
_SV_HOUSE_NOUN = (
    r"(?:(?:huvud)?bibliotek|skola|simhall|rådhus|centrum|\w*institut|\w*hus|kyrka|torg|museum|teater|\w*sal|gård|\w*center"
    r"|arena|hall|kansli|park|\w*huset|\w*centret|\w*teatern?|konserthus|station|slott|universitet|sjukhus|\w*gården|bio)"
)
_SV_PLACE = re.compile(
    rf"(?<![\w-])(?:i|på|vid)\s(?P<phrase>{_NAME}(?:\s{_NAME}){{0,2}}(?:\s{_SV_HOUSE_NOUN}(?!\w))?(?:\si\s{_NAME})?)"
)
_SV_HOUSE = re.compile(
    rf"(?<![\w-])(?:i|på|vid)\s(?P<phrase>{_PLAIN}(?:centret|huset|biblioteket|salen|kyrkan|teatern|skolan|torget"
    rf"|parken|gården|hallen|museet|slottet)(?:\s{_NAME})?(?:\si\s{_NAME})?)(?!\w)"
)
_EN_PLACE = re.compile(
    rf"(?<![\w-])(?:in|at)\s(?:the\s)?(?P<phrase>{_NAME}(?:\s(?:{_NAME}|of|de)){{0,4}}(?:,\s{_NAME}|\sin\s{_NAME})?)"
)
_LABELLED = re.compile(
    r"(?:^|\s)(?:paikka|missä|plats|var|place|venue|where|location|báiki|gos)\s?:\s(?P<phrase>[^.;|\n]{3,80})",
    re.IGNORECASE,
)
_NOT_PLACES = re.compile(
    r"(?:Tervetul|Tilaisuu|Kokou|Tapahtum|Seminaar|Webinaar|Samalla|Jatkossa|Lisäksi|Koulutu|Sillo|Tänä|Näissä|Tällä"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|Finnish|Swedish|English|OmaKela|Lausuntopalvelu|Utlåtande)"
)


def place_of(clause: str, sentence: str) -> str | None:
    """The place that a clause names, else its sentence; None when neither does.

    >>> place_of("Seminaari pidetään Kuopion Musiikkikeskuksessa 12.11.", "")
    'Kuopion Musiikkikeskus'
    >>> place_of("Vi träffas i Teams torsdagen den 8 oktober", "")
    'Teams'
    """
    for text in (clause, sentence):
        for form in (_LABELLED, _FI_PLACE, _SV_PLACE, _SV_HOUSE, _EN_PLACE):
            for hit in form.finditer(text[:600]):
                phrase = hit["phrase"].strip(" ,")
                if _is_place(phrase):
                    return _nominative(phrase) if form is _FI_PLACE else phrase
    return None


def _is_place(phrase: str) -> bool:
    """Whether a phrase is somewhere, not an occasion ("Perheiden Talon leirillä") or a way to say when."""
    last = phrase.rsplit(maxsplit=1)[-1]
    return not _NOT_PLACES.match(phrase) and "noun" not in word_list("occasion_words").names(last)


_ENDINGS = (
    (r"keskukse(?:ssa|lla)$", "keskus"), (r"laitokse(?:ssa|lla)$", "laitos"), (r"kse(?:ssa|ssä|lla|llä)$", "s"),
    (r"talo(?:ssa|lla)$", "talo"), (r"tehtaa(?:ssa|lla)$", "tehdas"), (r"huonee(?:ssa|lla)$", "huone"),
    (r"teatteri(?:ssa|lla)$", "teatteri"), (r"Helsingi(?:ssä|llä)$", "Helsinki"), (r"nna(?:ssa|lla)$", "nta"),
    (r"Tamperee(?:lla|ssa)$", "Tampere"), (r"kuvassa$", "kuva"), (r"Turussa$", "Turku"),
    (r"(?<=[iy]v[äa]skyl)ässä$", "ä"),
    (r"(?:ssa|ssä|lla|llä)$", ""),
)  # fmt: skip


def _nominative(phrase: str) -> str:
    """The dictionary form of a local case, for the shapes that place names commonly have."""
    for ending, base in _ENDINGS:
        changed = re.sub(ending, base, phrase)
        if changed != phrase:
            return changed
    return phrase
