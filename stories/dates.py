"""When a page was published and edited, read from the lines a visitor sees; never the date of what it tells about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from stories.moments import HELSINKI, YEARS, Moment, read_moment

__all__ = ["HELSINKI", "YEARS", "Moment", "finnish", "published_line", "read_moment", "version_moments"]


def finnish(text: str) -> datetime | None:
    """The instant (UTC) of the first date in a text; the thin form of `read_moment`.

    >>> finnish("24.5.2019 12:01")
    datetime.datetime(2019, 5, 24, 9, 1, tzinfo=datetime.timezone.utc)
    """
    moment = read_moment(text)
    return moment.at if moment else None


_FLAGS = re.IGNORECASE
_PUBLISHED = (
    r"julkaistu(?:\salun\sperin)?|julkaisu(?:ajankohta|päivämäärä|päivä|aika|pvm)|julkaisun\späivämäärä"
    r"|publicera[dt](?:\s(?:första\sgången|ursprungligen))?|utgivnings(?:datum|tid|dag)|publicerings(?:datum|tid|dag)"
    r"|(?:first\s|originally\s)?published|publication\s(?:date|time)|publish\sdate|date\sof\spublication|date\spublished"
    r"|julkaisija|julkaissut|utgivare|utgive[nt]|release\sdate|posted|almmuhuvvon|almmustahttin\w{0,10}"
)
_MODIFIED = (
    r"(?:viimeksi\s)?(?:muokattu|päivitetty|muutettu)|(?:viimeisin\s)?(?:muokkaus|päivitys)(?:päivä|pvm|aika)?"
    r"|(?:senast\s)?(?:uppdatera[dt]|ändra[dt]|redigera[dt]|modifiera[dt])|uppdaterings(?:datum|tid)"
    r"|(?:last\s)?(?:updated|modified|edited)|(?:last\s)?(?:update|modification)(?:\sdate)?|date\smodified"
    r"|ođastuvvon|ođasmahttojuvvon|beaiváduvvon"
)
_VERSION = (
    r"(?:på\s(?P<sv>svenska)|suomeksi|ruotsiksi|englanniksi|saameksi|på\s(?:finska|engelska|samiska)"
    r"|in\s(?:finnish|swedish|english)|(?:suoma|ruoŧa|sáme)gillii)"
)
_CUE = re.compile(
    rf"(?<![^\W\d_])(?:(?P<published>{_PUBLISHED})|(?P<modified>{_MODIFIED}))(?![^\W\d_])"
    rf"(?:\s(?P<version>{_VERSION}))?(?:\s(?:viimeksi|senast|last|on|den|ensimmäisen\skerran))?\s?:?\s{{0,3}}",
    _FLAGS,
)
# What may stand before a cue on its line without making it a sentence: "Sivu on viimeksi", "Tiedote 97/2018 |".
_LEAD = re.compile(
    r"(?:\W|\d|\b(?:artikkeli|artikkelia|sivu|sivua|sivun|sivusto|uutinen|uutista|tiedote|tiedotetta|teksti|sisältö|sisältöä|blogi"
    r"|kirjoitus|juttu|on|viimeksi|alun|perin|sidan|artikeln|nyheten|meddelandet|innehållet|texten|inlägget|är|har|senast"
    r"|ursprungligen|this|the|page|article|content|story|post|news|release|was|is|has|been|last|first|originally"
    r"|pressmeddelande|press|mediatiedote|blogg|nyhet|uutiset|nyheter|klo|kl)\b)*$",
    _FLAGS,
)
_LABEL = re.compile(
    r"(?:\W|\d|\b(?:tiedote|tiedotteet|mediatiedote|lehdistötiedote|uutinen|uutiset|ajankohtaista|artikkeli|blogi|blogit|kirjoitus"
    r"|pressmeddelande|meddelande|nyhet|nyheter|aktuellt|artikel|blogg|press|release|releases|news|article|blog|post|den|klo|kl"
    r"|ođas|ođđasat|dieđáhus)\b)*",
    _FLAGS,
)
_EVENT_LABEL = re.compile(
    r"\W*(?:aika|ajankohta|milloin|paikka ja aika|aika ja paikka|tapahtuma\w{0,5}|pvm|tid|tidpunkt|när"
    r"|datum och tid|tid och plats"
    r"|when|date|time|date and time|event|deadline|määräaika|hakuaika|ansökningstid|sista \w{3,20}|áigi|goas)\W*",
    _FLAGS,
)
_WEEKDAY = re.compile(
    r"\b(?:ma|ti|ke|to|pe|la|su|mån|tis|ons|tors|fre|lör|sön|\w{0,9}(?:tai|kko|rstai|ntai)(?:na)?|\w{2,4}dag(?:en)?|\w{3,6}day)\b",
    _FLAGS,
)
_BREAK = re.compile(r"[|•·–—\n;,()]|\s-\s|\.\s")
_NEAR = 60  # characters that may stand between a cue and its date: "Julkaistu: SOSTE, Maija Mäki, 27.6.2018"
_LONGEST_LINE = 300
_MOST_LINES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stamp:
    """A date with the cue that says what it is the date of; `version` names one language's own publication."""

    role: Literal["published", "modified"]
    moment: Moment
    version: str
    evidence: str


