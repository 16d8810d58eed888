"""Text as it is set in a letter: cleaned of what a publisher must not bring, cut at a sentence, kept together."""

from __future__ import annotations

import re
from unicodedata import category

NBSP = "\N{NO-BREAK SPACE}"
SHY = "\N{SOFT HYPHEN}"
_LONG_WORD = re.compile(r"[^\W\d_]{22,}")
_VOWELS = "aeiouyåäöAEIOUYÅÄÖ"
_DIVIDE = re.compile(rf"(?<=[^\W\d_]{{4}})(?=[^\W\d_{_VOWELS}][{_VOWELS}][^\W\d_]{{2}})")
# Joiners shape real words and emoji; every other invisible character can only mislead.
_JOINERS = "\u200c\u200d"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_SENTENCE_END = re.compile(r"[.!?…][”\"')]?(?= )")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&!])")
_LINE_START = re.compile(r"^(?:([-+=])|([0-9]{1,9})([.)]))")
_NORDIC = frozenset({"fi", "sv", "se", "smn", "sms"})
_QUOTES = re.compile('["\u201c\u201e\u201f]')
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_DASHES = re.compile(r"(?<=[^\s-]) (?:--?|—) (?=[^\s-])")
_CLOCK_SPAN = re.compile(r"\b((?:klo|kl\.?|dii) ?\d{1,2}(?:[.:]\d{2})?)-(?=\d)(\d{1,2})", re.IGNORECASE)
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_FIGURES = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))|(?<= [0-9]{3}) (?=[^\W\d])")
_HYPHEN_WORD = re.compile(r"(?<= )-(?=\w)")


def clean(text: str) -> str:
    """The text on one line, single-spaced, without control, format or private characters.

    >>> clean("Kutsu\\r\\nBcc: joku@example.fi\\u202e")
    'Kutsu Bcc: joku@example.fi'
    """
    spaced = " ".join(text.split())
    if spaced.isprintable():
        return spaced
    kept = (c for c in spaced if c in _JOINERS or (category(c) not in _HIDDEN and not _is_noncharacter(c)))
    return " ".join("".join(kept).split())


def typeset(text: str, language: str) -> str:
    """The text with the quotes and dashes of its language; letters and figures stay as they are.

    Finnish, Swedish and Sámi quote with the same mark on both sides; a hyphen between spaces is a dash, and so is one
    between two times of day.

    >>> typeset('"Apua tarvitaan" - klo 9-15', "fi")
    '”Apua tarvitaan” – klo 9–15'
    """
    if language not in _NORDIC:
        return text
    text = _QUOTES.sub("”", text)
    text = _APOSTROPHE.sub("’", text)
    text = _DASHES.sub(" – ", text)
    return _CLOCK_SPAN.sub(r"\1–\2", text)


def cut(text: str, longest: int) -> str:
    """The text, or its beginning up to the last whole sentence or word that fits, with an ellipsis.

    >>> cut("Haku alkaa maanantaina. Ohjeet ovat verkossa.", 30)
    'Haku alkaa maanantaina. …'
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    sentences = [match.end() for match in _SENTENCE_END.finditer(head)]
    if sentences and sentences[-1] >= longest // 2:
        return f"{head[: sentences[-1]]} …"
    words = head.rpartition(" ")[0].rstrip(" ,;:–-")
    return f"{words or head}…"


def figures_kept(text: str) -> str:
    """The text with a figure's thousands, and the word after them, on one line.

    >>> figures_kept("580 000 euroa") == "580\\xa0000\\xa0euroa"
    True
    """
    return _FIGURES.sub(NBSP, text)


def bound(text: str) -> str:
    """Text whose every space is non-breaking, for dates and other short units."""
    return text.replace(" ", NBSP)


def markdown(text: str) -> str:
    """The text so that Markdown shows it as it is, on any line of a document.

    >>> markdown("1. *Uusi* [linkki](x)")
    '1\\\\. \\\\*Uusi\\\\* \\\\[linkki\\\\](x)'
    """
    escaped = _MARKDOWN.sub(r"\\\1", text)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", escaped)


def wrapped(text: str, width: int = 72) -> str:
    """The text in lines of at most `width` characters; a longer word or address stays whole.

    A hyphen that begins a word ("Agenda 2030 -tavoitteet") stays with the word before it, and so do a figure's
    thousands and the word after them.
    """
    lines, line = [], ""
    kept = figures_kept(_HYPHEN_WORD.sub(f"{NBSP}-", text).replace(f" {NBSP}", NBSP))
    for word in kept.split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line]).replace(NBSP, " ")


def softened(text: str) -> str:
    """The text with soft hyphens in words too long for a narrow screen, where both languages divide: before the last
    consonant ahead of a vowel.

    >>> softened("Kansalaisjärjestöyhteistyö").split(SHY)
    ['Kansa', 'lais', 'jär', 'jes', 'töyh', 'teistyö']
    """
    return _LONG_WORD.sub(lambda match: _DIVIDE.sub(SHY, match[0]), text)


def language_tag(code: str) -> str:
    """The code when it is formed as a language tag, else `und`."""
    return code if _TAG.fullmatch(code) else "und"


def _is_noncharacter(character: str) -> bool:
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
