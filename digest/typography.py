"""Text as it is set in a letter: cleaned of what a publisher must not bring, cut at a sentence, kept together."""

from __future__ import annotations

import re
from unicodedata import category

NBSP = "\N{NO-BREAK SPACE}"
# Joiners shape real words and emoji; every other invisible character can only mislead.
_JOINERS = "\u200c\u200d"
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_SENTENCE_END = re.compile(r"[.!?…][”\"')]?(?= )")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&!])")
_LINE_START = re.compile(r"^(?:([-+=])|([0-9]{1,9})([.)]))")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_HYPHEN_WORD = re.compile(r"(?<= )-(?=\w)")


def clean(text: str) -> str:
    """The text on one line, single-spaced, without control, format or private characters.

    >>> clean("Kutsu\\r\\nBcc: joku@example.fi\\u202e")
    'Kutsu Bcc: joku@example.fi'
    """
    spaced = " ".join(text.split())
    kept = (c for c in spaced if c in _JOINERS or (category(c) not in _HIDDEN and not _is_noncharacter(c)))
    return " ".join("".join(kept).split())


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

    A hyphen that begins a word ("Agenda 2030 -tavoitteet") stays with the word before it.
    """
    lines, line = [], ""
    for word in _HYPHEN_WORD.sub(f"{NBSP}-", text).replace(f" {NBSP}", NBSP).split(" "):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line]).replace(NBSP, " ")


def language_tag(code: str) -> str:
    """The code when it is formed as a language tag, else `und`."""
    return code if _TAG.fullmatch(code) else "und"


def _is_noncharacter(character: str) -> bool:
    return ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