def published_line(lines: Sequence[str]) -> tuple[Moment | None, Moment | None, tuple[str, ...]]:
    """When a page was first published and last edited by its own visible lines, and the words that say so.

    A version's own publication ("Publicerad på svenska …") is told in the evidence and is the answer only where
    nothing earlier is told. Events' dates, ranges and sentences of the text are not read.

    >>> line = "Julkaisuajankohta 27.6.2018 13.47 | Publicerad på svenska 27.6.2018 kl. 15.53"
    >>> published_line([line])[0].text
    '27.6.2018 13.47'
    """
    stamps = list(_stamps(lines))
    published = [stamp for stamp in stamps if stamp.role == "published"]
    first = next((stamp for stamp in published if not stamp.version), None) or next(iter(published), None)
    modified = next((stamp for stamp in stamps if stamp.role == "modified"), None)
    bare = _bare_date(lines) if first is None else None
    evidence = tuple(stamp.evidence for stamp in stamps) + ((f"a line of its own: {bare.text}",) if bare else ())
    return (first.moment if first else bare), (modified.moment if modified else None), evidence


def version_moments(lines: Sequence[str]) -> Mapping[str, Moment]:
    """The own publication of language versions, by the words that name them.

    >>> list(version_moments(["Publicerad på svenska 27.6.2018 kl. 15.53"]))
    ['på svenska']
    """
    return {stamp.version: stamp.moment for stamp in _stamps(lines) if stamp.version}


def _stamps(lines: Sequence[str]) -> Iterator[_Stamp]:
    for number, line in enumerate(lines[:_MOST_LINES]):
        if len(line) <= _LONGEST_LINE:
            following = lines[number + 1] if number + 1 < len(lines) else ""
            yield from _line_stamps(line, following[:_LONGEST_LINE])


def _line_stamps(line: str, following: str) -> Iterator[_Stamp]:
    cues = list(_CUE.finditer(line))
    read_to = 0
    for number, cue in enumerate(cues):
        until = cues[number + 1].start() if number + 1 < len(cues) else len(line)
        if not _stands_alone(line[read_to : cue.start()]):
            continue
        moment = _governed(line[cue.end() : until]) or _below(line[cue.end() : until], following)
        if moment:
            read_to = until
            yield _stamp(cue, moment)


def _stands_alone(before: str) -> bool:
    """Whether a cue begins its line or its part of it: words of a sentence before it make it prose."""
    last = _BREAK.split(before)[-1]
    return bool(_LEAD.match(last)) and len(before) < 120


def _governed(text: str) -> Moment | None:
    """The date that a cue's words lead to, with nothing but a name between them, and no range behind it."""
    moment = read_moment(text)
    if moment is None:
        return None
    at = text.find(moment.text)
    between, behind = text[:at], text[at + len(moment.text) :]
    if at > _NEAR or re.search(r"\d|[.!?]\s", between) or _is_range(behind):
        return None
    return moment


def _below(rest: str, following: str) -> Moment | None:
    """The date on the next line, when the cue ended its own."""
    if rest.strip(" :"):
        return None
    moment = read_moment(following)
    return moment if moment and following.lstrip().startswith(moment.text) else None


def _is_range(behind: str) -> bool:
    return re.match(r"\s?[-–—]\s?\d", behind) is not None


def _stamp(cue: re.Match[str], moment: Moment) -> _Stamp:
    role: Literal["published", "modified"] = "published" if cue["published"] else "modified"
    evidence = f"{cue[0].strip(' :')} {moment.text}"
    return _Stamp(role=role, moment=moment, version=(cue["version"] or "").lower(), evidence=evidence)


def _bare_date(lines: Sequence[str]) -> Moment | None:
    """A line that is nothing but a date, or a date beside "Tiedote 97/2018"; not one under "Aika" or "När"."""
    for number, line in enumerate(lines[:_MOST_LINES]):
        if not 6 <= len(line) <= 80 or (number and _EVENT_LABEL.fullmatch(lines[number - 1].strip()[:60])):
            continue
        moment = read_moment(line)
        if moment and moment.precision != "month" and _only_date(line, moment):
            return moment
    return None


def _only_date(line: str, moment: Moment) -> bool:
    before, _, behind = line.partition(moment.text)
    if _is_range(behind) or re.search(r"\d\.?\s?[-–—]\s?$", before) or _WEEKDAY.search(before):
        return False
    return all(bool(_LABEL.fullmatch(part)) for part in (before, behind)) and not re.search(r"\d{3}", behind)
