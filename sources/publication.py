"""Lines that say when, by whom and under what number a text came out: the place of its date, no part of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice, zip_longest

from sources import phrases
from sources.blocks import Block
from sources.trimming import Setting, Trimming, folded, quoted
from stories.dates import HELSINKI, Moment, read_moment

BARS = re.compile(r"\s*[|·•()]\s*|\s+[–—/]\s+")
WEEKDAY = re.compile(
    r"\b(?:(?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai)\w{0,3}|ma|ti|ke|to|pe|la|su|"
    r"(?:mån|tis|ons|tors|fre|lör|sön)(?:dag(?:en)?)?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
_CAME_OUT = re.compile(
    r"julkais|muokat|päivit|publi[cs]|utgiv|uppdat|ändrad|updated|modified|posted|almmuh", re.IGNORECASE
)
# "Yhdenvertaisuusministeriö Julkaisuajankohta 16.11.2026 15.30": two inline elements that no bar parts.
_CUE_WITHIN = re.compile(
    r"\s(?=(?:Julkaisu(?:ajankohta|päivä|aika)|Julkaistu|Utgivnings(?:datum|tid)|Publicerings(?:datum|tid)|Publicera[dt]|"
    r"Publication\sdate|Published|Päivitetty|Muokattu|Uppdatera[dt]|Updated|Modified)\b.{0,12}\d)"
)
_NAME = r"[^\W\d_][\w.'’-]{0,30}(?:\s[^\W\d_][\w.'’-]{0,30}){0,3}"
_MAKERS = (
    r"(?:kirjoittanut|kirjoittaja|teksti|toimittanut|toimittaja|lähettänyt|lähettäjä|lisännyt|käyttäjältä|tekijä|"
    r"(?:skriv(?:en|et)|inlag[td]|upplag[td]|posta[td]|tillag[td]|publicera[td])\sav|skribent|författare|text|av|från|"
    r"(?:written|posted|published|added|submitted)\sby|author|by)"
)
# A writer's name with the word that says so; the date that stood between or around is gone already.
_BYLINE = re.compile(
    rf"(?:{_MAKERS}\s?:?\s(?P<name>{_NAME})|käyttäjän\s{_NAME}\stoimesta)"
    rf"(?:,\s[\w\s-]{{3,40}})?",
    re.IGNORECASE,
)
_BESIDE_DATE = re.compile(r"\s(?:on|den|the|kl|klo|at)$", re.IGNORECASE)
# "Aika: 3.3.2026 klo 17.30": when something takes place.
_WHEN = re.compile(r"\W*(?:aika|ajankohta|milloin|tid|tidpunkt|när|when|time|date and time)\b\s?:?", re.IGNORECASE)
# Until then nobody may print it: the moment when it comes out.
_FREE = re.compile(
    r"julkaisuvapaa|vapaa\sjulkaistavaksi|fri(?:tt)?\sför\spublicering|(?:embargo|release)", re.IGNORECASE
)
_ADDED = re.compile(
    r"(?:lisätty|lähetetty|luotu|päiväys|päivätty|pvm|daterad|dated|kirjoitettu|tillag[td]|lagt\still|inlag[td]|upplag[td]|skapa[td]|skriv(?:en|et)|posta[td]|"
    r"added|created|written|submitted|entered)\b",
    re.IGNORECASE,
)
# A weekday as a calendar names it. In "Tiistaina 17.11." and "tisdagen den 17" something happens that day.
_CALENDAR_DAY = re.compile(
    r"(?:(?:maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|ma|ti|ke|to|pe|la|su)|"
    r"(?:mån|tis|ons|tors|fre|lör|sön)(?:dag)?|(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?)[.,]?\s{1,2}(?:den\s)?(?=\d|[a-z])",
    re.IGNORECASE,
)


def cut_publication_lines(trimming: Trimming) -> None:
    near_title = {block.number for block in _until_prose(trimming.blocks)}
    gone = [
        block
        for block in trimming.blocks
        if len(block.text) < 200 and _is_about_coming_out(block, trimming.setting.title, block.number in near_title)
    ]
    gone += _over_line(trimming.blocks, gone)
    gone += [
        block
        for block in trimming.blocks[:3]
        if block not in gone and block.number in near_title and _is_byline_alone(block)
    ]
    gone = [block for block in gone if _CAME_OUT.search(block.text) or not lies_ahead(block, trimming.setting.now)]
    gone += [block for block in trimming.blocks[:2] if block not in gone and _is_calendar_line(block, trimming.setting)]
    trimming.dated += [_without_title(part, trimming.setting.title) for block in gone for part in parts_of(block)]
    if gone:
        trimming.drop(gone, f"publication line: {quoted(gone[0].text)}")
    named = {folded(part) for part in (*trimming.setting.dated, *trimming.dated)}
    again = [block for block in trimming.blocks if block.link_share > 0.9 and folded(block.text) in named]
    trimming.drop(again, "the publisher's name as a link")
    labels = [
        block
        for block, following in zip_longest(trimming.blocks, trimming.blocks[1:])
        if block.kind == "dt" and (following is None or following.kind != "dd")
    ]
    trimming.drop(labels, "labels of publication lines")


def _over_line(blocks: Sequence[Block], gone: Sequence[Block]) -> list[Block]:
    """The few words between a title and its publication line: a writer's name and office, the kind of news."""
    at = next((at for at, block in enumerate(blocks[:4]) if block in gone), 0)
    above = [block for block in blocks[:at] if block not in gone]
    is_small = all(block.kind == "p" and len(block.text) < 50 and is_byline(block.text) for block in above)
    return above if is_small else []


