"""Times of day in words: "puoli seitsemältä", "kuudesta yhdeksään", "halv sju", "from ten to two", "keskiyöllä"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FLAGS = re.IGNORECASE
_FI_AT = (
    "yhdeltä", "kahdelta", "kolmelta", "neljältä", "viideltä", "kuudelta", "seitsemältä", "kahdeksalta", "yhdeksältä",
    "kymmeneltä", "yhdeltätoista", "kahdeltatoista",
)  # fmt: skip
_FI_FROM = (
    "yhdestä", "kahdesta", "kolmesta", "neljästä", "viidestä", "kuudesta", "seitsemästä", "kahdeksasta", "yhdeksästä",
    "kymmenestä", "yhdestätoista", "kahdestatoista",
)  # fmt: skip
_FI_TO = (
    "yhteen", "kahteen", "kolmeen", "neljään", "viiteen", "kuuteen", "seitsemään", "kahdeksaan", "yhdeksään",
    "kymmeneen", "yhteentoista", "kahteentoista",
)  # fmt: skip
_SV = ("ett", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
_EN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_COUNTED = (
    r"(?!\s(?:\w*vuo(?:t|d|si)\w*|\w*prosent\w*|\w*euro\w*|viik\w+|päiv\w+|kuukau\w+|tun\w+|hen[kg]\w+|kilo\w*|kerta\w*|kappale\w*|ihmis\w+"
    r"|osa\w*|vaihtoehto\w*|miljo\w+|år|dagar|veckor|månader|personer|timmar|procent|kilo\w*|gånger|years?|days|weeks|months|people|hours"
    r"|per|kilo\w*|times|\w+lt[aä]))"
)
_UNTIL_FI = rf"(?:\s(?P<to_half>puoli\s)?(?P<to>{_any(_FI_TO)}))"
_PART_AFTER = r"(?:\s(?P<part_after>aamulla|illalla|iltapäivällä))?"
_FORMS = (
    re.compile(
        rf"(?<![^\W_])(?P<half>puoli\s)?(?P<part>aamu|ilta)?(?P<fi_from>{_any(_FI_FROM)})"
        rf"(?:{_UNTIL_FI}|\s(?:alkaen|eteenpäin|lähtien)){_PART_AFTER}(?![^\W_]){_COUNTED}",
        _FLAGS,
    ),
    re.compile(
        rf"(?<![^\W_])(?P<half>puoli\s)?(?P<part>aamu|ilta)?(?P<fi_at>{_any(_FI_AT)}){_PART_AFTER}"
        rf"(?![^\W_]){_COUNTED}(?P<closed>(?=\s?[.,;:!?)–-]|\s(?:ja|sekä|alka\w+|mennessä|asti|saakka)\b|\s*$))?",
        _FLAGS,
    ),
    re.compile(
        rf"(?<![^\W_])(?:kello|klo)\s(?P<half>puoli\s)?(?P<fi_until>{_any(_FI_TO)})(?![^\W_]){_COUNTED}",
        _FLAGS,
    ),
    re.compile(
        rf"(?<![^\W_])(?:från|mellan|klockan|kl\.?)\s(?P<half>halv\s)?(?P<sv_from>{_any(_SV)})\s(?:till|och|–|-)\s"
        rf"(?P<to_half>halv\s)?(?P<sv_to>{_any(_SV)})(?![^\W_]){_COUNTED}",
        _FLAGS,
    ),
    re.compile(
        rf"(?<![^\W_])(?:(?P<half>halv)|klockan|kl\.?)\s(?P<sv_at>{_any(_SV)})"
        r"(?:\spå\s(?P<part_after>morgonen|förmiddagen|eftermiddagen|kvällen))?(?![^\W_])",
        _FLAGS,
    ),
    re.compile(
        rf"(?<![^\W_])(?:from|between)\s(?P<en_half>half\spast\s)?(?P<en_from>{_any(_EN)})\s(?:to|until|till|and)\s"
        rf"(?P<en_to_half>half\spast\s)?(?P<en_to>{_any(_EN)}|noon)(?![^\W_]){_COUNTED}",
        _FLAGS,
    ),
    re.compile(
        rf"(?<![^\W_])(?:at\s)?(?P<en_half>half\spast\s)?(?P<en_at>{_any(_EN)})\s(?:o['’]clock|sharp|in\sthe\s(?P<part_after>morning|afternoon|evening))"
        r"(?![^\W_])",
        _FLAGS,
    ),
)
_NAMED = re.compile(
    r"(?<![^\W_])(?:(?P<midnight>(?:kello\s|klo\s)?(?:24|keskiyöllä|keskiyöhön)|(?:vid|före|till)\smidnatt|(?:at\s|by\s|before\s)?midnight)"
    r"|(?P<noon>puol(?:elta|iltapäivin|elta\späivin|eenpäivään|een\späivään)(?:\späivin)?|puolipäivään|mitt\spå\sdagen))(?![^\W_])",
    _FLAGS,
)
_CUE_BEFORE = re.compile(
    r"(?<![^\W_])(?:alka\w+|aloit\w+|alku|kello|klo|käynnisty\w+|lähtö|lähdetään|avataan|kokoonnu\w+)(?:\s[^\W\d_]+){0,2}?\s$",
    _FLAGS,
)
_HINTS = (
    "lta",
    "ltä",
    "sta ",
    "stä ",
    "stä",
    "halv ",
    "klockan ",
    "kl",
    "från ",
    "mellan ",
    "from ",
    "between ",
    "half past",
    "o'clock",
)
_HINTS_TOO = ("o’clock", "sharp", "in the ", "yö", "midn", "puol", "mitt på")
_FIRST_OF_THE_MORNING = 8  # "kuudelta" without a part of the day is in the evening, "kahdeksalta" in the morning
_LATE = frozenset(["illalla", "iltapäivällä", "eftermiddagen", "kvällen", "afternoon", "evening"])
_EARLY = frozenset(["aamulla", "morgonen", "förmiddagen", "morning"])

_Table = tuple[tuple[str, Sequence[str]], ...]
_BEGINNINGS: _Table = (
    ("fi_from", _FI_FROM), ("fi_at", _FI_AT), ("fi_until", _FI_TO), ("sv_from", _SV), ("sv_at", _SV), ("en_from", _EN),
    ("en_at", _EN),
)  # fmt: skip
_ENDINGS: _Table = (("to", _FI_TO), ("sv_to", _SV), ("en_to", _EN))

Spoken = tuple[int, int, str, str | None]


def has_spoken_hints(lower: str) -> bool:
    """Whether a text in lower case can hold a time in words at all."""
    return any(map(lower.__contains__, (*_HINTS, *_HINTS_TOO)))


def spoken_times(sentence: str) -> Iterator[Spoken]:
    """Start, end, beginning and ending "HH:MM" of every time in words.

    >>> [found[2:] for found in spoken_times("Avoinna kuudesta puoli yhdeksään, vi ses halv sju.")]
    [('18:00', '20:30'), ('18:30', None)]
    """
    for form in _FORMS:
        for hit in form.finditer(sentence):
            found = _spoken(sentence, hit)
            if found:
                yield found
    for hit in _NAMED.finditer(sentence):
        yield hit.start(), hit.end(), "23:59" if hit["midnight"] else "12:00", None


def _spoken(sentence: str, hit: re.Match[str]) -> Spoken | None:
    groups = hit.groupdict()
    if groups.get("fi_at") and not _is_a_time(sentence, hit, groups):
        return None
    first = _hour(groups, _BEGINNINGS)
    if first is None:
        return None
    part, after = ((groups.get(key) or "").lower() for key in ("part", "part_after"))
    morning = part == "aamu" or after in _EARLY
    late = part == "ilta" or after in _LATE or (not morning and first < _FIRST_OF_THE_MORNING)
    begins = (first % 12 + 12 if late else first) * 60 + _shift(groups, "half", "en_half")
    last = 12 if (groups.get("en_to") or "").lower() == "noon" else _hour(groups, _ENDINGS)
    ends = None if last is None else _after(begins, last * 60 + _shift(groups, "to_half", "en_to_half"))
    return hit.start(), hit.end(), _clock(begins), None if ends is None else _clock(ends)


def _is_a_time(sentence: str, hit: re.Match[str], groups: dict[str, str | None]) -> bool:
    """Whether "kolmelta" is a time rather than "from three": by a cue, a half, a part of the day or what follows."""
    sure = groups["half"] or groups["part"] or groups["part_after"] or groups["closed"] is not None
    return bool(sure) or _CUE_BEFORE.search(sentence[: hit.start()]) is not None


def _hour(groups: dict[str, str | None], tables: _Table) -> int | None:
    for key, words in tables:
        word = groups.get(key)
        if word:
            return words.index(word.lower()) + 1
    return None


def _shift(groups: dict[str, str | None], before: str, past: str) -> int:
    """Minutes that "puoli"/"halv" takes from the hour, or "half past" adds."""
    return -30 if groups.get(before) else 30 if groups.get(past) else 0


def _after(begins: int, ends: int) -> int:
    """The end in minutes: the first such time behind the beginning, in steps of half a day."""
    while ends <= begins:
        ends += 12 * 60
    return ends


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
