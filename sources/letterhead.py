"""The letterheads of Finnish offices: the block of names, addresses and numbers in two or three languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

_I = re.IGNORECASE
_LABELS = {
    "fi": re.compile(
        r"(?:postiosoite|käyntiosoite|katuosoite|laskutusosoite|puhelin(?:vaihde)?|vaihde|faksi|sähköposti|s-posti|kotisivu(?:t)?|"
        r"verkkosivu(?:t)?|kirjaamo|y-tunnus|internet)\b",
        _I,
    ),
    "sv": re.compile(
        r"(?:postadress|besöksadress|gatuadress|faktureringsadress|telefon(?:växel)?|växel|e-post|webbplats|hemsida|"
        r"registratorskontor(?:et)?|fo-nummer)\b",
        _I,
    ),
    "en": re.compile(
        r"(?:postal\s+address|mailing\s+address|(?:visiting|street|office)\s+address|telephone|phone|switchboard|fax|telefax|e-?mail|"
        r"website|web\s+site|registry|business\s+id|vat\s+(?:no|number))\b",
        _I,
    ),
}
# Marks that tell a language as well as labels do, but stand under a writer's name, too.
_MARKS = {
    "fi": re.compile(r"(?:pl\s\d|puh[.:]?\s?\+?[\d(])", _I),
    "sv": re.compile(r"(?:pb\s\d|tfn[.:]?\s?\+?[\d(])", _I),
    "en": re.compile(r"(?:p\.?\s?o\.?\s?box\s|tel[.:]?\s?\+\s?358)", _I),
}
_OFFICE = re.compile(
    r"[^,.;:!?]{0,60}(?:ministeriö|ministeriet|ministry(?:\s+(?:of|for)\b[^,.;:!?]{0,60})?|virasto|verket|agency|authority|laitos|institutet|institute"
    r"|valtioneuvosto|statsrådet|finland|byrån|ämbetet|inspektionen|(?:liitto|förbundet|säätiö|stiftelsen)(?:\sry|\srf|\ssr)?"
    r"|association|federation|foundation|union|council|keskus|centralen|centre|hyvinvointialue|välfärdsområde(?:t)?|wellbeing\s+services\s+county"
    r"|\bry|\brf|\br\.y\.|\br\.f\.)(?:\s+(?:för|for|of)\b[^,.;:!?]{0,50})?",
    _I,
)
_MINISTRY = re.compile(
    r"(?:ministeriet|ministry|institutet|institute|agency|department)\s(?:för|for|of)\s[^,.;:!?]{3,60}", _I
)
_ADDRESS = re.compile(
    r"(?:PL|PB|P\.?\s?O\.?\s?Box)\s?\d{1,4}\b.{0,60}|(?:FI-)?\d{5}\s+[^\W\d].{0,40}|[^\W\d_][\w.\s-]{2,40}\s\d{1,3}\s?[A-Za-z]?(?:,.{0,60})?|"
    r"\+?[\d\s()-]{6,24}|(?:tel|puh|tfn|fax)\.?:?\s?\+?[\d\s()-]{5,24}|(?:https?://)?(?:www\.)?[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}(?:/\S{0,60})?|"
    r"[\w.(]{1,60}(?:@|\(at\))[\w.-]{1,60}",
    _I,
)


def label_languages(cell: str) -> tuple[str, ...]:
    """The languages whose letterhead labels a cell begins with ("Postadress" is Swedish, "Fax" English)."""
    return tuple(code for code, label in _LABELS.items() if label.match(cell.strip()))


def is_letterhead_cell(cell: str) -> bool:
    """Whether a cell of a row could stand in a letterhead: a label, an office's name, an address or a number.

    >>> [is_letterhead_cell(cell) for cell in ("PL 23, 00023 Valtioneuvosto", "Lisätietoja antaa Maija Mäki, puh. 1")]
    [True, False]
    """
    text = cell.strip()
    if len(text) > 110:
        return False
    return bool(
        label_languages(text) or _OFFICE.fullmatch(text) or _MINISTRY.fullmatch(text) or _ADDRESS.fullmatch(text)
    )


def is_office(line: str) -> bool:
    """Whether a line is nothing but an office's or association's name."""
    text = line.strip()
    return bool(_OFFICE.fullmatch(text) or _MINISTRY.fullmatch(text))


def letterhead_rows(rows: Sequence[Sequence[str]]) -> set[int]:
    """Which rows of cells of a first page are a letterhead: a run of cells with labels or marks of two languages.

    One language's labels make one too, when a run has four of them.
    """
    found: set[int] = set()
    run: list[int] = []
    for number in range(len(rows) + 1):
        if number < len(rows) and _fits(rows[number]):
            run.append(number)
        else:
            found |= set(run) if _is_letterhead([cell for at in run for cell in rows[at]]) else set()
            run = []
    return found


def _fits(row: Sequence[str]) -> bool:
    fitting = sum(1 for cell in row if is_letterhead_cell(cell))
    return fitting > 0 and fitting * 2 >= len(row)


def _is_letterhead(cells: Sequence[str]) -> bool:
    told = [label_languages(cell) for cell in cells]
    marked = [code for cell in cells for code, mark in _MARKS.items() if mark.match(cell.strip())]
    languages = {code for codes in told for code in codes} | set(marked)
    labels = sum(1 for codes in told if codes)
    return (labels + len(marked) >= 3 and len(languages) >= 2) or labels >= 4