def _until_prose(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks[:6]:
        if len(block.text) > 200 or (len(block.text) > 60 and block.text.endswith((".", "!", "?"))):
            return
        yield block


def parts_of(block: Block) -> list[str]:
    """The parts of a short line, as its inline elements and its bars part it: "19.11.2026 · Kuntakirje" has two."""
    whole, parts = block.text.split("\n"), _parted(block)
    told = dict.fromkeys(date for line in (*whole, *parts) if (date := _date_beside_name(line)))
    told |= dict.fromkeys(day.text for part in parts if (day := named_moment(part, with_hour=True)))
    return [part for part in (*whole, *parts, *told) if part]


def _parted(block: Block) -> list[str]:
    """The parts of a line that has several; none for one of a single part."""
    texts = [str(text) for text in islice(block.element.itertext(), 40)]
    if len("".join(texts)) > 3 * len(block.text) + 80:  # the element holds more than this line
        texts = [block.text]
    parts = [" ".join(part.split()) for text in texts for bars in BARS.split(text) for part in _CUE_WITHIN.split(bars)]
    return [part for part in parts if part] if len(parts) > 1 else []


def _date_beside_name(line: str) -> str:
    """The bare date of "17 november 2026 kl. 20.00 av Ann-Sofi", "Lisätty 12.11.2026" and "Ma 16.11.2026"."""
    if not 6 < len(line) < 120:
        return ""
    moment = read_moment(line)
    if moment is None or _CAME_OUT.search(line):
        return moment.text if moment is not None and _FREE.search(line) else ""
    day = _calendar_moment(line) or named_moment(line) or _odd_moment(line)
    if day is not None:
        return day.text
    is_told = _is_signed(line.replace(moment.text, " ", 1)) or _ADDED.match(line)
    return moment.text if is_told or is_publication_line(line, near_title=True) else ""


def _is_signed(rest: str) -> bool:
    """Whether what is left of a line beside its date only says who wrote."""
    words = _BESIDE_DATE.sub("", " ".join(rest.strip(" ,.:;|–—-()").split()))
    found = _BYLINE.fullmatch(words.strip(" ,.:;|–—-()"))
    return found is not None and all(word[:1].isupper() for word in (found["name"] or "").split()[1:])


def _calendar_moment(line: str) -> Moment | None:
    """The date of a line that holds a weekday's name, a whole date and perhaps a time of day, and nothing else."""
    day = _CALENDAR_DAY.match(line.strip())
    rest = line.strip()[day.end() :] if day else ""
    moment = read_moment(rest) if re.search(r"\b\d{4}\b", rest[:60]) else None
    return moment if moment is not None and not rest.replace(moment.text, "", 1).strip(" .,") else None


def named_moment(line: str, *, with_hour: bool = False) -> Moment | None:
    """The day of "Maija Mäki 15.11.2026": a first and a last name beside it; a place and an hour tell of an event."""
    moment = read_moment(line)
    if moment is None or not (with_hour or moment.precision == "day"):
        return None
    words = phrases.PUBLICATION_WORDS.sub(" ", line.replace(moment.text, " ", 1)).strip(" ,.:;|–—-()").split()
    is_name = 2 <= len(words) <= 3 and all(word[:1].isupper() and word.replace("-", "").isalpha() for word in words)
    return moment if is_name and not WEEKDAY.search(line) else None


def _odd_moment(line: str) -> Moment | None:
    """The moment of a line with an hour at which nothing begins ("Ti 3.3.2026 klo 14:07"): systems stamp so."""
    moment = read_moment(line)
    if moment is None or moment.precision == "day" or not re.search(r"\b\d{4}\b", moment.text):
        return None
    rest = line.replace(moment.text, " ", 1)
    is_short = len(re.findall(r"[^\W\d_]{2,}", WEEKDAY.sub(" ", rest))) <= 5 and not re.search(r"\d", rest)
    return moment if moment.at.minute % 15 and is_short else None


def _is_calendar_line(block: Block, setting: Setting) -> bool:
    """ "Ma 16.11.2026" right under the title: its date, unless it lies ahead, has an hour or is not the listed one."""
    is_short = block.kind == "p" and len(block.text) < 60
    moment = _signed_moment(block.text) if is_short else None
    if moment is None or lies_ahead(block, setting.now):
        return False
    day = moment.at.astimezone(HELSINKI).date()
    if setting.listed is not None:
        return day == setting.listed.astimezone(HELSINKI).date()
    return moment.precision == "day" or _odd_moment(block.text) is not None


def _signed_moment(text: str) -> Moment | None:
    return _calendar_moment(text) or named_moment(text) or _odd_moment(text)


def lies_ahead(block: Block, now: datetime | None) -> bool:
    """Whether a line's date is one of days to come, as those of events are."""
    moment = read_moment(block.text) if now is not None else None
    return moment is not None and now is not None and moment.at > now + timedelta(days=2)


def _is_about_coming_out(block: Block, title: str, near_title: bool) -> bool:
    text = _without_title(block.text, title)
    if block.kind in {"row", "blockquote"} or (block.kind == "li" and not near_title):  # a text's own lists of dates
        return bool(_CAME_OUT.search(text)) and is_publication_line(text, near_title=False)
    if is_publication_line(text, near_title=near_title) or (near_title and _is_label(text)):
        return True
    if not near_title or block.is_heading:
        return False
    parts = parts_of(block)[1:]
    if len(parts) < 2:
        return False
    dated = [part for part in parts if is_publication_line(part, near_title=True) or _stamps(part)]
    return bool(dated) and all(part in dated or is_byline(part) or is_counted(part) for part in parts)


def _stamps(part: str) -> bool:
    """Whether one part of a line holds a date with a name or an odd hour beside it; its other parts tell the rest."""
    return _signed_moment(part) is not None or named_moment(part, with_hour=True) is not None


def is_counted(part: str) -> bool:
    """Whether a part of a line only counts readers, comments or minutes."""
    return part.isdecimal() or bool(phrases.COUNTER.fullmatch(part) or phrases.COMMENTS.fullmatch(part))


def _without_title(text: str, title: str) -> str:
    """ "Järjestökirje 4/2026, 2.10.2026" under the heading "Järjestökirje 4/2026" is a date."""
    return text.removeprefix(title).lstrip(" ,:–-") if title and text != title else text


def _is_label(text: str) -> bool:
    """ "Publicerad" or "Julkaistu:" alone on its line, over a date."""
    return (
        len(text) < 40
        and bool(_CAME_OUT.search(text))
        and not re.search(r"\w", phrases.PUBLICATION_WORDS.sub(" ", text))
    )


def _is_byline_alone(block: Block) -> bool:
    """ "Kirjoittanut Maija Mäki" right under the title; a sentence that begins so goes on."""
    return block.kind == "p" and len(block.text) < 80 and _is_signed(block.text)


def is_byline(part: str) -> bool:
    """A name of a writer, an office or a kind of text beside a date: a few words without numbers or days."""
    return len(part) < 70 and len(part.split()) < 8 and not re.search(r"\d|[.!?]$|\bklo\b|\bkl\b", part)


def is_publication_line(text: str, *, near_title: bool) -> bool:
    """Whether a line only says when, by whom and under what number a text came out.

    >>> is_publication_line("Julkaistu 17.11.2026 klo 12.01", near_title=False)
    True
    >>> is_publication_line("Tiistaina 14.9.2021 klo 13-15", near_title=True)
    False
    """
    if not re.search(r"\d", text[:200]):
        return False
    has_release = "/" in text and bool(phrases.RELEASE.search(text))
    rest = re.sub(r"\d{1,4}\s?/\s?\d{4}", " ", text) if has_release else text
    rest, times = _without_dates(rest)
    if len(text) > 200 or not (times or has_release):
        return False
    said = bool(_CAME_OUT.search(text) or (near_title and _ADDED.match(text)))
    if not said and (WEEKDAY.search(text) or _WHEN.match(text)):
        return False
    if near_title and times and _is_signed(rest):
        return True
    rest = phrases.PUBLICATION_WORDS.sub(" ", rest)
    if re.search(r"\d", rest) and not said:
        return False
    left = " ".join(re.findall(r"[^\W\d_]{2,}", rest))
    allowed = (40 if near_title else 25) if said else 3
    return len(left) <= allowed and (said or has_release or near_title)


def _without_dates(text: str) -> tuple[str, int]:
    count = 0
    while count < 6 and (moment := read_moment(text)) and moment.text in text:
        text, count = text.replace(moment.text, " ", 1), count + 1
    return text, count
