"""What changed between two readings of a watched page, as an editor would tell it."""

from __future__ import annotations

import difflib
import hashlib
import re

_LABELS = {
    "fi": ("Sivulla on uutta:", "Sivulta on poistettu:"),
    "sv": ("Nytt på sidan:", "Borttaget från sidan:"),
    "en": ("New on the page:", "Removed from the page:"),
}
_DATE = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[.:]\d\d\b")
# Where a line says until when, its date is what it says.
_DEADLINE = re.compile(
    r"hakuaika|haku on auki|määräaika|päättyy|viimeistään|mennessä|asti\b|saakka|ansökningstid|ansökan|senast den|sista"
    r"|anmäl|slutar|deadline|closes|apply by|no later than|ohcanáigi|maŋimustá",
    re.IGNORECASE,
)


def watched(text: str) -> str:
    """A digest (SHA-256, hex) of what a page says apart from dates, case and white space: those alone are no change.

    The date of a deadline is one, though.

    >>> watched("Muokattu viimeksi: 04.06.2020 Strategia") == watched("muokattu viimeksi: 5.6.2020  strategia")
    True
    >>> watched("Hakuaika päättyy 15.12.2026") == watched("Hakuaika päättyy 15.1.2027")
    False
    """
    lines = (line if _DEADLINE.search(line) else _DATE.sub(" ", line) for line in text.splitlines())
    plain = " ".join(" ".join(lines).casefold().split())
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def difference(old: str, new: str, language: str) -> str:
    """The paragraphs that came and those that went, under a heading each in the page's language; empty for none.

    >>> print(difference("Vanha tavoite.", "Uusi tavoite.", "fi"))
    Sivulla on uutta:
    <BLANKLINE>
    Uusi tavoite.
    <BLANKLINE>
    Sivulta on poistettu:
    <BLANKLINE>
    Vanha tavoite.
    """
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = difflib.SequenceMatcher(None, [*map(watched, before)], [*map(watched, after)], autojunk=False)
    edits = [step for step in matcher.get_opcodes() if step[0] != "equal"]
    came = [text for _, _, _, start, end in edits for text in after[start:end]]
    went = [text for _, start, end, _, _ in edits for text in before[start:end]]
    new_label, gone_label = _LABELS.get(language, _LABELS["en"])
    parts = ([new_label, *came] if came else []) + ([gone_label, *went] if went else [])
    return "\n\n".join(parts)


def _paragraphs(text: str) -> list[str]:
    """The pieces that change as one: lines, since a list or a table is told line by line."""
    return [part.strip() for part in text.split("\n")[:5_000] if part.strip()]
