"""The written forms of days as patterns: numeric, with a month's name, by an offset or by a weekday alone."""

from __future__ import annotations

import re

from stories.calendar_words import MONTH, WEEKDAY, WEEKDAY_SHORT

_FLAGS = re.IGNORECASE
_DASH = r"\s{0,2}[–—−-]\s{0,2}"
DAY_NUMBER, MONTH_NUMBER, _Y = r"(?:[12]\d|3[01]|0?[1-9])", r"(?:1[0-2]|0?[1-9])", r"(?:19|20)\d{2}"
_SHORT_YEAR = r"[2-4]\d(?![\d.:,%])"
_OPEN = r"(?<![\d.,:/§-])"
_ANY_WEEKDAY = rf"(?:{WEEKDAY}|{WEEKDAY_SHORT})"
_INNER_WEEKDAY = rf"(?:(?P<w2>{_ANY_WEEKDAY}),?\s)?(?:den\s|the\s)?"
_AND = r"(?:ja|sekä|och|samt|and|&|tai|eller|or|ja\s?/\s?tai)"

NUMERIC = re.compile(
    rf"{_OPEN}(?:(?P<d1>{DAY_NUMBER})(?:\.\s?(?P<m1>{MONTH_NUMBER})(?P<dot1>\.)?(?:\s?(?P<y1>{_Y}))?|\.)?{_DASH}{_INNER_WEEKDAY}"
    rf"|(?P<list>(?:{DAY_NUMBER}\.(?:{MONTH_NUMBER}\.?)?,\s){{0,12}}{DAY_NUMBER}\.(?:{MONTH_NUMBER}\.?)?\s{_AND}\s))?"
    rf"(?P<d>{DAY_NUMBER})\.\s?(?P<m>{MONTH_NUMBER})(?:(?P<dot>\.)(?:\s?(?P<y>{_Y}|{_SHORT_YEAR}))?)?(?!\d|[.:,]\d|\s?[–-]?\s?(?:%|€))",
    _FLAGS,
)
_ORDINAL = r"(?:\.|:?e|:a|st|nd|rd|th)?"
DAY_MONTH = re.compile(
    rf"{_OPEN}(?:(?P<d1>{DAY_NUMBER}){_ORDINAL}(?:\s(?:of\s)?(?P<w1>{MONTH})(?:,?\s(?P<y1>{_Y}))?)?"
    rf"(?:{_DASH}|\s(?P<and>{_AND}|till|to|until)\s){_INNER_WEEKDAY}"
    rf"|(?P<list>(?:{DAY_NUMBER}{_ORDINAL},\s){{1,12}}{DAY_NUMBER}{_ORDINAL}\s{_AND}\s(?:den\s)?))?"
    rf"(?P<d>{DAY_NUMBER}){_ORDINAL}\s?(?:of\s)?(?P<w>{MONTH})(?:,?\s(?P<y>{_Y}))?(?!\d)",
    _FLAGS,
)
MONTH_DAY = re.compile(
    rf"(?<![^\W\d_])(?P<w>{MONTH})\s(?:the\s)?(?:(?P<d1>{DAY_NUMBER}){_ORDINAL}(?:{_DASH}|\s(?P<and>{_AND}|to)\s))?"
    rf"(?P<d>{DAY_NUMBER})(?P<ord>{_ORDINAL})(?:\s?(?:päivä\w{{0,4}}|beai\w{{0,6}}|b\.))?(?:,?\s(?P<y>{_Y}))?(?![\d:]|\s?(?:%|€))",
    _FLAGS,
)
ISO = re.compile(rf"{_OPEN}(?P<y>{_Y})-(?P<m>{MONTH_NUMBER})-(?P<d>{DAY_NUMBER})(?!\d)")
SLASH = re.compile(
    rf"(?<![^\W\d_])(?:{_ANY_WEEKDAY},?|den|senast|före|innan|till|t\.o\.m\.|by|before|until|viimeistään)\s(?:den\s)?(?P<d>{DAY_NUMBER})/(?P<m>{MONTH_NUMBER})"
    rf"(?:[ /](?P<y>{_Y}))?(?![\d/])",
    _FLAGS,
)
MONTH_END = re.compile(
    rf"(?<![^\W\d_])(?:(?P<w>{MONTH})(?:\s(?P<y>{_Y}))?\sloppu(?:un|a)|(?:slutet\sav|utgången\sav|end\sof)"
    rf"\s(?P<w2>{MONTH})(?:\s(?P<y2>{_Y}))?)(?![^\W\d_])",
    _FLAGS,
)
OFFSETS = {
    "tänään": 0, "i dag": 0, "idag": 0, "today": 0, "odne": 0, "tonight": 0, "tänä iltana": 0, "i kväll": 0,
    "ikväll": 0,
    "huomenna": 1, "i morgon": 1, "imorgon": 1, "tomorrow": 1, "ihttin": 1, "ylihuomenna": 2, "i övermorgon": 2,
    "eilen": -1, "i går": -1, "igår": -1, "yesterday": -1, "ikte": -1, "toissapäivänä": -2, "i förrgår": -2,
}  # fmt: skip
RELATIVE = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(sorted(OFFSETS, key=len, reverse=True))})(?![^\W\d_])", _FLAGS)
BARE_WEEKDAY = re.compile(
    r"(?<![^\W\d_])(?:(?P<near>(?:ensi|tulevan|seuraavan|viime|kuluvan|tämän)\sviikon"
    r"|ensi|tulevana|viime|tänä|nästa|nu på|på|i|next|this|last|on|förra)\s)?"
    rf"(?P<day>{WEEKDAY})(?P<week>\s(?:i\s)?(?:nästa|förra)\svecka|\s(?:next|last)\sweek)?(?!\s?[–-]\s?\w)",
    _FLAGS,
)
# A line of a programme: "ma: lähtö klo 9".
OPENING_WEEKDAY = re.compile(rf"(?P<day>{_ANY_WEEKDAY})(?:na)?(?:\s?[:–-]\s|,?\s(?=kl|\d{{1,2}}[.:–-]\d))", _FLAGS)
WEEK = re.compile(
    r"(?<![^\W_])(?:viik(?:ko|olla|on|oon)|vko|v\.|veck(?:a|an)|week)\s?(?P<n>\d{1,2})(?![\d.,–-])(?!\s?(?:h|t|tun|tim|%))",
    _FLAGS,
)
NEARNESS = {
    "ensi": 1, "tulevana": 1, "nästa": 1, "next": 1, "nu på": 1, "viime": -1, "last": -1, "förra": -1,
    "ensi viikon": 2, "tulevan viikon": 2, "seuraavan viikon": 2, "viime viikon": -2,
}  # fmt: skip
WEEK_SIGNS = {"nästa": 1, "next": 1, "förra": -1, "last": -1}
UP_TO_AFTER = re.compile(r"\s(?:(?:klo|kello)\s\d[\d.:]{0,4}\s)?(?:asti|saakka|mennessä)(?!\w)", _FLAGS)
ATTRIBUTED_AFTER = re.compile(r"\s[^\W\d_]{4,}")
COUNTED_BEFORE = re.compile(
    r"(?<![^\W_])(?:ensimmäisenä|toisena|kolmantena|neljäntenä|viimeisenä|jokaisena|joka|första|andra|tredje|fjärde|sista|varje|varannan"
    r"|first|second|third|fourth|every|each)\s(?:(?:on|the|den)\s)?$",
    _FLAGS,
)
COUNTED_AFTER = re.compile(
    r"\s(?:i|of|in)\s(?:the\s)?(?:\w+\s)?(?:\w*vecka\w*|\w*månad\w*|(?:every|each|the)?\s?(?:week|month)\w*)", _FLAGS
)
WEEKDAY_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?P<a>{_ANY_WEEKDAY})(?:\s?[–-]\s?(?P<b>{_ANY_WEEKDAY}))?,?\s{{1,2}}(?:den\s|the\s|on\s)?$", _FLAGS
)
WEEKDAY_AFTER = re.compile(rf"\s?[,(]?\s?(?P<a>{_ANY_WEEKDAY})(?!\s(?:den\s)?\d)(?![–-])", _FLAGS)
# What turns "3.1" into a clause, a version or a sum rather than a day.
NO_DATE_BEFORE = re.compile(
    r"(?<![^\W_])(?:§|kohta|kohdan|luku|luvun|pykälä\w*|versio\w*|version|kuvio|taulukko|artikla|momentti\w*|momentin|kapitel|avsnitt|punkt"
    r"|section|chapter|figure|table|article|moment(?:et)?|nro|nr|no|puh|tel|tfn|p|klo|kello|kl|at|klockan)\.?\s?$",
    _FLAGS,
)
NO_DATE_AFTER = re.compile(
    r"\s?(?:euro|eur\b|miljo|milj|prosent|procent|percent|million|tuhat|astetta|grad|km\b|kg\b|litra|krt|-vuoti|-åri|-year)",
    _FLAGS,
)
# A day without its closing dot ("8.7", "ti 14.9") needs company that no decimal number keeps.
DATE_COMPANY_AFTER = re.compile(
    r"\s?,?\s?(?:klo|kello|kl\b|klockan|mennessä|asti|saakka|alkaen|lähtien|dii\b|[–-]\s?\d)|\s*[.!)]?\s*$|\s?\(",
    _FLAGS,
)
DATE_COMPANY_BEFORE = re.compile(
    r"(?:\bden|viimeistään|senast|till|till och med|t\.o\.m\.|från|från och med|fr\.o\.m\.|mellan|by|before|until)\s$",
    _FLAGS,
)

# Cheap signs without which a form cannot match.
DIGIT, NUMERIC_SIGN, ISO_SIGN = re.compile(r"\d"), re.compile(r"\d\.\s?\d"), re.compile(r"\d-\d")
MONTH_HINTS = (
    "kuu", "jan", "feb", "mar", "apr", "maj", "may", "jun", "jul", "aug", "sep", "okt", "oct", "nov", "dec", "mán",
)  # fmt: skip
END_HINTS = ("lopp", "slutet", "utgången", "end of")
DAY_HINTS = (
    "tain", "tai-", "kkona", "kkon", "taihin", "kkoon", "dag", "day", "beai", "árg", "vahk", "duora", "disd", "tänä",
    "huome", "eil",
    "toissa", "mor", "går", "kväll", "tonight", "odne", "iht", "ikte",
)  # fmt: skip
PLACE_BEFORE = re.compile(r"(?<![\w.])[A-ZÅÄÖ][\wåäö-]+\s$")
LIST_BETWEEN = re.compile(rf",\s(?:den\s)?|,?\s{_AND}\s(?:den\s)?", _FLAGS)
LIST_AFTER = re.compile(r",\s|\s(?:ja|och|and|sekä|samt)\s")
