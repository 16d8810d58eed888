"""Days told by another one: "dagen innan", "viimeistään viikkoa ennen kokousta", "the following morning"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from stories.calendar_words import WEEKDAY, weekday_number

_FLAGS = re.IGNORECASE
_NUMBERS = {
    "yksi": 1, "kaksi": 2, "kolme": 3, "neljä": 4, "viisi": 5, "kuusi": 6, "seitsemän": 7, "kymmenen": 10,
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "tio": 10,
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10,
}  # fmt: skip
_NUMBER = rf"(?:(?P<n>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\s)?"
_PART = r"(?:päivänä|iltana|aamuna|iltapäivänä|päivän\s(?:iltana|aamuna))"
_DEL = r"(?:dag(?:en)?|kväll(?:en)?|morgon(?:en)?|eftermiddag(?:en)?|förmiddag(?:en)?)"
_BIT = r"(?:day|evening|morning|afternoon|night)"
_FEAST = (
    r"(?!\s(?:joulu|juhannu|pääsiäi|vapp|itsenäisyy|uudenvuo|pyhäinp|jul|midsommar|påsk|valborg|självständig|nyår|allhelgon"
    r"|christmas|easter|midsummer|new\syear|independence))"
)
_BEFORE = re.compile(
    rf"(?<![^\W_])(?:(?:sitä\s)?edel(?:lisenä|tävänä)\s(?:{_PART}|(?P<fi>{WEEKDAY}))"
    rf"|{_NUMBER}(?P<unit>päivää|viikkoa|dag(?:ar)?|veck(?:a|or)|days?|weeks?)\s(?:ennen|aikaisemmin|aiemmin|innan|före|before|earlier)"
    rf"|(?:{_DEL}|(?P<sv>{WEEKDAY}))\s(?:innan|före|dessförinnan)"
    rf"|(?:the\s)?(?:{_BIT}|(?P<en>{WEEKDAY}))\sbefore|the\sprevious\s{_BIT})(?![^\W_]){_FEAST}",
    _FLAGS,
)
_AFTER = re.compile(
    rf"(?<![^\W_])(?:seuraavana\s(?:{_PART}|(?P<fi>{WEEKDAY}))"
    rf"|(?:näst)?följande\s(?:{_DEL}|(?P<sv>{WEEKDAY}))|(?:{_DEL}|(?P<sv2>{WEEKDAY}))\s(?:efter|därpå)"
    rf"|the\s(?:following|next)\s(?:{_BIT}|(?P<en>{WEEKDAY})))(?![^\W_]){_FEAST}",
    _FLAGS,
)
_SAME = re.compile(rf"(?<![^\W_])(?:sama(?:na|n)\s{_PART}|samma\s{_DEL}|the\ssame\s{_BIT})(?![^\W_])", _FLAGS)
_HINT = re.compile(
    r"edel|ennen|aikaise|aiem|innan|före|dessf|before|earlier|previous|seuraava|följande|efter|därpå|following|next|sama|same",
    _FLAGS,
)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Away:
    """So many days from the day told before; with a weekday, the nearest such day on that side (`days` is ±1)."""

    days: int
    weekday: int | None = None

    def of(self, first: date, last: date) -> date:
        """The day itself, counted from the first or the last day of what was told."""
        origin = first if self.days <= 0 else last
        if self.weekday is None:
            return origin + timedelta(days=self.days)
        ahead = (self.weekday - origin.weekday()) * (1 if self.days > 0 else -1) % _WEEK or _WEEK
        return origin + timedelta(days=ahead if self.days > 0 else -ahead)


def relative_days(sentence: str) -> Iterator[tuple[int, int, Away]]:
    """Start, end and distance of every such expression.

    >>> [away.days for _, _, away in relative_days("Anmäl dig senast fem dagar före mötet eller dagen innan.")]
    [-5, -1]
    """
    if _HINT.search(sentence) is None:
        return
    for form, sign in ((_BEFORE, -1), (_AFTER, 1), (_SAME, 0)):
        for hit in form.finditer(sentence):
            yield hit.start(), hit.end(), _away(hit.groupdict(), sign)


def _away(groups: dict[str, str | None], sign: int) -> Away:
    day = next((groups[key] for key in ("fi", "sv", "sv2", "en") if groups.get(key)), None)
    if day:
        return Away(sign, weekday_number(day))
    number, unit = groups.get("n"), (groups.get("unit") or "").lower()
    count = 1 if not number else _NUMBERS.get(number.lower()) or int(number)
    return Away(sign * count * (_WEEK if unit.startswith(("v", "w")) else 1))
